"""Instructions of the Ketua to a unit, on the spot, about a task or about what a unit owes."""

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, Unit, User
from accounts.permissions import Permission
from evidence.models.capaian import Capaian
from evidence.models.rencana import Rencana


class DisposisiQuerySet(models.QuerySet["Disposisi"]):
    """Read vocabulary of instructions."""

    def visible_to(self, user: User) -> "DisposisiQuerySet":
        """Instructions to the person's units, all of them for who reads everything."""
        return self.filter(user.akses.rows(Permission.EVIDENCE_READ, unit=("kepada",)))

    def terbuka(self) -> "DisposisiQuerySet":
        """Instructions that nobody has reported as done."""
        return self.filter(selesai__isnull=True)


class Disposisi(models.Model):
    """What the Ketua asks of a unit, until when, and what the unit answered."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    rencana = models.ForeignKey(Rencana, models.PROTECT, related_name="disposisi_set")
    capaian = models.ForeignKey(
        Capaian, models.PROTECT, null=True, blank=True, related_name="disposisi_set"
    )
    kepada = models.ForeignKey(Unit, models.PROTECT, related_name="disposisi_set")
    isi = models.TextField("isi disposisi")
    tenggat = models.DateField("tenggat", null=True, blank=True)
    dibuat = models.DateTimeField("diberikan")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    jabatan = models.CharField("jabatan saat itu", max_length=220, blank=True)
    tanggapan = models.TextField("tanggapan unit", blank=True)
    selesai = models.DateTimeField("selesai", null=True, blank=True)
    selesai_oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DisposisiQuerySet.as_manager()

    class Meta:
        verbose_name = "disposisi"
        verbose_name_plural = "disposisi"
        ordering = ["-dibuat", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(selesai__isnull=True, selesai_oleh__isnull=True)
                | Q(selesai__isnull=False, selesai_oleh__isnull=False),
                name="disposisi_selesai",
            ),
        ]
        indexes = [
            models.Index(fields=["kepada", "selesai"], name="disposisi_kepada"),
            models.Index(fields=["rencana", "-dibuat"], name="disposisi_rencana"),
        ]

    def __str__(self) -> str:
        return self.isi[:80]
