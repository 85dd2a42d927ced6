"""Meetings of monitoring and evaluation (Bab IV): who met, when, about what, with which minutes.

Nothing is deleted: a planned meeting is cancelled with a reason, a held one is corrected with a
reason (`PerubahanRapat`), a row of attendance or minutes that no longer counts keeps its end.
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Instansi, Unit, User
from accounts.permissions import Permission
from evidence.models import BuktiVersi, Butir, Rencana
from roadmap.jadwal_rapat import Irama, Maksud, Tingkat

TINGKAT = [(t.value, t.label) for t in Tingkat]
MAKSUD = [(m.value, m.label) for m in Maksud]
IRAMA = [(i.value, i.label) for i in Irama]


def di_bawah(user: User, permission: Permission, *lookup: str) -> Q:
    """Condition: any of the units behind these lookups lies in a subtree of the person.

    Grants over whole institutions are left out; `Akses.rows` opens theirs.
    """
    condition = Q(pk__in=[])
    for grant in user.akses.with_permission(permission):
        if grant.whole or not grant.jalur:
            continue
        for name in lookup:
            condition |= Q(
                **{
                    f"{name}__instansi": grant.instansi_id,
                    f"{name}__jalur__startswith": grant.jalur,
                }
            )
    return condition


class RapatQuerySet(models.QuerySet["Rapat"]):
    """Read vocabulary of meetings."""

    def visible_to(self, user: User) -> "RapatQuerySet":
        """Meetings that a person may read.

        All for who reads the whole institution; those of own units; and of pokja and pleno those
        where a problem or a step of own units was spoken about.
        """
        from roadmap.models.masalah import LangkahPerbaikan, Masalah, PengangkatanMasalah

        own = Butir.objects.filter(di_bawah(user, Permission.EVIDENCE_READ, "unit", "pendukung"))
        found = Masalah.objects.filter(butir__in=own.values("pk"))
        mine = Masalah.objects.filter(di_bawah(user, Permission.EVIDENCE_READ, "unit"))
        steps = LangkahPerbaikan.objects.filter(di_bawah(user, Permission.EVIDENCE_READ, "unit"))
        about = (
            Q(masalah_set__in=found.values("pk"))
            | Q(masalah_set__in=steps.values("masalah"))
            | Q(langkah_set__in=steps.values("pk"))
            | Q(
                pengangkatan_set__in=PengangkatanMasalah.objects.filter(
                    Q(masalah__in=found.values("pk")) | Q(masalah__in=mine.values("pk"))
                ).values("pk")
            )
        )
        concerned = Rapat.objects.filter(about, tingkat__in=[Tingkat.POKJA, Tingkat.PLENO])
        return self.filter(
            user.akses.rows(Permission.EVIDENCE_READ) | Q(pk__in=concerned.values("pk"))
        )


class Rapat(models.Model):
    """One meeting: planned, held or cancelled. The pleno has no unit."""

    class Keadaan(models.TextChoices):
        DIJADWALKAN = "dijadwalkan", "Dijadwalkan"
        DILAKSANAKAN = "dilaksanakan", "Dilaksanakan"
        DIBATALKAN = "dibatalkan", "Dibatalkan"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    rencana = models.ForeignKey(Rencana, models.PROTECT, related_name="rapat_set")
    tingkat = models.CharField("tingkat", max_length=6, choices=TINGKAT)
    maksud = models.CharField("maksud", max_length=10, choices=MAKSUD)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="rapat_set")
    dijadwalkan = models.DateField("dijadwalkan")
    dilaksanakan = models.DateField("dilaksanakan", null=True, blank=True)
    tempat = models.CharField("tempat", max_length=200, blank=True)
    pimpinan = models.CharField("pimpinan rapat", max_length=200, blank=True)
    acara = models.TextField("acara", blank=True)
    keadaan = models.CharField(
        "keadaan", max_length=12, choices=Keadaan.choices, default=Keadaan.DIJADWALKAN
    )
    alasan_batal = models.TextField("alasan pembatalan", blank=True)
    ringkasan = models.TextField("ringkasan", blank=True)
    versi = models.PositiveIntegerField(default=1)
    dibuat = models.DateTimeField("dicatat")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    diubah = models.DateTimeField("terakhir diubah", null=True, blank=True)

    objects = RapatQuerySet.as_manager()

    class Meta:
        verbose_name = "rapat"
        verbose_name_plural = "rapat"
        ordering = ["-dijadwalkan", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tingkat="pleno", unit__isnull=True)
                | (~Q(tingkat="pleno") & Q(unit__isnull=False)),
                name="rapat_unit",
            ),
            models.CheckConstraint(
                condition=Q(keadaan="dilaksanakan", dilaksanakan__isnull=False)
                | (~Q(keadaan="dilaksanakan") & Q(dilaksanakan__isnull=True)),
                name="rapat_dilaksanakan",
            ),
            models.CheckConstraint(
                condition=~Q(keadaan="dibatalkan") | ~Q(alasan_batal=""), name="rapat_batal"
            ),
        ]
        indexes = [
            models.Index(fields=["rencana", "dijadwalkan"], name="rapat_jadwal"),
            models.Index(fields=["rencana", "tingkat", "unit"], name="rapat_tingkat"),
        ]

    def __str__(self) -> str:
        return f"Rapat {self.get_maksud_display().lower()} {self.sebutan}"

    @property
    def sebutan(self) -> str:
        """Whose meeting it is, as people say it."""
        if self.unit is None:
            return "pleno"
        return self.unit.nama_pendek or self.unit.nama

    @property
    def tanggal(self) -> date:
        """The day that counts: held, else planned."""
        return self.dilaksanakan or self.dijadwalkan

    @property
    def terlaksana(self) -> bool:
        """Whether it was held."""
        return self.keadaan == self.Keadaan.DILAKSANAKAN


class Kehadiran(models.Model):
    """One person invited to a meeting, written as on the attendance list."""

    rapat = models.ForeignKey(Rapat, models.PROTECT, related_name="kehadiran_set")
    urut = models.PositiveSmallIntegerField("urut")
    nama = models.CharField("nama", max_length=200)
    jabatan = models.CharField("jabatan", max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    unit_teks = models.CharField("unit atau instansi lain", max_length=200, blank=True)
    hadir = models.BooleanField("hadir", default=True)
    diganti = models.DateTimeField("diganti", null=True, blank=True)

    class Meta:
        verbose_name = "kehadiran"
        verbose_name_plural = "kehadiran"
        ordering = ["rapat", "urut", "id"]

    def __str__(self) -> str:
        return self.nama


class Notula(models.Model):
    """Minutes of a meeting: one file version, owned as evidence by the unit."""

    rapat = models.ForeignKey(Rapat, models.PROTECT, related_name="notula_set")
    versi = models.ForeignKey(BuktiVersi, models.PROTECT, related_name="notula_set")
    dibuat = models.DateTimeField("dilampirkan")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dilepas = models.DateTimeField("dilepas", null=True, blank=True)
    alasan_lepas = models.TextField("alasan dilepas", blank=True)

    class Meta:
        verbose_name = "notula"
        verbose_name_plural = "notula"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rapat", "versi"], condition=Q(dilepas__isnull=True), name="notula_unik"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rapat_id} {self.versi_id}"


class PerubahanRapat(models.Model):
    """A correction of a meeting that was held: what stood before, what stands now. Append-only."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    rapat = models.ForeignKey(Rapat, models.PROTECT, related_name="perubahan_set")
    alasan = models.TextField("alasan")
    sebelum = models.JSONField("sebelum")
    sesudah = models.JSONField("sesudah")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu")

    class Meta:
        verbose_name = "perubahan rapat"
        verbose_name_plural = "perubahan rapat"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.rapat_id} {self.alasan}"


class PengaturanRapat(models.Model):
    """Rhythm and reminders of one level of an institution, or of one unit of its own.

    Without a row Bab IV counts (`jadwal_rapat.BAKU`), and nobody is reminded.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    tingkat = models.CharField("tingkat", max_length=6, choices=TINGKAT)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="pengaturan_rapat"
    )
    irama_monitoring = models.CharField("rapat monitoring", max_length=10, choices=IRAMA)
    irama_evaluasi = models.CharField("rapat evaluasi", max_length=10, choices=IRAMA)
    pengingat = models.BooleanField("ingatkan", default=False)
    diubah = models.DateTimeField("diubah", default=timezone.now)

    class Meta:
        verbose_name = "pengaturan rapat"
        verbose_name_plural = "pengaturan rapat"
        ordering = ["instansi", "tingkat", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "tingkat"],
                condition=Q(unit__isnull=True),
                name="pengaturanrapat_tingkat",
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(unit__isnull=False), name="pengaturanrapat_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instansi_id} {self.tingkat} {self.unit_id or ''}".strip()


class PengingatRapat(models.Model):
    """A notice inside the portal that a meeting is due; made only where an office asked for it."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    rencana = models.ForeignKey(Rencana, models.PROTECT, related_name="pengingat_set")
    tingkat = models.CharField("tingkat", max_length=6, choices=TINGKAT)
    maksud = models.CharField("maksud", max_length=10, choices=MAKSUD)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    mulai = models.DateField("mulai")
    selesai = models.DateField("selesai")
    dibuat = models.DateTimeField("dibuat")

    class Meta:
        verbose_name = "pengingat rapat"
        verbose_name_plural = "pengingat rapat"
        ordering = ["selesai", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rencana", "maksud", "unit", "mulai"],
                condition=Q(unit__isnull=False),
                name="pengingatrapat_unit",
            ),
            models.UniqueConstraint(
                fields=["rencana", "maksud", "mulai"],
                condition=Q(unit__isnull=True),
                name="pengingatrapat_pleno",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tingkat} {self.maksud} {self.selesai}"
