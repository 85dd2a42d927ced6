"""The kinds of report that the job engine can make: one module a kind."""

from accounts.permissions import Permission
from jobs.registry import Jenis, register
from reports.kinds import evaluasi_roadmap, lampiran_roadmap, rekap_satgas
from reports.kinds.bentuk import Bentuk

REKAP_SATGAS = "rekap_satgas"
LAMPIRAN_ROADMAP = "lampiran_roadmap"
EVALUASI_ROADMAP = "evaluasi_roadmap"

__all__ = ["EVALUASI_ROADMAP", "LAMPIRAN_ROADMAP", "REKAP_SATGAS", "Bentuk", "daftarkan"]


def daftarkan() -> None:
    """Register all kinds; called once when the app is ready."""
    for kode, label, handler in (
        (REKAP_SATGAS, "Rekap Satgas", rekap_satgas.kerjakan),
        (LAMPIRAN_ROADMAP, "Lampiran Road Map", lampiran_roadmap.kerjakan),
        (EVALUASI_ROADMAP, "Evaluasi semester Road Map", evaluasi_roadmap.kerjakan),
    ):
        register(Jenis(kode, label, Permission.REPORT_CREATE, handler))
