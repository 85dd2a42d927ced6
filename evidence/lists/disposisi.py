"""Disposisi: what the Ketua asked of units, and what came back."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Unit, User
from accounts.permissions import Permission
from evidence.models import Capaian, Disposisi, Rencana

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Terlihat(TypedDict):
        tugas_terlihat: bool

    DisposisiLengkap = WithAnnotations[Disposisi, _Terlihat]

PER_HALAMAN = 50

KEADAAN = {"terbuka": "Terbuka", "selesai": "Selesai", "semua": "Semua"}
ARAH = {"": "Semua yang terlihat", "diterima": "Diterima unit saya", "diberikan": "Saya berikan"}

_SYARAT = {
    "terbuka": Q(selesai__isnull=True),
    "selesai": Q(selesai__isnull=False),
    "semua": Q(),
}


@dataclass(frozen=True)
class Saringan:
    """The filters that stand in the address."""

    keadaan: str = "terbuka"
    arah: str = ""
    unit: int | None = None
    rencana: str = ""

    @classmethod
    def dari(cls, data: QueryDict) -> "Saringan":
        """Read the filters; what can't be read counts as not set."""
        keadaan, arah, unit = (data.get(k, "") for k in ("keadaan", "arah", "unit"))
        return cls(
            keadaan=keadaan if keadaan in KEADAAN else "terbuka",
            arah=arah if arah in ARAH else "",
            unit=int(unit) if unit.isdecimal() and len(unit) < 12 else None,
            rencana=data.get("rencana", ""),
        )

    def alamat(self, keadaan: str) -> str:
        """Return the query string of these filters with another state."""
        pairs = {
            "keadaan": keadaan,
            "arah": self.arah,
            "unit": self.unit or "",
            "rencana": self.rencana,
        }
        return f"?{urlencode({k: v for k, v in pairs.items() if v})}"


@dataclass(frozen=True)
class Baris:
    """One instruction as a person sees it."""

    disposisi: Disposisi
    tugas_terlihat: bool
    lewat: bool
    bisa_selesai: bool


@dataclass(frozen=True)
class Tab:
    """One tab above the list."""

    label: str
    alamat: str
    jumlah: int
    aktif: bool


@dataclass(frozen=True)
class Daftar:
    """The whole page: tabs, units to choose from, rows of this page."""

    tabs: list[Tab]
    unit_pilihan: list[Unit]
    baris: list[Baris]
    page_obj: "Page[DisposisiLengkap]"


def dengan_isi(rows: "QuerySet[Disposisi]", user: User) -> "QuerySet[DisposisiLengkap]":
    """Load with each instruction all that its row shows, and whether its task may be read."""
    task = Capaian.objects.visible_to(user).filter(pk=OuterRef("capaian"))
    return rows.select_related(
        "instansi", "rencana", "kepada", "oleh", "selesai_oleh", "capaian__butir"
    ).annotate(tugas_terlihat=Exists(task))


def baris(disposisi: "DisposisiLengkap", user: User, hari_ini: date) -> Baris:
    """Put together one instruction loaded by `dengan_isi`."""
    terbuka = disposisi.selesai is None
    return Baris(
        disposisi=disposisi,
        tugas_terlihat=disposisi.tugas_terlihat,
        lewat=terbuka and disposisi.tenggat is not None and disposisi.tenggat < hari_ini,
        bisa_selesai=terbuka and user.akses.may(Permission.EVIDENCE_SEND, disposisi.kepada),
    )


def _untuk(user: User) -> Q:
    return user.akses.rows(Permission.EVIDENCE_SEND, unit=("kepada",))


def menunggu_unit(user: User) -> "QuerySet[Disposisi]":
    """Open instructions that the person can report as done."""
    return Disposisi.objects.terbuka().filter(_untuk(user))


def terbuka_untuk(user: User, rencana: Rencana, hari_ini: date | None = None) -> list[Baris]:
    """Open instructions to the units of a person in a plan, the next deadline first.

    One query, whatever their number. Without a day, today's.
    """
    hari_ini = hari_ini or timezone.localdate()
    rows = menunggu_unit(user).filter(rencana=rencana)
    rows = rows.order_by(F("tenggat").asc(nulls_last=True), "dibuat", "pk")
    return [baris(d, user, hari_ini) for d in dengan_isi(rows, user)]


def tentang(capaian: Capaian, user: User, hari_ini: date) -> list[Baris]:
    """Instructions about a task that a person may read, open ones first. One query."""
    rows = Disposisi.objects.visible_to(user).filter(capaian=capaian)
    rows = rows.order_by(F("selesai").asc(nulls_first=True), "dibuat", "pk")
    return [baris(d, user, hari_ini) for d in dengan_isi(rows, user)]


def daftar(
    user: User, saringan: Saringan, rencana: Rencana | None, halaman: str, hari_ini: date
) -> Daftar:
    """Return one page of the instructions that a person may read."""
    semua = Disposisi.objects.visible_to(user)
    if rencana is not None:
        semua = semua.filter(rencana=rencana)
    cocok = semua
    if saringan.arah == "diterima":
        cocok = cocok.filter(_untuk(user))
    elif saringan.arah == "diberikan":
        cocok = cocok.filter(oleh=user)
    if saringan.unit is not None:
        cocok = cocok.filter(kepada=saringan.unit)
    hitung = cocok.order_by().aggregate(
        **{f"n_{kunci}": Count("pk", filter=syarat) for kunci, syarat in _SYARAT.items()}
    )
    rows = dengan_isi(cocok.filter(_SYARAT[saringan.keadaan]), user)
    if saringan.keadaan == "terbuka":
        rows = rows.order_by(F("tenggat").asc(nulls_last=True), "dibuat", "pk")
    paginator = Paginator(rows, PER_HALAMAN)
    paginator.count = hitung[f"n_{saringan.keadaan}"]  # counted with the tabs already
    page = paginator.get_page(halaman)
    return Daftar(
        tabs=[
            Tab(label, saringan.alamat(kunci), hitung[f"n_{kunci}"], kunci == saringan.keadaan)
            for kunci, label in KEADAAN.items()
        ],
        unit_pilihan=list(
            Unit.objects.filter(pk__in=semua.order_by().values("kepada")).order_by("nama")
        ),
        baris=[baris(d, user, hari_ini) for d in page],
        page_obj=page,
    )
