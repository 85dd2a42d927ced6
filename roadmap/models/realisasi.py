"""What was reached and spent: the unit's draft, what was recorded of it, and earlier years.

All figures are cumulative from 1 January to the last day of the window ("sampai dengan"), so the
last recorded window of a year gives the year. Money is in whole Rupiah.
"""

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User
from evidence.models import BuktiVersi, Butir, Capaian


class Angka(models.Model):
    """Figures of one report. None is "no data", 0 is a value.

    `komponen` follows the components of the target of that moment: decimals as text, or null;
    `satuan` names the unit of each, so that a revised target can't give them another meaning.
    """

    komponen = models.JSONField("realisasi fisik per komponen", default=list, blank=True)
    satuan = models.JSONField("satuan tiap komponen saat dilaporkan", default=list, blank=True)
    predikat = models.CharField("predikat yang diperoleh", max_length=20, blank=True)
    ada = models.BooleanField("dokumen sudah ada", null=True, blank=True)
    pagu = models.DecimalField("pagu", max_digits=16, decimal_places=0, null=True, blank=True)
    pergeseran = models.DecimalField(
        "pergeseran", max_digits=16, decimal_places=0, null=True, blank=True
    )
    anggaran = models.DecimalField(
        "realisasi anggaran", max_digits=16, decimal_places=0, null=True, blank=True
    )

    class Meta:
        abstract = True


_UANG = (Q(pagu__isnull=True) | Q(pagu__gte=0)) & (Q(anggaran__isnull=True) | Q(anggaran__gte=0))


class Realisasi(Angka):
    """What the unit has typed for one due window: a draft until it is sent."""

    capaian = models.OneToOneField(Capaian, models.CASCADE, related_name="realisasi")

    class Meta:
        verbose_name = "realisasi"
        verbose_name_plural = "realisasi"
        constraints = [models.CheckConstraint(condition=_UANG, name="realisasi_uang")]

    def __str__(self) -> str:
        return f"Realisasi {self.capaian_id}"


class RealisasiTercatat(Angka):
    """Figures as they were sent, taken back, verified or reopened. Append-only.

    The last of klaim/tarik by a day is the claim of that day, the last of terverifikasi/buka the
    verified figures.
    """

    class Tahap(models.TextChoices):
        KLAIM = "klaim", "Dikirim unit"
        TARIK = "tarik", "Ditarik unit"
        TERVERIFIKASI = "verifikasi", "Diverifikasi Inspektorat"
        BUKA = "buka", "Verifikasi dibuka kembali"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    capaian = models.ForeignKey(Capaian, models.PROTECT, related_name="realisasi_tercatat_set")
    tahap = models.CharField("tahap", max_length=10, choices=Tahap.choices)
    catatan = models.TextField("catatan", blank=True)
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu")

    class Meta:
        verbose_name = "realisasi tercatat"
        verbose_name_plural = "realisasi tercatat"
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=_UANG, name="realisasitercatat_uang")]
        indexes = [models.Index(fields=["capaian", "at"], name="realisasitercatat_capaian")]

    def __str__(self) -> str:
        return f"{self.capaian_id} {self.tahap}"


class RealisasiHistoris(Angka):
    """Figures of a year before the portal: "historis, tidak diverifikasi", with their source.

    A correction is a new row; the earlier one gets `diganti`. One document may serve many rows.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    butir = models.ForeignKey(Butir, models.PROTECT, related_name="historis_set")
    tahun = models.PositiveSmallIntegerField("tahun")
    sumber = models.ForeignKey(
        BuktiVersi, models.PROTECT, null=True, blank=True, related_name="historis_set"
    )
    rujukan = models.CharField("dokumen sumber dan halamannya", max_length=200)
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dibuat = models.DateTimeField("dicatat")
    diganti = models.DateTimeField("diganti atau dihapus", null=True, blank=True)

    class Meta:
        verbose_name = "realisasi historis"
        verbose_name_plural = "realisasi historis"
        ordering = ["butir", "tahun", "dibuat"]
        constraints = [
            models.UniqueConstraint(
                fields=["butir", "tahun"],
                condition=Q(diganti__isnull=True),
                name="realisasihistoris_berlaku",
            ),
            models.CheckConstraint(condition=_UANG, name="realisasihistoris_uang"),
        ]
        indexes = [models.Index(fields=["instansi", "tahun"], name="historis_instansi")]

    def __str__(self) -> str:
        return f"{self.butir_id} {self.tahun}"
