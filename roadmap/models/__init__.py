"""Models of the Road Map, one topic a module."""

from roadmap.models.dokumen import (
    CatatanSumber,
    IsiSenarai,
    RoadMap,
    Senarai,
    TotalTercetak,
    UsulanBaca,
)
from roadmap.models.realisasi import Realisasi, RealisasiHistoris, RealisasiTercatat
from roadmap.models.rencana_aksi import BarisAksi, Kegiatan, Program
from roadmap.models.sasaran import Indikator, KelompokSasaran, Sasaran
from roadmap.models.target import AturanUkur, TargetTahun

__all__ = [
    "AturanUkur",
    "BarisAksi",
    "CatatanSumber",
    "Indikator",
    "IsiSenarai",
    "Kegiatan",
    "KelompokSasaran",
    "Program",
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
