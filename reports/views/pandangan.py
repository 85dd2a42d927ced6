"""Reads from the address what a figure is about: plan, day, cut-off."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Batas, Rencana
from evidence.selection import rencana_terpilih
from reports.datasets.pandangan import Pandangan
from reports.datasets.periode_menunggu import berkeadaan

BERANGGOTA = (Rencana.Jenis.SATGAS, Rencana.Jenis.MCP)
"""Plans of the Satgas: with members, areas, and KPK's answers."""

JENIS = (*BERANGGOTA, Rencana.Jenis.ROADMAP)
"""Plans whose figures open into lists of documents and tasks."""

SEMUA = (*JENIS, Rencana.Jenis.ZI)
"""Plans that have a dashboard."""


@dataclass(frozen=True)
class Pilihan:
    """The view a person asked for, with the cut-offs there are to choose from."""

    pandangan: Pandangan
    cut_offs: tuple[Batas, ...]


def rencana_dasbor(request: Permintaan, jenis: Container[str] = JENIS) -> Rencana | None:
    """Return the chosen plan that has a dashboard; a person who may not read it is refused.

    `jenis`: the kinds of plan that the page is for; asked for another, it shows the first of them.
    """
    chosen, rows = rencana_terpilih(request)
    if not request.GET.get("rencana") or (chosen and chosen.jenis not in jenis):
        chosen = next((r for r in rows if r.jenis in jenis), None)
    _require(request.user, chosen.instansi_id if chosen else None)
    return chosen


def rencana_wajib(request: Permintaan, *jenis: str) -> Rencana:
    """Return the chosen plan, of the kinds that the page is for; Http404 when there is none."""
    rencana = rencana_dasbor(request, jenis or JENIS)
    if rencana is None:
        raise Http404("Belum ada rencana untuk halaman ini.")
    return rencana


def _require(user: User, instansi_id: int | None) -> None:
    if not user.akses.has(Permission.DASHBOARD_READ, instansi_id):
        raise PermissionDenied("Dasbor tidak termasuk peran Anda.")


def pilihan(request: Permintaan, rencana: Rencana, *, semua: bool = True) -> Pilihan:
    """Return the view named by `batas` and `per`; Http404 for what can't be read.

    `semua`: with all cut-offs to choose from (one query).
    """
    kode, per = request.GET.get("batas", ""), request.GET.get("per", "")
    wanted = berkeadaan(Batas.objects.filter(rencana=rencana)).order_by("akhir")
    cut_offs = tuple(wanted) if kode or semua else ()
    batas = next((b for b in cut_offs if b.kode == kode), None)
    if kode and batas is None:
        raise Http404("Batas ini tidak ada pada rencana ini.")
    view = Pandangan(rencana, request.user, timezone.now(), _hari(per, rencana), batas)
    return Pilihan(view, cut_offs)


def _hari(text: str, rencana: Rencana) -> date | None:
    """Read a day of the plan, or of the year before it."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404("Tanggal ini tidak ada.") from error
    if day < rencana.mulai - timedelta(days=366):
        raise Http404("Rencana ini belum ada pada tanggal itu.")
    return day
