"""What the semester evaluation holds, as frozen rows: see `reports.datasets.evaluasi_roadmap`."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from reports.datasets.catatan_roadmap import CatatanLaporan
from reports.datasets.isi_sel import IsiSel
from roadmap.nilai import Serapan
from ukuran.capaian import RataCapaian


@dataclass(frozen=True)
class Semester:
    """Half a year of a plan."""

    tahun: int
    nomor: int

    @property
    def mulai(self) -> date:
        """Its first day."""
        return date(self.tahun, 1 if self.nomor == 1 else 7, 1)

    @property
    def selesai(self) -> date:
        """Its last day."""
        return date(self.tahun, 6, 30) if self.nomor == 1 else date(self.tahun, 12, 31)

    @property
    def nama(self) -> str:
        """How officials call it."""
        return f"Semester {'I' if self.nomor == 1 else 'II'} Tahun {self.tahun}"


@dataclass(frozen=True)
class BarisEvaluasi:
    """An indikator or a row of the Lampiran: what was aimed at and what was reached.

    `di_atas`: the kegiatan that it belongs to, on its first row. `diminta`: a figure is due.
    """

    kode: str
    teks: str
    di_atas: str
    unit: str
    isi: IsiSel
    catatan: tuple[str, ...]
    diminta: bool


@dataclass(frozen=True)
class SasaranEvaluasi:
    """A sasaran with its indikator; means over those that the report holds."""

    teks: str
    indikator: tuple[BarisEvaluasi, ...]
    rata: RataCapaian
    rata_klaim: RataCapaian


@dataclass(frozen=True)
class KelompokEvaluasi:
    """A printed table of Bab III.B."""

    kode: str
    judul: str
    jalur: tuple[str, ...]
    sasaran: tuple[SasaranEvaluasi, ...]
    rata: RataCapaian
    rata_klaim: RataCapaian


@dataclass(frozen=True)
class JumlahEvaluasi:
    """Sums over rows of the Lampiran."""

    anggaran_ribu: int
    serapan: Serapan
    rata: RataCapaian


@dataclass(frozen=True)
class ProgramEvaluasi:
    """A program with its rows and sums."""

    huruf: str
    judul: str
    baris: tuple[BarisEvaluasi, ...]
    jumlah: JumlahEvaluasi

    @property
    def judul_jumlah(self) -> str:
        """The words before its sums."""
        return f"Jumlah program {self.huruf}"


@dataclass(frozen=True)
class KendalaEvaluasi:
    """What a unit wrote with its figures in a window of the semester."""

    kode: str
    uraian: str
    unit: str
    mulai: date
    selesai: date
    kendala: str
    tindak_lanjut: str


@dataclass(frozen=True)
class MasalahEvaluasi:
    """An unsolved problem at the pleno."""

    butir: str
    uraian: str
    sejak: datetime


@dataclass(frozen=True)
class LangkahEvaluasi:
    """A remedial step past its day that nobody has confirmed."""

    butir: str
    uraian: str
    unit: str
    tenggat: date
    hari_lewat: int
    dilaporkan: bool


@dataclass(frozen=True)
class AturanEvaluasi:
    """One version of a measuring rule in words, with the rows that it applies to."""

    kalimat: tuple[str, ...]
    asal: str
    versi: int
    baris: tuple[str, ...]


@dataclass(frozen=True)
class PitaEvaluasi:
    """The bands of this report."""

    nama: str
    versi: int
    sumber: str
    rentang: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EvaluasiRoadmap:
    """The whole evaluation for one reader at one moment.

    `cakupan`: the units it is limited to, '' for all. `keterangan`: why nothing is recorded.
    `berakhir`: the semester has ended on the day of the figures.
    """

    instansi: str
    tempat: str
    zona_waktu: str
    contoh: bool
    kop: tuple[str, ...]
    rencana: str
    dokumen: str
    berjalan: bool
    semester: Semester
    berakhir: bool
    per_tanggal: datetime
    peminta: str
    cakupan: str
    keterangan: str
    kelompok: tuple[KelompokEvaluasi, ...]
    program: tuple[ProgramEvaluasi, ...]
    rata: RataCapaian
    rata_klaim: RataCapaian
    jumlah: JumlahEvaluasi
    kendala: tuple[KendalaEvaluasi, ...]
    masalah: tuple[MasalahEvaluasi, ...]
    langkah: tuple[LangkahEvaluasi, ...]
    aturan: tuple[AturanEvaluasi, ...]
    pita: PitaEvaluasi | None
    catatan: tuple[CatatanLaporan, ...]

    @property
    def indikator(self) -> tuple[BarisEvaluasi, ...]:
        """All indikator."""
        return tuple(i for k in self.kelompok for s in k.sasaran for i in s.indikator)

    @property
    def baris(self) -> tuple[BarisEvaluasi, ...]:
        """All rows of the Lampiran that ask something."""
        return tuple(b for p in self.program for b in p.baris)

    @property
    def belum(self) -> tuple[BarisEvaluasi, ...]:
        """Indikator and rows of which a figure is due and none counts."""
        return tuple(b for b in (*self.indikator, *self.baris) if b.diminta and b.isi.keadaan)

    @property
    def historis(self) -> tuple[BarisEvaluasi, ...]:
        """Those whose figures are historis."""
        return tuple(b for b in (*self.indikator, *self.baris) if b.isi.historis)

    @property
    def pagu(self) -> Decimal | None:
        """What could be spent, in Rupiah; None where no row has a budget."""
        return self.jumlah.serapan.pagu if self.jumlah.serapan.jumlah else None


@dataclass(frozen=True)
class IsiEvaluasi:
    """What an evaluation would hold, before it is asked for."""

    indikator: int
    baris: int
    terisi: int
    diminta: int
