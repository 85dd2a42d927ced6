"""Calendar subscriptions: a secret address for one person, for all own teams or for one."""

from django.db import models

from accounts.models import User
from zonaintegritas.models.tim import Tim


class LanggananKalender(models.Model):
    """A calendar feed. The token is shown once; only its SHA-256 is kept.

    `tim` empty: everything the person answers for. A revoked row stays.
    """

    pengguna = models.ForeignKey(User, models.PROTECT, related_name="langganan_zi_set")
    tim = models.ForeignKey(
        Tim, models.CASCADE, null=True, blank=True, related_name="langganan_set"
    )
    nama = models.CharField("nama", max_length=80)
    token_sha256 = models.CharField("sidik token", max_length=64, unique=True)
    dibuat = models.DateTimeField("dibuat")
    dicabut = models.DateTimeField("dicabut", null=True, blank=True)
    terakhir_dibaca = models.DateTimeField("terakhir dibaca", null=True, blank=True)

    class Meta:
        verbose_name = "langganan kalender"
        verbose_name_plural = "langganan kalender"
        ordering = ["pengguna", "-dibuat"]

    def __str__(self) -> str:
        return self.nama
