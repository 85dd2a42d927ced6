"""Cells of a workbook that is written: texts that stay texts, and the looks that all share."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from sheets.columns import FORMAT_TEKS, Kolom, Teks
from sheets.values import Keliru

PENULIS = "Pantas"
PANJANG_SEL = 32767  # Excel's limit for the text of one cell
_TEKS_PENDEK = 255  # longer texts in cells of format "@" show as ##### in Excel 2007
_TERLARANG = re.compile("[\ud800-\udfff\ufffe\uffff]")

_HURUF = "Calibri"
KEPALA = Font(name=_HURUF, size=11, bold=True, color="FFFFFFFF")
WARNA_KEPALA = PatternFill("solid", fgColor="FF2F4B7C")
WARNA_WAJIB = PatternFill("solid", fgColor="FFB03A2E")
TEBAL = Font(name=_HURUF, size=11, bold=True)
ABU = Font(name=_HURUF, size=11, italic=True, color="FF707070")
ATAS = Alignment(vertical="top", wrap_text=True)
KIRI = Alignment(horizontal="left", vertical="top", wrap_text=True)
TENGAH = Alignment(vertical="center", wrap_text=True)


def teks_sel(text: str) -> str:
    """Return a text as a cell holds it: without what XML forbids.

    Raises Keliru for a text that is longer than a cell can be; it is never cut.
    """
    bersih = _TERLARANG.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    if len(bersih) > PANJANG_SEL:
        raise Keliru(
            f"Sebuah teks {len(bersih)} huruf tidak muat dalam satu sel Excel ({PANJANG_SEL}).",
            "Unduh sebagai CSV.",
        )
    return bersih


def isi_sel(cell: Cell, isi: Any) -> None:
    """Put a value into a cell: a str is a text whatever it begins with, a number is a number."""
    if isinstance(isi, str):
        cell.value = teks_sel(isi)
        cell.data_type = "s"  # openpyxl takes "=..." for a formula and "#N/A" for an error
    elif isi is None or isinstance(isi, int | float | Decimal | date | datetime):
        cell.value = isi
    else:
        raise TypeError(f"no cell holds {type(isi).__name__}")


def sel(lembar: Worksheet, isi: Any = None, *, huruf: Font | None = None) -> Cell:
    """Return a cell for a sheet that is written row by row."""
    cell: Cell = WriteOnlyCell(lembar)
    isi_sel(cell, isi)
    if huruf is not None:
        cell.font = huruf
    return cell


def catatan(text: str) -> Comment:
    """Return a note; its box grows with the text."""
    tinggi = min(360, 60 + 18 * (len(text) // 38 + text.count("\n")))
    return Comment(teks_sel(text[:2000]), PENULIS, height=tinggi, width=300)


def sel_judul(lembar: Worksheet, kolom: Kolom) -> Cell:
    """Return the heading of a column: coloured when it must be filled, with its note."""
    cell = sel(lembar, kolom.judul, huruf=KEPALA)
    cell.fill = WARNA_WAJIB if kolom.wajib else WARNA_KEPALA
    cell.alignment = TENGAH
    cell.comment = catatan(catatan_judul(kolom))
    return cell


def catatan_judul(kolom: Kolom) -> str:
    """Return what the note of a heading says."""
    if kolom.readonly:
        awal = "Hanya untuk dibaca; tidak ikut diimpor."
    else:
        awal = "Wajib diisi." if kolom.wajib else "Boleh kosong."
    return "\n".join(satu for satu in (awal, kolom.catatan) if satu)


def format_kolom(kolom: Kolom) -> str:
    """Return the number format of a column's cells; short texts are "@", so that they stay texts.

    "80%" typed into a cell of format General would become the number 0.8.
    """
    jenis = kolom.jenis
    if isinstance(jenis, Teks) and jenis.panjang is not None and jenis.panjang <= _TEKS_PENDEK:
        return FORMAT_TEKS
    return kolom.format_sel
