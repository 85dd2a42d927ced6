"""The matrix of a Road Map: sasaran and indikator by year, the same rows on screen and in reports.

Every figure is a `Sel` of `roadmap.lembar`. A mean is taken over all indikator that the reader may
read, whatever is filtered: filters hide rows and change no figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Permission
from evidence.models import Butir, ButirPendukung, Capaian, Rencana
from evidence.models.capaian import CapaianQuerySet
from evidence.workflow import DI_UNIT, Status
from roadmap.keadaan import cocok
from roadmap.lembar import Lembar, lembar
from roadmap.models import KelompokSasaran, Sasaran
from roadmap.nilai import Serapan, jumlah_serapan
from roadmap.sel import Sel
from ukuran.capaian import RataCapaian, rata_capaian


@dataclass(frozen=True, slots=True)
class TugasUnit:
    """The task in which the reader's own unit writes the figures of a row."""

    capaian_id: int
    tahun: int


@dataclass(frozen=True, slots=True)
class BarisIndikator:
    """One indikator with its cells, year by year.

    `terbaca` False: the reader may not read what its unit reports. `catatan`: source note codes.
    """

    indikator_id: int
    butir_id: int
    kode: str
    teks: str
    sub: tuple[str, ...]
    unit_id: int
    unit: str
    sel: tuple[Sel, ...]
    catatan: tuple[str, ...] = ()
    terbaca: bool = True
    tugas: TugasUnit | None = None


@dataclass(frozen=True, slots=True)
class BarisSasaran:
    """One sasaran with the means of its indikator, year by year."""

    sasaran_id: int
    teks: str
    indikator: tuple[BarisIndikator, ...]
    rata: tuple[RataCapaian, ...]
    rata_klaim: tuple[RataCapaian, ...]


@dataclass(frozen=True, slots=True)
class KelompokBaris:
    """One printed table of Bab III.B."""

    kode: str
    judul: str
    jalur: tuple[str, ...]
    teks: str
    sasaran: tuple[BarisSasaran, ...]


@dataclass(frozen=True, slots=True)
class Catatan:
    """A source note on a row: what is printed, why it is doubtful, how it might be read."""

    kode: str
    mentah: str
    alasan: str
    usulan: str
    dalam_total: bool | None


@dataclass(frozen=True, slots=True)
class Giliran:
    """Tasks of the plan that wait for somebody, as far as the reader may read them."""

    unit: int = 0
    lewat: int = 0  # of those, past their deadline
    inspektorat: int = 0


@dataclass(frozen=True, slots=True)
class Matriks:
    """The matrix for one reader on one day.

    `rata`, `rata_klaim`, `serapan`: by year, over all that the reader may read. `sebagian`: that
    is only what their own units report. `semua`: how many indikator there are without filters.
    `acuan`: the year that filters and the opening sentence speak of. `catatan`: notes on the rows
    shown.
    """

    rencana: Rencana
    lembar: Lembar
    tahun: tuple[int, ...]
    kelompok: tuple[KelompokBaris, ...]
    rata: tuple[RataCapaian, ...]
    rata_klaim: tuple[RataCapaian, ...]
    sebagian: bool
    semua: int = 0
    acuan: int = 0
    serapan: tuple[Serapan, ...] = ()
    giliran: Giliran | None = None
    pilihan_kelompok: tuple[tuple[str, str], ...] = ()
    pilihan_unit: tuple[tuple[int, str], ...] = ()
    catatan: tuple[Catatan, ...] = ()

    @property
    def baris(self) -> tuple[BarisIndikator, ...]:
        """The indikator shown, in printed order."""
        return tuple(i for k in self.kelompok for s in k.sasaran for i in s.indikator)

    @property
    def nomor_acuan(self) -> int:
        """The position of the reference year."""
        return self.tahun.index(self.acuan)


def matriks(
    rencana: Rencana,
    user: User | None,
    *,
    at: datetime,
    lampau: bool = False,
    unit: int | None = None,
    keadaan: str = "",
    cari: str = "",
    kelompok: str = "",
    tahun: int | None = None,
    tugas: bool = False,
) -> Matriks:
    """Return the matrix as it stood at `at`: one query more than `lembar`.

    `unit`, `keadaan` (a `Saringan`, judged in `tahun` or else the current year), `cari` (all words)
    and `kelompok` hide rows. `tugas`: with the tasks that wait, and those the reader may write.
    A `tahun` outside the plan is taken as its nearest year.
    """
    sheet = lembar(rencana, user, at=at, lampau=lampau)
    acuan = min(max(tahun or sheet.hari_ini.year, sheet.tahun[0]), sheet.tahun[-1])
    rows = _butir(rencana, user, sheet, tugas=tugas)
    groups = _susun(rows, sheet)
    everyone = [i for k in groups for s in k.sasaran for i in s.indikator]
    terbaca = {b.pk: b.terbaca for b in rows}
    position = sheet.tahun.index(acuan)
    wanted = _Saring(unit, keadaan, cari.casefold().split(), kelompok, position, rencana.berjalan)
    shown = tuple(k for k in (wanted.kelompok(g) for g in groups) if k.sasaran)
    codes = {kode for k in shown for s in k.sasaran for i in s.indikator for kode in i.catatan}
    return Matriks(
        rencana=rencana,
        lembar=sheet,
        tahun=sheet.tahun,
        kelompok=shown,
        rata=rata(everyone, sheet.tahun),
        rata_klaim=rata(everyone, sheet.tahun, klaim=True),
        sebagian=user is not None and not baca_semua(rencana, user),
        semua=len(everyone),
        acuan=acuan,
        serapan=tuple(
            jumlah_serapan(
                cell.serapan
                for cell, may in ((sheet.sel(pk, year), may) for pk, may in terbaca.items())
                if cell.terlihat(may)
            )
            for year in sheet.tahun
        ),
        giliran=_giliran(rows) if tugas and user is not None else None,
        pilihan_kelompok=tuple((k.kode, f"{k.kode} {k.judul}") for k in groups),
        pilihan_unit=tuple(
            sorted({(i.unit_id, i.unit) for i in everyone}, key=lambda u: u[1].casefold())
        ),
        catatan=_catatan(rows, codes),
    )


def baca_semua(rencana: Rencana, user: User) -> bool:
    """Whether a person reads what all units of the plan's institution report."""
    return rencana.instansi_id in user.akses.instansi_ids(Permission.EVIDENCE_READ)


def butir_terbaca(user: User) -> Q:
    """Condition on Butir: the person may read what its unit reports (as `Capaian.visible_to`)."""
    found = user.akses.rows(Permission.EVIDENCE_READ)
    for grant in user.akses.with_permission(Permission.EVIDENCE_READ):
        if not grant.whole and grant.jalur:
            helped = ButirPendukung.objects.filter(
                unit__instansi=grant.instansi_id, unit__jalur__startswith=grant.jalur
            )
            found |= Q(instansi=grant.instansi_id, pk__in=helped.values("butir"))
    return found


def rata(
    rows: Iterable[BarisIndikator], tahun: Sequence[int], *, klaim: bool = False
) -> tuple[RataCapaian, ...]:
    """Return the mean of each year over rows that the reader may read, and over historis figures.

    A year that has not begun owes nothing yet.
    """
    counted = list(rows)
    return tuple(
        rata_capaian(
            row.sel[n].hasil_klaim if klaim else row.sel[n].hasil
            for row in counted
            if row.sel[n].dihitung(row.terbaca)
        )
        for n in range(len(tahun))
    )


@dataclass(frozen=True)
class _Saring:
    """What is asked for; hides what does not fit."""

    unit: int | None
    keadaan: str
    kata: list[str]
    kode: str
    nomor: int
    berjalan: bool

    def kelompok(self, group: KelompokBaris) -> KelompokBaris:
        if self.kode and group.kode != self.kode:
            return replace(group, sasaran=())
        found = (self._sasaran(s, group) for s in group.sasaran)
        return replace(group, sasaran=tuple(s for s in found if s.indikator))

    def _sasaran(self, aim: BarisSasaran, group: KelompokBaris) -> BarisSasaran:
        above = f"{' '.join(group.jalur)} {aim.teks}"
        return replace(aim, indikator=tuple(i for i in aim.indikator if self._cocok(i, above)))

    def _cocok(self, row: BarisIndikator, above: str) -> bool:
        if self.unit is not None and row.unit_id != self.unit:
            return False
        text = f"{above} {row.kode} {row.teks} {' '.join(row.sub)} {row.unit}".casefold()
        return all(kata in text for kata in self.kata) and cocok(
            row.sel[self.nomor],
            self.keadaan,
            berjalan=self.berjalan,
            terbaca=row.terbaca,
            bercatatan=bool(row.catatan),
        )


def _butir(rencana: Rencana, user: User | None, sheet: Lembar, *, tugas: bool) -> list[Any]:
    """Return all Butir that the plan still asks for, one row per source note (one query).

    Adds `terbaca`, the columns of the note and, with `tugas`, the tasks behind each Butir.
    """
    counts = Q(dicabut__isnull=True) | Q(dicabut__gt=sheet.at)
    rows = Butir.objects.filter(counts, rencana=rencana).select_related(
        "unit", "indikator_roadmap__sasaran__kelompok"
    )
    rows = rows.annotate(
        catatan_kode=F("catatan_roadmap__kode"),
        catatan_mentah=F("catatan_roadmap__mentah"),
        catatan_alasan=F("catatan_roadmap__alasan"),
        catatan_usulan=F("catatan_roadmap__usulan"),
        catatan_total=F("catatan_roadmap__dalam_total"),
    )
    whole = user is None or baca_semua(rencana, user)
    readable = Value(True) if whole or user is None else _terbaca(user)
    rows = rows.annotate(terbaca=readable)
    if tugas and user is not None:
        rows = rows.annotate(**_tugas(user, sheet))
    return list(
        rows.order_by(
            "indikator_roadmap__sasaran__kelompok__urut",
            "indikator_roadmap__sasaran__urut",
            "indikator_roadmap__urut",
            "urut",
            "catatan_roadmap__kode",
        )
    )


def _terbaca(user: User) -> Exists:
    return Exists(Butir.objects.filter(butir_terbaca(user), pk=OuterRef("pk")))


def _tugas(user: User, sheet: Lembar) -> dict[str, Any]:
    """Return the tasks of a Butir as columns: the next one to write, and how many wait."""
    here = Capaian.objects.current().filter(butir=OuterRef("pk"), mulai__lte=sheet.hari_ini)
    own = here.visible_to(user, Permission.EVIDENCE_SEND).filter(status__in=DI_UNIT)
    own = own.order_by("batas", "pk")
    seen = here.visible_to(user)
    owed = seen.filter(status__in=DI_UNIT)
    return {
        "tugas_id": Subquery(own.values("pk")[:1]),
        "tugas_selesai": Subquery(own.values("selesai")[:1]),
        "di_unit": _banyak(owed),
        "lewat": _banyak(owed.filter(batas__lt=sheet.hari_ini)),
        "di_inspektorat": _banyak(seen.filter(status=Status.MENUNGGU)),
    }


def _banyak(rows: CapaianQuerySet) -> Coalesce:
    """Return how many rows there are of each Butir."""
    counted = rows.order_by().values("butir").annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def _catatan(rows: Iterable[Any], codes: set[str]) -> tuple[Catatan, ...]:
    found = {
        row.catatan_kode: Catatan(
            row.catatan_kode,
            row.catatan_mentah,
            row.catatan_alasan,
            row.catatan_usulan,
            row.catatan_total,
        )
        for row in rows
        if row.catatan_kode in codes
    }
    return tuple(found[kode] for kode in sorted(found, key=lambda k: (len(k), k)))


def _giliran(rows: Iterable[Any]) -> Giliran:
    once = {row.pk: row for row in rows}.values()
    return Giliran(
        unit=sum(row.di_unit for row in once),
        lewat=sum(row.lewat for row in once),
        inspektorat=sum(row.di_inspektorat for row in once),
    )


def _susun(rows: Iterable[Any], sheet: Lembar) -> list[KelompokBaris]:
    """Put the indikator below their sasaran and groups, as printed."""
    notes: dict[int, list[str]] = defaultdict(list)
    aims: dict[Sasaran, dict[int, Any]] = {}
    for row in rows:
        if row.catatan_kode:
            notes[row.pk].append(row.catatan_kode)
        place = getattr(row, "indikator_roadmap", None)
        if place is not None:
            aims.setdefault(place.sasaran, {})[row.pk] = row
    groups: dict[KelompokSasaran, list[BarisSasaran]] = {}
    for aim, found in aims.items():
        lines = tuple(_baris(row, sheet, notes[pk]) for pk, row in found.items())
        groups.setdefault(aim.kelompok, []).append(
            BarisSasaran(
                sasaran_id=aim.pk,
                teks=aim.teks,
                indikator=lines,
                rata=rata(lines, sheet.tahun),
                rata_klaim=rata(lines, sheet.tahun, klaim=True),
            )
        )
    return [
        KelompokBaris(g.kode, g.judul, tuple(g.jalur), g.teks, tuple(found))
        for g, found in groups.items()
    ]


def _baris(row: Any, sheet: Lembar, notes: Sequence[str]) -> BarisIndikator:
    place = row.indikator_roadmap
    task = getattr(row, "tugas_id", None)
    return BarisIndikator(
        indikator_id=place.pk,
        butir_id=row.pk,
        kode=place.kode,
        teks=place.teks,
        sub=tuple(place.sub),
        unit_id=row.unit_id,
        unit=str(row.unit),
        sel=sheet.baris(row.pk),
        catatan=tuple(notes),
        terbaca=row.terbaca,
        tugas=TugasUnit(task, row.tugas_selesai.year) if task else None,
    )
