"""The people of an institution, read for comparison."""

from dataclasses import dataclass
from datetime import date

from accounts.managed import managed_instansi
from accounts.models import Instansi, Membership, User
from accounts.permissions import Role
from sheets.resource import Isi
from sheets.values import teks


@dataclass(frozen=True, slots=True)
class Orang:
    """A person's id and data; `utuh`: only institutions that one manages know the person."""

    pk: int
    isi: Isi
    utuh: bool


def baca_orang(instansi: Instansi, by: User, today: date) -> dict[str, Orang]:
    """Return the people of an institution by username; two queries.

    `utuh`: as accounts.managed.wholly_managed says it for one person. The NIP of others is left
    out.
    """
    home = Membership.objects.filter(unit__instansi=instansi).values("user")
    managed = {one.pk for one in managed_instansi(by)}
    roles: dict[int, list[tuple[str, int | None, date | None]]] = {}
    for user, role, place, end in Membership.objects.filter(user__in=home).values_list(
        "user", "role", "unit__instansi", "selesai"
    ):
        roles.setdefault(user, []).append((role, place, end))
    found: dict[str, Orang] = {}
    for pk, username, nama, nip, jabatan, email, staff, boss in User.objects.filter(
        pk__in=home
    ).values_list("pk", "username", "nama", "nip", "jabatan", "email", "is_staff", "is_superuser"):
        rows = roles[pk]
        living = [row for row in rows if row[2] is None or row[2] >= today] or rows
        whole = not (staff or boss) and all(
            role != Role.PLATFORM and place in managed for role, place, _ in living
        )
        isi: Isi = {
            "nama": teks(nama),
            "nip": (nip or None) if whole else None,
            "jabatan": teks(jabatan),
            "surel": teks(email),
        }
        found[username] = Orang(pk, isi, whole)
    return found
