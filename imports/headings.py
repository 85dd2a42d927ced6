"""Headings of a table: how they are compared, and the fingerprint that a mapping is kept under.

Pure functions over cells; order, case, spaces and punctuation play no part in comparing.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Any

from sheets.columns import Kolom
from sheets.values import lipat, pulihkan, rapikan, sebut

_MIRIP = 0.75
_PANJANG_JUDUL = 300
_KOLOM_SIDIK, _HURUF_SIDIK = 60, 30
NOMOR_URUT = frozenset(["no", "nomor", "nourut", "nomorurut"])
"""Headings of the running number that most tables have; no column of a kind and no stranger."""


def judul_sel(cell: Any) -> str:
    """Return what a cell says as a heading on one line; "" for a blank one."""
    if cell is None:
        return ""
    teks = rapikan(pulihkan(cell)) if isinstance(cell, str) else sebut(getattr(cell, "teks", cell))
    return " ".join(teks.split())[:_PANJANG_JUDUL]


def kunci_judul(judul: str) -> str:
    """Return a heading as it is compared: letters and figures only ("Sub-Indikator *" too)."""
    return re.sub(r"[\W_]+", "", lipat(judul))


def sidik_judul(cells: Iterable[Any]) -> str:
    """Return the SHA-256 of a row of headings, the key of a remembered mapping.

    Columns count by position, blank ones at the end don't. The beginning of each heading is
    enough, so that a heading cut for a screen has the same fingerprint.
    """
    keys = [kunci_judul(judul_sel(cell))[:_HURUF_SIDIK] for cell in islice(cells, _KOLOM_SIDIK)]
    while keys and not keys[-1]:
        keys.pop()
    return hashlib.sha256(json.dumps(keys, ensure_ascii=False).encode()).hexdigest()


class Kamus:
    """The headings that a kind of table knows, with their synonyms."""

    def __init__(self, columns: Mapping[str, Kolom]) -> None:
        """Take the columns of a kind by name; an earlier meaning of a heading wins."""
        self._nama: dict[str, str] = {}
        for nama, kolom in columns.items():
            self._nama.setdefault(kunci_judul(kolom.judul), nama)
        for nama, kolom in columns.items():
            for kata in (*kolom.sinonim, nama):
                self._nama.setdefault(kunci_judul(kata), nama)

    def cari(self, calon: Sequence[str]) -> str | None:
        """Return the column that the first known of some compared headings means."""
        for kunci in calon:
            nama = self._nama.get(kunci)
            if kunci and nama is not None:
                return nama
        return None

    def mirip(self, kunci: str, bebas: frozenset[str]) -> str | None:
        """Return the nearest of the columns `bebas`, None when none is near (difflib)."""
        calon = [kata for kata, nama in self._nama.items() if nama in bebas]
        dekat = get_close_matches(kunci, calon, n=1, cutoff=_MIRIP)
        return self._nama[dekat[0]] if dekat else None
