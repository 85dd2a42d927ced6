"""LKE of one unit over the years."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Unit
from accounts.permintaan import Permintaan
from zonaintegritas.lke.banding import TAHUN_MAKS, Banding, Kolom
from zonaintegritas.lke.banding import banding as bandingkan
from zonaintegritas.lke.banyak import nilai_banyak
from zonaintegritas.models import LKE, Tahap
from zonaintegritas.views.jalan import bilangan
from zonaintegritas.views.lke.pintu import konteks_umum, tahap_diminta


def banding_diminta(
    request: Permintaan,
) -> tuple[Unit | None, list[Unit], Tahap, Banding | None]:
    """Return the unit of the address, those to choose from, the stage, and its years."""
    terlihat = LKE.objects.visible_to(request.user)
    units = list(Unit.objects.filter(pk__in=terlihat.values("unit")).order_by("nama"))
    asked = bilangan(request.GET, "unit")
    unit = next((u for u in units if u.pk == asked), units[0] if units else None)
    rows: list[LKE] = []
    if unit is not None:
        found = terlihat.filter(unit=unit).select_related("instrumen", "unit")
        rows = list(found.order_by("-tahun")[:TAHUN_MAKS])
    nilai = nilai_banyak(rows)
    selesai = any(row.status == "selesai" for row in rows)
    tahap = tahap_diminta(request, Tahap.TPI if selesai else Tahap.MANDIRI)
    kolom = [
        Kolom(
            lke_id=row.pk,
            tahun=row.tahun,
            instrumen=str(row.instrumen),
            status=row.get_status_display(),
            hasil=nilai[row.pk][tahap],
        )
        for row in rows
    ]
    return unit, units, tahap, bandingkan(kolom) if kolom else None


@require_safe
def banding(request: Permintaan) -> HttpResponse:
    """Compare the components of a unit's LKE over at most four years; `unit` and `tahap` choose."""
    unit, units, tahap, found = banding_diminta(request)
    isi = konteks_umum(
        request,
        unit=unit,
        pilihan_unit=units,
        tahap=tahap,
        pilihan_tahap=list(Tahap),
        banding=found,
    )
    return render(request, "zonaintegritas/lke/banding.html", isi)
