"""Screens, one module a page."""

from django.http import HttpRequest

from accounts.models import User


class Permintaan(HttpRequest):
    """A request behind the login middleware: its user is a person."""

    user: User
