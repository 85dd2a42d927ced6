"""What an office's words about progress mean in the portal."""

from django.db import models

from accounts.models import Instansi, User
from accounts.permissions import Permission
from sheets.values import lipat

ABAIKAN = "abaikan"


class PadananProgresQuerySet(models.QuerySet["PadananProgres"]):
    """Read vocabulary of the table."""

    def visible_to(self, user: User) -> "PadananProgresQuerySet":
        """Rows of every institution whose plans the person may edit."""
        return self.filter(instansi__in=user.akses.instansi_ids(Permission.PLAN_EDIT))


class PadananProgres(models.Model):
    """A free text of the MCSP matrix and the progress that it stands for."""

    class Keadaan(models.TextChoices):
        BELUM = "belum", "Belum mulai"
        DISIAPKAN = "disiapkan", "Sedang disiapkan"
        TANDA_TANGAN = "tanda_tangan", "Menunggu tanda tangan"
        PIHAK_LAIN = "pihak_lain", "Menunggu pihak lain"
        ABAIKAN = ABAIKAN, "Tidak mengubah progres"

    instansi = models.ForeignKey(Instansi, models.CASCADE, related_name="padanan_progres_set")
    teks = models.CharField("kata-kata di berkas", max_length=120)
    kunci = models.CharField(max_length=200, editable=False)
    keadaan = models.CharField("progres di Pantas", max_length=12, choices=Keadaan.choices)

    objects = PadananProgresQuerySet.as_manager()

    class Meta:
        verbose_name = "padanan progres"
        verbose_name_plural = "padanan progres"
        ordering = ["kunci"]
        constraints = [
            models.UniqueConstraint(fields=["instansi", "kunci"], name="padananprogres_kunci"),
        ]

    def __str__(self) -> str:
        return self.teks

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the folded text, by which cells are compared."""
        self.kunci = lipat(self.teks)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
