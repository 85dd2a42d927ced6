"""One assessment: answers of three stages, evidence, and the steps of its flow."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Instansi, Unit, User
from accounts.permissions import Permission
from evidence.models import BuktiVersi, Pemenuhan
from zonaintegritas.models.lke.instrumen import InstrumenLKE, PertanyaanLKE
from zonaintegritas.models.rencana_aksi import IndikatorKeberhasilan
from zonaintegritas.models.unit import Predikat


class StatusLKE(models.TextChoices):
    """Where an assessment stands; who has to act is in zonaintegritas/lke/alur.py."""

    MANDIRI = "mandiri", "Penilaian mandiri"
    PERBAIKAN = "perbaikan", "Perlu perbaikan unit"
    EVALUASI = "evaluasi", "Evaluasi"
    TPI_ANGGOTA = "tpi_anggota", "Penilaian anggota TPI"
    TPI_KETUA = "tpi_ketua", "Reviu ketua TPI"
    TPI_PENGENDALI = "tpi_pengendali", "Reviu pengendali teknis TPI"
    SELESAI = "selesai", "Selesai"


class Tahap(models.TextChoices):
    """Whose score: three stand side by side."""

    MANDIRI = "mandiri", "Mandiri"
    EVALUATOR = "evaluator", "Evaluator"
    TPI = "tpi", "TPI"


class PeranTPI(models.TextChoices):
    """Roles in the TPI of one assessment."""

    ANGGOTA = "anggota", "Anggota TPI"
    KETUA = "ketua", "Ketua TPI"
    PENGENDALI = "pengendali", "Pengendali teknis TPI"


class LKEQuerySet(models.QuerySet["LKE"]):
    """Read vocabulary of assessments."""

    def visible_to(self, user: User, hari: date | None = None) -> "LKEQuerySet":
        """Assessments of units whose evidence the person reads, and those they are TPI of today."""
        return self.filter(
            user.akses.rows(Permission.EVIDENCE_READ)
            | Q(pk__in=AnggotaTPI.objects.bertugas(user, hari).values("lke"))
        )


class LKE(models.Model):
    """The assessment of one unit in one year by one version of an instrument."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="lke_set")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="lke_set")
    tahun = models.PositiveSmallIntegerField("tahun")
    instrumen = models.ForeignKey(InstrumenLKE, models.PROTECT, related_name="lke_set")
    sasaran = models.CharField(
        "sasaran predikat", max_length=4, choices=Predikat.choices, default=Predikat.WBK
    )
    status = models.CharField(
        "status", max_length=16, choices=StatusLKE.choices, default=StatusLKE.MANDIRI
    )
    versi = models.PositiveIntegerField(default=1)
    dibuat = models.DateTimeField("dibuat")
    dibuat_oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    diubah = models.DateTimeField("terakhir diubah", null=True, blank=True)

    objects = LKEQuerySet.as_manager()

    class Meta:
        verbose_name = "LKE"
        verbose_name_plural = "LKE"
        ordering = ["-tahun", "unit__jalur"]
        constraints = [models.UniqueConstraint(fields=["unit", "tahun"], name="lke_unit_tahun")]
        indexes = [models.Index(fields=["instansi", "-tahun"], name="lke_instansi")]

    def __str__(self) -> str:
        return f"LKE {self.tahun} {self.unit}"


class JawabanLKE(models.Model):
    """The answer of one stage to one question; its score is computed, never stored."""

    lke = models.ForeignKey(LKE, models.CASCADE, related_name="jawaban_set")
    pertanyaan = models.ForeignKey(PertanyaanLKE, models.PROTECT, related_name="jawaban_set")
    tahap = models.CharField("tahap", max_length=10, choices=Tahap.choices)
    pilihan = models.CharField("pilihan", max_length=20, blank=True)
    pembilang = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    penyebut = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    angka = models.DecimalField(
        "nilai indeks", max_digits=12, decimal_places=4, null=True, blank=True
    )
    alasan = models.TextField("alasan", blank=True)
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    diubah = models.DateTimeField("diubah")

    class Meta:
        verbose_name = "jawaban LKE"
        verbose_name_plural = "jawaban LKE"
        ordering = ["lke", "pertanyaan__urut"]
        constraints = [
            models.UniqueConstraint(fields=["lke", "pertanyaan", "tahap"], name="lke_jawaban_unik"),
        ]

    def __str__(self) -> str:
        return f"{self.lke_id} {self.pertanyaan_id} {self.tahap}"


class BuktiLKE(models.Model):
    """A file that backs an answer: uploaded for it, or taken over from the action plan."""

    class Asal(models.TextChoices):
        UNGGAH = "unggah", "Diunggah untuk LKE"
        RENCANA = "rencana", "Dari rencana aksi"
        REGISTER = "register", "Dari daftar ZI"

    lke = models.ForeignKey(LKE, models.CASCADE, related_name="bukti_set")
    pertanyaan = models.ForeignKey(PertanyaanLKE, models.PROTECT, related_name="bukti_set")
    versi = models.ForeignKey(BuktiVersi, models.PROTECT, related_name="lke_set")
    asal = models.CharField("asal", max_length=10, choices=Asal.choices)
    pemenuhan = models.ForeignKey(
        Pemenuhan, models.PROTECT, null=True, blank=True, related_name="bukti_lke_set"
    )
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dibuat = models.DateTimeField("dilampirkan")
    dilepas = models.DateTimeField("dilepas", null=True, blank=True)

    class Meta:
        verbose_name = "bukti LKE"
        verbose_name_plural = "bukti LKE"
        ordering = ["lke", "pertanyaan__urut", "dibuat"]
        constraints = [
            models.UniqueConstraint(
                fields=["lke", "pertanyaan", "versi"],
                condition=Q(dilepas__isnull=True),
                name="lke_bukti_unik",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pertanyaan_id} {self.versi_id}"


class LangkahLKE(models.Model):
    """One step of the flow. Append-only; the status is the last `ke`."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    lke = models.ForeignKey(LKE, models.PROTECT, related_name="langkah_set")
    aksi = models.CharField("aksi", max_length=20)
    dari = models.CharField("dari", max_length=16, choices=StatusLKE.choices)
    ke = models.CharField("ke", max_length=16, choices=StatusLKE.choices)
    catatan = models.TextField("catatan", blank=True)
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    jabatan = models.CharField("jabatan saat itu", max_length=220, blank=True)
    at = models.DateTimeField("waktu")

    class Meta:
        verbose_name = "langkah LKE"
        verbose_name_plural = "langkah LKE"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["lke", "at"], name="lke_langkah")]

    def __str__(self) -> str:
        return f"{self.lke_id} {self.dari} > {self.ke}"


class AnggotaTPIQuerySet(models.QuerySet["AnggotaTPI"]):
    """Read vocabulary of TPI assignments."""

    def bertugas(self, user: User, hari: date | None = None) -> "AnggotaTPIQuerySet":
        """Assignments of a person that hold on a day (both days included; default today)."""
        day = hari or timezone.localdate()
        return self.filter(
            user=user, dicabut__isnull=True, mulai__lte=day, selesai__gte=day, user__is_active=True
        )


class AnggotaTPI(models.Model):
    """A person in the TPI of one assessment between two dates, also from outside the institution.

    The one exception to isolation: it opens this assessment and its evidence, nothing else.
    """

    lke = models.ForeignKey(LKE, models.CASCADE, related_name="tpi_set")
    user = models.ForeignKey(User, models.PROTECT, related_name="tpi_set")
    peran = models.CharField("peran", max_length=12, choices=PeranTPI.choices)
    mulai = models.DateField("mulai")
    selesai = models.DateField("sampai")
    surat_tugas = models.CharField("surat tugas", max_length=160)
    ditetapkan_oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dibuat = models.DateTimeField("ditetapkan")
    dicabut = models.DateTimeField("dicabut", null=True, blank=True)

    objects = AnggotaTPIQuerySet.as_manager()

    class Meta:
        verbose_name = "anggota TPI"
        verbose_name_plural = "anggota TPI"
        ordering = ["lke", "peran", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lke", "user"], condition=Q(dicabut__isnull=True), name="lke_tpi_unik"
            ),
            models.CheckConstraint(condition=Q(selesai__gte=F("mulai")), name="lke_tpi_masa"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.peran}"


class PetaIndikator(models.Model):
    """An indikator of the action plan answers a question: its documents can be taken over."""

    pertanyaan = models.ForeignKey(PertanyaanLKE, models.CASCADE, related_name="peta_set")
    indikator = models.ForeignKey(IndikatorKeberhasilan, models.CASCADE, related_name="peta_set")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dibuat = models.DateTimeField("dipetakan")

    class Meta:
        verbose_name = "peta indikator"
        verbose_name_plural = "peta indikator"
        constraints = [
            models.UniqueConstraint(fields=["pertanyaan", "indikator"], name="lke_peta_unik"),
        ]

    def __str__(self) -> str:
        return f"{self.indikator_id} {self.pertanyaan_id}"
