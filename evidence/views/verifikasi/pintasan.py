"""Keys of the desk, on or off: remembered for the person on this device."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.views.access import BUKAN_VERIFIKATOR, butuh

MATI, HIDUP = "mati", "hidup"


def _kuki(request: Permintaan) -> str:
    return f"pintasan_{request.user.pk}"


def pintasan_hidup(request: Permintaan) -> bool:
    """Whether the keys of the desk work for this person here; they do unless switched off."""
    return request.COOKIES.get(_kuki(request)) != MATI


@require_POST
@butuh(Permission.EVIDENCE_REVIEW, BUKAN_VERIFIKATOR)
def meja_pintasan(request: Permintaan) -> HttpResponse:
    """Switch the keys on or off; the legend for htmx, otherwise back to the page."""
    hidup = request.POST.get("pintasan") != MATI
    asked = request.POST.get("kembali", "")
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if request.headers.get("HX-Request") == "true":
        response = render(
            request,
            "evidence/meja_pintasan.html",
            {"pintasan": hidup, "halaman": asked if safe else ""},
        )
    else:
        response = redirect(asked if safe else reverse("verifikasi"))
    response.set_cookie(
        _kuki(request),
        HIDUP if hidup else MATI,
        max_age=timedelta(days=365),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response
