"""Windows of the things to do of a plan: from the calendar, or as an app's people planned them.

An app whose plans are scheduled by hand registers who knows the windows of their kind; every
Butir of such a plan has the pola jadwal.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from evidence.jadwal import POLA_KALENDER, Jendela, jendela
from evidence.models import Butir, Rencana

Penjadwal = Callable[[Rencana, Collection[int]], Mapping[int, Sequence[Jendela]]]
"""Gives the planned windows that are asked for, by id of the Butir; its queries are few."""

_PENJADWAL: dict[str, Penjadwal] = {}


def register(jenis: str, penjadwal: Penjadwal) -> None:
    """Let an app schedule the plans of a kind; called once, at start."""
    _PENJADWAL[jenis] = penjadwal


def pola_rencana(rencana: Rencana) -> tuple[str, ...]:
    """Return the pola that things to do of a plan can have."""
    return (Butir.Pola.JADWAL,) if rencana.jenis in _PENJADWAL else POLA_KALENDER


def jendela_rencana(rencana: Rencana, butir: Collection[Butir]) -> dict[int, tuple[Jendela, ...]]:
    """Return every window of Butir of one plan, by their id; those never planned have none."""
    known = {
        pola: jendela(pola, rencana.mulai, rencana.selesai)
        for pola in {b.pola for b in butir} - {Butir.Pola.JADWAL}
    }
    by_hand = [b.pk for b in butir if b.pola == Butir.Pola.JADWAL]
    planned = _PENJADWAL[rencana.jenis](rencana, by_hand) if by_hand else {}
    return {
        b.pk: tuple(planned.get(b.pk, ())) if b.pola == Butir.Pola.JADWAL else known[b.pola]
        for b in butir
    }
