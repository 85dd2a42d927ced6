"""Tables of the spine, one topic a module."""

from evidence.models.batas import Batas
from evidence.models.bukti import Bukti, BuktiTaut, BuktiVersi
from evidence.models.capaian import Capaian, Keputusan, Pemenuhan
from evidence.models.disposisi import Disposisi
from evidence.models.halaman import GambarBukti, HalamanBukti
from evidence.models.pengecualian import Pengecualian
from evidence.models.rencana import (
    Butir,
    ButirPendukung,
    ButirSetara,
    DokumenWajib,
    KriteriaNilai,
    Rencana,
)
from evidence.models.serah import AlurSerah, SerahTerima
from evidence.models.tampilan import TampilanTersimpan

__all__ = [
    "AlurSerah",
    "Batas",
    "Bukti",
    "BuktiTaut",
    "BuktiVersi",
    "Butir",
    "ButirPendukung",
    "ButirSetara",
    "Capaian",
    "Disposisi",
    "DokumenWajib",
    "GambarBukti",
    "HalamanBukti",
    "Keputusan",
    "KriteriaNilai",
    "Pemenuhan",
    "Pengecualian",
    "Rencana",
    "SerahTerima",
    "TampilanTersimpan",
]
