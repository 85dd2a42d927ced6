"""Which figures of a Road Map go into which picture; the geometry is in `roadmap.grafik`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from roadmap.grafik import TARGET, GrafikBatang, GrafikGaris, IsiBatang, batang, garis
from roadmap.sel import Sel
from roadmap.tampil import teks_realisasi
from ukuran.format import TANPA_DATA, angka, persen, rupiah
from ukuran.pita import Rentang
from ukuran.target import PERSEN, JenisTarget

_SERATUS = Decimal(100)
_ANGKA = (JenisTarget.PERSEN, JenisTarget.CACAH, JenisTarget.NOL)
_JUTA = Decimal(1_000_000)


@dataclass(frozen=True)
class BarisTabel:
    """The same figures as words: one row of the table under a picture."""

    label: str
    sel: tuple[str, ...]


@dataclass(frozen=True)
class Tren:
    """Target and realisasi over the years, in the unit of the target; else the capaian in %."""

    gambar: GrafikGaris | None
    satuan: str
    kepala: tuple[str, ...]
    tabel: tuple[BarisTabel, ...]


def tren_butir(cells: Sequence[Sel]) -> Tren:
    """Return the trend of one Butir: figures where each target is one number of the same unit.

    Compound targets, predicates, documents and "Semua PD" have no common axis; of those the
    capaian is drawn. Years without target or data break the line.
    """
    years = [c.tahun for c in cells]
    units = {c.target.komponen[0].satuan for c in cells if c.target.jenis in _ANGKA}
    plain = all(c.target.jenis in _ANGKA or not c.target.ada for c in cells)
    table = tuple(
        BarisTabel(
            str(c.tahun),
            (
                c.target.mentah or "kosong",
                _teks(c),
                persen(c.capaian),
            ),
        )
        for c in cells
    )
    head = ("Tahun", "Target", "Realisasi", "Capaian")
    if plain and len(units) == 1:
        unit = units.pop()
        aims = [c.target.komponen[0].jumlah if c.target.ada else None for c in cells]
        done = [_komponen(c) for c in cells]
        words = [[_angka(v, unit) for v in aims], [_angka(v, unit) for v in done]]
        picture = garis(years, ((TARGET, aims), ("Realisasi", done)), teks=words)
        return Tren(picture, "persen" if unit == PERSEN else unit, head, table)
    capped = [c.capaian for c in cells]
    picture = garis(
        years, (("Capaian", capped),), teks=[[persen(v) for v in capped]], penuh=_SERATUS
    )
    return Tren(picture, "capaian dalam persen", head, table)


@dataclass(frozen=True)
class BarisBatang:
    """One bar to draw: a capaian in percent, or money."""

    label: str
    nilai: Decimal | None
    rentang: Rentang | None = None
    keterangan: str = ""


@dataclass(frozen=True)
class BarisUang:
    """Money of one program or year, in Rupiah: planned, spent, and the pagu of the serapan."""

    label: str
    anggaran: Decimal | None
    realisasi: Decimal | None
    serapan: Decimal | None
    pagu: Decimal | None = None


def batang_capaian(rows: Sequence[BarisBatang]) -> GrafikBatang | None:
    """Return bars of capaian on the scale 0 to 100."""
    return batang(
        [
            IsiBatang(
                row.label,
                row.nilai,
                _SERATUS if row.nilai is not None else None,
                f"{persen(row.nilai)} {row.keterangan}".strip(),
                row.rentang.tone if row.rentang else "",
            )
            for row in rows
        ],
        penuh=_SERATUS,
    )


def batang_uang(rows: Sequence[BarisUang]) -> GrafikBatang | None:
    """Return bars of spending (solid) within the budget (outlined), on one scale."""
    return batang([IsiBatang(r.label, r.realisasi, r.anggaran, _kata_uang(r)) for r in rows])


def tabel_uang(rows: Sequence[BarisUang]) -> tuple[BarisTabel, ...]:
    """Return the same figures in words."""
    return tuple(
        BarisTabel(
            r.label, (rupiah(r.anggaran), rupiah(r.pagu), rupiah(r.realisasi), persen(r.serapan))
        )
        for r in rows
    )


def juta(nilai: Decimal | None) -> str:
    """Return money short enough for a picture: "Rp 1.200,3 juta"."""
    return TANPA_DATA if nilai is None else f"Rp {angka(nilai / _JUTA)} juta"


def _kata_uang(row: BarisUang) -> str:
    if row.anggaran is None and row.realisasi is None:
        return TANPA_DATA
    share = "" if row.serapan is None else f", serapan {persen(row.serapan)}"
    return f"{juta(row.anggaran)}{share}"


def _komponen(cell: Sel) -> Decimal | None:
    found = cell.angka.realisasi.komponen if cell.angka else ()
    return found[0] if found else None


def _teks(cell: Sel) -> str:
    figures = cell.angka.realisasi if cell.angka else None
    return teks_realisasi(cell.target, figures) or TANPA_DATA


def _angka(nilai: Decimal | None, unit: str) -> str:
    return persen(nilai) if unit == PERSEN else angka(nilai)
