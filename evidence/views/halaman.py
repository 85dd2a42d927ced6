"""Page images on the desk: the frame that asks again while a job draws, and each image."""

import logging

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from evidence.halaman.lihat import catat_lihat, pratinjau
from evidence.halaman.minta import DIGAMBAR, minta_gambar
from evidence.models import BuktiTaut, BuktiVersi, Capaian, HalamanBukti
from evidence.views.access import BUKAN_VERIFIKATOR, capaian_terlihat, wajib
from jobs.registry import Gagal

log = logging.getLogger(__name__)


def _versi(request: Permintaan, pk: int, versi_pk: int) -> tuple[Capaian, BuktiVersi]:
    """Return a task of the desk and a file used there that the person may see; else Http404.

    Files of an earlier round count too: the desk compares them with what was sent now.
    """
    capaian = capaian_terlihat(request, pk)
    wajib(request, capaian, Permission.EVIDENCE_REVIEW, BUKAN_VERIFIKATOR)
    used = BuktiTaut.objects.filter(versi=OuterRef("pk"), pemenuhan__capaian=capaian)
    rows = BuktiVersi.objects.visible_to(request.user).select_related("gambar__job", "instansi")
    return capaian, get_object_or_404(rows, Exists(used), pk=versi_pk)


def _nomor(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


@require_safe
def meja_halaman(request: Permintaan, pk: int, versi_pk: int) -> HttpResponse:
    """Show the pages of a file so far: a part of the desk for its script, else a page.

    With `dari`, only the pages behind that number and how far the job is. Looking is recorded.
    """
    capaian, versi = _versi(request, pk, versi_pk)
    script = request.headers.get("HX-Request") == "true"
    isi = pratinjau(versi, _nomor(request.GET.get("dari", "")) if script else 0)
    if isi.siap and request.method != "HEAD":
        catat_lihat(versi=versi, by=request.user)
    template = "halaman" if not script else "lanjut" if "dari" in request.GET else "isi"
    response = render(
        request,
        f"evidence/halaman/{template}.html",
        {
            "capaian": capaian,
            "versi": versi,
            "isi": isi,
            "ada_gambar": versi.jenis in DIGAMBAR,
            "penuh": not script,
        },
    )
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def meja_halaman_buat(request: Permintaan, pk: int, versi_pk: int) -> HttpResponse:
    """Ask for the images of a file that has none, or not all."""
    _, versi = _versi(request, pk, versi_pk)
    try:
        minta_gambar(versi_id=versi.pk, by=request.user)
    except (Denied, Gagal) as error:
        messages.error(request, str(error))
    return redirect("meja_halaman", pk, versi_pk)


@require_safe
def meja_gambar(request: Permintaan, pk: int, versi_pk: int, no: int) -> HttpResponseBase:
    """Deliver the image of one page. It never changes, so the browser keeps it for good."""
    _, versi = _versi(request, pk, versi_pk)
    halaman = get_object_or_404(HalamanBukti, versi=versi, no=no)
    try:
        stored = halaman.berkas.open("rb")
    except FileNotFoundError as error:
        log.error("stored image of page %s of BuktiVersi %s is missing", no, versi_pk)
        raise Http404("Gambar halaman ini hilang dari tempat penyimpanan.") from error
    response = FileResponse(stored, content_type="image/webp")
    response["Content-Length"] = str(halaman.ukuran)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
