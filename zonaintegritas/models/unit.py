"""Units that build a Zona Integritas, named by an admin of their institution."""

from django.db import models

from accounts.models import Instansi, Unit, User
from accounts.permissions import Permission


class Predikat(models.TextChoices):
    """What a unit aims for."""

    WBK = "wbk", "Wilayah Bebas dari Korupsi (WBK)"
    WBBM = "wbbm", "Wilayah Birokrasi Bersih dan Melayani (WBBM)"


class UnitZIQuerySet(models.QuerySet["UnitZI"]):
    """Read vocabulary of ZI units."""

    def visible_to(self, user: User) -> "UnitZIQuerySet":
        """Units whose evidence the person may read."""
        return self.filter(user.akses.rows(Permission.EVIDENCE_READ))


class UnitZI(models.Model):
    """One unit on its way to a predicate; LKE, agents, surveys and complaints belong to it."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="unit_zi_set")
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="unit_zi")
    sasaran = models.CharField(
        "sasaran predikat", max_length=4, choices=Predikat.choices, default=Predikat.WBK
    )
    ditetapkan = models.DateField("ditetapkan", null=True, blank=True)
    dasar = models.CharField("dasar penetapan", max_length=250, blank=True)
    berakhir = models.DateField("tidak lagi sejak", null=True, blank=True)

    objects = UnitZIQuerySet.as_manager()

    class Meta:
        verbose_name = "unit Zona Integritas"
        verbose_name_plural = "unit Zona Integritas"
        ordering = ["unit__jalur"]

    def __str__(self) -> str:
        return str(self.unit)
