"""What a figure is about: a plan, a reader, the day it speaks of, and the cut-off it is cut by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accounts.models import User
from evidence.ajuan import Ajuan, daftar_ajuan
from evidence.keadaan import Riwayat, Tugas, hari_di, sekarang
from evidence.models import Batas, Rencana


@dataclass
class Pandangan:
    """One way to look at a plan. Figures and the rows behind them share it."""

    rencana: Rencana
    user: User
    now: datetime
    per: date | None = None
    batas: Batas | None = None
    _riwayat: Riwayat | None = field(default=None, repr=False)
    _ajuan: list[Ajuan] | None = field(default=None, repr=False)

    @property
    def at(self) -> datetime:
        """The moment of the figures: now, or the end of a past day in the plan's zone."""
        if self.per is None or self.per >= hari_di(self.rencana, self.now):
            return self.now
        zone = ZoneInfo(self.rencana.instansi.zona_waktu)
        return datetime.combine(self.per, time.max, zone)

    @property
    def hari_ini(self) -> date:
        """The day of that moment."""
        return hari_di(self.rencana, self.at)

    @property
    def akhir(self) -> date:
        """The last day of what counts: of the cut-off, or else the day of the figures.

        A window that has not begun is not owed yet.
        """
        return self.batas.akhir if self.batas else self.hari_ini

    @property
    def ajuan(self) -> list[Ajuan]:
        """The exceptions of the plan that wait or that KPK accepted, read once."""
        if self._ajuan is None:
            self._ajuan = daftar_ajuan(self.rencana, self.user)
        return self._ajuan

    @property
    def riwayat(self) -> Riwayat:
        """All decisions of the plan, read once."""
        if self._riwayat is None:
            self._riwayat = Riwayat(self.rencana, self.user, self.ajuan)
        return self._riwayat

    def tugas(self) -> list[Tugas]:
        """The tasks that count at that moment and in that cut-off."""
        past = self.at != self.now or self._riwayat is not None
        rows = (
            self.riwayat.pada(self.at)
            if past
            else sekarang(self.rencana, self.user, self.now, self.ajuan)
        )
        return dalam(rows, self.akhir)

    @property
    def kueri(self) -> str:
        """The part of an address that keeps this view ("&batas=B06&per=2026-06-30")."""
        parts = [f"&batas={self.batas.kode}"] if self.batas else []
        if self.per is not None:
            parts.append(f"&per={self.per:%Y-%m-%d}")
        return "".join(parts)


def dalam(rows: Iterable[Tugas], akhir: date) -> list[Tugas]:
    """Return the tasks whose windows have begun by a day."""
    return [t for t in rows if t.mulai <= akhir]
