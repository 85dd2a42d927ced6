"""Institutions, their units, people and what they may do there."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.permissions import Role
from accounts.sebutan import BAKU, sebut_malas

if TYPE_CHECKING:
    from accounts.access import Akses

ZONES = [
    ("Asia/Jakarta", "WIB"),
    ("Asia/Makassar", "WITA"),
    ("Asia/Jayapura", "WIT"),
]


class Instansi(models.Model):
    """One institution. Rows of two institutions never mix."""

    class Pemutus(models.TextChoices):
        KETUA = "ketua", "Ketua"
        INSPEKTORAT = "inspektorat", sebut_malas("Inspektorat")

    kode = models.SlugField("kode", max_length=64, unique=True)
    nama = models.CharField("nama", max_length=200)
    tempat = models.CharField(
        "tempat", max_length=100, blank=True, help_text="Untuk penandatanganan."
    )
    zona_waktu = models.CharField(
        "zona waktu", max_length=40, choices=ZONES, default="Asia/Makassar"
    )
    kop = models.TextField(
        "kop surat",
        blank=True,
        help_text="Satu baris per baris kop: pemerintah, kantor, alamat.",
    )
    contoh = models.BooleanField("contoh", default=False, editable=False)
    mfa_wajib = models.JSONField("peran wajib dua langkah", default=list, blank=True)
    pemutus_pengecualian = models.CharField(
        "pemutus pengecualian",
        max_length=12,
        choices=Pemutus.choices,
        default=Pemutus.KETUA,
        help_text="Yang memutus Nihil, Tidak berlaku, dan Tidak dapat dipenuhi.",
    )
    sebutan_verifikator = models.CharField(
        "sebutan pemverifikasi",
        max_length=40,
        default=BAKU,
        help_text="Dipakai pada tombol, status, dan pesan, misalnya Kirim ke Inspektorat.",
    )
    dibuat = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "instansi"
        verbose_name_plural = "instansi"
        ordering = ["nama"]

    def __str__(self) -> str:
        return self.nama

    @property
    def kop_baris(self) -> list[str]:
        """Lines of the letterhead, without empty ones."""
        return [line.strip() for line in self.kop.splitlines() if line.strip()]


class Unit(models.Model):
    """An office, bureau, working group or team; a tree kept as materialised path."""

    class Jenis(models.TextChoices):
        PIMPINAN = "pimpinan", "Pimpinan"
        PERANGKAT_DAERAH = "pd", "Perangkat Daerah"
        BIRO = "biro", "Biro"
        POKJA = "pokja", "Pokja"
        TIM = "tim", "Tim"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="unit_set")
    induk = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="anak",
        verbose_name="unit induk",
    )
    kode = models.SlugField("kode", max_length=64)
    nama = models.CharField("nama", max_length=250)
    nama_pendek = models.CharField("nama pendek", max_length=80)
    jenis = models.CharField("jenis", max_length=12, choices=Jenis.choices)
    inspektorat = models.BooleanField(
        "unit pengawas", default=False, help_text="Tugas unit ini diverifikasi orang kedua."
    )
    jalur = models.CharField(max_length=255, editable=False, default="")
    aktif_mulai = models.DateField("aktif sejak", null=True, blank=True)
    aktif_selesai = models.DateField("aktif sampai", null=True, blank=True)
    penerus = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pendahulu",
        verbose_name="unit penerus",
    )

    class Meta:
        verbose_name = "unit"
        verbose_name_plural = "unit"
        ordering = ["jalur"]
        constraints = [
            models.UniqueConstraint(fields=["instansi", "kode"], name="unit_kode"),
            models.CheckConstraint(
                condition=Q(aktif_selesai__isnull=True)
                | Q(aktif_mulai__isnull=True)
                | Q(aktif_selesai__gte=F("aktif_mulai")),
                name="unit_masa_aktif",
            ),
        ]
        indexes = [models.Index(fields=["instansi", "jalur"], name="unit_jalur")]

    def __str__(self) -> str:
        return self.nama_pendek or self.nama

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the path: the ids from the root, each closed by a dot ("3.17.")."""
        if self.pk is None:
            super().save(*args, **kwargs)
            kwargs = {"update_fields": ["jalur"]}
            args = ()
        self.jalur = f"{self.induk.jalur if self.induk else ''}{self.pk}."
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came


class UserManager(BaseUserManager["User"]):
    """Creates users; there is no self-registration."""

    def create_user(self, username: str, password: str | None = None, **extra: object) -> "User":
        """Create a user; without a password the account waits for its one-time link."""
        user = self.model(username=username, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, password: str | None = None, **extra: object
    ) -> "User":
        """Create a user of the Django admin (for the platform role)."""
        return self.create_user(username, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do stands in their Memberships, not here."""

    class Tema(models.TextChoices):
        PERANGKAT = "perangkat", "Ikuti perangkat"
        TERANG = "terang", "Terang"
        GELAP = "gelap", "Gelap"

    username = models.CharField(
        "nama pengguna",
        max_length=64,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]*\Z", "Pakai huruf kecil, angka, titik, atau tanda hubung."
            )
        ],
        error_messages={"unique": "Nama pengguna ini sudah dipakai."},
    )
    nama = models.CharField("nama", max_length=200)
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}\Z", "NIP terdiri atas 18 angka tanpa spasi.")],
    )
    jabatan = models.CharField("jabatan", max_length=200, blank=True)
    email = models.EmailField("surel", blank=True)
    tema = models.CharField("tema", max_length=10, choices=Tema.choices, default=Tema.PERANGKAT)
    is_active = models.BooleanField("aktif", default=True)
    is_staff = models.BooleanField("pengelola platform", default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["nama"]

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        ordering = ["nama"]

    def __str__(self) -> str:
        return self.nama

    def get_full_name(self) -> str:
        """Name of the person."""
        return self.nama

    @property
    def audit_id(self) -> str:
        return str(self.pk)

    @property
    def audit_nama(self) -> str:
        return self.nama

    @property
    def audit_jabatan(self) -> str:
        return self.jabatan

    @cached_property
    def akses(self) -> "Akses":
        """What this person may reach now; read once per request."""
        from accounts.access import akses_of

        return akses_of(self)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Read vocabulary of memberships."""

    def valid_on(self, day: date) -> "MembershipQuerySet":
        """Memberships in force on a day (both ends included)."""
        return self.filter(
            Q(mulai__isnull=True) | Q(mulai__lte=day), Q(selesai__isnull=True) | Q(selesai__gte=day)
        )


class Membership(models.Model):
    """A role of a person at a unit for a time. A Plt./Plh. hand-over is one more row."""

    class Sebutan(models.TextChoices):
        TETAP = "", "Tetap"
        PLT = "Plt.", "Plt. (pelaksana tugas)"
        PLH = "Plh.", "Plh. (pelaksana harian)"

    user = models.ForeignKey(User, models.CASCADE, related_name="membership_set")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="membership_set"
    )
    role = models.CharField("peran", max_length=16, choices=Role.choices)
    sebutan = models.CharField("sebutan", max_length=4, choices=Sebutan.choices, blank=True)
    mulai = models.DateField("berlaku sejak", null=True, blank=True)
    selesai = models.DateField("berlaku sampai", null=True, blank=True)
    dasar = models.CharField("dasar (nomor surat)", max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "keanggotaan"
        verbose_name_plural = "keanggotaan"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(role=Role.PLATFORM) & Q(unit__isnull=True))
                | (~Q(role=Role.PLATFORM) & Q(unit__isnull=False)),
                name="membership_unit",
            ),
            models.CheckConstraint(
                condition=Q(selesai__isnull=True)
                | Q(mulai__isnull=True)
                | Q(selesai__gte=F("mulai")),
                name="membership_masa",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.AUDITOR_TUGAS) | (Q(selesai__isnull=False) & ~Q(dasar="")),
                name="membership_surat_tugas",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
