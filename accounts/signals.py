"""What login, logout and the second step leave in the event log.

Infrastructure, not domain logic: nothing else happens here. Passwords, codes and names that
nobody has (a password typed into the wrong field looks like one) are never recorded.
"""

from typing import Any

from allauth.account.signals import password_changed
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.actions.trail import home, trail
from accounts.models import User
from audit.recorder import System, audited

LOGOUT_REASON = "sebab_keluar"  # attribute of the request, set by the idle time-out
_STRANGER = System(audit_id="", audit_nama="Tidak dikenal")


def _record(user: User, aksi: str, isi: dict[str, Any] | None = None) -> None:
    with audited():
        trail(home(user), aksi, user, user, isi)


def _address(request: HttpRequest | None) -> dict[str, str]:
    # allauth's reading of the address trusts a proxy only as far as its settings say.
    address = get_client_ip(request) if request is not None else None
    return {"alamat": address} if address else {}


def _named(username: str) -> User | None:
    return User.objects.filter(username__iexact=username.strip()).first() if username else None


def _failed(request: HttpRequest | None, username: str, aksi: str, isi: dict[str, Any]) -> None:
    user = _named(username)
    with audited():
        trail(home(user) if user else None, aksi, _STRANGER, user, isi | _address(request))


def catat_kunci(request: HttpRequest, username: str) -> None:
    """Record that a name was locked after too many wrong passwords."""
    _failed(request, username, "akun.kunci", {})


@receiver(user_logged_in)
def catat_masuk(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """A person is in, all steps passed."""
    _record(user, "akun.masuk", _address(request))


@receiver(user_logged_out)
def catat_keluar(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    """A person is out, by themselves or by the idle time-out."""
    if user is not None:
        reason = getattr(request, LOGOUT_REASON, "")
        _record(user, "akun.keluar", {"sebab": reason} if reason else None)


@receiver(user_login_failed)
def catat_gagal(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """A wrong name or password."""
    _failed(request, str(credentials.get("username", "")), "akun.masuk_gagal", {})


@receiver(authentication_failed)
def catat_kode_gagal(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """A wrong code of the second step."""
    _failed(request, user.username, "akun.masuk_gagal", {"langkah": "kode dua langkah"})


@receiver(password_changed)
def catat_sandi(sender: Any, user: User, **_: Any) -> None:
    """A person changed their own password."""
    _record(user, "akun.sandi", {"cara": "oleh pemilik"})


@receiver(authenticator_added)
def catat_dua_langkah(sender: Any, user: User, authenticator: Authenticator, **_: Any) -> None:
    """The second step was switched on."""
    if authenticator.type == Authenticator.Type.TOTP:
        _record(user, "akun.dua_langkah_aktif")


@receiver(authenticator_removed)
def catat_dua_langkah_mati(sender: Any, user: User, authenticator: Authenticator, **_: Any) -> None:
    """The second step was switched off by its owner."""
    if authenticator.type == Authenticator.Type.TOTP:
        _record(user, "akun.dua_langkah_mati", {"cara": "oleh pemilik"})


@receiver(authenticator_reset)
def catat_kode_cadangan(sender: Any, user: User, **_: Any) -> None:
    """New recovery codes; the old ones no longer work."""
    _record(user, "akun.kode_cadangan")
