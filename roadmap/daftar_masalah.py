"""Lists of problems and of remedial steps, the most urgent first."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import QueryDict

from accounts.models import Unit, User
from accounts.permissions import Permission
from evidence.models import Rencana
from roadmap.jadwal_rapat import Tingkat
from roadmap.models import LangkahPerbaikan, Masalah
from roadmap.models.rapat import di_bawah

PER_HALAMAN = 50


def _angka(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 12 else None


@dataclass(frozen=True)
class Tab:
    """One tab above a list."""

    label: str
    alamat: str
    jumlah: int
    aktif: bool


@dataclass(frozen=True)
class Saringan:
    """The filters that stand in the address; `bawaan` is the tab without one."""

    keadaan: str
    tingkat: str = ""
    unit: int | None = None
    butir: int | None = None
    rencana: str = ""

    @classmethod
    def dari(cls, data: QueryDict, keadaan: "list[str]") -> "Saringan":
        """Read the filters; what can't be read counts as not set. The first state is the usual."""
        asked, tingkat = data.get("keadaan", ""), data.get("tingkat", "")
        return cls(
            keadaan=asked if asked in keadaan else keadaan[0],
            tingkat=tingkat if tingkat in list(Tingkat) else "",
            unit=_angka(data.get("unit", "")),
            butir=_angka(data.get("butir", "")),
            rencana=data.get("rencana", ""),
        )

    @property
    def ada(self) -> bool:
        """Whether anything but the state is filtered."""
        return bool(self.tingkat or self.unit or self.butir)

    def alamat(self, keadaan: str) -> str:
        """Return the query string of these filters with another state."""
        pairs = {
            "keadaan": keadaan,
            "tingkat": self.tingkat,
            "unit": self.unit or "",
            "butir": self.butir or "",
            "rencana": self.rencana,
        }
        return f"?{urlencode({k: v for k, v in pairs.items() if v})}"


_MASALAH = {
    "terbuka": ("Terbuka", Q(selesai__isnull=True)),
    "diangkat": (
        "Diangkat",
        Q(selesai__isnull=True, tingkat__in=[Tingkat.POKJA, Tingkat.PLENO])
        & Q(pengangkatan_set__isnull=False),
    ),
    "selesai": ("Selesai", Q(selesai__isnull=False)),
    "semua": ("Semua", Q()),
}
KEADAAN_MASALAH = list(_MASALAH)


@dataclass(frozen=True)
class DaftarMasalah:
    """One page of problems."""

    tabs: list[Tab]
    page_obj: "Page[Masalah]"
    unit_pilihan: list[Unit]


def daftar_masalah(rencana: Rencana, user: User, saringan: Saringan, halaman: str) -> DaftarMasalah:
    """Return one page of the problems of a plan that a person may read. Three queries.

    The highest level first, there the oldest.
    """
    semua = Masalah.objects.visible_to(user).filter(rencana=rencana)
    cocok = semua
    if saringan.tingkat:
        cocok = cocok.filter(tingkat=saringan.tingkat)
    if saringan.unit is not None:
        cocok = cocok.filter(Q(unit=saringan.unit) | Q(butir__unit=saringan.unit))
    if saringan.butir is not None:
        cocok = cocok.filter(butir=saringan.butir)
    hitung = cocok.order_by().aggregate(
        **{
            f"n_{kunci}": Count("pk", filter=syarat, distinct=True)
            for kunci, (_, syarat) in _MASALAH.items()
        }
    )
    level = Case(
        *(When(tingkat=t, then=Value(-n)) for n, t in enumerate(Tingkat)),
        output_field=IntegerField(),
    )
    rows = (
        Masalah.objects.filter(
            pk__in=cocok.filter(_MASALAH[saringan.keadaan][1]).order_by().values("pk")
        )
        .select_related("butir", "unit", "pokja", "rapat__unit")
        .annotate(langkah=Count("langkah_set"), urutan=level)
        .order_by("urutan", "tingkat_sejak", "pk")
    )
    paginator = Paginator(rows, PER_HALAMAN)
    paginator.count = hitung[f"n_{saringan.keadaan}"]  # counted with the tabs already
    units = Unit.objects.filter(pk__in=semua.order_by().values("butir__unit")).order_by("nama")
    return DaftarMasalah(
        [
            Tab(label, saringan.alamat(kunci), hitung[f"n_{kunci}"], kunci == saringan.keadaan)
            for kunci, (label, _) in _MASALAH.items()
        ],
        paginator.get_page(halaman),
        list(units),
    )


def _keadaan_langkah(hari: date) -> dict[str, tuple[str, Q]]:
    berjalan = Q(keadaan=LangkahPerbaikan.Keadaan.BERJALAN)
    dilaporkan = Q(keadaan=LangkahPerbaikan.Keadaan.DILAPORKAN)
    return {
        "terbuka": ("Terbuka", berjalan | dilaporkan),
        "lewat": ("Lewat tenggat", (berjalan | dilaporkan) & Q(tenggat__lt=hari)),
        "menunggu": ("Menunggu konfirmasi", dilaporkan),
        "selesai": ("Selesai", Q(keadaan=LangkahPerbaikan.Keadaan.DIKONFIRMASI)),
        "semua": ("Semua", Q()),
    }


KEADAAN_LANGKAH = ["terbuka", "lewat", "menunggu", "selesai", "semua"]


@dataclass(frozen=True)
class WujudLangkah:
    """How the state of a step looks: tone, shape, word."""

    tone: str
    ikon: str
    label: str


def wujud_langkah(langkah: LangkahPerbaikan, hari: date) -> tuple[WujudLangkah, ...]:
    """Return the state of a step on a day, and its lateness beside it."""
    state = LangkahPerbaikan.Keadaan(langkah.keadaan)
    found = {
        LangkahPerbaikan.Keadaan.BERJALAN: WujudLangkah("abu", "s-draf", "Berjalan"),
        LangkahPerbaikan.Keadaan.DILAPORKAN: WujudLangkah(
            "biru", "s-diajukan", "Menunggu konfirmasi"
        ),
        LangkahPerbaikan.Keadaan.DIKONFIRMASI: WujudLangkah("hijau", "s-disetujui", "Selesai"),
        LangkahPerbaikan.Keadaan.DIBATALKAN: WujudLangkah("ungu", "s-tidak", "Dibatalkan"),
    }[state]
    days = (hari - langkah.tenggat).days
    if days > 0 and langkah.ditutup is None:
        return found, WujudLangkah("merah", "s-telat", f"Lewat {days} hari")
    return (found,)


@dataclass(frozen=True)
class BarisLangkah:
    """One step as a list shows it."""

    langkah: LangkahPerbaikan
    wujud: tuple[WujudLangkah, ...]


@dataclass(frozen=True)
class DaftarLangkah:
    """One page of steps."""

    tabs: list[Tab]
    baris: list[BarisLangkah]
    page_obj: "Page[LangkahPerbaikan]"
    unit_pilihan: list[Unit]


def milik(user: User) -> Q:
    """Condition: steps of the units for which a person works."""
    return di_bawah(user, Permission.EVIDENCE_SEND, "unit")


def daftar_langkah(
    rencana: Rencana, user: User, saringan: Saringan, halaman: str, hari: date
) -> DaftarLangkah:
    """Return one page of the steps of a plan that a person may read, late ones first.

    Of those still with a unit; what a unit says is done stands after them. Three queries.
    """
    semua = LangkahPerbaikan.objects.visible_to(user).filter(masalah__rencana=rencana)
    cocok = semua
    if saringan.tingkat:
        cocok = cocok.filter(masalah__tingkat=saringan.tingkat)
    if saringan.unit is not None:
        cocok = cocok.filter(unit=saringan.unit)
    if saringan.butir is not None:
        cocok = cocok.filter(masalah__butir=saringan.butir)
    states = _keadaan_langkah(hari)
    hitung = cocok.order_by().aggregate(
        **{f"n_{kunci}": Count("pk", filter=syarat) for kunci, (_, syarat) in states.items()}
    )
    rows = urut_langkah(cocok.filter(states[saringan.keadaan][1]))
    paginator = Paginator(rows, PER_HALAMAN)
    paginator.count = hitung[f"n_{saringan.keadaan}"]  # counted with the tabs already
    page = paginator.get_page(halaman)
    units = Unit.objects.filter(pk__in=semua.order_by().values("unit")).order_by("nama")
    return DaftarLangkah(
        [
            Tab(label, saringan.alamat(kunci), hitung[f"n_{kunci}"], kunci == saringan.keadaan)
            for kunci, (label, _) in states.items()
        ],
        [BarisLangkah(row, wujud_langkah(row, hari)) for row in page],
        page,
        list(units),
    )


def urut_langkah(rows: QuerySet[LangkahPerbaikan]) -> QuerySet[LangkahPerbaikan]:
    """Order steps: with the unit, with the Inspektorat, closed; there by their day."""
    states = LangkahPerbaikan.Keadaan
    giliran = Case(
        When(keadaan=states.BERJALAN, then=Value(0)),
        When(keadaan=states.DILAPORKAN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        rows.select_related("unit", "masalah__butir")
        .annotate(giliran=giliran)
        .order_by("giliran", "tenggat", "pk")
    )
