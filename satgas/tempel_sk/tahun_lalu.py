"""What the earlier plan has, as the comparison needs it. Reads the database, writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db.models import Count, QuerySet

from accounts.models import Unit
from evidence.models import Butir, Rencana
from evidence.salin import Penerus
from satgas.models import Anggota, RincianTugas, SubTugas
from satgas.tempel_sk.banding import Lama
from satgas.tempel_sk.pola_baru import Pola
from satgas.tempel_sk.usul_unit import JabatanLama

if TYPE_CHECKING:
    from evidence.lists.rencana import ButirBaca


def tugas_lama(rencana: Rencana | None) -> list[Lama]:
    """Return the tasks that stand in a plan, in the order of the decree (two queries)."""
    if rencana is None:
        return []
    rows = list(
        RincianTugas.objects.filter(butir__rencana=rencana, butir__dicabut__isnull=True)
        .select_related("anggota", "butir")
        .order_by("anggota__no", "urut")
    )
    sub: dict[int, list[str]] = {}
    for tugas, teks in (
        SubTugas.objects.filter(tugas__in=rows).order_by("no").values_list("tugas", "teks")
    ):
        sub.setdefault(tugas, []).append(teks)
    return [
        Lama(
            pk=row.butir_id,
            kode=row.butir.kode,
            no=row.anggota.no,
            jabatan=row.anggota.jabatan,
            huruf=row.huruf,
            teks=row.teks,
            sub=tuple(sub.get(row.pk, ())),
        )
        for row in rows
    ]


def jabatan_lama(rencana: Rencana | None, penerus: Penerus) -> list[JabatanLama]:
    """Return the offices of a plan's decree with the units that stand there now (one query)."""
    if rencana is None:
        return []
    rows = Anggota.objects.filter(sk__rencana=rencana).order_by("no")
    return [JabatanLama(row.no, row.jabatan, penerus.untuk(row.unit_id)) for row in rows]


def nama_unit(units: Sequence[Unit]) -> dict[int, str]:
    """Return the units that may stand behind an office, with their names."""
    return {unit.pk: unit.nama for unit in units}


@dataclass(frozen=True)
class Bawaan:
    """What a task of the earlier plan hands on."""

    pola: Pola
    unit: str
    dokumen: int


def bawaan(rencana: Rencana | None) -> dict[int, Bawaan]:
    """Return what each task of a plan hands on, by Butir (one query)."""
    if rencana is None:
        return {}
    rows = cast(
        "QuerySet[ButirBaca]",
        Butir.objects.berlaku()
        .filter(rencana=rencana)
        .select_related("unit")
        .annotate(n_dokumen=Count("dokumen_set")),
    )
    return {
        row.pk: Bawaan(
            Pola(row.pola, row.sumber_pola, row.kutipan_pola), str(row.unit), row.n_dokumen
        )
        for row in rows
    }
