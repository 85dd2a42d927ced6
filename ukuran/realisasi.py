"""What was achieved and by which rules it is measured. Values only; `ukuran.capaian` computes."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ukuran.cara_hitung import SERATUS
from ukuran.skala import Skala

_DIGIT_MAKS = 60  # before, and after, the decimal comma: no figure of an office has more


class Arah(StrEnum):
    """Whether more is better (MAKSIMUM) or less is (MINIMUM); numbers only."""

    MAKSIMUM = "maks"
    MINIMUM = "min"


class Rumus(StrEnum):
    """How MINIMUM is computed: (2T - R) / T x 100, or T / R x 100. MAKSIMUM always is R / T x 100.

    Both are in use in Indonesian performance reports (LKjIP); the office chooses per indikator.
    """

    SELISIH = "selisih"
    BANDING = "banding"


class CaraPredikat(StrEnum):
    """How a predicate becomes a figure.

    TERCAPAI: 100 when the target's grade is reached or passed, else 0. URUTAN: position of the
    realisasi / position of the target x 100, counted from 1 = lowest.
    """

    TERCAPAI = "tercapai"
    URUTAN = "urutan"


class Sifat(StrEnum):
    """Whether each year stands alone or adds to the years before."""

    TAHUNAN = "tahunan"
    KUMULATIF = "kumulatif"


@dataclass(frozen=True, slots=True)
class Aturan:
    """The rules of one row. `batas_atas` caps a figure, `jumlah_unit` is the target of "Semua PD".

    Raises TypeError unless `batas_atas` is int or Decimal and `jumlah_unit` int or None, and
    ValueError for a cap under 100 or not finite, and for a negative number of units.
    """

    arah: Arah = Arah.MAKSIMUM
    rumus: Rumus = Rumus.SELISIH
    predikat: CaraPredikat = CaraPredikat.TERCAPAI
    sifat: Sifat = Sifat.TAHUNAN
    batas_atas: Decimal = Decimal(SERATUS)
    skala: Skala | None = None
    jumlah_unit: int | None = None

    def __post_init__(self) -> None:
        """Check the figures and the choices."""
        batas = bilangan("batas_atas", self.batas_atas)
        if batas is None or batas < SERATUS:
            raise ValueError(f"batas_atas is under {SERATUS}: {batas}")
        object.__setattr__(self, "batas_atas", batas)
        unit = self.jumlah_unit
        if unit is not None and (isinstance(unit, bool) or not isinstance(unit, int)):
            raise TypeError(f"jumlah_unit must be int, not {unit!r}")
        bilangan("jumlah_unit", unit)
        object.__setattr__(self, "arah", Arah(self.arah))
        object.__setattr__(self, "rumus", Rumus(self.rumus))
        object.__setattr__(self, "predikat", CaraPredikat(self.predikat))
        object.__setattr__(self, "sifat", Sifat(self.sifat))


@dataclass(frozen=True, slots=True)
class Realisasi:
    """What was achieved: a number per component, a grade, or whether a document exists.

    None is "no data", 0 is a value. Raises, naming the component, ValueError for what is negative,
    NaN, infinite or has more than 60 digits on one side of the comma, and TypeError for a float.
    """

    komponen: tuple[Decimal | None, ...] = ()
    predikat: str = ""
    ada: bool | None = None

    def __post_init__(self) -> None:
        """Check the numbers."""
        komponen = tuple(
            bilangan(f"komponen {nomor}", satu) for nomor, satu in enumerate(self.komponen, start=1)
        )
        object.__setattr__(self, "komponen", komponen)
        if self.ada is not None and not isinstance(self.ada, bool):
            raise TypeError(f"ada must be bool or None, not {self.ada!r}")

    @property
    def kosong(self) -> bool:
        """Say whether there is no data at all."""
        angka = any(satu is not None for satu in self.komponen)
        return not angka and not self.predikat.strip() and self.ada is None


def bilangan(nama: str, nilai: object) -> Decimal | None:
    """Return an exact number of at least 0 as Decimal, None for None.

    Raises TypeError for what is neither int nor Decimal, ValueError for what is negative, not
    finite or longer than 60 digits on one side of the comma.
    """
    if nilai is None:
        return None
    if isinstance(nilai, bool) or not isinstance(nilai, int | Decimal):
        raise TypeError(f"{nama} must be int or Decimal, not {nilai!r}")
    angka = Decimal(nilai)
    if not angka.is_finite():
        raise ValueError(f"{nama} is not a finite number: {angka}")
    if angka < 0:
        raise ValueError(f"{nama} is negative: {angka}")
    if angka.adjusted() >= _DIGIT_MAKS or int(angka.as_tuple().exponent) < -_DIGIT_MAKS:
        raise ValueError(f"{nama} has more than {_DIGIT_MAKS} digits on one side of the comma")
    return angka.copy_abs()  # no negative zero
