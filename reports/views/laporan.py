"""Reports: ask for one, follow it, cancel it, fetch it."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.selection import rencana_terpilih
from jobs.actions import TidakBisa, batalkan, ulangi
from jobs.models import Job
from jobs.registry import Gagal
from reports.actions.permohonan import unduh
from reports.bentuk import Bentuk
from reports.lists.laporan import Baris, baris, laporan_terlihat, simpanan
from reports.lists.riwayat import riwayat
from reports.lists.saringan_laporan import SaringanLaporan
from reports.lists.terbitan import rincian_terbitan
from reports.views.permohonan import dapat_meminta, jenis_terbuka, lihat, minta, permohonan

log = logging.getLogger(__name__)

PER_HALAMAN = 50
DIIKUTI = 3  # each of these asks the server again every two seconds
_GALAT = (Denied, TidakBisa, Gagal)


@require_http_methods(["GET", "HEAD", "POST"])
def laporan(request: Permintaan) -> HttpResponse:
    """List the reports a person may see, and ask for a new one."""
    if not dapat_meminta(request.user):
        raise PermissionDenied("Laporan hanya untuk peran yang dapat memintanya.")
    asked = permohonan(request)
    form = asked.form
    if form.is_valid():
        if "lihat" in request.POST:
            lihat(asked, request.user)
        else:
            try:
                job = minta(asked, request.user)
            except _GALAT as error:
                form.add_error(next(iter(form.fields)), str(error))
            else:
                return redirect("laporan_rinci", job.pk)
    context = _daftar(request) | {
        "form": form,
        "permohonan": asked,
        "semua_jenis": jenis_terbuka(request.user),
    }
    return render(request, "reports/laporan.html", context, status=422 if form.errors else 200)


def _daftar(request: Permintaan) -> dict[str, object]:
    """Return the list of the page: filters, rows, what is being made."""
    jobs = laporan_terlihat(request.user)
    _, plans = rencana_terpilih(request)
    saringan = SaringanLaporan(request.GET, auto_id="saring-%s", user=request.user, rencana=plans)
    page = Paginator(saringan.baris(jobs), PER_HALAMAN).get_page(request.GET.get("page"))
    rows = [baris(job, request.user) for job in page]
    unfinished = [b for b in rows if b.terbuka]
    unfinished.sort(key=lambda b: (b.job.status != Job.Status.BERJALAN, b.job.pk))
    followed = unfinished[:DIIKUTI]
    return {
        "saringan": saringan,
        "page_obj": page,
        "dikerjakan": followed,
        "tersedia": [b for b in rows if b not in followed],
        "simpanan": simpanan(request.user),
    }


@require_safe
def laporan_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show one report: progress, then its file or the reason there is none; its whole history."""
    row = _satu(request, pk)
    context = {
        "b": row,
        "riwayat": riwayat(row.job, request.user),
        "terbitan": rincian_terbitan(row.job, request.user),
    }
    return render(request, "reports/laporan_rinci.html", context)


@require_safe
def laporan_kemajuan(request: Permintaan, pk: int) -> HttpResponse:
    """Answer the page that asks again: the progress, or the order to load the page anew."""
    row = _satu(request, pk)
    response = render(request, "reports/laporan_kemajuan.html", {"b": row})
    if not row.terbuka:
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def laporan_batal(request: Permintaan, pk: int) -> HttpResponse:
    """Cancel a report that is not finished yet."""
    job = get_object_or_404(laporan_terlihat(request.user), pk=pk)
    try:
        job = batalkan(job_id=job.pk, by=request.user)
    except _GALAT as error:
        messages.error(request, str(error))
    else:
        done = job.status == Job.Status.DIBATALKAN
        messages.success(request, "Laporan dibatalkan." if done else "Laporan segera dihentikan.")
    return redirect("laporan_rinci", pk)


@require_POST
def laporan_ulang(request: Permintaan, pk: int) -> HttpResponse:
    """Try a failed or cancelled report again."""
    job = get_object_or_404(laporan_terlihat(request.user), pk=pk)
    try:
        job = ulangi(job_id=job.pk, by=request.user)
    except _GALAT as error:
        messages.error(request, str(error))
    return redirect("laporan_rinci", job.pk)


@require_safe
def laporan_unduh(request: Permintaan, pk: int) -> HttpResponseBase:
    """Deliver the file of a report; the download is recorded."""
    job = get_object_or_404(laporan_terlihat(request.user), pk=pk)
    try:
        stored = default_storage.open(str(job.hasil.name)) if job.hasil else None
    except OSError:
        log.exception("report %s: its file is missing", job.pk)
        messages.error(request, "Berkas laporan ini tidak dapat dibaca. Minta laporan baru.")
        return redirect("laporan_rinci", job.pk)
    try:
        unduh(job_id=job.pk, by=request.user)
    except BaseException as error:
        if stored is not None:
            stored.close()
        if isinstance(error, Denied):  # lost the right between the two lines
            raise Http404(str(error)) from error
        if isinstance(error, TidakBisa):
            messages.error(request, str(error))
            return redirect("laporan_rinci", job.pk)
        raise
    response = FileResponse(
        stored,
        as_attachment=True,
        filename=job.hasil_nama,
        content_type=Bentuk.dari_nama(str(job.hasil.name)).jenis_berkas,
    )
    response["Content-Length"] = str(job.hasil_ukuran)
    response["Content-Encoding"] = "identity"  # keeps the length: a weak line shows progress
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _satu(request: Permintaan, pk: int) -> Baris:
    return baris(get_object_or_404(laporan_terlihat(request.user), pk=pk), request.user)
