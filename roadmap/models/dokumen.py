"""The Road Map as a printed document: its heading, totals, lists and source notes."""

from django.db import models

from accounts.models import User
from accounts.permissions import Permission
from evidence.models import Butir, Rencana
from evidence.models.naskah import CatatanNaskah


class RoadMapQuerySet(models.QuerySet["RoadMap"]):
    """Read vocabulary of Road Maps."""

    def visible_to(self, user: User) -> "RoadMapQuerySet":
        """Road Maps of every institution in which the person may read plans."""
        ids = {g.instansi_id for g in user.akses.with_permission(Permission.PLAN_READ)}
        return self.filter(rencana__instansi__in=ids)


class RoadMap(models.Model):
    """The document behind one plan of jenis roadmap."""

    rencana = models.OneToOneField(Rencana, models.PROTECT, related_name="roadmap")
    judul = models.TextField("judul")
    instrumen = models.CharField("instrumen", max_length=200, blank=True)
    nomor_raw = models.CharField("nomor tercetak", max_length=80, blank=True)
    tanggal_raw = models.CharField("tanggal tercetak", max_length=80, blank=True)
    penandatangan = models.CharField("penanda tangan", max_length=200, blank=True)
    penandatangan_jabatan = models.CharField("jabatan penanda tangan", max_length=200, blank=True)
    judul_lampiran = models.JSONField("baris kepala Lampiran", default=list, blank=True)
    kolom_lampiran = models.JSONField("judul kolom Lampiran", default=list, blank=True)
    sumber = models.CharField("berkas sumber", max_length=120, blank=True)
    sel_total = models.JSONField("sel baris TOTAL menurut OCR", default=list, blank=True)
    catatan_total = models.TextField("catatan baris TOTAL", blank=True)

    objects = RoadMapQuerySet.as_manager()

    class Meta:
        verbose_name = "Road Map"
        verbose_name_plural = "Road Map"

    def __str__(self) -> str:
        return self.judul

    @property
    def asal(self) -> str:
        """Where a document without a source comes from, as a sentence; "" where it has one.

        Reads `rencana.asal`.
        """
        if self.sumber:
            return ""
        plan = self.rencana.asal
        return (
            f"Disalin dari {plan.nama}; belum ditetapkan." if plan else "Tidak ada naskah sumber."
        )


class TotalTercetak(models.Model):
    """The printed TOTAL of one year, as it stands in the source; never computed."""

    roadmap = models.ForeignKey(RoadMap, models.CASCADE, related_name="total_set")
    tahun = models.PositiveSmallIntegerField("tahun")
    mentah = models.CharField("tercetak", max_length=40)
    ribu = models.BigIntegerField("Rp.000", null=True, blank=True)

    class Meta:
        verbose_name = "TOTAL tercetak"
        verbose_name_plural = "TOTAL tercetak"
        ordering = ["roadmap", "tahun"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "tahun"], name="totaltercetak_tahun"),
        ]

    def __str__(self) -> str:
        return f"{self.tahun}: {self.mentah}"


class Senarai(models.Model):
    """A list of the source outside the tables: kegiatan of Bab III.C, its programs, others."""

    class Kelompok(models.TextChoices):
        KEGIATAN = "iii_c", "Bab III.C, kegiatan menurut prioritas"
        PROGRAM = "iii_c_tabel", "Bab III.C, klasifikasi program"
        DAFTAR = "daftar", "Daftar lain"

    roadmap = models.ForeignKey(RoadMap, models.CASCADE, related_name="senarai_set")
    kelompok = models.CharField("kelompok", max_length=12, choices=Kelompok.choices)
    kunci = models.CharField("kunci", max_length=60)
    urut = models.PositiveSmallIntegerField("urut")
    bagian = models.CharField("bagian dokumen", max_length=120, blank=True)
    judul = models.TextField("judul")
    pengantar = models.TextField("kalimat pengantar", blank=True)
    sumber = models.JSONField("letak pada sumber", default=dict, blank=True)

    class Meta:
        verbose_name = "senarai"
        verbose_name_plural = "senarai"
        ordering = ["roadmap", "kelompok", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "kelompok", "kunci"], name="senarai_kunci"),
        ]

    def __str__(self) -> str:
        return self.judul


class IsiSenarai(models.Model):
    """One line of a list, with its letter or number as printed."""

    senarai = models.ForeignKey(Senarai, models.CASCADE, related_name="isi_set")
    urut = models.PositiveSmallIntegerField("urut")
    label = models.CharField("huruf atau nomor", max_length=12, blank=True)
    teks = models.TextField("teks")
    sumber = models.JSONField("letak pada sumber", default=dict, blank=True)

    class Meta:
        verbose_name = "isi senarai"
        verbose_name_plural = "isi senarai"
        ordering = ["senarai", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["senarai", "urut"], name="isisenarai_urut"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.teks}".strip()


class CatatanSumber(CatatanNaskah):
    """A source note of a Road Map.

    `dalam_total` says whether the printed TOTAL includes the value as printed; None where the
    question does not arise.
    """

    roadmap = models.ForeignKey(RoadMap, models.CASCADE, related_name="catatan_set")
    dalam_total = models.BooleanField("termasuk dalam TOTAL tercetak", null=True, blank=True)
    butir = models.ManyToManyField(Butir, related_name="catatan_roadmap", blank=True)
    kegiatan = models.ManyToManyField("roadmap.Kegiatan", related_name="catatan_sumber", blank=True)
    program = models.ManyToManyField("roadmap.Program", related_name="catatan_sumber", blank=True)

    class Meta:
        verbose_name = "catatan sumber"
        verbose_name_plural = "catatan sumber"
        ordering = ["roadmap", "kode"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "kode"], name="roadmap_catatan_kode"),
        ]


class UsulanBaca(models.Model):
    """The proposed reading of one cell, from a source note; used only where it is asked for."""

    catatan = models.ForeignKey(CatatanSumber, models.CASCADE, related_name="usulan_set")
    butir = models.ForeignKey(Butir, models.CASCADE, related_name="usulan_baca_set")
    tahun = models.PositiveSmallIntegerField("tahun")
    target_mentah = models.CharField("target", max_length=200, blank=True)
    anggaran_ribu = models.BigIntegerField("anggaran (Rp.000)", null=True, blank=True)

    class Meta:
        verbose_name = "usulan pembacaan"
        verbose_name_plural = "usulan pembacaan"
        ordering = ["butir", "tahun"]
        constraints = [
            models.UniqueConstraint(fields=["butir", "tahun"], name="usulanbaca_sel"),
        ]

    def __str__(self) -> str:
        return f"{self.butir_id} {self.tahun}"
