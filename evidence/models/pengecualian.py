"""Exceptions: the unit states, the Inspektorat gives its opinion, the Ketua decides."""

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User
from evidence.models.bukti import BuktiVersi
from evidence.models.capaian import Capaian, Pemenuhan


class PengecualianQuerySet(models.QuerySet["Pengecualian"]):
    """Read vocabulary of exceptions."""

    def visible_to(self, user: User) -> "PengecualianQuerySet":
        """Exceptions of tasks that the person may read."""
        return self.filter(capaian__in=Capaian.objects.visible_to(user).values("pk"))

    def terbuka(self) -> "PengecualianQuerySet":
        """Requests that wait for an opinion or a decision."""
        return self.filter(putusan="", ditarik__isnull=True)


class Pengecualian(models.Model):
    """A request that documents of a task be taken as Nihil, Tidak berlaku, Tidak dapat dipenuhi."""

    class Jenis(models.TextChoices):
        NIHIL = "nihil", "Nihil"
        TIDAK_BERLAKU = "tak_berlaku", "Tidak berlaku"
        TIDAK_DAPAT = "tak_dapat", "Tidak dapat dipenuhi"

    class Pendapat(models.TextChoices):
        MENDUKUNG = "mendukung", "Mendukung"
        TIDAK = "tidak", "Tidak mendukung"

    class Putusan(models.TextChoices):
        DIKABULKAN = "dikabulkan", "Dikabulkan"
        DITOLAK = "ditolak", "Ditolak"
        DIBATALKAN = "dibatalkan", "Dikabulkan, lalu dibatalkan"

    class JawabanKPK(models.TextChoices):
        DITERIMA = "diterima", "Diterima KPK"
        DITOLAK = "ditolak", "Ditolak KPK"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    capaian = models.ForeignKey(Capaian, models.PROTECT, related_name="pengecualian_set")
    dokumen = models.ManyToManyField(Pemenuhan, related_name="pengecualian_set")
    jenis = models.CharField("jenis", max_length=14, choices=Jenis.choices)
    alasan = models.TextField("pernyataan kepala unit")
    pernyataan = models.ForeignKey(
        BuktiVersi,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="berkas pernyataan",
    )
    diajukan = models.DateTimeField("diajukan")
    diajukan_oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    ditarik = models.DateTimeField("ditarik", null=True, blank=True)
    pendapat = models.CharField(
        "pendapat Inspektorat", max_length=10, choices=Pendapat.choices, blank=True
    )
    pendapat_catatan = models.TextField("catatan Inspektorat", blank=True)
    pendapat_at = models.DateTimeField("waktu pendapat", null=True, blank=True)
    pendapat_oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    putusan = models.CharField("putusan", max_length=10, choices=Putusan.choices, blank=True)
    putusan_catatan = models.TextField("catatan putusan", blank=True)
    putusan_at = models.DateTimeField("waktu putusan", null=True, blank=True)
    putusan_oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    jawaban_kpk = models.CharField(
        "jawaban KPK", max_length=8, choices=JawabanKPK.choices, blank=True
    )
    jawaban_catatan = models.TextField("catatan KPK", blank=True)
    jawaban_tanggal = models.DateField("tanggal jawaban KPK", null=True, blank=True)
    jawaban_at = models.DateTimeField("jawaban dicatat", null=True, blank=True)
    jawaban_oleh = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PengecualianQuerySet.as_manager()

    class Meta:
        verbose_name = "pengecualian"
        verbose_name_plural = "pengecualian"
        ordering = ["diajukan", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["capaian"],
                condition=Q(putusan="", ditarik__isnull=True),
                name="pengecualian_satu_terbuka",
            ),
            models.CheckConstraint(
                condition=Q(pendapat="", pendapat_at__isnull=True, pendapat_oleh__isnull=True)
                | (Q(pendapat_at__isnull=False, pendapat_oleh__isnull=False) & ~Q(pendapat="")),
                name="pengecualian_pendapat",
            ),
            models.CheckConstraint(
                condition=Q(putusan="", putusan_at__isnull=True, putusan_oleh__isnull=True)
                | (Q(putusan_at__isnull=False, putusan_oleh__isnull=False) & ~Q(putusan="")),
                name="pengecualian_putusan",
            ),
            models.CheckConstraint(
                condition=Q(jawaban_kpk="", jawaban_at__isnull=True, jawaban_oleh__isnull=True)
                | (Q(jawaban_at__isnull=False, jawaban_oleh__isnull=False) & ~Q(jawaban_kpk="")),
                name="pengecualian_jawaban",
            ),
        ]
        indexes = [models.Index(fields=["instansi", "putusan"], name="pengecualian_putusan_ix")]

    def __str__(self) -> str:
        return f"{self.capaian_id} {self.jenis}"
