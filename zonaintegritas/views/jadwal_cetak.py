"""The month plan on paper: bars over twelve months, read in black and white."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from zonaintegritas.cetak_jadwal import legenda_cetak, tabel_cetak
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.tampil_jadwal import kepala_bulan
from zonaintegritas.views.jadwal import baca_alamat, dipilih, tim_kerja


@require_safe
def cetak(request: Permintaan) -> HttpResponse:
    """Show the months as bars on paper, of one team when the address names one."""
    rencana, keputusan, pilihan = dipilih(request)
    context = {"rencana": rencana, "pilihan": pilihan, "keputusan": keputusan}
    if rencana is None or keputusan is None:
        return render(request, "zonaintegritas/kosong.html", context)
    teams = tim_kerja(keputusan)
    alamat = baca_alamat(request, rencana)
    chosen = next((one for one in teams if one.no_lampiran_2 == alamat.tim), None)
    grid = petak(keputusan.rencana, request.user, tim=chosen.pk if chosen else None)
    return render(
        request,
        "zonaintegritas/jadwal_cetak.html",
        {
            **context,
            "petak": grid,
            "tabel": tabel_cetak(grid),
            "legenda": legenda_cetak(grid),
            "kepala_bulan": kepala_bulan(grid),
            "dipilih": chosen,
            "alamat": alamat.query(),
            "saat": timezone.now(),
        },
    )
