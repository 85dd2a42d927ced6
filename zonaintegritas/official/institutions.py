"""The teams as units of the institution: only what is missing is made."""

from accounts.models import Instansi, Unit
from zonaintegritas.official.fixture import unit


def load_units(instansi: Instansi) -> tuple[dict[str, Unit], int]:
    """Make the teams of the decree where they are missing, by their kode.

    Returns the teams by their numeral in Lampiran I, and how many were made. A unit that exists
    stays as it is. Raises KeyError when the unit above one is not there.
    """
    units = {row.kode: row for row in Unit.objects.filter(instansi=instansi)}
    made = 0
    for row in unit():
        if row.kode not in units:
            units[row.kode] = Unit.objects.create(
                instansi=instansi,
                induk=units[row.induk],
                kode=row.kode,
                nama=row.nama,
                nama_pendek=row.nama_pendek,
                jenis=row.jenis,
            )
            made += 1
    return {row.kelompok: units[row.kode] for row in unit()}, made
