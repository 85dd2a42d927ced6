"""One cell of a Road Map: a Butir in one year, its target, and what was reported of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from roadmap.models import TargetTahun
from roadmap.nilai import Serapan, Uang, anggaran_rupiah
from ukuran.capaian import Aturan, HasilCapaian, Realisasi
from ukuran.pita import Rentang
from ukuran.target import Target


@dataclass(frozen=True, slots=True)
class Laporan:
    """What one window, or one historis row, says about a year."""

    realisasi: Realisasi
    uang: Uang
    sampai: date
    at: datetime
    capaian_id: int | None = None  # None: historis
    rujukan: str = ""
    status: str = ""  # of its window; empty for historis
    asli: str = ""  # what was reported, where the target now asks for other units

    @property
    def historis(self) -> bool:
        """Whether it was entered from a document of an earlier year, unverified."""
        return self.capaian_id is None


@dataclass(frozen=True, slots=True)
class Sel:
    """One Butir in one year: target, what was claimed, what is verified, both as capaian.

    `mulai` False: the year has not begun on the day of the figures. `diminta` False: the year asks
    for nothing. `tersembunyi`: units recorded figures that the reader may not read.
    """

    butir_id: int
    tahun: int
    mulai: bool
    diminta: bool
    tersembunyi: bool
    target: Target
    baris: TargetTahun | None
    aturan: Aturan
    klaim: Laporan | None
    verifikasi: Laporan | None
    historis: Laporan | None
    hasil_klaim: HasilCapaian
    hasil: HasilCapaian
    pita: Rentang | None
    serapan: Serapan

    @property
    def angka(self) -> Laporan | None:
        """The figures that count: verified ones, else historis ones."""
        return self.verifikasi or self.historis

    @property
    def angka_klaim(self) -> Laporan | None:
        """The figures of the claimed capaian: the later of claim and verified ones, or historis."""
        return diklaim(self.klaim, self.verifikasi, self.historis)

    @property
    def tercatat(self) -> bool:
        """Whether there are figures of any kind, claimed ones included."""
        return self.angka is not None or self.klaim is not None

    def terlihat(self, terbaca: bool) -> bool:
        """Whether the reader knows what the cell says: figures, or that there are none.

        `terbaca`: the reader may read what the unit of the Butir reports now.
        """
        return self.tercatat or (terbaca and not self.tersembunyi)

    def dihitung(self, terbaca: bool) -> bool:
        """Whether the cell stands in the means of the reader: its year has begun and it owes."""
        return self.mulai and self.terlihat(terbaca) and (self.diminta or self.tercatat)

    @property
    def capaian(self) -> Decimal | None:
        """The capaian that counts, capped, in percent."""
        return self.hasil.terbatas

    @property
    def capaian_klaim(self) -> Decimal | None:
        """The claimed capaian, capped, in percent."""
        return self.hasil_klaim.terbatas

    @property
    def anggaran(self) -> Decimal | None:
        """The planned budget in Rupiah; None for blank and '-'."""
        return anggaran_rupiah(self.baris)


def diklaim(sent: Laporan | None, done: Laporan | None, lama: Laporan | None) -> Laporan | None:
    """Return the figures of the claimed capaian: the later of claim and verified, or historis."""
    if sent is not None and (done is None or sent.sampai >= done.sampai):
        return sent
    return done or lama
