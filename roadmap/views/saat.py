"""Reads from the address which Road Map, and which day, a page is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone

from accounts.permintaan import Permintaan
from evidence.keadaan import hari_di
from evidence.models import Rencana
from evidence.selection import rencana_terpilih

_SETAHUN = timedelta(days=366)


@dataclass(frozen=True)
class Saat:
    """The moment of the figures: now, or the end of a past day. `per`: the day asked for."""

    at: datetime
    hari_ini: date
    lampau: bool
    per: date | None

    @property
    def kueri(self) -> str:
        """The part of an address that keeps the day ("&per=2026-06-30")."""
        return f"&per={self.per:%Y-%m-%d}" if self.lampau and self.per else ""


def rencana_roadmap(request: Permintaan) -> Rencana | None:
    """Return the chosen Road Map, the first visible one when none is named.

    Http404 for a plan that is not visible or is no Road Map.
    """
    return rencana_terpilih(request, Rencana.Jenis.ROADMAP)[0]


def saat(request: Permintaan, rencana: Rencana) -> Saat:
    """Return the moment that `per` names; Http404 for what is no day of the plan."""
    now = timezone.now()
    today = hari_di(rencana, now)
    day = _hari(request.GET.get("per", ""), rencana)
    if day is None or day >= today:
        return Saat(now, today, False, None)
    zone = ZoneInfo(rencana.instansi.zona_waktu)
    return Saat(datetime.combine(day, time.max, zone), day, True, day)


def _hari(text: str, rencana: Rencana) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404("Tanggal ini tidak ada.") from error
    if day < rencana.mulai - _SETAHUN:
        raise Http404("Rencana ini belum ada pada tanggal itu.")
    return day
