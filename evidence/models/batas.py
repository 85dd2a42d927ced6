"""Cut-offs: cumulative views over the same Capaian, with the dates of each."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.sebutan import sebut_malas
from evidence.models.rencana import Rencana


class Batas(models.Model):
    """One cut-off (B03, B06, B09, B12) of a plan. It makes no Capaian of its own."""

    class Tahap(models.TextChoices):
        BELUM = "belum", "Belum dibuka"
        UNIT = "unit", "Pengisian unit"
        INSPEKTORAT = "inspektorat", sebut_malas("Verifikasi Inspektorat")
        JAGA = "jaga", "Pengunggahan ke JAGA"
        KPK = "kpk", "Verifikasi KPK"
        DITUTUP = "ditutup", "Ditutup"

    rencana = models.ForeignKey(Rencana, models.CASCADE, related_name="batas_set")
    kode = models.CharField("kode", max_length=8)
    akhir = models.DateField("akhir periode", help_text="Hari terakhir yang dipotret.")
    dibuka = models.DateField("dibuka")
    batas_unit = models.DateField("batas unit")
    batas_inspektorat = models.DateField("batas Inspektorat")
    batas_jaga = models.DateField("batas JAGA")
    verifikasi_kpk = models.DateField("verifikasi KPK")
    ditutup = models.DateField("ditutup")

    class Meta:
        verbose_name = "batas"
        verbose_name_plural = "batas"
        ordering = ["rencana", "akhir"]
        constraints = [
            models.UniqueConstraint(fields=["rencana", "kode"], name="batas_kode"),
            models.UniqueConstraint(fields=["rencana", "akhir"], name="batas_akhir"),
            models.CheckConstraint(
                condition=Q(dibuka__lte=F("batas_unit"))
                & Q(batas_unit__lte=F("batas_inspektorat"))
                & Q(batas_inspektorat__lte=F("batas_jaga"))
                & Q(batas_jaga__lte=F("verifikasi_kpk"))
                & Q(verifikasi_kpk__lte=F("ditutup")),
                name="batas_urutan",
            ),
        ]

    def __str__(self) -> str:
        return self.kode

    def tahap(self, hari: date) -> Tahap:
        """Return where the cut-off stands on a day; each date is the last day of its stage."""
        if hari < self.dibuka:
            return self.Tahap.BELUM
        for last, stage in (
            (self.batas_unit, self.Tahap.UNIT),
            (self.batas_inspektorat, self.Tahap.INSPEKTORAT),
            (self.batas_jaga, self.Tahap.JAGA),
            (self.ditutup, self.Tahap.KPK),
        ):
            if hari <= last:
                return stage
        return self.Tahap.DITUTUP
