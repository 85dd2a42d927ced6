"""Memberships: giving a role for a time, ending it. A hand-over is one more row."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.actions.errors import IsianKeliru, require_valid
from accounts.actions.trail import trail
from accounts.managed import (
    is_last_admin_row,
    managed_memberships,
    managed_units,
    visible_people,
)
from accounts.models import Membership, Unit, User
from accounts.permissions import Denied, Role
from audit.recorder import audited

_LAST = (
    "Ini peran admin Anda yang terakhir di instansi ini. Tanpa peran ini tidak ada jalan kembali; "
    "minta admin lain yang mengakhirinya."
)
_OWN = "Anda tidak dapat memberi peran kepada diri sendiri. Minta admin lain memberikannya."


@dataclass(frozen=True)
class Masa:
    """How and for how long a role is held, and the letter it rests on."""

    sebutan: str = ""
    mulai: date | None = None
    selesai: date | None = None
    dasar: str = ""


def beri_keanggotaan(*, orang_id: int, unit_id: int, role: str, masa: Masa, by: User) -> Membership:
    """Give another person of one's own institution a role at a unit.

    Never oneself: whoever gives roles would else decide alone. Raises Denied, IsianKeliru.
    """
    with audited():
        orang = visible_people(by).select_for_update().filter(pk=orang_id).first()
        if orang is None:
            raise Denied("Orang ini bukan pengguna instansi Anda.")
        if orang.is_staff:
            raise Denied("Pengelola platform tidak memegang peran di instansi.")
        if orang.pk == by.pk:
            raise Denied(_OWN)
        return make_membership(orang, unit_id=unit_id, role=role, masa=masa, by=by)


def make_membership(orang: User, *, unit_id: int, role: str, masa: Masa, by: User) -> Membership:
    """Check and store one membership; part of a unit of work. Raises Denied, IsianKeliru."""
    unit = managed_units(by).filter(pk=unit_id).first()
    if unit is None:
        raise Denied("Unit ini bukan unit instansi Anda.")
    if role == Role.PLATFORM:
        raise Denied("Peran pengelola platform tidak dapat diberikan di sini.")
    membership = Membership(
        user=orang,
        unit=unit,
        role=role,
        sebutan=masa.sebutan,
        mulai=masa.mulai,
        selesai=masa.selesai,
        dasar=masa.dasar,
    )
    _require_sound(membership, unit)
    require_valid(membership, exclude=("user", "unit"))
    membership.save()
    trail(
        unit.instansi,
        "keanggotaan.tambah",
        by,
        membership,
        {
            "pengguna": orang.username,
            "peran": role,
            "unit": unit.nama,
            "sebutan": masa.sebutan,
            "mulai": str(masa.mulai or ""),
            "selesai": str(masa.selesai or ""),
            "dasar": masa.dasar,
        },
    )
    return membership


def _require_sound(row: Membership, unit: Unit) -> None:
    """Raise IsianKeliru for what the dates, the letter and the unit must be."""
    galat = {}
    if row.sebutan:
        needed = {"mulai": row.mulai, "selesai": row.selesai, "dasar": row.dasar}
        for field, value in needed.items():
            if not value:
                galat[field] = f"Wajib diisi untuk {row.sebutan}"
    if row.role == Role.AUDITOR_TUGAS:
        if row.selesai is None:
            galat["selesai"] = "Auditor dengan surat tugas perlu tanggal akhir tugas."
        if not row.dasar:
            galat["dasar"] = "Isi nomor surat tugas."
    if row.mulai and row.selesai and row.selesai < row.mulai:
        galat["selesai"] = "Tanggal akhir lebih awal daripada tanggal mulai."
    elif row.selesai and row.selesai < timezone.localdate():
        galat["selesai"] = "Tanggal akhir sudah lewat."
    if unit.aktif_selesai and (row.selesai is None or row.selesai > unit.aktif_selesai):
        galat["unit"] = f"{unit} hanya aktif sampai {unit.aktif_selesai:%d-%m-%Y}."
    if not galat and _overlaps(row):
        galat["role"] = "Peran ini sudah dipegang di unit itu pada masa yang sama."
    if galat:
        raise IsianKeliru(galat)


def _overlaps(row: Membership) -> bool:
    same = Membership.objects.filter(user_id=row.user_id, unit=row.unit, role=row.role)
    if row.selesai:
        same = same.filter(Q(mulai__isnull=True) | Q(mulai__lte=row.selesai))
    if row.mulai:
        same = same.filter(Q(selesai__isnull=True) | Q(selesai__gte=row.mulai))
    return same.exists()


def akhiri_keanggotaan(*, membership_id: int, selesai: date, by: User) -> None:
    """Let a membership end on a day (that day included). Raises Denied, IsianKeliru.

    One that has not begun yet is taken back as a whole: it never had an effect, and its
    content stays in the event log.
    """
    with audited():
        row = (
            managed_memberships(by).select_for_update(of=("self",)).filter(pk=membership_id).first()
        )
        if row is None or row.unit is None:
            raise Denied("Peran ini bukan di instansi Anda.")
        if is_last_admin_row(by, row):
            raise Denied(_LAST)
        today = timezone.localdate()
        isi = {"pengguna": row.user.username, "peran": row.role, "unit": row.unit.nama}
        if row.mulai and row.mulai > today:
            isi |= {"mulai": str(row.mulai), "selesai": str(row.selesai or ""), "dasar": row.dasar}
            trail(row.unit.instansi, "keanggotaan.batal", by, row, isi)
            row.delete()
            return
        if row.selesai and row.selesai < today:
            raise IsianKeliru({"selesai": "Peran ini sudah berakhir."})
        if row.mulai and selesai < row.mulai:
            raise IsianKeliru({"selesai": "Tanggal akhir lebih awal daripada tanggal mulai."})
        if row.selesai and selesai > row.selesai:
            raise IsianKeliru(
                {"selesai": "Untuk memperpanjang, beri peran baru dengan dasar baru."}
            )
        trail(
            row.unit.instansi,
            "keanggotaan.akhiri",
            by,
            row,
            isi | {"selesai": [str(row.selesai or ""), str(selesai)]},
        )
        row.selesai = selesai
        row.save(update_fields=["selesai"])
