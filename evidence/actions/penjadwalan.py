"""What a change of a plan does to its open tasks: which were touched, and when each is due."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.models import Instansi
from evidence.jadwal import Jendela, jatuh_tempo
from evidence.models import (
    BuktiTaut,
    Capaian,
    Disposisi,
    Keputusan,
    Pengecualian,
    Rencana,
    SerahTerima,
)
from evidence.workflow import DI_UNIT, Status

SELESAI: tuple[Status, ...] = tuple(
    s for s in Status if s not in DI_UNIT and s is not Status.MENUNGGU
)
"""States in which nothing is left to do, so a new deadline or unit says nothing."""


def hari_di(instansi: Instansi, at: datetime) -> date:
    """Return the date of a moment where the institution is."""
    return at.astimezone(ZoneInfo(instansi.zona_waktu)).date()


def kunci_capaian(rencana: Rencana, butir: Iterable[int] | None = None) -> list[Capaian]:
    """Lock and return the tasks of a plan (or of some Butir) that still count, in one order."""
    rows = Capaian.objects.filter(butir__rencana=rencana, gugur__isnull=True)
    if butir is not None:
        rows = rows.filter(butir__in=list(butir))
    return list(
        rows.select_for_update(of=("self",)).select_related("butir", "instansi").order_by("pk")
    )


def tersentuh(rows: Sequence[Capaian]) -> set[int]:
    """Return the ids of tasks on which anybody has worked.

    Work is a file (also one taken back), a step, text, a value, a progress, a hand-over that
    was made, an exception or a disposition. Such a task is never replaced.
    """
    ids = [row.pk for row in rows]
    found = {
        row.pk
        for row in rows
        if row.narasi
        or row.kendala
        or row.tindak_lanjut
        or row.nilai_mandiri is not None
        or row.pembilang is not None
        or row.diubah is not None
        or row.status != Status.BELUM
        or row.progres != Capaian.Progres.BELUM
    }
    found |= set(
        BuktiTaut.objects.filter(pemenuhan__capaian__in=ids).values_list(
            "pemenuhan__capaian", flat=True
        )
    )
    for model in (Keputusan, Pengecualian, Disposisi):
        found |= set(model.objects.filter(capaian__in=ids).values_list("capaian", flat=True))
    made = SerahTerima.objects.exclude(keadaan=SerahTerima.Keadaan.BELUM)
    for dari, ke in made.filter(Q(dari__in=ids) | Q(ke__in=ids)).values_list("dari", "ke"):
        found |= {dari, ke} & set(ids)
    return found


def hitung_batas(rencana: Rencana, rows: Iterable[Capaian]) -> list[dict[str, str | int]]:
    """Give tasks that are not finished the deadline that pola and cut-offs say now.

    The rows are locked by the caller. Returns one line for each deadline that moved, for the
    event: task, kode, old and new day.
    """
    cut_offs = list(rencana.batas_set.all())
    moved: list[dict[str, str | int]] = []
    for row in rows:
        if row.status in SELESAI:
            continue
        before = row.batas
        row.batas = jatuh_tempo(
            row.butir,
            Jendela(row.mulai, row.selesai),
            cut_offs,
            rencana.selesai,
            hari_di(rencana.instansi, row.dibuat),
        )
        if row.batas != before:
            Capaian.objects.filter(pk=row.pk).update(batas=row.batas)
            moved.append(
                {
                    "capaian": row.pk,
                    "kode": row.butir.kode,
                    "lama": str(before),
                    "baru": str(row.batas),
                }
            )
    return moved
