"""What is refused before anything of it is read: bodies too large, and NUL characters.

Django writes the files of a form to disk before any view, login or CSRF check sees the request;
a stranger could fill the disk that way. One page takes a file from strangers, the public check: its
view is marked, and its own upload handler keeps nothing of the file.
"""

from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

GetResponse = Callable[[HttpRequest], HttpResponse]
FORM_BYTES = 2 * 1024 * 1024  # a form without files, and what surrounds the files of one
_WITH_BODY = ("POST", "PUT", "PATCH")
_UNREADABLE, _TOO_LARGE = "400.html", "413.html"


class RequestLimitsMiddleware:
    """Refuse by the request's head alone; stands before everything that reads a body."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400, 411 or 413 with a page, or pass on."""
        if _has_nul(request):
            return _refusal(HTTPStatus.BAD_REQUEST)
        if request.method in _WITH_BODY:
            refused = _body(request)
            if refused is not None:
                return _refusal(*refused)
        return self.get_response(request)


def _has_nul(request: HttpRequest) -> bool:
    """Whether address or cookies hold a NUL, which PostgreSQL takes in no text."""
    query = request.META.get("QUERY_STRING", "")
    return (
        "%00" in query
        or "\0" in query
        or "\0" in request.path_info
        or any("\0" in value for value in request.COOKIES.values())
    )


def _body(request: HttpRequest) -> tuple[HTTPStatus, str] | None:
    """Why the body of a request is not read, by its declared length, and the page that says so."""
    declared = str(request.META.get("CONTENT_LENGTH", ""))
    if not declared and "HTTP_TRANSFER_ENCODING" not in request.META:
        return None  # no body at all
    if not declared.isdecimal():
        return None if _logged_in(request) else (HTTPStatus.LENGTH_REQUIRED, _UNREADABLE)
    length = int(declared)
    if length <= FORM_BYTES:
        return None
    open_to_all = _marked(request)
    if open_to_all is not None:
        most, page = open_to_all
        too_large = length > most + FORM_BYTES
        return (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, page) if too_large else None
    most = settings.EVIDENCE_MAX_FILES * settings.EVIDENCE_MAX_BYTES + FORM_BYTES
    if length > most or not _logged_in(request):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE
    return None


def _marked(request: HttpRequest) -> tuple[int, str] | None:
    """How large a file the view behind a POST takes from anybody, and its page for larger ones."""
    if request.method != "POST":
        return None
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return None
    found: tuple[int, str] | None = getattr(view, "pantas_badan_tamu", None)
    return found


def _logged_in(request: HttpRequest) -> bool:
    """Whether the cookie names a session of a person; a made-up cookie opens nothing.

    One query, and only for large bodies.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    store = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return SESSION_KEY in store


def _refusal(status: HTTPStatus, page: str = _UNREADABLE) -> HttpResponse:
    return HttpResponse(render_to_string(page), status=status)
