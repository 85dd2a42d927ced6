"""What a person can reach: grants of today's memberships, and the rows they open."""

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from accounts.permissions import ROLE_PERMISSIONS, ROLE_SCOPE, Permission, Role, Scope

if TYPE_CHECKING:
    from accounts.models import Instansi, Unit, User


@dataclass(frozen=True)
class Grant:
    """One membership in force: a role at a unit."""

    role: Role
    sebutan: str
    instansi_id: int | None
    unit_id: int | None
    jalur: str
    tempat: str = ""  # name of the unit, of the institution where the role covers it all

    @property
    def whole(self) -> bool:
        """Whether the grant covers the whole institution."""
        return ROLE_SCOPE[self.role] is Scope.INSTANSI

    def covers(self, instansi_id: int, jalur: str) -> bool:
        """Whether a unit (by institution and path) lies within this grant."""
        if self.instansi_id != instansi_id:
            return False
        scope = ROLE_SCOPE[self.role]
        return scope is Scope.INSTANSI or (
            scope is Scope.SUBTREE and bool(self.jalur) and jalur.startswith(self.jalur)
        )


@dataclass(frozen=True)
class Akses:
    """All grants of a person at one moment."""

    grants: tuple[Grant, ...]
    instansi: "tuple[Instansi, ...]"  # institutions with a grant, home first

    def with_permission(self, permission: Permission) -> tuple[Grant, ...]:
        """Grants whose role includes a permission."""
        return tuple(g for g in self.grants if permission in ROLE_PERMISSIONS[g.role])

    def has(self, permission: Permission, instansi_id: int | None = None) -> bool:
        """Whether any grant gives a permission (in one institution, if named)."""
        return any(
            instansi_id is None or g.instansi_id == instansi_id
            for g in self.with_permission(permission)
        )

    def may(self, permission: Permission, unit: "Unit") -> bool:
        """Whether a permission reaches a unit."""
        return any(g.covers(unit.instansi_id, unit.jalur) for g in self.with_permission(permission))

    def instansi_ids(self, permission: Permission) -> list[int]:
        """Institutions in which a permission covers everything."""
        return sorted(
            {g.instansi_id for g in self.with_permission(permission) if g.whole and g.instansi_id}
        )

    def rows(
        self,
        permission: Permission,
        *,
        instansi: str = "instansi",
        unit: tuple[str, ...] = ("unit",),
    ) -> Q:
        """Return the filter for rows that a permission opens.

        `instansi` is the lookup of the row's institution; `unit` are the lookups that lead to
        its units: a grant over a subtree opens a row when any of them lies in the subtree.
        Without any grant the filter matches nothing.
        """
        condition = Q(pk__in=[])
        whole = self.instansi_ids(permission)
        if whole:
            condition |= Q(**{f"{instansi}__in": whole})
        for grant in self.with_permission(permission):
            if grant.whole or ROLE_SCOPE[grant.role] is not Scope.SUBTREE:
                continue
            for lookup in unit:
                condition |= Q(
                    **{instansi: grant.instansi_id, f"{lookup}__jalur__startswith": grant.jalur}
                )
        return condition

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held now."""
        return frozenset(g.role for g in self.grants)


def akses_of(user: "User | AnonymousUser") -> Akses:
    """Read the grants of a person valid today (one query); nobody has none.

    Today is the date in the zone of each institution, whatever zone is active: the middleware
    that activates one asks this first.

    The home institution (own work) stands before institutions that are only read, and
    samples before official archives come in the order of the memberships.
    """
    from accounts.models import Membership  # models use this module

    if isinstance(user, AnonymousUser) or not user.is_active:
        return Akses((), ())
    now = timezone.now()
    # Nowhere on earth is it more than a day earlier or later; the exact day is checked below.
    day, around = timezone.localdate(now, UTC), timedelta(days=1)
    rows = (
        Membership.objects.filter(
            Q(mulai__isnull=True) | Q(mulai__lte=day + around),
            Q(selesai__isnull=True) | Q(selesai__gte=day - around),
            user=user,
        )
        .select_related("unit__instansi")
        .order_by("id")
    )
    grants: list[Grant] = []
    seen: dict[int, Instansi] = {}
    for row in rows:
        unit = row.unit
        today = timezone.localdate(now, ZoneInfo(unit.instansi.zona_waktu) if unit else None)
        if (row.mulai and row.mulai > today) or (row.selesai and row.selesai < today):
            continue
        grants.append(
            Grant(
                role=Role(row.role),
                sebutan=row.sebutan,
                instansi_id=unit.instansi_id if unit else None,
                unit_id=row.unit_id,
                jalur=unit.jalur if unit else "",
                tempat=_place(Role(row.role), unit),
            )
        )
        if unit:
            seen.setdefault(unit.instansi_id, unit.instansi)
    return Akses(tuple(grants), tuple(seen.values()))


def pembaca(instansi: "Instansi") -> "User":
    """Return a reader of one whole institution, for figures that the portal makes itself.

    Nobody: it has no row, can't log in and writes nothing.
    """
    from accounts.models import User

    reader = User(username="", nama="Pantas", is_active=False)
    grant = Grant(Role.AUDITOR, "", instansi.pk, None, "", instansi.nama)
    reader.__dict__["akses"] = Akses((grant,), (instansi,))  # as read once per request
    return reader


def _place(role: Role, unit: "Unit | None") -> str:
    if unit is None:
        return ""
    return unit.nama if ROLE_SCOPE[role] is Scope.SUBTREE else unit.instansi.nama
