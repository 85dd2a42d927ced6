"""Figures of a plan that is KPK's instrument: scores by its weights, rows by area."""

from collections.abc import Mapping
from datetime import date

from evidence.hitungan import Hitungan
from evidence.keadaan import Tugas
from reports.datasets.kelompok import AreaKelompok
from reports.datasets.nilai import Nilai
from reports.datasets.papan import BarisArea
from satgas.instrumen.nilai import nilai_dari_tugas, pohon
from satgas.instrumen.susunan import Susunan
from satgas.jaga.status import NilaiSaatItu
from ukuran.skor import hitung


def nilai(
    susunan: Susunan,
    tasks: list[Tugas],
    kpk: Mapping[int, NilaiSaatItu],
    hari: date,
    *,
    sebagian: bool,
) -> Nilai:
    """Return the weighted score of the instrument over what a reader may see.

    `sebagian`: only the sub indikator with a task in `tasks` count.
    """
    read = {t.butir_id for t in tasks}
    known = {butir: satu for butir, satu in kpk.items() if not sebagian or butir in read}
    values = nilai_dari_tugas(tasks, known, hari)
    return Nilai(hitung(pohon(susunan, values, hanya=read if sebagian else None)))


def menurut_area(susunan: Susunan, tasks: list[Tugas], whole: Nilai) -> list[BarisArea]:
    """Return the areas of a computed instrument with their documents."""
    by_butir = area_butir(susunan)
    groups: dict[str, list[Tugas]] = {}
    for t in tasks:
        if t.butir_id in by_butir:
            groups.setdefault(by_butir[t.butir_id].kode, []).append(t)
    order = {a.kode: AreaKelompok(n, a.kode, a.nama) for n, a in enumerate(susunan.area)}
    return [
        BarisArea(
            order[node.kode],
            len({t.butir_id for t in groups.get(node.kode, ())}),
            Hitungan.jumlah(t.hitungan for t in groups.get(node.kode, ())),
            Nilai(node),
        )
        for node in whole.hasil.anak
    ]


def area_butir(susunan: Susunan) -> dict[int, AreaKelompok]:
    """Return the area of each Butir."""
    return {
        sub.butir_id: AreaKelompok(n, area.kode, area.nama)
        for n, area in enumerate(susunan.area)
        for indikator in area.indikator
        for sub in indikator.sub
        if sub.butir_id is not None
    }
