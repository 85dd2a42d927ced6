"""A table as spreadsheets copy it: rows of cells as text with tabs, both ways. Pure."""

import re
from collections.abc import Iterable, Sequence

_KHUSUS = ('"', "\t", "\n", "\r")
_AKHIR_SEL = re.compile(r"[\t\n]")  # one search: two would each go to the end, cell after cell


class TerlaluBanyak(ValueError):
    """The table has more cells than are read."""


def baca_sel(teks: str, maks: int | None = None) -> list[list[str]]:
    """Return the rows of cells in a copied table. Raises TerlaluBanyak over `maks` cells.

    A cell that begins with a quotation mark is quoted when a closing mark stands before the next
    tab or line end (spreadsheets quote cells with line breaks and double the marks in them);
    otherwise the mark is text.
    """
    teks = teks.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    place = jumlah = 0
    while place <= len(teks):
        cell, place = _sel(teks, place)
        rows[-1].append(cell)
        jumlah += 1
        if maks is not None and jumlah > maks:
            raise TerlaluBanyak
        if place >= len(teks):
            break
        if teks[place] == "\n":
            if place + 1 == len(teks):
                break
            rows.append([])
        place += 1
    return rows


def _sel(teks: str, place: int) -> tuple[str, int]:
    """Return the cell that begins at a place, and where its separator stands."""
    if teks.startswith('"', place):
        end = place + 1
        while True:
            end = teks.find('"', end)
            if end == -1:
                break
            if teks.startswith('""', end):
                end += 2
                continue
            if end + 1 == len(teks) or teks[end + 1] in "\t\n":
                return teks[place + 1 : end].replace('""', '"'), end + 1
            break
    found = _AKHIR_SEL.search(teks, place)
    end = found.start() if found else len(teks)
    return teks[place:end], end


def tulis_sel(baris: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as text that spreadsheets and `baca_sel` take apart again."""
    return "".join("\t".join(_tulis(sel) for sel in satu) + "\n" for satu in baris)


def _tulis(sel: str) -> str:
    if any(mark in sel for mark in _KHUSUS):
        return '"' + sel.replace('"', '""') + '"'
    return sel
