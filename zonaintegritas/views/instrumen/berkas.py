"""Instruments as workbooks and as copies: template, import, export, a new draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permintaan import Permintaan
from zonaintegritas.actions.instrumen import BUKAN_PENGELOLA, salin_instrumen
from zonaintegritas.actions.instrumen_impor import impor_instrumen
from zonaintegritas.forms_instrumen import ImporForm, SalinForm
from zonaintegritas.lke.buku import JENIS_BERKAS, templat, tulis_buku
from zonaintegritas.lke.isian import skala_dari
from zonaintegritas.lke.muat import naskah_dari
from zonaintegritas.lke.sel import GalatSel, ImporDitolak
from zonaintegritas.models import InstrumenLKE
from zonaintegritas.views.instrumen.daftar import (
    dikelola,
    ke_rinci,
    konteks_instrumen,
    pembaca,
    terbaca,
)
from zonaintegritas.views.jalan import BACA_TULIS, SALAH, coba


def _buku(data: bytes, nama: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=JENIS_BERKAS)
    answer["Content-Disposition"] = f'attachment; filename="{nama}.xlsx"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@pembaca
def unduh(request: Permintaan, pk: int) -> HttpResponse:
    """Deliver an instrument as a workbook in the shape that the import reads."""
    row = terbaca(request, pk)
    skala = [skala_dari(satu) for satu in row.skala_set.order_by("id")]
    return _buku(tulis_buku(naskah_dari(row), skala), f"lke-{row.kode}-v{row.versi}")


@require_safe
@pembaca
def templat_impor(request: Permintaan) -> HttpResponse:
    """Deliver the empty workbook to fill in."""
    return _buku(templat(), "templat-instrumen-lke")


@require_http_methods(BACA_TULIS)
@pembaca
def impor(request: Permintaan) -> HttpResponse:
    """Ask for a filled workbook; POST stores it, or shows every fault and stores nothing."""
    pilihan = dikelola(request)
    if not pilihan:
        raise PermissionDenied(BUKAN_PENGELOLA)
    posted = request.method == "POST"
    form = ImporForm(
        request.POST if posted else None, request.FILES if posted else None, pilihan=pilihan
    )
    status: int | None = 200
    galat: list[GalatSel] = []
    if posted:
        status = SALAH
        made: list[InstrumenLKE] = []
        if form.is_valid():
            try:
                status = coba(form, lambda: made.append(_impor(request, form)))
            except ImporDitolak as error:
                galat = error.galat
        if made:
            messages.success(request, f"{made[0]} tersimpan sebagai rancangan.")
            return ke_rinci(made[0].pk)
    konteks = konteks_instrumen(request, form=form, galat=galat)
    return render(request, "zonaintegritas/instrumen/impor.html", konteks, status=status)


def _impor(request: Permintaan, form: ImporForm) -> InstrumenLKE:
    file = form.cleaned_data["berkas"]
    return impor_instrumen(
        instansi_id=form.cleaned_data["instansi"],
        nama=file.name or "",
        file=file,
        by=request.user,
    )


@require_http_methods(BACA_TULIS)
@pembaca
def salin(request: Permintaan, pk: int) -> HttpResponse:
    """Ask for the name of a copy; POST makes the draft."""
    row = terbaca(request, pk)
    pilihan = [(i, nama) for i, nama in dikelola(request) if row.instansi_id in (None, i)]
    if not pilihan:
        raise PermissionDenied(BUKAN_PENGELOLA)
    posted = request.method == "POST"
    form = SalinForm(request.POST if posted else None, pilihan=pilihan, initial={"nama": row.nama})
    status: int | None = 200
    if posted:
        status = SALAH
        made: list[InstrumenLKE] = []
        if form.is_valid():
            data = form.cleaned_data
            status = coba(
                form,
                lambda: made.append(
                    salin_instrumen(
                        instrumen_id=pk,
                        instansi_id=data["instansi"],
                        nama=data["nama"],
                        by=request.user,
                    )
                ),
            )
        if made:
            messages.success(request, "Rancangan dibuat. Ubah yang perlu, lalu pakai untuk LKE.")
            return ke_rinci(made[0].pk)
    judul = f"Salin {row} menjadi rancangan"
    konteks = konteks_instrumen(request, instrumen=row, form=form, judul=judul)
    return render(request, "zonaintegritas/instrumen/isian.html", konteks, status=status)
