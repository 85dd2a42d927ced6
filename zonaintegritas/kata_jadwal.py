"""How the months of a plan are named and shown: tone, shape and word. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from sheets.values import BULAN

SINGKAT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


@dataclass(frozen=True)
class Sifat:
    """How one state of a month looks; `cetak` is its letter on paper, read in black and white."""

    tone: str
    ikon: str
    label: str
    cetak: str


KOSONG = "kosong"
SIFAT: dict[str, Sifat] = {
    "rencana": Sifat("nila", "s-rencana", "direncanakan", "R"),
    "sebelum": Sifat("abu", "s-belum", "direncanakan, berakhir sebelum keputusan", "S"),
    "berjalan": Sifat("biru", "s-draf", "berjalan", "B"),
    "menunggu": Sifat("biru", "s-diajukan", "menunggu verifikasi", "M"),
    "perbaikan": Sifat("jingga", "s-dikembalikan", "perlu perbaikan", "P"),
    "selesai": Sifat("hijau", "s-selesai", "selesai", "V"),
    "terlambat": Sifat("merah", "s-telat", "terlambat", "T"),
    "tidak_berlaku": Sifat("ungu", "s-tidak", "tidak berlaku", "N"),
}
"""Every state of a planned month but `kosong`, in the order of the legend."""

DIGESER = Sifat("ungu", "s-geser", "digeser, ada alasan", "")
"""A month whose plan was moved to another one, where nothing is planned any more."""


def nama_bulan(bulan: int) -> str:
    """Return the name of a month, 1 to 12."""
    return BULAN[bulan - 1]


def daftar_bulan(bulan: Collection[int]) -> str:
    """Return months (1 to 12) as short names in their order: 'Mar, Jun'."""
    return ", ".join(SINGKAT[one - 1] for one in sorted(bulan))
