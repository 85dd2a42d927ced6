"""Search over what a person may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from evidence.lists.search import PALING_BANYAK, PALING_PENDEK, cari


@require_safe
def cari_semua(request: Permintaan) -> HttpResponse:
    """Search tasks and files; shorter than two letters asks for more."""
    kata = " ".join(request.GET.get("q", "").split())[:100]
    cukup = len(kata) >= PALING_PENDEK
    return render(
        request,
        "evidence/cari.html",
        {
            "kata": kata,
            "hasil": cari(request.user, kata) if cukup else None,
            "paling_banyak": PALING_BANYAK,
            "paling_pendek": PALING_PENDEK,
        },
    )
