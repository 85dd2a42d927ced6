"""When a thing to do is due: windows from its pola, deadlines from the cut-offs. Pure.

The windows of the pola jadwal are planned by people, month by month (evidence/penjadwal.py).
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evidence.models import Batas, Butir
from sheets.values import BULAN

_BULAN: dict[str, int] = {
    Butir.Pola.BULANAN: 1,
    Butir.Pola.TRIWULAN: 3,
    Butir.Pola.SEMESTER: 6,
    Butir.Pola.TAHUNAN: 12,
    Butir.Pola.SEKALI: 12,
    Butir.Pola.TERUS: 12,
    Butir.Pola.KEJADIAN: 12,
}

POLA_KALENDER: tuple[str, ...] = tuple(p for p in Butir.Pola.values if p in _BULAN)
"""The pola whose windows follow from the calendar alone."""

_ROMAWI = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Jendela:
    """One due window, both days included."""

    mulai: date
    selesai: date

    @property
    def hari(self) -> int:
        """Length in days."""
        return (self.selesai - self.mulai).days + 1

    @property
    def tengah(self) -> date:
        """The day in the middle: it lies in the period that the window stands for."""
        return self.mulai + timedelta(days=(self.hari - 1) // 2)

    def tumpang(self, other: "Jendela") -> int:
        """Return how many days two windows share."""
        first, last = max(self.mulai, other.mulai), min(self.selesai, other.selesai)
        return max(0, (last - first).days + 1)


def bulan_kemudian(hari: date, bulan: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(hari.year * 12 + hari.month - 1 + bulan, 12)
    return date(year, month + 1, min(hari.day, calendar.monthrange(year, month + 1)[1]))


def jendela(pola: str, mulai: date, selesai: date) -> tuple[Jendela, ...]:
    """Return the due windows of a pola between the first and last day of a plan.

    Windows follow the calendar (months, quarters, halves, years). A stub at either end that is
    shorter than half of such a period belongs to its neighbour. Raises KeyError for the pola
    jadwal, whose windows the calendar does not know.
    """
    months = _BULAN[pola]
    first = date(mulai.year, (mulai.month - 1) // months * months + 1, 1)
    blocks: list[tuple[Jendela, int]] = []
    while first <= selesai:
        after = bulan_kemudian(first, months)
        full = (after - first).days
        last = min(after - timedelta(days=1), selesai)
        blocks.append((Jendela(max(first, mulai), last), full))
        first = after
    if len(blocks) > 1 and blocks[0][0].hari * 2 < blocks[0][1]:
        (stub, _), (head, full) = blocks[:2]
        blocks[:2] = [(Jendela(stub.mulai, head.selesai), full)]
    if len(blocks) > 1 and blocks[-1][0].hari * 2 < blocks[-1][1]:
        (tail, full), (stub, _) = blocks[-2:]
        blocks[-2:] = [(Jendela(tail.mulai, stub.selesai), full)]
    return tuple(block for block, _ in blocks)


def label(pola: str, window: Jendela) -> str:
    """Return what officials call a window: "Semester I 2026", "Triwulan III 2026", "Tahun 2026".

    The pola names the period when the window is as long as one (stubs at the ends of a plan
    included). A window made for another pola, or in a plan shorter than a period, is named after
    the shortest period that fits; one over several years "Tahun 2026 sampai 2028". A window of
    the pola jadwal is named by its months: "Maret 2026", "Maret sampai Juli 2026".
    """
    if pola == Butir.Pola.JADWAL:
        first, last = _nama(window.mulai, 1), _nama(window.selesai, 1)
        if first == last:
            return last
        same_year = window.mulai.year == window.selesai.year
        return f"{BULAN[window.mulai.month - 1] if same_year else first} sampai {last}"
    for months in (_BULAN[pola], *sorted(set(_BULAN.values()))):
        full = _panjang(window.tengah, months)
        if window.hari * 2 < 3 * full and (months == 1 or window.hari * 2 >= full):
            return _nama(window.tengah, months)
    return f"Tahun {window.mulai.year} sampai {window.selesai.year}"


def _panjang(day: date, months: int) -> int:
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return (bulan_kemudian(first, months) - first).days


def _nama(day: date, months: int) -> str:
    if months == 1:
        return f"{BULAN[day.month - 1]} {day.year}"
    if months == 12:
        return f"Tahun {day.year}"
    kata = "Semester" if months == 6 else "Triwulan"
    return f"{kata} {_ROMAWI[(day.month - 1) // months]} {day.year}"


def jatuh_tempo(
    butir: Butir,
    window: Jendela,
    cut_offs: Sequence[Batas],
    default: date,
    dari: date | None = None,
) -> date:
    """Return the deadline of the unit for one window.

    A window that people planned (pola jadwal) is due on its last day. Otherwise a date that the
    text names ("sebelum bulan Februari") comes first. Otherwise the unit's deadline of the
    first cut-off that photographs the window whole; a continuous task has to be up to date from
    the first cut-off on that ends after `dari`, the day the work began. `default` stands where
    the plan has no cut-off.
    """
    if butir.pola == Butir.Pola.JADWAL:
        return window.selesai
    if butir.jatuh_tempo and window.mulai <= butir.jatuh_tempo <= window.selesai:
        return butir.jatuh_tempo
    day = window.selesai
    if butir.pola == Butir.Pola.TERUS:
        day = max(window.mulai, dari) if dari else window.mulai
    ordered = sorted(cut_offs, key=lambda b: b.akhir)
    if not ordered:
        return default
    return next((b for b in ordered if b.akhir >= day), ordered[-1]).batas_unit


def batas_baku(mulai: date, selesai: date) -> list[Batas]:
    """Return the quarterly cut-offs of a plan (unsaved) with the portal's proposed dates.

    B03, B06, B09, B12: the unit until the quarter's last day, the Inspektorat one week, JAGA two
    weeks, KPK four weeks and the close five weeks later. Proposals: an admin edits them.
    """
    found = []
    for window in jendela(Butir.Pola.TRIWULAN, mulai, selesai):
        end = window.selesai
        found.append(
            Batas(
                kode=f"B{end.month:02d}" if mulai.year == selesai.year else f"{end:%y}B{end:%m}",
                akhir=end,
                dibuka=window.mulai,
                batas_unit=end,
                batas_inspektorat=end + timedelta(days=7),
                batas_jaga=end + timedelta(days=14),
                verifikasi_kpk=end + timedelta(days=28),
                ditutup=end + timedelta(days=35),
            )
        )
    return found
