"""A list of the portal as a file: what its columns hold, and how it is written.

A number is a number, a date a date and a percentage a percentage in every program that reads
spreadsheets; a text is never a formula. Rows are read while they are written, so a long list
needs no more memory than a short one.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from django.core.paginator import Page, Paginator
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from sheets.cetak import siapkan_cetak, tambah_baris
from sheets.values import netralkan

Isi = str | int | float | Decimal | date | datetime | None
"""What a row holds: an aware moment, a day, a number, a text; None and '' leave a cell empty."""

T = TypeVar("T")
_PANJANG_SEL = 32767  # characters that a cell of a workbook can hold
_POTONGAN = 500  # objects that are loaded together
# What XML forbids and openpyxl lets through: halves of surrogates and the two noncharacters.
_TERLARANG = re.compile("[\ud800-\udfff\ufffe\uffff]")
_TEBAL = Font(name="Calibri", size=11, bold=True)
_KEPALA = PatternFill("solid", fgColor="E6E9F0")
_BUNGKUS = Alignment(vertical="top", wrap_text=True)
_ATAS = Alignment(vertical="top")
_KIRI = Alignment(vertical="top", horizontal="left")
_KANAN = Alignment(vertical="top", horizontal="right", wrap_text=True)


class JenisKolom(StrEnum):
    """What the cells of a column hold."""

    TEKS = "teks"
    KODE = "kode"  # a text that a program must not take for a number: 1.10, 0123
    ANGKA = "angka"
    UANG = "uang"
    PERSEN = "persen"  # rows say 66.7, the cell is 0.667 and shows 66,7%
    TANGGAL = "tanggal"
    WAKTU = "waktu"


_FORMAT: Final[dict[JenisKolom, str]] = {
    JenisKolom.TEKS: "General",
    JenisKolom.KODE: "@",
    JenisKolom.ANGKA: "#,##0.###",
    JenisKolom.UANG: "#,##0",
    JenisKolom.PERSEN: "0.0%",
    JenisKolom.TANGGAL: "dd-mm-yyyy",
    JenisKolom.WAKTU: "dd-mm-yyyy hh:mm",
}
_BULAT: Final = "#,##0"
_LEBAR: Final[dict[JenisKolom, float]] = {
    JenisKolom.TEKS: 30,
    JenisKolom.KODE: 12,
    JenisKolom.ANGKA: 12,
    JenisKolom.UANG: 18,
    JenisKolom.PERSEN: 12,
    JenisKolom.TANGGAL: 13,
    JenisKolom.WAKTU: 17,
}
_DI_KANAN: Final = frozenset({JenisKolom.ANGKA, JenisKolom.UANG, JenisKolom.PERSEN})
_TOMBOL: Final = 3  # letters of a heading that the button of the filter covers
_LEBAR_KETERANGAN: Final = 100.0


@dataclass(frozen=True)
class KolomTabel:
    """One column: its heading, what it holds, its width in characters (0: by what it holds)."""

    judul: str
    jenis: JenisKolom = JenisKolom.TEKS
    lebar: float = 0


def kolom(*isi: tuple[str, str] | tuple[str, str, float]) -> tuple[KolomTabel, ...]:
    """Return columns from heading, kind ("teks", "angka" ...), and width where it matters."""
    return tuple(KolomTabel(one[0], JenisKolom(one[1]), *one[2:]) for one in isi)


def saringan(**pilihan: str | None) -> tuple[str, ...]:
    """Return the filters in words, those that are set: `Kata: laporan`."""
    return tuple(f"{nama.replace('_', ' ')}: {kata}" for nama, kata in pilihan.items() if kata)


@dataclass(frozen=True)
class Tabel:
    """A list with the filters of its screen, ready to be written.

    `keterangan`: the filters in words. `lingkup`: the institutions whose rows may be in it, by
    id; empty for all of the reader's. `baris` reads the rows anew each time it is called, each
    as long as `kolom`.
    """

    kode: str
    judul: str
    kolom: tuple[KolomTabel, ...]
    jumlah: int
    baris: Callable[[], Iterable[Sequence[Isi]]]
    keterangan: tuple[str, ...] = ()
    lingkup: tuple[int, ...] = ()


def tulis_tabel_xlsx(tabel: Tabel, path: Path, keterangan: Sequence[str] = ()) -> int:
    """Write a list as a workbook and return the number of its rows.

    The first sheet is the list alone, headings in its first row; `keterangan` (who, when, where)
    and the filters stand on the second one. Moments are told in the zone that is active.
    """
    buku = Workbook(write_only=True)
    buku.properties.title = bersih(tabel.judul)
    buku.properties.creator = "Pantas"
    lembar: Any = buku.create_sheet(nama_lembar(tabel.judul))
    lebar = [kolom.lebar or _LEBAR[kolom.jenis] for kolom in tabel.kolom]
    for nomor, satu in enumerate(lebar, start=1):
        lembar.column_dimensions[get_column_letter(nomor)].width = satu
    lembar.freeze_panes = "A2"
    siapkan_cetak(lembar, baris_judul=1)
    tambah_baris(
        lembar,
        1,
        [_kepala(lembar, kolom) for kolom in tabel.kolom],
        [(kolom.judul, satu - _TOMBOL) for kolom, satu in zip(tabel.kolom, lebar, strict=True)],
    )
    jumlah = 0
    for jumlah, row in enumerate(tabel.baris(), start=1):
        cells = [_sel(lembar, k.jenis, isi) for k, isi in zip(tabel.kolom, row, strict=True)]
        teks = [(isi, satu) for isi, satu in zip(row, lebar, strict=True) if isinstance(isi, str)]
        tambah_baris(lembar, jumlah + 1, cells, teks)
    last = get_column_letter(len(tabel.kolom))
    lembar.auto_filter.ref = f"A1:{last}{jumlah + 1}"
    catatan: Any = buku.create_sheet("Keterangan")
    catatan.column_dimensions["A"].width = _LEBAR_KETERANGAN
    siapkan_cetak(catatan)
    lines = (tabel.judul, *keterangan, *tabel.keterangan, f"Jumlah baris: {jumlah}")
    for nomor, line in enumerate(lines, start=1):
        cell = WriteOnlyCell(catatan, netralkan(bersih(line)))
        cell.alignment = _BUNGKUS
        tambah_baris(catatan, nomor, [cell], [(line, _LEBAR_KETERANGAN)])
    buku.save(path)
    return jumlah


def tulis_tabel_csv(tabel: Tabel, path: Path) -> int:
    """Write a list as text as Indonesian spreadsheets read it, and return the number of its rows.

    UTF-8 with its mark, semicolons, a comma in numbers, days as dd-mm-yyyy; headings first and
    nothing above them.
    """
    jumlah = 0
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
        writer.writerow([netralkan(kolom.judul) for kolom in tabel.kolom])
        for row in tabel.baris():
            pairs = zip(tabel.kolom, row, strict=True)
            writer.writerow([_teks_csv(kolom.jenis, isi) for kolom, isi in pairs])
            jumlah += 1
    return jumlah


def dari_halaman(
    kode: str,
    judul: str,
    kolom: tuple[KolomTabel, ...],
    *,
    baca: Callable[[str], T],
    halaman: Callable[[T], Page[Any]],
    baris: Callable[[T], Iterable[Sequence[Isi]]],
    keterangan: tuple[str, ...] = (),
    lingkup: tuple[int, ...] = (),
) -> Tabel:
    """Return a list that its screen reads in pages: rows and order are the screen's own.

    `baca` reads the page that the address names ("2"), `halaman` finds the paginator's page in
    what it returned, `baris` gives its rows.
    """
    pertama = baca("1")
    pages = halaman(pertama).paginator

    def rows() -> Iterator[Sequence[Isi]]:
        yield from baris(pertama)
        for nomor in range(2, pages.num_pages + 1):
            yield from baris(baca(str(nomor)))

    return Tabel(kode, judul, kolom, pages.count, rows, keterangan, lingkup)


def dari_isi(
    kode: str,
    judul: str,
    kolom: tuple[KolomTabel, ...],
    isi: Any,
    *,
    baris: Callable[[list[Any]], Iterable[Sequence[Isi]]],
    keterangan: tuple[str, ...] = (),
    lingkup: tuple[int, ...] = (),
) -> Tabel:
    """Return a list whose screen cuts `isi` (a sequence or an ordered queryset) into pages.

    `baris` gives the rows of as many of them as it gets: the screen's own way of loading a page.
    """
    pages = Paginator(isi, _POTONGAN)

    def rows() -> Iterator[Sequence[Isi]]:
        for nomor in pages.page_range:
            yield from baris(list(pages.page(nomor)))

    return Tabel(kode, judul, kolom, pages.count, rows, keterangan, lingkup)


def dari_baris(
    kode: str,
    judul: str,
    kolom: tuple[KolomTabel, ...],
    baris: Iterable[Sequence[Isi]],
    *,
    keterangan: tuple[str, ...] = (),
    lingkup: tuple[int, ...] = (),
) -> Tabel:
    """Return a list that its screen shows as a whole."""
    rows = list(baris)
    return Tabel(kode, judul, kolom, len(rows), lambda: rows, keterangan, lingkup)


def nama_lembar(judul: str) -> str:
    """Return a title as a sheet may be named: 31 characters, none that a workbook forbids."""
    return re.sub(r"[\[\]:*?/\\']", " ", bersih(judul)).strip()[:31].strip() or "Daftar"


def bersih(teks: str) -> str:
    """Return a text as a cell can hold it: one kind of line end, nothing that XML forbids."""
    lines = teks.replace("\r\n", "\n").replace("\r", "\n")
    return _TERLARANG.sub("", ILLEGAL_CHARACTERS_RE.sub("", lines))[: _PANJANG_SEL - 1]


def _kepala(lembar: Any, kolom: KolomTabel) -> Any:
    cell = WriteOnlyCell(lembar, netralkan(bersih(kolom.judul)))
    cell.font, cell.fill = _TEBAL, _KEPALA
    cell.alignment = _KANAN if kolom.jenis in _DI_KANAN else _BUNGKUS
    return cell


def _sel(lembar: Any, jenis: JenisKolom, isi: Isi) -> Any:
    """Return a cell; a text in a column of numbers stays the text it is."""
    if isi is None or isi == "":
        return None
    if isinstance(isi, str):
        cell = WriteOnlyCell(lembar, netralkan(bersih(isi)))
        cell.alignment = _BUNGKUS
        if jenis is JenisKolom.KODE:
            cell.number_format = _FORMAT[jenis]
        return cell
    if isinstance(isi, datetime):
        isi = timezone.localtime(isi).replace(tzinfo=None, microsecond=0)
        if jenis is JenisKolom.TANGGAL:
            isi = isi.date()
    elif jenis is JenisKolom.PERSEN and not isinstance(isi, date):
        isi = Decimal(str(isi)) / 100
    cell = WriteOnlyCell(lembar, isi)  # type: ignore[arg-type]  # takes dates and decimals too
    whole = jenis is JenisKolom.ANGKA and not isinstance(isi, date) and isi == int(isi)
    cell.number_format = _BULAT if whole else _FORMAT[jenis]
    cell.alignment = _KIRI if isinstance(isi, date) else _ATAS
    return cell


def _teks_csv(jenis: JenisKolom, isi: Isi) -> str:
    if isi is None:
        return ""
    if isinstance(isi, str):
        return netralkan(bersih(isi))
    if isinstance(isi, datetime):
        local = timezone.localtime(isi)
        return f"{local:%d-%m-%Y}" if jenis is JenisKolom.TANGGAL else f"{local:%d-%m-%Y %H:%M}"
    if isinstance(isi, date):
        return f"{isi:%d-%m-%Y}"
    text = f"{Decimal(str(isi)):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") + ("%" if jenis is JenisKolom.PERSEN else "")
