"""The Lampiran: program, kegiatan, and the printed rows below them."""

from django.db import models
from django.db.models import Q

from evidence.models import Butir
from roadmap.models.dokumen import RoadMap


class Program(models.Model):
    """A program of the Lampiran; program H has a letter and no name in the source."""

    roadmap = models.ForeignKey(RoadMap, models.CASCADE, related_name="program_set")
    huruf = models.CharField("huruf", max_length=4)
    nama = models.CharField("nama", max_length=200, blank=True)
    judul_tercetak = models.CharField("judul tercetak", max_length=240)
    urut = models.PositiveSmallIntegerField("urut")

    class Meta:
        verbose_name = "program"
        verbose_name_plural = "program"
        ordering = ["roadmap", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "huruf"], name="program_huruf"),
        ]

    def __str__(self) -> str:
        return self.judul_tercetak


class Kegiatan(models.Model):
    """A numbered kegiatan; one that the source prints twice (page break) stands once."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="kegiatan_set")
    no = models.CharField("nomor", max_length=8)
    nama = models.TextField("kegiatan")
    urut = models.PositiveSmallIntegerField("urut")

    class Meta:
        verbose_name = "kegiatan"
        verbose_name_plural = "kegiatan"
        ordering = ["program", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["program", "no"], name="kegiatan_no"),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.nama}"


class BarisAksi(models.Model):
    """One printed row. Rows that ask something own a Butir; the two headings own none.

    `*_tercetak` is what stands in the cells of this row, '' where a row-span covers them;
    `kegiatan` and `indikator` is what the row belongs to. `anggaran_pada` names the row that
    carries the budget which this row shares.
    """

    class Tipe(models.TextChoices):
        JUDUL = "judul", "Judul kegiatan"
        KEGIATAN = "kegiatan", "Kegiatan dengan anggaran"
        INDIKATOR = "indikator", "Indikator"
        LANJUTAN = "lanjutan", "Lanjutan indikator"

    kegiatan = models.ForeignKey(Kegiatan, models.CASCADE, related_name="baris_set")
    butir = models.OneToOneField(
        Butir, models.PROTECT, null=True, blank=True, related_name="baris_aksi"
    )
    kode = models.CharField("kode", max_length=12)
    urut = models.PositiveIntegerField("urut")
    tipe = models.CharField("tipe", max_length=10, choices=Tipe.choices)
    no_tercetak = models.CharField("nomor tercetak", max_length=12, blank=True)
    kegiatan_tercetak = models.TextField("sel kegiatan tercetak", blank=True)
    sub_induk = models.TextField("sub kegiatan di atasnya", blank=True)
    sub_kegiatan = models.TextField("sub kegiatan", blank=True)
    indikator_tercetak = models.TextField("sel indikator tercetak", blank=True)
    indikator = models.TextField("indikator", blank=True)
    penanggung_jawab = models.TextField("penanggung jawab tercetak", blank=True)
    anggaran_pada = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="berbagi_anggaran"
    )
    sel_ocr = models.JSONField("sel menurut OCR", default=list, blank=True)
    sumber = models.JSONField("letak pada sumber", default=dict, blank=True)

    class Meta:
        verbose_name = "baris rencana aksi"
        verbose_name_plural = "baris rencana aksi"
        ordering = ["kegiatan__program", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["kegiatan", "urut"], name="barisaksi_urut"),
            models.CheckConstraint(
                condition=Q(tipe="judul", butir__isnull=True)
                | (~Q(tipe="judul") & Q(butir__isnull=False)),
                name="barisaksi_butir",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.indikator or self.kegiatan_tercetak}"
