"""The list of plans, and one plan with everything it asks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.lists.rencana import (
    Saringan,
    boleh_ubah,
    daftar_rencana,
    halaman_rencana,
    usulan_batas,
)
from evidence.models import Butir, Rencana
from evidence.views.access import butuh
from evidence.views.rencana.pintu import rencana_terlihat


@require_safe
@butuh(Permission.PLAN_READ, "Daftar rencana terbuka bagi orang yang berperan di sebuah instansi.")
def daftar(request: Permintaan) -> HttpResponse:
    """List the plans of the person's institutions."""
    akses = request.user.akses
    return render(
        request,
        "evidence/rencana/daftar.html",
        {
            "page_obj": daftar_rencana(request.user, request.GET.get("page", "")),
            "kelola": bool(akses.instansi_ids(Permission.PLAN_EDIT)),
            "banyak_instansi": len(akses.instansi) > 1,
        },
    )


@require_safe
def rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show one plan: its state, its cut-offs, and the table of obligations."""
    rencana = rencana_terlihat(request, pk)
    saringan, today = Saringan.dari(request.GET), timezone.localdate()
    halaman = halaman_rencana(rencana, saringan, request.GET.get("page", ""), today)
    ubah = boleh_ubah(request.user, rencana)
    terbuka = rencana.status != Rencana.Keadaan.DITUTUP
    return render(
        request,
        "evidence/rencana/rinci.html",
        {
            "rencana": rencana,
            "halaman": halaman,
            "page_obj": halaman.page_obj,
            "saringan": saringan,
            "usulan": [] if halaman.batas or not terbuka else usulan_batas(rencana),
            "boleh_ubah": ubah,
            "dapat_diubah": ubah and terbuka,
            "pola": Butir.Pola.choices,
            "sumber": Butir.SumberPola.choices,
        },
    )
