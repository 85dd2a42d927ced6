"""The flow of a period as a table, registered beside that of documents; no database here."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from accounts.permissions import Permission
from evidence.workflow import Alur, Owner, Sifat, Transition
from reports.models.potret import KeadaanPeriode


class AksiPeriode(StrEnum):
    """Things that are done to a period."""

    POTRET = "potret"
    AMANDEMEN = "amandemen"
    SETUJUI = "setujui"
    BUKA = "buka"

    @property
    def label(self) -> str:
        """Return the action in the officials' words, fit for a button."""
        return _LABEL[self]


_LABEL: Final[Mapping[AksiPeriode, str]] = {
    AksiPeriode.POTRET: "Potret sekarang",
    AksiPeriode.AMANDEMEN: "Buat amandemen",
    AksiPeriode.SETUJUI: "Setujui periode",
    AksiPeriode.BUKA: "Buka kembali",
}

SIFAT_PERIODE: Final[Mapping[KeadaanPeriode, Sifat]] = {
    KeadaanPeriode.TERBUKA: Sifat(Owner.NOBODY, "abu", "s-belum"),
    KeadaanPeriode.DIPOTRET: Sifat(Owner.KETUA, "biru", "s-diajukan"),
    KeadaanPeriode.DISETUJUI: Sifat(Owner.NOBODY, "hijau", "s-disetujui"),
    KeadaanPeriode.DIBUKA: Sifat(Owner.KETUA, "jingga", "s-dikembalikan"),
}

_CLOSE = Permission.PERIOD_CLOSE
PanahPeriode = Transition[KeadaanPeriode, AksiPeriode, Permission]

PANAH: tuple[PanahPeriode, ...] = (
    Transition(
        KeadaanPeriode.TERBUKA,
        AksiPeriode.POTRET,
        KeadaanPeriode.DIPOTRET,
        _CLOSE,
    ),
    Transition(
        KeadaanPeriode.DIPOTRET,
        AksiPeriode.AMANDEMEN,
        KeadaanPeriode.DIPOTRET,
        _CLOSE,
        catatan_wajib=True,
    ),
    Transition(
        KeadaanPeriode.DIPOTRET,
        AksiPeriode.SETUJUI,
        KeadaanPeriode.DISETUJUI,
        _CLOSE,
    ),
    Transition(
        KeadaanPeriode.DISETUJUI,
        AksiPeriode.BUKA,
        KeadaanPeriode.DIBUKA,
        _CLOSE,
        catatan_wajib=True,
    ),
    Transition(
        KeadaanPeriode.DIBUKA,
        AksiPeriode.AMANDEMEN,
        KeadaanPeriode.DIPOTRET,
        _CLOSE,
        catatan_wajib=True,
    ),
    Transition(
        KeadaanPeriode.DIBUKA,
        AksiPeriode.SETUJUI,
        KeadaanPeriode.DISETUJUI,
        _CLOSE,
    ),
)

ALUR_PERIODE: Alur[KeadaanPeriode, AksiPeriode, Permission] = Alur(
    "A period (cut-off) of a plan that reports to KPK. `potret` freezes its figures, by the Ketua\n"
    "or by the schedule on the evening of its last day; `amandemen` freezes them anew and says\n"
    "why. An approved period is changed only after it was opened again; approving it then without\n"
    "an amendment keeps the Potret that it had.",
    SIFAT_PERIODE,
    PANAH,
)
