"""The kinds of report that the job engine can make: one module a kind."""

from accounts.permissions import Permission
from jobs.registry import Jenis, register
from reports.kinds import rekap_satgas
from reports.kinds.bentuk import Bentuk

REKAP_SATGAS = "rekap_satgas"

__all__ = ["REKAP_SATGAS", "Bentuk", "daftarkan"]


def daftarkan() -> None:
    """Register all kinds; called once when the app is ready."""
    register(Jenis(REKAP_SATGAS, "Rekap Satgas", Permission.REPORT_CREATE, rekap_satgas.kerjakan))
