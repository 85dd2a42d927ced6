"""One-time links: to set a password, and to make the first admin of a new portal.

A password link carries Django's reset token: it dies with the first use (the password is part
of it), with the next login, and after PASSWORD_RESET_TIMEOUT. The link of a first start is
signed, lives a day, and only while no institution has an admin.
"""

import binascii
from datetime import timedelta

from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts.models import Membership, User
from accounts.permissions import Role

_SALT = "accounts.siapkan"
_SETUP_SECONDS = int(timedelta(hours=24).total_seconds())


def password_path(orang: User) -> str:
    """Address (without the host) at which a person sets their password once."""
    return reverse(
        "tautan_sandi",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(orang.pk)),
            "token": default_token_generator.make_token(orang),
        },
    )


def user_of(uidb64: str) -> User | None:
    """Person whom a password link names; None when it names nobody."""
    try:
        pk = int(force_str(urlsafe_base64_decode(uidb64)))
    except (ValueError, OverflowError, UnicodeDecodeError, binascii.Error):
        return None
    return User.objects.filter(pk=pk).first()


def password_token_holds(orang: User | None, token: str) -> bool:
    """Whether a token may still be used: fresh, unused, and the account is active."""
    return (
        orang is not None and orang.is_active and default_token_generator.check_token(orang, token)
    )


def setup_path() -> str:
    """Address (without the host) at which the first institution and admin are made."""
    return reverse("siapkan_awal", kwargs={"token": signing.dumps("awal", salt=_SALT)})


def setup_token_holds(token: str) -> bool:
    """Whether a link of a first start is ours, younger than a day, and still needed."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=_SETUP_SECONDS)
    except signing.BadSignature:
        return False
    return said == "awal" and setup_needed()


def setup_needed() -> bool:
    """Whether no person holds the admin role outside the CONTOH institutions."""
    return not Membership.objects.filter(role=Role.ADMIN, unit__instansi__contoh=False).exists()
