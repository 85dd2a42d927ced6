"""What is aimed at and how it is measured: versions of targets and rules. Append-only by habit:
a revision is a new row with its reason; what counted on a past day can be read again."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from evidence.models import Butir
from ukuran.capaian import Arah, CaraPredikat, Rumus, Sifat
from ukuran.models import SkalaPredikat
from ukuran.target import JenisAnggaran, JenisTarget


class TargetTahun(models.Model):
    """Target and budget of one Butir in one year, in one version; raw beside parsed.

    `komponen` is a list of {"jumlah": "15", "satuan": "tim"}. `anggaran_jenis` is empty where the
    source has no budget column (Bab III.B). Version 1 is what the source prints; `posisi_ocr`
    keeps where the OCR put the cells of a re-seated row.
    """

    butir = models.ForeignKey(Butir, models.CASCADE, related_name="target_set")
    tahun = models.PositiveSmallIntegerField("tahun")
    versi = models.PositiveSmallIntegerField("versi", default=1)
    kini = models.BooleanField("berlaku", default=True)
    target_mentah = models.CharField("target tercetak", max_length=200, blank=True)
    target_jenis = models.CharField(
        "jenis target", max_length=10, choices=[(j.value, j.value) for j in JenisTarget]
    )
    komponen = models.JSONField("komponen target", default=list, blank=True)
    predikat = models.CharField("predikat", max_length=20, blank=True)
    keterangan = models.CharField("keterangan target", max_length=120, blank=True)
    anggaran_mentah = models.CharField("anggaran tercetak", max_length=40, blank=True)
    anggaran_jenis = models.CharField(
        "jenis anggaran",
        max_length=12,
        choices=[(j.value, j.value) for j in JenisAnggaran],
        blank=True,
    )
    anggaran_ribu = models.BigIntegerField("anggaran (Rp.000)", null=True, blank=True)
    posisi_ocr = models.JSONField("sel menurut OCR", default=dict, blank=True)
    alasan = models.TextField("alasan perubahan", blank=True)
    dasar_hukum = models.CharField("dasar perubahan", max_length=200, blank=True)
    dibuat = models.DateTimeField("dicatat", default=timezone.now)
    oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "target tahunan"
        verbose_name_plural = "target tahunan"
        ordering = ["butir", "tahun", "versi"]
        constraints = [
            models.UniqueConstraint(fields=["butir", "tahun", "versi"], name="targettahun_versi"),
            models.UniqueConstraint(
                fields=["butir", "tahun"], condition=Q(kini=True), name="targettahun_kini"
            ),
            models.CheckConstraint(
                condition=Q(versi=1) | (~Q(alasan="") & ~Q(dasar_hukum="")),
                name="targettahun_alasan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.butir_id} {self.tahun} v{self.versi}: {self.target_mentah}"


class AturanUkur(models.Model):
    """How the capaian of one Butir is computed, in one version (see `ukuran.capaian.Aturan`)."""

    class Asal(models.TextChoices):
        SUMBER = "sumber", "Menurut dokumen sumber"
        PORTAL = "portal", "Usulan portal"
        INSTANSI = "instansi", "Ditetapkan instansi"

    butir = models.ForeignKey(Butir, models.CASCADE, related_name="aturan_set")
    versi = models.PositiveSmallIntegerField("versi", default=1)
    kini = models.BooleanField("berlaku", default=True)
    arah = models.CharField(
        "arah",
        max_length=8,
        choices=[
            (Arah.MAKSIMUM.value, "Makin besar makin baik"),
            (Arah.MINIMUM.value, "Makin kecil makin baik"),
        ],
        default=Arah.MAKSIMUM.value,
    )
    rumus = models.CharField(
        "rumus bila makin kecil makin baik",
        max_length=8,
        choices=[
            (Rumus.SELISIH.value, "(2 × target − realisasi) ÷ target"),
            (Rumus.BANDING.value, "target ÷ realisasi"),
        ],
        default=Rumus.SELISIH.value,
    )
    cara_predikat = models.CharField(
        "cara membaca predikat",
        max_length=8,
        choices=[
            (CaraPredikat.TERCAPAI.value, "Tercapai atau belum"),
            (CaraPredikat.URUTAN.value, "Menurut urutan tingkat"),
        ],
        default=CaraPredikat.TERCAPAI.value,
    )
    sifat = models.CharField(
        "sifat target",
        max_length=10,
        choices=[
            (Sifat.TAHUNAN.value, "Per tahun"),
            (Sifat.KUMULATIF.value, "Kumulatif sejak awal rencana"),
        ],
        default=Sifat.TAHUNAN.value,
    )
    batas_atas = models.DecimalField(
        "capaian paling tinggi (%)",
        max_digits=5,
        decimal_places=1,
        default=100,
        validators=[MinValueValidator(100)],
    )
    skala = models.ForeignKey(
        SkalaPredikat, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asal = models.CharField("asal", max_length=8, choices=Asal.choices, default=Asal.PORTAL)
    alasan = models.TextField("alasan", blank=True)
    dibuat = models.DateTimeField("dicatat", default=timezone.now)
    oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "aturan ukur"
        verbose_name_plural = "aturan ukur"
        ordering = ["butir", "versi"]
        constraints = [
            models.UniqueConstraint(fields=["butir", "versi"], name="aturanukur_versi"),
            models.UniqueConstraint(
                fields=["butir"], condition=Q(kini=True), name="aturanukur_kini"
            ),
            models.CheckConstraint(condition=Q(batas_atas__gte=100), name="aturanukur_batas"),
        ]

    def __str__(self) -> str:
        return f"{self.butir_id} v{self.versi}"
