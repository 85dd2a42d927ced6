"""One import: what it waits for, its figures, what it would change, what is wrong, its file."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from imports.actions.berkas import tanda_terakhir
from imports.hak import dua_orang, membuka, menggerakkan
from imports.halangan import kelompok
from imports.kinds.kode import PEKERJAAN
from imports.lists.berikut import alamat_unggah, berikut, sifat, tahap
from imports.lists.isi import dengan_pengatur, saring_baris, saring_temuan, tampilkan
from imports.lists.riwayat import riwayat
from imports.models import BarisBatch, Batch
from imports.reading.model import huruf_kolom
from imports.views.pintu import batch_terlihat
from jobs.models import Job
from sheets.resource import Tingkat

PER_HALAMAN = 50
_KATA_TERPANJANG = 100
_BAGIAN = ("perubahan", "temuan", "berkas")
_JALAN = (Job.Status.ANTRE, Job.Status.BERJALAN)
_SIFAT_JOB = {
    Job.Status.ANTRE: ("abu", "s-belum"),
    Job.Status.BERJALAN: ("biru", "s-diajukan"),
    Job.Status.SELESAI: ("hijau", "s-disetujui"),
    Job.Status.GAGAL: ("merah", "s-telat"),
    Job.Status.DIBATALKAN: ("ungu", "s-tidak"),
}


@require_safe
def impor_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show one import with the part that the address names: perubahan, temuan or berkas.

    Who may not open its content has the figures, and of the file its name and hash.
    """
    batch = batch_terlihat(request, pk)
    tone, ikon = sifat(batch)
    opens = membuka(request.user, batch)
    bagian = _bagian(request, batch) if opens else "berkas"
    asked = request.GET.get("cari", "").strip()[:_KATA_TERPANJANG]
    parts = {"perubahan": _perubahan, "temuan": _temuan, "berkas": _berkas}
    context = {
        "batch": batch,
        "tone": tone,
        "ikon": ikon,
        "tahap": tahap(batch),
        "berikut": berikut(batch, request.user, dua_orang=dua_orang(batch.instansi_id)),
        "terbuka": opens,
        "bergerak": menggerakkan(request.user, batch),
        "figures": _angka(batch, berisi=opens),
        "bagian": bagian,
        "cari": asked,
        "unggah_lagi": alamat_unggah(batch),
        "kemajuan": _kemajuan(batch),
        "halangan": kelompok(batch, request.user) if menggerakkan(request.user, batch) else (),
        **parts[bagian](request, batch, asked),
    }
    return render(request, "imports/rinci.html", context)


@require_safe
def impor_kemajuan(request: Permintaan, pk: int) -> HttpResponse:
    """Answer the page that asks again: the progress, or the order to load the page anew."""
    batch = batch_terlihat(request, pk)
    kemajuan = _kemajuan(batch)
    response = render(request, "imports/kemajuan.html", {"k": kemajuan})
    if not kemajuan["url"]:
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response


def _bagian(request: Permintaan, batch: Batch) -> str:
    asked = request.GET.get("bagian", "")
    if asked in _BAGIAN:
        return asked
    if batch.keadaan == Batch.Keadaan.BERMASALAH and batch.temuan_jumlah:
        return "temuan"
    return "perubahan" if batch.diperiksa else "berkas"


def _angka(batch: Batch, *, berisi: bool) -> list[tuple[str, int, str]]:
    """Return the figures of the check, each with the address of its rows ('' where closed)."""
    rows = [
        (str(jenis.label), jumlah, f"?bagian=perubahan&hasil={jenis.value}")
        for jenis, jumlah in (
            (BarisBatch.Jenis.BARU, batch.baru),
            (BarisBatch.Jenis.BERUBAH, batch.berubah),
            (BarisBatch.Jenis.SAMA, batch.sama),
            (BarisBatch.Jenis.DITOLAK, batch.ditolak),
        )
    ]
    warned = f"?bagian=temuan&tingkat={Tingkat.PERINGATAN}"
    rows.append(("Peringatan", batch.peringatan, warned))
    return [(label, jumlah, url if berisi else "") for label, jumlah, url in rows]


def _kemajuan(batch: Batch) -> dict[str, Any]:
    """Return the work on an import as components/job.html shows it; `url` '' when it ended."""
    job = batch.job
    if job is None or batch.keadaan not in PEKERJAAN:
        return {"url": ""}
    return _job(job, batch.get_keadaan_display(), reverse("impor_kemajuan", args=[batch.pk]))


def _job(job: Job, judul: str, url: str) -> dict[str, Any]:
    status = Job.Status(job.status)
    tone, ikon = _SIFAT_JOB[status]
    running = status in _JALAN
    said = job.langkah or "Dimulai"
    if status == Job.Status.ANTRE:
        said = "Menunggu giliran. Halaman ini boleh ditinggal."
    return {
        "judul": judul,
        "tone": tone,
        "ikon": ikon,
        "label": str(status.label),
        "persen": job.persen,
        "keterangan": said if running else job.pesan,
        "url": url if running else "",
    }


def _perubahan(request: Permintaan, batch: Batch, cari: str) -> dict[str, Any]:
    hasil = request.GET.get("hasil", "")
    rows = saring_baris(batch, hasil, cari)
    page: Page[BarisBatch] = Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page"))
    figures = {
        "": batch.baru + batch.berubah + batch.ditolak,
        BarisBatch.Jenis.BARU: batch.baru,
        BarisBatch.Jenis.BERUBAH: batch.berubah,
        BarisBatch.Jenis.SAMA: batch.sama,
        BarisBatch.Jenis.DITOLAK: batch.ditolak,
    }
    return {
        "page_obj": page,
        "baris": tampilkan(batch, list(page), request.user),
        "hasil": hasil if hasil in figures else "",
        "pilihan_hasil": [
            (kode, BarisBatch.Jenis(kode).label if kode else "Semua yang berbeda", jumlah)
            for kode, jumlah in figures.items()
        ],
    }


def _temuan(request: Permintaan, batch: Batch, cari: str) -> dict[str, Any]:
    tingkat = request.GET.get("tingkat", "")
    rows = saring_temuan(batch, tingkat, cari)
    page = Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page"))
    faults = batch.temuan_jumlah - batch.peringatan
    return {
        "page_obj": page,
        "temuan": dengan_pengatur(batch, list(page), request.get_full_path(), request.user),
        "tingkat": tingkat if tingkat in set(Tingkat) else "",
        "pilihan_tingkat": [
            ("", "Semua", batch.temuan_jumlah),
            (Tingkat.GALAT.value, "Harus diperbaiki", faults),
            (Tingkat.PERINGATAN.value, "Periksa lagi", batch.peringatan),
        ],
    }


def _berkas(request: Permintaan, batch: Batch, cari: str) -> dict[str, Any]:
    kelas = batch.kelas
    columns = kelas.kolom() if kelas else {}
    marked = tanda_terakhir(batch)
    running = marked is not None and marked.status in _JALAN
    again = f"{reverse('impor_rinci', args=[batch.pk])}?bagian=berkas#h-tanda"
    return {
        "padanan": [
            (columns[nama].judul, huruf_kolom(no))
            for nama, no in sorted(batch.pemetaan.items(), key=lambda pair: int(pair[1]))
            if nama in columns
        ],
        "tanda": _job(marked, "Berkas bertanda", "") if marked else None,
        "tanda_job": marked,
        "tanda_berjalan": running,
        "tanda_lagi": again,
        "riwayat": riwayat(batch, berisi=membuka(request.user, batch)),
    }
