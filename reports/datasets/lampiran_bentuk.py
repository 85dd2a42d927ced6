"""What the Lampiran report holds, as frozen rows: see `reports.datasets.lampiran_roadmap`."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reports.datasets.catatan_roadmap import CatatanLaporan
from reports.datasets.isi_sel import IsiSel
from ukuran.target import JenisAnggaran


@dataclass(frozen=True)
class SelLampiran:
    """Target and budget of one year as they stand; `direvisi`: no longer what was printed."""

    tahun: int
    target: str
    anggaran: str
    jenis: JenisAnggaran
    ribu: int | None
    direvisi: bool


@dataclass(frozen=True)
class Gabungan:
    """Which cells of a row belong to the cell above (a row-span of the source)."""

    kegiatan: bool = False
    indikator: bool = False
    anggaran: bool = False
    penanggung_jawab: bool = False


@dataclass(frozen=True)
class BarisLampiran:
    """One printed row. `atas`: cells that continue from the row above, `bawah`: into the next.

    `nilai`: what was reached in the chosen year, where there is one.
    """

    kode: str
    judul: bool
    no: str
    kegiatan: str
    indikator: str
    sel: tuple[SelLampiran, ...]
    penanggung_jawab: str
    catatan: tuple[str, ...]
    atas: Gabungan
    bawah: Gabungan
    nilai: IsiSel | None


@dataclass(frozen=True)
class JumlahLampiran:
    """Sums over rows, by year in Rp.000; `nilai_*` of the chosen year."""

    ribu: tuple[int, ...]
    realisasi: Decimal | None
    serapan: Decimal | None
    capaian: Decimal | None
    terisi: int
    jumlah: int


@dataclass(frozen=True)
class ProgramLampiran:
    """A program with its rows and its computed subtotals."""

    huruf: str
    judul: str
    baris: tuple[BarisLampiran, ...]
    subtotal: JumlahLampiran
    catatan: tuple[str, ...]


@dataclass(frozen=True)
class TotalTahun:
    """One year: the TOTAL as printed ('' where the source has none) beside the computed sum.

    `penjelasan`: codes of the source notes that explain the difference. `jumlah` is of the budgets
    in force, `jumlah_awal` of version 1 as the source prints it; a revision changed the budgets of
    `direvisi` rows.
    """

    tahun: int
    tercetak: str
    tercetak_ribu: int | None
    jumlah: int
    penjelasan: tuple[str, ...]
    jumlah_awal: int
    direvisi: int

    @property
    def selisih(self) -> int | None:
        """The sum of version 1 less the printed TOTAL; None without a TOTAL."""
        return None if self.tercetak_ribu is None else self.jumlah_awal - self.tercetak_ribu


@dataclass(frozen=True)
class RevisiTarget:
    """A target or budget that is no longer what was printed."""

    kode: str
    tahun: int
    tercetak: str
    berlaku: str
    alasan: str
    dasar_hukum: str
    versi: int


@dataclass(frozen=True)
class LampiranRoadmap:
    """The whole Lampiran for one reader at one moment.

    `tahun_nilai`: the year whose realisasi stands beside, None for the table as printed alone.
    """

    instansi: str
    zona_waktu: str
    contoh: bool
    berjalan: bool
    rencana: str
    kepala: tuple[str, ...]
    judul: str
    kolom: tuple[str, ...]
    tahun: tuple[int, ...]
    tahun_nilai: int | None
    bersubtotal: bool
    program: tuple[ProgramLampiran, ...]
    total: tuple[TotalTahun, ...]
    jumlah: JumlahLampiran
    penandatangan: str
    penandatangan_jabatan: str
    revisi: tuple[RevisiTarget, ...]
    catatan: tuple[CatatanLaporan, ...]
    per_tanggal: datetime
    peminta: str
    cakupan: str

    @property
    def bertotal(self) -> bool:
        """Whether the source prints a TOTAL at all."""
        return any(t.tercetak for t in self.total)

    @property
    def jumlah_direvisi(self) -> bool:
        """Whether a revision changed a sum that stands beside a printed TOTAL."""
        return any(t.direvisi for t in self.total)

    @property
    def lebar_tahun(self) -> int:
        """How many columns the years take."""
        return 2 * len(self.tahun)

    @property
    def nomor_kolom(self) -> range:
        """The numbers below the heads: as printed, and on where realisasi stands beside."""
        return range(1, 5 + self.lebar_tahun + (4 if self.tahun_nilai else 0))

    @property
    def baris(self) -> tuple[BarisLampiran, ...]:
        """All printed rows."""
        return tuple(row for program in self.program for row in program.baris)

    @property
    def catatan_tabel(self) -> tuple[CatatanLaporan, ...]:
        """The notes that the table refers to, and those on the Lampiran as a document."""
        used = {kode for row in self.baris for kode in row.catatan}
        used |= {kode for program in self.program for kode in program.catatan}
        used |= {kode for year in self.total for kode in year.penjelasan}
        return tuple(
            n for n in self.catatan if n.kode in used or n.letak.startswith(("Lampiran", "Seluruh"))
        )


@dataclass(frozen=True)
class IsiLampiran:
    """What the reports of a Road Map would hold, before they are asked for.

    `diminta`: rows that ask something; headings are rows too.
    """

    program: int
    kegiatan: int
    baris: int
    diminta: int
    indikator: int
