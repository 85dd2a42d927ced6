"""What all kinds share: the plan of a request, its rights as they were, file names, progress."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from evidence.models import Rencana
from jobs.reach import reach
from jobs.registry import Gagal, Kemajuan, Pekerjaan
from reports.bentuk import Bentuk as Bentuk
from reports.datasets.pandangan import Pandangan


def rencana_diminta(pekerjaan: Pekerjaan, jenis: Rencana.Jenis) -> Rencana:
    """Return the plan that a report was asked for.

    Raises Gagal when it is no longer visible to who asked, or when their rights are not those
    they asked with.
    """
    rencana = (
        Rencana.objects.visible_to(pekerjaan.oleh)
        .select_related("instansi")
        .filter(pk=pekerjaan.parameter["rencana"], instansi=pekerjaan.job.instansi_id, jenis=jenis)
        .first()
    )
    if rencana is None:
        raise Gagal("Rencana ini tidak ada lagi atau tidak lagi terbuka bagi peminta.")
    kept = {name: pekerjaan.parameter.get(name) for name in ("semua", "unit")}
    if kept != {"unit": None} | reach(pekerjaan.oleh, rencana.instansi_id):
        raise Gagal("Peran peminta berubah sejak laporan ini diminta. Minta laporan baru.")
    return rencana


def pandangan(rencana: Rencana, user: User, hari: str | None) -> Pandangan:
    """Return what the figures are about: the plan now, or at the end of a past day (ISO)."""
    per = date.fromisoformat(hari) if hari else None
    return Pandangan(rencana, user, timezone.now(), per)


def nama_berkas(awalan: str, rencana: Rencana, rincian: str, at: datetime, bentuk: Bentuk) -> str:
    """Return the name a person gets a file under: kind, institution, what, moment of the data."""
    local = at.astimezone(ZoneInfo(rencana.instansi.zona_waktu))
    return f"{awalan}-{rencana.instansi.kode}-{rincian}-{local:%Y%m%d-%H%M}.{bentuk}"


def pelapor(kemajuan: Kemajuan, selesai: int) -> Callable[[int | None], None]:
    """Return what a PDF renderer calls: pages as they are laid out, then the writing.

    `selesai` parts are done while pages are laid out, one more while the file is written.
    """
    laid_out = 0

    def lapor(halaman: int | None) -> None:
        nonlocal laid_out
        if halaman is not None:
            laid_out = halaman
            kemajuan.langkah(f"Menyusun halaman {halaman}", selesai=selesai)
        elif laid_out:
            kemajuan.langkah("Menulis berkas PDF", selesai=selesai + 1)
        else:
            kemajuan.denyut()

    return lapor
