"""Lists of the portal as files: at once when short, by a job when long."""

from accounts.permissions import Permission
from imports.unduh import daftar
from imports.unduh.hak import milik, terbaca
from imports.unduh.kerja import KODE, kerjakan
from jobs.registry import Jenis, Objek, register


def daftarkan() -> None:
    """Register the kind of job and the lists of imports; called once when the app is ready."""
    daftar.daftarkan()
    register(
        Jenis(
            KODE,
            "Unduhan daftar",
            Permission.PLAN_READ,
            kerjakan,
            objek=Objek(terbaca, milik),
            pribadi=True,
        )
    )
