"""Bands of an achievement: name and tone of a figure. Versioned data, pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ukuran.skala import periksa_batas, periksa_selang

NADA_HIJAU = ("hijau", "hijau_muda")
NADA = (*NADA_HIJAU, "kuning", "jingga", "merah")

_SERATUS = 100


@dataclass(frozen=True, slots=True)
class Rentang:
    """One band: the interval [bawah, atas) with its name and tone; None is without end.

    Raises TypeError for a limit that is no Decimal, ValueError for NaN and infinity.
    """

    bawah: Decimal | None
    atas: Decimal | None
    nama: str
    tone: str

    def __post_init__(self) -> None:
        """Check the limits."""
        periksa_batas(self.nama, self.bawah, self.atas)

    @property
    def hijau(self) -> bool:
        """Say whether the band has a green tone."""
        return self.tone in NADA_HIJAU


@dataclass(frozen=True, slots=True)
class Pita:
    """A set of bands in one version; `rentang` from lowest to highest."""

    kode: str
    versi: int
    nama: str
    rentang: tuple[Rentang, ...]


def periksa_pita(rentang: Sequence[Rentang]) -> tuple[str, ...]:
    """Return what is wrong with a set of bands, in Indonesian; nothing when it can be used.

    Empty or double names, unknown tones, intervals that are empty, overlap, leave a gap or stand
    in the wrong order, and 0 to 100 not covered. As intervals are half-open, 100 itself is
    covered only when the top band ends above it or nowhere. One band must not be green: data
    that is not complete is shown in it.
    """
    if not rentang:
        return ("Pita belum memiliki rentang.",)
    keluhan = []
    ditemui: set[str] = set()
    for nomor, satu in enumerate(rentang, start=1):
        nama = " ".join(satu.nama.split()).casefold()
        if not nama:
            keluhan.append(f"Rentang ke-{nomor} belum memiliki nama.")
        elif nama in ditemui:
            keluhan.append(f"Nama {satu.nama.strip()} dipakai lebih dari sekali.")
        ditemui.add(nama)
        if satu.tone not in NADA:
            keluhan.append(f"Warna rentang ke-{nomor} tidak dikenal: {satu.tone or 'kosong'}.")
    keluhan += periksa_selang(
        [
            (satu.nama.strip() or f"rentang ke-{nomor}", satu.bawah, satu.atas)
            for nomor, satu in enumerate(rentang, start=1)
        ]
    )
    bawah, atas = rentang[0].bawah, rentang[-1].atas
    if bawah is not None and bawah > 0:
        keluhan.append("Rentang terendah harus mencakup 0.")
    if atas is not None and atas <= _SERATUS:
        keluhan.append("Rentang tertinggi harus mencakup 100: kosongkan batas atasnya.")
    if all(satu.hijau for satu in rentang):
        keluhan.append(
            "Paling sedikit satu rentang tidak berwarna hijau, untuk data belum lengkap."
        )
    return tuple(keluhan)


def pita_untuk(nilai: Decimal | None, pita: Pita, *, lengkap: bool = True) -> Rentang | None:
    """Return the band of a figure; None for no data.

    A figure beyond the outer limits belongs to the outer band, so that a figure never looks like
    missing data; one in a gap (`periksa_pita` complains) to the band below it. Data that is not
    complete (`lengkap` False) is never green: it gets the best band that is not, None when there
    is no such band.
    """
    if nilai is None or not pita.rentang:
        return None
    dicapai = [satu for satu in pita.rentang if satu.bawah is None or satu.bawah <= nilai]
    hasil = max(dicapai, key=_tinggi) if dicapai else min(pita.rentang, key=_tinggi)
    if lengkap or not hasil.hijau:
        return hasil
    return max((satu for satu in pita.rentang if not satu.hijau), key=_tinggi, default=None)


def _tinggi(rentang: Rentang) -> Decimal:
    return Decimal("-Infinity") if rentang.bawah is None else rentang.bawah
