"""One indikator or row of the Lampiran: a page that explains its own number."""

from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from evidence.lists.rencana import boleh_ubah
from evidence.models import Butir, Rencana
from evidence.selection import tetapkan
from roadmap.gambar import tren_butir
from roadmap.matriks import baca_semua, butir_terbaca
from roadmap.rincian import rincian
from roadmap.views.saat import saat

RIBU = Decimal(1000)


@require_safe
def halaman_butir(request: Permintaan, pk: int) -> HttpResponse:
    """Show targets, rule, figures, windows, evidence and source notes of one Butir."""
    butir = get_object_or_404(_butir(request), pk=pk)
    tetapkan(request, butir.rencana_id)
    moment = saat(request, butir.rencana)
    found = rincian(
        butir,
        request.user,
        at=moment.at,
        lampau=moment.lampau,
        terbaca=baca_semua(butir.rencana, request.user) or butir.terbaca,
    )
    context = {
        "rencana": butir.rencana,
        "butir": butir,
        "r": found,
        "saat": moment,
        "tren": tren_butir(found.lembar.baris(butir.pk)),
        "boleh_ubah": boleh_ubah(request.user, butir.rencana)
        and butir.rencana.status != Rencana.Keadaan.DITUTUP,
        "pita": found.lembar.pita,
    }
    return render(request, "roadmap/butir.html", context)


def _butir(request: Permintaan) -> QuerySet[Any]:
    """Return the Butir of Road Maps that the person may read, with their neighbours."""
    near = Butir.objects.filter(rencana=OuterRef("rencana"))
    before = near.filter(urut__lt=OuterRef("urut")).order_by("-urut")
    after = near.filter(urut__gt=OuterRef("urut")).order_by("urut")
    readable = Butir.objects.filter(butir_terbaca(request.user), pk=OuterRef("pk"))
    return (
        Butir.objects.visible_to(request.user)
        .filter(rencana__jenis=Rencana.Jenis.ROADMAP)
        .select_related(
            "rencana__instansi",
            "rencana__roadmap",
            "unit",
            "indikator_roadmap__sasaran__kelompok",
            "baris_aksi__kegiatan__program",
            "baris_aksi__anggaran_pada",
        )
        .annotate(
            sebelum_id=Subquery(before.values("pk")[:1]),
            sebelum_kode=Subquery(before.values("kode")[:1]),
            sesudah_id=Subquery(after.values("pk")[:1]),
            sesudah_kode=Subquery(after.values("kode")[:1]),
            terbaca=Exists(readable),
        )
    )
