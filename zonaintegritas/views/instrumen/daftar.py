"""Instruments of the LKE: the list, and one of them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Instansi
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from evidence.views.access import butuh
from zonaintegritas.actions.instrumen import BEKU, PERATURAN, boleh_kelola
from zonaintegritas.lke.halaman_instrumen import halaman_instrumen, kata_status
from zonaintegritas.models import LKE, InstrumenLKE, KomponenLKE, PertanyaanLKE

PER_HALAMAN = 50
pembaca = butuh(Permission.PLAN_READ, "Instrumen LKE tidak untuk peran Anda.")


def konteks_instrumen(request: Permintaan, **isi: Any) -> dict[str, Any]:
    """Return what the head and the tabs of these pages need."""
    rencana, pilihan = rencana_terpilih(request, Rencana.Jenis.ZI)
    return {"rencana": rencana, "pilihan": pilihan, **isi}


def terbaca(request: Permintaan, pk: int) -> InstrumenLKE:
    """Return an instrument that the person may read; Http404 otherwise."""
    rows = InstrumenLKE.objects.visible_to(request.user).select_related("instansi", "asal")
    row: InstrumenLKE = get_object_or_404(rows, pk=pk)
    return row


def rancangan(request: Permintaan, pk: int) -> InstrumenLKE:
    """Return a draft for who manages it; Http404 for strangers, PermissionDenied otherwise."""
    row = terbaca(request, pk)
    if row.instansi_id is None:
        raise PermissionDenied(PERATURAN)
    if not boleh_kelola(request.user, row.instansi_id):
        raise PermissionDenied
    if row.dibekukan is not None:
        raise PermissionDenied(BEKU)
    return row


def dikelola(request: Permintaan) -> list[tuple[int, str]]:
    """Return the institutions whose instruments the person manages."""
    ids = request.user.akses.instansi_ids(Permission.LKE_MANAGE)
    rows: list[Instansi] = [i for i in request.user.akses.instansi if i.pk in ids]
    return [(row.pk, row.nama) for row in rows]


def _banyak(model: type[KomponenLKE] | type[PertanyaanLKE]) -> Subquery:
    rows: QuerySet[Any] = model.objects.filter(instrumen=OuterRef("pk")).order_by()
    return Subquery(rows.values("instrumen").annotate(n=Count("pk")).values("n"))


def daftar_instrumen(request: Permintaan) -> tuple[str, QuerySet[Any]]:
    """Return the filter of the address and its instruments, with `komponen` and `pertanyaan`."""
    asal = request.GET.get("asal", "")
    rows = InstrumenLKE.objects.visible_to(request.user)
    if asal == "peraturan":
        rows = rows.filter(instansi=None)
    elif asal == "sendiri":
        rows = rows.exclude(instansi=None)
    else:
        asal = ""
    return asal, (
        rows.select_related("instansi")
        .annotate(komponen=_banyak(KomponenLKE), pertanyaan=_banyak(PertanyaanLKE))
        .order_by("instansi__nama", "kode", "-versi")
    )


@require_safe
@pembaca
def daftar(request: Permintaan) -> HttpResponse:
    """List the regulations and the own instruments, each version."""
    asal, rows = daftar_instrumen(request)
    konteks = konteks_instrumen(
        request,
        page_obj=Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page")),
        asal=asal,
        boleh=bool(dikelola(request)),
    )
    return render(request, "zonaintegritas/instrumen/daftar.html", konteks)


@require_safe
@pembaca
def rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show one instrument: tree, questions, scales, what is wrong, which LKE froze it."""
    row = terbaca(request, pk)
    boleh = boleh_kelola(request.user, row.instansi_id)
    lke = (
        LKE.objects.visible_to(request.user)
        .filter(Q(instrumen=row))
        .select_related("unit")
        .order_by("-tahun", "unit__jalur")[:PER_HALAMAN]
    )
    konteks = konteks_instrumen(
        request,
        instrumen=row,
        halaman=halaman_instrumen(row),
        status_sumber=kata_status(row.status_sumber),
        lke=lke,
        boleh=boleh,
        sunting=boleh and row.dibekukan is None,
        boleh_salin=any(row.instansi_id in (None, i) for i, _ in dikelola(request)),
    )
    return render(request, "zonaintegritas/instrumen/rinci.html", konteks)


def ke_rinci(pk: int) -> HttpResponse:
    """Lead back to the page of an instrument."""
    return redirect("zi_instrumen_rinci", pk)
