"""The Satgas recap, as PDF."""

from django.utils import timezone

from evidence.models import Rencana
from jobs.registry import Hasil, Pekerjaan
from reports.datasets.rekap_satgas import bangun
from reports.kinds.bentuk import Bentuk, nama_berkas, pelapor, rencana_diminta
from reports.pdf.rekap_satgas import cetak

_LANGKAH = 3  # read, lay out, write


def kerjakan(pekerjaan: Pekerjaan) -> Hasil:
    """Make the Satgas recap of `parameter["rencana"]` with the rights of who asked for it.

    Raises Gagal when the plan is no longer visible to that person, when their rights are not
    those they asked with, or when PDF is not available.
    """
    rencana = rencana_diminta(pekerjaan, Rencana.Jenis.SATGAS)
    kemajuan = pekerjaan.kemajuan
    kemajuan.bagian(_LANGKAH)
    kemajuan.langkah("Membaca data")
    now = timezone.now()
    rekap = bangun(rencana, pekerjaan.oleh, per_tanggal=now)
    tugas = sum(len(a.tugas) for a in rekap.anggota)
    kemajuan.langkah(f"Menyusun {tugas} tugas", selesai=1)
    target = pekerjaan.folder / "rekap.pdf"
    halaman = cetak(rekap, target, pelapor(kemajuan, 1))
    nama = nama_berkas("rekap-satgas", rencana, str(rencana.tahun), now, Bentuk.PDF)
    return Hasil(target, nama, halaman)
