"""Models of the Road Map, one topic a module."""

from roadmap.models.dokumen import (
    CatatanSumber,
    IsiSenarai,
    RoadMap,
    Senarai,
    TotalTercetak,
    UsulanBaca,
)
from roadmap.models.masalah import (
    CatatanLangkah,
    LangkahPerbaikan,
    Masalah,
    PengangkatanMasalah,
)
from roadmap.models.rapat import (
    Kehadiran,
    Notula,
    PengaturanRapat,
    PengingatRapat,
    PerubahanRapat,
    Rapat,
)
from roadmap.models.realisasi import Realisasi, RealisasiHistoris, RealisasiTercatat
from roadmap.models.rencana_aksi import BarisAksi, Kegiatan, Program
from roadmap.models.sasaran import Indikator, KelompokSasaran, Sasaran
from roadmap.models.target import AturanUkur, TargetTahun

__all__ = [
    "AturanUkur",
    "BarisAksi",
    "CatatanLangkah",
    "CatatanSumber",
    "Indikator",
    "IsiSenarai",
    "Kegiatan",
    "Kehadiran",
    "KelompokSasaran",
    "LangkahPerbaikan",
    "Masalah",
    "Notula",
    "PengangkatanMasalah",
    "PengaturanRapat",
    "PengingatRapat",
    "PerubahanRapat",
    "Program",
    "Rapat",
    "Realisasi",
    "RealisasiHistoris",
    "RealisasiTercatat",
    "RoadMap",
    "Sasaran",
    "Senarai",
    "TargetTahun",
    "TotalTercetak",
    "UsulanBaca",
]
