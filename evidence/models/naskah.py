"""What every source note has, whichever document it is about."""

from django.db import models


class CatatanNaskah(models.Model):
    """A known contradiction of the source, shown on the rows it concerns; never repaired.

    Without rows it concerns the place named by `letak`. The app of the document adds the document
    and the rows.
    """

    class Golongan(models.TextChoices):
        BERTENTANGAN = "C", "Sumber bertentangan dengan dirinya"
        KELIRU = "E", "Nilai atau teks tampak keliru"
        TATA_LETAK = "O", "Akibat pembacaan atau tata letak"
        SUSUNAN = "S", "Susunan atau penomoran"
        DUGAAN = "X", "Dugaan yang perlu sumber luar"

    kode = models.CharField("kode", max_length=8)
    golongan = models.CharField("golongan", max_length=1, choices=Golongan.choices)
    mentah = models.TextField("yang tercetak", blank=True)
    alasan = models.TextField("mengapa meragukan")
    usulan = models.TextField("usulan pembacaan", blank=True)
    letak = models.CharField("letak", max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.kode
