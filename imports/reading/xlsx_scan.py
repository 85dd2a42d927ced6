"""One look over a sheet of an xlsx before calamine reads it, keeping no value.

It says what calamine does not (error cells, formulas, hidden rows) and how large a rectangle
calamine will make. A row or cell without an address stands after the one before it, as calamine
has it. Rows that go backwards are refused: calamine takes the last for the lowest.
"""

from __future__ import annotations

import math
from array import array
from typing import Final

from evidence.filecheck.reasons import Finding
from imports.reading.budget import (
    BARIS_EXCEL,
    KOLOM_EXCEL,
    SEL_TERBANYAK,
    TEKS_TERBANYAK,
    Anggaran,
    Ukuran,
    sandi,
)
from imports.reading.model import Galat, alamat

GALAT_DIKENAL: Final = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA")
)
"""What calamine reads as an error cell; over any other text it gives up the sheet."""

_ANGKA: Final = "0123456789"
_BENAR: Final = ("1", "true", "TRUE", "True")
_JANJI: Final = 100_000
_SEL_TERPANJANG: Final = 1_000_000
_NAMA_TERBANYAK: Final = 1000
"""Kinds of elements in one sheet; the format knows some hundred."""


class PindaiTeks:
    """Lengths of the shared texts: each may stand in thousands of cells."""

    def __init__(self) -> None:
        """Begin without a text."""
        self.panjang = array("I")
        self._jumlah = self._satu = self._janji = self._dalam = 0
        self._ambil = False

    def periksa(self) -> None:
        """After the end: calamine reserves memory for as many texts as promised. Raises Finding."""
        if self._janji > max(_JANJI, 100 * len(self.panjang)) or self._janji > SEL_TERBANYAK:
            raise Finding("rusak")

    def awal(self, name: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        if local == "si":
            # One within another belongs to the outer text, as calamine has it.
            self._satu = self._satu if self._dalam else 0
            self._dalam += 1
        elif local == "sst":
            self._janji = int(attrs.get("uniqueCount", "0"))
        self._ambil = local == "t"

    def akhir(self, name: str) -> None:
        """An element ends. Raises Finding when there are too many texts."""
        self._ambil = False
        if name.rpartition(":")[2] == "si":
            self._dalam -= 1
            if not self._dalam:
                self.panjang.append(self._satu)
            if len(self.panjang) > SEL_TERBANYAK:
                raise Finding("banyak_teks", f"{TEKS_TERBANYAK // 1024**2} MB")

    def huruf(self, data: str) -> None:
        """Text within an element. Raises Finding when there is too much."""
        if self._ambil:
            self._satu += len(data)
            self._jumlah += len(data)
            if self._jumlah > TEKS_TERBANYAK:
                raise Finding("banyak_teks", f"{TEKS_TERBANYAK // 1024**2} MB")


class PindaiLembar:
    """Measures a sheet; its methods are called for each element and raise Finding."""

    def __init__(
        self, anggaran: Anggaran, panjang: array[int], persen: frozenset[int] = frozenset()
    ) -> None:
        """`panjang` are the lengths of the shared texts, `persen` the styles of percentages."""
        self.ukuran = Ukuran()
        self._anggaran = anggaran
        self._panjang = panjang
        self._local: dict[str, str] = {}
        self._huruf: dict[str, int] = {}
        self._baris = self._kolom = self._terisi = 0
        self._nomor = "0"
        self._sembunyi = self._ambil = self._rumus = self._isi = False
        self._persen = frozenset(str(satu) for satu in persen)
        self._gaya = "0"
        self._jenis: str | None = None
        self._teks = ""

    def awal(self, name: str, attrs: dict[str, str]) -> None:
        """An element begins. Called for every cell of a file, hence all in one place."""
        name = self._local.get(name) or self._tanpa_awalan(name)
        if name == "c":
            self._jenis = attrs.get("t")
            self._gaya = attrs.get("s", "0")
            self._teks = ""
            self._rumus = self._isi = False
            tempat = attrs.get("r")
            if tempat is None:
                self._kolom += 1
                return
            kolom = self._huruf.get(tempat[: -len(self._nomor)])
            if kolom is None or not tempat.endswith(self._nomor):
                self._pindah_sel(tempat)
            else:
                self._kolom = kolom
        elif name == "v" or name == "t":
            self._isi = self._ambil = True
        elif name == "f":
            self._rumus = True
        elif name == "row":
            nomor = attrs.get("r")
            self._pindah(_bilangan(nomor) if nomor else self._baris + 1)
            self._kolom = 0
            self._sembunyi = attrs.get("hidden") in _BENAR
        elif name == "mergeCell":
            self._anggaran.tambah_gabungan()

    def akhir(self, name: str) -> None:
        """An element ends."""
        self._ambil = False
        if self._local[name] == "c" and (self._isi or self._rumus):
            self._tutup_sel()

    def huruf(self, data: str) -> None:
        """Text within an element. Raises Finding for a cell no program writes."""
        if self._ambil:
            self._teks += data
            if len(self._teks) > _SEL_TERPANJANG:
                raise Finding("banyak_teks", f"{_SEL_TERPANJANG} huruf dalam satu sel")

    def _tanpa_awalan(self, name: str) -> str:
        """The local name of an element, kept for the next one of the name. Raises Finding."""
        if len(self._local) > _NAMA_TERBANYAK:
            raise Finding("rusak")
        local = self._local[name] = name.rpartition(":")[2]
        return local

    def _pindah_sel(self, tempat: str) -> None:
        """Go to the address of a cell that is not in the row or column of one before it."""
        huruf = tempat.rstrip(_ANGKA)
        self._kolom = self._huruf[huruf] = _kolom(huruf)
        baris = int(tempat[len(huruf) :])
        if baris != self._baris:
            self._pindah(baris)

    def _pindah(self, baris: int) -> None:
        if not self._baris <= baris <= BARIS_EXCEL or not baris:
            raise Finding("rusak")
        self._baris = baris
        self._nomor = str(baris)

    def _tutup_sel(self) -> None:
        baris, kolom = self._baris, self._kolom
        if kolom > KOLOM_EXCEL:
            raise Finding("rusak")
        teks, jenis, ukuran = self._teks, self._jenis, self.ukuran
        if self._rumus:
            self._anggaran.tambah_rumus()
            ukuran.rumus.add((baris, kolom))
            if not teks and jenis != "str":
                ukuran.rumus_kosong.add((baris, kolom))
        if self._isi:
            ukuran.rentangkan(baris, kolom)
        if not teks:
            return
        if jenis == "s":
            panjang = self._panjang[_bilangan(teks.strip())]
            if not panjang:
                return
            self._anggaran.tambah_teks(panjang)
        elif jenis == "inlineStr" or jenis == "str":
            self._anggaran.tambah_teks(len(teks))
        elif jenis == "e":
            self._galat(teks.strip())
        elif jenis is None or jenis == "n":
            if not _terhingga(teks):
                self._galat("#NUM!")
            elif self._gaya in self._persen:
                ukuran.persen.append(sandi(baris, kolom))
        if baris != self._terisi:
            self._terisi = ukuran.tinggi = baris
            self._anggaran.baris += 1
            if self._sembunyi:
                ukuran.tersembunyi.add(baris)
        if kolom > ukuran.lebar:
            ukuran.lebar = kolom

    def _galat(self, teks: str) -> None:
        if teks not in GALAT_DIKENAL:
            raise Finding("galat_baru", f"sel {alamat(self._baris, self._kolom)} ({teks[:20]})")
        self._anggaran.tambah_galat()
        self.ukuran.galat.setdefault(self._baris, {})[self._kolom] = Galat(teks)


def _kolom(huruf: str) -> int:
    """The number of a column from its letters; more than three are no column. Raises Finding."""
    if not huruf.isascii() or not huruf.isalpha() or len(huruf) > 3:
        raise Finding("rusak")
    kolom = 0
    for satu in huruf.upper():
        kolom = kolom * 26 + ord(satu) - ord("A") + 1
    return kolom


def _bilangan(teks: str) -> int:
    """A number as every reader takes it; Python alone would read 1_000, too. Raises Finding."""
    if not teks.isascii() or not teks.isdigit():
        raise Finding("rusak")
    return int(teks)


def _terhingga(teks: str) -> bool:
    """Whether calamine reads a number it can hold; what is no number at all stays a text."""
    try:
        return math.isfinite(float(teks))
    except ValueError:
        return True
