"""Which tasks go along when the Butir they follow from is undone: those nobody worked on."""

from collections.abc import Sequence
from typing import Any

from evidence.actions.penjadwalan import tersentuh
from evidence.models import Capaian, Pemenuhan, SerahTerima
from evidence.workflow import Status
from sheets import undo


def daftarkan() -> None:
    """Tell sheets.undo; called once when the app is ready."""
    undo.register(Capaian, _capaian)
    undo.register(Pemenuhan, _pemenuhan)
    undo.register(SerahTerima, _serah_terima)


def _capaian(ids: Sequence[Any]) -> set[Any]:
    rows = list(Capaian.objects.filter(pk__in=ids))
    return {row.pk for row in rows} - tersentuh(rows)


def _pemenuhan(ids: Sequence[Any]) -> set[Any]:
    rows = Pemenuhan.objects.filter(pk__in=ids, status=Status.BELUM)
    return set(rows.values_list("pk", flat=True))


def _serah_terima(ids: Sequence[Any]) -> set[Any]:
    rows = SerahTerima.objects.filter(pk__in=ids, keadaan=SerahTerima.Keadaan.BELUM)
    return set(rows.values_list("pk", flat=True))
