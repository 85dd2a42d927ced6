"""The dashboard of a Zona Integritas, and its part about LKE and registers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Instansi
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.ajuan import Ajuan, daftar_ajuan
from evidence.keadaan import hari_di
from evidence.models import Capaian, Disposisi, Rencana
from reports.datasets.zi import dasbor_zi, pekerjaan
from reports.datasets.zi_lke import daftar_terbaru, lke_terbaru
from reports.views.dasbor_roadmap import bagian
from reports.views.langkah_zi import langkah
from reports.views.pandangan import rencana_wajib
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.lke.menunggu import menunggu_lke

_BEKERJA = (
    Permission.EVIDENCE_SEND,
    Permission.EVIDENCE_REVIEW,
    Permission.SCHEDULE_PLAN,
    Permission.LKE_FILL,
)
"""Who has any of these is told what to do, also when it is nothing."""


def halaman_dasbor_zi(request: Permintaan, rencana: Rencana) -> HttpResponse:
    """Show how the month plan goes and what the person has to do; the LKE is loaded after it."""
    user, now = request.user, timezone.now()
    grid = petak(rencana, user)
    if rencana.status == Rencana.Keadaan.DITUTUP:
        recorded = Capaian.objects.visible_to(user).filter(butir__rencana=rencana).exists()
        context = {"rencana": rencana, "grid": grid, "tercatat": recorded}
        return render(request, "reports/dasbor_zi_arsip.html", context)
    akses = user.akses
    memutus = rencana.berjalan and akses.has(Permission.DISPOSITION_GIVE, rencana.instansi_id)
    told = Disposisi.objects.terbuka().filter(rencana=rencana) if memutus else ()
    ajuan = _ajuan(request, rencana) if memutus else ()
    r = dasbor_zi(grid, user, now=now, ajuan=ajuan, disposisi=told, memutus=memutus)
    bekerja = any(akses.has(permission, rencana.instansi_id) for permission in _BEKERJA)
    lke = menunggu_lke(user, rencana.instansi) if bekerja else ()
    context = {
        "r": r,
        "rencana": rencana,
        "papan": r.papan,
        "memutus": memutus,
        "bekerja": bekerja,
        "langkah": langkah(rencana, pekerjaan(grid, user), lke),
        "membaca_lke": akses.has(Permission.EVIDENCE_READ, rencana.instansi_id),
        "melapor": akses.has(Permission.REPORT_CREATE, rencana.instansi_id),
    }
    return render(request, "reports/dasbor_zi.html", context)


def _ajuan(request: Permintaan, rencana: Rencana) -> list[Ajuan]:
    """Exceptions of the plan that this person may decide."""
    if rencana.instansi.pemutus_pengecualian != Instansi.Pemutus.KETUA:
        return []
    me = request.user
    return [a for a in daftar_ajuan(rencana, me) if me.pk not in a.orang]


@require_safe
def dasbor_zi_lke(request: Permintaan) -> HttpResponse:
    """Show the LKE of the latest year and the registers; a page or a part of one."""
    rencana = rencana_wajib(request, Rencana.Jenis.ZI)
    instansi, hari = rencana.instansi, hari_di(rencana, timezone.now())
    context = {
        "rencana": rencana,
        "lke": lke_terbaru(request.user, instansi, rencana.tahun),
        "daftar": daftar_terbaru(request.user, instansi, hari),
        "mengelola": request.user.akses.has(Permission.LKE_MANAGE, instansi.pk),
    }
    return bagian(request, "dasbor_zi_lke", context)
