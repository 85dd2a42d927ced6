"""Lembar Unggah JAGA: one page of it, in the order of JAGA's form."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from evidence.models import Batas, BuktiTaut, Butir, Capaian, Pemenuhan, Rencana
from evidence.workflow import Status
from satgas.jaga.dokumen import Dokumen, Tanda, dokumen
from satgas.jaga.keadaan import Keadaan, berkas_berubah, dengan_keadaan
from satgas.jaga.saringan import BAGIAN, URUT, Saringan
from satgas.jaga.status import BELUM_DIUNGGAH, NilaiSaatItu, StatusJaga, nilai_kpk, status_jaga
from satgas.models import Anggota, Area, KirimanJaga, NilaiKPK

__all__ = [
    "BELUM_DIUNGGAH",
    "Lembar",
    "NilaiSaatItu",
    "StatusJaga",
    "ada_siap",
    "lembar",
    "nilai_kpk",
    "rencana_lembar",
    "status_jaga",
]

PER_HALAMAN = 50
_SATU_JENDELA = (Butir.Pola.SEKALI, Butir.Pola.TAHUNAN, Butir.Pola.TERUS, Butir.Pola.KEJADIAN)


@dataclass(frozen=True)
class Pilihan:
    """One choice of a filter."""

    pk: int
    nama: str


@dataclass(frozen=True)
class Tab:
    """One tab above the sheet."""

    label: str
    alamat: str
    jumlah: int
    aktif: bool


@dataclass(frozen=True)
class Baris:
    """One line: a sub indikator or task in one window, with its documents."""

    capaian: Capaian
    kelompok: str
    indikator: str
    masa: bool
    tanda: Tanda
    dokumen: list[Dokumen]
    nilai_kpk: Decimal | None
    nilai_tanggal: date | None
    nilai_sumber: str
    boleh: bool
    alamat_nilai: str

    @property
    def siap(self) -> list[int]:
        """Documents that may be ticked now."""
        return [d.pemenuhan.pk for d in self.dokumen if d.bisa_tandai]


@dataclass(frozen=True)
class Kelompok:
    """Lines under one heading: a member, or an area."""

    nama: str
    baris: list[Baris]


@dataclass(frozen=True)
class Lembar:
    """One page of the sheet. The counts are documents of the whole plan, whatever is filtered."""

    tabs: list[Tab]
    siap: int
    menunggu: int
    ditolak: int
    bagian: list[Pilihan]
    unit: list[Pilihan]
    kelompok: list[Kelompok]
    page_obj: "Page[int]"


def rencana_lembar(rencana: list[Rencana]) -> Rencana | None:
    """Return the plan that the sheet opens with: the first that has a form in JAGA."""
    return next((r for r in rencana if r.jenis in BAGIAN), None)


def ada_siap(rencana: Rencana | None) -> Q:
    """Return the condition on Capaian: a line of this plan with a document ready to upload."""
    ready = dengan_keadaan(
        Pemenuhan.objects.filter(
            capaian__butir__rencana=rencana, capaian__gugur__isnull=True, status=Status.DISETUJUI
        )
    ).filter(keadaan_jaga=Keadaan.SIAP)
    return Q(pk__in=ready.values("capaian"))


def lembar(user: User, rencana: Rencana, saringan: Saringan) -> Lembar:
    """Return one page for a person: lines that the person may read, `boleh` where to record."""
    hari_ini = timezone.localdate()
    capaian = Capaian.objects.visible_to(user).filter(
        Q(mulai__lte=hari_ini) | ~Q(status=Status.BELUM), gugur__isnull=True, butir__rencana=rencana
    )
    documents = dengan_keadaan(Pemenuhan.objects.filter(capaian__in=capaian.values("pk")))
    cocok = documents.filter(saringan.syarat(rencana.jenis))
    hitung = _hitung(documents)
    banyak = cocok.order_by().values("capaian").distinct().count()
    page = Paginator(range(banyak), PER_HALAMAN).get_page(saringan.page)
    bagian, unit = _pilihan(capaian, rencana.jenis)
    shown = (
        capaian.filter(pk__in=cocok.values("capaian"))
        .order_by(*_urut(rencana.jenis), "mulai", "pk")
        .values("pk")[max(page.start_index() - 1, 0) : page.end_index()]
    )
    return Lembar(
        tabs=_tabs(hitung, saringan),
        siap=hitung[Keadaan.SIAP],
        menunggu=hitung[Keadaan.MENUNGGU],
        ditolak=hitung[Keadaan.DITOLAK],
        bagian=bagian,
        unit=unit,
        kelompok=_kelompok(
            _baris(user, rencana, documents.filter(capaian__in=shown), saringan, hari_ini)
        ),
        page_obj=page,
    )


def _urut(jenis: str) -> list[Any]:
    """Order of the form; a Butir that left the form stands at the end."""
    return [F(path).asc(nulls_last=True) for path in URUT[jenis]]


def _hitung(documents: "QuerySet[Any]") -> Counter[str]:
    """Count the documents in each state; a state is worked out once for each of them."""
    rows = documents.order_by().values("keadaan_jaga").annotate(n=Count("pk"))
    return Counter({row["keadaan_jaga"]: row["n"] for row in rows})


_TAB = (
    ("", "Semua"),
    (Keadaan.SIAP, "Siap diunggah"),
    (Keadaan.MENUNGGU, "Menunggu KPK"),
    (Keadaan.DITOLAK, "Ditolak KPK"),
    (Keadaan.DIBUKA, "Dibuka kembali"),
    (Keadaan.DITERIMA, "Diterima KPK"),
    (Keadaan.BELUM, "Belum siap"),
)


def _tabs(hitung: Counter[str], saringan: Saringan) -> list[Tab]:
    """Return the tabs with their documents; one that is empty and not chosen stays away."""
    total = hitung.total()
    return [
        Tab(label, saringan.dengan_status(status), n, saringan.status == status)
        for status, label in _TAB
        for n in [hitung[status] if status else total]
        if n or saringan.status == status or not status
    ]


def _pilihan(capaian: "QuerySet[Capaian]", jenis: str) -> tuple[list[Pilihan], list[Pilihan]]:
    """Return the parts and units that have lines, in one query."""
    part = BAGIAN[jenis]
    no, nama = ("no", "jabatan") if jenis == Rencana.Jenis.SATGAS else ("urut", "nama")
    rows = (
        capaian.order_by()
        .values_list(part, f"{part}__{no}", f"{part}__{nama}", "unit", "unit__nama")
        .distinct()
    )
    parts: dict[int, tuple[int, str]] = {}
    units: dict[int, str] = {}
    for pk, urut, judul, unit, unit_nama in rows:
        units[unit] = unit_nama
        if pk is not None:
            parts[pk] = (urut, judul)
    return (
        [Pilihan(pk, f"{n}. {judul}") for pk, (n, judul) in sorted(parts.items(), key=_kedua)],
        [Pilihan(pk, name) for pk, name in sorted(units.items(), key=_kedua)],
    )


def _kedua(pair: tuple[int, Any]) -> Any:
    return pair[1]


def _baris(
    user: User,
    rencana: Rencana,
    rows: "QuerySet[Any]",
    saringan: Saringan,
    hari_ini: date,
) -> list[Baris]:
    """Load the documents of the lines on a page, in the order of the form (three queries)."""
    files = BuktiTaut.objects.active().select_related("versi").order_by("id")
    cut_off = (
        Batas.objects.filter(
            rencana=OuterRef("pemenuhan__capaian__butir__rencana"),
            batas_jaga__gte=OuterRef("diunggah__date"),
        )
        .order_by("batas_jaga")
        .values("batas_jaga")
    )
    uploads = (
        KirimanJaga.objects.select_related("diunggah_oleh", "dijawab_oleh")
        .annotate(berubah=berkas_berubah(), jaga_sampai=Subquery(cut_off[:1]))
        .order_by("-diunggah", "-id")
    )
    nilai = NilaiKPK.objects.filter(butir=OuterRef("capaian__butir")).order_by("-dicatat", "-id")
    place = [f"capaian__{BAGIAN[rencana.jenis]}"]
    loaded = (
        rows.select_related("dokumen", "capaian__butir", "capaian__unit", *place)
        .annotate(
            kpk_nilai=Subquery(nilai.values("nilai")[:1]),
            kpk_tanggal=Subquery(nilai.values("tanggal")[:1]),
            kpk_sumber=Subquery(nilai.values("sumber")[:1]),
        )
        .prefetch_related(
            Prefetch("taut_set", queryset=files, to_attr="berkas"),
            Prefetch("kiriman_jaga_set", queryset=uploads, to_attr="kiriman_urut"),
        )
        .order_by(
            *(F(f"capaian__{path}").asc(nulls_last=True) for path in URUT[rencana.jenis]),
            "capaian__mulai",
            "capaian",
            "dokumen__urut",
        )
    )
    lines: dict[int, list[Any]] = {}
    for row in loaded:
        lines.setdefault(row.capaian_id, []).append(row)
    return [_satu(user, rencana, found, saringan, hari_ini) for found in lines.values()]


def _satu(
    user: User, rencana: Rencana, rows: list[Any], saringan: Saringan, hari_ini: date
) -> Baris:
    capaian: Capaian = rows[0].capaian
    boleh = rencana.berjalan and user.akses.may(Permission.JAGA_RECORD, capaian.unit)
    found = [dokumen(row, boleh, hari_ini) for row in rows]
    part, indikator = _letak(capaian.butir, rencana.jenis)
    first = min(found, key=lambda d: list(Keadaan).index(d.keadaan))
    return Baris(
        capaian=capaian,
        kelompok=part,
        indikator=indikator,
        masa=capaian.butir.pola not in _SATU_JENDELA,
        tanda=first.tanda,
        dokumen=found,
        nilai_kpk=rows[0].kpk_nilai,
        nilai_tanggal=rows[0].kpk_tanggal,
        nilai_sumber=rows[0].kpk_sumber or "",
        boleh=boleh,
        alamat_nilai=replace(saringan, baris=capaian.pk).alamat,
    )


def _letak(butir: Butir, jenis: str) -> tuple[str, str]:
    """Return the heading of a line, and the indikator it belongs to (none in the decree)."""
    if jenis == Rencana.Jenis.SATGAS:
        tugas = getattr(butir, "rincian_tugas", None)
        if tugas is None:
            return "Di luar keputusan", ""
        anggota: Anggota = tugas.anggota
        return f"{anggota.no}. {anggota.jabatan}", ""
    sub = getattr(butir, "sub_indikator", None)
    if sub is None:
        return "Di luar instrumen yang dipakai", ""
    area: Area = sub.indikator.area
    return f"{area.kode} {area.nama}", f"{sub.indikator.kode} {sub.indikator.nama}"


def _kelompok(lines: list[Baris]) -> list[Kelompok]:
    groups: list[Kelompok] = []
    for line in lines:
        if not groups or groups[-1].nama != line.kelompok:
            groups.append(Kelompok(line.kelompok, []))
        groups[-1].baris.append(line)
    return groups
