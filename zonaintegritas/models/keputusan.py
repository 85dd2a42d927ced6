"""The decree that makes the teams: its heading, signatures and paragraphs as printed."""

from django.db import models

from accounts.models import User
from evidence.models import Rencana


class KeputusanZIQuerySet(models.QuerySet["KeputusanZI"]):
    """Read vocabulary of decrees."""

    def visible_to(self, user: User) -> "KeputusanZIQuerySet":
        """Decrees of plans that the person may read."""
        return self.filter(rencana__in=Rencana.objects.visible_to(user))


class KeputusanZI(models.Model):
    """The decree behind one plan of jenis zi; what it prints stands raw beside what it means.

    `halaman_lampiran_2` holds the month heads of every page of Lampiran II, which differ. `penutup`
    holds the closing lines of the decree and of each annex as printed.
    """

    rencana = models.OneToOneField(Rencana, models.PROTECT, related_name="keputusan_zi")
    status_naskah = models.CharField("keadaan naskah", max_length=40, blank=True)
    kop = models.JSONField("kop", default=list, blank=True)
    jenis = models.CharField("jenis", max_length=200)
    nomor = models.CharField("nomor", max_length=80)
    nomor_raw = models.CharField("nomor tercetak", max_length=80)
    tentang = models.TextField("tentang")
    tempat = models.CharField("ditetapkan di", max_length=100)
    tanggal = models.DateField("tanggal")
    tanggal_raw = models.CharField("tanggal tercetak", max_length=40)
    pejabat_penetap = models.CharField("pejabat penetap", max_length=200)
    penandatangan = models.CharField("penanda tangan", max_length=200)
    penandatangan_jabatan = models.CharField("jabatan penanda tangan", max_length=200)
    penandatangan_tanda = models.CharField("tanda", max_length=40, blank=True)
    pengesah = models.CharField("pengesah salinan", max_length=200, blank=True)
    pengesah_jabatan = models.CharField("jabatan pengesah salinan", max_length=250, blank=True)
    pengesah_unit = models.CharField("unit pengesah salinan", max_length=200, blank=True)
    kepala_lampiran_1 = models.JSONField("kepala Lampiran I", default=list, blank=True)
    judul_lampiran_1 = models.JSONField("judul Lampiran I", default=list, blank=True)
    kolom_lampiran_1 = models.JSONField("judul kolom Lampiran I", default=list, blank=True)
    nomor_kolom_lampiran_1 = models.JSONField("nomor kolom Lampiran I", default=list, blank=True)
    kepala_lampiran_2 = models.JSONField("kepala Lampiran II", default=list, blank=True)
    judul_lampiran_2 = models.JSONField("judul Lampiran II", default=list, blank=True)
    kolom_lampiran_2 = models.JSONField("judul kolom Lampiran II", default=list, blank=True)
    nomor_kolom_lampiran_2 = models.JSONField("nomor kolom Lampiran II", default=list, blank=True)
    halaman_lampiran_2 = models.JSONField("kepala bulan per halaman", default=list, blank=True)
    penutup = models.JSONField("penutup naskah dan lampiran", default=list, blank=True)
    sumber = models.CharField("berkas sumber", max_length=120, blank=True)

    objects = KeputusanZIQuerySet.as_manager()

    class Meta:
        verbose_name = "keputusan Zona Integritas"
        verbose_name_plural = "keputusan Zona Integritas"

    def __str__(self) -> str:
        return f"{self.jenis} Nomor {self.nomor}"


class BagianKeputusan(models.Model):
    """One paragraph of a decree, with its letter, number or name as printed."""

    class Jenis(models.TextChoices):
        MENIMBANG = "menimbang", "Menimbang"
        MENGINGAT = "mengingat", "Mengingat"
        MEMPERHATIKAN = "memperhatikan", "Memperhatikan"
        MENETAPKAN = "menetapkan", "Menetapkan"
        DIKTUM = "diktum", "Diktum"

    keputusan = models.ForeignKey(KeputusanZI, models.CASCADE, related_name="bagian_set")
    jenis = models.CharField("jenis", max_length=14, choices=Jenis.choices)
    urut = models.PositiveSmallIntegerField("urut")
    label = models.CharField("label", max_length=12, blank=True)
    teks = models.TextField("teks")

    class Meta:
        verbose_name = "bagian keputusan"
        verbose_name_plural = "bagian keputusan"
        ordering = ["keputusan", "jenis", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["keputusan", "jenis", "urut"], name="zi_bagian_urut"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.teks}".strip()[:80]
