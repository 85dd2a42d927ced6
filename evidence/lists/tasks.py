"""Tugas saya: the tasks of a person's units, by whose turn it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, TypedDict, cast

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Permission
from accounts.sebutan import sebut, sebut_malas
from evidence.jadwal import Jendela, label
from evidence.lists.marks import Titik, hari_bulan, titik
from evidence.models import Butir, Capaian, Keputusan, Pemenuhan, Rencana
from evidence.mutakhir import (
    SEGERA_HARI,
    Kata,
    Tahap,
    diterima,
    mutakhir,
    sampai_sql,
    sebutan,
)
from evidence.workflow import DI_UNIT, KECUALI, KEMBALI, Status
from ukuran.format import sisa_hari

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Giliran(TypedDict):
        giliran: int
        sampai: date | None
        jatuh: date

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
    PENYERAHAN = 3, "Menunggu unit lain"
    MENUNGGU = 4, "Menunggu"
    MUTAKHIR = 5, "Mutakhir"
    NANTI = 6, "Belum mulai"
    SELESAI = 7, "Selesai"

    @property
    def kunci(self) -> str:
        """The word in the address."""
        return self.name.lower()


JUDUL = {
    Giliran.PERBAIKI: "Perbaiki dahulu",
    Giliran.LENGKAPI: "Lengkapi dan kirim",
    Giliran.PENYERAHAN: "Menunggu penyerahan unit lain",
    Giliran.MENUNGGU: sebut_malas("Menunggu Inspektorat"),
    Giliran.MUTAKHIR: "Mutakhir, diperbarui berkala",
    Giliran.NANTI: "Jadwalnya belum mulai",
    Giliran.SELESAI: "Selesai",
}
DI_TANGAN_UNIT = (Giliran.PERBAIKI, Giliran.LENGKAPI)
TAB_TETAP = (Giliran.PERBAIKI, Giliran.LENGKAPI, Giliran.MENUNGGU, Giliran.SELESAI)
"""Tabs that always stand; the others appear with their first task."""


@dataclass(frozen=True)
class Hitung:
    """Figures of one turn: all tasks, those that match the search, late ones, next deadline.

    `segera`: current tasks whose approval ends soon.
    """

    n: int = 0
    cocok: int = 0
    lewat: int = 0
    terdekat: date | None = None
    segera: int = 0


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
    jendela: str
    unit: str
    kata: list[Kata]
    pemegang: str
    sejak: datetime | None
    catatan: str
    titik: list[Titik]
    ringkas: str
    batas: date
    sisa: str
    lewat: bool
    progres: str
    bisa_progres: bool
    tombol: str
    tombol_kelas: str

    @property
    def progres_label(self) -> str:
        """How far the task is, in words."""
        return str(Capaian.Progres(self.progres).label)


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


def tugas_milik(user: User, rencana: Rencana, hari_ini: date) -> "models.QuerySet[CapaianGiliran]":
    """Tasks of a plan that the person may send, with their turn (see `tugas_semua`)."""
    return tugas_semua(user, hari_ini).filter(butir__rencana=rencana)


def tugas_semua(user: User, hari_ini: date) -> "models.QuerySet[CapaianGiliran]":
    """Tasks of running plans that the person may send, with their turn as `giliran`.

    A task with a document still to come is the unit's turn, also while another document of it
    waits for the Inspektorat. A continuous task comes back as soon as an approval has ended; its
    deadline (`jatuh`) is the end of the approval. A task that another unit has not handed over
    yet waits, and so does one whose window has not begun.
    """
    own = Pemenuhan.objects.filter(capaian=OuterRef("pk")).order_by()
    kurang = own.filter(status__in=[Status.BELUM, Status.DRAF])
    lewat = own.filter(status=Status.DISETUJUI, berlaku_sampai__lt=hari_ini)
    ended = [Status.DISETUJUI, *KECUALI]
    turns = (
        (Q(status=Status.PERBAIKAN), Giliran.PERBAIKI),
        (Q(butir__pola=Butir.Pola.TERUS) & Exists(lewat), Giliran.LENGKAPI),
        (Q(status=Status.DISETUJUI, butir__pola=Butir.Pola.TERUS), Giliran.MUTAKHIR),
        (Q(status__in=ended), Giliran.SELESAI),
        (Q(status=Status.MENUNGGU) & ~Exists(kurang), Giliran.MENUNGGU),
        (Q(status=Status.BELUM, mulai__gt=hari_ini), Giliran.NANTI),
        (Q(pemegang__isnull=False), Giliran.PENYERAHAN),
    )
    sampai = sampai_sql(hari_ini)
    rows = (
        Capaian.objects.visible_to(user, Permission.EVIDENCE_SEND)
        .current()
        .annotate(
            giliran=Case(
                *(When(condition, then=Value(turn.value)) for condition, turn in turns),
                default=Value(Giliran.LENGKAPI.value),
                output_field=IntegerField(),
            ),
            sampai=sampai,
            jatuh=Coalesce(sampai, F("batas")),
        )
    )
    return cast("models.QuerySet[CapaianGiliran]", rows)


def _cocok(kata: str) -> Q:
    return Q(butir__kode__iexact=kata) | Q(butir__uraian__icontains=kata) if kata else Q()


def daftar_tugas(
    user: User, rencana: Rencana, *, giliran: str, kata: str, halaman: str, hari_ini: date
) -> DaftarTugas:
    """Return the list for one tab and search word; an unknown tab means all."""
    semua = tugas_milik(user, rencana, hari_ini)
    hitung = _hitung(semua, kata, hari_ini)
    pilihan = next((g for g in Giliran if g.kunci == giliran), None)
    tabs = [Tab("", "Semua", sum(h.cocok for h in hitung.values()), pilihan is None)]
    tabs += [
        Tab(g.kunci, str(g.label), hitung[g].cocok, pilihan is g)
        for g in Giliran
        if g in TAB_TETAP or hitung[g].n or pilihan is g
    ]

    rows = semua.filter(_cocok(kata))
    if pilihan is not None:
        rows = rows.filter(giliran=pilihan.value)
    page = Paginator(_lengkap(rows), PER_HALAMAN).get_page(halaman)
    kelompok = [
        Kelompok(
            Giliran(g).kunci,
            str(JUDUL[Giliran(g)]),
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
            lewat=Count("pk", filter=Q(jatuh__lt=hari_ini, pemegang__isnull=True)),
            terdekat=Min("jatuh", filter=Q(jatuh__gte=hari_ini)),
            segera=Count("pk", filter=Q(jatuh__lte=hari_ini + timedelta(days=SEGERA_HARI))),
        )
    )
    found = {
        Giliran(r["giliran"]): Hitung(r["n"], r["cocok"], r["lewat"], r["terdekat"], r["segera"])
        for r in rows
    }
    return {g: found.get(g, Hitung()) for g in Giliran}


def _lengkap(rows: "models.QuerySet[CapaianGiliran]") -> "models.QuerySet[CapaianLengkap]":
    langkah = Keputusan.objects.filter(capaian=OuterRef("pk")).order_by("-at", "-id")
    kembali = langkah.filter(
        aksi__in=KEMBALI, pemenuhan__status=Status.PERBAIKAN, pemenuhan__isnull=False
    )
    full = (
        rows.select_related("butir", "unit", "pemegang")
        .annotate(
            catatan_terakhir=Subquery(kembali.values("catatan")[:1]),
            sejak=Subquery(langkah.values("at")[:1]),
        )
        .prefetch_related(
            Prefetch("pemenuhan_set", queryset=Pemenuhan.objects.order_by("dokumen__urut"))
        )
        .order_by("giliran", "jatuh", "butir__urut", "pk")
    )
    return cast("models.QuerySet[CapaianLengkap]", full)


def _baris(capaian: "CapaianLengkap", hari_ini: date) -> Baris:
    documents = list(capaian.pemenuhan_set.all())
    pola = capaian.butir.pola
    ada = sum(diterima(pola, p.status, p.berlaku_sampai, hari_ini) for p in documents)
    giliran = Giliran(capaian.giliran)
    segar = mutakhir(capaian.sampai, hari_ini)
    perlu = segar is not None and segar.tahap is not Tahap.SEGAR
    lewat = segar is not None and segar.tahap is Tahap.LEWAT
    tombol, kelas = _tombol(giliran, capaian.status, perlu=perlu)
    di_unit = giliran in DI_TANGAN_UNIT
    pemegang = capaian.pemegang if giliran in (*DI_TANGAN_UNIT, Giliran.PENYERAHAN) else None
    berjalan = di_unit or giliran is Giliran.PENYERAHAN
    return Baris(
        pk=capaian.pk,
        kode=capaian.butir.kode,
        uraian=capaian.butir.uraian,
        jendela=label(pola, Jendela(capaian.mulai, capaian.selesai)),
        unit=str(capaian.unit),
        kata=sebutan(capaian.status, segar),
        pemegang=pemegang.nama if pemegang else "",
        sejak=None if lewat else capaian.sejak,
        catatan=(capaian.catatan_terakhir or "") if giliran is Giliran.PERBAIKI else "",
        titik=titik(documents, pola=pola, hari_ini=hari_ini),
        ringkas=f"{ada} dari {len(documents)} diterima",
        batas=capaian.jatuh,
        sisa=sisa_hari(capaian.jatuh, hari_ini) if di_unit and pemegang is None else "",
        lewat=di_unit and pemegang is None and capaian.jatuh < hari_ini,
        progres=capaian.progres,
        bisa_progres=berjalan and any(p.status in DI_UNIT for p in documents),
        tombol=tombol,
        tombol_kelas=kelas,
    )


def _tombol(giliran: Giliran, status: str, *, perlu: bool) -> tuple[str, str]:
    """Return the word and look of a row's button; `perlu`: a renewal is due or soon is."""
    if giliran is Giliran.PERBAIKI:
        return "Perbaiki", "btn-primary"
    if perlu and (giliran is Giliran.MUTAKHIR or status == Status.DISETUJUI):
        return "Perbarui", "btn-outline-primary"
    if giliran in (Giliran.LENGKAPI, Giliran.PENYERAHAN):
        return ("Unggah" if status == Status.BELUM else "Lanjutkan"), "btn-outline-primary"
    return "Lihat", "btn-outline-secondary"


def _kalimat(hitung: dict[Giliran, Hitung], hari_ini: date) -> str:
    """Return the sentence that opens the page: what to do, how much, until when."""
    di_unit = [hitung[Giliran.PERBAIKI], hitung[Giliran.LENGKAPI]]
    perbaiki, lengkapi = (h.n for h in di_unit)
    menunggu = hitung[Giliran.MENUNGGU].n
    disetujui = hitung[Giliran.SELESAI].n + hitung[Giliran.MUTAKHIR].n
    if not any(h.n for h in hitung.values()):
        return "Belum ada tugas untuk unit Anda pada rencana ini."
    if perbaiki and lengkapi:
        kalimat = f"{perbaiki} tugas dikembalikan dan {lengkapi} belum lengkap."
    elif perbaiki:
        kalimat = f"{perbaiki} tugas dikembalikan."
    elif lengkapi:
        kalimat = f"{lengkapi} tugas belum lengkap."
    else:
        return _tenang(hitung, menunggu, disetujui) + _segera(hitung)
    if lewat := sum(h.lewat for h in di_unit):
        kalimat += f" {lewat} sudah lewat batas waktu."
    if terdekat := [h.terdekat for h in di_unit if h.terdekat is not None]:
        batas = min(terdekat)
        kalimat += f" Batas terdekat {hari_bulan(batas, hari_ini)}, {sisa_hari(batas, hari_ini)}."
    return kalimat + _segera(hitung)


def _tenang(hitung: dict[Giliran, Hitung], menunggu: int, disetujui: int) -> str:
    """Return the sentence of a list in which nothing is the unit's turn."""
    lain, nanti = hitung[Giliran.PENYERAHAN].n, hitung[Giliran.NANTI].n
    if lain:
        return f"{lain} tugas menunggu penyerahan unit lain; tidak ada yang menunggu unit Anda."
    if nanti and not (menunggu or disetujui):
        return f"Belum ada yang perlu dikerjakan: jadwal {nanti} tugas belum mulai."
    return sebut(
        f"Semua tugas sudah dikirim: {menunggu} menunggu Inspektorat, {disetujui} disetujui."
    )


def _segera(hitung: dict[Giliran, Hitung]) -> str:
    segera = hitung[Giliran.MUTAKHIR].segera
    return f" {segera} tugas segera perlu diperbarui." if segera else ""
