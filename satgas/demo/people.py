"""Sample accounts: made where missing, told apart from real ones, listed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.core.management.base import CommandError
from django.db.models import Q

from accounts.actions.instansi import has_admin
from accounts.models import Instansi, Membership, Unit, User
from accounts.permissions import Role
from audit.recorder import SISTEM, Event, System, record
from satgas.demo.fixture import AkunRow, accounts, institutions, platform
from satgas.demo.password import chosen_password, keep, kept_password

TAMU = "tamu"
"""How the list and the log call the role of an account without any membership."""


def make_accounts(units: Mapping[str, Mapping[str, Unit]], at: Mapping[str, datetime]) -> list[str]:
    """Make missing sample accounts; `units` by kode for each kode of a sample institution.

    `at` is the time that the own chain of each institution says; official chains say the real one.

    All share one password, hashed once; existing accounts get it only when it has changed.
    Returns the names made. Raises CommandError when a real account has one of the names.
    """
    password = chosen_password()
    changed = password != kept_password()
    known = {u.username: u for u in User.objects.filter(username__in=_names())}
    sample = {u.username for u in sample_users()}
    taken = sorted(known.keys() - sample)
    if taken:
        raise CommandError(
            f"{', '.join(taken)}: nama pengguna ini milik akun yang bukan CONTOH. "
            "Ubah namanya, atau mulai dengan PORTAL_NO_DEMO=1."
        )
    missing = [row for row in accounts() if row.username not in known]
    if not (missing or changed):
        return []
    encoded = make_password(password)
    if changed:
        User.objects.filter(username__in=known).update(password=encoded)
    for row in missing:
        _make(row, encoded, units, at)
    keep(password)
    return [row.username for row in missing]


def _names() -> list[str]:
    return [row.username for row in accounts()]


def _make(
    row: AkunRow,
    encoded: str,
    units: Mapping[str, Mapping[str, Unit]],
    at: Mapping[str, datetime],
) -> None:
    is_platform = row.peran == Role.PLATFORM
    user = User.objects.create(
        username=row.username,
        nama=row.nama,
        jabatan=row.jabatan,
        password=encoded,
        is_staff=is_platform,
        is_superuser=is_platform,
    )
    home = "" if is_platform else _home(row)
    instansi = next(iter(units[home].values())).instansi if home else None
    if row.peran:
        unit = units[home][row.unit] if home else None
        Membership.objects.create(user=user, role=row.peran, unit=unit)
    _record(instansi, "pengguna.contoh_buat", user, row.peran or TAMU, at.get(home))
    root = Unit.objects.filter(
        instansi__kode=row.baca_resmi, instansi__contoh=False, induk=None
    ).first()
    if row.baca_resmi and root is not None and not has_admin(root.instansi):
        Membership.objects.create(user=user, role=Role.AUDITOR, unit=root)
        _record(root.instansi, "keanggotaan.contoh_beri", user, Role.AUDITOR)


def _home(row: AkunRow) -> str:
    return next(i.instansi.kode for i in institutions() if row in i.akun)


def _record(
    instansi: Instansi | None, aksi: str, user: User, peran: str, at: datetime | None = None
) -> None:
    record(
        Event(
            instansi=instansi.kode if instansi else SISTEM,
            contoh=bool(instansi and instansi.contoh),
            aksi=aksi,
            oleh=System(),
            objek_jenis="user",
            objek_id=str(user.pk),
            objek_nama=user.nama,
            isi={"pengguna": user.username, "peran": peran},
            at=at if instansi and instansi.contoh else None,
        )
    )


def sample_users() -> list[User]:
    """Return accounts that exist only for the samples.

    These are the accounts of the fixture (they have a role in a CONTOH institution, or are its
    platform account or its guests), and everybody else all of whose roles are in CONTOH
    institutions.
    """
    apart = Q(pk__in=[])
    for row in (platform(), *(row for row in accounts() if not row.peran)):
        apart |= Q(username=row.username, nama=row.nama)
    inside = Membership.objects.filter(unit__instansi__contoh=True).values("user")
    outside = Membership.objects.filter(
        Q(unit__isnull=True) | Q(unit__instansi__contoh=False)
    ).values("user")
    return list(
        User.objects.filter(
            (Q(pk__in=inside) & (Q(username__in=_names()) | ~Q(pk__in=outside))) | apart
        ).order_by("pk")
    )


def withdraw(users: Iterable[User]) -> None:
    """Record in the official chains that the samples' right to read ends."""
    rows = Membership.objects.filter(
        user__in=list(users), unit__instansi__contoh=False
    ).select_related("unit__instansi", "user")
    for row in rows:
        if row.unit is not None:
            _record(row.unit.instansi, "keanggotaan.contoh_cabut", row.user, row.role)


@dataclass(frozen=True)
class Baris:
    """An existing sample account, as `demo_accounts` prints it."""

    username: str
    peran: str


def listing() -> list[Baris]:
    """Return the sample accounts that exist, in the order of the file."""
    there = {u.username for u in sample_users()}
    names = {unit.kode: unit.nama_pendek for row in institutions() for unit in row.instansi.unit}
    return [
        Baris(
            row.username,
            str(Role(row.peran).label if row.peran else row.jabatan)
            + (f", {names[row.unit]}" if row.unit else ""),
        )
        for row in accounts()
        if row.username in there
    ]
