"""Verifikasi: what waits for the Inspektorat, oldest first, and the way through it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Unit, User
from accounts.permissions import Permission
from evidence.lists.marks import Titik, titik
from evidence.models import BuktiTaut, Capaian, Pemenuhan, Rencana
from evidence.workflow import Status

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Antre(TypedDict):
        ada_menunggu: bool
        terlibat: bool

    CapaianAntre = WithAnnotations[Capaian, _Antre]

PER_HALAMAN = 50
TETANGGA = 10

SARINGAN = {
    "menunggu": "Menunggu",
    "perbaikan": "Perlu perbaikan",
    "disetujui": "Disetujui",
    "semua": "Semua yang dikirim",
}


@dataclass(frozen=True)
class Saringan:
    """The filters that stand in the address; they travel through desk and list."""

    status: str = "menunggu"
    unit: int | None = None
    kata: str = ""
    rencana: str = ""

    @classmethod
    def dari(cls, data: QueryDict) -> "Saringan":
        """Read the filters; what can't be read counts as not set."""
        status, unit = data.get("status", ""), data.get("unit", "")
        return cls(
            status=status if status in SARINGAN else "menunggu",
            unit=int(unit) if unit.isdecimal() and len(unit) < 12 else None,
            kata=data.get("kata", "").strip()[:100],
            rencana=data.get("rencana", ""),
        )

    def alamat(self, status: str | None = None) -> str:
        """Return the query string ("?kata=lkpp") of these filters, empty when none is set."""
        status = self.status if status is None else status
        pairs = {
            "status": status if status != "menunggu" else "",
            "unit": self.unit or "",
            "kata": self.kata,
            "rencana": self.rencana,
        }
        kept = urlencode({k: v for k, v in pairs.items() if v})
        return f"?{kept}" if kept else ""


@dataclass(frozen=True)
class Tab:
    """One tab above the queue."""

    label: str
    alamat: str
    jumlah: int
    aktif: bool


@dataclass(frozen=True)
class Baris:
    """One task in the queue."""

    pk: int
    kode: str
    uraian: str
    unit: str
    status: str
    umur: int | None
    menunggu: int
    titik: list[Titik]
    klaim: int | None
    nilai: int | None
    orang_kedua: bool
    terlibat: bool


@dataclass(frozen=True)
class Antrean:
    """The whole page: tabs, units to choose from, rows of this page."""

    tabs: list[Tab]
    unit_pilihan: list[Unit]
    baris: list[Baris]
    page_obj: "Page[CapaianAntre]"


@dataclass(frozen=True)
class Sekitar:
    """Where the desk stands in the queue."""

    baris: list[Baris]
    posisi: int | None
    jumlah: int
    sebelum: int | None
    sesudah: int | None


def untuk_diperiksa(user: User, rencana: Rencana | None) -> "QuerySet[CapaianAntre]":
    """Tasks a person may review, with `ada_menunggu` and `terlibat` (four eyes forbid it).

    `terlibat` says for a whole list what `actions.boleh_memutus` says for one task.
    """
    rows = Capaian.objects.visible_to(user, Permission.EVIDENCE_REVIEW).current()
    if rencana is not None:
        rows = rows.filter(butir__rencana=rencana)
    menunggu = Pemenuhan.objects.filter(capaian=OuterRef("pk"), status=Status.MENUNGGU)
    penulis = Capaian.penulis.through.objects.filter(capaian=OuterRef("pk"), user=user)
    pengunggah = BuktiTaut.objects.active().filter(
        versi__oleh=user, pemenuhan__capaian=OuterRef("pk")
    )
    rows = rows.annotate(
        ada_menunggu=Exists(menunggu), terlibat=Exists(penulis) | Exists(pengunggah)
    )
    return cast("QuerySet[CapaianAntre]", rows)


_STATUS = {
    "menunggu": Q(ada_menunggu=True),
    "perbaikan": Q(status=Status.PERBAIKAN),
    "disetujui": Q(status=Status.DISETUJUI),
    "semua": Q(dikirim__isnull=False),
}


def _cocok(saringan: Saringan) -> Q:
    condition = Q()
    if saringan.unit is not None:
        condition &= Q(unit=saringan.unit)
    if saringan.kata:
        condition &= Q(butir__kode__iexact=saringan.kata) | Q(
            butir__uraian__icontains=saringan.kata
        )
    return condition


def _urut(rows: "QuerySet[CapaianAntre]") -> "QuerySet[CapaianAntre]":
    return rows.order_by(F("dikirim").asc(nulls_last=True), "batas", "butir__urut", "pk")


def antrean(user: User, saringan: Saringan, rencana: Rencana | None, halaman: str) -> Antrean:
    """Return one page of the queue with its tabs."""
    semua = untuk_diperiksa(user, rencana)
    cocok = semua.filter(_cocok(saringan))
    hitung = cocok.order_by().aggregate(
        **{f"n_{kunci}": Count("pk", filter=syarat) for kunci, syarat in _STATUS.items()}
    )
    tabs = [
        Tab(label, saringan.alamat(kunci) or "?", hitung[f"n_{kunci}"], kunci == saringan.status)
        for kunci, label in SARINGAN.items()
    ]
    unit_ids = semua.order_by().values("unit")
    rows = _urut(cocok.filter(_STATUS[saringan.status]))
    page = Paginator(_lengkap(rows), PER_HALAMAN).get_page(halaman)
    hari_ini = timezone.localdate()
    return Antrean(
        tabs=tabs,
        unit_pilihan=list(Unit.objects.filter(pk__in=unit_ids).order_by("nama")),
        baris=[_baris(c, hari_ini) for c in page],
        page_obj=page,
    )


def _lengkap(rows: "QuerySet[CapaianAntre]") -> "QuerySet[CapaianAntre]":
    return rows.select_related("butir", "unit").prefetch_related(
        Prefetch("pemenuhan_set", queryset=Pemenuhan.objects.order_by("dokumen__urut"))
    )


def _baris(capaian: "CapaianAntre", hari_ini: date) -> Baris:
    documents = list(capaian.pemenuhan_set.all())
    return Baris(
        pk=capaian.pk,
        kode=capaian.butir.kode,
        uraian=capaian.butir.uraian,
        unit=str(capaian.unit),
        status=capaian.status,
        umur=(hari_ini - timezone.localdate(capaian.dikirim)).days if capaian.dikirim else None,
        menunggu=sum(p.status == Status.MENUNGGU for p in documents),
        titik=titik(documents),
        klaim=capaian.nilai_klaim,
        nilai=capaian.nilai_terverifikasi,
        orang_kedua=capaian.unit.inspektorat,
        terlibat=capaian.terlibat,
    )


def _urutan(user: User, saringan: Saringan, rencana: Rencana | None) -> "QuerySet[CapaianAntre]":
    rows = untuk_diperiksa(user, rencana).filter(_cocok(saringan))
    return _urut(rows.filter(_STATUS[saringan.status]))


def sekitar(user: User, saringan: Saringan, rencana: Rencana | None, pk: int) -> Sekitar:
    """Return the rows around a task in the filtered queue; it may have left the queue."""
    ids = list(_urutan(user, saringan, rencana).values_list("pk", flat=True))
    posisi = ids.index(pk) if pk in ids else None
    start = max(0, min((posisi or 0) - TETANGGA // 2, len(ids) - TETANGGA))
    window = ids[start : start + TETANGGA]
    by_pk = {c.pk: c for c in _lengkap(untuk_diperiksa(user, rencana).filter(pk__in=window))}
    hari_ini = timezone.localdate()
    sesudah = None
    if posisi is None:
        sesudah = ids[0] if ids else None
    elif posisi + 1 < len(ids):
        sesudah = ids[posisi + 1]
    return Sekitar(
        baris=[_baris(by_pk[i], hari_ini) for i in window if i in by_pk],
        posisi=None if posisi is None else posisi + 1,
        jumlah=len(ids),
        sebelum=ids[posisi - 1] if posisi else None,
        sesudah=sesudah,
    )


def berikutnya(
    user: User, saringan: Saringan, rencana: Rencana | None, urutan: list[int]
) -> int | None:
    """Return the next task this person can decide on.

    `urutan` is the queue as it stood before the decision, from the decided task on: the desk
    moves forward, and to the beginning only at the end.
    """
    menunggu = Saringan(unit=saringan.unit, kata=saringan.kata, rencana=saringan.rencana)
    open_ids = list(
        _urutan(user, menunggu, rencana).filter(terlibat=False).values_list("pk", flat=True)
    )
    remaining = set(open_ids)
    ahead = next((pk for pk in urutan if pk in remaining), None)
    return ahead if ahead is not None else next(iter(open_ids), None)


def urutan_mulai(user: User, saringan: Saringan, rencana: Rencana | None, pk: int) -> list[int]:
    """Return the filtered queue from a task on, that task first; empty when it is not in it."""
    ids = list(_urutan(user, saringan, rencana).values_list("pk", flat=True))
    return ids[ids.index(pk) :] if pk in ids else []
