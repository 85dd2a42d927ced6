"""The rows of a sheet as raw cells by column, from a flat table or an official layout."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from imports.headings import judul_sel, kunci_judul
from imports.reading import Lembar, Rentang
from sheets.layout import BarisMentah

PENANDA_CONTOH = "CONTOH:"
"""What the first cell of a template's example row begins with; such rows are ignored."""
_NOMOR_TERSEDIKIT, _NOMOR_POLOS, _NOMOR_TERPANJANG = 3, 5, 4
GABUNGAN_TERBESAR = 100_000
"""Cells of a merged range that is still followed; a larger one is decoration."""


def baris_datar(
    lembar: Lembar, baris_judul: int, pemetaan: Mapping[str, int], isi_gabungan: frozenset[str]
) -> Iterator[BarisMentah]:
    """Yield the rows below the headings of a flat table.

    `pemetaan` maps a column of the kind to one of the sheet (from 1). A merged cell holds its
    value for all its rows in the columns `isi_gabungan`; elsewhere only its first row has it.
    Rows without a value in any mapped column are left out, and so are headings that are repeated
    on a further page and the numbers of columns, (1) (2) (3), right below the headings.
    """
    columns = sorted(pemetaan.values())
    judul: list[Any] = []
    di_judul = baris_judul
    merged = _gabungan(lembar.gabungan, baris_judul)
    kept: dict[tuple[int, int], Any] = {}
    for nomor, cells in lembar.baris():
        if nomor <= baris_judul:
            judul = _terpetakan(cells, columns)
            continue
        if _contoh(cells):
            continue
        if _ulangan(cells, columns, judul):
            di_judul = nomor
            continue
        if nomor == di_judul + 1 and _bernomor(cells):
            continue
        row = {
            nama: cells[kolom - 1] if kolom <= len(cells) else None
            for nama, kolom in pemetaan.items()
        }
        for nama, kolom in pemetaan.items():
            span = merged.get((nomor, kolom))
            if span is None:
                continue
            corner = (span.atas, span.kiri)
            if (nomor, kolom) == corner:
                kept[corner] = row[nama]
            elif nama in isi_gabungan:
                row[nama] = kept.get(corner)
        if any(value is not None and value != "" for value in row.values()):
            letak = {nama: (nomor, kolom) for nama, kolom in pemetaan.items()}
            yield BarisMentah(nomor, row, letak)


def _terpetakan(cells: Sequence[Any], columns: Sequence[int]) -> list[Any]:
    """Return the mapped cells from left to right, None for those past the end."""
    return [cells[k - 1] if k <= len(cells) else None for k in columns]


def _ulangan(cells: Sequence[Any], columns: Sequence[int], judul: Sequence[Any]) -> bool:
    """Whether a row says the headings again, two of them at least."""
    if not judul or not columns or columns[0] > len(cells) or cells[columns[0] - 1] != judul[0]:
        return False
    return sum(satu is not None for satu in judul) > 1 and _terpetakan(cells, columns) == judul


def _bernomor(cells: Sequence[Any]) -> bool:
    """Whether a row does nothing but number its columns: (1) (2) (3), or 1 to 5 and more.

    Fewer bare numbers may be a row: a code, and two figures.
    """
    said = [(ke, judul_sel(cell)) for ke, cell in enumerate(cells) if cell not in (None, "")]
    keys = [(ke, kunci_judul(satu)) for ke, satu in said]
    if len(keys) < _NOMOR_TERSEDIKIT or not all(k.isascii() and k.isdigit() for _, k in keys):
        return False
    geser = {int(k) - ke for ke, k in keys if len(k) < _NOMOR_TERPANJANG}
    bare = not all(satu.strip().startswith("(") for _, satu in said)
    return len(geser) == 1 and (not bare or (len(keys) >= _NOMOR_POLOS and keys[0][1] == "1"))


def _gabungan(ranges: Sequence[Rentang], baris_judul: int) -> dict[tuple[int, int], Rentang]:
    """Return the merged range of each cell below the headings; one over a whole table is none."""
    return {
        (baris, kolom): r
        for r in ranges
        if r.atas > baris_judul
        and (r.bawah - r.atas + 1) * (r.kanan - r.kiri + 1) <= GABUNGAN_TERBESAR
        for baris in range(r.atas, r.bawah + 1)
        for kolom in range(r.kiri, r.kanan + 1)
    }


def wajar(r: Rentang) -> bool:
    """Whether a merged range is small enough to be followed."""
    cells: int = (r.bawah - r.atas + 1) * (r.kanan - r.kiri + 1)
    return cells <= GABUNGAN_TERBESAR


def _contoh(cells: Sequence[Any]) -> bool:
    first = next((cell for cell in cells if cell is not None and cell != ""), None)
    return isinstance(first, str) and first.lstrip("'").startswith(PENANDA_CONTOH)


def alamat(baris: int, kolom: int) -> str:
    """Return the address of a cell ("AB12"); both count from 1."""
    letters = ""
    while kolom:
        kolom, rest = divmod(kolom - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{baris}"
