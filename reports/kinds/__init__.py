"""The kinds of report that the job engine can make: one module a kind."""

from accounts.permissions import Permission
from jobs.registry import Jenis, register
from reports.kemajuan.parameter import KODE as KEMAJUAN
from reports.kinds import (
    evaluasi_roadmap,
    kemajuan,
    lampiran_roadmap,
    lampiran_zi,
    lhe,
    pantauan_zi,
    rekap_satgas,
)
from reports.kinds.bentuk import Bentuk

REKAP_SATGAS = "rekap_satgas"
LAMPIRAN_ROADMAP = "lampiran_roadmap"
EVALUASI_ROADMAP = "evaluasi_roadmap"
LAMPIRAN_ZI_1 = "lampiran_zi_1"
LAMPIRAN_ZI_2 = "lampiran_zi_2"
PANTAUAN_ZI = "pantauan_zi"
LHE = lhe.KODE

__all__ = [
    "EVALUASI_ROADMAP",
    "KEMAJUAN",
    "LAMPIRAN_ROADMAP",
    "LAMPIRAN_ZI_1",
    "LAMPIRAN_ZI_2",
    "LHE",
    "PANTAUAN_ZI",
    "REKAP_SATGAS",
    "Bentuk",
    "daftarkan",
]


def daftarkan() -> None:
    """Register all kinds; called once when the app is ready."""
    for kode, label, handler in (
        (REKAP_SATGAS, "Rekap Satgas", rekap_satgas.kerjakan),
        (LAMPIRAN_ROADMAP, "Lampiran Road Map", lampiran_roadmap.kerjakan),
        (EVALUASI_ROADMAP, "Evaluasi semester Road Map", evaluasi_roadmap.kerjakan),
        (LAMPIRAN_ZI_1, "Lampiran I Zona Integritas", lampiran_zi.kerjakan_tim),
        (LAMPIRAN_ZI_2, "Lampiran II Zona Integritas", lampiran_zi.kerjakan_aksi),
        (PANTAUAN_ZI, "Laporan pemantauan Zona Integritas", pantauan_zi.kerjakan),
    ):
        register(Jenis(kode, label, Permission.REPORT_CREATE, handler))
    register(
        Jenis(
            LHE,
            "Laporan Hasil Evaluasi",
            Permission.REPORT_CREATE,
            lhe.kerjakan,
            objek=lhe.OBJEK,
        )
    )
    # A Potret speaks of the whole institution: only who reads all reports may ask for it.
    register(Jenis(KEMAJUAN, "Laporan kemajuan", Permission.REPORT_READ_ALL, kemajuan.kerjakan))
