"""Required documents by what became of them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

from ukuran.skor import Kelengkapan


class Golongan(StrEnum):
    """What a required document counts as on a day; each document is in exactly one."""

    DISETUJUI = "disetujui"
    NIHIL = "nihil"
    MENUNGGU = "menunggu"
    PERBAIKAN = "perbaikan"
    DRAF = "draf"
    BELUM = "belum"
    KEDALUWARSA = "kedaluwarsa"  # approved once, and no longer up to date
    TAK_BERLAKU = "tak_berlaku"
    TAK_DAPAT = "tak_dapat"
    DIKELUARKAN = "dikeluarkan"  # KPK accepts the exception


@dataclass(frozen=True, slots=True)
class Hitungan:
    """Counts of required documents, one field for each Golongan."""

    disetujui: int = 0
    nihil: int = 0
    menunggu: int = 0
    perbaikan: int = 0
    draf: int = 0
    belum: int = 0
    kedaluwarsa: int = 0
    tak_berlaku: int = 0
    tak_dapat: int = 0
    dikeluarkan: int = 0

    @classmethod
    def dari(cls, golongan: Iterable[Golongan]) -> "Hitungan":
        """Count documents."""
        found: dict[str, int] = {}
        for satu in golongan:
            found[satu.value] = found.get(satu.value, 0) + 1
        return cls(**found)

    @classmethod
    def jumlah(cls, rows: "Iterable[Hitungan]") -> "Hitungan":
        """Add counts up."""
        rows = list(rows)
        return cls(**{name: sum(getattr(row, name) for row in rows) for name in _NAMES})

    @property
    def diperlukan(self) -> int:
        """Documents required: the denominator. What KPK took out does not count."""
        every: int = sum(getattr(self, name) for name in _NAMES)
        return every - self.dikeluarkan

    @property
    def diterima(self) -> int:
        """Documents approved and up to date, or decided to be nihil."""
        return self.disetujui + self.nihil

    @property
    def diunggah(self) -> int:
        """Documents sent at least once and not withdrawn, with those decided to be nihil."""
        return self.diterima + self.menunggu + self.perbaikan

    @property
    def di_unit(self) -> int:
        """Documents that the unit owes."""
        return self.belum + self.draf + self.perbaikan + self.kedaluwarsa

    @property
    def belum_ada(self) -> int:
        """Documents that the unit has not sent, or not renewed."""
        return self.draf + self.belum + self.kedaluwarsa

    @property
    def sisa(self) -> int:
        """Documents required and not accepted."""
        return self.diperlukan - self.diterima

    @property
    def rincian(self) -> Kelengkapan:
        """The same as Kelengkapan, with its way of calculation."""
        return Kelengkapan(
            wajib=self.diperlukan + self.dikeluarkan,
            diterima=self.disetujui,
            dikirim=self.disetujui + self.menunggu + self.perbaikan,
            nihil=self.nihil,
            tidak_dapat=self.tak_dapat,
            tidak_berlaku=self.tak_berlaku,
            dikeluarkan=self.dikeluarkan,
        )

    @property
    def kelengkapan(self) -> Decimal | None:
        """Percent of the required documents that are accepted; None when none is required."""
        return self.rincian.persen_terpenuhi

    @property
    def kelengkapan_klaim(self) -> Decimal | None:
        """Percent of the required documents that were sent; None when none is required."""
        return self.rincian.persen_diklaim


_NAMES = tuple(f.name for f in fields(Hitungan))
