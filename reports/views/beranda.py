"""`/`: the home of the role."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Instansi
from accounts.permintaan import Permintaan
from accounts.permissions import Permission, Role
from accounts.readiness import checks
from evidence.models import Batas, Rencana
from evidence.selection import rencana_terpilih
from jobs.models import Job
from reports.datasets.papan import batas_aktif
from reports.kesehatan import tanda_instansi
from zonaintegritas.models import AnggotaTPI

_RUMAH = (
    (Role.KOORDINATOR, "tugas_saya"),
    (Role.OPERATOR, "tugas_saya"),
    (Role.VERIFIKATOR, "verifikasi"),
    (Role.KETUA, "dasbor"),
    (Role.ADMIN, ""),
    (Role.AUDITOR, ""),
    (Role.AUDITOR_TUGAS, ""),
    (Role.PLATFORM, "admin:index"),
)
_BEKERJA = (Role.KOORDINATOR, Role.OPERATOR, Role.VERIFIKATOR)
"""Roles that the dashboard of a Zona Integritas tells what to do: tasks, months, LKE."""
LAPORAN_TERBARU = 5


@require_safe
def beranda(request: Permintaan) -> HttpResponse:
    """Lead to the first work of the person; say what to do to somebody without a role.

    Who has no role but sits in a TPI today comes to the LKE that they assess.
    """
    roles = request.user.akses.roles
    first = next((role for role, _ in _RUMAH if role in roles), None)
    if first is None:
        if AnggotaTPI.objects.bertugas(request.user).exists():
            return redirect("zi_lke_daftar")
        return render(request, "reports/beranda.html")
    target = dict(_RUMAH)[first]
    if first in _BEKERJA and _rumah_zi(request):
        return redirect("dasbor")
    if target:
        return redirect(target)
    return _admin(request) if first is Role.ADMIN else _auditor(request)


def _rumah_zi(request: Permintaan) -> bool:
    """Whether the first plan of the person is a Zona Integritas."""
    first, _ = rencana_terpilih(request)
    return first is not None and first.jenis == Rencana.Jenis.ZI


def _admin(request: Permintaan) -> HttpResponse:
    """What is still to be set up, and where each plan stands."""
    instansi = request.user.akses.instansi[0]
    daftar = checks(instansi)
    kurang = [c for c in daftar if not c.ada]
    context = {
        "instansi": instansi,
        "kurang": kurang,
        "siap": len(daftar) - len(kurang),
        "semua": len(daftar),
        "rencana": _rencana(request),
        "tanda": tanda_instansi(_dikelola(request)),
    }
    return render(request, "reports/beranda_admin.html", context)


def _dikelola(request: Permintaan) -> list[Instansi]:
    """The institutions in which the person is admin."""
    akses = request.user.akses
    ids = {g.instansi_id for g in akses.grants if g.role is Role.ADMIN}
    return [i for i in akses.instansi if i.pk in ids]


def _auditor(request: Permintaan) -> HttpResponse:
    """The plans to read, the reports that are ready, and the audit trail."""
    akses = request.user.akses
    context = {
        "rencana": _rencana(request),
        "laporan": Job.objects.visible_to(request.user)
        .filter(status=Job.Status.SELESAI)
        .exclude(hasil="")
        .order_by("-pk")[:LAPORAN_TERBARU],
        "jejak": akses.has(Permission.AUDIT_READ),
        "tugas": next(
            (g for g in akses.grants if g.role is Role.AUDITOR_TUGAS),
            None,
        ),
    }
    return render(request, "reports/beranda_auditor.html", context)


def _rencana(request: Permintaan) -> list[tuple[Rencana, Batas | None]]:
    """The plans of the person, each with the cut-off that is being worked on (one query)."""
    _, rows = rencana_terpilih(request)
    cut_offs: dict[int, list[Batas]] = {}
    for batas in Batas.objects.filter(rencana__in=[r.pk for r in rows]):
        cut_offs.setdefault(batas.rencana_id, []).append(batas)
    today = timezone.localdate()
    return [(r, batas_aktif(cut_offs.get(r.pk, ()), today) if r.berjalan else None) for r in rows]
