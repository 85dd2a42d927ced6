"""Hand-overs between units that a plan implies: one thing to do feeds the next."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from evidence.models.capaian import Capaian
from evidence.models.rencana import Butir, Rencana


class AlurSerah(models.Model):
    """An arrow between two Butir of a plan: the unit of `dari` hands over to that of `ke`."""

    class Sumber(models.TextChoices):
        TEKS = "teks", "Menurut teks keputusan"
        PORTAL = "portal", "Susunan portal"

    rencana = models.ForeignKey(Rencana, models.CASCADE, related_name="alur_serah_set")
    dari = models.ForeignKey(Butir, models.CASCADE, related_name="alur_keluar")
    ke = models.ForeignKey(Butir, models.CASCADE, related_name="alur_masuk")
    sumber = models.CharField("sumber", max_length=8, choices=Sumber.choices)
    uraian = models.CharField("yang diserahkan", max_length=300, blank=True)

    class Meta:
        verbose_name = "alur serah"
        verbose_name_plural = "alur serah"
        ordering = ["rencana", "dari__urut", "ke__urut"]
        constraints = [
            models.UniqueConstraint(fields=["dari", "ke"], name="alurserah_unik"),
            models.CheckConstraint(condition=~Q(dari=F("ke")), name="alurserah_berbeda"),
        ]

    def __str__(self) -> str:
        return f"{self.dari.kode} > {self.ke.kode}"


class SerahTerima(models.Model):
    """One hand-over of an arrow in one due window: Serahkan, then Terima or back with a note."""

    class Keadaan(models.TextChoices):
        BELUM = "belum", "Belum diserahkan"
        DISERAHKAN = "diserahkan", "Diserahkan"
        DITERIMA = "diterima", "Diterima"
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan"

    alur = models.ForeignKey(AlurSerah, models.PROTECT, related_name="serah_set")
    dari = models.ForeignKey(Capaian, models.PROTECT, related_name="serah_keluar")
    ke = models.ForeignKey(Capaian, models.PROTECT, related_name="serah_masuk")
    keadaan = models.CharField(
        "keadaan", max_length=12, choices=Keadaan.choices, default=Keadaan.BELUM
    )
    catatan = models.TextField("catatan penyerahan", blank=True)
    diserahkan = models.DateTimeField("diserahkan", null=True, blank=True)
    diserahkan_oleh = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    jawaban = models.TextField("catatan penerima", blank=True)
    dijawab = models.DateTimeField("diterima atau dikembalikan", null=True, blank=True)
    dijawab_oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "serah terima"
        verbose_name_plural = "serah terima"
        ordering = ["ke__batas", "alur"]
        constraints = [
            models.UniqueConstraint(fields=["alur", "ke"], name="serahterima_unik"),
            models.CheckConstraint(
                condition=Q(diserahkan__isnull=True, diserahkan_oleh__isnull=True)
                | Q(diserahkan__isnull=False, diserahkan_oleh__isnull=False),
                name="serahterima_diserahkan",
            ),
            models.CheckConstraint(
                condition=Q(dijawab__isnull=True, dijawab_oleh__isnull=True)
                | Q(dijawab__isnull=False, dijawab_oleh__isnull=False),
                name="serahterima_dijawab",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alur} {self.keadaan}"
