"""What a change of targets or rules does to the tasks of a year: which are made, which go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evidence.actions.butir import renew_hand_overs
from evidence.actions.kewajiban import buat_capaian
from evidence.actions.penjadwalan import tersentuh
from evidence.jadwal import Jendela, jendela
from evidence.keadaan import hari_di
from evidence.models import Butir, Capaian, Rencana
from roadmap.nilai import tahun_jendela


@dataclass(frozen=True)
class Dampak:
    """What happens to the tasks of one year.

    `dibuat`: windows that are asked from now on. `dicabut`: tasks on which nobody worked and that
    are asked no more. `tetap`: tasks with work that stay. `beda`: tasks whose figures follow the
    components of the old target; they are kept.
    """

    dibuat: tuple[Jendela, ...] = ()
    dicabut: tuple[Capaian, ...] = ()
    tetap: tuple[Capaian, ...] = ()
    beda: tuple[Capaian, ...] = ()

    @property
    def kosong(self) -> bool:
        """Whether no task is touched."""
        return not (self.dibuat or self.dicabut or self.tetap or self.beda)


def tugas_kini(butir: Butir) -> list[Capaian]:
    """Return the tasks of a Butir that count, all years, in order."""
    rows = Capaian.objects.filter(butir=butir, gugur__isnull=True)
    return list(rows.select_related("butir").order_by("mulai"))


def tugas_tahun(rows: Iterable[Capaian], tahun: int) -> list[Capaian]:
    """Return the tasks that report on one year."""
    return [row for row in rows if tahun_jendela(row.mulai, row.selesai) == tahun]


def hitung_dampak(
    butir: Butir, tahun: int, rows: list[Capaian], hari: date, *, diminta: bool
) -> Dampak:
    """Return what follows for the current tasks (`rows`) when a year is asked for, or no more.

    Reads `butir.rencana`. A plan that does not run has no tasks that could follow.
    """
    if not butir.rencana.berjalan or not butir.dinilai:
        return Dampak()
    if not diminta:
        there = tugas_tahun(rows, tahun)
        worked = tersentuh(there)
        return Dampak(
            dicabut=tuple(row for row in there if row.pk not in worked),
            tetap=tuple(row for row in there if row.pk in worked),
        )
    ended = _dicabut_setelah_lewat(butir, hari)
    missing = [
        rest
        for window in jendela(butir.pola, butir.rencana.mulai, butir.rencana.selesai)
        if tahun_jendela(window.mulai, window.selesai) == tahun
        and (window.selesai >= hari or window.selesai in ended)
        and (rest := _sisa(window, rows)) is not None
    ]
    return Dampak(dibuat=tuple(missing))


def _dicabut_setelah_lewat(butir: Butir, hari: date) -> set[date]:
    """Return the last days of past windows whose task was revoked when its window had ended.

    Such a task was owed already: when its year is asked for again, it is owed again, with the
    day that was set for it. Windows that ended while nothing was asked stay out.
    """
    rows = Capaian.objects.filter(
        butir=butir, gugur__isnull=False, digantikan_oleh__isnull=True, selesai__lt=hari
    )
    rencana = butir.rencana
    return {row.selesai for row in rows if row.gugur and row.selesai < hari_di(rencana, row.gugur)}


def _sisa(window: Jendela, rows: Iterable[Capaian]) -> Jendela | None:
    """Return a window from its first day that no task covers, None when all are covered."""
    first = window.mulai
    for row in sorted(rows, key=lambda r: r.mulai):
        if row.mulai <= first <= row.selesai:
            first = row.selesai + timedelta(days=1)
    return Jendela(first, window.selesai) if first <= window.selesai else None


def ikuti(rencana: Rencana, butir: Butir, dampak: Dampak, now: datetime) -> None:
    """Revoke and make the tasks that a change names; the change is saved, the rows are locked."""
    if dampak.dicabut:
        ids = [row.pk for row in dampak.dicabut]
        Capaian.objects.filter(pk__in=ids).update(gugur=now)
    if dampak.dibuat:
        by_end = {window.selesai: window for window in dampak.dibuat}
        buat_capaian(rencana, [butir], at=now, potong=lambda _, whole: by_end.get(whole.selesai))
    if dampak.dicabut or dampak.dibuat:
        renew_hand_overs(rencana, list(dampak.dicabut))
