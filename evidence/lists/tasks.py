"""Tugas saya: the tasks of a person's units, by whose turn it is."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, TypedDict, cast

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)

from accounts.models import User
from accounts.permissions import Permission
from evidence.lists.marks import Titik, hari_bulan, titik
from evidence.models import Capaian, Keputusan, Pemenuhan, Rencana
from evidence.workflow import Aksi, Status
from ukuran.format import sisa_hari

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Giliran(TypedDict):
        giliran: int

    class _Lengkap(_Giliran):
        catatan_terakhir: str | None
        sejak: datetime | None

    CapaianGiliran = WithAnnotations[Capaian, _Giliran]
    CapaianLengkap = WithAnnotations[Capaian, _Lengkap]

PER_HALAMAN = 50


class Giliran(models.IntegerChoices):
    """Whose turn it is, in the order of the list."""

    PERBAIKI = 1, "Perbaiki"
    LENGKAPI = 2, "Lengkapi"
    MENUNGGU = 3, "Menunggu"
    SELESAI = 4, "Selesai"

    @property
    def kunci(self) -> str:
        """The word in the address."""
        return self.name.lower()


JUDUL = {
    Giliran.PERBAIKI: "Perbaiki dahulu",
    Giliran.LENGKAPI: "Lengkapi dan kirim",
    Giliran.MENUNGGU: "Menunggu Inspektorat",
    Giliran.SELESAI: "Selesai",
}


@dataclass(frozen=True)
class Hitung:
    """Figures of one turn: all tasks, those that match the search, late ones, next deadline."""

    n: int = 0
    cocok: int = 0
    lewat: int = 0
    terdekat: date | None = None


@dataclass(frozen=True)
class Tab:
    """One tab above the list."""

    kunci: str
    label: str
    jumlah: int
    aktif: bool


@dataclass(frozen=True)
class Baris:
    """One task in the list."""

    pk: int
    kode: str
    uraian: str
    unit: str
    status: str
    sejak: datetime | None
    catatan: str
    titik: list[Titik]
    ringkas: str
    batas: date
    sisa: str
    lewat: bool
    tombol: str
    tombol_kelas: str


@dataclass(frozen=True)
class Kelompok:
    """Rows of one turn."""

    kunci: str
    judul: str
    jumlah: int
    baris: list[Baris]


@dataclass(frozen=True)
class DaftarTugas:
    """The whole page: sentence, tabs, groups of this page."""

    kalimat: str
    total: int
    tabs: list[Tab]
    kelompok: list[Kelompok]
    page_obj: "Page[CapaianLengkap]"


def tugas_milik(user: User, rencana: Rencana) -> "models.QuerySet[CapaianGiliran]":
    """Tasks of a plan that the person may send, with their turn as `giliran`.

    A task with a document still to come is the unit's turn, also while another document of it
    waits for the Inspektorat.
    """
    kurang = Pemenuhan.objects.filter(
        capaian=OuterRef("pk"), status__in=[Status.BELUM, Status.DRAF]
    )
    rows = (
        Capaian.objects.visible_to(user, Permission.EVIDENCE_SEND)
        .current()
        .filter(butir__rencana=rencana)
        .annotate(
            giliran=Case(
                When(status=Status.PERBAIKAN, then=Value(Giliran.PERBAIKI.value)),
                When(status=Status.DISETUJUI, then=Value(Giliran.SELESAI.value)),
                When(
                    Q(status=Status.MENUNGGU) & ~Exists(kurang), then=Value(Giliran.MENUNGGU.value)
                ),
                default=Value(Giliran.LENGKAPI.value),
                output_field=IntegerField(),
            )
        )
    )
    return cast("models.QuerySet[CapaianGiliran]", rows)


def _cocok(kata: str) -> Q:
    return Q(butir__kode__iexact=kata) | Q(butir__uraian__icontains=kata) if kata else Q()


def daftar_tugas(
    user: User, rencana: Rencana, *, giliran: str, kata: str, halaman: str, hari_ini: date
) -> DaftarTugas:
    """Return the list for one tab and search word; an unknown tab means all."""
    semua = tugas_milik(user, rencana)
    hitung = _hitung(semua, kata, hari_ini)
    pilihan = next((g for g in Giliran if g.kunci == giliran), None)
    tabs = [Tab("", "Semua", sum(h.cocok for h in hitung.values()), pilihan is None)]
    tabs += [Tab(g.kunci, str(g.label), hitung[g].cocok, pilihan is g) for g in Giliran]

    rows = semua.filter(_cocok(kata))
    if pilihan is not None:
        rows = rows.filter(giliran=pilihan.value)
    page = Paginator(_lengkap(rows), PER_HALAMAN).get_page(halaman)
    kelompok = [
        Kelompok(
            Giliran(g).kunci,
            JUDUL[Giliran(g)],
            hitung[Giliran(g)].cocok,
            [_baris(c, hari_ini) for c in group],
        )
        for g, group in groupby(page, key=_giliran)
    ]
    return DaftarTugas(
        kalimat=_kalimat(hitung, hari_ini),
        total=sum(h.n for h in hitung.values()),
        tabs=tabs,
        kelompok=kelompok,
        page_obj=page,
    )


def _giliran(capaian: "CapaianLengkap") -> int:
    return capaian.giliran


def _hitung(
    semua: "models.QuerySet[CapaianGiliran]", kata: str, hari_ini: date
) -> dict[Giliran, Hitung]:
    rows = (
        semua.order_by()
        .values("giliran")
        .annotate(
            n=Count("pk"),
            cocok=Count("pk", filter=_cocok(kata)) if kata else Count("pk"),
            lewat=Count("pk", filter=Q(batas__lt=hari_ini)),
            terdekat=Min("batas", filter=Q(batas__gte=hari_ini)),
        )
    )
    found = {
        Giliran(r["giliran"]): Hitung(r["n"], r["cocok"], r["lewat"], r["terdekat"]) for r in rows
    }
    return {g: found.get(g, Hitung()) for g in Giliran}


def _lengkap(rows: "models.QuerySet[CapaianGiliran]") -> "models.QuerySet[CapaianLengkap]":
    langkah = Keputusan.objects.filter(capaian=OuterRef("pk")).order_by("-at", "-id")
    kembali = langkah.filter(
        aksi=Aksi.MINTA_PERBAIKAN, pemenuhan__status=Status.PERBAIKAN, pemenuhan__isnull=False
    )
    full = (
        rows.select_related("butir", "unit")
        .annotate(
            catatan_terakhir=Subquery(kembali.values("catatan")[:1]),
            sejak=Subquery(langkah.values("at")[:1]),
        )
        .prefetch_related(
            Prefetch("pemenuhan_set", queryset=Pemenuhan.objects.order_by("dokumen__urut"))
        )
        .order_by("giliran", "batas", "butir__urut", "pk")
    )
    return cast("models.QuerySet[CapaianLengkap]", full)


def _baris(capaian: "CapaianLengkap", hari_ini: date) -> Baris:
    documents = list(capaian.pemenuhan_set.all())
    diterima = sum(p.status == Status.DISETUJUI for p in documents)
    giliran = Giliran(capaian.giliran)
    tombol, kelas = _tombol(giliran, capaian.status)
    di_unit = giliran in (Giliran.PERBAIKI, Giliran.LENGKAPI)
    return Baris(
        pk=capaian.pk,
        kode=capaian.butir.kode,
        uraian=capaian.butir.uraian,
        unit=str(capaian.unit),
        status=capaian.status,
        sejak=capaian.sejak,
        catatan=(capaian.catatan_terakhir or "") if giliran is Giliran.PERBAIKI else "",
        titik=titik(documents),
        ringkas=f"{diterima} dari {len(documents)} diterima",
        batas=capaian.batas,
        sisa=sisa_hari(capaian.batas, hari_ini) if di_unit else "",
        lewat=di_unit and capaian.batas < hari_ini,
        tombol=tombol,
        tombol_kelas=kelas,
    )


def _tombol(giliran: Giliran, status: str) -> tuple[str, str]:
    if giliran is Giliran.PERBAIKI:
        return "Perbaiki", "btn-primary"
    if giliran is Giliran.LENGKAPI:
        return ("Unggah" if status == Status.BELUM else "Lanjutkan"), "btn-outline-primary"
    return "Lihat", "btn-outline-secondary"


def _kalimat(hitung: dict[Giliran, Hitung], hari_ini: date) -> str:
    """Return the sentence that opens the page: what to do, how much, until when."""
    di_unit = [hitung[Giliran.PERBAIKI], hitung[Giliran.LENGKAPI]]
    perbaiki, lengkapi = (h.n for h in di_unit)
    menunggu, selesai = hitung[Giliran.MENUNGGU].n, hitung[Giliran.SELESAI].n
    if not (perbaiki or lengkapi or menunggu or selesai):
        return "Belum ada tugas untuk unit Anda pada rencana ini."
    if perbaiki and lengkapi:
        kalimat = f"{perbaiki} tugas dikembalikan dan {lengkapi} belum lengkap."
    elif perbaiki:
        kalimat = f"{perbaiki} tugas dikembalikan."
    elif lengkapi:
        kalimat = f"{lengkapi} tugas belum lengkap."
    else:
        return f"Semua tugas sudah dikirim: {menunggu} menunggu Inspektorat, {selesai} disetujui."
    if lewat := sum(h.lewat for h in di_unit):
        kalimat += f" {lewat} sudah lewat batas waktu."
    if terdekat := [h.terdekat for h in di_unit if h.terdekat is not None]:
        batas = min(terdekat)
        kalimat += f" Batas terdekat {hari_bulan(batas, hari_ini)}, {sisa_hari(batas, hari_ini)}."
    return kalimat
