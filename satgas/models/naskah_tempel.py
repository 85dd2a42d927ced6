"""A decree that was pasted and is still being edited; it becomes a plan, or is thrown away."""

from django.db import models

from accounts.models import Instansi, User
from accounts.permissions import Permission
from evidence.models import Rencana


class NaskahTempelQuerySet(models.QuerySet["NaskahTempel"]):
    """Read vocabulary of pasted decrees."""

    def visible_to(self, user: User) -> "NaskahTempelQuerySet":
        """Drafts of every institution whose plans the person may edit."""
        return self.filter(instansi__in=user.akses.instansi_ids(Permission.PLAN_EDIT))


class NaskahTempel(models.Model):
    """A pasted member table as a tree (`isi`, see `satgas.tempel_sk.bentuk.Naskah`).

    `banding` is the plan it is compared with and carries from; `rencana` the plan made of it.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="naskah_tempel_set")
    tahun = models.PositiveSmallIntegerField("tahun")
    banding = models.ForeignKey(
        Rencana, models.PROTECT, null=True, blank=True, related_name="naskah_banding_set"
    )
    rencana = models.OneToOneField(
        Rencana, models.PROTECT, null=True, blank=True, related_name="naskah_tempel"
    )
    isi = models.JSONField("isi")
    versi = models.PositiveIntegerField("versi", default=1)
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dibuat = models.DateTimeField("dibuat")
    diubah = models.DateTimeField("diubah")

    objects = NaskahTempelQuerySet.as_manager()

    class Meta:
        verbose_name = "naskah keputusan yang ditempel"
        verbose_name_plural = "naskah keputusan yang ditempel"
        ordering = ["-diubah", "-id"]
        indexes = [models.Index(fields=["instansi", "-diubah"], name="naskahtempel_diubah")]

    def __str__(self) -> str:
        return f"Naskah keputusan {self.tahun}"
