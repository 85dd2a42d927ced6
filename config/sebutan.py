"""Which institution's word for its verifiers a request uses."""

from collections.abc import Callable
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse

from accounts.permintaan import Permintaan
from accounts.sebutan import BAKU, memakai
from evidence.selection import rencana_terpilih, rencana_tetap

GetResponse = Callable[[HttpRequest], HttpResponse]


class SebutanMiddleware:
    """Texts of a request say what the institution of its plan calls its verifiers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Bind the word; it is looked up when a text needs it."""
        with memakai(lambda: sebutan(request)):
            return self.get_response(request)


def sebutan(request: HttpRequest) -> str:
    """Return the word for a request: of the person's institution.

    Where a person has several with different words, that of the plan the page is about, which
    costs the one query that its frame asks anyway. Strangers read the default.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return BAKU
    person = cast(Permintaan, request)
    words = {i.pk: i.sebutan_verifikator for i in person.user.akses.instansi}
    if len(set(words.values())) <= 1:
        return next(iter(words.values()), BAKU)
    return words.get(_instansi(person), next(iter(words.values())))


def _instansi(request: Permintaan) -> int:
    """The institution of the plan that the page is about, 0 for none."""
    try:
        chosen, rows = rencana_terpilih(request)
    except Http404:
        return 0
    fixed = rencana_tetap(request)
    found = next((row for row in rows if row.pk == fixed), chosen)
    return found.instansi_id if found else 0
