"""Taking a list out as a file."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Instansi
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from imports.unduh.berkas import (
    LANGSUNG,
    BentukDaftar,
    catat,
    kueri,
    lingkup,
    nama_berkas,
    tulis,
)
from imports.unduh.hak import KODE, sidik
from jobs.actions import minta
from jobs.registry import Gagal
from sheets import unduhan
from sheets.tables import Tabel

TERTUTUP = "Daftar ini tidak termasuk peran Anda."


@require_http_methods(["GET", "HEAD", "POST"])
def unduh(request: Permintaan, kode: str) -> HttpResponse:
    """Deliver a list with the filters of the address; POST asks a job for a long one.

    A list of at most LANGSUNG rows is the answer itself, and an audit event; of a longer one the
    page says how many rows there are. HEAD records nothing.
    """
    daftar = unduhan.cari(kode)
    if daftar is None:
        raise Http404("Daftar ini tidak dikenal.")
    if not daftar.boleh(request.user):
        raise PermissionDenied(TERTUTUP)
    bentuk = _bentuk(request)
    tabel = daftar.buat(request)
    tempat = lingkup(tabel, request.user)
    if not tempat:
        raise PermissionDenied(TERTUTUP)
    saringan = kueri(request.GET)
    if request.method == "POST":
        return _minta(request, tabel, saringan, bentuk, tempat[0])
    if tabel.jumlah > LANGSUNG:
        context = {"tabel": tabel, "bentuk": bentuk, "langsung": LANGSUNG}
        return render(request, "imports/unduh.html", context)
    now = timezone.now()
    answer = HttpResponse(
        content_type=bentuk.jenis_berkas,
        headers={
            "Content-Disposition": "attachment; "
            f'filename="{nama_berkas(tabel, tempat, now, bentuk)}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
    if request.method != "HEAD":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"daftar.{bentuk}"
            jumlah = tulis(tabel, path, bentuk, tempat, now)
            answer.content = path.read_bytes()
        catat(tabel, by=request.user, saringan=saringan, bentuk=bentuk, baris=jumlah, tempat=tempat)
    return answer


def _bentuk(request: Permintaan) -> BentukDaftar:
    try:
        return BentukDaftar(request.GET.get("bentuk", BentukDaftar.XLSX))
    except ValueError:
        raise Http404("Bentuk berkas ini tidak dikenal.") from None


def _minta(
    request: Permintaan, tabel: Tabel, saringan: str, bentuk: BentukDaftar, instansi: Instansi
) -> HttpResponse:
    parameter = {
        "kode": tabel.kode,
        "kueri": saringan,
        "bentuk": str(bentuk),
        "hak": sidik(request.user),
    }
    try:
        job = minta(
            jenis=KODE,
            judul=f"Daftar {tabel.judul}, {bentuk.label}",
            parameter=parameter,
            instansi=instansi,
            by=request.user,
        )
    except (Denied, Gagal) as error:
        messages.error(request, str(error))
        return redirect(request.get_full_path())
    return redirect("laporan_rinci", job.pk)
