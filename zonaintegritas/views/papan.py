"""The team board of a Zona Integritas."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from zonaintegritas import papan as isi
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.models import AnggotaTim
from zonaintegritas.tampil_jadwal import kepala_bulan
from zonaintegritas.views.jadwal import dipilih


@require_safe
def papan(request: Permintaan) -> HttpResponse:
    """Show what is late, returned, due and unplanned, per team, with the curve of the plan."""
    rencana, keputusan, pilihan = dipilih(request)
    context = {"rencana": rencana, "pilihan": pilihan, "keputusan": keputusan}
    if rencana is None or keputusan is None:
        return render(request, "zonaintegritas/kosong.html", context)
    grid = petak(rencana, request.user)
    members = AnggotaTim.objects.filter(tim__keputusan=keputusan, tim__unit__isnull=False)
    board = isi.papan(grid, request.user, members)
    return render(
        request,
        "zonaintegritas/papan.html",
        {**context, "papan": board, "kepala_bulan": kepala_bulan(grid)},
    )
