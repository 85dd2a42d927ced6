"""Plans and the things to do in them."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Instansi, Unit, User
from accounts.permissions import Permission

if TYPE_CHECKING:
    from satgas.models import RincianTugas


class RencanaQuerySet(models.QuerySet["Rencana"]):
    """Read vocabulary of plans."""

    def visible_to(self, user: User) -> "RencanaQuerySet":
        """Plans of every institution in which the person may read plans."""
        ids = {g.instansi_id for g in user.akses.with_permission(Permission.PLAN_READ)}
        return self.filter(instansi__in=ids)


class Rencana(models.Model):
    """One plan of one institution, from one official document."""

    class Jenis(models.TextChoices):
        SATGAS = "satgas", "Satgas Pencegahan Korupsi"
        ROADMAP = "roadmap", "Road Map RB"
        ZI = "zi", "Zona Integritas"
        MCP = "mcp", "Instrumen MCP KPK"

    class Keadaan(models.TextChoices):
        DISUSUN = "disusun", "Disusun"
        BERJALAN = "berjalan", "Berjalan"
        DITUTUP = "ditutup", "Ditutup"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="rencana_set")
    jenis = models.CharField("jenis", max_length=10, choices=Jenis.choices)
    nama = models.CharField("nama", max_length=200)
    tahun = models.PositiveSmallIntegerField("tahun")
    mulai = models.DateField("mulai")
    selesai = models.DateField("selesai")
    status = models.CharField(
        "status", max_length=10, choices=Keadaan.choices, default=Keadaan.DISUSUN
    )
    asal = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="turunan")

    objects = RencanaQuerySet.as_manager()

    class Meta:
        verbose_name = "rencana"
        verbose_name_plural = "rencana"
        ordering = ["-tahun", "jenis"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "jenis", "tahun"], name="rencana_instansi_jenis_tahun"
            ),
            models.CheckConstraint(condition=Q(selesai__gte=F("mulai")), name="rencana_masa"),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def berjalan(self) -> bool:
        """Whether work is recorded; only then can anything be late."""
        return self.status == self.Keadaan.BERJALAN

    @property
    def berjaga(self) -> bool:
        """Whether its documents go on to JAGA and are verified by KPK."""
        return self.jenis in (self.Jenis.SATGAS, self.Jenis.MCP)


class ButirQuerySet(models.QuerySet["Butir"]):
    """Read vocabulary of the things to do."""

    def berlaku(self) -> "ButirQuerySet":
        """Butir that the plan still asks for: not revoked by an amendment."""
        return self.filter(dicabut__isnull=True)

    def visible_to(self, user: User) -> "ButirQuerySet":
        """Butir of every institution in which the person may read plans."""
        ids = {g.instansi_id for g in user.akses.with_permission(Permission.PLAN_READ)}
        return self.filter(instansi__in=ids)


class Butir(models.Model):
    """One thing to do. Each plan's own row owns a OneToOne to its Butir."""

    class Pola(models.TextChoices):
        SEKALI = "sekali", "Sekali setahun"
        BULANAN = "bulanan", "Bulanan"
        TRIWULAN = "triwulan", "Triwulan"
        SEMESTER = "semester", "Semester"
        TAHUNAN = "tahunan", "Tahunan"
        TERUS = "terus", "Terus-menerus"
        KEJADIAN = "kejadian", "Bila ada kejadian"
        JADWAL = "jadwal", "Menurut jadwal bulanan"

    class SumberPola(models.TextChoices):
        TEKS = "teks", "Menurut teks"
        PORTAL = "portal", "Klasifikasi portal"

    class CaraNilai(models.TextChoices):
        PILIH = "pilih", "Dipilih dari kriteria"
        RASIO = "rasio", "Dihitung dari dua angka"
        DOKUMEN = "dokumen", "Dihitung dari dokumen yang dikirim"
        KHUSUS = "khusus", "Dihitung dari angka rencananya"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    rencana = models.ForeignKey(Rencana, models.PROTECT, related_name="butir_set")
    kode = models.CharField("kode", max_length=24)
    uraian = models.TextField("uraian")
    jalur = models.CharField("letak dalam rencana", max_length=300, blank=True)
    urut = models.PositiveIntegerField("urut")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="butir_set", verbose_name="unit pelapor"
    )
    pendukung = models.ManyToManyField(
        Unit, through="ButirPendukung", related_name="butir_didukung", verbose_name="unit pendukung"
    )
    pola = models.CharField("pola", max_length=10, choices=Pola.choices, default=Pola.SEKALI)
    sumber_pola = models.CharField(
        "sumber pola", max_length=8, choices=SumberPola.choices, default=SumberPola.PORTAL
    )
    kutipan_pola = models.CharField("kata-kata sumber pola", max_length=200, blank=True)
    jatuh_tempo = models.DateField("jatuh tempo khusus", null=True, blank=True)
    masa_mutakhir = models.PositiveSmallIntegerField(
        "masa mutakhir (bulan)",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text="Tugas terus-menerus: berapa bulan bukti yang disetujui dianggap mutakhir.",
    )
    cara_nilai = models.CharField(
        "cara menilai", max_length=8, choices=CaraNilai.choices, default=CaraNilai.PILIH
    )
    bobot = models.DecimalField("bobot", max_digits=7, decimal_places=3, null=True, blank=True)
    dinilai = models.BooleanField("dinilai", default=True)
    asal = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="turunan")
    dicabut = models.DateTimeField("dicabut", null=True, blank=True)
    dasar_cabut = models.CharField("dasar pencabutan", max_length=200, blank=True)

    objects = ButirQuerySet.as_manager()

    if TYPE_CHECKING:
        rincian_tugas: "RincianTugas"

    class Meta:
        verbose_name = "butir"
        verbose_name_plural = "butir"
        ordering = ["rencana", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["rencana", "kode"], name="butir_rencana_kode"),
            models.CheckConstraint(
                condition=Q(dicabut__isnull=True, dasar_cabut="")
                | (Q(dicabut__isnull=False) & ~Q(dasar_cabut="")),
                name="butir_dicabut",
            ),
        ]
        indexes = [models.Index(fields=["rencana", "urut"], name="butir_urut")]

    def __str__(self) -> str:
        return f"{self.kode} {self.uraian}"


class ButirPendukung(models.Model):
    """A unit that supports a Butir without reporting it."""

    butir = models.ForeignKey(Butir, models.CASCADE)
    unit = models.ForeignKey(Unit, models.PROTECT)

    class Meta:
        verbose_name = "unit pendukung"
        verbose_name_plural = "unit pendukung"
        constraints = [
            models.UniqueConstraint(fields=["butir", "unit"], name="butirpendukung_unik"),
        ]

    def __str__(self) -> str:
        return f"{self.butir_id} {self.unit_id}"


class ButirSetara(models.Model):
    """Two Butir of different plans that the same document may serve; each decides alone."""

    dari = models.ForeignKey(Butir, models.CASCADE, related_name="setara_dari")
    ke = models.ForeignKey(Butir, models.CASCADE, related_name="setara_ke")

    class Meta:
        verbose_name = "butir setara"
        verbose_name_plural = "butir setara"
        constraints = [
            models.UniqueConstraint(fields=["dari", "ke"], name="butirsetara_unik"),
            models.CheckConstraint(condition=~Q(dari=F("ke")), name="butirsetara_berbeda"),
        ]

    def __str__(self) -> str:
        return f"{self.dari_id} {self.ke_id}"


class DokumenWajib(models.Model):
    """A document that a Butir requires; `asal` says whether the source or the portal lists it."""

    class Asal(models.TextChoices):
        SUMBER = "sumber", "Menurut dokumen sumber"
        PORTAL = "portal", "Susunan portal"

    butir = models.ForeignKey(Butir, models.CASCADE, related_name="dokumen_set")
    urut = models.PositiveSmallIntegerField("urut")
    uraian = models.TextField("uraian")
    kriteria = models.TextField("kriteria", blank=True)
    asal = models.CharField("asal", max_length=8, choices=Asal.choices)

    class Meta:
        verbose_name = "dokumen wajib"
        verbose_name_plural = "dokumen wajib"
        ordering = ["butir", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["butir", "urut"], name="dokumenwajib_urut"),
        ]

    def __str__(self) -> str:
        return self.uraian


class KriteriaNilai(models.Model):
    """One grade a Butir may get and what it takes; without rows the usual grades apply."""

    butir = models.ForeignKey(Butir, models.CASCADE, related_name="kriteria_set")
    urut = models.PositiveSmallIntegerField("urut")
    nilai = models.PositiveSmallIntegerField("nilai", validators=[MaxValueValidator(100)])
    uraian = models.TextField("kriteria")

    class Meta:
        verbose_name = "kriteria nilai"
        verbose_name_plural = "kriteria nilai"
        ordering = ["butir", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["butir", "urut"], name="kriterianilai_urut"),
            models.UniqueConstraint(fields=["butir", "nilai"], name="kriterianilai_nilai"),
            models.CheckConstraint(condition=Q(nilai__lte=100), name="kriterianilai_100"),
        ]

    def __str__(self) -> str:
        return f"{self.nilai}: {self.uraian}"
