"""Roles of a person: giving one, ending one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actions import IsianKeliru, akhiri_keanggotaan, beri_keanggotaan
from accounts.forms.layout import tampilkan
from accounts.forms.pengguna import AkhiriForm, KeanggotaanForm
from accounts.managed import managed_memberships, visible_people
from accounts.permissions import Denied, Permission
from accounts.views.gate import needs, person


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.USER_MANAGE)
def beri(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person one more role; a Plt./Plh. hand-over is one, too."""
    by = person(request)
    orang = get_object_or_404(visible_people(by), pk=pk)
    form = KeanggotaanForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            beri_keanggotaan(
                orang_id=orang.pk,
                unit_id=data["unit"].pk,
                role=data["role"],
                masa=form.masa(),
                by=by,
            )
        except IsianKeliru as error:
            tampilkan(form, error.galat)
        except Denied as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Peran tersimpan.")
            return redirect("pengguna_rinci", pk=orang.pk)
    context = {"form": form, "orang": orang, "langkah": "Tambah peran"}
    return render(request, "accounts/peran_baru.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.USER_MANAGE)
def akhiri(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the last day, then end the role."""
    by = person(request)
    row = get_object_or_404(managed_memberships(by), pk=pk)
    today = timezone.localdate()
    form = AkhiriForm(request.POST or None, initial={"selesai": today})
    if request.method == "POST" and form.is_valid():
        try:
            akhiri_keanggotaan(membership_id=row.pk, selesai=form.hari(), by=by)
        except IsianKeliru as error:
            tampilkan(form, error.galat)
        except Denied as error:
            messages.error(request, str(error))
            return redirect("pengguna_rinci", pk=row.user_id)
        else:
            messages.success(request, "Peran diakhiri.")
            return redirect("pengguna_rinci", pk=row.user_id)
    return render(
        request,
        "accounts/peran_akhiri.html",
        {"form": form, "baris": row, "belum_mulai": bool(row.mulai and row.mulai > today)},
    )
