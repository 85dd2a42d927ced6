"""What was uploaded to JAGA by hand, and what KPK said to it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User
from evidence.models import Butir, Capaian, Pemenuhan


class KirimanJagaQuerySet(models.QuerySet["KirimanJaga"]):
    """Read vocabulary of uploads to JAGA."""

    def visible_to(self, user: User) -> "KirimanJagaQuerySet":
        """Uploads of tasks that the person may read."""
        return self.filter(pemenuhan__capaian__in=Capaian.objects.visible_to(user).values("pk"))

    def berlaku(self) -> "KirimanJagaQuerySet":
        """Uploads that stand: neither taken back nor rejected."""
        return self.filter(dibatalkan__isnull=True).exclude(jawaban="ditolak")


class KirimanJaga(models.Model):
    """One upload of one approved document to JAGA, with KPK's answer in the same row.

    After a rejection the next upload is a new row; the old one keeps KPK's note.
    """

    class Jawaban(models.TextChoices):
        DITERIMA = "diterima", "Diterima KPK"
        DITOLAK = "ditolak", "Ditolak KPK"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    pemenuhan = models.ForeignKey(Pemenuhan, models.PROTECT, related_name="kiriman_jaga_set")
    diunggah = models.DateTimeField("diunggah ke JAGA")
    diunggah_oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dibatalkan = models.DateTimeField("centang dibatalkan", null=True, blank=True)
    jawaban = models.CharField("jawaban KPK", max_length=8, choices=Jawaban.choices, blank=True)
    catatan = models.TextField("catatan KPK", blank=True)
    tanggal_jawaban = models.DateField("tanggal jawaban KPK", null=True, blank=True)
    dijawab = models.DateTimeField("jawaban dicatat", null=True, blank=True)
    dijawab_oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = KirimanJagaQuerySet.as_manager()

    class Meta:
        verbose_name = "kiriman JAGA"
        verbose_name_plural = "kiriman JAGA"
        ordering = ["diunggah", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pemenuhan"],
                condition=Q(dibatalkan__isnull=True) & ~Q(jawaban="ditolak"),
                name="kirimanjaga_satu_berlaku",
            ),
            models.CheckConstraint(
                condition=Q(
                    jawaban="",
                    tanggal_jawaban__isnull=True,
                    dijawab__isnull=True,
                    dijawab_oleh__isnull=True,
                )
                | (
                    Q(
                        tanggal_jawaban__isnull=False,
                        dijawab__isnull=False,
                        dijawab_oleh__isnull=False,
                    )
                    & ~Q(jawaban="")
                ),
                name="kirimanjaga_jawaban",
            ),
            models.CheckConstraint(
                condition=~Q(jawaban="ditolak") | ~Q(catatan=""), name="kirimanjaga_catatan"
            ),
        ]
        indexes = [models.Index(fields=["instansi", "diunggah"], name="kirimanjaga_instansi")]

    def __str__(self) -> str:
        return f"{self.pemenuhan_id} {self.jawaban or 'proses'}"


class NilaiKPK(models.Model):
    """KPK's value of one Butir as known on a date, with its source. A later row replaces it."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    butir = models.ForeignKey(Butir, models.PROTECT, related_name="nilai_kpk_set")
    nilai = models.DecimalField(
        "nilai KPK",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    tanggal = models.DateField("tanggal nilai")
    sumber = models.CharField("sumber", max_length=200)
    catatan = models.TextField("catatan", blank=True)
    dicatat = models.DateTimeField("dicatat")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "nilai KPK"
        verbose_name_plural = "nilai KPK"
        ordering = ["butir", "dicatat", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(nilai__gte=0, nilai__lte=100), name="nilaikpk_100"),
        ]
        indexes = [models.Index(fields=["butir", "dicatat"], name="nilaikpk_butir")]

    def __str__(self) -> str:
        return f"{self.butir_id} {self.nilai}"
