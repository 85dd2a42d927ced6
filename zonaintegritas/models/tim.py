"""Lampiran I: the teams, their members and their tasks."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from evidence.models import Rencana
from zonaintegritas.models.keputusan import KeputusanZI


class TimQuerySet(models.QuerySet["Tim"]):
    """Read vocabulary of teams."""

    def visible_to(self, user: User) -> "TimQuerySet":
        """Teams of plans that the person may read."""
        return self.filter(keputusan__rencana__in=Rencana.objects.visible_to(user))


class Tim(models.Model):
    """A group of the decree: Pengarah, Pelaksana, or one of the teams that own kegiatan.

    Only a team is a unit of the institution. Its name is printed in both annexes, not always alike.
    """

    class Jenis(models.TextChoices):
        PENGARAH = "pengarah", "Pengarah"
        PELAKSANA = "pelaksana", "Pelaksana"
        TIM = "tim", "Tim kerja"

    keputusan = models.ForeignKey(KeputusanZI, models.CASCADE, related_name="tim_set")
    jenis = models.CharField("jenis", max_length=10, choices=Jenis.choices)
    kode = models.CharField("kode", max_length=12)
    urut = models.PositiveSmallIntegerField("urut")
    judul_tercetak = models.CharField("judul pada Lampiran I", max_length=200)
    nama = models.CharField("nama pada Lampiran I", max_length=200)
    no_lampiran_2 = models.PositiveSmallIntegerField(
        "nomor pada Lampiran II", null=True, blank=True
    )
    nama_lampiran_2 = models.CharField("nama pada Lampiran II", max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="tim_zi_set")
    baris_sumber = models.PositiveSmallIntegerField("baris sumber", null=True, blank=True)

    objects = TimQuerySet.as_manager()

    class Meta:
        verbose_name = "tim"
        verbose_name_plural = "tim"
        ordering = ["keputusan", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["keputusan", "kode"], name="zi_tim_kode"),
            models.UniqueConstraint(fields=["keputusan", "urut"], name="zi_tim_urut"),
            models.UniqueConstraint(fields=["keputusan", "no_lampiran_2"], name="zi_tim_no"),
            models.CheckConstraint(
                condition=Q(jenis="tim", unit__isnull=False, no_lampiran_2__isnull=False)
                | (~Q(jenis="tim") & Q(unit__isnull=True, no_lampiran_2__isnull=True)),
                name="zi_tim_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.judul_tercetak


class AnggotaTim(models.Model):
    """A person in a group, with the office and the place as printed.

    `kedudukan_tercetak` is '' below a cell that covers several persons. `plt` says that the office
    is printed as held provisionally ("Plt.").
    """

    class Kedudukan(models.TextChoices):
        PENGARAH = "pengarah", "Pengarah"
        KETUA = "ketua", "Ketua"
        KOORDINATOR = "koordinator", "Koordinator"
        ANGGOTA = "anggota", "Anggota"

    tim = models.ForeignKey(Tim, models.CASCADE, related_name="anggota_set")
    no = models.PositiveSmallIntegerField("no.")
    no_tercetak = models.CharField("nomor tercetak", max_length=8)
    nama = models.CharField("nama", max_length=200)
    jabatan = models.CharField("jabatan", max_length=250)
    plt = models.BooleanField("pelaksana tugas", default=False)
    kedudukan_tercetak = models.CharField("kedudukan tercetak", max_length=60, blank=True)
    kedudukan = models.CharField("kedudukan dalam tim", max_length=12, choices=Kedudukan.choices)
    baris_sumber = models.PositiveSmallIntegerField("baris sumber", null=True, blank=True)
    pengguna = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="keanggotaan_zi_set",
        verbose_name="akun di Pantas",
    )

    class Meta:
        verbose_name = "anggota tim"
        verbose_name_plural = "anggota tim"
        ordering = ["tim", "no"]
        constraints = [models.UniqueConstraint(fields=["tim", "no"], name="zi_anggota_no")]

    def __str__(self) -> str:
        return f"{self.no}. {self.nama}"


class TugasTim(models.Model):
    """A numbered task of a group; printed once for all its members."""

    tim = models.ForeignKey(Tim, models.CASCADE, related_name="tugas_set")
    no = models.PositiveSmallIntegerField("no.")
    teks = models.TextField("teks")

    class Meta:
        verbose_name = "tugas tim"
        verbose_name_plural = "tugas tim"
        ordering = ["tim", "no"]
        constraints = [models.UniqueConstraint(fields=["tim", "no"], name="zi_tugas_no")]

    def __str__(self) -> str:
        return f"{self.no}. {self.teks}"[:80]
