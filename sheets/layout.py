"""How an official document lays rows out: merged headings and row-spans, read as flat rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sheets.resource import SheetResource


class LembarSel(Protocol):
    """A sheet as its cells; `imports.reading.Lembar` is one. Rows and columns count from 1."""

    @property
    def nama(self) -> str:
        """Name of the sheet."""

    @property
    def gabungan(self) -> Sequence[Any]:
        """Merged ranges with `atas`, `kiri`, `bawah`, `kanan`, both ends included."""

    def baris(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield the number and the cells of every row with a value."""


@dataclass(frozen=True, slots=True)
class BarisMentah:
    """One row of the kind before it is read: raw cells by column, and where they stand."""

    baris: int
    sel: Mapping[str, Any]
    letak: Mapping[str, tuple[int, int]]  # row and column of the sheet, from 1


class TataResmi(Protocol):
    """An official layout of one kind."""

    nama: str

    def cocok(self, lembar: LembarSel) -> bool:
        """Whether a sheet is laid out like this, by its headings."""

    def baris(self, lembar: LembarSel, resource: SheetResource) -> Iterator[BarisMentah]:
        """Yield the rows of a sheet. Raises sheets.values.Keliru where it can't be followed."""
