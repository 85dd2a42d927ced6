"""Source notes of the decree."""

from django.db import models

from evidence.models.naskah import CatatanNaskah
from zonaintegritas.models.keputusan import BagianKeputusan, KeputusanZI
from zonaintegritas.models.rencana_aksi import IndikatorKeberhasilan, KegiatanZI, SubKegiatan
from zonaintegritas.models.tim import AnggotaTim, Tim, TugasTim


class CatatanSumber(CatatanNaskah):
    """A source note of a decree, with the rows of every kind that it concerns."""

    keputusan = models.ForeignKey(KeputusanZI, models.CASCADE, related_name="catatan_set")
    bagian = models.ManyToManyField(BagianKeputusan, related_name="catatan_sumber", blank=True)
    tim = models.ManyToManyField(Tim, related_name="catatan_sumber", blank=True)
    anggota = models.ManyToManyField(AnggotaTim, related_name="catatan_sumber", blank=True)
    tugas = models.ManyToManyField(TugasTim, related_name="catatan_sumber", blank=True)
    kegiatan = models.ManyToManyField(KegiatanZI, related_name="catatan_sumber", blank=True)
    sub = models.ManyToManyField(SubKegiatan, related_name="catatan_sumber", blank=True)
    indikator = models.ManyToManyField(
        IndikatorKeberhasilan, related_name="catatan_sumber", blank=True
    )

    class Meta:
        verbose_name = "catatan sumber"
        verbose_name_plural = "catatan sumber"
        ordering = ["keputusan", "kode"]
        constraints = [
            models.UniqueConstraint(fields=["keputusan", "kode"], name="zi_catatan_kode"),
        ]
