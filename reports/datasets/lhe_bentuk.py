"""What the evaluation report of an LKE holds, as frozen rows: see `reports.datasets.lhe`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ukuran.format import angka
from ukuran.lke.nilai import HasilLKE
from zonaintegritas.lke.grafik import Batang, NilaiTahap
from zonaintegritas.models import Tahap

HURUF_SEHALAMAN, BUKTI_SEHALAMAN = 900, 10
"""Letters of one reason, and files of one question, that surely fit one page."""
_TERKECIL = Decimal("0.005")


@dataclass(frozen=True)
class InstrumenLHE:
    """The version of the instrument, where it comes from, and how it rounds."""

    nama: str
    versi: int
    dasar: str
    status_sumber: str
    catatan: str
    pembulatan: str

    @property
    def sebutan(self) -> str:
        """Name and version in one line."""
        return f"{self.nama}, versi {self.versi}"


@dataclass(frozen=True)
class NilaiTotal:
    """The total of one stage; `keputusan` says what it means for the predicate."""

    tahap: Tahap
    nilai: Decimal | None
    bobot: Decimal
    persen: Decimal | None
    terjawab: int
    jumlah: int
    keputusan: str


@dataclass(frozen=True)
class SyaratLHE:
    """One requirement of a predicate; `kurang` is 0 where it is met."""

    nama: str
    dicapai: Decimal | None
    minimal: Decimal
    kurang: Decimal
    terpenuhi: bool

    @property
    def kata(self) -> str:
        """What is missing, in words; less than the two decimals that are printed is said."""
        if self.terpenuhi:
            return "terpenuhi"
        return "kurang dari 0,01" if self.kurang < _TERKECIL else angka(self.kurang, 2)


@dataclass(frozen=True)
class PredikatLHE:
    """All requirements of one predicate."""

    nama: str
    syarat: tuple[SyaratLHE, ...]

    @property
    def belum(self) -> int:
        """How many are not met."""
        return sum(not one.terpenuhi for one in self.syarat)


@dataclass(frozen=True)
class KolomLHE:
    """What one stage says about a question."""

    tahap: Tahap
    jawaban: str
    nilai: Decimal | None
    alasan: str


@dataclass(frozen=True)
class BuktiLHE:
    """A file that backs an answer."""

    nama: str
    nomor: str
    tanggal: date | None
    sha256: str
    asal: str


@dataclass(frozen=True)
class SoalLHE:
    """One question: what the three stages say, and its evidence."""

    kode: str
    teks: str
    kolom: tuple[KolomLHE, ...]
    bukti: tuple[BuktiLHE, ...]
    dokumen_kurang: int

    @property
    def panjang(self) -> bool:
        """Whether its row may be longer than a page, so that it must break."""
        texts = (self.teks, *(kolom.alasan for kolom in self.kolom))
        many = len(self.bukti) > BUKTI_SEHALAMAN
        return many or max(map(len, texts)) > HURUF_SEHALAMAN


@dataclass(frozen=True)
class BagianLHE:
    """A component in the order of the sheet; `tahap` are its scores by stage."""

    kode: str
    nama: str
    kedalaman: int
    bobot: Decimal
    minimal: Decimal | None
    tahap: tuple[NilaiTahap, ...]
    soal: tuple[SoalLHE, ...]


@dataclass(frozen=True)
class RekomendasiLHE:
    """A question whose value a stage lowered, with the note of that stage ('' for none)."""

    kode: str
    teks: str
    tahap: Tahap
    dari_tahap: Tahap
    dari: Decimal
    menjadi: Decimal
    catatan: str


@dataclass(frozen=True)
class LangkahLHE:
    """A step of the flow; `jabatan` is the office of who took it."""

    saat: datetime
    judul: str
    menjadi: str
    jabatan: str
    catatan: str


@dataclass(frozen=True)
class PenilaiLHE:
    """A member of the TPI."""

    peran: str
    ketua: bool
    nama: str
    jabatan: str
    surat_tugas: str
    mulai: date
    selesai: date
    dicabut: bool


@dataclass(frozen=True)
class LHE:
    """The whole report for one reader at one moment.

    `tahap` are the stages that the report shows, `nilai` their scores, `sumber` the stage by
    which the predicate is judged (None without answers). `final`: the assessment is finished.
    """

    instansi: str
    tempat: str
    zona_waktu: str
    contoh: bool
    kop: tuple[str, ...]
    unit: str
    tahun: int
    sasaran: str
    status: str
    final: bool
    instrumen: InstrumenLHE
    tahap: tuple[Tahap, ...]
    nilai: Mapping[Tahap, HasilLKE]
    sumber: Tahap | None
    total: tuple[NilaiTotal, ...]
    kalimat: tuple[str, ...]
    syarat: tuple[PredikatLHE, ...]
    batang: tuple[Batang, ...]
    bagian: tuple[BagianLHE, ...]
    rekomendasi: tuple[RekomendasiLHE, ...]
    langkah: tuple[LangkahLHE, ...]
    tpi: tuple[PenilaiLHE, ...]
    per_tanggal: datetime
    peminta: str

    @property
    def judul(self) -> str:
        """The name of the document."""
        return f"Laporan Hasil Evaluasi {self.tahun}, {self.unit}"

    @property
    def tanda(self) -> str:
        """The mark of every page, '' for a finished official assessment."""
        marks = ("" if self.final else "DRAF", "CONTOH" if self.contoh else "")
        return " ".join(filter(None, marks))

    @property
    def sementara(self) -> bool:
        """Whether the stage that is judged has questions without a value."""
        return self.sumber is None or self.nilai[self.sumber].sementara

    @property
    def ketua_tpi(self) -> PenilaiLHE | None:
        """The one Ketua of the TPI that was not recalled; None for none or several."""
        found = [one for one in self.tpi if one.ketua and not one.dicabut]
        return found[0] if len(found) == 1 else None

    @property
    def soal(self) -> tuple[SoalLHE, ...]:
        """All questions in the order of the sheet."""
        return tuple(soal for bagian in self.bagian for soal in bagian.soal)

    @property
    def jumlah_bukti(self) -> int:
        """How many files back the answers."""
        return sum(len(soal.bukti) for soal in self.soal)

    @property
    def komponen_bersoal(self) -> tuple[BagianLHE, ...]:
        """The components that hold questions themselves."""
        return tuple(bagian for bagian in self.bagian if bagian.soal)


@dataclass(frozen=True)
class IsiLHE:
    """What a report would hold, before it is asked for."""

    soal: int
    terjawab: int
    bukti: int
    langkah: int
    status: str
