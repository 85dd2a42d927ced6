"""Grades a task may be given: the usual ones, those of its criteria, or computed ones."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from evidence.models import KriteriaNilai

NILAI: tuple[int, ...] = (0, 50, 75, 80, 90, 100)
"""Grades where a Butir has no criteria of its own."""


def pilihan_nilai(
    kriteria: Iterable[KriteriaNilai], *, juga: int | None = None
) -> list[tuple[int, str]]:
    """Return the grades to pick from, each with its words.

    With criteria these are their values with what each takes, best first; otherwise the usual
    grades. `juga` is a value that has to be among them (a computed claim).
    """
    rows = {k.nilai: f"{k.nilai}: {k.uraian}" for k in kriteria}
    if not rows:
        rows = {n: str(n) for n in NILAI}
        if juga is not None:
            rows.setdefault(juga, str(juga))
        return sorted(rows.items())
    return sorted(rows.items(), reverse=True)


def _bulat(share: Decimal) -> int:
    capped = min(max(share, Decimal(0)), Decimal(100))
    return int(capped.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def nilai_rasio(pembilang: Decimal | None, penyebut: Decimal | None) -> int | None:
    """Return 100 x reached / all, within 0 and 100, half rounded up; None without both figures.

    Formula: the ratio grades of the MCP instrument (share of what the document has to cover).
    """
    if pembilang is None or penyebut is None or penyebut <= 0:
        return None
    return _bulat(100 * pembilang / penyebut)


def nilai_dokumen(ada: int, wajib: int) -> int | None:
    """Return 100 x documents sent or accepted / required, half rounded up; None without any."""
    return _bulat(Decimal(100 * ada) / wajib) if wajib else None
