"""The decree as a readable document, its members and their tasks."""

from django.db import models

from accounts.models import Unit, User
from evidence.models import Butir, Rencana


class SuratKeputusanQuerySet(models.QuerySet["SuratKeputusan"]):
    """Read vocabulary of decrees."""

    def visible_to(self, user: User) -> "SuratKeputusanQuerySet":
        """Decrees of plans that the person may read."""
        return self.filter(rencana__in=Rencana.objects.visible_to(user))


class SuratKeputusan(models.Model):
    """A decree: heading, signature, and its parts as ordered rows."""

    rencana = models.OneToOneField(Rencana, models.CASCADE, related_name="surat_keputusan")
    jenis = models.CharField("jenis", max_length=200)
    nomor = models.CharField("nomor", max_length=80)
    nomor_raw = models.CharField("nomor seperti tercetak", max_length=80)
    nomor_lampiran_raw = models.CharField("nomor pada Lampiran", max_length=80, blank=True)
    tentang = models.TextField("tentang")
    tempat = models.CharField("ditetapkan di", max_length=100)
    tanggal = models.DateField("tanggal")
    tanggal_raw = models.CharField("tanggal seperti tercetak", max_length=40)
    pejabat_penetap = models.CharField("pejabat penetap", max_length=200)
    atas_nama = models.CharField("atas nama", max_length=200, blank=True)
    penandatangan = models.CharField("penandatangan", max_length=200)
    penandatangan_jabatan = models.CharField("jabatan penandatangan", max_length=200)
    penandatangan_pangkat = models.CharField("pangkat", max_length=100, blank=True)
    penandatangan_nip = models.CharField("NIP", max_length=25, blank=True)
    kop = models.TextField("kop surat", blank=True)
    judul_lampiran = models.TextField("judul lampiran", blank=True)
    sumber = models.CharField("berkas sumber", max_length=120, blank=True)

    objects = SuratKeputusanQuerySet.as_manager()

    class Meta:
        verbose_name = "surat keputusan"
        verbose_name_plural = "surat keputusan"

    def __str__(self) -> str:
        return f"{self.jenis} Nomor {self.nomor}"


class BagianSK(models.Model):
    """One paragraph of a decree outside its member table; lettered items hang below."""

    class Jenis(models.TextChoices):
        MENIMBANG = "menimbang", "Menimbang"
        MENGINGAT = "mengingat", "Mengingat"
        MEMPERHATIKAN = "memperhatikan", "Memperhatikan"
        DIKTUM = "diktum", "Menetapkan"
        TEMBUSAN = "tembusan", "Tembusan"

    sk = models.ForeignKey(SuratKeputusan, models.CASCADE, related_name="bagian_set")
    induk = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="anak_set"
    )
    jenis = models.CharField("jenis", max_length=14, choices=Jenis.choices)
    urut = models.PositiveSmallIntegerField("urut")
    label = models.CharField("label", max_length=12, blank=True)
    teks = models.TextField("teks")

    class Meta:
        verbose_name = "bagian keputusan"
        verbose_name_plural = "bagian keputusan"
        ordering = ["sk", "jenis", "urut"]
        constraints = [
            models.UniqueConstraint(
                fields=["sk", "jenis", "urut"],
                condition=models.Q(induk__isnull=True),
                name="bagiansk_urut",
            ),
            models.UniqueConstraint(fields=["induk", "urut"], name="bagiansk_anak_urut"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.teks}"[:80]


class Anggota(models.Model):
    """A member of the Satgas: an office with its place, as printed."""

    sk = models.ForeignKey(SuratKeputusan, models.CASCADE, related_name="anggota_set")
    no = models.PositiveSmallIntegerField("no.")
    jabatan = models.CharField("nama/jabatan", max_length=250)
    kedudukan = models.CharField("kedudukan dalam Satuan Tugas", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="anggota_satgas")

    class Meta:
        verbose_name = "anggota Satgas"
        verbose_name_plural = "anggota Satgas"
        ordering = ["sk", "no"]
        constraints = [models.UniqueConstraint(fields=["sk", "no"], name="anggota_no")]

    def __str__(self) -> str:
        return f"{self.no}. {self.jabatan}"


class RincianTugas(models.Model):
    """A task of a member: lettered, or one paragraph; owns its Butir.

    A task shared by several members (row-span) belongs to the first and names the others.
    """

    class Bentuk(models.TextChoices):
        HURUF = "huruf", "Huruf"
        PARAGRAF = "paragraf", "Paragraf"

    butir = models.OneToOneField(Butir, models.CASCADE, related_name="rincian_tugas")
    anggota = models.ForeignKey(Anggota, models.CASCADE, related_name="tugas_set")
    bersama = models.ManyToManyField(Anggota, related_name="tugas_bersama", blank=True)
    bentuk = models.CharField("bentuk", max_length=8, choices=Bentuk.choices)
    huruf = models.CharField("huruf", max_length=4, blank=True)
    urut = models.PositiveSmallIntegerField("urut")
    teks = models.TextField("teks")

    class Meta:
        verbose_name = "rincian tugas"
        verbose_name_plural = "rincian tugas"
        ordering = ["anggota", "urut"]
        constraints = [
            models.UniqueConstraint(fields=["anggota", "urut"], name="rinciantugas_urut"),
        ]

    def __str__(self) -> str:
        return f"{self.huruf} {self.teks}"[:80]


class SubTugas(models.Model):
    """A numbered sub-item of a lettered task."""

    tugas = models.ForeignKey(RincianTugas, models.CASCADE, related_name="sub_set")
    no = models.PositiveSmallIntegerField("no.")
    teks = models.TextField("teks")

    class Meta:
        verbose_name = "sub tugas"
        verbose_name_plural = "sub tugas"
        ordering = ["tugas", "no"]
        constraints = [models.UniqueConstraint(fields=["tugas", "no"], name="subtugas_no")]

    def __str__(self) -> str:
        return f"{self.no}. {self.teks}"[:80]


class CatatanSumber(models.Model):
    """A known contradiction of the source, shown on the rows it concerns; never repaired.

    `butir` and `anggota` empty: it concerns the decree as a whole.
    """

    class Golongan(models.TextChoices):
        BERTENTANGAN = "C", "Sumber bertentangan dengan dirinya"
        KELIRU = "E", "Nilai atau teks tampak keliru"
        TATA_LETAK = "O", "Akibat pembacaan atau tata letak"
        SUSUNAN = "S", "Susunan atau penomoran"
        DUGAAN = "X", "Dugaan yang perlu sumber luar"

    sk = models.ForeignKey(SuratKeputusan, models.CASCADE, related_name="catatan_set")
    kode = models.CharField("kode", max_length=8)
    golongan = models.CharField("golongan", max_length=1, choices=Golongan.choices)
    teks = models.TextField("teks")
    butir = models.ManyToManyField(Butir, related_name="catatan_sumber", blank=True)
    anggota = models.ManyToManyField(Anggota, related_name="catatan_sumber", blank=True)

    class Meta:
        verbose_name = "catatan sumber"
        verbose_name_plural = "catatan sumber"
        ordering = ["sk", "kode"]
        constraints = [models.UniqueConstraint(fields=["sk", "kode"], name="catatansumber_kode")]

    def __str__(self) -> str:
        return self.kode
