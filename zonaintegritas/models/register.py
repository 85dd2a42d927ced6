"""What the indikator ask for as things, not prose: agents of change, complaints, surveys."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Instansi, User
from accounts.permissions import Permission
from evidence.models import BuktiVersi
from zonaintegritas.models.unit import UnitZI


class RegisterQuerySet(models.QuerySet["models.Model"]):
    """Read vocabulary of all registers."""

    def visible_to(self, user: User) -> "RegisterQuerySet":
        """Rows of ZI units whose evidence the person may read, without deleted ones."""
        return self.filter(
            user.akses.rows(Permission.EVIDENCE_READ, unit=("unit_zi__unit",)),
            dihapus__isnull=True,
        )


class BarisRegister(models.Model):
    """What every row of a register has. A removed row stays, with the reason."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    unit_zi = models.ForeignKey(UnitZI, models.PROTECT, related_name="%(class)s_set")
    versi = models.PositiveIntegerField(default=1)
    bukti = models.ManyToManyField(BuktiVersi, related_name="+", blank=True)
    dicatat = models.DateTimeField("dicatat")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dihapus = models.DateTimeField("dihapus", null=True, blank=True)
    alasan_hapus = models.TextField("alasan penghapusan", blank=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        abstract = True


class AgenPerubahan(BarisRegister):
    """An agent of change or a role model, and what the person brings about."""

    class Jenis(models.TextChoices):
        AGEN = "agen", "Agen perubahan"
        PANUTAN = "panutan", "Role model"

    jenis = models.CharField("jenis", max_length=8, choices=Jenis.choices)
    nama = models.CharField("nama", max_length=200)
    jabatan = models.CharField("jabatan", max_length=250)
    dasar = models.CharField("dasar penetapan", max_length=200, blank=True)
    mulai = models.DateField("sejak")
    selesai = models.DateField("sampai", null=True, blank=True)
    perubahan = models.TextField("perubahan yang dibawa", blank=True)

    class Meta:
        verbose_name = "agen perubahan"
        verbose_name_plural = "agen perubahan"
        ordering = ["unit_zi", "-mulai", "id"]

    def __str__(self) -> str:
        return self.nama


class PengaduanBulanan(BarisRegister):
    """Complaints of one month by channel: received and settled."""

    bulan = models.DateField("bulan")
    saluran = models.CharField("saluran", max_length=120)
    diterima = models.PositiveIntegerField("diterima")
    selesai = models.PositiveIntegerField("diselesaikan")
    keterangan = models.TextField("keterangan", blank=True)

    class Meta:
        verbose_name = "pengaduan bulanan"
        verbose_name_plural = "pengaduan bulanan"
        ordering = ["unit_zi", "-bulan", "saluran"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_zi", "bulan", "saluran"],
                condition=Q(dihapus__isnull=True),
                name="zi_pengaduan_unik",
            ),
            models.CheckConstraint(condition=Q(bulan__day=1), name="zi_pengaduan_bulan"),
            models.CheckConstraint(
                condition=Q(selesai__lte=F("diterima")), name="zi_pengaduan_selesai"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulan:%Y-%m} {self.saluran}"


class SurveiZI(BarisRegister):
    """The result of an IPAK or IPKP survey with its respondents and method."""

    class Jenis(models.TextChoices):
        IPAK = "ipak", "Indeks Persepsi Anti Korupsi (IPAK)"
        IPKP = "ipkp", "Indeks Persepsi Kualitas Pelayanan (IPKP)"

    jenis = models.CharField("jenis", max_length=4, choices=Jenis.choices)
    tahun = models.PositiveSmallIntegerField("tahun")
    periode = models.CharField("periode", max_length=80, blank=True)
    nilai = models.DecimalField("nilai indeks", max_digits=8, decimal_places=4)
    maks = models.DecimalField("nilai tertinggi skala", max_digits=8, decimal_places=4)
    responden = models.PositiveIntegerField("jumlah responden")
    metode = models.CharField("metode", max_length=200)
    penyelenggara = models.CharField("penyelenggara", max_length=200, blank=True)
    tanggal = models.DateField("tanggal hasil")

    class Meta:
        verbose_name = "survei"
        verbose_name_plural = "survei"
        ordering = ["unit_zi", "-tahun", "-tanggal", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nilai__gte=0) & Q(maks__gt=0) & Q(nilai__lte=F("maks")),
                name="zi_survei_nilai",
            ),
            models.CheckConstraint(condition=Q(responden__gte=1), name="zi_survei_responden"),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.tahun}"
