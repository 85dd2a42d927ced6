"""The month plan as it is printed: bars with letters, so that it reads in black and white."""

from dataclasses import dataclass

from sheets.values import BULAN
from zonaintegritas.jadwal.isi_petak import BarisPetak, Petak
from zonaintegritas.kata_jadwal import SIFAT, Sifat


@dataclass(frozen=True)
class CetakSel:
    """One month: code of its state ('' when nothing is planned) and its letter.

    `sambung` says that it goes on from the month before (a rentang is one bar).
    """

    kode: str
    huruf: str
    kata: str
    sambung: bool


@dataclass(frozen=True)
class CetakBaris:
    """One row."""

    kode: str
    teks: str
    sel: tuple[CetakSel, ...]


@dataclass(frozen=True)
class CetakKegiatan:
    """A kegiatan with its rows."""

    huruf: str
    teks: str
    baris: tuple[CetakBaris, ...]


@dataclass(frozen=True)
class CetakTim:
    """A team with its kegiatan."""

    no: int | None
    nama: str
    kegiatan: tuple[CetakKegiatan, ...]


@dataclass(frozen=True)
class Kunci:
    """One letter of the legend."""

    kode: str
    sifat: Sifat


def tabel_cetak(petak: Petak) -> tuple[CetakTim, ...]:
    """Return the rows of a grid as bars."""
    return tuple(
        CetakTim(
            team.tim.no_lampiran_2,
            team.tim.nama_lampiran_2,
            tuple(
                CetakKegiatan(one.huruf, one.teks, tuple(_baris(row) for row in one.baris))
                for one in team.kegiatan
            ),
        )
        for team in petak.tim
    )


def legenda_cetak(petak: Petak) -> list[Kunci]:
    """Return the letters that stand in the bars, in the order of the legend."""
    used = {sel.keadaan.value for row in petak.baris for sel in row.sel if sel.direncanakan}
    return [Kunci(code, one) for code, one in SIFAT.items() if code in used]


def _baris(row: BarisPetak) -> CetakBaris:
    cells = []
    for sel in row.sel:
        code = sel.keadaan.value if sel.direncanakan else ""
        look = SIFAT.get(code)
        words = f"{BULAN[sel.no - 1]}: {look.label}" if look else ""
        cells.append(CetakSel(code, look.cetak if look else "", words, bool(look) and not sel.awal))
    return CetakBaris(row.butir.kode, row.butir.uraian, tuple(cells))
