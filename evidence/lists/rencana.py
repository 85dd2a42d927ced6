"""Plans as they are read: the list, and one plan with its cut-offs and everything it asks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from accounts.models import Unit, User
from accounts.permissions import Permission
from evidence.jadwal import Jendela, batas_baku, jatuh_tempo
from evidence.models import (
    AlurSerah,
    Batas,
    Butir,
    ButirPendukung,
    Capaian,
    DokumenWajib,
    Pemenuhan,
    Rencana,
)
from evidence.penjadwal import jendela_rencana

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Jumlah(TypedDict):
        n_dokumen: int

    class _Isi(TypedDict):
        n_butir: int
        n_dicabut: int

    class _Potret(TypedDict):
        n_capaian: int
        n_dokumen: int

    ButirBaca = WithAnnotations[Butir, _Jumlah]
    RencanaBaca = WithAnnotations[Rencana, _Isi]
    BatasBaca = WithAnnotations[Batas, _Potret]

PER_HALAMAN = 50


@dataclass(frozen=True)
class Saringan:
    """The filters that stand in the address."""

    unit: int | None = None
    pola: str = ""
    sumber: str = ""
    kata: str = ""

    @classmethod
    def dari(cls, data: QueryDict) -> "Saringan":
        """Read the filters; what can't be read counts as not set."""
        unit, pola, sumber = (data.get(k, "") for k in ("unit", "pola", "sumber"))
        return cls(
            unit=int(unit) if unit.isdecimal() and len(unit) < 12 else None,
            pola=pola if pola in Butir.Pola.values else "",
            sumber=sumber if sumber in Butir.SumberPola.values else "",
            kata=data.get("kata", "").strip()[:100],
        )

    def alamat(self) -> str:
        """Return the query string of these filters, empty when none is set."""
        pairs = {
            "unit": self.unit or "",
            "pola": self.pola,
            "sumber": self.sumber,
            "kata": self.kata,
        }
        kept = urlencode({k: v for k, v in pairs.items() if v})
        return f"?{kept}" if kept else ""

    def cocok(self, butir: Butir) -> bool:
        """Whether a Butir passes."""
        kata = self.kata.casefold()
        return (
            (self.unit is None or butir.unit_id == self.unit)
            and self.pola in ("", butir.pola)
            and self.sumber in ("", butir.sumber_pola)
            and (
                not kata
                or kata == butir.kode.casefold()
                or kata in butir.uraian.casefold()
                or kata in butir.jalur.casefold()
            )
        )


@dataclass(frozen=True)
class BarisBatas:
    """A cut-off with how much it photographs; None where there are no tasks yet."""

    batas: Batas
    tahap: str
    capaian: int
    dokumen: int


@dataclass
class BarisButir:
    """A Butir with all that the table of obligations says about it."""

    butir: Butir
    dokumen: list[DokumenWajib] = field(default_factory=list)
    pendukung: list[str] = field(default_factory=list)
    dari: list[AlurSerah] = field(default_factory=list)  # it waits for these
    ke: list[AlurSerah] = field(default_factory=list)  # these wait for it


@dataclass(frozen=True)
class HalamanRencana:
    """The whole page of one plan."""

    batas: list[BarisBatas]
    baris: list[BarisButir]
    page_obj: "Page[ButirBaca]"
    unit_pilihan: list[Unit]
    butir: int
    dicabut: int
    dokumen: int
    menurut_teks: int


def daftar_rencana(user: User, halaman: str) -> "Page[RencanaBaca]":
    """Return one page of the visible plans, with the number of Butir that stand in each."""
    standing = Q(butir_set__dicabut__isnull=True)
    rows = cast(
        "QuerySet[RencanaBaca]",
        Rencana.objects.visible_to(user)
        .select_related("instansi", "asal")
        .annotate(
            n_butir=Count("butir_set", filter=standing),
            n_dicabut=Count("butir_set", filter=~standing),
        )
        .order_by("instansi__nama", "-tahun", "jenis"),
    )
    return Paginator(rows, PER_HALAMAN).get_page(halaman)


def boleh_ubah(user: User, rencana: Rencana) -> bool:
    """Whether the person edits plans of this institution."""
    return rencana.instansi_id in user.akses.instansi_ids(Permission.PLAN_EDIT)


def semua_butir(rencana: Rencana) -> "list[ButirBaca]":
    """Return every Butir of a plan in order, with unit and number of documents (one query)."""
    rows = (
        Butir.objects.filter(rencana=rencana)
        .select_related("unit")
        .annotate(n_dokumen=Count("dokumen_set"))
        .order_by("urut", "pk")
    )
    return list(cast("QuerySet[ButirBaca]", rows))


def halaman_rencana(
    rencana: Rencana, saringan: Saringan, halaman: str, hari_ini: date
) -> HalamanRencana:
    """Return one page of a plan that the caller found visible (at most five queries)."""
    butir = semua_butir(rencana)
    standing = [b for b in butir if b.dicabut is None]
    page = Paginator([b for b in butir if saringan.cocok(b)], PER_HALAMAN).get_page(halaman)
    units = {b.unit_id: b.unit for b in butir}
    return HalamanRencana(
        batas=baris_batas(rencana, standing, hari_ini),
        baris=_rows(list(page)),
        page_obj=page,
        unit_pilihan=sorted(units.values(), key=lambda u: str(u).casefold()),
        butir=len(standing),
        dicabut=len(butir) - len(standing),
        dokumen=sum(b.n_dokumen for b in standing),
        menurut_teks=sum(b.sumber_pola == Butir.SumberPola.TEKS for b in standing),
    )


def _rows(butir: "Sequence[ButirBaca]") -> list[BarisButir]:
    rows = {b.pk: BarisButir(b) for b in butir}
    for dokumen in DokumenWajib.objects.filter(butir__in=rows).order_by("butir", "urut"):
        rows[dokumen.butir_id].dokumen.append(dokumen)
    supporting = ButirPendukung.objects.filter(butir__in=rows).select_related("unit")
    for pair in supporting.order_by("unit__nama_pendek"):
        rows[pair.butir_id].pendukung.append(str(pair.unit))
    arrows = AlurSerah.objects.filter(Q(dari__in=rows) | Q(ke__in=rows))
    for arrow in arrows.select_related("dari", "ke").order_by("dari__urut", "ke__urut"):
        if arrow.ke_id in rows:
            rows[arrow.ke_id].dari.append(arrow)
        if arrow.dari_id in rows:
            rows[arrow.dari_id].ke.append(arrow)
    return list(rows.values())


def baris_batas(rencana: Rencana, butir: "Iterable[ButirBaca]", hari_ini: date) -> list[BarisBatas]:
    """Return the cut-offs with how many tasks and documents each photographs (one query).

    Of a plan that is being drawn up: how many a start for the whole period would make.
    """
    rows = _counted(rencana)
    if rencana.status != Rencana.Keadaan.DISUSUN:
        return [BarisBatas(b, str(b.tahap(hari_ini).label), b.n_capaian, b.n_dokumen) for b in rows]
    windows = jendela_butir(rencana, butir)
    return [
        BarisBatas(
            b,
            str(b.tahap(hari_ini).label),
            sum(w.mulai <= b.akhir for _, w in windows),
            sum(one.n_dokumen for one, w in windows if w.mulai <= b.akhir),
        )
        for b in rows
    ]


def _counted(rencana: Rencana) -> "list[BatasBaca]":
    tasks = Capaian.objects.filter(
        butir__rencana=OuterRef("rencana"), gugur__isnull=True, mulai__lte=OuterRef("akhir")
    )
    documents = Pemenuhan.objects.filter(
        capaian__butir__rencana=OuterRef("rencana"),
        capaian__gugur__isnull=True,
        capaian__mulai__lte=OuterRef("akhir"),
    )

    def count(rows: "QuerySet[Capaian] | QuerySet[Pemenuhan]", group: str) -> Coalesce:
        found = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(found, output_field=IntegerField()), 0)

    rows = rencana.batas_set.annotate(
        n_capaian=count(tasks, "butir__rencana"),
        n_dokumen=count(documents, "capaian__butir__rencana"),
    )
    return list(cast("QuerySet[BatasBaca]", rows))


def jendela_butir(
    rencana: Rencana, butir: "Iterable[ButirBaca]"
) -> "list[tuple[ButirBaca, Jendela]]":
    """Return every due window that a start for the whole period would make."""
    scored = [one for one in butir if one.dinilai]
    windows = jendela_rencana(rencana, scored)
    return [(one, window) for one in scored for window in windows[one.pk]]


def usulan_batas(rencana: Rencana) -> list[Batas]:
    """Return the portal's proposal, not saved."""
    return batas_baku(rencana.mulai, rencana.selesai)


@dataclass(frozen=True)
class Perkiraan:
    """What a start would do, and what speaks against it."""

    capaian: int
    dokumen: int
    dilewati: int
    batas_pertama: date | None
    tanpa_dokumen: list[str]
    unit_berakhir: list[tuple[str, list[str]]]
    tanpa_batas: bool
    kosong: bool


def perkiraan(rencana: Rencana, dari: date, hari_ini: date) -> Perkiraan:
    """Return what starting a plan would make when windows before `dari` are left out."""
    butir = [b for b in semua_butir(rencana) if b.dicabut is None and b.dinilai]
    cut_offs = list(rencana.batas_set.all())
    windows = jendela_butir(rencana, butir)
    asked = [(b, w) for b, w in windows if w.selesai >= dari]
    ended: defaultdict[str, list[str]] = defaultdict(list)
    for one in butir:
        if one.unit.aktif_selesai and one.unit.aktif_selesai < hari_ini:
            ended[str(one.unit)].append(one.kode)
    return Perkiraan(
        capaian=len(asked),
        dokumen=sum(b.n_dokumen for b, _ in asked),
        dilewati=len(windows) - len(asked),
        batas_pertama=min(
            (jatuh_tempo(b, w, cut_offs, rencana.selesai, hari_ini) for b, w in asked), default=None
        ),
        tanpa_dokumen=[b.kode for b in butir if not b.n_dokumen],
        unit_berakhir=sorted(ended.items()),
        tanpa_batas=not cut_offs,
        kosong=not asked,
    )
