"""Other plans in which it is a person's turn, beside the one that Tugas saya shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from accounts.models import User
from evidence.lists.tasks import DI_TANGAN_UNIT, Giliran, tugas_semua
from evidence.models import Rencana


@dataclass(frozen=True)
class RencanaLain:
    """A plan with tasks at the person's units: `menunggu` to complete, `perbaikan` to mend."""

    rencana: Rencana
    menunggu: int
    perbaikan: int


def rencana_lain(
    user: User, rencana: Rencana | None, semua: Iterable[Rencana], hari_ini: date
) -> list[RencanaLain]:
    """Return what waits for the person in the running plans of `semua` beside `rencana`.

    One query, none where there is no such plan; in the order of `semua`.
    """
    lain = [r for r in semua if r.berjalan and r != rencana]
    if not lain:
        return []
    turns = [g.value for g in DI_TANGAN_UNIT]
    rows = (
        tugas_semua(user, hari_ini)
        .filter(butir__rencana__in=lain, giliran__in=turns)
        .order_by()
        .values("butir__rencana")
        .annotate(
            n_lengkapi=Count("pk", filter=Q(giliran=Giliran.LENGKAPI.value)),
            n_perbaiki=Count("pk", filter=Q(giliran=Giliran.PERBAIKI.value)),
        )
        .values_list("butir__rencana", "n_lengkapi", "n_perbaiki")
    )
    found = {pk: (lengkapi, perbaiki) for pk, lengkapi, perbaiki in rows}
    return [RencanaLain(r, *found[r.pk]) for r in lain if r.pk in found]
