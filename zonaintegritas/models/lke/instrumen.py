"""An instrument of the LKE: components with weights and minima, questions, answer scales."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User
from accounts.permissions import Permission


class InstrumenLKEQuerySet(models.QuerySet["InstrumenLKE"]):
    """Read vocabulary of instruments."""

    def visible_to(self, user: User) -> "InstrumenLKEQuerySet":
        """Regulations for readers of any plan, and the own instruments of their institutions."""
        ids = {g.instansi_id for g in user.akses.with_permission(Permission.PLAN_READ)}
        if not ids:
            return self.none()
        return self.filter(Q(instansi__isnull=True) | Q(instansi__in=ids))


class InstrumenLKE(models.Model):
    """One version of one instrument. `instansi` empty: a regulation, the same for everybody.

    `ambang` holds the totals of each predicate, `pembulatan` how figures are rounded, both in the
    shape that ukuran/lke/baca.py reads. Frozen (`dibekukan`) by its first use.
    """

    instansi = models.ForeignKey(
        Instansi, models.PROTECT, null=True, blank=True, related_name="instrumen_lke_set"
    )
    kode = models.SlugField("kode", max_length=64)
    versi = models.PositiveSmallIntegerField("versi", default=1)
    nama = models.CharField("nama", max_length=200)
    dasar = models.CharField("dasar", max_length=250, blank=True)
    status_sumber = models.CharField("status sumber", max_length=120, blank=True)
    catatan = models.TextField("catatan", blank=True)
    ambang = models.JSONField("ambang predikat", default=list)
    pembulatan = models.JSONField("pembulatan", default=dict)
    dibekukan = models.DateTimeField("dibekukan", null=True, blank=True)
    asal = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="turunan")
    dibuat = models.DateTimeField("dibuat", auto_now_add=True)

    objects = InstrumenLKEQuerySet.as_manager()

    class Meta:
        verbose_name = "instrumen LKE"
        verbose_name_plural = "instrumen LKE"
        ordering = ["nama", "-versi"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "kode", "versi"], name="lke_instrumen_versi"
            ),
            models.UniqueConstraint(
                fields=["kode", "versi"],
                condition=Q(instansi__isnull=True),
                name="lke_instrumen_versi_umum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} (versi {self.versi})"


class SkalaLKE(models.Model):
    """An answer scale; `pilihan` is a list of {kode, nilai, label}, nilai as decimal text 0..1."""

    class Jenis(models.TextChoices):
        PILIHAN = "pilihan", "Pilihan"
        RASIO = "rasio", "Rasio dua angka"
        INDEKS = "indeks", "Indeks terhadap nilai tertinggi"

    instrumen = models.ForeignKey(InstrumenLKE, models.CASCADE, related_name="skala_set")
    kode = models.CharField("kode", max_length=40)
    nama = models.CharField("nama", max_length=120)
    jenis = models.CharField("jenis", max_length=8, choices=Jenis.choices)
    pilihan = models.JSONField("pilihan", default=list, blank=True)
    maks = models.DecimalField(
        "nilai tertinggi", max_digits=12, decimal_places=4, null=True, blank=True
    )
    label_pembilang = models.CharField("nama pembilang", max_length=160, blank=True)
    label_penyebut = models.CharField("nama penyebut", max_length=160, blank=True)

    class Meta:
        verbose_name = "skala jawaban"
        verbose_name_plural = "skala jawaban"
        ordering = ["instrumen", "id"]
        constraints = [
            models.UniqueConstraint(fields=["instrumen", "kode"], name="lke_skala_kode"),
        ]

    def __str__(self) -> str:
        return self.nama


class KomponenLKE(models.Model):
    """A node of the tree: pengungkit or hasil, half, area, sub component.

    `kelompok` is shared by the same area in both halves; `paruh` is the half it lies in.
    """

    class Paruh(models.TextChoices):
        PEMENUHAN = "pemenuhan", "Pemenuhan"
        REFORM = "reform", "Reform"
        HASIL = "hasil", "Hasil"

    instrumen = models.ForeignKey(InstrumenLKE, models.CASCADE, related_name="komponen_set")
    induk = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="anak_set"
    )
    kode = models.CharField("kode", max_length=40)
    nama = models.CharField("nama", max_length=200)
    kelompok = models.CharField("kelompok", max_length=40, blank=True)
    paruh = models.CharField("bagian", max_length=10, choices=Paruh.choices, blank=True)
    urut = models.PositiveSmallIntegerField("urut")
    bobot = models.DecimalField(
        "bobot", validators=[MinValueValidator(0)], max_digits=8, decimal_places=4
    )
    min_wbk = models.DecimalField(
        "minimal WBK", null=True, blank=True, max_digits=8, decimal_places=4
    )
    min_wbbm = models.DecimalField(
        "minimal WBBM", null=True, blank=True, max_digits=8, decimal_places=4
    )
    status_sumber = models.CharField("status sumber", max_length=40, blank=True)

    class Meta:
        verbose_name = "komponen LKE"
        verbose_name_plural = "komponen LKE"
        ordering = ["instrumen", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["instrumen", "kode"], name="lke_komponen_kode"),
            models.CheckConstraint(condition=Q(bobot__gte=0), name="lke_komponen_bobot"),
        ]

    def __str__(self) -> str:
        return self.nama


class PertanyaanLKE(models.Model):
    """One question of a leaf component; `dokumen` are the documents it expects."""

    instrumen = models.ForeignKey(InstrumenLKE, models.CASCADE, related_name="pertanyaan_set")
    komponen = models.ForeignKey(KomponenLKE, models.CASCADE, related_name="pertanyaan_set")
    kode = models.CharField("kode", max_length=40)
    urut = models.PositiveSmallIntegerField("urut")
    teks = models.TextField("pertanyaan")
    penjelasan = models.TextField("penjelasan", blank=True)
    skala = models.ForeignKey(SkalaLKE, models.PROTECT, related_name="pertanyaan_set")
    dokumen = models.JSONField("dokumen yang diharapkan", default=list, blank=True)

    class Meta:
        verbose_name = "pertanyaan LKE"
        verbose_name_plural = "pertanyaan LKE"
        ordering = ["instrumen", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["instrumen", "kode"], name="lke_pertanyaan_kode"),
            models.UniqueConstraint(fields=["instrumen", "urut"], name="lke_pertanyaan_urut"),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.teks}"
