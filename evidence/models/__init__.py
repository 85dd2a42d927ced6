"""Tables of the spine, one topic a module."""

from evidence.models.bukti import Bukti, BuktiTaut, BuktiVersi
from evidence.models.capaian import Capaian, Keputusan, Pemenuhan
from evidence.models.rencana import Butir, ButirPendukung, DokumenWajib, Rencana

__all__ = [
    "Bukti",
    "BuktiTaut",
    "BuktiVersi",
    "Butir",
    "ButirPendukung",
    "Capaian",
    "DokumenWajib",
    "Keputusan",
    "Pemenuhan",
    "Rencana",
]
