"""The table of the Lampiran as a page writes it: spans and words over `tabel`. No figures made."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from roadmap.keadaan import Keadaan
from roadmap.lembar import Lembar
from roadmap.nilai import RIBU, Serapan
from roadmap.rentang import Rentang, rentang
from roadmap.sel import Sel
from roadmap.tabel import BarisTabel, GrupKegiatan, GrupProgram, Subtotal, Tabel
from roadmap.tampil import SelTampil, tampil
from ukuran.format import angka, persen, rupiah
from ukuran.target import JenisAnggaran

_DISEBUT = (Keadaan.TANPA_DATA, Keadaan.TERTUTUP)  # the others are said once, in head or sentence


@dataclass(frozen=True, slots=True)
class SelTabel:
    """One year of a row: what `tampil` says of the target, and the budget beside it.

    `anggaran` is '' for a blank cell, '-' and '0' as printed, amounts in Rp.000. `uang` is what
    was spent, `keterangan` why nothing is said. `diubah`: not as it was printed any more.
    """

    isi: SelTampil
    anggaran: str
    uang: str
    serapan: str
    klaim_uang: str
    keterangan: str
    keterangan_uang: str
    diubah: bool


@dataclass(frozen=True, slots=True)
class BarisTampil:
    """One row with its spans and cells."""

    baris: BarisTabel
    rentang: Rentang
    sel: tuple[SelTabel, ...]


@dataclass(frozen=True, slots=True)
class KegiatanTampil:
    """One kegiatan with its rows."""

    kegiatan: GrupKegiatan
    baris: tuple[BarisTampil, ...]


@dataclass(frozen=True, slots=True)
class JumlahTampil:
    """A subtotal in words."""

    tahun: int
    mulai: bool
    anggaran: str
    uang: str
    serapan: str
    terisi: str
    capaian: str
    dari: str


@dataclass(frozen=True, slots=True)
class ProgramTampil:
    """One program with its kegiatan and sums."""

    program: GrupProgram
    kegiatan: tuple[KegiatanTampil, ...]
    jumlah: tuple[JumlahTampil, ...]


@dataclass(frozen=True, slots=True)
class SelisihTampil:
    """The printed TOTAL of a year beside the sum of version 1, the cells as they are printed.

    `selisih` is None where no TOTAL is printed. `awal` is the sum of version 1, `kini` the sum of
    the budgets in force; both are '' where no revision changed a budget of the year, else `baris`
    says on how many rows one did.
    """

    tahun: int
    tercetak: str
    selisih: int | None
    awal: str = ""
    kini: str = ""
    baris: int = 0


@dataclass(frozen=True, slots=True)
class TabelTampil:
    """The page. `tercetak` is empty where rows are hidden or the source prints no TOTAL."""

    tabel: Tabel
    program: tuple[ProgramTampil, ...]
    jumlah: tuple[JumlahTampil, ...]
    tercetak: tuple[SelisihTampil, ...]
    tahun: tuple[tuple[int, bool], ...]  # and whether it has begun

    @property
    def revisi(self) -> tuple[SelisihTampil, ...]:
        """The years beside a printed TOTAL in which a budget was revised."""
        return tuple(row for row in self.tercetak if row.baris)

    @property
    def banyak_kegiatan(self) -> int:
        """How many kegiatan are shown."""
        return sum(len(program.kegiatan) for program in self.program)

    @property
    def banyak_kolom(self) -> int:
        """How many columns the table has."""
        return 4 + 2 * len(self.tahun)


def tampil_tabel(table: Tabel) -> TabelTampil:
    """Return the words of a table."""
    return TabelTampil(
        tabel=table,
        program=tuple(_program(program, table) for program in table.program),
        jumlah=tuple(_jumlah(total, table) for total in table.total),
        tercetak=_tercetak(table),
        tahun=tuple((year, year <= table.lembar.hari_ini.year) for year in table.tahun),
    )


def _program(program: GrupProgram, table: Tabel) -> ProgramTampil:
    return ProgramTampil(
        program=program,
        kegiatan=tuple(
            KegiatanTampil(kegiatan, _baris(kegiatan.baris, table.lembar))
            for kegiatan in program.kegiatan
        ),
        jumlah=tuple(_jumlah(sums, table) for sums in program.subtotal),
    )


def _baris(rows: Sequence[BarisTabel], sheet: Lembar) -> tuple[BarisTampil, ...]:
    return tuple(
        BarisTampil(row, span, tuple(_sel(cell, row, sheet) for cell in row.sel))
        for row, span in zip(rows, rentang(rows), strict=True)
    )


def _sel(cell: Sel, row: BarisTabel, sheet: Lembar) -> SelTabel:
    words = tampil(cell, sheet, terbaca=row.terbaca)
    counted, claimed = cell.angka, cell.klaim
    spent = counted.uang.anggaran if counted else None
    claim = claimed.uang.anggaran if claimed else None
    owed = cell.anggaran and cell.mulai and sheet.rencana.berjalan and not counted and not claimed
    return SelTabel(
        isi=words,
        anggaran=teks_anggaran(cell),
        uang=ribuan(spent),
        serapan=persen(cell.serapan.persen) if cell.serapan.persen is not None else "",
        klaim_uang=ribuan(claim) if words.beda and claim != spent else "",
        keterangan=words.keadaan.kata if words.keadaan in _DISEBUT and cell.target.ada else "",
        keterangan_uang=(Keadaan.TANPA_DATA if row.terbaca else Keadaan.TERTUTUP).kata
        if owed
        else "",
        diubah=cell.baris is not None and cell.baris.versi > 1,
    )


def teks_anggaran(cell: Sel) -> str:
    """Return a budget as the table writes it: '' blank, '-' and '0' as printed, else Rp.000."""
    row = cell.baris
    if row is None or not row.anggaran_jenis:
        return ""
    if row.anggaran_jenis == JenisAnggaran.JUMLAH and row.anggaran_ribu is not None:
        return angka(row.anggaran_ribu, 0)
    return row.anggaran_mentah.strip()


def ribuan(rupiah: Decimal | None) -> str:
    """Return an amount in Rp.000, '' for no data."""
    return "" if rupiah is None else angka(rupiah / RIBU, 3)


def _jumlah(sums: Subtotal, table: Tabel) -> JumlahTampil:
    spent: Serapan = sums.serapan
    return JumlahTampil(
        tahun=sums.tahun,
        mulai=sums.tahun <= table.lembar.hari_ini.year,
        anggaran=angka(sums.anggaran_ribu, 0),
        uang=ribuan(spent.realisasi) if spent.terisi else "",
        serapan=persen(spent.persen) if spent.persen is not None else "",
        terisi=f"{spent.terisi} dari {spent.jumlah}",
        capaian=persen(sums.rata.nilai) if sums.rata.nilai is not None else "",
        dari=f"{sums.rata.terisi} dari {sums.rata.jumlah}" if sums.rata.jumlah else "",
    )


def _tercetak(table: Tabel) -> tuple[SelisihTampil, ...]:
    if table.disaring or not table.total_tercetak:
        return ()
    found = []
    for sums in table.total:
        printed = table.total_tercetak.get(sums.tahun)
        revised = table.revisi.get(sums.tahun)
        first = sums.anggaran_ribu - (revised.ribu if revised else 0)
        found.append(
            SelisihTampil(
                tahun=sums.tahun,
                tercetak="" if printed is None else angka(printed, 0),
                selisih=None if printed is None else first - printed,
                awal=angka(first, 0) if revised else "",
                kini=angka(sums.anggaran_ribu, 0) if revised else "",
                baris=revised.baris if revised else 0,
            )
        )
    return tuple(found)


def dan(parts: Sequence[object]) -> str:
    """Return a list as it is written in a sentence: "2018, 2020, dan 2021"."""
    words = [str(part) for part in parts]
    if len(words) < 3:
        return " dan ".join(words)
    return f"{', '.join(words[:-1])}, dan {words[-1]}"


def kalimat_total(page: TabelTampil) -> tuple[str, str]:
    """Return what agrees with the printed TOTAL and what does not, as two parts of a sentence."""
    known = [row for row in page.tercetak if row.selisih is not None]
    same = [row.tahun for row in known if not row.selisih]
    other: dict[int, list[int]] = {}
    for row in known:
        if row.selisih:
            other.setdefault(row.selisih, []).append(row.tahun)
    parts = []
    for difference, years in other.items():
        word = "lebih kecil" if difference > 0 else "lebih besar"
        parts.append(f"pada {dan(years)} {word} {rupiah(abs(difference) * RIBU)}")
    summed = "jumlah sel seperti tercetak" if page.revisi else "jumlah terhitung"
    good = f"TOTAL tercetak sama dengan {summed} pada {dan(same)}" if same else ""
    bad = dan(parts)
    if bad and not good:
        bad = f"TOTAL tercetak {bad} daripada {summed}"
    return good, bad


def kalimat_revisi(page: TabelTampil) -> str:
    """Return what the sums are after revisions, in Rp.000; '' where none changed a budget."""
    parts = [f"{row.tahun} {row.kini}, {row.baris} baris direvisi" for row in page.revisi]
    return f"Jumlah sesudah revisi (Rp.000): {'; '.join(parts)}." if parts else ""
