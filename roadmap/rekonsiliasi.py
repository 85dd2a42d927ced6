"""The printed TOTAL of a Road Map beside the sums of its rows, and what explains each difference.

Sums are in Rp.000 over the first version of every cell, the one that the plan prints; blank, '-'
and text add nothing. A difference is sum - TOTAL. What explains it is data of the plan: cells that
are read elsewhere than the OCR put them, notes on the TOTAL row, and proposed readings.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from roadmap.models import CatatanSumber, Program, RoadMap, TargetTahun, UsulanBaca
from ukuran.target import JenisAnggaran, baca_anggaran

LETAK_TOTAL = "Lampiran, baris TOTAL"
"""Where a source note stands that concerns the printed TOTAL."""

_LAMPIRAN = "Lampiran"

Usulan = dict[tuple[int, int], UsulanBaca]  # by Butir and year


@dataclass(frozen=True, slots=True)
class CatatanRingkas:
    """A source note as an explanation quotes it."""

    kode: str
    alasan: str
    usulan: str


@dataclass(frozen=True, slots=True)
class Sel:
    """The budget of one row in one year: as printed, where the OCR put it, as proposed."""

    baris: str
    butir_id: int
    program: str
    tahun: int
    jenis: JenisAnggaran
    ribu: int
    ribu_ocr: int
    ribu_usulan: int

    @property
    def geser(self) -> int:
        """What re-seating the row adds to the sum of the year."""
        return self.ribu - self.ribu_ocr

    @property
    def usul(self) -> int:
        """What the proposed reading adds to the sum of the year."""
        return self.ribu_usulan - self.ribu


@dataclass(frozen=True, slots=True)
class Sebab:
    """One part of an explanation: what it adds to the sum, by which rows and source notes.

    For the residual, `ribu` is what the printed TOTAL has and the rows have not.
    """

    ribu: int
    baris: tuple[str, ...]
    catatan: tuple[CatatanRingkas, ...]

    @property
    def kode(self) -> tuple[str, ...]:
        """Codes of the source notes."""
        return tuple(note.kode for note in self.catatan)


@dataclass(frozen=True, slots=True)
class Subtotal:
    """The sums of one program in one year (the source prints none)."""

    program: str
    tahun: int
    jumlah: int
    jumlah_ocr: int
    jumlah_usulan: int


@dataclass(frozen=True, slots=True)
class TahunRekonsiliasi:
    """One year: the printed TOTAL, the sums, and what explains the differences."""

    tahun: int
    tercetak_mentah: str
    tercetak: int | None
    jumlah_ocr: int
    jumlah: int
    jumlah_usulan: int
    sel_berjumlah: int
    sebab_geser: tuple[Sebab, ...]
    sebab_sisa: tuple[Sebab, ...]
    sebab_usulan: tuple[Sebab, ...]

    @property
    def selisih_ocr(self) -> int | None:
        """Difference of the sum where the OCR put the cells; None without a printed TOTAL."""
        return None if self.tercetak is None else self.jumlah_ocr - self.tercetak

    @property
    def selisih(self) -> int | None:
        """Difference of the sum after re-seating; None without a printed TOTAL."""
        return None if self.tercetak is None else self.jumlah - self.tercetak

    @property
    def selisih_usulan(self) -> int | None:
        """Difference of the sum with the proposed readings; None without a printed TOTAL."""
        return None if self.tercetak is None else self.jumlah_usulan - self.tercetak

    @property
    def dijelaskan(self) -> bool:
        """Whether every difference has its explanation."""
        return not self.selisih or bool(self.sebab_sisa)


@dataclass(frozen=True)
class Rekonsiliasi:
    """The whole plan: its years, its programs, and every cell behind the sums."""

    tahun: tuple[TahunRekonsiliasi, ...]
    program: tuple[Program, ...]
    sel: tuple[Sel, ...]
    catatan: tuple[CatatanRingkas, ...] = ()  # those on the Lampiran itself, not on a row of it

    @cached_property
    def subtotal(self) -> tuple[Subtotal, ...]:
        """Sums per program and year, programs in their order."""
        return tuple(
            Subtotal(
                program=program.huruf,
                tahun=year.tahun,
                jumlah=sum(s.ribu for s in cells),
                jumlah_ocr=sum(s.ribu_ocr for s in cells),
                jumlah_usulan=sum(s.ribu_usulan for s in cells),
            )
            for program in self.program
            for year in self.tahun
            for cells in [self._sel(program.huruf, year.tahun)]
        )

    @property
    def jenis(self) -> Counter[JenisAnggaran]:
        """How many budget cells hold an amount, '0', '-' or nothing."""
        return Counter(cell.jenis for cell in self.sel)

    def _sel(self, program: str, tahun: int) -> list[Sel]:
        return [s for s in self.sel if s.program == program and s.tahun == tahun]


def rekonsiliasi(roadmap: RoadMap) -> Rekonsiliasi:
    """Return sums, differences and explanations of a Road Map (six queries)."""
    usul = _usulan(roadmap)
    cells = tuple(_sel(roadmap, usul))
    found = _catatan(roadmap, cells)
    notes = _catatan_sel(found, cells)
    sisa = tuple(
        _ringkas(note)
        for note in found
        if note.letak == LETAK_TOTAL and note.golongan == CatatanSumber.Golongan.KELIRU
    )
    printed = {t.tahun: t for t in roadmap.total_set.all()}
    years = []
    for tahun in sorted({cell.tahun for cell in cells} | printed.keys()):
        rows = [cell for cell in cells if cell.tahun == tahun]
        total = printed.get(tahun)
        jumlah = sum(cell.ribu for cell in rows)
        tercetak = total.ribu if total else None
        rest = 0 if tercetak is None else tercetak - jumlah
        filled = sum(cell.jenis is JenisAnggaran.JUMLAH for cell in rows)
        years.append(
            TahunRekonsiliasi(
                tahun=tahun,
                tercetak_mentah=total.mentah if total else "",
                tercetak=tercetak,
                jumlah_ocr=sum(cell.ribu_ocr for cell in rows),
                jumlah=jumlah,
                jumlah_usulan=sum(cell.ribu_usulan for cell in rows),
                sel_berjumlah=filled,
                sebab_geser=tuple(
                    Sebab(cell.geser, (cell.baris,), notes.get(cell.butir_id, ()))
                    for cell in rows
                    if cell.geser
                ),
                sebab_sisa=_sisa(rest, filled, sisa),
                sebab_usulan=tuple(
                    Sebab(cell.usul, (cell.baris,), (_ringkas(usul[cell.butir_id, tahun].catatan),))
                    for cell in rows
                    if cell.usul
                ),
            )
        )
    return Rekonsiliasi(
        tahun=tuple(years),
        program=tuple(roadmap.program_set.all()),
        sel=cells,
        catatan=tuple(_ringkas(note) for note in found if note.letak.startswith(_LAMPIRAN)),
    )


def _sel(roadmap: RoadMap, usul: Usulan) -> Iterable[Sel]:
    """Read every budget cell of the Lampiran in the version that is printed."""
    rows = (
        TargetTahun.objects.filter(butir__baris_aksi__kegiatan__program__roadmap=roadmap, versi=1)
        .select_related("butir__baris_aksi__kegiatan__program")
        .order_by("butir__urut", "tahun")
    )
    for row in rows:
        place = row.butir.baris_aksi
        ribu = row.anggaran_ribu or 0
        ocr = row.posisi_ocr.get("anggaran")
        proposed = usul.get((row.butir_id, row.tahun))
        better = proposed.anggaran_ribu if proposed else None
        yield Sel(
            baris=place.kode,
            butir_id=row.butir_id,
            program=place.kegiatan.program.huruf,
            tahun=row.tahun,
            jenis=JenisAnggaran(row.anggaran_jenis or JenisAnggaran.KOSONG),
            ribu=ribu,
            ribu_ocr=ribu if ocr is None else baca_anggaran(ocr).ribu or 0,
            ribu_usulan=ribu if better is None else better,
        )


def _sisa(rest: int, filled: int, notes: tuple[CatatanRingkas, ...]) -> tuple[Sebab, ...]:
    """Explain what is left by the notes on the TOTAL row, as far as rounding may reach.

    `filled` rounded amounts are off by half a unit each at most, so their sum by filled / 2.
    """
    if not rest or not notes or 2 * abs(rest) > filled:
        return ()
    return (Sebab(rest, (), notes),)


def _usulan(roadmap: RoadMap) -> Usulan:
    rows = UsulanBaca.objects.filter(catatan__roadmap=roadmap).select_related("catatan")
    return {(row.butir_id, row.tahun): row for row in rows}


def _catatan(roadmap: RoadMap, cells: Iterable[Sel]) -> list[CatatanSumber]:
    """Return the notes on the Lampiran itself, and those on the layout of re-seated rows."""
    moved = {cell.butir_id for cell in cells if cell.geser}
    layout = Q(golongan=CatatanSumber.Golongan.TATA_LETAK, butir__in=moved)
    notes = CatatanSumber.objects.filter(layout | Q(letak__startswith=_LAMPIRAN), roadmap=roadmap)
    return list(notes.distinct().prefetch_related("butir"))


def _catatan_sel(
    notes: Iterable[CatatanSumber], cells: Iterable[Sel]
) -> dict[int, tuple[CatatanRingkas, ...]]:
    """Return, for re-seated rows, their notes on the layout."""
    moved = {cell.butir_id for cell in cells if cell.geser}
    found: dict[int, tuple[CatatanRingkas, ...]] = {}
    for note in notes:
        if note.golongan != CatatanSumber.Golongan.TATA_LETAK:
            continue
        for butir in note.butir.all():
            if butir.pk in moved:
                found[butir.pk] = (*found.get(butir.pk, ()), _ringkas(note))
    return found


def _ringkas(note: CatatanSumber) -> CatatanRingkas:
    return CatatanRingkas(note.kode, note.alasan, note.usulan)
