"""Due windows, the documents required in them, and the decisions."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import Instansi, Unit, User
from accounts.permissions import Permission
from evidence.models.rencana import Butir, ButirPendukung, DokumenWajib
from evidence.workflow import DI_UNIT, Alasan, Status

_NILAI = [MinValueValidator(0), MaxValueValidator(100)]


class CapaianQuerySet(models.QuerySet["Capaian"]):
    """Read vocabulary of due windows."""

    def visible_to(
        self, user: User, permission: Permission = Permission.EVIDENCE_READ
    ) -> "CapaianQuerySet":
        """Rows a permission opens: by institution, by own unit's subtree, by supported Butir."""
        condition = user.akses.rows(permission)
        for grant in user.akses.with_permission(permission):
            if not grant.whole and grant.jalur:
                condition |= Q(
                    instansi=grant.instansi_id,
                    butir__in=ButirPendukung.objects.filter(
                        unit__instansi=grant.instansi_id, unit__jalur__startswith=grant.jalur
                    ).values("butir"),
                )
        return self.filter(condition)

    def current(self) -> "CapaianQuerySet":
        """Rows that count: not superseded nor revoked, in a plan that is running."""
        return self.filter(gugur__isnull=True, butir__rencana__status="berjalan")

    def in_cut_off(self, akhir: date) -> "CapaianQuerySet":
        """Rows that a cumulative cut-off photographs: windows that have begun by its last day."""
        return self.filter(mulai__lte=akhir)

    def late(self, today: date) -> "CapaianQuerySet":
        """Rows past their deadline with a document that the unit still owes.

        One file sent does not make the rest of a task punctual. A continuous task is late from
        the day after its approval ends, whatever its first deadline was. Whose lateness it is
        says the holder: `late_of_own_unit`, `held_late`.
        """
        ended = Pemenuhan.objects.filter(
            Q(status=Status.DISETUJUI) | Q(status__in=DI_UNIT),
            capaian=OuterRef("pk"),
            berlaku_sampai__lt=today,
        )
        return self.filter(self.owing(today), Q(batas__lt=today) | Exists(ended))

    def held_elsewhere(self) -> "CapaianQuerySet":
        """Rows that wait for another unit's hand-over: that unit holds them up, not their own."""
        return self.filter(pemegang__isnull=False)

    def in_own_hands(self) -> "CapaianQuerySet":
        """Rows that wait for nobody's hand-over."""
        return self.filter(pemegang__isnull=True)

    def held_late(self, today: date) -> "CapaianQuerySet":
        """Late rows whose lateness is the holder's (`pemegang`), not the reporting unit's."""
        return self.late(today).held_elsewhere()

    def late_of_own_unit(self, today: date) -> "CapaianQuerySet":
        """Late rows that the reporting unit itself holds up."""
        return self.late(today).in_own_hands()

    @staticmethod
    def owing(today: date) -> Exists:
        """Condition: the unit owes some required document of the row, or its renewal.

        An approval that is still valid counts while its renewal is being prepared.
        """
        lapsed = Q(berlaku_sampai__lt=today)
        with_unit = Q(status__in=DI_UNIT) & (Q(berlaku_sampai__isnull=True) | lapsed)
        return Exists(
            Pemenuhan.objects.filter(
                with_unit | (Q(status=Status.DISETUJUI) & lapsed), capaian=OuterRef("pk")
            )
        )

    def claimed(self) -> "CapaianQuerySet":
        """Rows with a value that the unit has sent (a draft is no claim)."""
        return self.filter(nilai_klaim__isnull=False)

    def verified(self) -> "CapaianQuerySet":
        """Rows whose verified value counts: every document is approved."""
        return self.filter(status=Status.DISETUJUI, nilai_internal__isnull=False)


class Capaian(models.Model):
    """A Butir in one due window: what the unit reports, and what became of it."""

    class Progres(models.TextChoices):
        BELUM = "belum", "Belum mulai"
        DISIAPKAN = "disiapkan", "Sedang disiapkan"
        TANDA_TANGAN = "tanda_tangan", "Menunggu tanda tangan"
        PIHAK_LAIN = "pihak_lain", "Menunggu pihak lain"

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    butir = models.ForeignKey(Butir, models.PROTECT, related_name="capaian_set")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="capaian_set")
    mulai = models.DateField("mulai")
    selesai = models.DateField("selesai")
    batas = models.DateField("batas waktu")
    status = models.CharField("status", max_length=12, choices=Status.choices, default=Status.BELUM)
    versi = models.PositiveIntegerField(default=1)
    putaran = models.PositiveSmallIntegerField("putaran", default=0)
    nilai_mandiri = models.PositiveSmallIntegerField(
        "nilai mandiri", null=True, blank=True, validators=_NILAI
    )
    nilai_klaim = models.PositiveSmallIntegerField(
        "nilai mandiri yang dikirim", null=True, blank=True, validators=_NILAI
    )
    nilai_internal = models.PositiveSmallIntegerField(
        "nilai terverifikasi", null=True, blank=True, validators=_NILAI
    )
    narasi = models.TextField("narasi capaian", blank=True)
    kendala = models.TextField("kendala", blank=True)
    tindak_lanjut = models.TextField("tindak lanjut", blank=True)
    progres = models.CharField(
        "progres", max_length=12, choices=Progres.choices, default=Progres.BELUM
    )
    diubah = models.DateTimeField("terakhir diubah", null=True, blank=True)
    diubah_oleh = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diubah oleh"
    )
    dikirim = models.DateTimeField("terakhir dikirim", null=True, blank=True)
    dikirim_oleh = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dikirim oleh"
    )
    penulis = models.ManyToManyField(
        User,
        related_name="+",
        verbose_name="ikut mengisi, mengunggah, atau mengirim",
        help_text="Empat mata: mereka tidak memutus tugas ini.",
    )
    pembilang = models.DecimalField(
        "angka yang tercapai", max_digits=16, decimal_places=2, null=True, blank=True
    )
    penyebut = models.DecimalField(
        "angka seluruhnya", max_digits=16, decimal_places=2, null=True, blank=True
    )
    pemegang = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="capaian_dipegang",
        verbose_name="menunggu penyerahan dari",
        help_text="Kosong: unit pelapor sendiri. Keterlambatan mengikuti pemegang.",
    )
    pemeriksa = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pemeriksa"
    )
    dibuat = models.DateTimeField("dibuat", default=timezone.now)
    gugur = models.DateTimeField("tidak dihitung sejak", null=True, blank=True)
    digantikan_oleh = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="menggantikan"
    )

    objects = CapaianQuerySet.as_manager()

    class Meta:
        verbose_name = "capaian"
        verbose_name_plural = "capaian"
        ordering = ["batas", "butir__urut"]
        constraints = [
            models.UniqueConstraint(
                fields=["butir", "mulai"],
                condition=Q(gugur__isnull=True),
                name="capaian_butir_mulai",
            ),
            models.CheckConstraint(
                condition=Q(digantikan_oleh__isnull=True) | Q(gugur__isnull=False),
                name="capaian_digantikan",
            ),
            models.CheckConstraint(
                condition=Q(penyebut__isnull=True) | Q(penyebut__gt=0), name="capaian_penyebut"
            ),
            models.CheckConstraint(condition=Q(selesai__gte=F("mulai")), name="capaian_masa"),
            models.CheckConstraint(
                condition=Q(nilai_mandiri__isnull=True) | Q(nilai_mandiri__lte=100),
                name="capaian_nilai_mandiri",
            ),
            models.CheckConstraint(
                condition=Q(nilai_klaim__isnull=True) | Q(nilai_klaim__lte=100),
                name="capaian_nilai_klaim",
            ),
            models.CheckConstraint(
                condition=Q(nilai_internal__isnull=True) | Q(nilai_internal__lte=100),
                name="capaian_nilai_internal",
            ),
        ]
        indexes = [
            models.Index(fields=["instansi", "status", "dikirim"], name="capaian_antrean"),
            models.Index(fields=["unit", "status", "batas"], name="capaian_unit"),
            models.Index(fields=["pemeriksa", "status"], name="capaian_pemeriksa"),
        ]

    def __str__(self) -> str:
        return f"{self.butir.kode} s.d. {self.batas:%d-%m-%Y}"

    @property
    def nilai_terverifikasi(self) -> int | None:
        """The verified value, once every document of the task is approved."""
        return self.nilai_internal if self.status == Status.DISETUJUI else None


class Pemenuhan(models.Model):
    """One required document in one due window: the unit of review and the denominator."""

    capaian = models.ForeignKey(Capaian, models.CASCADE, related_name="pemenuhan_set")
    dokumen = models.ForeignKey(DokumenWajib, models.PROTECT, related_name="pemenuhan_set")
    status = models.CharField("status", max_length=12, choices=Status.choices, default=Status.BELUM)
    sejak = models.DateTimeField("berstatus ini sejak", null=True, blank=True)
    dibuat = models.DateTimeField(
        "diminta sejak",
        null=True,
        blank=True,
        default=timezone.now,
        help_text="Kosong: sejak awal.",
    )
    berlaku_sampai = models.DateField("mutakhir sampai", null=True, blank=True)

    class Meta:
        verbose_name = "pemenuhan"
        verbose_name_plural = "pemenuhan"
        ordering = ["dokumen__urut"]
        constraints = [
            models.UniqueConstraint(fields=["capaian", "dokumen"], name="pemenuhan_unik"),
        ]
        indexes = [models.Index(fields=["capaian", "status"], name="pemenuhan_status")]

    def __str__(self) -> str:
        return f"{self.capaian_id} {self.dokumen_id} {self.status}"


class Keputusan(models.Model):
    """One step of one document or task. Append-only; every status is derived from these."""

    instansi = models.ForeignKey(Instansi, models.PROTECT)
    capaian = models.ForeignKey(Capaian, models.PROTECT, related_name="keputusan_set")
    pemenuhan = models.ForeignKey(
        Pemenuhan, models.PROTECT, null=True, blank=True, related_name="keputusan_set"
    )
    aksi = models.CharField("aksi", max_length=20)
    putaran = models.PositiveSmallIntegerField("putaran")
    dari = models.CharField("dari", max_length=12, choices=Status.choices)
    ke = models.CharField("ke", max_length=12, choices=Status.choices)
    nilai = models.PositiveSmallIntegerField("nilai", null=True, blank=True)
    klaim = models.PositiveSmallIntegerField(
        "nilai mandiri sesudahnya", null=True, blank=True, help_text="Pada baris tugas."
    )
    internal = models.PositiveSmallIntegerField(
        "nilai Inspektorat sesudahnya", null=True, blank=True, help_text="Pada baris tugas."
    )
    berlaku_sampai = models.DateField(
        "mutakhir sampai", null=True, blank=True, help_text="Pada baris dokumen, sesudahnya."
    )
    alasan = models.CharField("alasan", max_length=24, choices=Alasan.choices, blank=True)
    catatan = models.TextField("catatan", blank=True)
    oleh = models.ForeignKey(User, models.PROTECT, related_name="+")
    jabatan = models.CharField("jabatan saat itu", max_length=220, blank=True)
    at = models.DateTimeField("waktu")

    class Meta:
        verbose_name = "keputusan"
        verbose_name_plural = "keputusan"
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["capaian", "at"], name="keputusan_capaian"),
            models.Index(fields=["pemenuhan", "at"], name="keputusan_pemenuhan"),
            models.Index(fields=["instansi", "at"], name="keputusan_instansi"),
        ]

    def __str__(self) -> str:
        return f"{self.capaian_id} {self.dari} > {self.ke}"
