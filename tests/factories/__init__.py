"""Makers of test data. States are reached by walking the real actions, never by setting them."""

from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.plans import buat_anggota, buat_butir, buat_rencana, buat_serah, mulai
from tests.factories.states import (
    dikembalikan,
    disetujui,
    draf,
    pdf_kecil,
    pemenuhan_ids,
    segar,
    terkirim,
)

__all__ = [
    "buat_anggota",
    "buat_butir",
    "buat_instansi",
    "buat_rencana",
    "buat_serah",
    "buat_unit",
    "buat_user",
    "dikembalikan",
    "disetujui",
    "draf",
    "mulai",
    "pdf_kecil",
    "pemenuhan_ids",
    "segar",
    "terkirim",
]
