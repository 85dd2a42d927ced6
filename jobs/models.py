"""The row that is the truth about a piece of background work."""

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User
from accounts.permissions import Permission
from jobs import registry
from jobs.reach import covered


class JobQuerySet(models.QuerySet["Job"]):
    """Read vocabulary of jobs."""

    def visible_to(self, user: User) -> "JobQuerySet":
        """Own reports that today's rights still cover; all where a role reads all reports.

        An own report about one object (registry.Objek) is covered while the object is read; it
        keeps no reach. What the portal does for itself (registry.Jenis.latar) is no report, and
        what is private (registry.Jenis.pribadi) is for who asked alone.
        """
        whole = user.akses.instansi_ids(Permission.REPORT_READ_ALL)
        reports = self.exclude(jenis__in=registry.tak_terdaftar())
        own = covered(user)
        for objek in registry.berobjek():
            own |= objek.milik(user)
        read = Q(instansi__in=whole) & ~Q(jenis__in=registry.pribadi())
        return reports.filter(Q(oleh=user) & own | read)


class Job(models.Model):
    """One piece of work: parameters in, progress, a file or a reason out."""

    class Status(models.TextChoices):
        ANTRE = "antre", "Menunggu giliran"
        BERJALAN = "berjalan", "Sedang dikerjakan"
        SELESAI = "selesai", "Selesai"
        GAGAL = "gagal", "Gagal"
        DIBATALKAN = "dibatalkan", "Dibatalkan"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="job_set")
    jenis = models.CharField("jenis", max_length=40)
    judul = models.CharField("judul", max_length=250)
    parameter = models.JSONField("parameter", default=dict, blank=True)
    status = models.CharField("status", max_length=12, choices=Status.choices, default=Status.ANTRE)
    selesai_bagian = models.PositiveIntegerField("bagian selesai", default=0)
    jumlah_bagian = models.PositiveIntegerField("jumlah bagian", default=0)
    langkah = models.CharField("langkah", max_length=120, blank=True)
    oleh = models.ForeignKey(User, models.PROTECT, related_name="job_set")
    dibuat = models.DateTimeField("diminta", auto_now_add=True)
    dimulai = models.DateTimeField("dimulai", null=True, blank=True)
    berakhir = models.DateTimeField("berakhir", null=True, blank=True)
    denyut = models.DateTimeField("denyut terakhir", null=True, blank=True)
    percobaan = models.PositiveSmallIntegerField("percobaan", default=0)
    pemegang = models.CharField("pemegang", max_length=64, blank=True)
    minta_batal = models.BooleanField("diminta batal", default=False)
    pesan = models.TextField("pesan", blank=True)
    hasil = models.FileField("hasil", max_length=200, blank=True)
    hasil_nama = models.CharField("nama hasil", max_length=200, blank=True)
    hasil_sha256 = models.CharField("SHA-256 hasil", max_length=64, blank=True)
    hasil_ukuran = models.PositiveIntegerField("ukuran hasil (byte)", null=True, blank=True)
    hasil_halaman = models.PositiveIntegerField("jumlah halaman", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "pekerjaan"
        verbose_name_plural = "pekerjaan"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["instansi", "-id"], name="job_instansi"),
            models.Index(fields=["status", "denyut"], name="job_status"),
            models.Index(fields=["oleh", "-id"], name="job_oleh"),
        ]

    def __str__(self) -> str:
        return self.judul

    @property
    def persen(self) -> int | None:
        """Progress in whole percent; None while the number of parts is unknown."""
        if not self.jumlah_bagian:
            return None
        return min(100, self.selesai_bagian * 100 // self.jumlah_bagian)
