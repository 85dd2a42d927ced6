"""Rules of login that differ from allauth's defaults: closed sign-up, lock-out in plain words."""

import math
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from accounts.signals import catat_kunci

_APP, _ACTION = "allauth.account", "login_failed"


class AccountAdapter(DefaultAccountAdapter):
    """No self-registration: an admin makes accounts and hands over a one-time link.

    Wrong passwords are counted by name and by address (ACCOUNT_RATE_LIMITS). The counters know
    names, not accounts: a name that nobody has is locked just the same.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Akun ini tidak aktif. Hubungi admin instansi Anda.",
        "enter_current_password": "Sandi sekarang tidak cocok.",
        "incorrect_password": "Sandi tidak cocok.",
        "too_many_login_attempts": "Terlalu banyak percobaan. Coba lagi 15 menit lagi.",
        "username_password_mismatch": "Nama pengguna atau sandi tidak cocok.",
        "rate_limited": "Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the profile, where the change was asked for."""
        return reverse("profil")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse while the name or the address is locked, and say for how long."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            minutes = max(1, math.ceil(self._locked_seconds(request, **credentials) / 60))
            raise ValidationError(
                "Terlalu banyak percobaan gagal. Masuk dikunci sementara; coba lagi "
                f"{minutes} menit lagi.",
                code="too_many_login_attempts",
            ) from error

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Say how many attempts are left; note the moment at which the name is locked."""
        left = self._attempts_left(request, **credentials)
        if left == 0:
            catat_kunci(request, credentials.get("username", ""))
            raise ValidationError(
                "Nama pengguna atau sandi tidak cocok. Masuk dengan nama ini dikunci 15 menit.",
                code="too_many_login_attempts",
            )
        if left is not None:
            raise ValidationError(
                f"Nama pengguna atau sandi tidak cocok. Masih {left} percobaan sebelum masuk "
                "dengan nama ini dikunci 15 menit.",
                code="username_password_mismatch",
            )

    def clear_lock(self, request: HttpRequest, username: str) -> None:
        """Unlock a name whose owner has proved themselves by a one-time link."""
        self._delete_login_attempts_cached_email(request, username=username)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Without the host name that allauth puts in: a second name of the same portal must not
        # bring new attempts.
        name: str = credentials.get("username", "")
        return name.lower()

    def _histories(
        self, request: HttpRequest, **credentials: Any
    ) -> list[tuple[ratelimit.Rate, list[float]]]:
        key = self._get_login_attempts_cache_key(request, **credentials)
        now = time.time()
        found = []
        for rate in ratelimit.get_rates(app=_APP, action=_ACTION):
            cache_key = ratelimit.get_cache_key(
                request, app=_APP, action=_ACTION, rate=rate, key=key
            )
            stamps = [at for at in cache.get(cache_key, []) if at > now - rate.duration]
            found.append((rate, stamps))
        return found

    def _locked_seconds(self, request: HttpRequest, **credentials: Any) -> float:
        waits = [
            stamps[rate.amount - 1] + rate.duration - time.time()
            for rate, stamps in self._histories(request, **credentials)
            if len(stamps) >= rate.amount
        ]
        return max(waits, default=60.0)

    def _attempts_left(self, request: HttpRequest, **credentials: Any) -> int | None:
        left = [
            rate.amount - len(stamps)
            for rate, stamps in self._histories(request, **credentials)
            if rate.per == "key"
        ]
        return max(0, min(left)) if left else None
