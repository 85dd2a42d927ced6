"""Lampiran II: kegiatan, sub kegiatan, indikator keberhasilan, and the documents they become."""

from django.db import models
from django.db.models import Q

from evidence.models import Butir, DokumenWajib
from zonaintegritas.models.tim import Tim


class KegiatanZI(models.Model):
    """A lettered kegiatan. It owns a Butir only when it has no sub kegiatan.

    `baris` are the printed rows: which sub kegiatan and which indikator (by `urut`) stand in the
    same row, and the line of the source.
    """

    tim = models.ForeignKey(Tim, models.CASCADE, related_name="kegiatan_set")
    huruf = models.CharField("huruf", max_length=4)
    urut = models.PositiveSmallIntegerField("urut")
    teks = models.TextField("kegiatan")
    bersub = models.BooleanField("mempunyai sub kegiatan")
    butir = models.OneToOneField(
        Butir, models.CASCADE, null=True, blank=True, related_name="kegiatan_zi"
    )
    baris = models.JSONField("baris tercetak", default=list, blank=True)
    baris_sumber = models.PositiveSmallIntegerField("baris sumber", null=True, blank=True)

    class Meta:
        verbose_name = "kegiatan"
        verbose_name_plural = "kegiatan"
        ordering = ["tim", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["tim", "huruf"], name="zi_kegiatan_huruf"),
            models.UniqueConstraint(fields=["tim", "urut"], name="zi_kegiatan_urut"),
            models.CheckConstraint(
                condition=Q(bersub=True, butir__isnull=True) | Q(bersub=False, butir__isnull=False),
                name="zi_kegiatan_butir",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.huruf}. {self.teks}"


class SubKegiatan(models.Model):
    """A sub kegiatan with its number as printed, '' where none is; it owns its Butir."""

    butir = models.OneToOneField(Butir, models.CASCADE, related_name="sub_kegiatan_zi")
    kegiatan = models.ForeignKey(KegiatanZI, models.CASCADE, related_name="sub_set")
    urut = models.PositiveSmallIntegerField("urut")
    no = models.CharField("nomor tercetak", max_length=8, blank=True)
    teks = models.TextField("sub kegiatan")

    class Meta:
        verbose_name = "sub kegiatan"
        verbose_name_plural = "sub kegiatan"
        ordering = ["kegiatan", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["kegiatan", "urut"], name="zi_sub_urut"),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.teks}".strip()


class IndikatorKeberhasilan(models.Model):
    """An indikator of a kegiatan and the sub kegiatan it belongs to, one or several.

    Without sub kegiatan it belongs to the kegiatan itself.
    """

    kegiatan = models.ForeignKey(KegiatanZI, models.CASCADE, related_name="indikator_set")
    urut = models.PositiveSmallIntegerField("urut")
    huruf = models.CharField("huruf tercetak", max_length=4, blank=True)
    teks = models.TextField("indikator keberhasilan")
    sub = models.ManyToManyField(SubKegiatan, related_name="indikator_set", blank=True)

    class Meta:
        verbose_name = "indikator keberhasilan"
        verbose_name_plural = "indikator keberhasilan"
        ordering = ["kegiatan", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["kegiatan", "urut"], name="zi_indikator_urut"),
        ]

    def __str__(self) -> str:
        return f"{self.huruf} {self.teks}".strip()


class DokumenIndikator(models.Model):
    """The required document that an indikator is for one Butir; read from both sides."""

    dokumen = models.OneToOneField(DokumenWajib, models.CASCADE, related_name="indikator_zi")
    indikator = models.ForeignKey(IndikatorKeberhasilan, models.CASCADE, related_name="dokumen_set")

    class Meta:
        verbose_name = "dokumen indikator"
        verbose_name_plural = "dokumen indikator"

    def __str__(self) -> str:
        return f"{self.dokumen_id} {self.indikator_id}"


class KeteranganBaris(models.Model):
    """A note in the column KET. of a printed row; at the sub kegiatan of that row if it has one."""

    kegiatan = models.ForeignKey(KegiatanZI, models.CASCADE, related_name="keterangan_set")
    sub = models.OneToOneField(
        SubKegiatan, models.CASCADE, null=True, blank=True, related_name="keterangan"
    )
    teks = models.TextField("keterangan")
    baris_sumber = models.PositiveSmallIntegerField("baris sumber")

    class Meta:
        verbose_name = "keterangan baris"
        verbose_name_plural = "keterangan baris"
        ordering = ["kegiatan", "baris_sumber"]
        constraints = [
            models.UniqueConstraint(
                fields=["kegiatan", "baris_sumber"], name="zi_keterangan_baris"
            ),
            models.UniqueConstraint(
                fields=["kegiatan"], condition=Q(sub__isnull=True), name="zi_keterangan_kegiatan"
            ),
        ]

    def __str__(self) -> str:
        return self.teks
