"""ZI units: the list that every reader sees, and what an admin changes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.managed import as_tree
from accounts.models import Unit
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from evidence.views.access import butuh
from zonaintegritas.actions.unit import (
    BUKAN_PENGELOLA,
    akhiri_unit,
    boleh_kelola,
    tetapkan_unit,
    ubah_unit,
)
from zonaintegritas.forms_unit import AkhiriForm, UnitZIForm
from zonaintegritas.models import LKE, UnitZI
from zonaintegritas.views.jalan import BACA_TULIS, SALAH, coba

PER_HALAMAN = 50
MASUK = "\N{EM SPACE}"
pembaca = butuh(Permission.EVIDENCE_READ, "Unit Zona Integritas tidak untuk peran Anda.")


def _dikelola(request: Permintaan) -> list[int]:
    return request.user.akses.instansi_ids(Permission.LKE_MANAGE)


def _konteks(request: Permintaan, **isi: Any) -> dict[str, Any]:
    rencana, pilihan = rencana_terpilih(request, Rencana.Jenis.ZI)
    return {"rencana": rencana, "pilihan": pilihan, **isi}


def daftar_unit(request: Permintaan) -> tuple[str, QuerySet[Any]]:
    """Return the filter of the address and its units, each with `lke`: how many are read."""
    keadaan = request.GET.get("keadaan", "")
    today = timezone.localdate()
    rows: QuerySet[UnitZI] = UnitZI.objects.visible_to(request.user)
    if keadaan == "berakhir":
        rows = rows.filter(berakhir__lte=today)
    elif keadaan != "semua":
        keadaan = ""
        rows = rows.exclude(berakhir__lte=today)
    lke = LKE.objects.visible_to(request.user).filter(unit=OuterRef("unit")).order_by()
    return keadaan, (
        rows.select_related("unit", "instansi")
        .annotate(lke=Subquery(lke.values("unit").annotate(n=Count("pk")).values("n")))
        .order_by("instansi__nama", "unit__jalur")
    )


@require_safe
@pembaca
def daftar(request: Permintaan) -> HttpResponse:
    """List the ZI units whose evidence the person reads."""
    keadaan, rows = daftar_unit(request)
    konteks = _konteks(
        request,
        page_obj=Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page")),
        keadaan=keadaan,
        dikelola=_dikelola(request),
        banyak_instansi=len(request.user.akses.instansi) > 1,
        hari_ini=timezone.localdate(),
    )
    return render(request, "zonaintegritas/unit/daftar.html", konteks)


@require_http_methods(BACA_TULIS)
@pembaca
def baru(request: Permintaan) -> HttpResponse:
    """Ask which unit builds a Zona Integritas; POST names it."""
    ids = _dikelola(request)
    if not ids:
        raise PermissionDenied(BUKAN_PENGELOLA)
    posted = request.method == "POST"
    form = UnitZIForm(request.POST if posted else None, pilihan=_pilihan(request, ids))
    status: int | None = 200
    if posted:
        status = SALAH
        if form.is_valid():
            unit_id = form.cleaned_data["unit"]
            status = coba(
                form, lambda: tetapkan_unit(unit_id=unit_id, isi=form.isi(), by=request.user)
            )
        if status is None:
            messages.success(request, "Unit Zona Integritas ditetapkan.")
            return redirect("zi_unit")
    konteks = _konteks(request, form=form, unit_zi=None)
    return render(request, "zonaintegritas/unit/isian.html", konteks, status=status)


def _pilihan(request: Permintaan, ids: list[int]) -> list[tuple[int, str]]:
    """Return the units of the managed institutions that are no ZI units now, as a tree."""
    today = timezone.localdate()
    taken = set(
        UnitZI.objects.filter(instansi__in=ids, berakhir=None).values_list("unit", flat=True)
    )
    units = (
        Unit.objects.filter(instansi__in=ids)
        .exclude(aktif_selesai__lt=today)
        .select_related("instansi")
        .order_by("instansi__nama", "jalur")
    )
    many = len(ids) > 1
    return [
        (unit.pk, MASUK * level + unit.nama + (f" ({unit.instansi.nama})" if many else ""))
        for level, unit in as_tree(units)
        if unit.pk not in taken
    ]


def _unit(request: Permintaan, pk: int) -> UnitZI:
    """Return a ZI unit for its admins; Http404 for strangers, PermissionDenied for readers."""
    rows = UnitZI.objects.visible_to(request.user).select_related("unit", "instansi")
    row: UnitZI = get_object_or_404(rows, pk=pk)
    if not boleh_kelola(request.user, row.instansi_id):
        raise PermissionDenied(BUKAN_PENGELOLA)
    return row


@require_http_methods(BACA_TULIS)
@pembaca
def sunting(request: Permintaan, pk: int) -> HttpResponse:
    """Show aim, basis and date of a unit; POST corrects them."""
    row = _unit(request, pk)
    posted = request.method == "POST"
    form = UnitZIForm(request.POST if posted else None, unit_zi=row)
    status: int | None = 200
    if posted:
        status = SALAH
        if form.is_valid():
            status = coba(form, lambda: ubah_unit(unit_zi_id=pk, isi=form.isi(), by=request.user))
        if status is None:
            messages.success(request, "Perubahan tersimpan.")
            return redirect("zi_unit")
    konteks = _konteks(request, form=form, unit_zi=row)
    return render(request, "zonaintegritas/unit/isian.html", konteks, status=status)


@require_http_methods(BACA_TULIS)
@pembaca
def akhiri(request: Permintaan, pk: int) -> HttpResponse:
    """Ask from when a unit is no ZI unit any more; POST ends it."""
    row = _unit(request, pk)
    posted = request.method == "POST"
    form = AkhiriForm(
        request.POST if posted else None,
        initial={"berakhir": row.berakhir or timezone.localdate()},
    )
    status: int | None = 200
    if posted:
        status = SALAH
        if form.is_valid():
            day = form.cleaned_data["berakhir"]
            status = coba(form, lambda: akhiri_unit(unit_zi_id=pk, berakhir=day, by=request.user))
        if status is None:
            messages.success(request, "Unit diakhiri. Catatannya tetap dapat dibaca.")
            return redirect("zi_unit")
    konteks = _konteks(request, form=form, unit_zi=row)
    return render(request, "zonaintegritas/unit/akhiri.html", konteks, status=status)
