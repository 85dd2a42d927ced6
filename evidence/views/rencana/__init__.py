"""Plans: the list, one plan, and what an admin does with it."""

from evidence.views.rencana.banding import banding
from evidence.views.rencana.batas import batas, batas_hapus, batas_isi
from evidence.views.rencana.butir import butir
from evidence.views.rencana.daftar import daftar, rinci
from evidence.views.rencana.jalan import buka, mulai, tutup
from evidence.views.rencana.salin import salin

__all__ = [
    "banding",
    "batas",
    "batas_hapus",
    "batas_isi",
    "buka",
    "butir",
    "daftar",
    "mulai",
    "rinci",
    "salin",
    "tutup",
]
