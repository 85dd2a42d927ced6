"""Tables of the event log. Ids and names are stored as text: the log outlives its subjects."""

from django.db import models


class Rantai(models.Model):
    """Head of one hash chain; one chain per institution, `sistem` for everything above them."""

    instansi = models.CharField(max_length=64, unique=True)
    contoh = models.BooleanField(default=False, help_text="Rantai institusi CONTOH boleh dihapus.")
    no = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = "rantai"
        verbose_name_plural = "rantai"

    def __str__(self) -> str:
        return f"{self.instansi} #{self.no}"


class Kejadian(models.Model):
    """One event. Never changed, never deleted (database triggers see to it)."""

    instansi = models.CharField(max_length=64)
    no = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    aktor = models.CharField(max_length=64, blank=True)
    aktor_nama = models.CharField(max_length=200, blank=True)
    aktor_jabatan = models.CharField(max_length=200, blank=True)
    aksi = models.CharField(max_length=64)
    objek_jenis = models.CharField(max_length=64, blank=True)
    objek_id = models.CharField(max_length=64, blank=True)
    objek_nama = models.CharField(max_length=300, blank=True)
    isi = models.JSONField(default=dict, blank=True)
    isi_digest = models.CharField(max_length=64)
    hash_sebelum = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "kejadian"
        verbose_name_plural = "kejadian"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["instansi", "no"], name="kejadian_instansi_no"),
        ]
        indexes = [
            models.Index(fields=["instansi", "aksi", "-no"], name="kejadian_aksi"),
            models.Index(fields=["instansi", "aktor", "-no"], name="kejadian_aktor"),
            models.Index(fields=["instansi", "objek_jenis", "objek_id"], name="kejadian_objek"),
            models.Index(fields=["instansi", "at"], name="kejadian_at"),
        ]

    def __str__(self) -> str:
        return f"{self.instansi} #{self.no} {self.aksi}"


class Pemeriksaan(models.Model):
    """One run of a nightly check over the whole portal; written once, never changed.

    `isi["instansi"]` says for each institution (by its code; `sistem` for the chain above them)
    how many things were looked at, how many were faulty, and the first of these. See
    audit.berkala, which writes and reads it.
    """

    class Jenis(models.TextChoices):
        RANTAI = "rantai", "Jejak audit"
        BERKAS = "berkas", "Berkas tersimpan"

    jenis = models.CharField(max_length=10, choices=Jenis.choices)
    at = models.DateTimeField("selesai")
    lama = models.FloatField("lama (detik)")
    diperiksa = models.PositiveBigIntegerField()
    baik = models.BooleanField()
    isi = models.JSONField(default=dict)

    class Meta:
        verbose_name = "pemeriksaan berkala"
        verbose_name_plural = "pemeriksaan berkala"
        ordering = ["-id"]
        indexes = [models.Index(fields=["jenis", "-id"], name="pemeriksaan_jenis")]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.at:%Y-%m-%d}"
