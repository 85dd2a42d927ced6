"""The kinds of report that the job engine can make."""

from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.permissions import Permission
from evidence.models import Rencana
from jobs.reach import reach
from jobs.registry import Gagal, Hasil, Jenis, Pekerjaan, register
from reports.datasets.rekap_satgas import bangun
from reports.pdf.rekap_satgas import cetak

REKAP_SATGAS = "rekap_satgas"
_LANGKAH = 3  # read, lay out, write


def daftarkan() -> None:
    """Register all kinds; called once when the app is ready."""
    register(
        Jenis(
            kode=REKAP_SATGAS,
            label="Rekap Satgas",
            permission=Permission.REPORT_CREATE,
            handler=rekap_satgas,
        )
    )


def rekap_satgas(pekerjaan: Pekerjaan) -> Hasil:
    """Make the Satgas recap of `parameter["rencana"]` with the rights of who asked for it.

    Raises Gagal when the plan is no longer visible to that person, when their rights are not
    those they asked with, or when PDF is not available.
    """
    rencana = (
        Rencana.objects.visible_to(pekerjaan.oleh)
        .select_related("instansi")
        .filter(
            pk=pekerjaan.parameter["rencana"],
            instansi=pekerjaan.job.instansi_id,
            jenis=Rencana.Jenis.SATGAS,
        )
        .first()
    )
    if rencana is None:
        raise Gagal("Rencana ini tidak ada lagi atau tidak lagi terbuka bagi peminta.")
    kept = {name: pekerjaan.parameter.get(name) for name in ("semua", "unit")}
    if kept != {"unit": None} | reach(pekerjaan.oleh, rencana.instansi_id):
        raise Gagal("Peran peminta berubah sejak laporan ini diminta. Minta laporan baru.")
    kemajuan = pekerjaan.kemajuan
    kemajuan.bagian(_LANGKAH)
    kemajuan.langkah("Membaca data")
    now = timezone.now()
    rekap = bangun(rencana, pekerjaan.oleh, per_tanggal=now)
    tugas = sum(len(a.tugas) for a in rekap.anggota)
    kemajuan.langkah(f"Menyusun {tugas} tugas", selesai=1)
    laid_out = 0

    def lapor(halaman: int | None) -> None:
        nonlocal laid_out
        if halaman is not None:
            laid_out = halaman
            kemajuan.langkah(f"Menyusun halaman {halaman}", selesai=1)
        elif laid_out:
            kemajuan.langkah("Menulis berkas PDF", selesai=2)
        else:
            kemajuan.denyut()

    target = pekerjaan.folder / "rekap.pdf"
    halaman = cetak(rekap, target, lapor)
    local = now.astimezone(ZoneInfo(rencana.instansi.zona_waktu))
    nama = f"rekap-satgas-{rencana.instansi.kode}-{rencana.tahun}-{local:%Y%m%d-%H%M}.pdf"
    return Hasil(target, nama, halaman)
