"""A whole screen for one permission, and requests of a known person."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.permissions import Permission

View = Callable[..., HttpResponse]


def needs(permission: Permission) -> Callable[[View], View]:
    """Open a view only to people with a permission; others get the 403 page."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not person(request).akses.has(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return wrap


def person(request: HttpRequest) -> User:
    """The logged-in person. Raises PermissionDenied for strangers."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
