"""Institutions, units and users."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Instansi, Membership, Unit, User
from accounts.permissions import Role

SANDI = "sandi-uji-1234"


def buat_instansi(kode: str = "alfa", *, contoh: bool = False, **extra: Any) -> Instansi:
    """Make an institution named after its code."""
    extra.setdefault("nama", f"Instansi {kode}")
    extra.setdefault("kop", f"PEMERINTAH {kode.upper()}\nSEKRETARIAT DAERAH\nJalan Uji Nomor 1")
    return Instansi.objects.create(kode=kode, contoh=contoh, tempat="Kupang", **extra)


def buat_unit(
    instansi: Instansi,
    kode: str,
    *,
    induk: Unit | None = None,
    jenis: str = Unit.Jenis.PERANGKAT_DAERAH,
    inspektorat: bool = False,
) -> Unit:
    """Make a unit named after its code."""
    return Unit.objects.create(
        instansi=instansi,
        kode=kode,
        induk=induk,
        nama=f"Unit {kode} {instansi.kode}",
        nama_pendek=f"{kode} {instansi.kode}",
        jenis=jenis,
        inspektorat=inspektorat,
    )


def buat_user(
    username: str, role: Role | str | None = None, unit: Unit | None = None, **membership: Any
) -> User:
    """Make a user with the test password and, if a role is given, one membership."""
    user = User.objects.create_user(
        username, SANDI, nama=f"Nama {username}", jabatan=f"Jabatan {username}"
    )
    if role is not None:
        if role == Role.AUDITOR_TUGAS:
            membership.setdefault("dasar", "ST-1/2026")
            membership.setdefault("selesai", timezone.localdate() + timedelta(days=30))
        Membership.objects.create(user=user, unit=unit, role=role, **membership)
    return user
