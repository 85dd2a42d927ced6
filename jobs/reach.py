"""How far a report reaches: the rights it was asked with, kept with it."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from accounts.permissions import Permission

if TYPE_CHECKING:
    from accounts.models import User


def reach(user: "User", instansi_id: int) -> dict[str, Any]:
    """What a person's reports hold today: the whole institution, or the units of their grants."""
    if instansi_id in user.akses.instansi_ids(Permission.REPORT_READ_ALL):
        return {"semua": True}
    return {"semua": False, "unit": _units(user, instansi_id)}


def covered(user: "User") -> Q:
    """Filter for jobs whose kept reach lies within the units of a person's grants today.

    Kept units are sorted and distinct: each of the first places is empty or one of today's
    units, and there are no more places than units. Without any grant it matches nothing.
    """
    condition = Q(pk__in=[])
    grants = user.akses.with_permission(Permission.REPORT_CREATE)
    for instansi_id in sorted({g.instansi_id for g in grants if g.instansi_id}):
        units = _units(user, instansi_id)
        fits = Q(instansi=instansi_id, parameter__semua=False)
        for place in range(len(units)):
            name = f"parameter__unit__{place}"
            fits &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__in": units})
        condition |= fits & Q(**{f"parameter__unit__{len(units)}__isnull": True})
    return condition


def _units(user: "User", instansi_id: int) -> list[int]:
    grants = user.akses.with_permission(Permission.REPORT_CREATE)
    return sorted({g.unit_id for g in grants if g.instansi_id == instansi_id and g.unit_id})
