"""Codes of the work on imports, and which state waits for which."""

from imports.models import Batch

PERIKSA = "impor_periksa"
TERAPKAN = "impor_terapkan"
URUNGKAN = "impor_urungkan"
TANDAI = "impor_tandai"

PEKERJAAN = {
    Batch.Keadaan.DIPERIKSA: PERIKSA,
    Batch.Keadaan.MENERAPKAN: TERAPKAN,
    Batch.Keadaan.MENGURUNGKAN: URUNGKAN,
}
"""States that only a job ends."""
