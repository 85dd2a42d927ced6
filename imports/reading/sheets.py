"""A sheet that calamine has read, with what the look before found laid over it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from python_calamine import CalamineSheet

from imports.reading.budget import Anggaran, Ukuran, sandi
from imports.reading.formats import tampak_persen
from imports.reading.model import Baris, Lembar, Rentang, Sel


def lembar_calamine(
    nama: str, sheet: CalamineSheet, ukuran: Ukuran, anggaran: Anggaran, *, tersembunyi: bool
) -> Lembar:
    """The sheet to hand on; all its rows are read once, so that they cannot fail later.

    Raises Finding, and what calamine raises.
    """
    kiri = sheet.start[1] if sheet.start else 0
    sumber = partial(_baris, sheet, kiri, ukuran)
    for _ in sumber():
        pass
    return Lembar(
        nama=nama,
        tersembunyi=tersembunyi,
        tinggi=ukuran.tinggi,
        lebar=ukuran.lebar,
        gabungan=anggaran.potong(
            (
                Rentang(atas + 1, kolom_kiri + 1, bawah + 1, kanan + 1)
                for (atas, kolom_kiri), (bawah, kanan) in sheet.merged_cell_ranges or ()
            ),
            ukuran,
        ),
        baris_tersembunyi=frozenset(ukuran.tersembunyi),
        rumus=frozenset(ukuran.rumus),
        rumus_kosong=frozenset(ukuran.rumus_kosong),
        sumber=sumber,
    )


def _baris(sheet: CalamineSheet, kiri: int, ukuran: Ukuran) -> Iterator[Baris]:
    """Rows with a value. calamine begins at row 1, but at the first column with a value."""
    muka: list[Sel] = [None] * kiri
    persen, di = ukuran.persen, 0
    for nomor, row in enumerate(sheet.iter_rows(), start=1):
        cells: list[Sel] = muka + [None if value == "" else value for value in row]
        del cells[ukuran.lebar :]
        for kolom, satu in ukuran.galat.get(nomor, {}).items():
            cells[kolom - 1] = satu
        while di < len(persen) and persen[di] < sandi(nomor + 1, 1):
            kolom = persen[di] - sandi(nomor, 1)
            di += 1
            angka = cells[kolom]
            if isinstance(angka, int | float) and not isinstance(angka, bool):
                cells[kolom] = tampak_persen(angka)
        if any(value is not None for value in cells):
            yield nomor, cells
