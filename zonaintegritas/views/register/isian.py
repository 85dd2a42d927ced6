"""Rows of the registers: written down, corrected, removed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import ChoiceField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.pending import take
from accounts.permintaan import Permintaan
from ukuran.format import tanggal
from zonaintegritas.actions.register import (
    BUKAN_PENULIS,
    boleh_tulis,
    catat,
    hapus,
    terlihat,
    ubah,
)
from zonaintegritas.daftar.isi import Baris
from zonaintegritas.forms_register import REGISTER, BarisForm, HapusForm, Register
from zonaintegritas.models import UnitZI
from zonaintegritas.views.jalan import BACA_TULIS, BENTROK, berkas_dari, coba
from zonaintegritas.views.register.daftar import konteks_daftar, pembaca


def _register(kode: str) -> Register:
    return next(satu for satu in REGISTER if satu.kode == kode)


def _baris(request: Permintaan, register: Register, pk: int) -> Baris:
    """Return a row for who may write it; Http404 for strangers, PermissionDenied for readers."""
    rows = terlihat(register.model, request.user)
    baris: Baris = get_object_or_404(
        rows.select_related("unit_zi__unit__instansi").prefetch_related("bukti"), pk=pk
    )
    if not boleh_tulis(request.user, baris.unit_zi):
        raise PermissionDenied(BUKAN_PENULIS)
    return baris


@require_http_methods(BACA_TULIS)
@pembaca
def baru(request: Permintaan, kode: str) -> HttpResponse:
    """Ask for a row; POST writes it down."""
    register = _register(kode)
    rows = UnitZI.objects.visible_to(request.user).select_related("unit__instansi")
    today = timezone.localdate()
    units = [
        satu
        for satu in rows
        if boleh_tulis(request.user, satu) and (satu.berakhir is None or satu.berakhir > today)
    ]
    if not units:
        raise PermissionDenied("Anda tidak mencatat untuk unit Zona Integritas mana pun.")
    posted = request.method == "POST"
    files = request.FILES if posted else None
    form = register.form(request.POST if posted else take(request), files, units=units)
    status: int | None = 200
    if posted:
        status = 422
        if form.is_valid():
            status = coba(
                form,
                lambda: catat(
                    unit_zi_id=form.cleaned_data["unit_zi"],
                    isi=form.isi(),
                    files=berkas_dari(request.FILES),
                    by=request.user,
                ),
            )
        if status is None:
            messages.success(request, "Tercatat.")
            return redirect(f"zi_{kode}")
    return _isian(request, register, form, None, status)


@require_http_methods(BACA_TULIS)
@pembaca
def sunting(request: Permintaan, kode: str, pk: int) -> HttpResponse:
    """Show a row to correct; POST stores the correction unless somebody was faster."""
    register = _register(kode)
    baris = _baris(request, register, pk)
    posted = request.method == "POST"
    files = request.FILES if posted else None
    form = register.form(request.POST if posted else take(request), files, baris=baris)
    status: int | None = 200
    if posted:
        status = 422
        if form.is_valid():
            status = coba(
                form,
                lambda: ubah(
                    baris_id=pk,
                    versi=form.cleaned_data["versi"] or 0,
                    isi=form.isi(),
                    files=berkas_dari(request.FILES),
                    lepas=form.cleaned_data.get("lepas") or [],
                    by=request.user,
                ),
            )
        if status is None:
            messages.success(request, "Perubahan tersimpan.")
            return redirect(f"zi_{kode}")
    return _isian(request, register, form, baris, status)


def _isian(
    request: Permintaan,
    register: Register,
    form: BarisForm,
    baris: Baris | None,
    status: int | None,
) -> HttpResponse:
    konteks: dict[str, Any] = {
        **konteks_daftar(request, register),
        "form": form,
        "baris": baris,
        "versi": baris.versi if baris else None,
    }
    if status == BENTROK and baris is not None:
        konteks["kini"] = _kini(register.form(baris=baris))
    return render(request, "zonaintegritas/register/isian.html", konteks, status=status)


def _kini(form: BarisForm) -> list[tuple[str, str]]:
    """Return what stands in a row now, as label and words."""
    found = []
    for field in form.visible_fields():
        value = field.value()
        if field.name in ("berkas", "lepas") or value in (None, ""):
            continue
        if isinstance(value, date):
            value = tanggal(value)
        elif isinstance(field.field, ChoiceField):
            choices: Any = field.field.choices
            value = dict(choices).get(value, value)
        found.append((str(field.label), str(value)))
    return found


@require_http_methods(BACA_TULIS)
@pembaca
def buang(request: Permintaan, kode: str, pk: int) -> HttpResponse:
    """Ask why a row goes; POST takes it out of its register."""
    register = _register(kode)
    baris = _baris(request, register, pk)
    posted = request.method == "POST"
    form = HapusForm(request.POST if posted else None, initial={"versi": baris.versi})
    status: int | None = 200
    if posted:
        status = 422
        if form.is_valid():
            status = coba(
                form,
                lambda: hapus(
                    model=register.model,
                    baris_id=pk,
                    versi=form.cleaned_data["versi"],
                    alasan=form.cleaned_data["alasan"],
                    by=request.user,
                ),
            )
        if status is None:
            messages.success(request, f"{baris} dihapus dari daftar.")
            return redirect(f"zi_{kode}")
    konteks = {**konteks_daftar(request, register), "form": form, "baris": baris}
    return render(request, "zonaintegritas/register/hapus.html", konteks, status=status)
