"""Verifikasi: what waits for the Inspektorat, oldest first, and the way through it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from evidence.lists.marks import Titik, titik
from evidence.lists.pemeriksa import pemeriksa_aktif, peringatan, terlibat
from evidence.lists.saringan import BELUM, SARINGAN, SAYA, SYARAT, Saringan, nomor
from evidence.models import Capaian, Pemenuhan, Rencana, TampilanTersimpan
from evidence.workflow import Status

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Antre(TypedDict):
        ada_menunggu: bool
        terlibat: bool

    CapaianAntre = WithAnnotations[Capaian, _Antre]

PER_HALAMAN = 50
TETANGGA = 10


@dataclass(frozen=True)
class Tab:
    """One link that filters the queue, with the number of rows behind it."""

    label: str
    alamat: str
    jumlah: int
    aktif: bool


@dataclass(frozen=True)
class Pilihan:
    """One option of a select."""

    nilai: str
    label: str
    dipilih: bool


@dataclass(frozen=True)
class Tetangga:
    """One task as the desk lists it. `pemeriksa`: whom it is assigned to, empty when to nobody."""

    pk: int
    kode: str
    uraian: str
    unit: str
    umur: int | None
    orang_kedua: bool
    terlibat: bool
    pemeriksa: str
    untuk_saya: bool


@dataclass(frozen=True)
class Baris(Tetangga):
    """One task in the queue, with its documents and values."""

    status: str
    menunggu: int
    titik: list[Titik]
    klaim: int | None
    nilai: int | None

    @property
    def bisa(self) -> bool:
        """Whether something waits that the person may decide."""
        return bool(self.menunggu) and not self.terlibat


@dataclass(frozen=True)
class Peringatan:
    """What is wrong with the second pair of eyes of an institution."""

    instansi: str
    teks: str


@dataclass(frozen=True)
class Antrean:
    """The whole page: tabs, reviewers, saved filters, options, rows of this page."""

    tabs: list[Tab]
    pembagian: list[Tab]
    unit_pilihan: list[Pilihan]
    pemeriksa_pilihan: list[Pilihan]
    penerima: list[User]
    tampilan: list[TampilanTersimpan]
    tampilan_ini: TampilanTersimpan | None
    peringatan: list[Peringatan]
    baris: list[Baris]
    page_obj: "Page[CapaianAntre]"

    @property
    def mulai(self) -> Baris | None:
        """The first row of this page that the person may decide."""
        return next((b for b in self.baris if b.bisa), None)


@dataclass(frozen=True)
class Sekitar:
    """Where the desk stands in the queue."""

    baris: list[Tetangga]
    posisi: int | None
    jumlah: int
    sebelum: int | None
    sesudah: int | None


def untuk_diperiksa(user: User, rencana: Rencana | None) -> "QuerySet[CapaianAntre]":
    """Tasks a person may review, with `ada_menunggu` and `terlibat` (four eyes forbid it)."""
    rows = Capaian.objects.visible_to(user, Permission.EVIDENCE_REVIEW).current()
    if rencana is not None:
        rows = rows.filter(butir__rencana=rencana)
    menunggu = Pemenuhan.objects.filter(capaian=OuterRef("pk"), status=Status.MENUNGGU)
    rows = rows.annotate(ada_menunggu=Exists(menunggu), terlibat=terlibat(user.pk))
    return cast("QuerySet[CapaianAntre]", rows)


def _urut(rows: "QuerySet[CapaianAntre]") -> "QuerySet[CapaianAntre]":
    return rows.order_by(F("dikirim").asc(nulls_last=True), "batas", "butir__urut", "pk")


@dataclass
class _Jumlah:
    """Counts of the queue from one grouped query, by tab, unit and reviewer."""

    tab: "Counter[str]" = field(default_factory=Counter)
    pemeriksa: "Counter[int | None]" = field(default_factory=Counter)
    orang: dict[int, str] = field(default_factory=dict)
    unit: dict[int, str] = field(default_factory=dict)

    def semua(self) -> int:
        """All rows of the tab, whoever has them."""
        return self.pemeriksa.total()


def _hitung(rows: "QuerySet[CapaianAntre]", saringan: Saringan, user: User) -> _Jumlah:
    """Count rows behind each tab and each reviewer; every other filter stays as it is."""
    kata = saringan.cocok_kata()
    groups: Iterable[Mapping[str, Any]] = (
        rows.order_by()
        .values("unit", "unit__nama", "unit__nama_pendek", "pemeriksa", "pemeriksa__nama")
        .annotate(**{f"n_{k}": Count("pk", filter=SYARAT[k] & kata) for k in SARINGAN})
    )
    jumlah = _Jumlah()
    wanted: dict[str, int | None] = {SAYA: user.pk, BELUM: None}
    chosen = wanted.get(saringan.pemeriksa, nomor(saringan.pemeriksa))
    for group in groups:
        jumlah.unit[group["unit"]] = group["unit__nama_pendek"] or group["unit__nama"]
        if group["pemeriksa"] is not None:
            jumlah.orang[group["pemeriksa"]] = group["pemeriksa__nama"]
        if saringan.unit not in (None, group["unit"]):
            continue
        jumlah.pemeriksa[group["pemeriksa"]] += group[f"n_{saringan.status}"]
        if not saringan.pemeriksa or chosen == group["pemeriksa"]:
            jumlah.tab.update({k: group[f"n_{k}"] for k in SARINGAN})
    return jumlah


def antrean(user: User, saringan: Saringan, rencana: Rencana | None, halaman: str) -> Antrean:
    """Return one page of the queue with its tabs and whom it is shared among."""
    semua = untuk_diperiksa(user, rencana)
    jumlah = _hitung(semua, saringan, user)
    cocok = semua.filter(SYARAT[saringan.status], saringan.cocok(user.pk))
    pages = Paginator(_lengkap(_urut(cocok)), PER_HALAMAN)
    vars(pages)["count"] = jumlah.tab[saringan.status]  # counted above: no query
    page = pages.get_page(halaman)
    instansi = {
        i.pk: i for i in user.akses.instansi if user.akses.has(Permission.EVIDENCE_REVIEW, i.pk)
    }
    aktif = pemeriksa_aktif(list(instansi))
    orang = {o.pk: o for people in aktif.values() for o in people}
    tampilan = list(TampilanTersimpan.objects.visible_to(user).filter(halaman="verifikasi"))
    hari_ini = timezone.localdate()
    return Antrean(
        tabs=[
            Tab(
                label,
                saringan.dengan(status=kunci),
                jumlah.tab[kunci],
                kunci == saringan.status,
            )
            for kunci, label in SARINGAN.items()
        ],
        pembagian=_pembagian(saringan, jumlah, user),
        unit_pilihan=[
            Pilihan(str(pk), nama, pk == saringan.unit)
            for pk, nama in sorted(jumlah.unit.items(), key=lambda item: item[1].casefold())
        ],
        pemeriksa_pilihan=_pemeriksa(saringan, jumlah, orang, user),
        penerima=sorted(orang.values(), key=lambda o: (o.nama, o.pk)),
        tampilan=tampilan,
        tampilan_ini=next((t for t in tampilan if t.kueri == saringan.kueri), None),
        peringatan=[
            Peringatan(i.nama if len(instansi) > 1 else "", teks)
            for i in instansi.values()
            if (teks := peringatan(i, aktif[i.pk]))
        ],
        baris=[_baris(c, hari_ini, user) for c in page],
        page_obj=page,
    )


def _pembagian(saringan: Saringan, jumlah: _Jumlah, user: User) -> list[Tab]:
    """Return the links Semua pemeriksa, Untuk saya, Belum dibagi."""
    links = [
        ("Semua pemeriksa", "", jumlah.semua()),
        ("Untuk saya", SAYA, jumlah.pemeriksa[user.pk]),
        ("Belum dibagi", BELUM, jumlah.pemeriksa[None]),
    ]
    return [
        Tab(label, saringan.dengan(pemeriksa=kunci), n, kunci == saringan.pemeriksa)
        for label, kunci, n in links
    ]


def _pemeriksa(
    saringan: Saringan, jumlah: _Jumlah, aktif: dict[int, User], user: User
) -> list[Pilihan]:
    """Return the reviewers to filter by: who reviews today, and who still has tasks."""
    nama = {pk: f"{kata} (bukan verifikator lagi)" for pk, kata in jumlah.orang.items()}
    nama |= {pk: o.nama for pk, o in aktif.items()}
    nama.pop(user.pk, None)  # "Untuk saya"
    chosen = nomor(saringan.pemeriksa)
    return [
        Pilihan(str(pk), f"{kata}, {jumlah.pemeriksa[pk]}", pk == chosen)
        for pk, kata in sorted(nama.items(), key=lambda item: item[1].casefold())
    ]


def _lengkap(rows: "QuerySet[CapaianAntre]") -> "QuerySet[CapaianAntre]":
    return rows.select_related("butir", "unit", "pemeriksa").prefetch_related(
        Prefetch("pemenuhan_set", queryset=Pemenuhan.objects.order_by("dokumen__urut"))
    )


def _tetangga(capaian: "CapaianAntre", hari_ini: date, user: User) -> Tetangga:
    return Tetangga(
        pk=capaian.pk,
        kode=capaian.butir.kode,
        uraian=capaian.butir.uraian,
        unit=str(capaian.unit),
        umur=(hari_ini - timezone.localdate(capaian.dikirim)).days if capaian.dikirim else None,
        orang_kedua=capaian.unit.inspektorat,
        terlibat=capaian.terlibat,
        pemeriksa=capaian.pemeriksa.nama if capaian.pemeriksa else "",
        untuk_saya=capaian.pemeriksa_id == user.pk,
    )


def _baris(capaian: "CapaianAntre", hari_ini: date, user: User) -> Baris:
    documents = list(capaian.pemenuhan_set.all())
    return Baris(
        **vars(_tetangga(capaian, hari_ini, user)),
        status=capaian.status,
        menunggu=sum(p.status == Status.MENUNGGU for p in documents),
        titik=titik(documents),
        klaim=capaian.nilai_klaim,
        nilai=capaian.nilai_terverifikasi,
    )


def _urutan(user: User, saringan: Saringan, rencana: Rencana | None) -> "QuerySet[CapaianAntre]":
    rows = untuk_diperiksa(user, rencana).filter(saringan.cocok(user.pk))
    return _urut(rows.filter(SYARAT[saringan.status]))


def sekitar(user: User, saringan: Saringan, rencana: Rencana | None, pk: int) -> Sekitar:
    """Return the rows around a task in the filtered queue; it may have left the queue."""
    ids = list(_urutan(user, saringan, rencana).values_list("pk", flat=True))
    posisi = ids.index(pk) if pk in ids else None
    start = max(0, min((posisi or 0) - TETANGGA // 2, len(ids) - TETANGGA))
    window = ids[start : start + TETANGGA]
    rows = untuk_diperiksa(user, rencana).filter(pk__in=window)
    by_pk = {c.pk: c for c in rows.select_related("butir", "unit", "pemeriksa")}
    hari_ini = timezone.localdate()
    sesudah = None
    if posisi is None:
        sesudah = ids[0] if ids else None
    elif posisi + 1 < len(ids):
        sesudah = ids[posisi + 1]
    return Sekitar(
        baris=[_tetangga(by_pk[i], hari_ini, user) for i in window if i in by_pk],
        posisi=None if posisi is None else posisi + 1,
        jumlah=len(ids),
        sebelum=ids[posisi - 1] if posisi else None,
        sesudah=sesudah,
    )


def berikutnya(
    user: User, saringan: Saringan, rencana: Rencana | None, urutan: list[int]
) -> int | None:
    """Return the next task of the filter that this person can decide on.

    `urutan` is the queue as it stood before the decision, from the decided task on: the desk
    moves forward, and to the beginning only at the end.
    """
    menunggu = replace(saringan, status="menunggu")
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
