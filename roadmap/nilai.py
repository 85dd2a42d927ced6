"""From stored rows to the values that `ukuran` computes with, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from evidence.jadwal import Jendela
from roadmap.models import AturanUkur, TargetTahun
from ukuran.capaian import Arah, Aturan, CaraPredikat, Realisasi, Rumus, Sifat
from ukuran.skala import tulis
from ukuran.target import PERSEN, Anggaran, JenisAnggaran, JenisTarget, Komponen, Target

RIBU = 1000


class BerAngka(Protocol):
    """Anything that carries the figures of one report (`models.realisasi.Angka`)."""

    komponen: Any
    satuan: Any
    predikat: str
    ada: bool | None
    pagu: Decimal | None
    pergeseran: Decimal | None
    anggaran: Decimal | None


def target(row: TargetTahun) -> Target:
    """Return the target of a stored version."""
    return Target(
        mentah=row.target_mentah,
        jenis=JenisTarget(row.target_jenis),
        komponen=tuple(Komponen(Decimal(k["jumlah"]), k["satuan"]) for k in row.komponen),
        predikat=row.predikat,
        keterangan=row.keterangan,
    )


def kolom_target(value: Target) -> dict[str, Any]:
    """Return the columns of TargetTahun that hold a parsed target."""
    return {
        "target_mentah": value.mentah,
        "target_jenis": value.jenis.value,
        "komponen": [{"jumlah": str(k.jumlah), "satuan": k.satuan} for k in value.komponen],
        "predikat": value.predikat,
        "keterangan": value.keterangan,
    }


def kolom_anggaran(value: Anggaran) -> dict[str, Any]:
    """Return the columns of TargetTahun that hold a parsed budget."""
    return {
        "anggaran_mentah": value.mentah,
        "anggaran_jenis": value.jenis.value,
        "anggaran_ribu": value.ribu,
    }


def anggaran_rupiah(row: TargetTahun | None) -> Decimal | None:
    """Return the planned budget in Rupiah: 0 for '0', None for blank and '-'."""
    if row is None or row.anggaran_ribu is None:
        return None
    return Decimal(row.anggaran_ribu) * RIBU


def diminta(row: TargetTahun, arah: str = Arah.MAKSIMUM) -> bool:
    """Whether a year asks for anything: a target other than blank, '-' and '0', or money.

    Where less is better (`arah`), 0 is a target like any other.
    """
    nothing = [JenisTarget.KOSONG, JenisTarget.STRIP]
    if arah == Arah.MAKSIMUM:
        nothing.append(JenisTarget.NOL)
    money = row.anggaran_jenis == JenisAnggaran.JUMLAH
    return JenisTarget(row.target_jenis) not in nothing or money


def tahun_jendela(mulai: date, selesai: date) -> int:
    """Return the year that a due window reports on: the one its middle lies in."""
    return Jendela(mulai, selesai).tengah.year


def komponen_diminta(aim: Target, jumlah_unit: int | None = None) -> tuple[Komponen, ...]:
    """Return the counted components that a target asks for.

    "Semua PD" asks for one count of Perangkat Daerah, a bare 0 for one without unit.
    """
    if aim.jenis is JenisTarget.SEMUA:
        return (Komponen(Decimal(jumlah_unit or 0), "PD"),)
    if aim.jenis is JenisTarget.NOL:
        return (Komponen(Decimal(0), ""),)
    return aim.komponen


def sejajar(row: BerAngka, komponen: Sequence[Komponen]) -> list[str | None]:
    """Return stored figures in the order of the components that are asked for now.

    A figure belongs to the component of the unit in which it was reported; what was reported in
    another unit is no figure of this target. One count without unit fits one of any unit but %.
    """
    values, units = list(row.komponen), [_kunci(unit) for unit in row.satuan]
    if len(units) != len(values):
        return values
    wanted = [satu.kunci for satu in komponen]
    if len(wanted) == len(units) == 1 and "" in (wanted[0], units[0]) and "%" not in units + wanted:
        return values
    left = list(zip(units, values, strict=True))
    found: list[str | None] = []
    for kunci in wanted:
        n = next((n for n, (unit, _) in enumerate(left) if unit == kunci), None)
        found.append(None if n is None else left.pop(n)[1])
    return found


def _kunci(satuan: str) -> str:
    return Komponen(Decimal(0), satuan).kunci


def aturan(row: AturanUkur | None, jumlah_unit: int | None = None) -> Aturan:
    """Return the rule of a stored version; the common one where there is none.

    `jumlah_unit`: how many Perangkat Daerah "Semua PD" means. Reads `row.skala`.
    """
    if row is None:
        return Aturan(jumlah_unit=jumlah_unit)
    return Aturan(
        arah=Arah(row.arah),
        rumus=Rumus(row.rumus),
        predikat=CaraPredikat(row.cara_predikat),
        sifat=Sifat(row.sifat),
        batas_atas=row.batas_atas,
        skala=row.skala.skala() if row.skala else None,
        jumlah_unit=jumlah_unit,
    )


def realisasi(row: BerAngka | None, aim: Target | None = None) -> Realisasi | None:
    """Return the physical figures of a report; None where there is none.

    `aim`: the target they are read against (see `sejajar`); without it they stand as reported.
    """
    if row is None:
        return None
    values = row.komponen if aim is None else sejajar(row, komponen_diminta(aim))
    return Realisasi(
        komponen=tuple(None if k is None else Decimal(k) for k in values),
        predikat=row.predikat,
        ada=row.ada,
    )


def satuan_lain(row: BerAngka | None, aim: Target) -> str:
    """Return what was reported in units that a target does not ask for; "" where all fits."""
    if row is None:
        return ""
    said = [(k, s) for k, s in zip(row.komponen, row.satuan, strict=False) if k is not None]
    kept = [k for k in sejajar(row, komponen_diminta(aim)) if k is not None]
    if len(kept) >= len(said):
        return ""
    return "; ".join(
        f"{tulis(Decimal(k))}%" if s == PERSEN else f"{tulis(Decimal(k))} {s}".strip()
        for k, s in said
    )


@dataclass(frozen=True, slots=True)
class Uang:
    """Money of one report in Rupiah; None is "no data", 0 is a value."""

    pagu: Decimal | None = None
    pergeseran: Decimal | None = None
    anggaran: Decimal | None = None

    @property
    def pagu_berlaku(self) -> Decimal | None:
        """Pagu after pergeseran; None without a pagu."""
        return None if self.pagu is None else self.pagu + (self.pergeseran or 0)

    @property
    def kosong(self) -> bool:
        """Whether nothing was said about money."""
        return self.pagu is None and self.pergeseran is None and self.anggaran is None


def uang(row: BerAngka | None) -> Uang:
    """Return the money of a report; nothing where there is none."""
    return Uang() if row is None else Uang(row.pagu, row.pergeseran, row.anggaran)


@dataclass(frozen=True, slots=True)
class Serapan:
    """Spending against what could be spent, over rows that have a budget.

    serapan = realisasi / pagu x 100. The pagu of a row is the reported one after pergeseran, or
    else the planned budget; a row without reported spending adds its pagu to the denominator and
    nothing to the numerator, and `terisi` of `jumlah` says so.
    """

    pagu: Decimal = Decimal(0)
    realisasi: Decimal = Decimal(0)
    jumlah: int = 0
    terisi: int = 0

    @property
    def persen(self) -> Decimal | None:
        """Share in percent; None without pagu, and where nobody has reported spending."""
        if not self.pagu or not self.terisi:
            return None
        return 100 * self.realisasi / self.pagu

    def __add__(self, other: "Serapan") -> "Serapan":
        """Return both together."""
        return Serapan(
            self.pagu + other.pagu,
            self.realisasi + other.realisasi,
            self.jumlah + other.jumlah,
            self.terisi + other.terisi,
        )


def serapan(rencana: Decimal | None, laporan: Uang) -> Serapan:
    """Return the spending of one row: `rencana` is its planned budget in Rupiah."""
    pagu = laporan.pagu_berlaku if laporan.pagu is not None else rencana
    if pagu is None:
        return (
            Serapan()
            if laporan.anggaran is None
            else Serapan(realisasi=laporan.anggaran, jumlah=1, terisi=1)
        )
    reported = laporan.anggaran is not None
    return Serapan(pagu, laporan.anggaran or Decimal(0), 1, int(reported))


def jumlah_serapan(rows: Iterable[Serapan]) -> Serapan:
    """Return the sum of several."""
    return sum(rows, Serapan())


def teks_komponen(values: Sequence[Decimal | None]) -> list[str | None]:
    """Return figures as they are stored."""
    return [None if v is None else str(v) for v in values]
