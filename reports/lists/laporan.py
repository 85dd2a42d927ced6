"""One report as a row: how it stands, and what a person may do with it."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from jobs import registry
from jobs.models import Job
from reports.bentuk import Bentuk
from reports.lists.antrean import dengan_giliran
from ukuran.format import angka

_TERBUKA = (Job.Status.ANTRE, Job.Status.BERJALAN)
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


@dataclass(frozen=True)
class Simpanan:
    """How much the results of all reports take."""

    berkas: int
    ukuran: int


def laporan_terlihat(user: User) -> QuerySet[Job]:
    """Return the reports that a person sees, with who asked, where, and their turn."""
    seen = Job.objects.visible_to(user).select_related("oleh", "instansi")
    return dengan_giliran(seen)


def simpanan(user: User) -> Simpanan | None:
    """Return how much the reports of a person's institutions take; None for other than admins."""
    instansi = user.akses.instansi_ids(Permission.INSTANSI_SETUP)
    if not instansi:
        return None
    found = (
        Job.objects.filter(instansi__in=instansi)
        .exclude(jenis__in=registry.tak_terdaftar())
        .exclude(hasil="")
        .order_by()
        .aggregate(berkas=Count("pk"), ukuran=Sum("hasil_ukuran"))
    )
    return Simpanan(found["berkas"], found["ukuran"] or 0)


def baris(job: Job, user: User) -> Baris:
    """Return one of `laporan_terlihat` as a row."""
    status = Job.Status(job.status)
    tone, ikon = _SIFAT[status]
    own, is_open = job.oleh_id == user.pk, status in _TERBUKA
    return Baris(
        job=job,
        label=str(status.label),
        tone=tone,
        ikon=ikon,
        keterangan=_keterangan(job, status, own=own),
        terbuka=is_open,
        bisa_batal=own and is_open and not job.minta_batal,
        bisa_ulang=own and status in (Job.Status.GAGAL, Job.Status.DIBATALKAN),
        bisa_unduh=status == Job.Status.SELESAI and bool(job.hasil),
    )


def _keterangan(job: Job, status: Job.Status, *, own: bool) -> str:
    if status in _TERBUKA and job.minta_batal:
        return "Sedang dihentikan."
    if status == Job.Status.ANTRE:
        return f"Menunggu giliran, {_depan(job, own=own)}. Halaman ini boleh ditinggal."
    if status == Job.Status.BERJALAN:
        return job.langkah or "Dimulai"
    return job.pesan


def _depan(job: Job, *, own: bool) -> str:
    if ahead := getattr(job, "depan", 0):
        return f"{angka(ahead)} laporan di depan"
    if getattr(job, "sendiri", False):
        return f"setelah laporan {'Anda' if own else 'peminta ini'} yang sedang dibuat"
    return "yang berikutnya"
