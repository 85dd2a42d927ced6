"""Tables of the Zona Integritas, one topic a module."""

from zonaintegritas.models.catatan import CatatanSumber
from zonaintegritas.models.keputusan import BagianKeputusan, KeputusanZI
from zonaintegritas.models.rencana_aksi import (
    DokumenIndikator,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeteranganBaris,
    SubKegiatan,
)
from zonaintegritas.models.tim import AnggotaTim, Tim, TugasTim

__all__ = [
    "AnggotaTim",
    "BagianKeputusan",
    "CatatanSumber",
    "DokumenIndikator",
    "IndikatorKeberhasilan",
    "KegiatanZI",
    "KeputusanZI",
    "KeteranganBaris",
    "SubKegiatan",
    "Tim",
    "TugasTim",
]
