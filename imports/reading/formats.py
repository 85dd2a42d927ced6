"""Which cells show their number as a percentage: 0.35 as 35%.

Someone who types 100% into Excel gets the number 1. What a person sees is what is handed on, as
the text "100%"; a column of numbers then says that it wants none. Source: ECMA-376 part 1, 18.8.30
(numFmt) and 18.8.45 (xf); [MS-XLS] 2.4.126 (Format) and 2.4.353 (XF).
"""

from __future__ import annotations

import re
from typing import Final

from sheets.cells import desimal_excel, polos

_BAWAAN: Final = frozenset((9, 10))
"""Numbers of the formats 0% and 0.00% that every workbook knows."""
_HARFIAH: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DAFTAR: Final = frozenset(("numFmts", "cellXfs"))
"""Lists of styles.xml that count; formats of conditions (dxfs) have numbers of their own."""
_GAYA_TERBANYAK: Final = 65_536
_KODE_TERPANJANG: Final = 1024


def berpersen(kode: str) -> bool:
    """Say whether a number format multiplies by hundred: a % that is no literal text.

    A format of several sections (for signs or conditions) does when all that show digits do.
    """
    parts = _HARFIAH.sub("", kode[:_KODE_TERPANJANG]).split(";")
    shown = [part for part in parts if set(part) & set("0#?")]
    return bool(shown) and all("%" in part for part in shown)


def tampak_persen(nilai: float) -> str:
    """Return a number as a cell of such a format means it: 0.255 is "25,5%".

    At most four decimals: the rest is what a formula left, a third is "33,3333%".
    """
    persen = round(desimal_excel(nilai) * 100, 4)
    return f"{polos(persen).replace('.', ',')}%"


class Gaya:
    """The styles of a workbook, as far as they make percentages; of both kinds of Excel file."""

    def __init__(self) -> None:
        """Begin with the formats that every workbook knows."""
        self._format: dict[int, bool] = {}
        self._xf: list[int] = []

    def tambah_format(self, nomor: int, kode: str) -> None:
        """Take a number format of the workbook's own."""
        if len(self._format) < _GAYA_TERBANYAK:
            self._format[nomor] = berpersen(kode)

    def tambah_gaya(self, nomor: int) -> None:
        """Take the next style of cells: the number of its format."""
        if len(self._xf) < _GAYA_TERBANYAK:
            self._xf.append(nomor)

    def persen(self) -> frozenset[int]:
        """Return the positions of the styles that show percentages."""
        return frozenset(
            at for at, nomor in enumerate(self._xf) if self._format.get(nomor, nomor in _BAWAAN)
        )


class PindaiGaya:
    """Takes the elements of styles.xml into a Gaya."""

    def __init__(self) -> None:
        """Begin outside of all lists."""
        self.gaya = Gaya()
        self._daftar = ""

    def awal(self, name: str, attrs: dict[str, str]) -> None:
        """An element begins. Raises ValueError for a number that is none."""
        local = name.rpartition(":")[2]
        if local in _DAFTAR:
            self._daftar = local
        elif local == "xf" and self._daftar == "cellXfs":
            self.gaya.tambah_gaya(int(attrs.get("numFmtId", "0")))
        elif local == "numFmt" and self._daftar == "numFmts":
            self.gaya.tambah_format(int(attrs.get("numFmtId", "0")), attrs.get("formatCode", ""))

    def akhir(self, name: str) -> None:
        """An element ends."""
        if name.rpartition(":")[2] == self._daftar:
            self._daftar = ""

    def huruf(self, _: str) -> None:
        """Styles have no text."""
