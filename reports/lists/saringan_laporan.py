"""The filters of the list of reports; they stand in the address."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.db.models import BigIntegerField, F, OrderBy, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import Instansi, User
from accounts.permissions import Permission
from evidence.models import Rencana
from jobs.models import Job
from jobs.registry import laporan_terdaftar
from reports.kemajuan.parameter import kode_diketik
from reports.kinds import KEMAJUAN
from reports.models import Terbitan

_SIDIK_MIN = 8  # so many digits of a SHA-256 name a file; fewer may be a word or a number
URUTAN: Final[dict[str, tuple[str, tuple[str | OrderBy, ...]]]] = {
    "": ("Terbaru lebih dahulu", ("-pk",)),
    "terlama": ("Terlama lebih dahulu", ("pk",)),
    "judul": ("Judul", ("judul", "-pk")),
    "peminta": ("Peminta", ("oleh__nama", "-pk")),
    "ukuran": ("Berkas terbesar", (F("hasil_ukuran").desc(nulls_last=True), "-pk")),
}


TAHUN_SALAH: Final = "Tulis tahun dengan empat angka, misalnya 2026."


class SaringanLaporan(forms.Form):
    """Kind, state, plan or institution, who asked, year, words, order: all optional."""

    kata = forms.CharField(
        label="Cari",
        required=False,
        max_length=100,
        help_text="Judul, nomor, kode periksa, atau SHA-256 berkas.",
    )
    macam = forms.ChoiceField(label="Jenis laporan", required=False)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Semua status"), *Job.Status.choices],
    )
    tentang = forms.ChoiceField(label="Rencana atau instansi", required=False)
    peminta = forms.CharField(label="Peminta", required=False, max_length=100)
    tahun = forms.IntegerField(
        label="Tahun diminta",
        required=False,
        min_value=2000,
        max_value=2100,
        error_messages={
            "invalid": TAHUN_SALAH,
            "min_value": TAHUN_SALAH,
            "max_value": TAHUN_SALAH,
        },
    )
    urut = forms.ChoiceField(
        label="Urutan",
        required=False,
        choices=[(kode, nama) for kode, (nama, _) in URUTAN.items()],
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        rencana: Sequence[Rencana],
        **kwargs: Any,
    ) -> None:
        """`rencana`: plans the person may read."""
        super().__init__(*args, **kwargs)
        self._user = user
        _pilihan(self, "macam", "Semua jenis", laporan_terdaftar(user))
        _pilihan(self, "tentang", "Semua", _tentang(rencana, user.akses.instansi))
        if not user.akses.has(Permission.REPORT_READ_ALL):
            del self.fields["peminta"]  # these see only their own
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = "Pilih salah satu dari daftar."

    @property
    def disaring(self) -> bool:
        """Whether any filter is set; the order hides nothing."""
        return any(self.data.get(name) for name in self.fields if name != "urut")

    def baris(self, jobs: QuerySet[Job]) -> QuerySet[Job]:
        """Return the reports that match, in the chosen order; none while a filter is unreadable."""
        if not self.is_valid():
            return jobs.none()
        data = self.cleaned_data
        if data["kata"]:
            jobs = _cocok(jobs, data["kata"], self._user)
        if data["macam"]:
            jobs = jobs.filter(jenis=data["macam"])
        if data["status"]:
            jobs = jobs.filter(status=data["status"])
        if data["tentang"]:
            jobs = _perihal(jobs, data["tentang"], self._user)
        if data.get("peminta"):
            words = data["peminta"]
            jobs = jobs.filter(Q(oleh__nama__icontains=words) | Q(oleh__username__iexact=words))
        if data["tahun"]:
            year = data["tahun"]
            jobs = jobs.filter(dibuat__gte=_awal(year), dibuat__lt=_awal(year + 1))
        return jobs.order_by(*URUTAN[data["urut"]][1])


def _pilihan(
    form: forms.Form, nama: str, semua: str, pilihan: Sequence[tuple[str, object]]
) -> None:
    field = form.fields[nama]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", semua), *pilihan]


def _tentang(
    rencana: Sequence[Rencana], instansi: Sequence[Instansi]
) -> Sequence[tuple[str, object]]:
    """Return the choices: institutions where there are several, plans under each."""
    found: list[tuple[str, object]] = []
    for one in instansi:
        plans = [(f"r{p.pk}", f"{p.nama}") for p in rencana if p.instansi_id == one.pk]
        whole = [(f"i{one.pk}", "Semua laporan instansi ini")] if len(instansi) > 1 else []
        if whole or plans:
            found.append((one.nama, [*whole, *plans]))
    return found


def _awal(tahun: int) -> datetime:
    """Return the first moment of a year in the reader's zone."""
    return timezone.make_aware(datetime(tahun, 1, 1)).astimezone(UTC)


def _perihal(jobs: QuerySet[Job], tentang: str, user: User) -> QuerySet[Job]:
    """Filter by institution ("i3") or plan ("r12"); progress reports by that of their Potret."""
    pk = int(tentang[1:])
    if tentang.startswith("i"):
        return jobs.filter(instansi=pk)
    issued = Terbitan.objects.visible_to(user).filter(potret__batas__rencana=pk)
    return jobs.filter(Q(parameter__rencana=pk) | _kemajuan(issued))


def _cocok(jobs: QuerySet[Job], kata: str, user: User) -> QuerySet[Job]:
    """Filter by words: title, number, SHA-256 of the file, code or number of a progress report."""
    kata = kata.strip()
    issued = Terbitan.objects.visible_to(user).filter(
        Q(kode=kode_diketik(kata)) | Q(nomor__icontains=kata)
    )
    match = Q(judul__icontains=kata) | _kemajuan(issued)
    if kata.isascii() and kata.isdecimal() and len(kata) < 12:
        match |= Q(pk=int(kata))
    if len(kata) >= _SIDIK_MIN and set(kata.lower()) <= set("0123456789abcdef"):
        match |= Q(hasil_sha256__startswith=kata.lower())
    return jobs.filter(match)


def _kemajuan(terbitan: QuerySet[Terbitan]) -> Q:
    """Return the filter for the progress reports that made some of these."""
    rows = (
        Job.objects.filter(jenis=KEMAJUAN)
        .alias(terbitan=Cast(KT("parameter__terbitan"), BigIntegerField()))
        .filter(terbitan__in=terbitan.order_by().values("pk"))
    )
    return Q(pk__in=rows.order_by().values("pk"))
