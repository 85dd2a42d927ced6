"""An LKE instrument as data: components, questions, answer scales, minima, thresholds, rounding.

Frozen dataclasses without a database. Nothing here knows a regulation: weights, minima, scales
and rounding come from a version of an instrument. What is wrong with an instrument is said by
`ukuran.lke.periksa`; here only what is no exact number is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class JenisSkala(StrEnum):
    """How a question is answered: by a choice, by two counts, or by one index."""

    PILIHAN = "pilihan"
    RASIO = "rasio"
    INDEKS = "indeks"


class Paruh(StrEnum):
    """The part of the instrument that a component belongs to; KOSONG: none of the three."""

    PEMENUHAN = "pemenuhan"
    REFORM = "reform"
    HASIL = "hasil"
    KOSONG = ""

    @property
    def kata(self) -> str:
        """Return the part in the officials' words, blank for none."""
        return self.value.capitalize()


class Predikat(StrEnum):
    """The two predicates, the lower one first."""

    WBK = "wbk"
    WBBM = "wbbm"

    @property
    def kata(self) -> str:
        """Return the predicate as officials write it."""
        return self.value.upper()


class CaraBulat(StrEnum):
    """How a figure between two steps is rounded."""

    SETENGAH_NAIK = "setengah_naik"
    SETENGAH_GENAP = "setengah_genap"
    POTONG = "potong"

    @property
    def kata(self) -> str:
        """Return the rule in the officials' words."""
        return _KATA_CARA[self]


_KATA_CARA = {
    CaraBulat.SETENGAH_NAIK: "setengah dibulatkan ke atas",
    CaraBulat.SETENGAH_GENAP: "setengah dibulatkan ke angka genap",
    CaraBulat.POTONG: "desimal selebihnya dipotong",
}


class TingkatBulat(StrEnum):
    """The one level at which values are rounded.

    Below it everything is exact, above it everything is a sum of what was rounded. PERTANYAAN:
    the value 0 to 1 of each question. SUB: the score of each component that holds questions.
    KOMPONEN: the score of each component with a `kelompok` (an area of one half, a component of
    hasil). AKHIR: the total alone.
    """

    PERTANYAAN = "pertanyaan"
    SUB = "sub"
    KOMPONEN = "komponen"
    AKHIR = "akhir"

    @property
    def kata(self) -> str:
        """Return the level in the officials' words."""
        return _KATA_TINGKAT[self]


_KATA_TINGKAT = {
    TingkatBulat.PERTANYAAN: "nilai setiap pertanyaan",
    TingkatBulat.SUB: "nilai setiap sub komponen",
    TingkatBulat.KOMPONEN: "nilai setiap komponen",
    TingkatBulat.AKHIR: "nilai total",
}


def _periksa(letak: str, nama: str, nilai: Decimal | None) -> None:
    """Refuse what is no finite Decimal; the message names place and field."""
    if nilai is None:
        return
    if not isinstance(nilai, Decimal):
        raise TypeError(f"{letak}: {nama} must be Decimal, not {nilai!r}")
    if not nilai.is_finite():
        raise ValueError(f"{letak}: {nama} is not a finite number: {nilai}")


@dataclass(frozen=True, slots=True)
class Pilihan:
    """One choice of a scale, worth `nilai` (0 to 1).

    Raises TypeError for a value that is no Decimal, ValueError for NaN and infinity.
    """

    kode: str
    nilai: Decimal
    label: str

    def __post_init__(self) -> None:
        """Check the value."""
        _periksa(self.kode, "nilai", self.nilai)


@dataclass(frozen=True, slots=True)
class Skala:
    """How a question is answered and what the answer is worth, 0 to 1.

    PILIHAN: one of `pilihan`. RASIO: pembilang / penyebut, asked under the two labels. INDEKS: a
    figure from 0 to `maks`, divided by it. Raises TypeError for a `maks` that is no Decimal,
    ValueError for NaN, infinity and an unknown jenis.
    """

    kode: str
    nama: str
    jenis: JenisSkala
    pilihan: tuple[Pilihan, ...] = ()
    maks: Decimal | None = None
    label_pembilang: str = ""
    label_penyebut: str = ""

    def __post_init__(self) -> None:
        """Check the maximum and the kind."""
        _periksa(self.kode, "maks", self.maks)
        object.__setattr__(self, "jenis", JenisSkala(self.jenis))

    def pilihan_dari(self, kode: str) -> Pilihan | None:
        """Return the choice with a code, None when the scale lacks it."""
        return next((satu for satu in self.pilihan if satu.kode == kode), None)


@dataclass(frozen=True, slots=True)
class Pertanyaan:
    """One question with its scale, the documents expected for it, and what to look at."""

    kode: str
    teks: str
    skala: Skala
    dokumen: tuple[str, ...] = ()
    penjelasan: str = ""


@dataclass(frozen=True, slots=True)
class Komponen:
    """A node of the instrument: it holds either further components or questions.

    `kelompok` is shared by the same area in both halves; in hasil it names a component.
    `status_sumber` tells where weight and minima come from, with the marks [V] read in the source,
    [S] secondary, [U] unverified, [D] own design. Raises TypeError for figures that are no
    Decimal, ValueError for NaN, infinity and an unknown paruh.
    """

    kode: str
    nama: str
    bobot: Decimal
    kelompok: str = ""
    paruh: Paruh = Paruh.KOSONG
    min_wbk: Decimal | None = None
    min_wbbm: Decimal | None = None
    anak: "tuple[Komponen, ...]" = ()
    pertanyaan: tuple[Pertanyaan, ...] = ()
    status_sumber: str = ""

    def __post_init__(self) -> None:
        """Check the figures and the part."""
        _periksa(self.kode, "bobot", self.bobot)
        _periksa(self.kode, "min_wbk", self.min_wbk)
        _periksa(self.kode, "min_wbbm", self.min_wbbm)
        object.__setattr__(self, "paruh", Paruh(self.paruh))

    def minimal(self, predikat: Predikat) -> Decimal | None:
        """Return the minimum that a predicate asks of this component, None for none."""
        return self.min_wbk if predikat is Predikat.WBK else self.min_wbbm

    def telusuri(self) -> "Iterator[Komponen]":
        """Yield this component and all below it, in the order of the instrument."""
        yield self
        for satu in self.anak:
            yield from satu.telusuri()


@dataclass(frozen=True, slots=True)
class Ambang:
    """What a predicate asks of the total and of the pengungkit; None asks nothing of it.

    Raises TypeError for figures that are no Decimal, ValueError for NaN, infinity and an unknown
    predicate.
    """

    predikat: Predikat
    total: Decimal
    pengungkit: Decimal | None = None
    status_sumber: str = ""

    def __post_init__(self) -> None:
        """Check the figures and the predicate."""
        object.__setattr__(self, "predikat", Predikat(self.predikat))
        _periksa(self.predikat, "total", self.total)
        _periksa(self.predikat, "pengungkit", self.pengungkit)


@dataclass(frozen=True, slots=True)
class Pembulatan:
    """Decimals, rule and level of rounding.

    Raises ValueError for a negative number of decimals and for an unknown rule or level.
    """

    angka: int = 2
    cara: CaraBulat = CaraBulat.SETENGAH_NAIK
    tingkat: TingkatBulat = TingkatBulat.AKHIR
    status_sumber: str = ""

    def __post_init__(self) -> None:
        """Check decimals, rule and level."""
        if self.angka < 0:
            raise ValueError(f"negative number of decimals: {self.angka}")
        object.__setattr__(self, "cara", CaraBulat(self.cara))
        object.__setattr__(self, "tingkat", TingkatBulat(self.tingkat))


@dataclass(frozen=True, slots=True)
class Instrumen:
    """One version of an instrument.

    `komponen` are the two at the top: the pengungkit (paruh KOSONG) with its halves, areas and
    sub components, and the hasil (paruh HASIL).
    """

    kode: str
    nama: str
    versi: int
    komponen: tuple[Komponen, ...]
    ambang: tuple[Ambang, ...] = ()
    pembulatan: Pembulatan = Pembulatan()

    @property
    def pengungkit(self) -> Komponen | None:
        """Return the pengungkit: the component at the top that is not hasil."""
        return next((satu for satu in self.komponen if satu.paruh is not Paruh.HASIL), None)

    def telusuri(self) -> Iterator[Komponen]:
        """Yield all components, from the top down, in their order."""
        for satu in self.komponen:
            yield from satu.telusuri()

    def semua_pertanyaan(self) -> Iterator[Pertanyaan]:
        """Yield all questions in their order."""
        for komponen in self.telusuri():
            yield from komponen.pertanyaan

    def ambang_untuk(self, predikat: Predikat) -> Ambang | None:
        """Return the thresholds of a predicate, None when the instrument has none."""
        return next((satu for satu in self.ambang if satu.predikat is predikat), None)
