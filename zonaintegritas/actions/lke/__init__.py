"""Writes to an LKE: open, answer, evidence, steps of the flow, appointments, mapping."""

from zonaintegritas.actions.lke.berkas import ambil_dari_rencana, buka_bukti, lampirkan, lepas
from zonaintegritas.actions.lke.buka import buka_lke, hapus_lke
from zonaintegritas.actions.lke.dasar import BelumLengkap, BentrokJawaban
from zonaintegritas.actions.lke.jawaban import salin_nilai, simpan_jawaban
from zonaintegritas.actions.lke.langkah import langkah
from zonaintegritas.actions.lke.peta import atur_peta
from zonaintegritas.actions.lke.tpi import cabut_tpi, tetapkan_tpi

__all__ = [
    "BelumLengkap",
    "BentrokJawaban",
    "ambil_dari_rencana",
    "atur_peta",
    "buka_bukti",
    "buka_lke",
    "cabut_tpi",
    "hapus_lke",
    "lampirkan",
    "langkah",
    "lepas",
    "salin_nilai",
    "simpan_jawaban",
    "tetapkan_tpi",
]
