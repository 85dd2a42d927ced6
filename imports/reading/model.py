"""What a reader hands on: a book, its sheets and the values of their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Galat:
    """A cell that holds an error in place of a value: #REF!, #N/A, #VALUE! and others."""

    teks: str


Sel = None | str | int | float | bool | date | datetime | time | timedelta | Galat
Baris = tuple[int, Sequence[Sel]]


@dataclass(frozen=True, slots=True)
class Rentang:
    """A rectangle of cells: rows and columns of the sheet from 1, both ends included."""

    atas: int
    kiri: int
    bawah: int
    kanan: int


@dataclass(frozen=True)
class Lembar:
    """One sheet. `tinggi` and `lebar` are the last row and column with a value, 0 when empty.

    `rumus` are the cells that hold a formula, `rumus_kosong` those of them whose value the file
    does not store (their value reads as None). `baris_tersembunyi` names rows with a value only,
    `gabungan` reaches no further than values do.
    """

    nama: str
    tersembunyi: bool
    tinggi: int
    lebar: int
    gabungan: tuple[Rentang, ...]
    baris_tersembunyi: frozenset[int]
    rumus: frozenset[tuple[int, int]]
    rumus_kosong: frozenset[tuple[int, int]]
    sumber: Callable[[], Iterator[Baris]] = field(repr=False, compare=False)

    def baris(self) -> Iterator[Baris]:
        """Rows with a value in order: the row's number in the sheet, its cells from column A on.

        May be called again. Raises nothing: the whole sheet has been read once already.
        """
        return self.sumber()


@dataclass(frozen=True)
class Buku:
    """A file that was read: its kind (xlsx, xls, ods, csv), its sheets, and remarks to show."""

    bentuk: str
    lembar: tuple[Lembar, ...]
    catatan: tuple[str, ...] = ()


def huruf_kolom(kolom: int) -> str:
    """The letters of a column counted from 1: 1 is A, 28 is AB."""
    huruf = ""
    while kolom:
        kolom, sisa = divmod(kolom - 1, 26)
        huruf = chr(ord("A") + sisa) + huruf
    return huruf


def alamat(baris: int, kolom: int) -> str:
    """The address of a cell as Excel writes it: 3, 28 is AB3."""
    return f"{huruf_kolom(kolom)}{baris}"
