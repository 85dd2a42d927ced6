"""KPK's MCP instrument as yearly, versioned data: area > indikator > sub indikator > documents."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Instansi, Unit, User
from accounts.permissions import Permission
from evidence.models import Butir, Rencana
from satgas.models.keputusan import RincianTugas

_BOBOT = models.Q(bobot__isnull=True) | models.Q(bobot__gte=0)


class InstrumenQuerySet(models.QuerySet["Instrumen"]):
    """Read vocabulary of instruments."""

    def visible_to(self, user: User) -> "InstrumenQuerySet":
        """Instruments of every institution in which the person may read plans."""
        ids = {g.instansi_id for g in user.akses.with_permission(Permission.PLAN_READ)}
        return self.filter(instansi__in=ids)


class Instrumen(models.Model):
    """One version of one year's instrument. In use it is frozen; a change is a new version."""

    class Keadaan(models.TextChoices):
        DISUSUN = "disusun", "Disusun"
        DIPAKAI = "dipakai", "Dipakai"
        DIGANTI = "diganti", "Diganti versi baru"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="instrumen_set")
    tahun = models.PositiveSmallIntegerField("tahun")
    versi = models.PositiveSmallIntegerField("versi", default=1)
    nama = models.CharField("nama", max_length=200)
    sumber = models.TextField("sumber", blank=True)
    keadaan = models.CharField(
        "keadaan", max_length=8, choices=Keadaan.choices, default=Keadaan.DISUSUN
    )
    rencana = models.ForeignKey(
        Rencana, models.PROTECT, null=True, blank=True, related_name="instrumen_set"
    )
    asal = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="turunan")
    dibuat = models.DateTimeField("dibuat")
    oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dipakai = models.DateTimeField("dipakai sejak", null=True, blank=True)

    objects = InstrumenQuerySet.as_manager()

    class Meta:
        verbose_name = "instrumen MCP"
        verbose_name_plural = "instrumen MCP"
        ordering = ["-tahun", "-versi"]
        constraints = [
            models.UniqueConstraint(fields=["instansi", "tahun", "versi"], name="instrumen_versi"),
            models.UniqueConstraint(
                fields=["rencana"], condition=Q(keadaan="dipakai"), name="instrumen_satu_dipakai"
            ),
            models.CheckConstraint(
                condition=Q(keadaan="disusun") | Q(rencana__isnull=False, dipakai__isnull=False),
                name="instrumen_dipakai",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} (versi {self.versi})"


class Area(models.Model):
    """An area intervensi."""

    instrumen = models.ForeignKey(Instrumen, models.CASCADE, related_name="area_set")
    kode = models.CharField("kode", max_length=12)
    nama = models.CharField("area intervensi", max_length=200)
    urut = models.PositiveSmallIntegerField("urut")
    bobot = models.DecimalField("bobot", max_digits=7, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = "area intervensi"
        verbose_name_plural = "area intervensi"
        ordering = ["instrumen", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["instrumen", "kode"], name="area_kode"),
            models.CheckConstraint(condition=_BOBOT, name="area_bobot"),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class IndikatorMCP(models.Model):
    """An indikator of an area."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="indikator_set")
    kode = models.CharField("kode", max_length=16)
    nama = models.CharField("indikator", max_length=400)
    urut = models.PositiveSmallIntegerField("urut")
    bobot = models.DecimalField("bobot", max_digits=7, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = "indikator MCP"
        verbose_name_plural = "indikator MCP"
        ordering = ["area", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["area", "kode"], name="indikatormcp_kode"),
            models.CheckConstraint(condition=_BOBOT, name="indikatormcp_bobot"),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


CARA_NILAI = [
    (cara.value, cara.label) for cara in Butir.CaraNilai if cara is not Butir.CaraNilai.KHUSUS
]
"""How a sub indikator may be graded: not by figures of another plan's own."""


class SubIndikator(models.Model):
    """A sub indikator: what is scored. In use it owns a Butir of the MCP plan."""

    indikator = models.ForeignKey(IndikatorMCP, models.CASCADE, related_name="sub_set")
    kode = models.CharField("kode", max_length=20)
    nama = models.TextField("sub indikator")
    urut = models.PositiveSmallIntegerField("urut")
    bobot = models.DecimalField("bobot", max_digits=7, decimal_places=3, null=True, blank=True)
    cara_nilai = models.CharField(
        "cara menilai",
        max_length=8,
        choices=CARA_NILAI,
        default=Butir.CaraNilai.PILIH,
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sub_indikator_set",
        verbose_name="unit pengampu",
    )
    butir = models.OneToOneField(
        Butir, models.PROTECT, null=True, blank=True, related_name="sub_indikator"
    )
    tugas = models.ManyToManyField(
        RincianTugas,
        related_name="sub_indikator_set",
        blank=True,
        verbose_name="rincian tugas terkait",
    )

    class Meta:
        verbose_name = "sub indikator"
        verbose_name_plural = "sub indikator"
        ordering = ["indikator", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["indikator", "kode"], name="subindikator_kode"),
            models.CheckConstraint(condition=_BOBOT, name="subindikator_bobot"),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class KriteriaSub(models.Model):
    """One grade of a sub indikator and what it takes."""

    sub = models.ForeignKey(SubIndikator, models.CASCADE, related_name="kriteria_set")
    urut = models.PositiveSmallIntegerField("urut")
    nilai = models.PositiveSmallIntegerField(
        "nilai", validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    uraian = models.TextField("kriteria")

    class Meta:
        verbose_name = "kriteria sub indikator"
        verbose_name_plural = "kriteria sub indikator"
        ordering = ["sub", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["sub", "nilai"], name="kriteriasub_nilai"),
            models.CheckConstraint(condition=Q(nilai__lte=100), name="kriteriasub_100"),
        ]

    def __str__(self) -> str:
        return f"{self.nilai}: {self.uraian}"


class DokumenSub(models.Model):
    """A document that a sub indikator requires, with KPK's criteria for it."""

    sub = models.ForeignKey(SubIndikator, models.CASCADE, related_name="dokumen_set")
    urut = models.PositiveSmallIntegerField("urut")
    uraian = models.TextField("dokumen")
    kriteria = models.TextField("kriteria", blank=True)

    class Meta:
        verbose_name = "dokumen sub indikator"
        verbose_name_plural = "dokumen sub indikator"
        ordering = ["sub", "urut"]
        constraints = [models.UniqueConstraint(fields=["sub", "urut"], name="dokumensub_urut")]

    def __str__(self) -> str:
        return self.uraian
