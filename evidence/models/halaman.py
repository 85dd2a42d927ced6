"""Page images of evidence: derived from a file version, made by a job, never evidence itself."""

import secrets

from django.db import models

from accounts.models import Instansi, User
from evidence.models.bukti import BuktiVersi
from jobs.models import Job


def halaman_path(halaman: "HalamanBukti", nama: str) -> str:
    """Return a storage name that can't be guessed, in the folder of the institution.

    Whatever removes an institution's folder (sample data) removes the images with it.
    """
    token = secrets.token_urlsafe(24)
    return f"{halaman.instansi_id}/halaman/{token[:2]}/{token}.webp"


class GambarBukti(models.Model):
    """How far the page images of a file version are. They go with their version."""

    class Keadaan(models.TextChoices):
        ANTRE = "antre", "Menunggu giliran"
        BERJALAN = "berjalan", "Sedang digambar"
        SELESAI = "selesai", "Selesai"
        GAGAL = "gagal", "Tidak lengkap"

    versi = models.OneToOneField(BuktiVersi, models.CASCADE, related_name="gambar")
    keadaan = models.CharField(
        "keadaan", max_length=10, choices=Keadaan.choices, default=Keadaan.ANTRE
    )
    jumlah = models.PositiveIntegerField("halaman yang digambar", null=True, blank=True)
    pesan = models.TextField("pesan", blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "gambar bukti"
        verbose_name_plural = "gambar bukti"

    def __str__(self) -> str:
        return f"{self.versi_id} {self.keadaan}"

    @property
    def terbuka(self) -> bool:
        """Whether a job still works on it, or will."""
        waits = self.job is not None and self.job.status in (Job.Status.ANTRE, Job.Status.BERJALAN)
        return waits and self.keadaan in (self.Keadaan.ANTRE, self.Keadaan.BERJALAN)

    @property
    def alasan(self) -> str:
        """Why there is no (complete) set of images, in Indonesian; empty when nothing is wrong.

        A job can end without the handler: killed, cancelled, or its person without rights.
        """
        if self.terbuka or self.keadaan in (self.Keadaan.SELESAI, self.Keadaan.GAGAL):
            return self.pesan
        if self.job is not None and self.job.status == Job.Status.GAGAL:
            return self.job.pesan
        return "Pembuatan gambar halaman terhenti sebelum selesai."


class HalamanBuktiQuerySet(models.QuerySet["HalamanBukti"]):
    """Read vocabulary of page images."""

    def visible_to(self, user: User) -> "HalamanBuktiQuerySet":
        """Images of the file versions that a person may open."""
        return self.filter(versi__in=BuktiVersi.objects.visible_to(user).values("pk"))


class HalamanBukti(models.Model):
    """The image of one page; made once, never changed."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    versi = models.ForeignKey(BuktiVersi, models.CASCADE, related_name="gambar_set")
    no = models.PositiveIntegerField("halaman")
    berkas = models.FileField("gambar", upload_to=halaman_path, max_length=200)
    lebar = models.PositiveIntegerField("lebar (piksel)")
    tinggi = models.PositiveIntegerField("tinggi (piksel)")
    ukuran = models.PositiveIntegerField("ukuran (byte)")
    sha256 = models.CharField("SHA-256", max_length=64)

    objects = HalamanBuktiQuerySet.as_manager()

    class Meta:
        verbose_name = "gambar halaman"
        verbose_name_plural = "gambar halaman"
        ordering = ["versi", "no"]
        constraints = [models.UniqueConstraint(fields=["versi", "no"], name="halamanbukti_no")]

    def __str__(self) -> str:
        return f"{self.versi_id} halaman {self.no}"
