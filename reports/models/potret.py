"""Frozen figures of a cut-off, and what was decided about the period."""

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User
from accounts.permissions import Permission
from evidence.models import Batas


class KeadaanPeriode(models.TextChoices):
    """Where a period stands; derived from its last LangkahPeriode."""

    TERBUKA = "terbuka", "Belum dipotret"
    DIPOTRET = "dipotret", "Menunggu persetujuan Ketua"
    DISETUJUI = "disetujui", "Disetujui Ketua"
    DIBUKA = "dibuka", "Dibuka kembali"


class PotretQuerySet(models.QuerySet["Potret"]):
    """Read vocabulary of frozen figures."""

    def visible_to(self, user: User) -> "PotretQuerySet":
        """Potret of every institution whose reports the person may all read."""
        return self.filter(instansi__in=user.akses.instansi_ids(Permission.REPORT_READ_ALL))

    def tanpa_isi(self) -> "PotretQuerySet":
        """Without the figures themselves, which weigh megabytes: for lists."""
        return self.defer("isi")


class Potret(models.Model):
    """The figures of one cut-off as they stood at a moment. Append-only.

    A later Potret of the same cut-off amends the earlier one and says why.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="potret_set")
    batas = models.ForeignKey(Batas, models.PROTECT, related_name="potret_set")
    no = models.PositiveSmallIntegerField("nomor potret")
    at = models.DateTimeField("waktu data")
    dibuat = models.DateTimeField("dipotret pada")
    oleh = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oleh"
    )
    jabatan = models.CharField("jabatan saat itu", max_length=220, blank=True)
    sebelum = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="pengganti"
    )
    alasan = models.TextField("alasan amandemen", blank=True)
    isi = models.TextField("angka (JSON kanonik)")
    sha256 = models.CharField("SHA-256", max_length=64)

    objects = PotretQuerySet.as_manager()

    class Meta:
        verbose_name = "potret"
        verbose_name_plural = "potret"
        ordering = ["batas", "no"]
        constraints = [
            models.UniqueConstraint(fields=["batas", "no"], name="potret_no"),
            models.CheckConstraint(
                condition=Q(sebelum__isnull=True, alasan="", no=1)
                | (Q(sebelum__isnull=False, no__gt=1) & ~Q(alasan="")),
                name="potret_alasan",
            ),
        ]
        indexes = [models.Index(fields=["instansi", "-dibuat"], name="potret_instansi")]

    def __str__(self) -> str:
        return f"{self.batas} Potret {self.no}"


class LangkahPeriode(models.Model):
    """One step in the life of a period. Append-only; its state is derived from these."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    batas = models.ForeignKey(Batas, models.PROTECT, related_name="langkah_set")
    potret = models.ForeignKey(Potret, models.PROTECT, related_name="langkah_set")
    aksi = models.CharField("aksi", max_length=12)
    dari = models.CharField("dari", max_length=10, choices=KeadaanPeriode.choices)
    ke = models.CharField("ke", max_length=10, choices=KeadaanPeriode.choices)
    alasan = models.TextField("alasan", blank=True)
    oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    jabatan = models.CharField("jabatan saat itu", max_length=220, blank=True)
    at = models.DateTimeField("waktu")

    class Meta:
        verbose_name = "langkah periode"
        verbose_name_plural = "langkah periode"
        ordering = ["id"]
        indexes = [models.Index(fields=["batas", "id"], name="langkahperiode_batas")]

    def __str__(self) -> str:
        return f"{self.batas_id} {self.dari} > {self.ke}"
