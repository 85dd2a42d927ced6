"""How much of a file is read: rows, cells, text; a file that asks for more is refused.

A sheet is held as one rectangle from its first to its last cell with a value. What the
rectangle takes is known before it is made.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from evidence.filecheck.reasons import Finding
from imports.reading.model import Galat, Rentang, alamat
from imports.reading.refusals import ribuan

SEL_TERBANYAK: Final = 3_000_000
TEKS_TERBANYAK: Final = 96 * 1024 * 1024
RUMUS_TERBANYAK: Final = 400_000
GALAT_TERBANYAK: Final = 100_000
GABUNGAN_TERBANYAK: Final = 50_000
SEL_GABUNGAN_TERBANYAK: Final = 400_000
"""Who follows a merged range goes through its cells; no sheet of an office has so many."""
LEMBAR_TERBANYAK: Final = 200
BARIS_EXCEL: Final = 1_048_576
KOLOM_EXCEL: Final = 16_384


@dataclass
class Anggaran:
    """What may still be read, over all sheets of one file. Every method raises Finding."""

    batas_baris: int
    baris: int = 0
    sel: int = 0
    teks: int = 0
    rumus: int = 0
    galat: int = 0
    gabungan: int = 0
    sel_gabungan: int = 0

    def tambah_teks(self, panjang: int) -> None:
        """Count the text of a cell."""
        self.teks += panjang
        if self.teks > TEKS_TERBANYAK:
            raise Finding("banyak_teks", f"{TEKS_TERBANYAK // 1024**2} MB")

    def tambah_rumus(self) -> None:
        """Count a formula."""
        self.rumus += 1
        if self.rumus > RUMUS_TERBANYAK:
            raise Finding("banyak_rumus", ribuan(RUMUS_TERBANYAK))

    def tambah_galat(self) -> None:
        """Count an error cell."""
        self.galat += 1
        if self.galat > GALAT_TERBANYAK:
            raise Finding("banyak_galat", ribuan(GALAT_TERBANYAK))

    def tambah_gabungan(self) -> None:
        """Count a merged range."""
        self.gabungan += 1
        if self.gabungan > GABUNGAN_TERBANYAK:
            raise Finding("banyak_gabungan", ribuan(GABUNGAN_TERBANYAK))

    def potong(self, semua: Iterable[Rentang], ukuran: Ukuran) -> tuple[Rentang, ...]:
        """Merged ranges as far as the sheet has values, and only those with one to cover."""
        hasil: list[Rentang] = []
        for r in semua:
            if r.atas <= ukuran.tinggi and r.kiri <= ukuran.lebar:
                bawah, kanan = min(r.bawah, ukuran.tinggi), min(r.kanan, ukuran.lebar)
                self.sel_gabungan += (bawah - r.atas + 1) * (kanan - r.kiri + 1)
                hasil.append(Rentang(r.atas, r.kiri, bawah, kanan))
        if self.sel_gabungan > SEL_GABUNGAN_TERBANYAK:
            raise Finding("banyak_gabungan", ribuan(SEL_GABUNGAN_TERBANYAK))
        return tuple(hasil)

    def tambah_lembar(self, nama: str, ukuran: Ukuran) -> None:
        """Count the rectangle of a sheet that was measured."""
        self.sel += ukuran.luas
        if self.sel > SEL_TERBANYAK:
            sampai = alamat(ukuran.bawah, ukuran.kanan)
            raise Finding("terlalu_luas", f"lembar {nama[:60]} terisi sampai sel {sampai}")

    def tutup(self) -> None:
        """Look at the rows of all sheets, once all are counted."""
        if self.baris > self.batas_baris:
            rinci = f"{ribuan(self.baris)} baris, batasnya {ribuan(self.batas_baris)} baris"
            raise Finding("banyak_baris", rinci)


def sandi(baris: int, kolom: int) -> int:
    """Return the place of a cell as one number; `kolom` counts from 1."""
    return baris * KOLOM_EXCEL + kolom - 1


@dataclass
class Ukuran:
    """What a sheet turned out to hold, before its values are read.

    `atas` to `kanan` span the rectangle a reader will make; `tinggi` and `lebar` only what has a
    value.
    """

    atas: int = 0
    kiri: int = 0
    bawah: int = 0
    kanan: int = 0
    tinggi: int = 0
    lebar: int = 0
    tersembunyi: set[int] = field(default_factory=set)
    rumus: set[tuple[int, int]] = field(default_factory=set)
    rumus_kosong: set[tuple[int, int]] = field(default_factory=set)
    galat: dict[int, dict[int, Galat]] = field(default_factory=dict)
    persen: array[int] = field(default_factory=lambda: array("Q"))
    """Cells that show a percentage (`sandi`), row by row: eight bytes each, there may be many."""

    @property
    def luas(self) -> int:
        """The cells of the rectangle."""
        if not self.bawah:
            return 0
        return (self.bawah - self.atas + 1) * (self.kanan - self.kiri + 1)

    def rentangkan(self, baris: int, kolom: int) -> None:
        """Stretch the rectangle to a cell."""
        if not self.bawah:
            self.atas = self.bawah = baris
            self.kiri = self.kanan = kolom
            return
        if baris > self.bawah:
            self.bawah = baris
        elif baris < self.atas:
            self.atas = baris
        if kolom > self.kanan:
            self.kanan = kolom
        elif kolom < self.kiri:
            self.kiri = kolom
