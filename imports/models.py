"""A file brought in and what became of it, row by row."""

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User
from jobs.models import Job
from sheets import registry
from sheets.resource import SheetResource, Tingkat
from sheets.writes import Cara


class BatchQuerySet(models.QuerySet["Batch"]):
    """Read vocabulary of imports."""

    def visible_to(self, user: User) -> "BatchQuerySet":
        """Imports of which a person sees who, when, figures and state."""
        from imports.hak import terlihat

        return self.filter(terlihat(user))

    def open_to(self, user: User) -> "BatchQuerySet":
        """Imports of which a person reads rows and findings; `imports.hak.membuka` for one."""
        from imports.hak import terbuka

        return self.filter(terbuka(user))

    def movable_by(self, user: User) -> "BatchQuerySet":
        """Imports of the kinds that the person may bring in, in each institution.

        Who only sends the rows of an own unit moves own imports.
        """
        from imports.hak import tergerak

        return self.filter(tergerak(user))


class Batch(models.Model):
    """One file brought in for one institution, and its way until it is applied or given up.

    `pemetaan` maps columns of the kind to columns of the sheet (from 1)..
    """

    class Keadaan(models.TextChoices):
        DIUNGGAH = "diunggah", "Perlu pilihan"
        DIPERIKSA = "diperiksa", "Sedang diperiksa"
        GAGAL = "gagal", "Tidak terbaca"
        BERMASALAH = "bermasalah", "Perlu diperbaiki"
        SAMA = "sama", "Tidak ada perubahan"
        SIAP = "siap", "Siap diterapkan"
        DIAJUKAN = "diajukan", "Menunggu persetujuan orang kedua"
        MENERAPKAN = "menerapkan", "Sedang diterapkan"
        BERGESER = "bergeser", "Data berubah sejak diperiksa"
        DITERAPKAN = "diterapkan", "Diterapkan"
        MENGURUNGKAN = "mengurungkan", "Sedang diurungkan"
        DIURUNGKAN = "diurungkan", "Diurungkan"
        DIBATALKAN = "dibatalkan", "Dibatalkan"

    class Tata(models.TextChoices):
        DATAR = "datar", "Tabel datar"
        RESMI = "resmi", "Tata letak resmi"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="batch_set")
    jenis = models.CharField("jenis", max_length=40, blank=True)
    tujuan = models.BigIntegerField("tujuan", null=True, blank=True)
    tujuan_nama = models.CharField("nama tujuan", max_length=250, blank=True)
    tata = models.CharField("tata letak", max_length=6, choices=Tata.choices, default=Tata.DATAR)
    keadaan = models.CharField(
        "keadaan", max_length=12, choices=Keadaan.choices, default=Keadaan.DIUNGGAH
    )
    versi = models.PositiveIntegerField(default=1)
    berkas = models.FileField("berkas", max_length=200)
    nama_asli = models.CharField("nama berkas", max_length=200)
    bentuk = models.CharField("bentuk", max_length=4)
    sha256 = models.CharField("SHA-256", max_length=64)
    ukuran = models.PositiveIntegerField("ukuran (byte)")
    lembar = models.CharField("lembar", max_length=120, blank=True)
    baris_judul = models.PositiveIntegerField("baris judul", null=True, blank=True)
    pemetaan = models.JSONField("padanan kolom", default=dict, blank=True)
    kenalan = models.JSONField("yang dikenali pada berkas", default=dict, blank=True)
    catatan = models.JSONField("catatan pembacaan", default=list, blank=True)
    pesan = models.TextField("pesan", blank=True)
    bentrok = models.JSONField("baris yang berubah sejak diperiksa", default=list, blank=True)
    baru = models.PositiveIntegerField("baru", default=0)
    berubah = models.PositiveIntegerField("berubah", default=0)
    sama = models.PositiveIntegerField("sama", default=0)
    ditolak = models.PositiveIntegerField("ditolak", default=0)
    peringatan = models.PositiveIntegerField("peringatan", default=0)
    temuan_jumlah = models.PositiveIntegerField("temuan", default=0)
    alasan = models.TextField("alasan", blank=True)
    dasar = models.CharField("dasar", max_length=200, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="batch_set")
    job_tanda = models.ForeignKey(
        Job,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="berkas bertanda",
    )
    oleh = models.ForeignKey(User, models.PROTECT, related_name="batch_set")
    dibuat = models.DateTimeField("diunggah")
    diperiksa = models.DateTimeField("diperiksa", null=True, blank=True)
    diajukan = models.DateTimeField("diajukan", null=True, blank=True)
    diterapkan = models.DateTimeField("diterapkan", null=True, blank=True)
    diterapkan_oleh = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    diurungkan = models.DateTimeField("diurungkan", null=True, blank=True)
    diurungkan_oleh = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "impor"
        verbose_name_plural = "impor"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["instansi", "-id"], name="batch_instansi"),
            models.Index(fields=["oleh", "-id"], name="batch_oleh"),
            models.Index(fields=["jenis", "tujuan"], name="batch_tujuan"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(diterapkan__isnull=True, diterapkan_oleh__isnull=True)
                | Q(diterapkan__isnull=False, diterapkan_oleh__isnull=False),
                name="batch_diterapkan",
            ),
            models.CheckConstraint(
                condition=Q(diurungkan__isnull=True, diurungkan_oleh__isnull=True)
                | Q(
                    diurungkan__isnull=False,
                    diurungkan_oleh__isnull=False,
                    diterapkan__isnull=False,
                ),
                name="batch_diurungkan",
            ),
        ]

    def __str__(self) -> str:
        return f"Impor {self.pk} {self.nama_asli}"

    @property
    def kelas(self) -> type[SheetResource] | None:
        """Return the kind of table; None while it is not known."""
        return registry.cari(self.jenis)

    @property
    def label_jenis(self) -> str:
        """Return the kind as a person calls it."""
        kelas = self.kelas
        return kelas.label if kelas else "Jenis belum dipilih"

    @property
    def mengubah(self) -> int:
        """Return how many rows applying would write."""
        return self.baru + self.berubah


class BarisBatch(models.Model):
    """One row of the file, compared. `nilai` and `beda` are JSON of the kind's columns.

    `beda` maps a column to [old, new]. `pra` is the hash of the row that was there when it was
    compared ('' for a new one), `pasca` the hash of the row as it will be.
    """

    class Jenis(models.TextChoices):
        BARU = "baru", "Baru"
        BERUBAH = "berubah", "Berubah"
        SAMA = "sama", "Sama"
        DITOLAK = "ditolak", "Ditolak"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="baris_set")
    no = models.PositiveIntegerField("no.")
    baris = models.PositiveIntegerField("baris lembar")
    jenis = models.CharField("hasil", max_length=8, choices=Jenis.choices)
    kunci = models.CharField("kunci", max_length=300, blank=True)
    nilai = models.JSONField("nilai", default=dict, blank=True)
    beda = models.JSONField("perubahan", default=dict, blank=True)
    pra = models.CharField("sidik sebelum", max_length=64, blank=True)
    pasca = models.CharField("sidik sesudah", max_length=64, blank=True)

    class Meta:
        verbose_name = "baris impor"
        verbose_name_plural = "baris impor"
        ordering = ["batch", "no"]
        constraints = [models.UniqueConstraint(fields=["batch", "no"], name="barisbatch_no")]
        indexes = [models.Index(fields=["batch", "jenis", "no"], name="barisbatch_jenis")]

    def __str__(self) -> str:
        return f"{self.batch_id} baris {self.baris}"


class TemuanBatch(models.Model):
    """Something wrong or suspicious: where it stands, what stands there, what to do."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="temuan_set")
    no = models.PositiveIntegerField("no.")
    tingkat = models.CharField(
        "tingkat",
        max_length=10,
        choices=[(Tingkat.GALAT, "Harus diperbaiki"), (Tingkat.PERINGATAN, "Periksa lagi")],
    )
    lembar = models.CharField("lembar", max_length=120, blank=True)
    baris = models.PositiveIntegerField("baris lembar", null=True, blank=True)
    sel = models.CharField("sel", max_length=12, blank=True)
    kolom = models.CharField("kolom", max_length=120, blank=True)
    nilai = models.CharField("nilai", max_length=200, blank=True)
    pesan = models.TextField("pesan")
    saran = models.TextField("saran", blank=True)

    class Meta:
        verbose_name = "temuan"
        verbose_name_plural = "temuan"
        ordering = ["batch", "no"]
        constraints = [models.UniqueConstraint(fields=["batch", "no"], name="temuanbatch_no")]
        indexes = [models.Index(fields=["batch", "tingkat", "no"], name="temuanbatch_tingkat")]

    def __str__(self) -> str:
        return f"{self.sel} {self.pesan}"


class Jejak(models.Model):
    """A piece of the journal of an applied import (sheets.writes.Catatan), for its undo."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="jejak_set")
    urut = models.PositiveIntegerField("urut")
    model = models.CharField("tabel", max_length=80)
    cara = models.CharField("cara", max_length=5, choices=[(c.value, c.value) for c in Cara])
    isi = models.JSONField("isi", default=list)

    class Meta:
        verbose_name = "jejak impor"
        verbose_name_plural = "jejak impor"
        ordering = ["batch", "urut"]
        constraints = [models.UniqueConstraint(fields=["batch", "urut"], name="jejak_urut")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.model} {self.cara}"


class Pemetaan(models.Model):
    """A mapping of headings that a person settled, remembered for the institution.

    `sidik` is the hash of the headings (imports.headings); `jenis` what they were taken for.
    """

    instansi = models.ForeignKey(Instansi, models.CASCADE, related_name="pemetaan_set")
    sidik = models.CharField("sidik judul", max_length=64)
    jenis = models.CharField("jenis", max_length=40)
    pemetaan = models.JSONField("padanan kolom", default=dict)
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    dibuat = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "padanan kolom"
        verbose_name_plural = "padanan kolom"
        ordering = ["instansi", "jenis"]
        constraints = [
            models.UniqueConstraint(fields=["instansi", "sidik"], name="pemetaan_sidik"),
        ]

    def __str__(self) -> str:
        return f"{self.jenis} {self.sidik[:12]}"


class PengaturanImpor(models.Model):
    """What an institution asks of imports; without a row: one person applies."""

    instansi = models.OneToOneField(Instansi, models.CASCADE, related_name="pengaturan_impor")
    dua_orang = models.BooleanField(
        "orang kedua menyetujui",
        default=False,
        help_text="Yang mengunggah berkas tidak dapat menerapkannya sendiri.",
    )

    class Meta:
        verbose_name = "pengaturan impor"
        verbose_name_plural = "pengaturan impor"

    def __str__(self) -> str:
        return f"{self.instansi_id}"
