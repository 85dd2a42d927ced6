"""Writing a workbook: texts that stay texts, numbers that are numbers, bytes that repeat.

A text is never a formula, whatever it begins with; characters that a workbook can't hold are left
out. The same dataset gives the same bytes: the moment of the data stands in the file, not that of
the writing.
"""

import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Isi = str | int | Decimal | None

JENIS_BERKAS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RIBUAN = "#,##0"
PERSEN = "0.0"
_PANJANG_SEL = 32767
# What XML forbids and openpyxl lets through: halves of surrogates and the two noncharacters.
_TERLARANG = re.compile("[\ud800-\udfff\ufffe\uffff]")
_AWAL_RUMUS = ("=", "+", "-", "@", "\t", "\r")
_SAAT_ZIP = (1980, 1, 1, 0, 0, 0)
_WAKTU_INTI = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")

_TIPIS = Side(style="thin", color="808080")
GARIS = Border(left=_TIPIS, right=_TIPIS, top=_TIPIS, bottom=_TIPIS)
TEBAL = Font(name="Arial", size=9, bold=True)
BIASA = Font(name="Arial", size=9)
JUDUL = Font(name="Arial", size=12, bold=True)
KEPALA = PatternFill("solid", fgColor="E6E9F0")
GRUP = PatternFill("solid", fgColor="F3F5F8")
ATAS = Alignment(vertical="top", wrap_text=True)
KIRI = Alignment(vertical="top", horizontal="left")
KANAN = Alignment(vertical="top", horizontal="right", wrap_text=True)
TENGAH = Alignment(vertical="center", horizontal="center", wrap_text=True)


def buku_baru(judul: str, pembuat: str, saat: datetime) -> Workbook:
    """Return an empty workbook with the moment of its data as its date."""
    buku = Workbook()
    buku.remove(buku.worksheets[0])
    buku.properties.title = teks_sel(judul)
    buku.properties.creator = teks_sel(pembuat)
    buku.properties.created = saat.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    return buku


def lembar_baru(buku: Workbook, nama: str, lebar: list[float]) -> Worksheet:
    """Add a sheet with the widths of its columns, in characters; landscape, one page wide."""
    lembar: Worksheet = buku.create_sheet(nama)
    for nomor, satu in enumerate(lebar, start=1):
        lembar.column_dimensions[get_column_letter(nomor)].width = satu
    lembar.page_setup.orientation = "landscape"
    lembar.page_setup.fitToWidth = 1
    lembar.page_setup.fitToHeight = 0
    lembar.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    lembar.HeaderFooter.oddFooter = HeaderFooterItem(right=_HeaderFooterPart("Halaman &P dari &N"))
    return lembar


def teks_sel(teks: str) -> str:
    """Return a text as a cell can hold it: one kind of line end, nothing that XML forbids."""
    lines = teks.replace("\r\n", "\n").replace("\r", "\n")
    return _TERLARANG.sub("", ILLEGAL_CHARACTERS_RE.sub("", lines))[:_PANJANG_SEL]


def tulis(
    lembar: Worksheet,
    baris: int,
    kolom: int,
    isi: Isi,
    *,
    huruf: Font = BIASA,
    rata: Alignment = ATAS,
    warna: PatternFill | None = None,
    garis: bool = True,
    angka: str = RIBUAN,
) -> Cell:
    """Write one cell: '' and None leave it empty, a str is a text, a number is a number."""
    cell = lembar.cell(row=baris, column=kolom)
    assert isinstance(cell, Cell), "a merged cell is written through its first one"
    cell.font, cell.alignment = huruf, rata
    if garis:
        cell.border = GARIS
    if warna is not None:
        cell.fill = warna
    if isinstance(isi, str):
        teks = teks_sel(isi)
        if teks:
            cell.value = teks
            cell.data_type = "s"  # openpyxl takes a leading "=" for a formula
            if teks.startswith(_AWAL_RUMUS):
                cell.quotePrefix = True  # stays a text when somebody edits the cell
    elif isi is not None:
        cell.value = isi
        cell.number_format = angka
    return cell


def gabung(lembar: Worksheet, baris: int, kolom: int, sampai_baris: int, sampai_kolom: int) -> None:
    """Merge a rectangle; its borders stand on every cell."""
    if (baris, kolom) == (sampai_baris, sampai_kolom):
        return
    for r in range(baris, sampai_baris + 1):
        for k in range(kolom, sampai_kolom + 1):
            lembar.cell(row=r, column=k).border = GARIS
    lembar.merge_cells(
        start_row=baris, start_column=kolom, end_row=sampai_baris, end_column=sampai_kolom
    )


def isi_buku(buku: Workbook) -> bytes:
    """Return a workbook as bytes; the same content gives the same bytes."""
    raw = BytesIO()
    buku.save(raw)
    made = buku.properties.created
    moment = f"{made:%Y-%m-%dT%H:%M:%SZ}".encode()
    packed = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = _WAKTU_INTI.sub(rb"\g<1>" + moment + rb"\g<2>", content)
            entry = zipfile.ZipInfo(info.filename, _SAAT_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return packed.getvalue()


def simpan(buku: Workbook, target: Path) -> None:
    """Write a workbook into a file."""
    target.write_bytes(isi_buku(buku))
