"""Documents as evidence: uploaded once, versioned, used many times."""

import secrets

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Instansi, Unit, User
from accounts.permissions import Permission
from evidence.models.capaian import Capaian, Keputusan, Pemenuhan
from evidence.workflow import Aksi


def berkas_path(versi: "BuktiVersi", nama: str) -> str:
    """Return a storage name that can't be guessed; the user's name stays in `nama_asli`."""
    token = secrets.token_urlsafe(24)
    return f"{versi.instansi_id}/{token[:2]}/{token}.{versi.jenis}"


class Bukti(models.Model):
    """A document as a thing: its class, its retention, its owner."""

    class Kelas(models.TextChoices):
        TERBUKA = "terbuka", "Terbuka"
        INTERNAL = "internal", "Internal"
        DIKECUALIKAN = "dikecualikan", "Dikecualikan"

    class Retensi(models.TextChoices):
        LIMA_TAHUN = "5", "5 tahun"
        SEPULUH_TAHUN = "10", "10 tahun"
        PERMANEN = "permanen", "Permanen"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bukti_set")
    kelas = models.CharField(
        "klasifikasi", max_length=14, choices=Kelas.choices, default=Kelas.INTERNAL
    )
    retensi = models.CharField(
        "retensi", max_length=10, choices=Retensi.choices, default=Retensi.LIMA_TAHUN
    )
    dibuat = models.DateTimeField("dibuat")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bukti"
        verbose_name_plural = "bukti"
        indexes = [models.Index(fields=["unit", "-dibuat"], name="bukti_unit")]

    def __str__(self) -> str:
        return f"Bukti {self.pk}"


class BuktiVersiQuerySet(models.QuerySet["BuktiVersi"]):
    """Read vocabulary of file versions."""

    def visible_to(self, user: User) -> "BuktiVersiQuerySet":
        """Versions owned by a reachable unit, or in use for a reachable Capaian.

        A file whose approval is being renewed is still read by all who could read it before.
        """
        capaian = Capaian.objects.visible_to(user).values("pk")
        renewed = Keputusan.objects.filter(
            pemenuhan=OuterRef("pemenuhan"), aksi=Aksi.PERBARUI, at=OuterRef("dilepas")
        )
        used = BuktiTaut.objects.filter(
            Q(dilepas__isnull=True) | Exists(renewed), pemenuhan__capaian__in=capaian
        ).values("versi")
        return self.filter(
            user.akses.rows(Permission.EVIDENCE_READ, unit=("bukti__unit",)) | Q(pk__in=used)
        )


class BuktiVersi(models.Model):
    """One file. Its bytes never change; number and date of the document may be added."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    bukti = models.ForeignKey(Bukti, models.PROTECT, related_name="versi_set")
    no = models.PositiveSmallIntegerField("versi")
    berkas = models.FileField("berkas", upload_to=berkas_path, max_length=200)
    nama_asli = models.CharField("nama berkas", max_length=160)
    jenis = models.CharField("jenis", max_length=5)
    ukuran = models.PositiveIntegerField("ukuran (byte)")
    sha256 = models.CharField("SHA-256", max_length=64)
    halaman = models.PositiveIntegerField("jumlah halaman", null=True, blank=True)
    nomor_dokumen = models.CharField("nomor dokumen", max_length=120, blank=True)
    tanggal_dokumen = models.DateField("tanggal dokumen", null=True, blank=True)
    dibuat = models.DateTimeField("diunggah")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = BuktiVersiQuerySet.as_manager()

    class Meta:
        verbose_name = "versi bukti"
        verbose_name_plural = "versi bukti"
        ordering = ["bukti", "no"]
        constraints = [models.UniqueConstraint(fields=["bukti", "no"], name="buktiversi_no")]
        indexes = [models.Index(fields=["instansi", "sha256"], name="buktiversi_sha256")]

    def __str__(self) -> str:
        return self.nama_asli


class BuktiTautQuerySet(models.QuerySet["BuktiTaut"]):
    """Read vocabulary of uses."""

    def active(self) -> "BuktiTautQuerySet":
        """Uses that were not taken back."""
        return self.filter(dilepas__isnull=True)


class BuktiTaut(models.Model):
    """One use of a file version for a required document. Taken back, it stays as a row."""

    pemenuhan = models.ForeignKey(Pemenuhan, models.PROTECT, related_name="taut_set")
    versi = models.ForeignKey(BuktiVersi, models.PROTECT, related_name="taut_set")
    rentang_halaman = models.CharField("halaman bukti", max_length=60, blank=True)
    dibuat = models.DateTimeField("dilampirkan")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dilepas = models.DateTimeField("dilepas", null=True, blank=True)
    dilepas_oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BuktiTautQuerySet.as_manager()

    class Meta:
        verbose_name = "taut bukti"
        verbose_name_plural = "taut bukti"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pemenuhan", "versi"],
                condition=Q(dilepas__isnull=True),
                name="buktitaut_unik",
            ),
            models.CheckConstraint(
                condition=Q(dilepas__isnull=True, dilepas_oleh__isnull=True)
                | Q(dilepas__isnull=False, dilepas_oleh__isnull=False),
                name="buktitaut_dilepas",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pemenuhan_id} {self.versi_id}"
