"""The month plan: in which months a row of the action plan is worked on, and how it is read."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from evidence.models import Butir


class BentukJadwal(models.Model):
    """How the planned months of one Butir are read; without a row: berulang, not confirmed.

    `kutipan` are the words of the decree from which the portal proposed it ("setiap triwulan").
    """

    class Bentuk(models.TextChoices):
        RENTANG = "rentang", "Rentang, satu hasil di akhir"
        BERULANG = "berulang", "Berulang, bukti setiap bulan"

    butir = models.OneToOneField(Butir, models.CASCADE, related_name="bentuk_jadwal")
    bentuk = models.CharField(
        "bentuk", max_length=10, choices=Bentuk.choices, default=Bentuk.BERULANG
    )
    kutipan = models.CharField("kata-kata sumber", max_length=200, blank=True)
    dikonfirmasi = models.DateTimeField("dikonfirmasi")
    dikonfirmasi_oleh = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bentuk jadwal"
        verbose_name_plural = "bentuk jadwal"

    def __str__(self) -> str:
        return f"{self.butir_id} {self.bentuk}"


class BulanJadwalQuerySet(models.QuerySet["BulanJadwal"]):
    """Read vocabulary of planned months."""

    def berlaku(self) -> "BulanJadwalQuerySet":
        """Months that are planned now: not taken out, not shifted away."""
        return self.filter(gugur__isnull=True)


class BulanJadwal(models.Model):
    """One planned month of one Butir. Months taken out of a running plan stay as rows.

    `bulan` is the first day of the month. Which Capaian the months make: zonaintegritas/jadwal/
    masa.py; the Capaian of a month is the current one of its Butir whose window covers it.
    """

    butir = models.ForeignKey(Butir, models.CASCADE, related_name="bulan_set")
    bulan = models.DateField("bulan")
    dibuat = models.DateTimeField("direncanakan", default=timezone.now)
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="oleh")
    gugur = models.DateTimeField("dicabut", null=True, blank=True)
    gugur_oleh = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dicabut oleh"
    )
    alasan = models.TextField("alasan perubahan", blank=True)
    digeser_ke = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="digeser_dari"
    )

    objects = BulanJadwalQuerySet.as_manager()

    class Meta:
        verbose_name = "bulan jadwal"
        verbose_name_plural = "bulan jadwal"
        ordering = ["butir", "bulan", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["butir", "bulan"], condition=Q(gugur__isnull=True), name="zi_bulan_unik"
            ),
            models.CheckConstraint(condition=Q(bulan__day=1), name="zi_bulan_hari_pertama"),
            models.CheckConstraint(
                condition=Q(gugur__isnull=True, gugur_oleh__isnull=True, digeser_ke__isnull=True)
                | (Q(gugur__isnull=False, gugur_oleh__isnull=False) & ~Q(alasan="")),
                name="zi_bulan_gugur",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.butir_id} {self.bulan:%Y-%m}"
