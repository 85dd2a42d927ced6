"""Every request has an id: in each log line, in the answer's head, on the page of a fault."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from audit.context import request_bound
from audit.masking import mask_nip
from config.logs import META_KEY, user_id

GetResponse = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Request-ID"
_SAFE = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")


class RequestIdMiddleware:
    """Bind an id to the request; the outermost of all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take the id of a trusted proxy or make one; give it back in the answer."""
        code = request.META[META_KEY] = request_id(request)
        with request_bound(code, lambda: user_id(request)):
            response = self.get_response(request)
        response[HEADER] = code
        return response


def request_id(request: HttpRequest) -> str:
    """Return the id a trusted proxy sent, when it is harmless, otherwise a new one.

    Without a proxy (BEHIND_PROXY) anybody could write into the log this way; and no proxy needs
    the digits of a NIP.
    """
    given = str(request.META.get("HTTP_X_REQUEST_ID", "")) if settings.BEHIND_PROXY else ""
    return given if _SAFE.match(given) and mask_nip(given) == given else secrets.token_hex(6)
