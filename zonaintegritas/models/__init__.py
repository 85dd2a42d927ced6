"""Tables of the Zona Integritas, one topic a module."""

from zonaintegritas.models.catatan import CatatanSumber
from zonaintegritas.models.jadwal import BentukJadwal, BulanJadwal
from zonaintegritas.models.keputusan import BagianKeputusan, KeputusanZI
from zonaintegritas.models.langganan import LanggananKalender
from zonaintegritas.models.lke.instrumen import (
    InstrumenLKE,
    KomponenLKE,
    PertanyaanLKE,
    SkalaLKE,
)
from zonaintegritas.models.lke.penilaian import (
    LKE,
    AnggotaTPI,
    BuktiLKE,
    JawabanLKE,
    LangkahLKE,
    PeranTPI,
    PetaIndikator,
    StatusLKE,
    Tahap,
)
from zonaintegritas.models.register import AgenPerubahan, PengaduanBulanan, SurveiZI
from zonaintegritas.models.rencana_aksi import (
    DokumenIndikator,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeteranganBaris,
    SubKegiatan,
)
from zonaintegritas.models.tim import AnggotaTim, Tim, TugasTim
from zonaintegritas.models.unit import Predikat, UnitZI

__all__ = [
    "LKE",
    "AgenPerubahan",
    "AnggotaTPI",
    "AnggotaTim",
    "BagianKeputusan",
    "BentukJadwal",
    "BuktiLKE",
    "BulanJadwal",
    "CatatanSumber",
    "DokumenIndikator",
    "IndikatorKeberhasilan",
    "InstrumenLKE",
    "JawabanLKE",
    "KegiatanZI",
    "KeputusanZI",
    "KeteranganBaris",
    "KomponenLKE",
    "LanggananKalender",
    "LangkahLKE",
    "PengaduanBulanan",
    "PeranTPI",
    "PertanyaanLKE",
    "PetaIndikator",
    "Predikat",
    "SkalaLKE",
    "StatusLKE",
    "SubKegiatan",
    "SurveiZI",
    "Tahap",
    "Tim",
    "TugasTim",
    "UnitZI",
]
