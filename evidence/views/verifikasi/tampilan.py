"""Saved filters of the queue: keep, name anew, drop. Only one's own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from evidence.actions import IsianKurang, NotAllowed
from evidence.actions.tampilan import (
    NAMA_MAKS,
    hapus_tampilan,
    simpan_tampilan,
    ubah_nama_tampilan,
)
from evidence.lists.saringan import Saringan
from evidence.models import TampilanTersimpan
from evidence.views.access import BUKAN_VERIFIKATOR, butuh
from evidence.views.verifikasi.alamat import ke_antrean


class TampilanForm(forms.Form):
    """The name of a saved filter; the action checks that it is free."""

    nama = forms.CharField(
        label="Nama",
        max_length=NAMA_MAKS,
        help_text="Misalnya: Biro Pengadaan, menunggu.",
        error_messages={
            "required": "Tulis nama untuk saringan ini.",
            "max_length": f"Terlalu panjang: paling banyak {NAMA_MAKS} huruf.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["nama"].widget.attrs.pop("maxlength", None)  # the server says how much


@require_http_methods(["GET", "HEAD", "POST"])
@butuh(Permission.EVIDENCE_REVIEW, BUKAN_VERIFIKATOR)
def tampilan_baru(request: Permintaan) -> HttpResponse:
    """Ask for a name for the filters in the address, then keep them."""
    saringan = Saringan.dari(request.GET)
    form = TampilanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            simpan_tampilan(
                halaman=TampilanTersimpan.Halaman.VERIFIKASI,
                nama=form.cleaned_data["nama"],
                kueri=saringan.kueri,
                by=request.user,
            )
        except IsianKurang as error:
            form.add_error("nama", error.galat["nama"])
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saringan tersimpan. Tautannya ada di atas antrean.")
            return redirect(ke_antrean(saringan))
    return _formulir(request, form, saringan, None)


def _formulir(
    request: Permintaan, form: TampilanForm, saringan: Saringan, row: TampilanTersimpan | None
) -> HttpResponse:
    return render(
        request,
        "evidence/verifikasi_tampilan.html",
        {"form": form, "saringan": saringan, "tampilan": row, "kembali": ke_antrean(saringan)},
        status=422 if form.errors else 200,
    )


def _milik(request: Permintaan, pk: int) -> TampilanTersimpan:
    return get_object_or_404(TampilanTersimpan.objects.visible_to(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@butuh(Permission.EVIDENCE_REVIEW, BUKAN_VERIFIKATOR)
def tampilan_ubah(request: Permintaan, pk: int) -> HttpResponse:
    """Give a saved filter another name."""
    row = _milik(request, pk)
    saringan = Saringan.dari_alamat(row.kueri)
    form = TampilanForm(initial={"nama": row.nama})
    if request.method == "POST":
        form = TampilanForm(request.POST)
        if form.is_valid():
            try:
                ubah_nama_tampilan(tampilan_id=pk, nama=form.cleaned_data["nama"], by=request.user)
            except IsianKurang as error:
                form.add_error("nama", error.galat["nama"])
            except Denied as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Nama saringan tersimpan.")
                return redirect(ke_antrean(saringan))
    return _formulir(request, form, saringan, row)


@require_http_methods(["GET", "HEAD", "POST"])
@butuh(Permission.EVIDENCE_REVIEW, BUKAN_VERIFIKATOR)
def tampilan_hapus(request: Permintaan, pk: int) -> HttpResponse:
    """Ask, then drop a saved filter."""
    row = _milik(request, pk)
    if request.method == "POST":
        try:
            nama = hapus_tampilan(tampilan_id=pk, by=request.user)
        except Denied as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Saringan “{nama}” dihapus.")
        return redirect(reverse("verifikasi"))
    return render(
        request,
        "evidence/verifikasi_hapus.html",
        {"tampilan": row, "kembali": ke_antrean(Saringan.dari_alamat(row.kueri))},
    )
