"""What an institution still lacks before work can begin. Other apps add what they know."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from accounts.models import Instansi, Membership
from accounts.permissions import Role


@dataclass(frozen=True)
class Check:
    """One line of the check list: what, whether it is there, what to do about it."""

    label: str
    ada: bool
    keterangan: str
    url: str


_registered: list[Callable[[Instansi], Check]] = []


def register(check: Callable[[Instansi], Check]) -> Callable[[Instansi], Check]:
    """Add a line to the list; a decorator for apps that may import this one."""
    _registered.append(check)
    return check


def checks(instansi: Instansi) -> list[Check]:
    """Return the whole list for an institution: people and units first, then the other apps."""
    holders: dict[str, set[int]] = {}
    rows = (
        Membership.objects.valid_on(timezone.localdate())
        .filter(unit__instansi=instansi, user__is_active=True)
        .values_list("role", "user")
    )
    for role, user in rows:
        holders.setdefault(role, set()).add(user)
    units = instansi.unit_set.filter(induk__isnull=False).count()
    people = reverse("pengguna")
    return [
        Check(
            "Kop surat dan tempat",
            bool(instansi.kop_baris and instansi.tempat),
            "Laporan memakai kop surat dan tempat penandatanganan.",
            "#id_kop",
        ),
        Check(
            "Unit",
            units > 0,
            f"{units} unit di bawah pimpinan." if units else "Belum ada unit di bawah pimpinan.",
            reverse("unit"),
        ),
        Check(
            "Operator unit",
            bool(holders.get(Role.OPERATOR)),
            f"{len(holders[Role.OPERATOR])} orang."
            if holders.get(Role.OPERATOR)
            else "Belum ada operator: tidak ada yang dapat mengunggah data dukung.",
            people,
        ),
        *[check(instansi) for check in _registered],
    ]
