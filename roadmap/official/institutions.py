"""The units that the Road Map names: only what is missing is made."""

from accounts.models import Instansi, Unit
from roadmap.official.penanggung import unit


def load_units(instansi: Instansi) -> tuple[dict[str, Unit], int]:
    """Make the working groups and teams of the Road Map where they are missing, by their kode.

    Returns all units of the institution by kode, and how many were made. A unit that exists stays
    as it is. Raises KeyError when the unit above one is not there.
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
    return units, made
