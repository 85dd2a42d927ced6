"""Rows of imports in any state, without a file being read."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Instansi, User
from imports.models import BarisBatch, Batch, TemuanBatch
from sheets.resource import Tingkat

Keadaan = Batch.Keadaan
_DITERAPKAN = (Keadaan.DITERAPKAN, Keadaan.MENGURUNGKAN, Keadaan.DIURUNGKAN)


def buat_batch(
    instansi: Instansi,
    oleh: User,
    keadaan: Keadaan = Keadaan.SIAP,
    *,
    jenis: str = "unit",
    baris: int = 0,
    temuan: int = 0,
    **nilai: Any,
) -> Batch:
    """Make an import with so many changed rows and faults, and a small stored file."""
    now = timezone.now()
    if keadaan in _DITERAPKAN:
        nilai = {"diterapkan": now, "diterapkan_oleh": oleh} | nilai
    if keadaan == Keadaan.DIURUNGKAN:
        nilai = {"diurungkan": now, "diurungkan_oleh": oleh} | nilai
    nama = default_storage.save(f"impor/{instansi.pk}/uji.csv", ContentFile(b"Kode;Nama\nx;X\n"))
    batch = Batch.objects.create(
        **{
            "instansi": instansi,
            "oleh": oleh,
            "jenis": jenis,
            "keadaan": keadaan,
            "berkas": nama,
            "nama_asli": "unit kerja.csv",
            "bentuk": "csv",
            "sha256": "a1" * 32,
            "ukuran": 14,
            "lembar": "unit kerja",
            "baris_judul": 1,
            "pemetaan": {"kode_unit": 1, "nama": 2},
            "kenalan": kenalan(jenis),
            "berubah": baris,
            "temuan_jumlah": temuan,
            "dibuat": now,
            "diperiksa": None if keadaan in (Keadaan.DIUNGGAH, Keadaan.DIPERIKSA) else now,
            **nilai,
        }
    )
    BarisBatch.objects.bulk_create(
        BarisBatch(
            batch=batch,
            no=n,
            baris=n + 1,
            jenis=BarisBatch.Jenis.BERUBAH,
            kunci=f"unit-{n}",
            beda={"nama": [f"Unit {n}", f"Unit {n} baru"]},
        )
        for n in range(1, baris + 1)
    )
    TemuanBatch.objects.bulk_create(
        TemuanBatch(
            batch=batch,
            no=n,
            tingkat=Tingkat.GALAT,
            lembar="unit kerja",
            baris=n + 1,
            sel=f"B{n + 1}",
            kolom="Nama",
            nilai="x",
            pesan=f"Salah {n}.",
            saran="Perbaiki.",
        )
        for n in range(1, temuan + 1)
    )
    return batch


def kenalan(jenis: str = "unit") -> dict[str, Any]:
    """Return what recognition keeps of a small file."""
    return {
        "jenis": jenis,
        "lembar_terpilih": "unit kerja",
        "baris_judul": 1,
        "pemetaan": {"kode_unit": 1, "nama": 2},
        "calon": [[jenis, 0.9]],
        "asing": [],
        "sidik": "",
        "instansi": "",
        "lembar": [{"nama": "unit kerja", "baris": [[1, ["Kode", "Nama"]], [2, ["x", "X"]]]}],
    }
