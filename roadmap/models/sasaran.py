"""Bab III.B: groups (one printed table each), sasaran, indikator."""

from django.db import models

from evidence.models import Butir
from roadmap.models.dokumen import RoadMap


class KelompokSasaran(models.Model):
    """One printed table of Bab III.B with the path of headings above it."""

    roadmap = models.ForeignKey(RoadMap, models.CASCADE, related_name="kelompok_set")
    kode = models.CharField("kode", max_length=12)
    urut = models.PositiveSmallIntegerField("urut")
    jalur = models.JSONField("judul di atasnya", default=list)
    teks = models.TextField("teks tanpa tabel", blank=True)
    kepala_tahun = models.JSONField("kepala tahun tercetak", default=list, blank=True)
    sumber = models.JSONField("letak pada sumber", default=dict, blank=True)

    class Meta:
        verbose_name = "kelompok sasaran"
        verbose_name_plural = "kelompok sasaran"
        ordering = ["roadmap", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "kode"], name="kelompoksasaran_kode"),
        ]

    def __str__(self) -> str:
        return self.judul

    @property
    def judul(self) -> str:
        """The nearest heading, as printed."""
        return str(self.jalur[-1]) if self.jalur else self.kode


class Sasaran(models.Model):
    """One sasaran as printed, letter included."""

    kelompok = models.ForeignKey(KelompokSasaran, models.CASCADE, related_name="sasaran_set")
    urut = models.PositiveSmallIntegerField("urut")
    teks = models.TextField("sasaran")

    class Meta:
        verbose_name = "sasaran"
        verbose_name_plural = "sasaran"
        ordering = ["kelompok", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["kelompok", "urut"], name="sasaran_urut"),
        ]

    def __str__(self) -> str:
        return self.teks


class Indikator(models.Model):
    """One indikator row; its targets are TargetTahun of its Butir."""

    butir = models.OneToOneField(Butir, models.PROTECT, related_name="indikator_roadmap")
    sasaran = models.ForeignKey(Sasaran, models.CASCADE, related_name="indikator_set")
    kode = models.CharField("kode", max_length=12)
    urut = models.PositiveSmallIntegerField("urut")
    teks = models.TextField("indikator")
    sub = models.JSONField("sub indikator", default=list, blank=True)
    sasaran_tercetak = models.TextField("sel sasaran tercetak", blank=True)
    sumber = models.JSONField("letak pada sumber", default=dict, blank=True)

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikator"
        ordering = ["sasaran", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["sasaran", "urut"], name="indikator_urut"),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.teks}"
