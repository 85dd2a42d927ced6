"""The file of an import: as it came, and marked."""

import logging
from urllib.parse import quote

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.workflow import NotAllowed
from imports.actions.berkas import catat_unduh, minta_tanda, tanda_terakhir
from imports.views.pintu import batch_digerakkan
from imports.workbook import JENIS_CSV, JENIS_XLSX
from jobs.registry import Gagal

log = logging.getLogger(__name__)
_JENIS = {
    "xlsx": JENIS_XLSX,
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": JENIS_CSV,
}


@require_safe
def impor_berkas(request: Permintaan, pk: int) -> HttpResponseBase:
    """Deliver the file that was brought in, unchanged; the download is recorded."""
    batch = batch_digerakkan(request, pk)
    answer = _kirim(str(batch.berkas.name), batch.nama_asli, _JENIS[batch.bentuk])
    if answer is None:
        messages.error(request, "Berkas impor ini tidak dapat dibaca.")
        return redirect("impor_rinci", pk)
    if request.method != "HEAD":
        _catat(request, pk, answer, bertanda=False)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def impor_tanda(request: Permintaan, pk: int) -> HttpResponseBase:
    """Ask for the marked copy; deliver it once it is there. The download is recorded."""
    batch = batch_digerakkan(request, pk)
    if request.method == "POST":
        return _minta(request, pk)
    job = tanda_terakhir(batch)
    if job is None or not job.hasil:
        raise Http404("Berkas bertanda belum ada.")
    answer = _kirim(str(job.hasil.name), job.hasil_nama, JENIS_XLSX)
    if answer is None:
        messages.error(request, "Berkas bertanda ini tidak dapat dibaca.")
        return redirect("impor_rinci", pk)
    if request.method != "HEAD":
        _catat(request, pk, answer, bertanda=True)
    return answer


def _minta(request: Permintaan, pk: int) -> HttpResponse:
    try:
        minta_tanda(batch_id=pk, by=request.user)
    except (Denied, NotAllowed, Gagal) as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('impor_rinci', args=[pk])}?bagian=berkas#h-tanda")


def _kirim(tersimpan: str, nama: str, jenis: str) -> FileResponse | None:
    """Return a stored file as an attachment; None when it is missing."""
    try:
        stored = default_storage.open(tersimpan)
    except OSError:
        log.exception("the file of an import is missing")
        return None
    answer = FileResponse(stored, content_type=jenis)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(nama)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _catat(request: Permintaan, pk: int, answer: FileResponse, *, bertanda: bool) -> None:
    try:
        catat_unduh(batch_id=pk, by=request.user, bertanda=bertanda)
    except Denied as error:  # lost the right between the two lines
        answer.close()
        raise Http404(str(error)) from error
