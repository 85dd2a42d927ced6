"""Saved views: a filter of a list under a name of one's own. The address is the filter."""

from django.db import models
from django.db.models.functions import Lower

from accounts.models import User


class TampilanTersimpanQuerySet(models.QuerySet["TampilanTersimpan"]):
    """Read vocabulary of saved views."""

    def visible_to(self, user: User) -> "TampilanTersimpanQuerySet":
        """One's own; nobody reads those of others."""
        return self.filter(user=user)


class TampilanTersimpan(models.Model):
    """A name for the filters of a list; only its owner sees it. Evidence does not depend on it."""

    class Halaman(models.TextChoices):
        VERIFIKASI = "verifikasi", "Verifikasi"

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    halaman = models.CharField("halaman", max_length=20, choices=Halaman.choices)
    nama = models.CharField("nama", max_length=60)
    kueri = models.CharField("saringan", max_length=2000)

    objects = TampilanTersimpanQuerySet.as_manager()

    class Meta:
        verbose_name = "tampilan tersimpan"
        verbose_name_plural = "tampilan tersimpan"
        ordering = ["nama", "id"]
        constraints = [
            models.UniqueConstraint(Lower("nama"), "user", "halaman", name="tampilan_nama_unik"),
        ]

    def __str__(self) -> str:
        return self.nama
