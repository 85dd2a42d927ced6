"""How one weighted mean came about, row by row ("Cara hitung").

The explanation is the calculation: a score is read from the same rows that a page prints. All
arithmetic is exact (fractions); a figure becomes a Decimal only where it leaves, see `desimal`.
Pure functions over plain values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import (
    ROUND_05UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from enum import StrEnum
from fractions import Fraction

SERATUS = 100

_TEPI = Context(prec=28, rounding=ROUND_05UP, traps=[InvalidOperation, DivisionByZero, Overflow])


def desimal(nilai: Fraction) -> Decimal:
    """Return a fraction as a Decimal of at most 28 digits; exact when it fits.

    What does not fit is cut by ROUND_05UP, so that rounding the result again, to the few
    decimals of a page, gives what rounding the fraction itself would give, and so that a value
    just below a threshold stays below it. The decimal context of the caller plays no part.
    """
    return _TEPI.divide(Decimal(nilai.numerator), Decimal(nilai.denominator))


class Keadaan(StrEnum):
    """What holds for one leaf: whether it counts, and as what."""

    DINILAI = "dinilai"
    NIHIL = "nihil"
    TIDAK_DAPAT = "tidak_dapat"
    TIDAK_BERLAKU = "tidak_berlaku"
    DIKELUARKAN = "dikeluarkan"

    @property
    def dalam_penyebut(self) -> bool:
        """Say whether the leaf stays in the denominator.

        Nihil has nothing to score, dikeluarkan is an exception that KPK accepted. Tidak dapat
        dipenuhi and Tidak berlaku stay, as 0, until KPK's answer is recorded.
        """
        return self not in (Keadaan.NIHIL, Keadaan.DIKELUARKAN)

    @property
    def kata(self) -> str:
        """Return the state in the officials' words."""
        return _KATA_KEADAAN[self]


_KATA_KEADAAN = {
    Keadaan.DINILAI: "Dinilai",
    Keadaan.NIHIL: "Nihil",
    Keadaan.TIDAK_DAPAT: "Tidak dapat dipenuhi",
    Keadaan.TIDAK_BERLAKU: "Tidak berlaku",
    Keadaan.DIKELUARKAN: "Dikeluarkan atas jawaban KPK",
}


class LabelBobot(StrEnum):
    """Which weights a group was computed with; the value is the wording."""

    INSTRUMEN = "bobot instrumen"
    SAMA = "bobot sama"
    BELUM_LENGKAP = "bobot belum lengkap"
    TANPA_PENYEBUT = "tidak ada yang dinilai"


@dataclass(frozen=True, slots=True)
class Anggota:
    """One child of a group as the choice of weights sees it."""

    kode: str
    nama: str
    bobot: Decimal | None
    dalam_penyebut: bool
    keadaan: Keadaan | None = None


@dataclass(frozen=True, slots=True)
class BobotKelompok:
    """The weights of one group: label, the codes without bobot, and the weight of each child.

    `dipakai` follows the order of the children; None stands for a child outside the denominator.
    `jumlah_eksak` is their sum.
    """

    label: LabelBobot
    kurang: tuple[str, ...]
    dipakai: tuple[Decimal | None, ...]
    jumlah_eksak: Fraction


def pilih_bobot(anggota: Sequence[Anggota]) -> BobotKelompok:
    """Return the weights that a group of children is computed with.

    Only children in the denominator are asked: what has left it must not change the weights of
    the others. All of them have a bobot: these (0 is a bobot). None has: equal weights of 1.
    Some have not: equal weights too, with the codes that lack one.
    """
    dihitung = [satu for satu in anggota if satu.dalam_penyebut]
    kurang = tuple(satu.kode for satu in dihitung if satu.bobot is None)
    if not dihitung:
        label = LabelBobot.TANPA_PENYEBUT
    elif not kurang:
        label = LabelBobot.INSTRUMEN
    elif len(kurang) == len(dihitung):
        label = LabelBobot.SAMA
    else:
        label = LabelBobot.BELUM_LENGKAP
    resmi = label is LabelBobot.INSTRUMEN
    dipakai = tuple(
        (satu.bobot if resmi else Decimal(1)) if satu.dalam_penyebut else None for satu in anggota
    )
    jumlah = sum((Fraction(bobot) for bobot in dipakai if bobot is not None), Fraction())
    return BobotKelompok(label, kurang, dipakai, jumlah)


@dataclass(frozen=True, slots=True)
class Baris:
    """One child in the explanation of its parent's score.

    `bobot` is what the instrument gives, `bobot_dipakai` what was used (None: the child is
    outside the denominator). A child in the denominator without data has `nilai` None and
    `hasil_kali` 0; one outside has both None. `keadaan` is that of a leaf.
    """

    kode: str
    nama: str
    keadaan: Keadaan | None
    bobot: Decimal | None
    bobot_dipakai: Decimal | None
    nilai_eksak: Fraction | None

    @property
    def dalam_penyebut(self) -> bool:
        """Say whether the child counts in the divisor."""
        return self.bobot_dipakai is not None

    @property
    def nilai(self) -> Decimal | None:
        """Return the value of the child, None when there is none."""
        return None if self.nilai_eksak is None else desimal(self.nilai_eksak)

    @property
    def hasil_kali_eksak(self) -> Fraction | None:
        """Return weight times value as a fraction; without data 0, outside None."""
        if self.bobot_dipakai is None:
            return None
        return Fraction(self.bobot_dipakai) * (self.nilai_eksak or 0)

    @property
    def hasil_kali(self) -> Decimal | None:
        """Return weight times value; without data 0, outside the denominator None."""
        hasil = self.hasil_kali_eksak
        return None if hasil is None else desimal(hasil)


@dataclass(frozen=True, slots=True)
class CaraHitung:
    """A weighted mean with all it was made of: score = jumlah / pembagi.

    Made by `rata_tertimbang`. `jumlah` is the sum of `hasil_kali`, `pembagi` the sum of the
    weights used. A divisor of 0 (nothing in the denominator, or only weights of 0) has no score.
    """

    baris: tuple[Baris, ...]
    label_bobot: LabelBobot
    bobot_kurang: tuple[str, ...]
    jumlah_eksak: Fraction
    pembagi_eksak: Fraction

    @property
    def jumlah(self) -> Decimal:
        """Return the sum of the products."""
        return desimal(self.jumlah_eksak)

    @property
    def pembagi(self) -> Decimal:
        """Return the sum of the weights in the denominator."""
        return desimal(self.pembagi_eksak)

    @property
    def nilai_eksak(self) -> Fraction | None:
        """Return the score as a fraction, None when the divisor is 0."""
        return self.jumlah_eksak / self.pembagi_eksak if self.pembagi_eksak else None

    @property
    def nilai(self) -> Decimal | None:
        """Return the score, None when the divisor is 0."""
        nilai = self.nilai_eksak
        return None if nilai is None else desimal(nilai)


def rata_tertimbang(
    anggota: Sequence[Anggota], bobot: BobotKelompok, nilai: Iterable[Fraction | None]
) -> CaraHitung:
    """Return the weighted mean of the children, with its rows.

    Score = sum(bobot x nilai) / sum(bobot) over the children in the denominator; a child without
    data adds 0 to the one and its weight to the other. With weights that add up to 100 this is
    bobot x nilai / 100, level by level, as KPK's instrument has it. `bobot` is
    `pilih_bobot(anggota)` and `nilai` follows the same order; ValueError when lengths differ.
    """
    baris = tuple(
        Baris(satu.kode, satu.nama, satu.keadaan, satu.bobot, dipakai, angka)
        for satu, dipakai, angka in zip(anggota, bobot.dipakai, nilai, strict=True)
    )
    return CaraHitung(
        baris=baris,
        label_bobot=bobot.label,
        bobot_kurang=bobot.kurang,
        jumlah_eksak=sum((satu.hasil_kali_eksak or Fraction() for satu in baris), Fraction()),
        pembagi_eksak=bobot.jumlah_eksak,
    )
