"""Decrees that amend a decree: what they add, change and revoke. Evidence stays."""

from django.db import models

from accounts.models import User
from evidence.models import Butir
from satgas.models.keputusan import SuratKeputusan


class PerubahanSK(models.Model):
    """An amending decree."""

    sk = models.ForeignKey(SuratKeputusan, models.CASCADE, related_name="perubahan_set")
    nomor = models.CharField("nomor", max_length=80)
    tanggal = models.DateField("tanggal")
    tentang = models.TextField("tentang", blank=True)
    dicatat = models.DateTimeField("dicatat")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "keputusan perubahan"
        verbose_name_plural = "keputusan perubahan"
        ordering = ["tanggal", "id"]
        constraints = [models.UniqueConstraint(fields=["sk", "nomor"], name="perubahansk_nomor")]

    def __str__(self) -> str:
        return f"Nomor {self.nomor}"


class PerubahanButir(models.Model):
    """What an amending decree does to one task."""

    class Jenis(models.TextChoices):
        TAMBAH = "tambah", "Ditambah"
        UBAH = "ubah", "Diubah"
        CABUT = "cabut", "Dicabut"

    perubahan = models.ForeignKey(PerubahanSK, models.CASCADE, related_name="butir_set")
    butir = models.ForeignKey(Butir, models.CASCADE, related_name="perubahan_set")
    jenis = models.CharField("jenis", max_length=6, choices=Jenis.choices)
    teks_lama = models.TextField("bunyi lama", blank=True)
    teks_baru = models.TextField("bunyi baru", blank=True)

    class Meta:
        verbose_name = "perubahan butir"
        verbose_name_plural = "perubahan butir"
        ordering = ["perubahan", "butir__urut"]
        constraints = [
            models.UniqueConstraint(fields=["perubahan", "butir"], name="perubahanbutir_unik"),
        ]

    def __str__(self) -> str:
        return f"{self.butir_id} {self.jenis}"
