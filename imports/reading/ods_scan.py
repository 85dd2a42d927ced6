"""The content of an OpenDocument spreadsheet as rows, read in one stream.

calamine writes out every repetition before it can be bounded and tells of no merged cells, errors
or hidden rows in this format, so the cells are read here (OpenDocument 1.3 part 3, 9.1 tables and
19.385 office:value-type).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from evidence.filecheck.reasons import Finding
from imports.reading.budget import (
    BARIS_EXCEL,
    KOLOM_EXCEL,
    LEMBAR_TERBANYAK,
    SEL_TERBANYAK,
    Anggaran,
    Ukuran,
)
from imports.reading.formats import tampak_persen
from imports.reading.model import Galat, Rentang, Sel, alamat

_NS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE: Final = _NS + "table:1.0 "
_OFFICE: Final = _NS + "office:1.0 "
_TEXT: Final = _NS + "text:1.0 "
_STYLE: Final = _NS + "style:1.0 "
_SCRIPT: Final = _NS + "script:1.0 "
_DRAW: Final = _NS + "drawing:1.0 "
_CALCEXT: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_HREF: Final = "http://www.w3.org/1999/xlink href"

_LUAR: Final = frozenset(
    _TABLE + local for local in ("table-source", "cell-range-source", "dde-link", "dde-links")
) | {_OFFICE + "dde-source"}
_LEWAT: Final = frozenset(
    (_OFFICE + "annotation", _TABLE + "shapes", _TABLE + "tracked-changes", _TABLE + "scenario")
)
_SEL: Final = frozenset((_TABLE + "table-cell", _TABLE + "covered-table-cell"))
_GALAT: Final = re.compile(r"#[A-Z/0!?]{2,12}|Err:[0-9]{3}")
_WAKTU: Final = re.compile(r"PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d+)?)S)?")
_TETAPAN: Final[dict[str, bool]] = {"of:=TRUE()": True, "of:=FALSE()": False}
"""LibreOffice knows no cell that is true or false; it writes these formulas in its place."""
_SKEMA: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|/|\\|\.\./)", re.IGNORECASE)
_RUMUS_LUAR: Final = re.compile(r"\bDDE\(|'(?:file|https?)://|\bWEBSERVICE\(", re.IGNORECASE)


@dataclass
class Tabel:
    """A sheet as it stands in the file: rows with a value, and what was found in them."""

    nama: str
    tersembunyi: bool
    ukuran: Ukuran = field(default_factory=Ukuran)
    baris: list[tuple[int, list[Sel]]] = field(default_factory=list)
    gabungan: list[Rentang] = field(default_factory=list)


class PindaiOds:
    """Takes the elements of content.xml (names with their namespace); raises Finding."""

    def __init__(self, anggaran: Anggaran) -> None:
        """Begin without a sheet."""
        self.tabel: list[Tabel] = []
        self._anggaran = anggaran
        self._gaya = ""
        self._gaya_tersembunyi: set[str] = set()
        self._dalam = self._lewat = self._paragraf = 0
        self._nomor = self._ulang_baris = self._kolom = 0
        self._sembunyi = self._di_baris = False
        self._row: list[Sel] = []
        self._rumus: list[tuple[int, int, bool]] = []
        self._sel: dict[str, str] | None = None
        self._teks: list[str] = []
        self._banyak_paragraf = 0

    def awal(self, name: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        self._luar(name, attrs)
        if self._lewat or name in _LEWAT or name.startswith(_DRAW):
            self._lewat += 1
        elif name in _SEL:
            if self._di_baris:
                self._sel, self._teks, self._banyak_paragraf = attrs, [], 0
        elif name.startswith(_TEXT):
            self._mulai_teks(name[len(_TEXT) :], attrs)
        elif name == _TABLE + "table-row":
            self._mulai_baris(attrs)
        elif name == _TABLE + "table":
            self._mulai_tabel(attrs)
        elif name == _STYLE + "style":
            self._gaya = attrs.get(_STYLE + "name", "")
        elif name == _STYLE + "table-properties" and attrs.get(_TABLE + "display") == "false":
            self._gaya_tersembunyi.add(self._gaya)

    def akhir(self, name: str) -> None:
        """An element ends."""
        if self._lewat:
            self._lewat -= 1
        elif name == _TEXT + "p":
            self._paragraf = max(0, self._paragraf - 1)
        elif name in _SEL:
            if self._sel is not None:
                self._tutup_sel(self._sel)
                self._sel = None
        elif name == _TABLE + "table-row":
            self._tutup_baris()
        elif name == _TABLE + "table":
            self._dalam -= 1

    def huruf(self, data: str) -> None:
        """Text within an element."""
        if self._paragraf and self._sel is not None and not self._lewat:
            self._anggaran.tambah_teks(len(data))
            self._teks.append(data)

    def _luar(self, name: str, attrs: dict[str, str]) -> None:
        """Refuse what would fetch from outside or run something."""
        if name in _LUAR:
            raise Finding("tautan_luar", name.rpartition(" ")[2])
        if name.startswith(_SCRIPT):
            raise Finding("makro", name.rpartition(" ")[2])
        href = attrs.get(_HREF, "")
        if href and name != _TEXT + "a" and _SKEMA.match(href):
            raise Finding("tautan_luar", href[:80])

    def _mulai_tabel(self, attrs: dict[str, str]) -> None:
        self._dalam += 1
        if self._dalam > 1:
            raise Finding("rusak")  # a table in a cell is no spreadsheet
        gaya = attrs.get(_TABLE + "style-name", "")
        nama = attrs.get(_TABLE + "name", "")
        self.tabel.append(Tabel(nama, gaya in self._gaya_tersembunyi))
        if len(self.tabel) > LEMBAR_TERBANYAK:
            raise Finding("banyak_lembar", f"lebih dari {LEMBAR_TERBANYAK} lembar")
        self._nomor = 0

    def _mulai_baris(self, attrs: dict[str, str]) -> None:
        self._di_baris = bool(self._dalam)
        self._ulang_baris = _ulang(attrs, "number-rows-repeated")
        self._sembunyi = attrs.get(_TABLE + "visibility", "visible") != "visible"
        self._row, self._rumus, self._kolom = [], [], 0

    def _mulai_teks(self, local: str, attrs: dict[str, str]) -> None:
        if self._sel is None:
            return
        if local == "p":
            self._paragraf += 1
            self._banyak_paragraf += 1
            if self._banyak_paragraf > 1:
                self.huruf("\n")
        elif local == "line-break":
            self.huruf("\n")
        elif local == "tab":
            self.huruf("\t")
        elif local == "s":
            banyak = int(attrs.get(_TEXT + "c", "1"))
            self._anggaran.tambah_teks(banyak)
            self.huruf(" " * banyak)

    def _tutup_sel(self, attrs: dict[str, str]) -> None:
        ulang = _ulang(attrs, "number-columns-repeated")
        mulai = self._kolom + 1
        self._kolom += ulang
        rumus = attrs.get(_TABLE + "formula")
        value = _nilai(attrs, "".join(self._teks))
        if rumus is not None:
            if _RUMUS_LUAR.search(rumus):
                raise Finding("tautan_luar", rumus[:80])
            # LibreOffice stores the empty text as a paragraph without a type.
            kosong = (_OFFICE + "value-type") not in attrs and not self._banyak_paragraf
            self._rumus.append((mulai, min(ulang, KOLOM_EXCEL), kosong))
        self._gabung(attrs, mulai)
        if value is None:
            return
        if self._kolom > KOLOM_EXCEL:
            nama = self.tabel[-1].nama[:60]
            raise Finding("terlalu_luas", f"lembar {nama} terisi sampai kolom {self._kolom}")
        self._row.extend([None] * (mulai - 1 - len(self._row)))
        self._row.extend([value] * ulang)
        if isinstance(value, Galat):
            self._anggaran.tambah_galat()

    def _gabung(self, attrs: dict[str, str], kolom: int) -> None:
        tinggi = int(attrs.get(_TABLE + "number-rows-spanned", "1"))
        lebar = int(attrs.get(_TABLE + "number-columns-spanned", "1"))
        if tinggi > 1 or lebar > 1:
            self._anggaran.tambah_gabungan()
            atas = self._nomor + 1
            satu = Rentang(atas, kolom, atas + tinggi - 1, kolom + lebar - 1)
            self.tabel[-1].gabungan.append(satu)

    def _tutup_baris(self) -> None:
        if not self._di_baris:
            return
        self._di_baris = False
        mulai = self._nomor + 1
        self._nomor += self._ulang_baris
        tabel = self.tabel[-1]
        if not self._row and not self._rumus:
            return
        if self._nomor > BARIS_EXCEL:
            rinci = f"lembar {tabel.nama[:60]} terisi sampai baris {self._nomor}"
            raise Finding("terlalu_luas", rinci)
        self._catat_rumus(tabel, range(mulai, self._nomor + 1))
        if self._row:
            self._simpan(tabel, range(mulai, self._nomor + 1))

    def _catat_rumus(self, tabel: Tabel, semua: Iterable[int]) -> None:
        for baris in semua if self._rumus else ():
            for mulai, ulang, kosong in self._rumus:
                for kolom in range(mulai, mulai + ulang):
                    self._anggaran.tambah_rumus()
                    tabel.ukuran.rumus.add((baris, kolom))
                    if kosong:
                        tabel.ukuran.rumus_kosong.add((baris, kolom))

    def _simpan(self, tabel: Tabel, semua: range) -> None:
        """Keep a row, as often as it is repeated; beyond the limit rows are only counted."""
        ukuran, anggaran = tabel.ukuran, self._anggaran
        ukuran.tinggi = semua[-1]
        ukuran.lebar = max(ukuran.lebar, len(self._row))
        anggaran.baris += len(semua)
        if anggaran.baris > anggaran.batas_baris:
            return
        anggaran.sel += len(self._row)
        if anggaran.sel > SEL_TERBANYAK:
            sampai = alamat(semua[-1], len(self._row))
            raise Finding("terlalu_luas", f"lembar {tabel.nama[:60]} terisi sampai sel {sampai}")
        tabel.baris.extend((baris, self._row) for baris in semua)
        if self._sembunyi:
            ukuran.tersembunyi.update(semua)


def _ulang(attrs: dict[str, str], local: str) -> int:
    banyak = int(attrs.get(_TABLE + local, "1"))
    if banyak < 1:
        raise Finding("rusak")
    return banyak


def _nilai(attrs: dict[str, str], teks: str) -> Sel:
    """The value of a cell by its type; what its type does not fit stays the text shown."""
    if attrs.get(_CALCEXT + "value-type") == "error" or (
        _TABLE + "formula" in attrs and _GALAT.fullmatch(teks)
    ):
        return Galat(teks[:40] or "#VALUE!")
    jenis = attrs.get(_OFFICE + "value-type", "")
    tetap = _TETAPAN.get(attrs.get(_TABLE + "formula", ""))
    if tetap is not None:
        return tetap
    try:
        if jenis in ("float", "percentage", "currency"):
            angka = float(attrs[_OFFICE + "value"])
            if not math.isfinite(angka):
                return Galat("#NUM!")
            return tampak_persen(angka) if jenis == "percentage" else angka
        if jenis == "date":
            return _tanggal(attrs[_OFFICE + "date-value"])
        if jenis == "time":
            return _waktu(attrs[_OFFICE + "time-value"])
        if jenis == "boolean":
            return attrs[_OFFICE + "boolean-value"] == "true"
    except (KeyError, ValueError, OverflowError):
        return teks or None
    return attrs.get(_OFFICE + "string-value") or teks or None


def _tanggal(isi: str) -> date | datetime:
    return datetime.fromisoformat(isi) if "T" in isi else date.fromisoformat(isi)


def _waktu(isi: str) -> time | timedelta:
    found = _WAKTU.fullmatch(isi)
    if found is None:
        raise ValueError(isi)
    jam, menit, detik = found.groups()
    lama = timedelta(hours=int(jam or 0), minutes=int(menit or 0), seconds=float(detik or 0))
    return (datetime.min + lama).time() if lama < timedelta(days=1) else lama
