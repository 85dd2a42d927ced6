"""Reports: ask for one, follow it, cancel it, fetch it."""

import logging
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from jobs.actions import TidakBisa, batalkan, ulangi
from jobs.models import Job
from jobs.registry import Gagal
from reports.actions.permohonan import unduh
from reports.kinds import Bentuk
from reports.views.permohonan import (
    dapat_meminta,
    jenis_terbuka,
    minta,
    permohonan,
    pratinjau,
)

log = logging.getLogger(__name__)

PER_HALAMAN = 50
DIIKUTI = 3  # each of these asks the server again every two seconds
_GALAT = (Denied, TidakBisa, Gagal)
_OPEN = (Job.Status.ANTRE, Job.Status.BERJALAN)
_SIFAT = {
    Job.Status.ANTRE: ("abu", "s-belum"),
    Job.Status.BERJALAN: ("biru", "s-diajukan"),
    Job.Status.SELESAI: ("hijau", "s-disetujui"),
    Job.Status.GAGAL: ("merah", "s-telat"),
    Job.Status.DIBATALKAN: ("ungu", "s-tidak"),
}


@dataclass(frozen=True)
class Baris:
    """One report on the screen: how it stands, and what this person may do with it."""

    job: Job
    label: str
    tone: str
    ikon: str
    keterangan: str
    terbuka: bool
    bisa_batal: bool
    bisa_ulang: bool
    bisa_unduh: bool

    @property
    def bentuk(self) -> Bentuk:
        """What kind of file it is."""
        return Bentuk.dari_nama(str(self.job.hasil.name or ""))

    @property
    def url_kemajuan(self) -> str:
        """Where the progress is asked again, while there is any."""
        return reverse("laporan_kemajuan", args=[self.job.pk]) if self.terbuka else ""


@require_http_methods(["GET", "HEAD", "POST"])
def laporan(request: Permintaan) -> HttpResponse:
    """List the reports a person may see, and ask for a new one."""
    if not dapat_meminta(request.user):
        raise PermissionDenied("Laporan hanya untuk peran yang dapat memintanya.")
    asked = permohonan(request)
    form = asked.form
    if form.is_valid():
        if "lihat" in request.POST:
            asked.pratinjau = pratinjau(asked, request.user)
        else:
            try:
                job = minta(asked, request.user)
            except _GALAT as error:
                form.add_error(next(iter(form.fields)), str(error))
            else:
                return redirect("laporan_rinci", job.pk)
    page = Paginator(_jobs(request).order_by("-pk"), PER_HALAMAN).get_page(request.GET.get("page"))
    rows = [_baris(job, request.user) for job in page]
    followed = [b for b in rows if b.terbuka][:DIIKUTI]
    context = {
        "form": form,
        "permohonan": asked,
        "semua_jenis": jenis_terbuka(request.user),
        "page_obj": page,
        "dikerjakan": followed,
        "tersedia": [b for b in rows if b not in followed],
    }
    return render(request, "reports/laporan.html", context, status=422 if form.errors else 200)


@require_safe
def laporan_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show one report: progress while it is made, then its file or the reason there is none."""
    return render(request, "reports/laporan_rinci.html", {"b": _satu(request, pk)})


@require_safe
def laporan_kemajuan(request: Permintaan, pk: int) -> HttpResponse:
    """Answer the page that asks again: the progress, or the order to load the page anew."""
    baris = _satu(request, pk)
    response = render(request, "reports/laporan_kemajuan.html", {"b": baris})
    if not baris.terbuka:
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def laporan_batal(request: Permintaan, pk: int) -> HttpResponse:
    """Cancel a report that is not finished yet."""
    job = get_object_or_404(_jobs(request), pk=pk)
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
    job = get_object_or_404(_jobs(request), pk=pk)
    try:
        job = ulangi(job_id=job.pk, by=request.user)
    except _GALAT as error:
        messages.error(request, str(error))
    return redirect("laporan_rinci", job.pk)


@require_safe
def laporan_unduh(request: Permintaan, pk: int) -> HttpResponseBase:
    """Deliver the file of a report; the download is recorded."""
    job = get_object_or_404(_jobs(request), pk=pk)
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


def _jobs(request: Permintaan) -> QuerySet[Job]:
    return Job.objects.visible_to(request.user).select_related("oleh", "instansi")


def _satu(request: Permintaan, pk: int) -> Baris:
    return _baris(get_object_or_404(_jobs(request), pk=pk), request.user)


def _baris(job: Job, user: User) -> Baris:
    status = Job.Status(job.status)
    tone, ikon = _SIFAT[status]
    own, is_open = job.oleh_id == user.pk, status in _OPEN
    return Baris(
        job=job,
        label=str(status.label),
        tone=tone,
        ikon=ikon,
        keterangan=_keterangan(job, status),
        terbuka=is_open,
        bisa_batal=own and is_open and not job.minta_batal,
        bisa_ulang=own and status in (Job.Status.GAGAL, Job.Status.DIBATALKAN),
        bisa_unduh=status == Job.Status.SELESAI and bool(job.hasil),
    )


def _keterangan(job: Job, status: Job.Status) -> str:
    if status in _OPEN and job.minta_batal:
        return "Sedang dihentikan."
    if status == Job.Status.ANTRE:
        return "Menunggu giliran. Halaman ini boleh ditinggal."
    if status == Job.Status.BERJALAN:
        return job.langkah or "Dimulai"
    return job.pesan
