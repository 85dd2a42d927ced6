"""The dashboard of a Road Map: capaian, serapan, and what needs the Ketua."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from evidence.hitungan import Hitungan
from evidence.models import Rencana
from reports.datasets import papan
from reports.datasets.pandangan import Pandangan
from reports.datasets.roadmap import ringkasan_roadmap, tahun_baku
from reports.views.pandangan import pilihan, rencana_wajib
from reports.views.ruas import ruas
from roadmap.lembar import tahun_rencana


def dasbor_roadmap(request: Permintaan, rencana: Rencana) -> HttpResponse:
    """Show one year of a Road Map; parts that cost more are loaded after it."""
    view = pilihan(request, rencana, semua=False).pandangan
    r = ringkasan_roadmap(view, _tahun(request, view))
    return render(request, "reports/dasbor_roadmap.html", {"r": r, "view": view})


@require_safe
def dasbor_kerja(request: Permintaan) -> HttpResponse:
    """Show the documents of a Road Map by state, and units that hold up; a page or a part."""
    rencana = rencana_wajib(request, Rencana.Jenis.ROADMAP)
    view = pilihan(request, rencana, semua=False).pandangan
    rows = view.tugas()
    total = Hitungan.jumlah(t.hitungan for t in rows)
    context = {
        "rencana": rencana,
        "view": view,
        "r": {"rencana": rencana, "total": total},
        "ruas": ruas(total),
        "terlambat": papan.unit_terlambat(rows, view.hari_ini),
        "diam": papan.unit_diam(rows, view.at),
        "diam_hari": papan.DIAM_HARI,
    }
    return bagian(request, "dasbor_kerja", context)


def _tahun(request: Permintaan, view: Pandangan) -> int:
    asked = request.GET.get("tahun", "")
    if not asked:
        return tahun_baku(view.rencana, view.hari_ini)
    year = int(asked) if asked.isdecimal() and len(asked) <= 4 else None
    if year is None or year not in tahun_rencana(view.rencana):
        raise Http404("Tahun ini tidak ada pada Road Map.")
    return year


def bagian(request: Permintaan, nama: str, context: dict[str, object]) -> HttpResponse:
    """Return a page, or only its part when htmx asks for it."""
    part = request.headers.get("HX-Request") == "true"
    return render(request, f"reports/{nama}_isi.html" if part else f"reports/{nama}.html", context)
