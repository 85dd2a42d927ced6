"""The file that was brought in, given back with coloured cells and notes.

Red is a fault, yellow a warning, green a new row, blue a changed cell with its old value in the
note. A workbook of moderate size keeps its own looks; anything else comes back as the values.
Nothing of the file lives on in it (imports.padam): who opens it may not be who sent it.
"""

import logging
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from imports.cells import PANJANG_SEL, PENULIS, TEBAL, catatan, sel, teks_sel
from imports.marks import LEMBAR_KETERANGAN
from imports.padam import padamkan
from imports.workbook import nama_sah, tanpa_sisa
from sheets.resource import Tingkat
from sheets.values import netralkan, sebut

if TYPE_CHECKING:
    from imports.reading import Buku, Lembar

log = logging.getLogger(__name__)

TemuanSel: TypeAlias = tuple[int | None, int | None, str, str]
"""Row, column (from 1; None for the file or the row as a whole), Tingkat, sentence."""
PerubahanSel: TypeAlias = tuple[int, int | None, str | None]
"""Row, column (None: the whole row is new), the old value as a person reads it."""

BARIS_ASLI = 5000
"""Above so many rows, or XML_ASLI bytes of cells, a workbook comes back as its values only."""
XML_ASLI = 8 * 1024 * 1024
SEL_ASLI = 400_000
"""Cells that openpyxl may make of one sheet, blank ones too."""
_SEL = rb"([A-Z]{1,3}[0-9]{1,7})"
_ALAMAT = re.compile(rb"\sr=[\"']" + _SEL + rb"[\"']", re.I)
_GABUNGAN = re.compile(rb"mergeCell\s[^>]*?ref=[\"']" + _SEL + rb":" + _SEL + rb"[\"']", re.I)
CATATAN_MAKS = 10_000
"""Cells with a note; further ones are coloured only. A note takes about 6 kB while writing."""

MERAH = PatternFill("solid", fgColor="FFF8B4AE")
KUNING = PatternFill("solid", fgColor="FFFFE699")
HIJAU = PatternFill("solid", fgColor="FFC6E7C8")
BIRU = PatternFill("solid", fgColor="FFBDD7F5")
_KITA = frozenset(warna.fgColor.rgb for warna in (MERAH, KUNING, HIJAU, BIRU))
_RUMUS_SEBUT = 1000
_SEMULA = "\n\nCatatan semula:\n"
_TANPA_WARNA = PatternFill()
_LEGENDA = (
    (MERAH, "Merah", "Harus diperbaiki; sebabnya ada di catatan sel."),
    (KUNING, "Kuning", "Periksa lagi; boleh diterapkan."),
    (HIJAU, "Hijau", "Baris baru."),
    (BIRU, "Biru", "Sel yang berubah; nilai lamanya ada di catatan sel."),
)


_PADAM = (
    "Rumus diganti nilainya, rumus semula ada di catatan sel. Tautan, makro, grafik, dan isi dari "
    "luar berkas tidak disertakan."
)


@dataclass(slots=True)
class _Tanda:
    """What is shown on one cell."""

    warna: PatternFill
    pesan: list[str] = field(default_factory=list)


_BIRU_SAJA = _Tanda(BIRU)


@dataclass
class _Peta:
    """All marks by row and column; column 0 is the row as a whole."""

    sel: dict[int, dict[int, _Tanda]] = field(default_factory=dict)
    baru: set[int] = field(default_factory=set)
    umum: list[tuple[str, str]] = field(default_factory=list)
    catatan: int = 0
    terpotong: bool = False

    def di(self, baris: int, lebar: int) -> dict[int, _Tanda]:
        """Return the marks of a row, those of the whole row on its first cell."""
        tanda = dict(self.sel.get(baris, {}))
        satu = tanda.pop(0, None)
        if satu is not None:
            pertama = tanda.get(1)
            tanda[1] = satu if pertama is None else _Tanda(satu.warna, satu.pesan + pertama.pesan)
        if baris in self.baru:
            for kolom in range(1, lebar + 1):
                tanda.setdefault(kolom, _Tanda(HIJAU))
        return tanda


def tulis_beranotasi(
    asal: Path,
    bentuk: str,
    lembar: str,
    temuan: Iterable[TemuanSel],
    perubahan: Iterable[PerubahanSel],
    target: Path,
) -> bool:
    """Write the file `asal` (xlsx, xls, ods, csv) into `target` as a marked xlsx.

    Only the sheet `lembar` is marked. Returns whether the file kept its own looks. Raises
    imports.reading.Ditolak for a file that can't be read.
    """
    peta = _peta(temuan, perubahan)
    buku = _muat(asal) if bentuk == "xlsx" else None
    if buku is not None and lembar in buku.sheetnames:
        _lepas_tanda(buku[lembar])
        rumus = padamkan(buku, asal)
        _tandai(buku[lembar], peta, rumus[lembar])
        _keterangan(buku, peta, utuh=True)
        buku.save(target)
        return True
    _tulis_nilai(asal, lembar, peta, target)
    return False


def _peta(temuan: Iterable[TemuanSel], perubahan: Iterable[PerubahanSel]) -> _Peta:
    peta = _Peta()
    for baris, kolom, tingkat, pesan in temuan:
        if baris is None:
            peta.umum.append((tingkat, pesan))
            continue
        row = peta.sel.setdefault(baris, {})
        tanda = row.get(kolom or 0)
        if tanda is None:
            tanda = row[kolom or 0] = _Tanda(KUNING)
            peta.catatan += 1
        if tingkat == Tingkat.GALAT:
            tanda.warna = MERAH
        if peta.catatan <= CATATAN_MAKS:
            tanda.pesan.append(pesan)
    for baru, kolom, lama in perubahan:
        if kolom is None:
            peta.baru.add(baru)
            continue
        row = peta.sel.setdefault(baru, {})
        pesan = f"Sebelumnya: {sebut(lama)}"
        ada = row.get(kolom)
        if ada is not None:
            ada.pesan.insert(0, pesan)
        elif peta.catatan < CATATAN_MAKS:
            row[kolom] = _Tanda(BIRU, [pesan])
            peta.catatan += 1
        else:
            row[kolom] = _BIRU_SAJA
            peta.terpotong = True
    return peta


def _muat(asal: Path) -> Workbook | None:
    """Return a workbook of moderate size with its looks; None when only its values can be given."""
    with zipfile.ZipFile(asal) as paket:
        besar = sum(
            satu.file_size
            for satu in paket.infolist()
            if satu.filename.startswith("xl/worksheets/") or satu.filename.endswith("Strings.xml")
        )
        if besar > XML_ASLI or not _sedang(paket):
            return None
    try:
        buku = load_workbook(asal, keep_links=False)
    except Exception:  # openpyxl raises anything for looks it doesn't know; the values are enough
        log.warning("the looks of an imported workbook can't be kept", exc_info=True)
        return None
    return buku if all((satu.max_row or 0) <= BARIS_ASLI for satu in buku.worksheets) else None


def _sedang(paket: zipfile.ZipFile) -> bool:
    """Say whether the sheets of a small package stay small when openpyxl makes their cells.

    It makes every cell of a merged range, and all up to the last one that the file names.
    """
    for nama in paket.namelist():
        if not nama.startswith("xl/") or not nama.endswith(".xml"):
            continue
        isi = paket.read(nama)
        if b"\0" in isi[:100]:  # in sixteen bits, which no office program writes
            return False
        merged = sum(_luas(*map(_letak, satu.groups())) for satu in _GABUNGAN.finditer(isi))
        named = [_letak(satu.group(1)) for satu in _ALAMAT.finditer(isi)]
        baris = max((b for b, _ in named), default=0)
        kolom = max((k for _, k in named), default=0)
        if merged + baris * kolom > SEL_ASLI:
            return False
    return True


def _letak(alamat: bytes) -> tuple[int, int]:
    huruf = alamat.rstrip(b"0123456789")
    kolom = 0
    for satu in huruf.upper():
        kolom = kolom * 26 + satu - 64
    return int(alamat[len(huruf) :]), kolom


def _luas(sudut: tuple[int, int], lawan: tuple[int, int]) -> int:
    return (abs(lawan[0] - sudut[0]) + 1) * (abs(lawan[1] - sudut[1]) + 1)


def _lepas_tanda(lembar: Worksheet) -> None:
    """Take off the marks of an earlier time."""
    for row in lembar.iter_rows():
        for cell in row:
            if cell.has_style and cell.fill.fgColor.rgb in _KITA:
                cell.fill = _TANPA_WARNA
            if cell.comment is not None and cell.comment.author == PENULIS and row[0].row != 1:
                semula = cell.comment.text.partition(_SEMULA)[2]
                cell.comment = Comment(semula, "Berkas") if semula else None


def _tandai(lembar: Worksheet, peta: _Peta, rumus: Mapping[tuple[int, int], str]) -> None:
    """Mark the cells of a sheet, and tell what formulas stood in it while notes are allowed."""
    for (baris, kolom), isi in islice(rumus.items(), max(0, CATATAN_MAKS - peta.catatan)):
        cell = lembar.cell(baris, kolom)
        semula = f"{_SEMULA}{cell.comment.text}" if cell.comment is not None else ""
        cell.comment = Comment(f"Rumus semula: {isi}{semula}"[:_RUMUS_SEBUT], "Berkas")
    lebar = lembar.max_column
    sudut = {
        (baris, kolom): (r.min_row, r.min_col)
        for r in lembar.merged_cells.ranges
        if r.size["rows"] * r.size["columns"] <= BARIS_ASLI
        for baris in range(r.min_row, r.max_row + 1)
        for kolom in range(r.min_col, r.max_col + 1)
    }
    for baris in sorted(peta.baru | peta.sel.keys()):
        for kolom, tanda in peta.di(baris, lebar).items():
            cell = lembar.cell(*sudut.get((baris, kolom), (baris, kolom)))
            if isinstance(cell, MergedCell):
                continue
            cell.fill = tanda.warna
            _catat(cell, tanda)


def _catat(cell: Cell, tanda: _Tanda) -> None:
    if not tanda.pesan:
        return
    semula = f"{_SEMULA}{cell.comment.text}" if cell.comment is not None else ""
    cell.comment = catatan("\n".join(tanda.pesan) + semula)


def _tulis_nilai(asal: Path, nama: str, peta: _Peta, target: Path) -> None:
    """Write the values of all sheets row by row; memory doesn't grow with the file."""
    sumber = _baca(asal)
    buku = Workbook(write_only=True)
    for ke, lembar in enumerate(sumber.lembar, start=1):
        if lembar.nama == LEMBAR_KETERANGAN:
            continue
        satu = len(sumber.lembar) == 1 or lembar.nama == nama
        sheet = buku.create_sheet(nama_sah(nama if satu else lembar.nama) or f"Lembar {ke}")
        with tanpa_sisa(sheet):
            for row in _isi(sheet, lembar, peta if satu else _Peta()):
                sheet.append(row)
    _keterangan(buku, peta, utuh=False)
    buku.save(target)


def _baca(asal: Path) -> "Buku":
    from django.conf import settings

    from imports.reading import buka

    with asal.open("rb") as file:
        return buka(
            asal.name,
            file,
            batas_byte=settings.IMPORT_MAX_BYTES,
            batas_baris=settings.IMPORT_MAX_ROWS,
        )


def _isi(sheet: Worksheet, lembar: "Lembar", peta: _Peta) -> Iterable[list[Any]]:
    terakhir = 0
    for baris, cells in lembar.baris():
        for kosong in range(terakhir + 1, baris):
            yield _baris(sheet, (), peta.di(kosong, 0))
        yield _baris(sheet, cells, peta.di(baris, len(cells)))
        terakhir = baris


def _baris(sheet: Worksheet, cells: Sequence[Any], tanda: dict[int, _Tanda]) -> list[Any]:
    row = [_sel_nilai(sheet, isi, tanda.get(ke)) for ke, isi in enumerate(cells, start=1)]
    for ke in range(len(cells) + 1, max(tanda, default=0) + 1):
        row.append(_sel_nilai(sheet, None, tanda.get(ke)))
    return row


def _sel_nilai(sheet: Worksheet, isi: Any, tanda: _Tanda | None) -> Any:
    """Return a cell, or the plain value where openpyxl makes the same cell of it."""
    polos = isi is None or isinstance(isi, bool | int | float | time | timedelta)
    if tanda is None and (polos or (isinstance(isi, str) and isi[:1].isalnum())):
        return isi if polos else teks_sel(isi[:PANJANG_SEL])
    cell: Cell = WriteOnlyCell(sheet)
    if isinstance(isi, str):
        cell.value = teks_sel(isi[:PANJANG_SEL])
        cell.data_type = "s"
        if netralkan(isi) != isi:
            cell.quotePrefix = True  # stays a text when somebody edits the cell
    elif polos:
        cell.value = isi
    elif isinstance(isi, datetime) and (isi.hour or isi.minute or isi.second):
        cell.value = isi.replace(tzinfo=None)
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(isi, date):
        cell.value = isi
        cell.number_format = "dd/mm/yyyy"
    else:  # an error cell
        cell.value = str(getattr(isi, "teks", isi))
        cell.data_type = "e"
    if tanda is not None:
        cell.fill = tanda.warna
        _catat(cell, tanda)
    return cell


def _keterangan(buku: Workbook, peta: _Peta, *, utuh: bool) -> None:
    """Add the sheet with the meaning of the colours and what stands against the file as a whole."""
    if LEMBAR_KETERANGAN in buku.sheetnames:
        buku.remove(buku[LEMBAR_KETERANGAN])
    lembar: Worksheet = buku.create_sheet(LEMBAR_KETERANGAN)
    lembar.column_dimensions["A"].width = 14
    lembar.column_dimensions["B"].width = 90
    lembar.append(["Arti warna"])
    for baris, (warna, nama, arti) in enumerate(_LEGENDA, start=2):
        if buku.write_only:
            cell = sel(lembar, nama, huruf=TEBAL)
            cell.fill = warna
            lembar.append([cell, arti])
        else:
            lembar.append([nama, arti])
            lembar.cell(baris, 1).fill = warna
    lembar.append(
        ["", _PADAM if utuh else "Berkas ini berisi nilainya saja, tanpa tampilan aslinya."]
    )
    if peta.terpotong:
        lembar.append(["", f"Catatan ada pada {CATATAN_MAKS} sel; sisanya hanya berwarna."])
    for tingkat, pesan in peta.umum:
        lebih = "Harus diperbaiki" if tingkat == Tingkat.GALAT else "Periksa lagi"
        lembar.append([lebih, netralkan(pesan)])
