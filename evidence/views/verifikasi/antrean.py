"""The queue: what waits for a decision; POST shares ticked tasks among reviewers."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.actions import GALAT
from evidence.lists.queue import antrean
from evidence.lists.saringan import Saringan
from evidence.views.access import BUKAN_VERIFIKATOR, butuh
from evidence.views.verifikasi.alamat import ids, rencana_antrean
from evidence.views.verifikasi.pembagian import bagi, sebut


@dataclass
class Pembagian:
    """What was ticked and chosen when tasks could not be shared."""

    capaian: list[int] = field(default_factory=list)
    pemeriksa: str = ""
    rata: list[int] = field(default_factory=list)
    galat: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@butuh(Permission.EVIDENCE_REVIEW, BUKAN_VERIFIKATOR)
def verifikasi(request: Permintaan) -> HttpResponse:
    """List what waits for a decision, oldest first; POST assigns the ticked tasks."""
    saringan, rencana = Saringan.dari(request.GET), rencana_antrean(request)
    pembagian = Pembagian()
    if request.method == "POST":
        pembagian = Pembagian(
            capaian=ids(request.POST.getlist("capaian")),
            pemeriksa=request.POST.get("pemeriksa", ""),
            rata=ids(request.POST.getlist("rata")),
        )
        try:
            hasil = bagi(
                request.POST.get("aksi", ""),
                pembagian.capaian,
                pembagian.pemeriksa,
                pembagian.rata,
                request.user,
            )
        except GALAT as error:
            pembagian.galat = str(error)
        else:
            for tingkat, pesan in sebut(hasil):
                messages.add_message(request, tingkat, pesan)
            return redirect(request.get_full_path())
    daftar = antrean(request.user, saringan, rencana, request.GET.get("page", ""))
    return render(
        request,
        "evidence/verifikasi.html",
        {
            "saringan": saringan,
            "antrean": daftar,
            "bagi": pembagian,
            "boleh_bagi": request.user.akses.has(Permission.REVIEW_ASSIGN),
            "boleh_kelola": request.user.akses.has(Permission.USER_MANAGE),
        },
        status=422 if pembagian.galat else 200,
    )
