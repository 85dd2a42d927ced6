"""A draft being edited: one topic or one part a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from zonaintegritas.actions.instrumen import (
    buang_instrumen,
    ubah_ambang,
    ubah_pembulatan,
    ubah_pokok,
)
from zonaintegritas.actions.instrumen_bagian import Bagian, hapus_bagian, simpan_bagian
from zonaintegritas.forms_instrumen import FORM, MODEL, AmbangForm, BulatForm, PokokForm
from zonaintegritas.models import InstrumenLKE
from zonaintegritas.views.instrumen.daftar import (
    ke_rinci,
    konteks_instrumen,
    pembaca,
    rancangan,
)
from zonaintegritas.views.jalan import BACA_TULIS, SALAH, bilangan, coba

ISIAN = "zonaintegritas/instrumen/isian.html"


@dataclass(frozen=True)
class _Topik:
    """One page of a draft about the whole of it."""

    judul: str
    form: type[PokokForm] | type[AmbangForm] | type[BulatForm]
    simpan: Callable[[InstrumenLKE, Any, Permintaan], object]


_TOPIK = {
    "pokok": _Topik(
        "Nama, dasar, dan catatan",
        PokokForm,
        lambda row, form, request: ubah_pokok(
            instrumen_id=row.pk, by=request.user, **form.cleaned_data
        ),
    ),
    "ambang": _Topik(
        "Ambang predikat",
        AmbangForm,
        lambda row, form, request: ubah_ambang(
            instrumen_id=row.pk, ambang=form.isi(), by=request.user
        ),
    ),
    "pembulatan": _Topik(
        "Pembulatan",
        BulatForm,
        lambda row, form, request: ubah_pembulatan(
            instrumen_id=row.pk, pembulatan=form.isi(), by=request.user
        ),
    ),
}


@require_http_methods(BACA_TULIS)
@pembaca
def topik(request: Permintaan, pk: int, nama: str) -> HttpResponse:
    """Show one topic of a draft; POST stores it."""
    row, satu = rancangan(request, pk), _TOPIK[nama]
    posted = request.method == "POST"
    form = satu.form(request.POST if posted else None, initial=satu.form.awal(row))
    status: int | None = 200
    if posted:
        status = SALAH
        if form.is_valid():
            status = coba(form, lambda: satu.simpan(row, form, request))
        if status is None:
            messages.success(request, "Perubahan tersimpan.")
            return ke_rinci(pk)
    konteks = konteks_instrumen(request, instrumen=row, form=form, judul=satu.judul)
    return render(request, ISIAN, konteks, status=status)


def _bagian(bagian: str) -> str:
    if bagian not in FORM:
        raise Http404("Bagian ini tidak ada.")
    return bagian


@require_http_methods(BACA_TULIS)
@pembaca
def tambah(request: Permintaan, pk: int, bagian: str) -> HttpResponse:
    """Ask for a new part of a draft; POST adds it. `?di=` names the component it begins with."""
    row = rancangan(request, pk)
    form_class = FORM[_bagian(bagian)]
    posted = request.method == "POST"
    di = bilangan(request.GET, "di")
    form = form_class(
        request.POST if posted else None, instrumen=row, initial={"induk": di, "komponen": di}
    )
    status: int | None = 200
    if posted:
        status = SALAH
        if form.is_valid():
            status = coba(
                form, lambda: simpan_bagian(instrumen_id=pk, isi=form.isi(), by=request.user)
            )
        if status is None:
            messages.success(request, f"{bagian.capitalize()} ditambahkan.")
            return ke_rinci(pk)
    konteks = konteks_instrumen(request, instrumen=row, form=form, judul=f"Tambah {bagian}")
    return render(request, ISIAN, konteks, status=status)


def _baris(row: InstrumenLKE, bagian: str, baris: int) -> Bagian:
    rows = MODEL[_bagian(bagian)].objects.filter(instrumen=row)
    return cast("Bagian", get_object_or_404(rows, pk=baris))


@require_http_methods(BACA_TULIS)
@pembaca
def ubah(request: Permintaan, pk: int, bagian: str, baris: int) -> HttpResponse:
    """Show a part of a draft; POST changes it."""
    row = rancangan(request, pk)
    satu = _baris(row, bagian, baris)
    posted = request.method == "POST"
    form = FORM[bagian](request.POST if posted else None, instrumen=row, row=satu)
    status: int | None = 200
    if posted:
        status = SALAH
        if form.is_valid():
            status = coba(
                form,
                lambda: simpan_bagian(
                    instrumen_id=pk, isi=form.isi(), baris_id=baris, by=request.user
                ),
            )
        if status is None:
            messages.success(request, "Perubahan tersimpan.")
            return ke_rinci(pk)
    judul = f"Ubah {bagian} {satu.kode}"
    konteks = konteks_instrumen(
        request, instrumen=row, form=form, judul=judul, bagian=bagian, satu=satu
    )
    return render(request, ISIAN, konteks, status=status)


@require_http_methods(BACA_TULIS)
@pembaca
def hapus(request: Permintaan, pk: int, bagian: str, baris: int) -> HttpResponse:
    """Ask before a part of a draft goes; POST removes it."""
    row = rancangan(request, pk)
    satu = _baris(row, bagian, baris)
    judul = f"Hapus {bagian} {satu.kode}?"
    isi = f"{satu}. Hanya bagian yang kosong dan tidak dipakai yang dapat dihapus."
    return _konfirmasi(
        request,
        row,
        judul,
        isi,
        lambda: hapus_bagian(instrumen_id=pk, model=MODEL[bagian], baris_id=baris, by=request.user),
        f"{bagian.capitalize()} {satu.kode} dihapus.",
        lambda: ke_rinci(pk),
    )


@require_http_methods(BACA_TULIS)
@pembaca
def buang(request: Permintaan, pk: int) -> HttpResponse:
    """Ask before a draft is thrown away; POST does it."""
    row = rancangan(request, pk)
    return _konfirmasi(
        request,
        row,
        f"Hapus rancangan {row}?",
        "Semua komponen, pertanyaan, dan skala rancangan ini hilang. Jejaknya tetap tercatat.",
        lambda: buang_instrumen(instrumen_id=pk, by=request.user),
        "Rancangan dihapus.",
        lambda: redirect("zi_instrumen"),
    )


def _konfirmasi(
    request: Permintaan,
    row: InstrumenLKE,
    judul: str,
    isi: str,
    langkah: Callable[[], object],
    pesan: str,
    tujuan: Callable[[], HttpResponse],
) -> HttpResponse:
    form, status = Form(request.POST if request.method == "POST" else None), None
    if request.method == "POST":
        status = coba(form, langkah)
        if status is None:
            messages.success(request, pesan)
            return tujuan()
    konteks = konteks_instrumen(request, instrumen=row, form=form, judul=judul, isi=isi)
    return render(request, "zonaintegritas/instrumen/hapus.html", konteks, status=status or 200)
