"""Login by default, idle time-out, the institution's clock, and required second factors."""

import time
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.pending import kept, stash
from accounts.signals import LOGOUT_REASON

GetResponse = Callable[[HttpRequest], HttpResponse]
_STAMP = "terakhir"
_STAMP_EVERY = 300  # seconds at most; a stamp on each request would write on each GET


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view as reachable without login; a test holds the list of them."""
    view.pantas_public = True  # type: ignore[attr-defined]  # a mark on a function
    return view


class IdleTimeoutMiddleware:
    """Log out a session that was idle too long."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the stamp of the session; renew it every five minutes, or twice in the limit."""
        if request.user.is_authenticated:
            now = int(time.time())
            last = request.session.get(_STAMP, now)
            limit = settings.SESSION_IDLE_TIMEOUT.total_seconds()
            if now - last > limit:
                setattr(request, LOGOUT_REASON, "lama tidak aktif")
                logout(request)
                messages.info(request, "Anda keluar otomatis karena lama tidak aktif.")
            elif _STAMP not in request.session or now - last >= min(_STAMP_EVERY, limit / 2):
                request.session[_STAMP] = now
        return self.get_response(request)


class LoginRequiredMiddleware:
    """Refuse everything to strangers, except views marked `public`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send a stranger to the login page; keep what they had typed."""
        if request.user.is_authenticated or getattr(view, "pantas_public", False):
            return None
        target = request.get_full_path()
        if request.method == "POST":
            target = stash(request) or "/"
            if kept(request):
                messages.info(request, "Isian Anda tersimpan. Masuk lagi untuk melanjutkan.")
        elif request.method not in ("GET", "HEAD"):
            target = "/"
        return redirect_to_login(target)


class TimezoneMiddleware:
    """Times are shown in the zone of the person's institution."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the zone for this request."""
        if request.user.is_authenticated and request.user.akses.instansi:
            timezone.activate(ZoneInfo(request.user.akses.instansi[0].zona_waktu))
        else:
            timezone.deactivate()
        return self.get_response(request)


class RequireMfaMiddleware:
    """Where an institution requires two steps for a role, nothing else opens before."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send a person who lacks the second step to its set-up page."""
        user = request.user
        if not user.is_authenticated or getattr(view, "pantas_public", False):
            return None
        if request.path.startswith("/akun/"):
            return None
        wanted = {i.pk: set(i.mfa_wajib) for i in user.akses.instansi if i.mfa_wajib}
        if not any(g.role in wanted.get(g.instansi_id or 0, set()) for g in user.akses.grants):
            return None
        if is_mfa_enabled(user):
            return None
        messages.warning(request, "Instansi Anda mewajibkan masuk dua langkah. Aktifkan dahulu.")
        return redirect("mfa_index")
