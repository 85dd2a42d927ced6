"""From planned months to due windows. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from evidence.jadwal import Jendela, bulan_kemudian


@dataclass(frozen=True)
class Masa:
    """Months that make one window; `ditagih` is False when it ended before the decree was made."""

    bulan: tuple[date, ...]
    jendela: Jendela
    ditagih: bool


def akhir_bulan(bulan: date) -> date:
    """Return the last day of the month that begins on `bulan`."""
    return bulan_kemudian(bulan, 1) - timedelta(days=1)


def masa(bulan: Collection[date], *, rentang: bool, sejak: date | None) -> tuple[Masa, ...]:
    """Return the windows of planned months (first days), in their order.

    A rentang has one window for each run of consecutive months, else every month is one. A
    window whose last day lies before `sejak`, the date of the decree, is never asked for: an
    obligation can't be older than what makes it.
    """
    runs: list[list[date]] = []
    for one in sorted(set(bulan)):
        if rentang and runs and bulan_kemudian(runs[-1][-1], 1) == one:
            runs[-1].append(one)
        else:
            runs.append([one])
    found = []
    for run in runs:
        window = Jendela(run[0], akhir_bulan(run[-1]))
        found.append(Masa(tuple(run), window, sejak is None or window.selesai >= sejak))
    return tuple(found)
