"""The request of a view behind the login middleware, for types: its user is a person."""

from django.http import HttpRequest

from accounts.models import User


class Permintaan(HttpRequest):
    """A request behind the login middleware; never made, only named in signatures."""

    user: User
