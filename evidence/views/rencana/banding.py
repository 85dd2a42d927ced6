"""Two plans side by side."""

from collections import Counter
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from evidence.banding import Hasil, bandingkan
from evidence.lists.banding import sisi
from evidence.lists.rencana import PER_HALAMAN
from evidence.models import Rencana
from evidence.views.rencana.pintu import rencana_terlihat

LABEL = {
    "": "Semua",
    Hasil.SAMA: "Sama",
    Hasil.BERUBAH: "Berubah",
    Hasil.BARU: "Baru",
    Hasil.DIHAPUS: "Dihapus",
}


@require_safe
def banding(request: Permintaan, pk: int) -> HttpResponse:
    """Compare a plan with another one of the same institution (`?dengan=`).

    Without a choice: the plan it was copied from, or the year before it. `?hasil=` filters.
    """
    rencana, others, dengan = rencana_dibanding(request, pk)
    context: dict[str, object] = {"rencana": rencana, "dengan": dengan, "lain": others}
    if dengan is not None:
        early, late = sorted((dengan, rencana), key=lambda r: (r.tahun, r.pk))
        lines = bandingkan(*sisi(early, late))
        count = Counter(line.hasil for line in lines)
        asked = request.GET.get("hasil", "")
        hasil = asked if asked in list(Hasil) else ""
        shown = [line for line in lines if not hasil or line.hasil == hasil]
        context |= {
            "lama": early,
            "baru": late,
            "hasil": hasil,
            "tabs": [
                (
                    label,
                    "?" + urlencode({"dengan": dengan.pk, **({"hasil": kunci} if kunci else {})}),
                    count[Hasil(kunci)] if kunci else len(lines),
                    kunci == hasil,
                )
                for kunci, label in LABEL.items()
            ],
            "page_obj": Paginator(shown, PER_HALAMAN).get_page(request.GET.get("page", "")),
        }
    return render(request, "evidence/rencana/banding.html", context)


def rencana_dibanding(
    request: Permintaan, pk: int
) -> tuple[Rencana, list[Rencana], Rencana | None]:
    """Return a plan, those it may be held against, and the one that is; Http404 as the page."""
    rencana = rencana_terlihat(request, pk)
    others = list(
        Rencana.objects.visible_to(request.user)
        .filter(instansi=rencana.instansi_id)
        .exclude(pk=rencana.pk)
        .order_by("-tahun", "jenis")
    )
    return rencana, others, _chosen(request, rencana, others)


def _chosen(request: Permintaan, rencana: Rencana, others: list[Rencana]) -> Rencana | None:
    asked = request.GET.get("dengan", "")
    if asked:
        found = next((r for r in others if asked.isdecimal() and r.pk == int(asked)), None)
        if found is None:
            raise Http404("Rencana ini tidak ada.")
        return found
    origin = next((r for r in others if r.pk == rencana.asal_id), None)
    before = (r for r in others if r.jenis == rencana.jenis and r.tahun < rencana.tahun)
    after = (r for r in reversed(others) if r.jenis == rencana.jenis)
    return origin or next(before, None) or next(after, None)
