"""Screens of people, units and institutions."""

from collections.abc import Callable

from django.urls import reverse

from accounts.links import password_path, setup_path
from accounts.models import Instansi, Membership, Unit, User
from tests.journeys.layar.dasar import CONTOH, TAMU, Layar, layar


def orang(username: str) -> int:
    """Return the id of a person."""
    return User.objects.get(username=username).pk


def _orang(username: str) -> Callable[[], int]:
    return lambda: orang(username)


def _unit(kode: str) -> Callable[[], int]:
    return lambda: Unit.objects.get(instansi__kode=CONTOH, kode=kode).pk


def _peran(username: str) -> Callable[[], int]:
    return lambda: Membership.objects.filter(user__username=username).latest("pk").pk


LAYAR: tuple[Layar, ...] = (
    # the outside
    layar(TAMU, "account_login"),
    layar(TAMU, "account_inactive"),
    Layar("tautan_sandi", TAMU, lambda: password_path(User.objects.get(username="sekda"))),
    Layar("tautan_sandi", TAMU, lambda: reverse("tautan_sandi", args=["MQ", "basi-sekali"]), 410),
    Layar("siapkan_awal", TAMU, setup_path),
    layar("operator.bkd", "profil"),
    layar("operator.bkd", "account_logout"),
    layar("operator.bkd", "account_change_password"),
    layar("operator.bkd", "account_reauthenticate"),
    layar("operator.bkd", "mfa_index"),
    # who administers
    layar("admin", "pengguna_tambah"),
    layar("admin", "pengguna_rinci", _orang("verifikator")),
    layar("admin", "pengguna_ubah", _orang("verifikator")),
    layar("admin", "peran_beri", _orang("verifikator")),
    layar("admin", "peran_akhiri", _peran("verifikator")),
    layar("admin", "pengguna_tautan", _orang("verifikator")),
    layar("admin", "pengguna_aktif", _orang("verifikator")),
    layar("admin", "pengguna_dua_langkah", _orang("verifikator")),
    layar("admin", "unit"),
    layar("admin", "unit_tambah"),
    layar("admin", "unit_ubah", _unit("badan-kepegawaian")),
    # who runs the portal
    layar("platform", "admin:accounts_instansi_changelist"),
    layar("platform", "admin:accounts_instansi_add"),
    layar(
        "platform",
        "admin:accounts_instansi_change",
        lambda: Instansi.objects.get(kode="pemprov-ntt").pk,
    ),
    layar("platform", "admin:accounts_user_changelist"),
    layar("platform", "admin:accounts_user_change", _orang("platform")),
)
