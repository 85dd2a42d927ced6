"""Whose accounts a person looks after: institutions, units, people, memberships."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Instansi, Membership, MembershipQuerySet, Unit, User
from accounts.permissions import Permission, Role


def managed_instansi(by: User) -> list[Instansi]:
    """Institutions whose people and units `by` manages, home first."""
    ids = set(by.akses.instansi_ids(Permission.USER_MANAGE))
    return [instansi for instansi in by.akses.instansi if instansi.pk in ids]


def managed_units(by: User) -> QuerySet[Unit]:
    """Units of the managed institutions, in the order of the tree."""
    return Unit.objects.filter(
        instansi__in=by.akses.instansi_ids(Permission.USER_MANAGE)
    ).select_related("instansi")


def as_tree(units: Iterable[Unit]) -> list[tuple[int, Unit]]:
    """Order units as a tree, siblings by name, each with its depth.

    A unit whose parent is not among them stands at the top.
    """
    rows = sorted(units, key=lambda u: (u.instansi_id, u.nama_pendek.casefold(), u.pk))
    known = {unit.pk for unit in rows}
    below: dict[int | None, list[Unit]] = {}
    for unit in rows:
        below.setdefault(unit.induk_id if unit.induk_id in known else None, []).append(unit)

    def walk(parent: int | None, depth: int) -> list[tuple[int, Unit]]:
        found = []
        for unit in below.get(parent, []):
            found += [(depth, unit), *walk(unit.pk, depth + 1)]
        return found

    return walk(None, 0)


def managed_memberships(by: User) -> MembershipQuerySet:
    """Memberships in the managed institutions, past ones included."""
    return Membership.objects.filter(
        unit__instansi__in=by.akses.instansi_ids(Permission.USER_MANAGE)
    ).select_related("unit__instansi", "user")


def visible_people(by: User) -> QuerySet[User]:
    """People with a membership, past or present, in a managed institution."""
    return User.objects.filter(Exists(managed_memberships(by).filter(user=OuterRef("pk"))))


def wholly_managed(by: User, orang: User) -> bool:
    """Whether everything a person may do today or later lies in institutions that `by` manages.

    Only then may `by` touch the account itself (data, password link, deactivation): the same
    account must not open another institution. For a person whose memberships have all ended,
    the ended ones decide. People of the platform are never managed by an institution.
    """
    if orang.is_staff or orang.is_superuser:
        return False
    managed = set(by.akses.instansi_ids(Permission.USER_MANAGE))
    rows = list(orang.membership_set.values_list("role", "unit__instansi", "selesai"))
    today = timezone.localdate()
    living = [row for row in rows if row[2] is None or row[2] >= today] or rows
    return bool(living) and all(
        role != Role.PLATFORM and instansi in managed for role, instansi, _ in living
    )


def is_last_admin_row(by: User, membership: Membership) -> bool:
    """Whether `by` would lock themselves out: their only admin membership of an institution."""
    if membership.user_id != by.pk or membership.role != Role.ADMIN or membership.unit is None:
        return False
    return not (
        admins_today()
        .filter(user=by, unit__instansi=membership.unit.instansi_id, selesai__isnull=True)
        .exclude(pk=membership.pk)
        .exists()
    )


def admins_today() -> MembershipQuerySet:
    """Admin memberships in force today, of all institutions."""
    return Membership.objects.valid_on(timezone.localdate()).filter(role=Role.ADMIN)


def other_admins() -> MembershipQuerySet:
    """For use in Exists() over admin memberships: active admins of the same institution."""
    return (
        admins_today()
        .filter(user__is_active=True, unit__instansi=OuterRef("unit__instansi"))
        .exclude(user=OuterRef("user"))
    )
