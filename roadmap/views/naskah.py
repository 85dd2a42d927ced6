"""The Road Map to read: its tables and lists as printed, and every source note."""

from collections import Counter

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from roadmap import naskah
from roadmap.models import CatatanSumber, RoadMap
from roadmap.views.matriks import tanpa_rencana
from roadmap.views.saat import rencana_roadmap

BAGIAN = {
    "sasaran": "Bab III.B Sasaran",
    "kegiatan": "Bab III.C Kegiatan",
    "program": "Bab III.C Program",
    "monev": "Bab IV Monitoring dan evaluasi",
    "lampiran": "Lampiran",
    "daftar": "Daftar lain",
    "catatan": "Catatan sumber",
}
"""Parts of the document, as they stand in the address, and their words."""


@require_safe
def halaman_naskah(request: Permintaan) -> HttpResponse:
    """Show one part of the chosen Road Map, or the places that a search finds."""
    rencana = rencana_roadmap(request)
    if rencana is None:
        return tanpa_rencana(request)
    visible = RoadMap.objects.visible_to(request.user).select_related("rencana__asal")
    roadmap = visible.filter(rencana=rencana).first()
    if roadmap is None:
        return render(request, "roadmap/naskah_kosong.html", {"rencana": rencana})
    part = request.GET.get("bagian", "") or "sasaran"
    if part not in BAGIAN:
        raise Http404("Bagian ini tidak ada.")
    words = request.GET.get("cari", "").strip()[:100]
    here = reverse("roadmap_naskah")
    query: dict[str, str | int] = {"rencana": rencana.pk}
    context = {
        "rencana": rencana,
        "roadmap": roadmap,
        "asal": roadmap.asal,
        "bagian": part,
        "judul_bagian": BAGIAN[part],
        "semua_bagian": [
            (kode, kata, f"{here}?{urlencode(query | {'bagian': kode})}")
            for kode, kata in BAGIAN.items()
        ],
        "cari": words,
        "url_naskah": f"{here}?{urlencode(query)}",
        "url_catatan": f"{here}?{urlencode(query | {'bagian': 'catatan'})}#cs-",
    }
    if words:
        context["temuan"] = [
            (found, BAGIAN[found.bagian], _alamat(found, here, rencana.pk))
            for found in naskah.cari(roadmap, words)
        ]
        return render(request, "roadmap/naskah_cari.html", context)
    context |= _isi(request, roadmap, part)
    return render(request, f"roadmap/naskah_{part}.html", context)


def _isi(request: Permintaan, roadmap: RoadMap, part: str) -> dict[str, object]:
    """Return what a part shows."""
    if part == "sasaran":
        return {"tabel": naskah.tabel_sasaran(roadmap)}
    if part == "lampiran":
        return {"total": list(roadmap.total_set.order_by("tahun"))}
    if part == "catatan":
        return _catatan(request, roadmap)
    lists = naskah.senarai(roadmap, part)
    return {"senarai": lists, "irama": naskah.irama(lists) if part == "monev" else ()}


def _catatan(request: Permintaan, roadmap: RoadMap) -> dict[str, object]:
    """Return the notes, filtered by golongan, with how many of each there are."""
    asked = request.GET.get("golongan", "")
    kinds = CatatanSumber.Golongan
    golongan = asked if asked in kinds else ""
    rows = naskah.catatan(roadmap)
    counts = Counter(row.golongan for row in rows)
    return {
        "golongan": golongan,
        "semua_golongan": [(k.value, k.label, counts[k.value]) for k in kinds if counts[k.value]],
        "banyak": len(rows),
        "catatan": [row for row in rows if not golongan or row.golongan == golongan],
    }


def _alamat(found: naskah.Temuan, here: str, rencana: int) -> str:
    """Return where a found place is read."""
    if found.butir_id is not None:
        return reverse("roadmap_butir", args=[found.butir_id])
    query: dict[str, str | int] = {"rencana": rencana, "bagian": found.bagian}
    return f"{here}?{urlencode(query)}#{found.jangkar}"
