"""What pasting a table would do to an instrument: rows as they will be, and the preview. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from evidence.models import Butir
from satgas.instrumen.tempel import Galat


class Jenis(StrEnum):
    """What pasting does with a row of the instrument."""

    BARU = "baru"
    BERUBAH = "berubah"
    SAMA = "sama"


@dataclass(frozen=True)
class Konteks:
    """What names in the table may mean: ids of units by name in lower case, of tasks by kode."""

    unit: Mapping[str, Sequence[tuple[int, str]]]
    tugas: Mapping[str, int]


@dataclass
class DokumenBanding:
    """A document: `pk` None when it is new."""

    baris: int
    pk: int | None
    uraian: str
    kriteria: str
    jenis: Jenis


@dataclass
class KriteriaBanding:
    """A grade of a sub indikator: `pk` None when it is new."""

    pk: int | None
    nilai: int
    uraian: str
    jenis: Jenis


@dataclass
class SimpulBanding:
    """An area, indikator or sub indikator as it will be; `pk` None when it is new."""

    baris: int
    tingkat: str
    pk: int | None
    kode: str
    nama: str
    bobot: Decimal | None
    jenis: Jenis
    rincian: list[str] = field(default_factory=list)
    anak: "list[SimpulBanding]" = field(default_factory=list)
    cara_nilai: str = Butir.CaraNilai.PILIH
    unit_id: int | None = None
    tugas: list[int] = field(default_factory=list)  # tasks to add
    kriteria: list[KriteriaBanding] = field(default_factory=list)
    dokumen: list[DokumenBanding] = field(default_factory=list)


@dataclass(frozen=True)
class BarisPratinjau:
    """One line of the preview."""

    baris: int
    tingkat: str
    kode: str
    nama: str
    jenis: Jenis
    rincian: Sequence[str]


@dataclass
class Pratinjau:
    """Everything that pasting would do, and everything that has to be corrected first."""

    area: list[SimpulBanding] = field(default_factory=list)
    galat: list[Galat] = field(default_factory=list)
    asing: list[str] = field(default_factory=list)
    baris: list[BarisPratinjau] = field(default_factory=list)

    def jumlah(self, jenis: Jenis) -> int:
        """Return how many rows of the instrument are of a kind."""
        return sum(satu.jenis is jenis for satu in self.baris)

    @property
    def baru(self) -> int:
        """Rows that will be added."""
        return self.jumlah(Jenis.BARU)

    @property
    def berubah(self) -> int:
        """Rows that will be changed."""
        return self.jumlah(Jenis.BERUBAH)

    @property
    def sama(self) -> int:
        """Rows that stay as they are."""
        return self.jumlah(Jenis.SAMA)

    @property
    def perubahan(self) -> list[BarisPratinjau]:
        """The lines in which something happens."""
        return [satu for satu in self.baris if satu.jenis is not Jenis.SAMA]

    @property
    def dapat_diterapkan(self) -> bool:
        """Say whether there is something to apply and nothing to correct."""
        return bool(self.perubahan) and not self.galat

    @property
    def sidik(self) -> str:
        """Return a fingerprint: what is applied must be what was shown."""
        return hashlib.sha256(repr(self.baris).encode()).hexdigest()[:32]
