"""Versioned measures that people may edit: predicate scales and bands of capaian.

A version that is used is never changed: an edit makes the next one. Rows without institution are
the portal's own, for every institution that has none of its own. Levels and bands are kept as
lists of texts, lowest first: {"kode", "nama", "bawah", "atas"} and {"nama", "tone", "bawah",
"atas"}; an interval is half-open, a missing end is open.
"""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Instansi, User
from ukuran.pita import Pita, Rentang
from ukuran.skala import Skala, Tingkat


class SkalaPredikat(models.Model):
    """One version of an ordered scale of grades, lowest first."""

    instansi = models.ForeignKey(Instansi, models.CASCADE, null=True, blank=True, related_name="+")
    kode = models.SlugField("kode", max_length=40)
    versi = models.PositiveSmallIntegerField("versi", default=1)
    kini = models.BooleanField("berlaku", default=True)
    nama = models.CharField("nama", max_length=120)
    sumber = models.TextField("sumber", blank=True)
    status_sumber = models.CharField("status sumber", max_length=1, blank=True)
    tingkat = models.JSONField("tingkat, terendah dahulu", default=list)
    dibuat = models.DateTimeField("dicatat", default=timezone.now)
    oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "skala predikat"
        verbose_name_plural = "skala predikat"
        ordering = ["kode", "versi"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "kode", "versi"],
                name="skalapredikat_versi",
            ),
            models.UniqueConstraint(
                fields=["kode", "versi"],
                condition=Q(instansi__isnull=True),
                name="skalapredikat_umum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} (versi {self.versi})"

    def skala(self) -> Skala:
        """Return the scale as a value."""
        rows = tuple(
            Tingkat(t["kode"], t["nama"], _angka(t.get("bawah")), _angka(t.get("atas")))
            for t in self.tingkat
        )
        return Skala(self.kode, self.versi, self.nama, rows)


class PitaCapaian(models.Model):
    """One version of the bands in which a capaian is named and coloured."""

    instansi = models.ForeignKey(Instansi, models.CASCADE, null=True, blank=True, related_name="+")
    kode = models.SlugField("kode", max_length=40, default="capaian")
    versi = models.PositiveSmallIntegerField("versi", default=1)
    kini = models.BooleanField("berlaku", default=True)
    nama = models.CharField("nama", max_length=120)
    sumber = models.TextField("sumber", blank=True)
    status_sumber = models.CharField("status sumber", max_length=1, blank=True)
    rentang = models.JSONField("rentang, terendah dahulu", default=list)
    alasan = models.TextField("alasan perubahan", blank=True)
    dibuat = models.DateTimeField("dicatat", default=timezone.now)
    oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "pita capaian"
        verbose_name_plural = "pita capaian"
        ordering = ["kode", "versi"]
        constraints = [
            models.UniqueConstraint(fields=["instansi", "kode", "versi"], name="pitacapaian_versi"),
            models.UniqueConstraint(
                fields=["kode", "versi"],
                condition=Q(instansi__isnull=True),
                name="pitacapaian_umum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} (versi {self.versi})"

    def pita(self) -> Pita:
        """Return the bands as a value."""
        rows = tuple(
            Rentang(_angka(r.get("bawah")), _angka(r.get("atas")), r["nama"], r["tone"])
            for r in self.rentang
        )
        return Pita(self.kode, self.versi, self.nama, rows)


def _angka(teks: str | None) -> Decimal | None:
    return None if teks is None else Decimal(teks)
