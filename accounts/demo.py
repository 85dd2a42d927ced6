"""The CONTOH accounts as the login page lists them while a CONTOH institution exists."""

from dataclasses import dataclass

from accounts.models import Instansi, Membership, User
from accounts.permissions import Role

# Only these: people whom somebody adds to a CONTOH institution are nobody's business.
USERNAMES = (
    "operator.inspektorat",
    "operator.bkd",
    "verifikator",
    "sekda",
    "admin",
    "auditor",
    "operator.kpu",
    "koordinator.kpu",
    "anggota.kpu",
    "verifikator.kpu",
    "ketua.kpu",
    "admin.kpu",
    "auditor.kpu",
    "tpi.kpu",
    "tpi.anggota",
    "tpi.pengendali",
    "platform",
)
# Guests of one LKE: they have no membership anywhere, their office says what they are.
_TAMU = ("tpi.kpu", "tpi.anggota", "tpi.pengendali")


@dataclass(frozen=True)
class AkunContoh:
    """One account of the list."""

    username: str
    peran: str


def akun_contoh() -> list[AkunContoh]:
    """Return the CONTOH accounts that exist, in the order above; none without institutions."""
    if not Instansi.objects.filter(contoh=True).exists():
        return []
    rows = Membership.objects.filter(
        user__username__in=USERNAMES, user__is_active=True, unit__instansi__contoh=True
    ).select_related("user", "unit__instansi")
    found: dict[str, AkunContoh] = {}
    for row in rows:
        assert row.unit is not None
        label = f"{row.get_role_display()}, {row.unit.nama_pendek}"
        found.setdefault(row.user.username, AkunContoh(row.user.username, label))
    guests = User.objects.filter(
        username__in=_TAMU, is_active=True, membership_set=None, nama__endswith="(CONTOH)"
    )
    for guest in guests:
        found[guest.username] = AkunContoh(guest.username, guest.jabatan)
    platform = User.objects.filter(
        username="platform", is_active=True, membership_set__role=Role.PLATFORM
    )
    if platform.exists():
        found["platform"] = AkunContoh("platform", Role.PLATFORM.label)
    return [found[name] for name in USERNAMES if name in found]


def akun_contoh_saja(user: User) -> bool:
    """Whether an account is sample data and goes away with it.

    Its name is on the list above, and it belongs to CONTOH institutions only, or to none.
    """
    if user.username not in USERNAMES:
        return False
    homes = set(user.membership_set.values_list("unit__instansi__contoh", flat=True))
    return homes == {True} or (homes <= {None} and user.nama.endswith("(CONTOH)"))
