"""Delivery of one file, and the list of one's own files."""

import logging
from typing import IO

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.actions import Denied, buka_berkas
from evidence.filecheck import MIME
from evidence.lists.files import daftar_berkas
from evidence.models import Bukti, BuktiVersi
from evidence.views.access import butuh

log = logging.getLogger(__name__)


@require_safe
def berkas(request: Permintaan, pk: int) -> HttpResponseBase:
    """Deliver a file as attachment and record it; HEAD answers without recording."""
    versi = get_object_or_404(BuktiVersi.objects.visible_to(request.user), pk=pk)
    try:
        stored = versi.berkas.open("rb")
    except FileNotFoundError:
        log.error("stored file of BuktiVersi %s is missing", pk)
        return render(request, "evidence/berkas_hilang.html", {"versi": versi}, status=404)
    if request.method != "HEAD":
        try:
            buka_berkas(versi_id=pk, by=request.user)
        except BaseException as error:
            stored.close()
            if isinstance(error, Denied):  # lost the right between the two lines
                raise Http404(str(error)) from error
            raise
    return sebagai_unduhan(versi, stored)


def sebagai_unduhan(versi: BuktiVersi, stored: IO[bytes]) -> FileResponse:
    """Return an opened file as an attachment that no browser runs or keeps."""
    response = FileResponse(
        stored, as_attachment=True, filename=versi.nama_asli, content_type=MIME[versi.jenis]
    )
    response["Content-Length"] = str(versi.ukuran)
    response["Content-Encoding"] = "identity"  # keeps the length: a weak line shows progress
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@butuh(Permission.EVIDENCE_SEND, "Berkas unit saya hanya untuk operator unit.")
def berkas_unit(request: Permintaan) -> HttpResponse:
    """List the files that the person's units own."""
    kata = request.GET.get("kata", "").strip()[:100]
    kelas = request.GET.get("kelas", "")
    page = daftar_berkas(request.user, kata=kata, kelas=kelas, halaman=request.GET.get("page", ""))
    return render(
        request,
        "evidence/berkas_unit.html",
        {"page_obj": page, "kata": kata, "kelas": kelas, "semua_kelas": Bukti.Kelas.choices},
    )
