"""The Lampiran as a table: programs, kegiatan and printed rows with their cells of every year.

Screen, PDF and xlsx take their figures from here; the cells come from `lembar`. Subtotals are
computed, the source prints none; the printed TOTAL stands beside the computed sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Value

from accounts.models import User
from accounts.permissions import Permission
from evidence.models import Butir, Capaian, Rencana
from evidence.workflow import DI_UNIT, Status
from roadmap.gabung import Gabung, total_tercetak, urai_kode, urai_total
from roadmap.keadaan import cocok
from roadmap.lembar import Lembar, lembar
from roadmap.matriks import TugasUnit, baca_semua, butir_terbaca
from roadmap.models import BarisAksi, CatatanSumber, Program, TargetTahun
from roadmap.nilai import Serapan, jumlah_serapan
from roadmap.sel import Sel
from ukuran.capaian import RataCapaian, rata_capaian

TANPA_JUDUL = "(tanpa judul pada sumber)"
"""Stands for the name of a program of which the source prints only the letter."""
_TERKIRIM: dict[str, str] = {
    Status.MENUNGGU: "menunggu verifikasi",
    Status.DISETUJUI: "sudah disetujui",
}


@dataclass(frozen=True, slots=True)
class BarisTabel:
    """One printed row. A heading has no Butir and no cells.

    `berbagi`: kode of the row that carries the budget which this row shares. `terbaca`: the
    reader may see the realisasi of this row. `indikator` is what the row belongs to, also where
    its cell is covered or continues on the next line. `tugas`: what the reader's unit may write;
    `tugas_kata`: why nothing, where its task of the running window has been sent.
    """

    baris_id: int
    kode: str
    tipe: str
    no_tercetak: str
    kegiatan_tercetak: str
    sub_kegiatan: str
    indikator_tercetak: str
    penanggung_jawab: str
    unit_id: int | None
    unit: str
    butir_id: int | None
    sel: tuple[Sel, ...]
    berbagi: str
    catatan: tuple[str, ...]
    indikator: str = ""
    terbaca: bool = True
    tugas: TugasUnit | None = None
    tugas_kata: str = ""

    @property
    def judul(self) -> bool:
        """Whether it is a heading that asks nothing."""
        return self.butir_id is None


@dataclass(frozen=True, slots=True)
class GrupKegiatan:
    """One numbered kegiatan with its rows."""

    kegiatan_id: int
    no: str
    nama: str
    baris: tuple[BarisTabel, ...]
    catatan: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subtotal:
    """What rows add up to in one year.

    `anggaran_ribu` adds every budget cell; blank and '-' add nothing. `serapan` and `rata` are
    over the cells whose realisasi the reader may see.
    """

    tahun: int
    anggaran_ribu: int
    serapan: Serapan
    rata: RataCapaian


@dataclass(frozen=True, slots=True)
class GrupProgram:
    """One program with its kegiatan and its computed subtotals, year by year."""

    program_id: int
    huruf: str
    nama: str
    judul_tercetak: str
    kegiatan: tuple[GrupKegiatan, ...]
    subtotal: tuple[Subtotal, ...]
    catatan: tuple[str, ...]

    @property
    def baris(self) -> tuple[BarisTabel, ...]:
        """All rows of the program."""
        return tuple(row for kegiatan in self.kegiatan for row in kegiatan.baris)


@dataclass(frozen=True, slots=True)
class RevisiAnggaran:
    """What revisions did to the budgets of one year: how many rows, by how much (Rp.000)."""

    baris: int
    ribu: int


@dataclass(frozen=True, slots=True)
class Tabel:
    """The whole table. `disaring`: only some rows are in it, so sums are of these rows.

    `sebagian`: the reader sees only the realisasi of their own units. `acuan`: the year that the
    filter `keadaan` speaks of. `revisi`: the years whose budgets are not those of version 1 any
    more, read where a TOTAL is printed and all rows are shown.
    """

    rencana: Rencana
    lembar: Lembar
    tahun: tuple[int, ...]
    program: tuple[GrupProgram, ...]
    total: tuple[Subtotal, ...]
    total_tercetak: Mapping[int, int | None]
    sebagian: bool
    disaring: bool = False
    acuan: int = 0
    semua_program: tuple[tuple[str, str], ...] = ()
    semua_unit: tuple[tuple[int, str], ...] = ()
    revisi: Mapping[int, RevisiAnggaran] = field(default_factory=dict)

    @property
    def baris(self) -> tuple[BarisTabel, ...]:
        """All rows of the table."""
        return tuple(row for program in self.program for row in program.baris)


def tabel(
    rencana: Rencana,
    user: User | None,
    *,
    at: datetime,
    lampau: bool = False,
    program: str = "",
    unit: int | None = None,
    keadaan: str = "",
    tahun: int | None = None,
    cari: str = "",
    sampai: date | None = None,
    tugas: bool = False,
) -> Tabel:
    """Return the table of a plan that the caller has found visible (one query and the sheet's;
    one more where a printed TOTAL stands beside revised targets).

    `program` is a letter, `unit` the id of a unit, `keadaan` a `Saringan` (judged in `tahun` or
    else the current year), `cari` words in the kegiatan, the indikator or the penanggung jawab;
    they hide rows, and sums are then of the rows shown. `tahun` leaves one year of the plan. A
    heading stays with the rows of its kegiatan. `sampai` as in `lembar`. `tugas`: with the tasks
    that the reader may write.
    """
    sheet = lembar(rencana, user, at=at, lampau=lampau, sampai=sampai)
    acuan = min(max(tahun or sheet.hari_ini.year, sheet.tahun[0]), sheet.tahun[-1])
    years = (acuan,) if tahun in sheet.tahun else sheet.tahun
    rows = _rows(rencana, user, sheet, tugas=tugas)
    owned = _by_program(rows)
    wanted = _Saringan(program, unit, keadaan, cari.casefold().split(), acuan, rencana.berjalan)
    view = _Pandangan(sheet, years, wanted)
    found = (view.program(owner, own) for owner, own in owned)
    groups = tuple(group for group in found if group is not None)
    shown = [row for group in groups for row in group.baris]
    printed = urai_total(rows[0].total_teks if rows else None)
    return Tabel(
        rencana=rencana,
        lembar=sheet,
        tahun=years,
        program=groups,
        total=tuple(subtotal(shown, y) for y in years),
        total_tercetak=printed,
        sebagian=user is not None and not baca_semua(rencana, user),
        disaring=wanted.ada,
        acuan=acuan,
        semua_program=tuple((p.huruf, p.nama or TANPA_JUDUL) for p, _ in owned),
        semua_unit=_units(rows),
        revisi=_revisi(shown) if printed and not wanted.ada else {},
    )


def subtotal(rows: Iterable[BarisTabel], tahun: int) -> Subtotal:
    """Return what rows add up to in one year; years that have not begun owe no capaian."""
    cells = [(row, cell) for row in rows for cell in row.sel if cell.tahun == tahun]
    ribu = [cell.baris.anggaran_ribu for _, cell in cells if cell.baris]
    return Subtotal(
        tahun=tahun,
        anggaran_ribu=sum(amount for amount in ribu if amount is not None),
        serapan=jumlah_serapan(c.serapan for row, c in cells if c.terlihat(row.terbaca)),
        rata=rata_capaian(c.hasil for row, c in cells if c.dihitung(row.terbaca)),
    )


def _revisi(rows: Iterable[BarisTabel]) -> dict[int, RevisiAnggaran]:
    """Compare budgets in force with version 1 (one query, none where nothing was revised)."""
    cells = [c.baris for row in rows for c in row.sel if c.baris and c.baris.versi > 1]
    if not cells:
        return {}
    first = TargetTahun.objects.filter(butir__in={c.butir_id for c in cells}, versi=1)
    before = {(b, y): ribu for b, y, ribu in first.values_list("butir", "tahun", "anggaran_ribu")}
    changes: dict[int, list[int]] = {}
    for cell in cells:
        old = before.get((cell.butir_id, cell.tahun)) or 0
        if change := (cell.anggaran_ribu or 0) - old:
            changes.setdefault(cell.tahun, []).append(change)
    return {y: RevisiAnggaran(len(own), sum(own)) for y, own in sorted(changes.items())}


@dataclass(frozen=True, slots=True)
class _Saringan:
    """What the reader asked to see."""

    program: str
    unit: int | None
    keadaan: str
    kata: list[str]
    acuan: int
    berjalan: bool

    @property
    def ada(self) -> bool:
        return bool(self.program or self.unit is not None or self.keadaan or self.kata)

    def cocok(self, row: BarisTabel, cell: Sel, kegiatan: str) -> bool:
        if self.unit is not None and row.unit_id != self.unit:
            return False
        texts = (kegiatan, row.kode, row.sub_kegiatan, row.indikator, row.penanggung_jawab)
        text = " ".join(texts).casefold()
        return all(kata in text for kata in self.kata) and cocok(
            cell,
            self.keadaan,
            berjalan=self.berjalan,
            terbaca=row.terbaca,
            bercatatan=bool(row.catatan),
        )


def _rows(rencana: Rencana, user: User | None, sheet: Lembar, *, tugas: bool) -> list[Any]:
    """Return the printed rows, in order, with the codes of notes and the printed TOTAL.

    Adds `terbaca` and, with `tugas`, the task in which the reader's unit writes next.
    """
    rows = (
        BarisAksi.objects.filter(kegiatan__program__roadmap__rencana=rencana)
        .select_related("kegiatan__program", "butir__unit", "anggaran_pada")
        .annotate(
            catatan_baris=_kode("butir", "butir"),
            catatan_kegiatan=_kode("kegiatan", "kegiatan"),
            catatan_program=_kode("program", "kegiatan__program"),
            total_teks=total_tercetak(rencana.pk),
        )
    )
    readable = Value(True) if user is None or baca_semua(rencana, user) else _terbaca(user)
    rows = rows.annotate(terbaca=readable)
    if tugas and user is not None:
        own = Capaian.objects.current().visible_to(user, Permission.EVIDENCE_SEND)
        own = own.filter(butir=OuterRef("butir"), mulai__lte=sheet.hari_ini)
        sent = own.filter(selesai__gte=sheet.hari_ini, status__in=_TERKIRIM).order_by("batas", "pk")
        own = own.filter(status__in=DI_UNIT).order_by("batas", "pk")
        rows = rows.annotate(
            tugas_id=Subquery(own.values("pk")[:1]),
            tugas_selesai=Subquery(own.values("selesai")[:1]),
            tugas_status=Subquery(sent.values("status")[:1]),
        )
    return list(rows.order_by("kegiatan__program__urut", "kegiatan__urut", "urut"))


def _terbaca(user: User) -> Exists:
    return Exists(Butir.objects.filter(butir_terbaca(user), pk=OuterRef("butir")))


def _kode(jenis: str, luar: str) -> Subquery:
    """Return the codes of the source notes on a row, a kegiatan or a program, joined."""
    through = getattr(CatatanSumber, jenis).through
    rows = through.objects.filter(**{jenis: OuterRef(luar)}).order_by()
    return Subquery(
        rows.values(satu=Value(1)).annotate(isi=Gabung("catatansumber__kode")).values("isi")
    )


def _by_program(rows: Sequence[Any]) -> list[tuple[Program, list[Any]]]:
    grouped = groupby(rows, key=lambda row: row.kegiatan.program_id)
    lists = [list(own) for _, own in grouped]
    return [(own[0].kegiatan.program, own) for own in lists]


def _units(rows: Sequence[Any]) -> tuple[tuple[int, str], ...]:
    found = {(row.butir.unit_id, str(row.butir.unit)) for row in rows if row.butir}
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))


@dataclass(frozen=True, slots=True)
class _Pandangan:
    """What is shown of the sheet: some years, some rows."""

    sheet: Lembar
    tahun: tuple[int, ...]
    saring: _Saringan

    def program(self, program: Program, rows: Sequence[Any]) -> GrupProgram | None:
        if self.saring.program and program.huruf != self.saring.program:
            return None
        lists = groupby(rows, key=lambda row: row.kegiatan_id)
        made = (self._kegiatan(list(own)) for _, own in lists)
        groups = tuple(group for group in made if group is not None)
        if not groups:
            return None
        shown = [row for group in groups for row in group.baris]
        return GrupProgram(
            program_id=program.pk,
            huruf=program.huruf,
            nama=program.nama,
            judul_tercetak=program.judul_tercetak,
            kegiatan=groups,
            subtotal=tuple(subtotal(shown, y) for y in self.tahun),
            catatan=urai_kode(rows[0].catatan_program),
        )

    def _kegiatan(self, rows: Sequence[Any]) -> GrupKegiatan | None:
        kegiatan = rows[0].kegiatan
        made = [self._baris(row) for row in rows]
        kept = {row.baris_id for row in made if self._tampil(row, kegiatan.nama)}
        if not kept and self.saring.ada:
            return None
        return GrupKegiatan(
            kegiatan_id=kegiatan.pk,
            no=kegiatan.no,
            nama=kegiatan.nama,
            baris=tuple(row for row in made if row.judul or row.baris_id in kept),
            catatan=urai_kode(rows[0].catatan_kegiatan),
        )

    def _tampil(self, row: BarisTabel, kegiatan: str) -> bool:
        if row.butir_id is None:
            return False
        cell = self.sheet.sel(row.butir_id, self.saring.acuan)
        return self.saring.cocok(row, cell, kegiatan)

    def _baris(self, row: Any) -> BarisTabel:
        butir = row.butir
        task = getattr(row, "tugas_id", None)
        return BarisTabel(
            baris_id=row.pk,
            kode=row.kode,
            tipe=row.tipe,
            no_tercetak=row.no_tercetak,
            kegiatan_tercetak=row.kegiatan_tercetak,
            sub_kegiatan=row.sub_kegiatan,
            indikator_tercetak=row.indikator_tercetak,
            penanggung_jawab=row.penanggung_jawab,
            unit_id=butir.unit_id if butir else None,
            unit=str(butir.unit) if butir else "",
            butir_id=butir.pk if butir else None,
            sel=tuple(self.sheet.sel(butir.pk, y) for y in self.tahun) if butir else (),
            berbagi=row.anggaran_pada.kode if row.anggaran_pada else "",
            catatan=urai_kode(row.catatan_baris),
            indikator=row.indikator or row.indikator_tercetak,
            terbaca=row.terbaca,
            tugas=TugasUnit(task, row.tugas_selesai.year) if task else None,
            tugas_kata="" if task else _TERKIRIM.get(getattr(row, "tugas_status", None) or "", ""),
        )
