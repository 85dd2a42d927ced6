"""Ordered scales of predicates (opinions, grades, zones): versioned data, pure functions.

The codes, names and cut-offs are data that an admin edits; nothing here knows a particular scale.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ukuran.target import kunci_predikat


def periksa_batas(nama: str, bawah: object, atas: object) -> None:
    """Refuse a limit that is neither None nor a finite Decimal: TypeError or ValueError."""
    for batas in (bawah, atas):
        if batas is None:
            continue
        if not isinstance(batas, Decimal):
            raise TypeError(f"{nama}: a limit must be Decimal, not {batas!r}")
        if not batas.is_finite():
            raise ValueError(f"{nama}: a limit is not a finite number: {batas}")


@dataclass(frozen=True, slots=True)
class Tingkat:
    """One level of a scale, with the interval [bawah, atas) where the scale has numbers.

    Only one limit None: open on that side. Both None: a level without numbers. Raises TypeError
    for a limit that is no Decimal, ValueError for NaN and infinity.
    """

    kode: str
    nama: str
    bawah: Decimal | None = None
    atas: Decimal | None = None

    def __post_init__(self) -> None:
        """Check the limits."""
        periksa_batas(self.kode, self.bawah, self.atas)

    @property
    def berangka(self) -> bool:
        """Say whether the level has an interval."""
        return self.bawah is not None or self.atas is not None

    def memuat(self, nilai: Decimal) -> bool:
        """Say whether the half-open interval of the level holds a value."""
        if not self.berangka:
            return False
        return (self.bawah is None or self.bawah <= nilai) and (
            self.atas is None or nilai < self.atas
        )


@dataclass(frozen=True, slots=True)
class Skala:
    """A scale in one version; `tingkat` from lowest to highest, the highest is the best."""

    kode: str
    versi: int
    nama: str
    tingkat: tuple[Tingkat, ...]

    def urutan(self, kode: str) -> int | None:
        """Return the position of a code from 0 = lowest, None when the scale does not have it.

        Case and spaces play no part.
        """
        dicari = kunci_predikat(kode)
        for posisi, satu in enumerate(self.tingkat):
            if dicari and kunci_predikat(satu.kode) == dicari:
                return posisi
        return None

    def dari_angka(self, nilai: Decimal) -> Tingkat | None:
        """Return the level whose interval holds a value; the highest is closed at its top.

        None when no interval holds it, or the scale has no numbers.
        """
        for satu in self.tingkat:
            if satu.memuat(nilai):
                return satu
        if self.tingkat and self.tingkat[-1].berangka and self.tingkat[-1].atas == nilai:
            return self.tingkat[-1]
        return None


def periksa_skala(skala: Skala) -> tuple[str, ...]:
    """Return what is wrong with a scale, in Indonesian; nothing when it can be used.

    Double or empty codes, fewer than two levels, numbers on some levels only, and intervals that
    are empty, descend, overlap or leave a gap.
    """
    keluhan = []
    if len(skala.tingkat) < 2:
        keluhan.append("Skala memerlukan paling sedikit dua tingkat.")
    ditemui: set[str] = set()
    for nomor, satu in enumerate(skala.tingkat, start=1):
        kunci = kunci_predikat(satu.kode)
        if not kunci:
            keluhan.append(f"Tingkat ke-{nomor} belum memiliki kode.")
        elif kunci in ditemui:
            keluhan.append(f"Kode {satu.kode.strip()} dipakai lebih dari sekali.")
        ditemui.add(kunci)
    berangka = [satu for satu in skala.tingkat if satu.berangka]
    if berangka and len(berangka) < len(skala.tingkat):
        kurang = ", ".join(satu.kode for satu in skala.tingkat if not satu.berangka)
        keluhan.append(f"Sebagian tingkat belum memiliki batas angka: {kurang}.")
    batas = [(satu.kode, satu.bawah, satu.atas) for satu in berangka]
    return (*keluhan, *periksa_selang(batas))


Selang = tuple[str, Decimal | None, Decimal | None]


def periksa_selang(selang: list[Selang]) -> tuple[str, ...]:
    """Return what is wrong with intervals (name, bawah, atas) from lowest to highest.

    Each complaint is an Indonesian sentence: an empty interval, a gap, an overlap, wrong order. A
    limit of None means without end and is right only at the two outer ends.
    """
    keluhan = [
        f"Batas bawah {tulis(bawah)} pada {nama} harus lebih kecil daripada batas atas"
        f" {tulis(atas)}."
        for nama, bawah, atas in selang
        if bawah is not None and atas is not None and bawah >= atas
    ]
    for (nama, bawah, atas), (nama_atas, bawah_atas, _) in pairwise(selang):
        if atas is None:
            keluhan.append(f"Batas atas {nama} kosong, padahal masih ada {nama_atas} di atasnya.")
        elif bawah_atas is None:
            keluhan.append(f"Batas bawah {nama_atas} kosong, padahal masih ada {nama} di bawahnya.")
        elif bawah is not None and bawah_atas <= bawah:
            keluhan.append(f"{nama_atas} harus di atas {nama}; urutkan dari yang terendah.")
        elif bawah_atas < atas:
            keluhan.append(
                f"{nama} dan {nama_atas} tumpang tindih dari {tulis(bawah_atas)} sampai"
                f" {tulis(atas)}."
            )
        elif bawah_atas > atas:
            keluhan.append(
                f"Ada celah antara {nama} dan {nama_atas}, dari {tulis(atas)} sampai"
                f" {tulis(bawah_atas)}."
            )
    return tuple(keluhan)


def tulis(nilai: Decimal | None) -> str:
    """Return a figure with all its digits in Indonesian style: 1.234,5; "" for None."""
    if nilai is None:
        return ""
    utuh, _, pecahan = f"{nilai:,f}".partition(".")
    pecahan = pecahan.rstrip("0")
    utuh = utuh.replace(",", ".")
    return f"{utuh},{pecahan}" if pecahan else utuh
