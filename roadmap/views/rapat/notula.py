"""Files of meetings and of remedial steps: upload, taking back, delivery."""

import logging

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permintaan import Permintaan
from evidence.models import BuktiVersi
from evidence.views.berkas import sebagai_unduhan
from roadmap.actions.rapat_notula import (
    buka,
    lepas_notula,
    unggah_notula,
    versi_langkah,
    versi_notula,
)
from roadmap.forms_rapat import AlasanForm, NotulaForm
from roadmap.views.rapat.jalan import (
    BACA_TULIS,
    berkas_dari,
    coba,
    pembaca,
    pencatat_wajib,
    rapat_terlihat,
)
from roadmap.views.rapat.rinci import halaman_rapat

log = logging.getLogger(__name__)


@require_POST
@pembaca
def rapat_notula(request: Permintaan, pk: int) -> HttpResponse:
    """Attach minutes to a held meeting."""
    rapat = rapat_terlihat(request, pk)
    pencatat_wajib(request, rapat)
    form = NotulaForm(request.POST, request.FILES)
    status: int | None = 422
    if form.is_valid():
        files = berkas_dari(request.FILES)
        status = coba(form, lambda: unggah_notula(rapat_id=pk, files=files, by=request.user))
    if status is None:
        messages.success(request, "Notula tersimpan.")
        return redirect("rapat_rinci", pk)
    return halaman_rapat(request, rapat, form, status)


@require_http_methods(BACA_TULIS)
@pembaca
def rapat_notula_lepas(request: Permintaan, pk: int, notula: int) -> HttpResponse:
    """Ask why minutes are taken back; POST does it."""
    rapat = rapat_terlihat(request, pk)
    pencatat_wajib(request, rapat)
    row = get_object_or_404(
        rapat.notula_set.filter(dilepas=None).select_related("versi"), pk=notula
    )
    form, status = AlasanForm(), 200
    if request.method == "POST":
        form, status = AlasanForm(request.POST), 422
        if form.is_valid():
            failed = coba(
                form,
                lambda: lepas_notula(
                    rapat_id=pk,
                    notula_id=notula,
                    alasan=form.cleaned_data["alasan"],
                    by=request.user,
                ),
            )
            if failed is None:
                messages.success(request, "Notula dilepas dari rapat ini.")
                return redirect("rapat_rinci", pk)
            status = failed
    konteks = {
        "form": form,
        "rapat": rapat,
        "rencana": rapat.rencana,
        "judul": f"Lepas notula {row.versi.nama_asli}",
        "isi": "Berkasnya tetap tersimpan sebagai bukti unit, dengan alasan Anda.",
        "aksi": "Lepas notula",
    }
    return render(request, "roadmap/rapat/alasan.html", konteks, status=status)


@require_safe
@pembaca
def rapat_notula_berkas(request: Permintaan, pk: int, versi: int) -> HttpResponseBase:
    """Deliver minutes as attachment and record it; HEAD answers without recording."""
    return _serahkan(request, versi_notula(request.user, pk, versi))


@require_safe
@pembaca
def rapat_langkah_berkas(request: Permintaan, pk: int, versi: int) -> HttpResponseBase:
    """Deliver a file of a step as attachment and record it; HEAD answers without recording."""
    return _serahkan(request, versi_langkah(request.user, pk, versi))


def _serahkan(request: Permintaan, versi: BuktiVersi | None) -> HttpResponseBase:
    if versi is None:
        raise Http404("Berkas tidak ada atau bukan untuk unit Anda.")
    try:
        stored = versi.berkas.open("rb")
    except FileNotFoundError:
        log.error("stored file of BuktiVersi %s is missing", versi.pk)
        return render(request, "evidence/berkas_hilang.html", {"versi": versi}, status=404)
    if request.method != "HEAD":
        try:
            buka(versi=versi, by=request.user)
        except BaseException:
            stored.close()
            raise
    return sebagai_unduhan(versi, stored)
