"""Taking the rows of a kind out as a file that can be brought in again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Instansi
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from imports.ekspor import LANGSUNG, BentukData, catat_ekspor, isi_data, jawaban, nama_data
from imports.kinds.ekspor import EKSPOR
from imports.unduh.hak import sidik
from imports.views.pintu import jenis_terpilih, katakan_keliru, siapkan, tujuan_terpilih
from jobs.actions import minta
from jobs.registry import Gagal
from sheets.resource import SheetResource, Tujuan


@require_http_methods(["GET", "HEAD", "POST"])
@katakan_keliru
def impor_ekspor(request: Permintaan, kode: str) -> HttpResponse:
    """Deliver the rows of a kind; POST asks a job for many of them.

    At most LANGSUNG rows are the answer itself, and an audit event. HEAD records nothing.
    """
    kelas, instansi, _ = jenis_terpilih(request, kode)
    tujuan = tujuan_terpilih(request, kelas, instansi)
    bentuk = _bentuk(request)
    if request.method == "POST":
        return _minta(request, kelas, instansi, tujuan, bentuk)
    resource = siapkan(request, kelas, instansi, tujuan.id if tujuan else None)
    rows = list(resource.ada())
    nama_tujuan = tujuan.nama if tujuan else ""
    if len(rows) > LANGSUNG:
        context = {
            "kelas": kelas,
            "tujuan": nama_tujuan,
            "jumlah": len(rows),
            "bentuk": bentuk,
            "langsung": LANGSUNG,
        }
        return render(request, "imports/ekspor.html", context)
    nama = nama_data(resource, nama_tujuan, bentuk)
    if request.method == "HEAD":
        return jawaban(b"", nama, bentuk.jenis_berkas)
    answer = jawaban(isi_data(resource, rows, bentuk), nama, bentuk.jenis_berkas)
    catat_ekspor(
        kelas=kelas,
        instansi=instansi,
        tujuan=nama_tujuan,
        bentuk=bentuk,
        baris=len(rows),
        by=request.user,
    )
    return answer


def _bentuk(request: Permintaan) -> BentukData:
    try:
        return BentukData(request.GET.get("bentuk", BentukData.XLSX))
    except ValueError:
        raise Http404("Bentuk berkas ini tidak dikenal.") from None


def _minta(
    request: Permintaan,
    kelas: type[SheetResource],
    instansi: Instansi,
    tujuan: Tujuan | None,
    bentuk: BentukData,
) -> HttpResponse:
    parameter = {
        "kode": kelas.kode,
        "instansi": instansi.pk,
        "tujuan": tujuan.id if tujuan else None,
        "bentuk": str(bentuk),
        "hak": sidik(request.user),
    }
    nama = f"{kelas.label}, {tujuan.nama}" if tujuan else kelas.label
    try:
        job = minta(
            jenis=EKSPOR,
            judul=f"Isi {nama}, {bentuk.label}",
            parameter=parameter,
            instansi=instansi,
            by=request.user,
        )
    except (Denied, Gagal) as error:
        messages.error(request, str(error))
        return redirect("impor_jenis_rinci", kelas.kode)
    return redirect("laporan_rinci", job.pk)
