"""The registers as lists: filters of the address, one page of rows, totals and trend."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.http import QueryDict

from accounts.models import User
from zonaintegritas.actions.register import terlihat
from zonaintegritas.daftar.isi import Baris, ModelBaris
from zonaintegritas.models import AgenPerubahan, PengaduanBulanan, SurveiZI, UnitZI

PER_HALAMAN = 50
_TAHUN_TERAKHIR = 9999
_KEADAAN = ("berlaku", "berakhir")
Pilihan = list[tuple[str, str]]


def _angka(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None


@dataclass(frozen=True)
class Saringan:
    """The filters that stand in the address; what can't be read counts as not set."""

    unit: int | None = None
    jenis: str = ""
    tahun: int | None = None
    keadaan: str = ""
    saluran: str = ""

    @classmethod
    def dari(cls, data: QueryDict, jenis: Iterable[str] = ()) -> "Saringan":
        """Read the filters; `jenis`: the kinds that the register knows."""
        tahun = _angka(data.get("tahun", ""))
        kind, keadaan = data.get("jenis", ""), data.get("keadaan", "")
        return cls(
            unit=_angka(data.get("unit", "")),
            jenis=kind if kind in jenis else "",
            tahun=tahun if tahun and tahun <= _TAHUN_TERAKHIR else None,
            keadaan=keadaan if keadaan in _KEADAAN else "",
            saluran=data.get("saluran", "").replace("\0", "").strip()[:120],
        )

    @property
    def ada(self) -> bool:
        """Whether anything is filtered."""
        return self != Saringan()


@dataclass(frozen=True)
class Daftar:
    """One page of a register with what its filters offer."""

    page_obj: "Page[Any]"
    unit: list[UnitZI]
    rows: QuerySet[Any]


def _halaman(rows: QuerySet[Any], user: User, halaman: str) -> Daftar:
    """Return one page of rows with their files and units (four queries)."""
    page = Paginator(
        rows.select_related("unit_zi__unit__instansi", "oleh").prefetch_related("bukti"),
        PER_HALAMAN,
    ).get_page(halaman)
    units = UnitZI.objects.visible_to(user).select_related("unit__instansi", "instansi")
    return Daftar(page, list(units), rows)


def _dasar(model: ModelBaris, user: User, saringan: Saringan) -> QuerySet[Baris]:
    rows = terlihat(model, user)
    return rows.filter(unit_zi=saringan.unit) if saringan.unit is not None else rows


def daftar_agen(user: User, saringan: Saringan, hari: date, halaman: str) -> Daftar:
    """Return agents of change and role models, the latest appointment first."""
    rows = _dasar(AgenPerubahan, user, saringan)
    ended = Q(selesai__lt=hari)
    if saringan.jenis:
        rows = rows.filter(jenis=saringan.jenis)
    if saringan.tahun is not None:
        started = Q(mulai__year__lte=saringan.tahun)
        rows = rows.filter(started & (Q(selesai=None) | Q(selesai__year__gte=saringan.tahun)))
    if saringan.keadaan == "berlaku":
        rows = rows.filter(mulai__lte=hari).exclude(ended)
    elif saringan.keadaan == "berakhir":
        rows = rows.filter(ended)
    return _halaman(rows.order_by("-mulai", "-pk"), user, halaman)


@dataclass(frozen=True)
class JumlahPengaduan:
    """Complaints of all filtered rows together."""

    diterima: int
    selesai: int
    bulan: int
    """Months with at least one row."""

    @property
    def belum(self) -> int:
        """Complaints that were received and are not settled."""
        return self.diterima - self.selesai

    @property
    def bagian(self) -> Decimal | None:
        """Settled of received, 0 to 100; None where nothing was received."""
        if not self.diterima:
            return None
        return Decimal(100) * self.selesai / self.diterima


@dataclass(frozen=True)
class DaftarPengaduan:
    """Complaints by month, their sums, and the channels that there are."""

    daftar: Daftar
    jumlah: JumlahPengaduan
    saluran: list[str]


def daftar_pengaduan(user: User, saringan: Saringan, halaman: str) -> DaftarPengaduan:
    """Return complaints by month with the sums of all filtered rows, on whatever page."""
    rows = _dasar(PengaduanBulanan, user, saringan)
    channels = rows.order_by("saluran").values_list("saluran", flat=True).distinct()
    names = list(channels[:PER_HALAMAN])
    if saringan.tahun is not None:
        rows = rows.filter(bulan__year=saringan.tahun)
    if saringan.saluran:
        rows = rows.filter(saluran=saringan.saluran)
    sums = rows.order_by().aggregate(
        diterima=Sum("diterima"), selesai=Sum("selesai"), bulan=Count("bulan", distinct=True)
    )
    jumlah = JumlahPengaduan(sums["diterima"] or 0, sums["selesai"] or 0, sums["bulan"])
    page = _halaman(rows.order_by("-bulan", "unit_zi__unit__jalur", "saluran"), user, halaman)
    return DaftarPengaduan(page, jumlah, names)


@dataclass(frozen=True)
class TitikTren:
    """The last result of a year, beside the last of the year before that has one."""

    tahun: int
    nilai: Decimal
    maks: Decimal
    responden: int
    hasil: int
    """Results of this year; the last one is shown."""
    selisih: Decimal | None
    """Against the year shown before; None for the first, and where the scale differs."""
    beda_skala: bool

    @property
    def tinggi(self) -> Decimal:
        """The index as part of its scale, 0 to 100."""
        return Decimal(100) * self.nilai / self.maks

    @property
    def turun(self) -> Decimal | None:
        """How much lower than before, as a positive figure."""
        return None if self.selisih is None else -self.selisih


@dataclass(frozen=True)
class Tren:
    """One index of one unit through the years."""

    unit: str
    jenis: str
    titik: tuple[TitikTren, ...]


@dataclass(frozen=True)
class DaftarSurvei:
    """Survey results, and the trend of each index and unit with results of two years."""

    daftar: Daftar
    tren: list[Tren]


def daftar_survei(user: User, saringan: Saringan, halaman: str) -> DaftarSurvei:
    """Return survey results and their trend; the trend takes no notice of the year filter."""
    rows = _dasar(SurveiZI, user, saringan)
    if saringan.jenis:
        rows = rows.filter(jenis=saringan.jenis)
    trend = tren(rows)
    if saringan.tahun is not None:
        rows = rows.filter(tahun=saringan.tahun)
    page = _halaman(rows.order_by("-tahun", "-tanggal", "-pk"), user, halaman)
    return DaftarSurvei(page, trend)


def tren(rows: QuerySet[Any]) -> list[Tren]:
    """Return each index of each unit that has results in two years or more (one query)."""
    found: defaultdict[tuple[str, str], defaultdict[int, list[tuple[Decimal, Decimal, int]]]]
    found = defaultdict(lambda: defaultdict(list))
    for jalur, unit, jenis, tahun, nilai, maks, responden in rows.order_by(
        "unit_zi__unit__jalur", "jenis", "tahun", "tanggal", "pk"
    ).values_list(
        "unit_zi__unit__jalur",
        "unit_zi__unit__nama",
        "jenis",
        "tahun",
        "nilai",
        "maks",
        "responden",
    ):
        found[f"{jalur}\n{unit}", jenis][tahun].append((nilai, maks, responden))
    label = dict(SurveiZI.Jenis.choices)
    return [
        Tren(unit.partition("\n")[2], str(label[jenis]), tuple(_titik(years)))
        for (unit, jenis), years in found.items()
        if len(years) > 1
    ]


def _titik(years: dict[int, list[tuple[Decimal, Decimal, int]]]) -> Iterable[TitikTren]:
    before: tuple[Decimal, Decimal] | None = None
    for tahun, hasil in sorted(years.items()):
        nilai, maks, responden = hasil[-1]
        same = before is not None and before[1] == maks
        yield TitikTren(
            tahun,
            nilai,
            maks,
            responden,
            len(hasil),
            nilai - before[0] if before is not None and same else None,
            before is not None and not same,
        )
        before = (nilai, maks)
