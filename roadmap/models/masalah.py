"""Problems found in meetings, their way up, and the remedial steps (langkah perbaikan)."""

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, Unit, User
from accounts.permissions import Permission
from evidence.models import BuktiVersi, Butir, Rencana
from roadmap.jadwal_rapat import Tingkat
from roadmap.models.rapat import TINGKAT, Rapat, di_bawah


class MasalahQuerySet(models.QuerySet["Masalah"]):
    """Read vocabulary of problems."""

    def visible_to(self, user: User) -> "MasalahQuerySet":
        """Problems that a person may read.

        All for who reads the whole institution; those that own units raised, or have a step for;
        and, once a problem has left its unit, those on a Butir that own units report or support.
        """
        own = Butir.objects.filter(di_bawah(user, Permission.EVIDENCE_READ, "unit", "pendukung"))
        steps = LangkahPerbaikan.objects.filter(di_bawah(user, Permission.EVIDENCE_READ, "unit"))
        return self.filter(
            user.akses.rows(Permission.EVIDENCE_READ, unit=("unit", "pokja"))
            | Q(pk__in=steps.values("masalah"))
            | (Q(tingkat__in=[Tingkat.POKJA, Tingkat.PLENO]) & Q(butir__in=own.values("pk")))
        )

    def terbuka(self) -> "MasalahQuerySet":
        """Problems that are not solved."""
        return self.filter(selesai__isnull=True)


class Masalah(models.Model):
    """A finding on an indikator or kegiatan row, at the level where it is now."""

    class Keadaan(models.TextChoices):
        TERBUKA = "terbuka", "Belum ada langkah"
        DITANGANI = "ditangani", "Ditangani"
        SELESAI = "selesai", "Selesai"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    rencana = models.ForeignKey(Rencana, models.PROTECT, related_name="masalah_set")
    butir = models.ForeignKey(Butir, models.PROTECT, related_name="masalah_set")
    rapat = models.ForeignKey(Rapat, models.PROTECT, related_name="masalah_set")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="masalah_set"
    )
    pokja = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    uraian = models.TextField("masalah")
    tingkat = models.CharField("tingkat", max_length=6, choices=TINGKAT)
    tingkat_sejak = models.DateTimeField("pada tingkat ini sejak")
    keadaan = models.CharField(
        "keadaan", max_length=10, choices=Keadaan.choices, default=Keadaan.TERBUKA
    )
    dibuat = models.DateTimeField("dicatat")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    selesai = models.DateTimeField("selesai", null=True, blank=True)
    selesai_oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    penyelesaian = models.TextField("penyelesaian", blank=True)

    objects = MasalahQuerySet.as_manager()

    class Meta:
        verbose_name = "masalah"
        verbose_name_plural = "masalah"
        ordering = ["-dibuat", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(keadaan="selesai", selesai__isnull=False, selesai_oleh__isnull=False)
                | (~Q(keadaan="selesai") & Q(selesai__isnull=True, selesai_oleh__isnull=True)),
                name="masalah_selesai",
            ),
            models.CheckConstraint(
                condition=~Q(tingkat="unit") | Q(unit__isnull=False), name="masalah_unit"
            ),
        ]
        indexes = [models.Index(fields=["rencana", "tingkat", "keadaan"], name="masalah_tingkat")]

    def __str__(self) -> str:
        return self.uraian


class PengangkatanMasalah(models.Model):
    """One step of a problem up: from which level to which, why, in which meeting. Append-only."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    masalah = models.ForeignKey(Masalah, models.PROTECT, related_name="pengangkatan_set")
    dari = models.CharField("dari", max_length=6, choices=TINGKAT)
    ke = models.CharField("ke", max_length=6, choices=TINGKAT)
    pokja = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    alasan = models.TextField("alasan")
    rapat = models.ForeignKey(
        Rapat, models.PROTECT, null=True, blank=True, related_name="pengangkatan_set"
    )
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu")

    class Meta:
        verbose_name = "pengangkatan masalah"
        verbose_name_plural = "pengangkatan masalah"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dari="unit", ke__in=["pokja", "pleno"]) | Q(dari="pokja", ke="pleno"),
                name="pengangkatan_naik",
            ),
            models.CheckConstraint(condition=~Q(alasan=""), name="pengangkatan_alasan"),
        ]

    def __str__(self) -> str:
        return f"{self.masalah_id} {self.dari} ke {self.ke}"


class LangkahQuerySet(models.QuerySet["LangkahPerbaikan"]):
    """Read vocabulary of remedial steps."""

    def visible_to(self, user: User) -> "LangkahQuerySet":
        """Steps of own units, and of every problem that the person may read."""
        return self.filter(
            user.akses.rows(Permission.EVIDENCE_READ)
            | Q(masalah__in=Masalah.objects.visible_to(user).values("pk"))
        )

    def terbuka(self) -> "LangkahQuerySet":
        """Steps that nobody has confirmed and nobody has cancelled."""
        return self.filter(
            keadaan__in=[LangkahPerbaikan.Keadaan.BERJALAN, LangkahPerbaikan.Keadaan.DILAPORKAN]
        )


class LangkahPerbaikan(models.Model):
    """A remedial step: the unit says it is done, the Inspektorat confirms or returns it."""

    class Keadaan(models.TextChoices):
        BERJALAN = "berjalan", "Berjalan"
        DILAPORKAN = "dilaporkan", "Dinyatakan selesai"
        DIKONFIRMASI = "dikonfirmasi", "Selesai, dikonfirmasi"
        DIBATALKAN = "dibatalkan", "Dibatalkan"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    masalah = models.ForeignKey(Masalah, models.PROTECT, related_name="langkah_set")
    rapat = models.ForeignKey(
        Rapat, models.PROTECT, null=True, blank=True, related_name="langkah_set"
    )
    uraian = models.TextField("langkah perbaikan")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="langkah_set")
    tenggat = models.DateField("tenggat")
    keadaan = models.CharField(
        "keadaan", max_length=12, choices=Keadaan.choices, default=Keadaan.BERJALAN
    )
    versi = models.PositiveIntegerField(default=1)
    dibuat = models.DateTimeField("dicatat")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dilaporkan = models.DateTimeField("dinyatakan selesai", null=True, blank=True)
    ditutup = models.DateTimeField("dikonfirmasi atau dibatalkan", null=True, blank=True)

    objects = LangkahQuerySet.as_manager()

    class Meta:
        verbose_name = "langkah perbaikan"
        verbose_name_plural = "langkah perbaikan"
        ordering = ["tenggat", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(keadaan__in=["dikonfirmasi", "dibatalkan"], ditutup__isnull=False)
                | Q(keadaan="dilaporkan", dilaporkan__isnull=False, ditutup__isnull=True)
                | Q(keadaan="berjalan", dilaporkan__isnull=True, ditutup__isnull=True),
                name="langkah_keadaan",
            ),
        ]
        indexes = [
            models.Index(fields=["instansi", "keadaan", "tenggat"], name="langkah_tenggat"),
        ]

    def __str__(self) -> str:
        return self.uraian


class CatatanLangkah(models.Model):
    """What was written down about a step. Append-only, but for the files that hang on it."""

    class Jenis(models.TextChoices):
        KEMAJUAN = "kemajuan", "Kemajuan"
        LAPOR = "lapor", "Dinyatakan selesai"
        KONFIRMASI = "konfirmasi", "Dikonfirmasi Inspektorat"
        KEMBALI = "kembali", "Dikembalikan Inspektorat"
        TENGGAT = "tenggat", "Tenggat diubah"
        BATAL = "batal", "Dibatalkan"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    langkah = models.ForeignKey(LangkahPerbaikan, models.PROTECT, related_name="catatan_set")
    jenis = models.CharField("jenis", max_length=10, choices=Jenis.choices)
    catatan = models.TextField("catatan", blank=True)
    tenggat_lama = models.DateField("tenggat sebelum diubah", null=True, blank=True)
    bukti = models.ManyToManyField(BuktiVersi, related_name="catatan_langkah_set", blank=True)
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu")

    class Meta:
        verbose_name = "catatan langkah"
        verbose_name_plural = "catatan langkah"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.langkah_id} {self.jenis}"
