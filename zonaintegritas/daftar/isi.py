"""What is said in one row of a register, and what is wrong with it."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from zonaintegritas.models import AgenPerubahan, PengaduanBulanan, SurveiZI

Baris = AgenPerubahan | PengaduanBulanan | SurveiZI
ModelBaris = type[AgenPerubahan] | type[PengaduanBulanan] | type[SurveiZI]

PANJANG_TEKS = 4000
TERBANYAK = 1_000_000_000
"""More than this is a slip of the keyboard, and more than the database holds is refused."""
SKALA_TERTINGGI = Decimal(1000)
DESIMAL = 4
TAHUN_PERTAMA = 2000


def _teks(galat: dict[str, str], nama: str, isi: str, batas: int, wajib: str = "") -> None:
    if wajib and not isi:
        galat[nama] = wajib
    elif len(isi) > batas:
        galat[nama] = f"Paling panjang {batas} huruf, Anda menulis {len(isi)}."


@dataclass(frozen=True)
class IsiBaris:
    """What all registers share; texts lose the blanks around them."""

    MODEL: ClassVar[ModelBaris]
    SEBUTAN: ClassVar[str]

    def __post_init__(self) -> None:
        """Strip the texts."""
        for nama, nilai in asdict(self).items():
            if isinstance(nilai, str):
                object.__setattr__(self, nama, nilai.strip())

    def galat(self, hari: date) -> dict[str, str]:
        """Return what is wrong, by field, as of a day; nothing when all is well."""
        raise NotImplementedError

    @property
    def sejak(self) -> date:
        """The first day that the row speaks about."""
        raise NotImplementedError

    @property
    def kunci(self) -> dict[str, Any]:
        """What may stand only once in a unit: lookups of an equal row."""
        raise NotImplementedError

    def nilai(self) -> dict[str, Any]:
        """Return the columns of the row."""
        return asdict(self)


@dataclass(frozen=True)
class IsiAgen(IsiBaris):
    """An agent of change or a role model."""

    MODEL: ClassVar[ModelBaris] = AgenPerubahan
    SEBUTAN: ClassVar[str] = "Orang"

    jenis: str
    nama: str
    jabatan: str
    mulai: date
    dasar: str = ""
    selesai: date | None = None
    perubahan: str = ""

    def galat(self, hari: date) -> dict[str, str]:
        """Return what is wrong; an appointment may begin later than today."""
        galat: dict[str, str] = {}
        if self.jenis not in AgenPerubahan.Jenis.values:
            galat["jenis"] = "Pilih agen perubahan atau role model."
        _teks(galat, "nama", self.nama, 200, "Tulis namanya.")
        _teks(galat, "jabatan", self.jabatan, 250, "Tulis jabatannya.")
        _teks(galat, "dasar", self.dasar, 200)
        _teks(galat, "perubahan", self.perubahan, PANJANG_TEKS)
        if self.selesai is not None and self.selesai < self.mulai:
            galat["selesai"] = "Tanggal akhir lebih awal daripada tanggal mulai."
        return galat

    @property
    def sejak(self) -> date:
        """The first day of the appointment."""
        return self.mulai

    @property
    def kunci(self) -> dict[str, Any]:
        """A person is appointed once for the same thing on the same day."""
        return {"jenis": self.jenis, "nama__iexact": self.nama, "mulai": self.mulai}


@dataclass(frozen=True)
class IsiPengaduan(IsiBaris):
    """Complaints of one month by one channel. `bulan` is the first day of the month."""

    MODEL: ClassVar[ModelBaris] = PengaduanBulanan
    SEBUTAN: ClassVar[str] = "Bulan dan saluran"

    bulan: date
    saluran: str
    diterima: int
    selesai: int
    keterangan: str = ""

    def galat(self, hari: date) -> dict[str, str]:
        """Return what is wrong; a month that has not begun has no complaints yet."""
        galat: dict[str, str] = {}
        if self.bulan.day != 1:
            galat["bulan"] = "Bulan ditulis dengan hari pertamanya."
        elif self.bulan > hari:
            galat["bulan"] = "Bulan ini belum terjadi. Periksa tahunnya."
        elif self.bulan.year < TAHUN_PERTAMA:
            galat["bulan"] = "Periksa tahunnya."
        _teks(galat, "saluran", self.saluran, 120, "Tulis salurannya, misalnya kotak pengaduan.")
        _teks(galat, "keterangan", self.keterangan, PANJANG_TEKS)
        for nama, nilai in (("diterima", self.diterima), ("selesai", self.selesai)):
            if not 0 <= nilai <= TERBANYAK:
                galat[nama] = "Tulis bilangan bulat dari 0."
        if "selesai" not in galat and self.selesai > self.diterima:
            galat["selesai"] = (
                f"Yang diselesaikan tidak lebih banyak daripada yang diterima ({self.diterima})."
            )
        return galat

    @property
    def sejak(self) -> date:
        """The first day of the month."""
        return self.bulan

    @property
    def kunci(self) -> dict[str, Any]:
        """A month has one row for each channel."""
        return {"bulan": self.bulan, "saluran__iexact": self.saluran}


@dataclass(frozen=True)
class IsiSurvei(IsiBaris):
    """The result of one survey: the index on its scale, respondents, method."""

    MODEL: ClassVar[ModelBaris] = SurveiZI
    SEBUTAN: ClassVar[str] = "Hasil survei"

    jenis: str
    tahun: int
    nilai_indeks: Decimal
    maks: Decimal
    responden: int
    metode: str
    tanggal: date
    periode: str = ""
    penyelenggara: str = ""

    def galat(self, hari: date) -> dict[str, str]:
        """Return what is wrong; a result lies between 0 and the highest of its scale."""
        galat: dict[str, str] = {}
        if self.jenis not in SurveiZI.Jenis.values:
            galat["jenis"] = "Pilih IPAK atau IPKP."
        if not TAHUN_PERTAMA <= self.tahun <= hari.year:
            galat["tahun"] = f"Tulis tahun survei, {TAHUN_PERTAMA} sampai {hari.year}."
        if self.tanggal > hari:
            galat["tanggal"] = "Tanggal hasil belum terjadi. Periksa tahunnya."
        elif "tahun" not in galat and self.tanggal.year < self.tahun:
            galat["tanggal"] = "Tanggal hasil lebih awal daripada tahun survei."
        for nama, angka in (("nilai", self.nilai_indeks), ("maks", self.maks)):
            if not angka.is_finite() or angka < 0:
                galat[nama] = "Tulis bilangan dari 0."
            elif angka != round(angka, DESIMAL):
                galat[nama] = f"Paling banyak {DESIMAL} angka di belakang koma."
        if "maks" not in galat and not 0 < self.maks <= SKALA_TERTINGGI:
            galat["maks"] = f"Nilai tertinggi skala lebih dari 0, paling besar {SKALA_TERTINGGI}."
        if not galat.keys() & {"nilai", "maks"} and self.nilai_indeks > self.maks:
            galat["nilai"] = "Nilai indeks melebihi nilai tertinggi skalanya."
        if not 1 <= self.responden <= TERBANYAK:
            galat["responden"] = "Tulis jumlah responden, paling sedikit 1."
        _teks(galat, "metode", self.metode, 200, "Tulis metode surveinya.")
        _teks(galat, "periode", self.periode, 80)
        _teks(galat, "penyelenggara", self.penyelenggara, 200)
        return galat

    @property
    def sejak(self) -> date:
        """The first day of the year of the survey."""
        return date(self.tahun, 1, 1)

    @property
    def kunci(self) -> dict[str, Any]:
        """One result of a survey in a period of a year on one day."""
        return {
            "jenis": self.jenis,
            "tahun": self.tahun,
            "periode__iexact": self.periode,
            "tanggal": self.tanggal,
        }

    def nilai(self) -> dict[str, Any]:
        """Return the columns of the row."""
        isi = asdict(self)
        isi["nilai"] = isi.pop("nilai_indeks")
        return isi
