"""The Lampiran as a table: programs, kegiatan and printed rows with their cells of every year.

Screen, PDF and xlsx take their figures from here; the cells come from `lembar`. Subtotals are
computed, the source prints none; the printed TOTAL stands beside the computed sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from types import MappingProxyType

from django.db.models import Exists, OuterRef, Subquery, Value

from accounts.models import User
from accounts.permissions import Permission
from evidence.models import Capaian, Rencana
from roadmap.gabung import Gabung, total_tercetak, urai_kode, urai_total
from roadmap.lembar import Lembar, Sel, lembar
from roadmap.models import BarisAksi, CatatanSumber, Kegiatan, Program
from roadmap.nilai import Serapan, jumlah_serapan
from ukuran.capaian import RataCapaian, rata_capaian

KEADAAN: Mapping[str, str] = MappingProxyType(
    {
        "terisi": "Ada realisasi yang dihitung",
        "menunggu": "Klaim menunggu verifikasi",
        "tanpa_data": "Tanpa data",
        "catatan": "Ada catatan sumber",
    }
)
"""Values of the filter `keadaan` and their words; years that have begun, cells one may read."""


@dataclass(frozen=True, slots=True)
class BarisTabel:
    """One printed row. A heading has no Butir and no cells.

    `berbagi`: kode of the row that carries the budget which this row shares. `terbaca`: the
    reader may see the realisasi of this row. `indikator` is what the row belongs to, also where
    its cell is covered or continues on the next line.
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
class Tabel:
    """The whole table. `disaring`: only some rows are in it, so sums are of these rows.

    `sebagian`: the reader sees only the realisasi of their own units.
    """

    rencana: Rencana
    lembar: Lembar
    tahun: tuple[int, ...]
    program: tuple[GrupProgram, ...]
    total: tuple[Subtotal, ...]
    total_tercetak: Mapping[int, int | None]
    sebagian: bool
    disaring: bool = False
    semua_program: tuple[tuple[str, str], ...] = ()
    semua_unit: tuple[tuple[int, str], ...] = ()

    @property
    def baris(self) -> tuple[BarisTabel, ...]:
        """All rows of the table."""
        return tuple(row for program in self.program for row in program.baris)


def tabel(
    rencana: Rencana,
    user: User,
    *,
    at: datetime,
    lampau: bool = False,
    program: str = "",
    unit: int | None = None,
    keadaan: str = "",
    tahun: int | None = None,
    cari: str = "",
    sampai: date | None = None,
) -> Tabel:
    """Return the table of a plan that the caller has found visible (one query and the sheet's).

    `program` is a letter, `unit` the id of a unit, `keadaan` a key of KEADAAN, `cari` a text in
    the kegiatan, the indikator or the penanggung jawab; `tahun` leaves one year of the plan.
    What is none of these filters nothing. A heading stays with the rows of its kegiatan. `sampai`
    is that of `lembar`.
    """
    sheet = lembar(rencana, user, at=at, lampau=lampau, sampai=sampai)
    years = (tahun,) if tahun in sheet.tahun and tahun is not None else sheet.tahun
    whole = boleh_semua(rencana, user)
    rows = _rows(rencana, user)
    groups: list[GrupProgram] = []
    wanted = _Saringan(program, unit, keadaan if keadaan in KEADAAN else "", cari.casefold())
    for owner, own in _by_program(rows):
        group = _program(owner, own, sheet, years, whole, wanted)
        if group is not None:
            groups.append(group)
    shown = [row for group in groups for row in group.baris]
    return Tabel(
        rencana=rencana,
        lembar=sheet,
        tahun=years,
        program=tuple(groups),
        total=tuple(subtotal(shown, y) for y in years),
        total_tercetak=urai_total(getattr(rows[0], "total_teks", None) if rows else None),
        sebagian=not whole,
        disaring=wanted.ada,
        semua_program=tuple((p.huruf, p.nama or p.judul_tercetak) for p, _ in _by_program(rows)),
        semua_unit=_units(rows),
    )


def boleh_semua(rencana: Rencana, user: User) -> bool:
    """Say whether a person reads the realisasi of every unit of the institution."""
    grants = user.akses.with_permission(Permission.EVIDENCE_READ)
    return any(g.whole and g.instansi_id == rencana.instansi_id for g in grants)


def subtotal(rows: Iterable[BarisTabel], tahun: int) -> Subtotal:
    """Return what rows add up to in one year; years that have not begun have no capaian."""
    cells = [(row, cell) for row in rows for cell in row.sel if cell.tahun == tahun]
    known = [cell for row, cell in cells if row.terbaca or cell.angka or cell.klaim]
    ribu = [cell.baris.anggaran_ribu for _, cell in cells if cell.baris]
    return Subtotal(
        tahun=tahun,
        anggaran_ribu=sum(amount for amount in ribu if amount is not None),
        serapan=jumlah_serapan(cell.serapan for cell in known),
        rata=rata_capaian(cell.hasil for cell in known if cell.mulai),
    )


@dataclass(frozen=True, slots=True)
class _Saringan:
    """What the reader asked to see."""

    program: str
    unit: int | None
    keadaan: str
    cari: str

    @property
    def ada(self) -> bool:
        return bool(self.program or self.unit is not None or self.keadaan or self.cari)

    def cocok(self, row: BarisTabel, kegiatan: str) -> bool:
        if self.unit is not None and row.unit_id != self.unit:
            return False
        if self.cari:
            texts = (kegiatan, row.kode, row.sub_kegiatan, row.indikator, row.penanggung_jawab)
            if not any(self.cari in text.casefold() for text in texts):
                return False
        return not self.keadaan or berkeadaan(row, self.keadaan)


def berkeadaan(row: BarisTabel, keadaan: str) -> bool:
    """Say whether a row is in a state of KEADAAN in any of its years that have begun."""
    if keadaan == "catatan":
        return bool(row.catatan)
    begun = [cell for cell in row.sel if cell.mulai]
    if keadaan == "terisi":
        return any(cell.angka for cell in begun)
    if keadaan == "menunggu":
        return any(menunggu(cell) for cell in begun)
    due = [cell for cell in begun if cell.target.ada or cell.anggaran]
    return row.terbaca and any(not cell.angka and not cell.klaim for cell in due)


def menunggu(cell: Sel) -> bool:
    """Say whether the last claim of a cell is later than what was verified."""
    done = cell.verifikasi
    return cell.klaim is not None and (done is None or cell.klaim.at > done.at)


def _rows(rencana: Rencana, user: User) -> list[BarisAksi]:
    """Return the printed rows, in order, with the codes of notes and the printed TOTAL."""
    own = Capaian.objects.visible_to(user).filter(butir=OuterRef("butir"), gugur__isnull=True)
    return list(
        BarisAksi.objects.filter(kegiatan__program__roadmap__rencana=rencana)
        .select_related("kegiatan__program", "butir__unit", "anggaran_pada")
        .annotate(
            terbaca=Exists(own),
            catatan_baris=_kode("butir", "butir"),
            catatan_kegiatan=_kode("kegiatan", "kegiatan"),
            catatan_program=_kode("program", "kegiatan__program"),
            total_teks=total_tercetak(rencana.pk),
        )
        .order_by("kegiatan__program__urut", "kegiatan__urut", "urut")
    )


def _kode(jenis: str, luar: str) -> Subquery:
    """Return the codes of the source notes on a row, a kegiatan or a program, joined."""
    through = getattr(CatatanSumber, jenis).through
    rows = through.objects.filter(**{jenis: OuterRef(luar)}).order_by()
    return Subquery(
        rows.values(satu=Value(1)).annotate(isi=Gabung("catatansumber__kode")).values("isi")
    )


def _by_program(rows: Sequence[BarisAksi]) -> list[tuple[Program, list[BarisAksi]]]:
    grouped = groupby(rows, key=lambda row: row.kegiatan.program_id)
    lists = [list(own) for _, own in grouped]
    return [(own[0].kegiatan.program, own) for own in lists]


def _units(rows: Sequence[BarisAksi]) -> tuple[tuple[int, str], ...]:
    found = {row.butir.unit_id: row.butir.unit.nama for row in rows if row.butir}
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))


def _program(
    program: Program,
    rows: Sequence[BarisAksi],
    sheet: Lembar,
    years: tuple[int, ...],
    whole: bool,
    wanted: _Saringan,
) -> GrupProgram | None:
    if wanted.program and program.huruf != wanted.program:
        return None
    groups = []
    for _, own in groupby(rows, key=lambda row: row.kegiatan_id):
        group = _kegiatan(list(own), sheet, years, whole, wanted)
        if group is not None:
            groups.append(group)
    if not groups:
        return None
    shown = [row for group in groups for row in group.baris]
    return GrupProgram(
        program_id=program.pk,
        huruf=program.huruf,
        nama=program.nama,
        judul_tercetak=program.judul_tercetak,
        kegiatan=tuple(groups),
        subtotal=tuple(subtotal(shown, y) for y in years),
        catatan=urai_kode(rows[0].catatan_program),  # type: ignore[attr-defined]
    )


def _kegiatan(
    rows: Sequence[BarisAksi],
    sheet: Lembar,
    years: tuple[int, ...],
    whole: bool,
    wanted: _Saringan,
) -> GrupKegiatan | None:
    kegiatan: Kegiatan = rows[0].kegiatan
    made = [_baris(row, sheet, years, whole) for row in rows]
    kept = {row.baris_id for row in made if not row.judul and wanted.cocok(row, kegiatan.nama)}
    if not kept and wanted.ada:
        return None
    return GrupKegiatan(
        kegiatan_id=kegiatan.pk,
        no=kegiatan.no,
        nama=kegiatan.nama,
        baris=tuple(row for row in made if row.judul or row.baris_id in kept),
        catatan=urai_kode(rows[0].catatan_kegiatan),  # type: ignore[attr-defined]
    )


def _baris(row: BarisAksi, sheet: Lembar, years: tuple[int, ...], whole: bool) -> BarisTabel:
    butir = row.butir
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
        unit=butir.unit.nama if butir else "",
        butir_id=butir.pk if butir else None,
        sel=tuple(sheet.sel(butir.pk, y) for y in years) if butir else (),
        berbagi=row.anggaran_pada.kode if row.anggaran_pada else "",
        catatan=urai_kode(row.catatan_baris),  # type: ignore[attr-defined]
        indikator=row.indikator or row.indikator_tercetak,
        terbaca=whole or bool(row.terbaca),  # type: ignore[attr-defined]
    )
