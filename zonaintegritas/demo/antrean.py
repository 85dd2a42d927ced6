"""What happened in the sample, in the order of its days: several histories run side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Kalender:
    """The days of the sample, counted from the day on which it is made."""

    today: date
    now: datetime
    zona: ZoneInfo

    def at(self, hari: date, jam: time) -> datetime:
        """Return a time on a day, never later than now."""
        return min(datetime.combine(hari, jam, self.zona), self.now)

    def lalu(self, hari: int) -> date:
        """Return the day so many days from today; negative ones lie in the past."""
        return self.today + timedelta(days=hari)


class Antrean:
    """Steps of several histories; each is done at its time, those of one time as they came."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._steps: list[tuple[datetime, int, Callable[[datetime], object]]] = []
        self._count = 0

    def tambah(self, at: datetime, step: Callable[[datetime], object]) -> None:
        """Add a step; it is told its time. Steps may add later ones."""
        heappush(self._steps, (at, self._count, step))
        self._count += 1

    def jalankan(self) -> int:
        """Do every step in the order of its time; return how many there were."""
        while self._steps:
            at, _, step = heappop(self._steps)
            step(at)
        return self._count
