"""The rows of a kind as a workbook or CSV that can be brought in again without a change.

Rows are written one by one: memory doesn't grow with their number.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from imports.cells import ATAS, KIRI, TEBAL, format_kolom, isi_sel, sel, sel_judul
from imports.marks import LEMBAR_PENANDA, LEMBAR_PORTAL, baris_penanda
from sheets.cetak import siapkan_cetak, tambah_baris
from sheets.columns import Kolom, Nilai
from sheets.resource import SheetResource
from sheets.values import BULAN, lipat, netralkan, tulis_desimal

JENIS_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JENIS_CSV = "text/csv; charset=utf-8"
_NAMA_LEMBAR = 31
_TOMBOL = 3  # letters of a heading that the button of the filter covers
_LEBAR_PENANDA = 70
_TERLARANG_NAMA = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_FORMAT_TANGGAL = "dd/mm/yyyy"
_FORMAT_BULAN = "mmmm yyyy"


def tulis_xlsx(
    resource: SheetResource,
    rows: Iterable[Mapping[str, Nilai]],
    target: Path,
    *,
    keterangan: Sequence[str] = (),
) -> int:
    """Write rows into a workbook and return how many; `resource` is prepared (`siapkan`).

    One sheet with the rows and one with the mark, where the lines of `keterangan` (filters, the
    moment of the data) stand. Raises Keliru for a text that no cell can hold.
    """
    columns = resource.kolom()
    buku = Workbook(write_only=True)
    lembar = buku.create_sheet(nama_lembar(resource.label))
    siapkan_lembar(lembar, columns)
    tulis_judul(lembar, columns)
    cells = {nama: sel(lembar) for nama in columns}
    for nama, cell in cells.items():
        cell.number_format = format_kolom(columns[nama])
        cell.alignment = ATAS
    tampil = _tampil(resource, columns)
    lebar = {nama: kolom.lebar for nama, kolom in columns.items()}
    jumlah = 0
    with tanpa_sisa(lembar):
        for jumlah, row in enumerate(rows, start=1):
            teks: list[tuple[str, float]] = []
            for nama, cell in cells.items():
                isi = tampil[nama](row.get(nama))
                if isinstance(isi, str):
                    isi = netralkan(isi)
                    teks.append((isi, lebar[nama]))
                isi_sel(cell, isi)
            tambah_baris(lembar, jumlah + 1, list(cells.values()), teks)
    lembar.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{jumlah + 1}"
    tulis_penanda(buku, resource, keterangan)
    buku.save(target)
    return jumlah


@contextmanager
def tanpa_sisa(lembar: Any) -> Iterator[None]:
    """Take away the temporary file of a sheet that is written row by row when it can't be ended."""
    try:
        yield
    except BaseException:
        lembar.close()
        lembar._writer.cleanup()
        raise


def tulis_csv(resource: SheetResource, rows: Iterable[Mapping[str, Nilai]], target: Path) -> int:
    """Write rows as CSV (UTF-8 with BOM, ";") and return how many; `resource` is prepared."""
    columns = resource.kolom()
    tampil = _tampil(resource, columns)
    jumlah = 0
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([netralkan(kolom.judul) for kolom in columns.values()])
        for row in rows:
            writer.writerow(
                [
                    teks_csv(tampil[nama](row.get(nama)), kolom.format_sel)
                    for nama, kolom in columns.items()
                ]
            )
            jumlah += 1
    return jumlah


def teks_csv(isi: Any, format_sel: str = "General") -> str:
    """Return a cell as the text of a CSV that reads back to the same value.

    Texts are neutralised; numbers have a decimal comma and no groups; dates are dd-mm-yyyy. Raises
    TypeError for what is no cell.
    """
    if isi is None:
        return ""
    if isinstance(isi, str):
        return netralkan(isi)
    if isinstance(isi, bool):
        return "Ya" if isi else "Tidak"
    if isinstance(isi, int | float | Decimal):
        return tulis_desimal(Decimal(str(isi)))
    if isinstance(isi, datetime):
        return f"{isi:%d-%m-%Y %H:%M}"
    if isinstance(isi, date):
        if format_sel == _FORMAT_BULAN:
            return f"{BULAN[isi.month - 1]} {isi.year}"
        return f"{isi.day:02d}-{isi.month:02d}-{isi.year:04d}"
    raise TypeError(f"no cell holds {type(isi).__name__}")


def nama_lembar(label: str) -> str:
    """Return a name that a sheet may have, and that is none of the portal's own sheets."""
    nama = nama_sah(label) or "Data"
    return f"Isi {nama}"[:_NAMA_LEMBAR] if lipat(nama) in LEMBAR_PORTAL else nama


def nama_sah(nama: str) -> str:
    """Return the part of a name that a sheet may have: at most 31 letters, none of []:*?/\\'."""
    return " ".join(nama.translate(_TERLARANG_NAMA).split())[:_NAMA_LEMBAR].strip()


def siapkan_lembar(lembar: Worksheet, columns: Mapping[str, Kolom]) -> None:
    """Set widths and formats of columns and keep the headings in sight; before the first row."""
    for ke, kolom in enumerate(columns.values(), start=1):
        ukuran = lembar.column_dimensions[get_column_letter(ke)]
        ukuran.width = kolom.lebar
        ukuran.number_format = format_kolom(kolom)
    lembar.freeze_panes = "A2"
    siapkan_cetak(lembar, baris_judul=1)


def tulis_judul(lembar: Worksheet, columns: Mapping[str, Kolom]) -> None:
    """Write the row of headings, tall enough beside the buttons of the filter."""
    tambah_baris(
        lembar,
        1,
        [sel_judul(lembar, kolom) for kolom in columns.values()],
        [(kolom.judul, kolom.lebar - _TOMBOL) for kolom in columns.values()],
    )


def tulis_penanda(buku: Workbook, resource: SheetResource, keterangan: Sequence[str] = ()) -> None:
    """Add the sheet that says what the workbook is."""
    lembar: Worksheet = buku.create_sheet(LEMBAR_PENANDA)
    lembar.column_dimensions["A"].width = 18
    lembar.column_dimensions["B"].width = _LEBAR_PENANDA
    siapkan_cetak(lembar)
    for nomor, (nama, isi) in enumerate(baris_penanda(resource, keterangan), start=1):
        cell = sel(lembar, isi)
        cell.alignment = KIRI
        if isinstance(isi, date):
            cell.number_format = _FORMAT_TANGGAL
        teks = [(isi, _LEBAR_PENANDA)] if isinstance(isi, str) else []
        tambah_baris(lembar, nomor, [sel(lembar, nama, huruf=TEBAL), cell], teks)


def _tampil(
    resource: SheetResource, columns: Mapping[str, Kolom]
) -> dict[str, Callable[[Nilai], Any]]:
    """Return for each column what makes a cell of a value."""
    return {nama: partial(resource.sel, nama) for nama in columns}
