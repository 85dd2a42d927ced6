"""The sheet: all questions of one assessment on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from zonaintegritas.lke.lanjut import lanjut
from zonaintegritas.lke.lembar import lembar
from zonaintegritas.lke.saringan import SaringanLembar
from zonaintegritas.lke.tampil import tahap_kini, tampil
from zonaintegritas.views.lke.pintu import catatan, konteks, lke_terlihat, orang


@require_safe
def halaman(request: Permintaan, pk: int) -> HttpResponse:
    """Show the sheet; the questions of the open stage can be answered one by one."""
    lke = lke_terlihat(request, pk)
    sheet = lembar(lke, request.user, orang=orang(request, lke))
    saringan = SaringanLembar.dari(request.GET)
    sisa = bool(sheet.belum_dijawab(tahap_kini(lke)))
    isi = konteks(
        request,
        lke,
        lembar=tampil(sheet, saringan, user_id=request.user.pk),
        saringan=saringan,
        kembali=saringan.alamat,
        lanjut=lanjut(lke, sheet.hak, catatan(lke), sisa=sisa),
    )
    return render(request, "zonaintegritas/lke/lembar.html", isi)
