"""The Inspektorat's queue and desk."""

from evidence.views.verifikasi.antrean import verifikasi
from evidence.views.verifikasi.pembagian import meja_ambil
from evidence.views.verifikasi.pintasan import meja_pintasan
from evidence.views.verifikasi.putusan import meja, meja_buka
from evidence.views.verifikasi.tampilan import tampilan_baru, tampilan_hapus, tampilan_ubah

__all__ = [
    "meja",
    "meja_ambil",
    "meja_buka",
    "meja_pintasan",
    "tampilan_baru",
    "tampilan_hapus",
    "tampilan_ubah",
    "verifikasi",
]
