"""The Road Map in figures for the Ketua: capaian by priority and group, serapan by program.

Every figure comes from `roadmap.lembar`; means and shares by the rules of `ukuran` and
`roadmap.nilai`. Verified (or historis) figures count, claimed ones stand beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Value, When

from accounts.models import User
from evidence.models import Butir, Rencana
from reports.datasets.pandangan import Pandangan
from roadmap.lembar import Lembar, lembar, tahun_rencana
from roadmap.matriks import baca_semua, butir_terbaca
from roadmap.models import BarisAksi, Indikator
from roadmap.nilai import Serapan, jumlah_serapan
from roadmap.sel import Sel
from ukuran.capaian import RataCapaian, rata_capaian

TERENDAH = 5


@dataclass(frozen=True)
class BarisKelompok:
    """One group of sasaran in the chosen year; `terbaca` of its indikator count for the reader.

    `judul` holds its headings below that of the priority; for a group without any, that one.
    """

    kode: str
    judul: str
    indikator: int
    terbaca: int
    rata: RataCapaian
    rata_klaim: RataCapaian


@dataclass(frozen=True)
class BarisPrioritas:
    """One priority of Bab III.B, the first heading above its groups, over all their indikator."""

    judul: str
    indikator: int
    terbaca: int
    rata: RataCapaian
    rata_klaim: RataCapaian
    kelompok: tuple[BarisKelompok, ...]

    @property
    def kode(self) -> str:
        """The code of its only group; '' where there are several."""
        return self.kelompok[0].kode if len(self.kelompok) == 1 else ""


@dataclass(frozen=True)
class BarisProgram:
    """One program of the Lampiran in the chosen year; `nama` '' where the source has none.

    `terbaca` of its rows count for the reader; `anggaran` in Rupiah is that of all rows.
    """

    program_id: int
    huruf: str
    nama: str
    baris: int
    terbaca: int
    rata: RataCapaian
    rata_klaim: RataCapaian
    anggaran: Decimal
    serapan: Serapan


@dataclass(frozen=True)
class IndikatorTerendah:
    """An indikator or row far from its target."""

    butir_id: int
    kode: str
    uraian: str
    unit: str
    sel: Sel


@dataclass(frozen=True)
class TitikTahun:
    """One year of the trend; `mulai` False: it has not begun on the day of the figures."""

    tahun: int
    mulai: bool
    rata: RataCapaian
    rata_klaim: RataCapaian
    serapan: Serapan


@dataclass(frozen=True)
class RingkasanRoadmap:
    """Everything the dashboard says about one Road Map and year, for one reader.

    `sebagian`: rows of other units whose realisasi the reader may not see are in no figure.
    `mulai` False: the year has not begun. `tercatat`: some figure was recorded for the plan.
    `tanpa_data`: indikator of the year for which nothing was recorded; they count as 0.
    """

    rencana: Rencana
    tahun: int
    mulai: bool
    tahun_semua: tuple[int, ...]
    per_tanggal: datetime
    hari_ini: date
    sebagian: bool
    tercatat: bool
    tanpa_data: int
    prioritas: tuple[BarisPrioritas, ...]
    program: tuple[BarisProgram, ...]
    rata: RataCapaian
    rata_klaim: RataCapaian
    rata_kegiatan: RataCapaian
    serapan: Serapan
    terendah: tuple[IndikatorTerendah, ...]
    tren: tuple[TitikTahun, ...]

    @property
    def kelompok(self) -> tuple[BarisKelompok, ...]:
        """The groups of all priorities."""
        return tuple(k for p in self.prioritas for k in p.kelompok)


def tahun_baku(rencana: Rencana, hari: date) -> int:
    """Return the year that figures are about unless another is asked: this year within the plan."""
    years = tahun_rencana(rencana)
    return min(max(hari.year, years[0]), years[-1])


def ringkasan_roadmap(view: Pandangan, tahun: int) -> RingkasanRoadmap:
    """Return the figures of a Road Map in one year of its plan (six queries).

    The day of the view says which decisions count. Raises ValueError for a year outside the plan.
    """
    rencana, user = view.rencana, view.user
    years = tahun_rencana(rencana)
    if tahun not in years:
        raise ValueError(f"{tahun} is no year of the plan")
    sheet = lembar(rencana, user, at=view.at, lampau=view.at != view.now)
    indikator, aksi = _butir(rencana, user)
    means = {y: _rata(sheet, indikator, y) for y in years}
    here = means[tahun]
    return RingkasanRoadmap(
        rencana=rencana,
        tahun=tahun,
        mulai=tahun <= sheet.hari_ini.year,
        tahun_semua=years,
        per_tanggal=view.at,
        hari_ini=view.hari_ini,
        sebagian=not baca_semua(rencana, user),
        tercatat=any(c.angka or c.klaim for b in (*indikator, *aksi) for c in sheet.baris(b.pk)),
        tanpa_data=sum(
            c.dihitung(b.terbaca) and not c.tercatat
            for b in indikator
            for c in [sheet.sel(b.pk, tahun)]
        ),
        prioritas=tuple(_prioritas(sheet, indikator, tahun)),
        program=tuple(_program(sheet, aksi, tahun)),
        rata=here[0],
        rata_klaim=here[1],
        rata_kegiatan=_rata(sheet, aksi, tahun)[0],
        serapan=_serapan(sheet, aksi, tahun),
        terendah=_terendah(sheet, [*indikator, *aksi], tahun),
        tren=tuple(
            TitikTahun(
                y, y <= sheet.hari_ini.year, means[y][0], means[y][1], _serapan(sheet, aksi, y)
            )
            for y in years
        ),
    )


def _butir(rencana: Rencana, user: User) -> tuple[list[Any], list[Any]]:
    """Return the Butir of indikator and of rows, in the order of the document (one query).

    Each says in `terbaca` whether the person may read what its unit reports.
    """
    may: Any = Value(True)
    if not baca_semua(rencana, user):
        may = Case(When(butir_terbaca(user), then=Value(True)), default=Value(False))
    rows = (
        Butir.objects.berlaku()
        .filter(rencana=rencana)
        .select_related(
            "unit",
            "indikator_roadmap__sasaran__kelompok",
            "baris_aksi__kegiatan__program",
        )
        .annotate(terbaca=may)
        .order_by("urut")
    )
    indikator, aksi = [], []
    for row in rows:
        if hasattr(row, "indikator_roadmap"):
            indikator.append(row)
        elif hasattr(row, "baris_aksi"):
            aksi.append(row)
    return indikator, aksi


def _ukur(sheet: Lembar, butir: Iterable[Any], tahun: int) -> list[Sel]:
    """Return the cells that the reader knows."""
    cells = ((b, sheet.sel(b.pk, tahun)) for b in butir)
    return [cell for b, cell in cells if cell.terlihat(b.terbaca)]


def _rata(sheet: Lembar, butir: list[Any], tahun: int) -> tuple[RataCapaian, RataCapaian]:
    """Return verified and claimed mean; years that have not begun ask nothing."""
    known = ((b, sheet.sel(b.pk, tahun)) for b in butir)
    cells = [c for b, c in known if c.dihitung(b.terbaca)]
    return rata_capaian(c.hasil for c in cells), rata_capaian(c.hasil_klaim for c in cells)


def _serapan(sheet: Lembar, butir: list[Any], tahun: int) -> Serapan:
    return jumlah_serapan(c.serapan for c in _ukur(sheet, butir, tahun))


def _prioritas(sheet: Lembar, butir: list[Any], tahun: int) -> Iterable[BarisPrioritas]:
    """Yield the priorities; a group without headings stands for itself."""
    found: dict[str, list[Any]] = {}
    for b in butir:
        group = _indikator(b).sasaran.kelompok
        found.setdefault(str(group.jalur[0]) if group.jalur else group.judul, []).append(b)
    for judul, rows in found.items():
        rata, klaim = _rata(sheet, rows, tahun)
        groups = tuple(_kelompok(sheet, rows, tahun))
        counted = len(_ukur(sheet, rows, tahun))
        yield BarisPrioritas(judul, len(rows), counted, rata, klaim, groups)


def _kelompok(sheet: Lembar, butir: list[Any], tahun: int) -> Iterable[BarisKelompok]:
    groups: dict[int, list[Any]] = {}
    for b in butir:
        groups.setdefault(_indikator(b).sasaran.kelompok_id, []).append(b)
    for rows in groups.values():
        group = _indikator(rows[0]).sasaran.kelompok
        rata, klaim = _rata(sheet, rows, tahun)
        counted = len(_ukur(sheet, rows, tahun))
        judul = ": ".join(map(str, group.jalur[1:])) or group.judul
        yield BarisKelompok(group.kode, judul, len(rows), counted, rata, klaim)


def _program(sheet: Lembar, butir: list[Any], tahun: int) -> Iterable[BarisProgram]:
    groups: dict[int, list[Any]] = {}
    for b in butir:
        groups.setdefault(_baris(b).kegiatan.program_id, []).append(b)
    for pk, rows in groups.items():
        program = _baris(rows[0]).kegiatan.program
        rata, klaim = _rata(sheet, rows, tahun)
        planned = (sheet.sel(b.pk, tahun).anggaran for b in rows)
        yield BarisProgram(
            program_id=pk,
            huruf=program.huruf,
            nama=program.nama,
            baris=len(rows),
            terbaca=len(_ukur(sheet, rows, tahun)),
            rata=rata,
            rata_klaim=klaim,
            anggaran=sum((a for a in planned if a is not None), Decimal(0)),
            serapan=_serapan(sheet, rows, tahun),
        )


def _terendah(sheet: Lembar, butir: list[Any], tahun: int) -> tuple[IndikatorTerendah, ...]:
    """Return what is furthest below its target; only what has a figure and is not reached."""
    found = [
        IndikatorTerendah(b.pk, b.kode, b.uraian, str(b.unit), cell)
        for b in butir
        if (cell := sheet.sel(b.pk, tahun)).capaian is not None and cell.capaian < 100
    ]
    found.sort(key=lambda row: row.sel.capaian or Decimal(0))
    return tuple(found[:TERENDAH])


def _indikator(butir: Butir) -> Indikator:
    found: Indikator = butir.indikator_roadmap
    return found


def _baris(butir: Butir) -> BarisAksi:
    found: BarisAksi = butir.baris_aksi
    return found
