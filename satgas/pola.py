"""How often a task is due, as far as its own words say so. Pure; the rest is classified."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from evidence.models import Butir
from sheets.values import BULAN

_RULES: tuple[tuple[re.Pattern[str], Butir.Pola], ...] = tuple(
    (re.compile(words), pola)
    for words, pola in (
        (r"minimal tiap semester", Butir.Pola.SEMESTER),
        (r"setiap saat", Butir.Pola.TERUS),
        (r"periodik dan tahunan", Butir.Pola.TAHUNAN),
        (r"\(tahunan\)", Butir.Pola.TAHUNAN),
        (rf"sebelum bulan (?:{'|'.join(BULAN)}) tahun berjalan", Butir.Pola.TAHUNAN),
        (r"untuk tahun berjalan", Butir.Pola.TAHUNAN),
    )
)
"""Words that say how often. A name with such a word in it ("Dokumen Anggaran Daerah Tahunan",
"tepat waktu") says nothing about it."""

_BEFORE_MONTH = re.compile(rf"sebelum bulan ({'|'.join(BULAN)}) tahun berjalan")


@dataclass(frozen=True)
class PolaTertulis:
    """What a task text says about its pola, and in which words."""

    pola: Butir.Pola
    kutipan: str


def pola_tertulis(teks: str) -> PolaTertulis | None:
    """Return the pola that a task text states with its exact words, or None."""
    for pattern, pola in _RULES:
        found = pattern.search(teks)
        if found:
            return PolaTertulis(pola, found.group())
    return None


def tempo_tertulis(teks: str, tahun: int) -> date | None:
    """Return the date that a task text names as its deadline in a year, or None.

    "sebelum bulan Februari tahun berjalan" ends with the last day of January.
    """
    found = _BEFORE_MONTH.search(teks)
    if found is None:
        return None
    return date(tahun, BULAN.index(found.group(1)) + 1, 1) - timedelta(days=1)
