"""How reports of an institution look: letterhead, crest, paper, font, who signs."""

from django.db import models

from accounts.models import Instansi, User


class Lambang(models.Model):
    """A crest. Its bytes never change, so that an old report can be made again."""

    class Jenis(models.TextChoices):
        PNG = "png", "PNG"
        JPEG = "jpeg", "JPEG"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="lambang_set")
    jenis = models.CharField("jenis", max_length=4, choices=Jenis.choices)
    isi = models.BinaryField("isi")
    sha256 = models.CharField("SHA-256", max_length=64)
    dibuat = models.DateTimeField("diunggah")
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "lambang"
        verbose_name_plural = "lambang"
        constraints = [
            models.UniqueConstraint(fields=["instansi", "sha256"], name="lambang_sha256"),
        ]

    def __str__(self) -> str:
        return f"Lambang {self.pk}"


class TemplatLaporan(models.Model):
    """The look of an institution's reports; without a row the plain letterhead is used."""

    class Kertas(models.TextChoices):
        F4 = "F4", "F4 (215 x 330 mm)"
        A4 = "A4", "A4 (210 x 297 mm)"

    class Huruf(models.TextChoices):
        SANS = "Liberation Sans", "Tanpa kait (seperti Arial)"
        SERIF = "Liberation Serif", "Berkait (seperti Times New Roman)"

    class Sebutan(models.TextChoices):
        TETAP = "", "Pejabat itu sendiri"
        ATAS_NAMA = "a.n.", "a.n. (atas nama)"
        PLT = "Plt.", "Plt. (pelaksana tugas)"
        PLH = "Plh.", "Plh. (pelaksana harian)"

    instansi = models.OneToOneField(Instansi, models.PROTECT, related_name="templat_laporan")
    kertas = models.CharField("kertas", max_length=2, choices=Kertas.choices, default=Kertas.F4)
    huruf = models.CharField("huruf", max_length=20, choices=Huruf.choices, default=Huruf.SANS)
    lambang = models.ForeignKey(
        Lambang, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lambang"
    )
    sebutan = models.CharField("sebutan", max_length=4, choices=Sebutan.choices, blank=True)
    atas_nama = models.CharField(
        "atas nama", max_length=160, blank=True, help_text="Pejabat yang diwakili, untuk a.n."
    )
    jabatan = models.CharField("jabatan penanda tangan", max_length=200, blank=True)
    nama = models.CharField("nama penanda tangan", max_length=160, blank=True)
    pangkat = models.CharField("pangkat", max_length=100, blank=True)
    nip = models.CharField("NIP", max_length=18, blank=True)
    tembusan = models.TextField("tembusan", blank=True, help_text="Satu baris per tembusan.")
    diubah = models.DateTimeField("terakhir diubah")
    diubah_oleh = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "templat laporan"
        verbose_name_plural = "templat laporan"

    def __str__(self) -> str:
        return f"Templat {self.instansi_id}"
