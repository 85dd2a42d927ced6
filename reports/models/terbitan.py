"""Issued reports: one Potret with its parameters, under a code that anybody can check."""

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User
from accounts.permissions import Permission
from jobs.models import Job
from reports.models.potret import Potret


class TerbitanQuerySet(models.QuerySet["Terbitan"]):
    """Read vocabulary of issued reports."""

    def visible_to(self, user: User) -> "TerbitanQuerySet":
        """Reports of every institution whose reports the person may all read."""
        return self.filter(instansi__in=user.akses.instansi_ids(Permission.REPORT_READ_ALL))


class Terbitan(models.Model):
    """One report: the same Potret and parameters are the same row, code and bytes."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="terbitan_set")
    potret = models.ForeignKey(Potret, models.PROTECT, related_name="terbitan_set")
    kode = models.CharField("kode periksa", max_length=24, unique=True)
    parameter = models.JSONField("parameter")
    dibuat = models.DateTimeField("diterbitkan")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    nomor = models.CharField("nomor laporan", max_length=120, blank=True)
    nomor_tanggal = models.DateField("tanggal laporan", null=True, blank=True)
    nomor_at = models.DateTimeField("nomor dicatat", null=True, blank=True)
    nomor_oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TerbitanQuerySet.as_manager()

    class Meta:
        verbose_name = "terbitan"
        verbose_name_plural = "terbitan"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    nomor="",
                    nomor_tanggal__isnull=True,
                    nomor_at__isnull=True,
                    nomor_oleh__isnull=True,
                )
                | (
                    Q(
                        nomor_tanggal__isnull=False,
                        nomor_at__isnull=False,
                        nomor_oleh__isnull=False,
                    )
                    & ~Q(nomor="")
                ),
                name="terbitan_nomor",
            ),
        ]
        indexes = [models.Index(fields=["instansi", "-id"], name="terbitan_instansi")]

    def __str__(self) -> str:
        return self.kode


class BerkasTerbitan(models.Model):
    """A file that was made under a code. Append-only; one row a content.

    A newer version of the portal may write other bytes; every file ever issued stays true.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    terbitan = models.ForeignKey(Terbitan, models.PROTECT, related_name="berkas_set")
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    sha256 = models.CharField("SHA-256", max_length=64)
    ukuran = models.PositiveIntegerField("ukuran (byte)")
    halaman = models.PositiveIntegerField("jumlah halaman", null=True, blank=True)
    dibuat = models.DateTimeField("dibuat")

    class Meta:
        verbose_name = "berkas terbitan"
        verbose_name_plural = "berkas terbitan"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["terbitan", "sha256"], name="berkasterbitan_sha256"),
        ]

    def __str__(self) -> str:
        return self.sha256
