"""Tables of the Satgas, one topic a module."""

from satgas.models.instrumen import (
    Area,
    DokumenSub,
    IndikatorMCP,
    Instrumen,
    KriteriaSub,
    SubIndikator,
)
from satgas.models.jaga import KirimanJaga, NilaiKPK
from satgas.models.keputusan import (
    Anggota,
    BagianSK,
    CatatanSumber,
    RincianTugas,
    SubTugas,
    SuratKeputusan,
)
from satgas.models.naskah_tempel import NaskahTempel
from satgas.models.padanan import PadananProgres
from satgas.models.perubahan import PerubahanButir, PerubahanSK

__all__ = [
    "Anggota",
    "Area",
    "BagianSK",
    "CatatanSumber",
    "DokumenSub",
    "IndikatorMCP",
    "Instrumen",
    "KirimanJaga",
    "KriteriaSub",
    "NaskahTempel",
    "NilaiKPK",
    "PadananProgres",
    "PerubahanButir",
    "PerubahanSK",
    "RincianTugas",
    "SubIndikator",
    "SubTugas",
    "SuratKeputusan",
]
