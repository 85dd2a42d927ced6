"""Official institutions and their units: only what is missing is made."""

from accounts.models import Instansi, Unit
from satgas.official.fixture import InstansiRow


def load_institution(
    row: InstansiRow, *, contoh: bool = False
) -> tuple[Instansi, dict[str, Unit], dict[str, int]]:
    """Make the institution and its units where they are missing, by their kode.

    Returns the institution, its units by kode, and how many rows of each kind were made.
    A row that exists stays as it is, whatever a person made of it.
    """
    instansi, made = Instansi.objects.get_or_create(
        kode=row.kode,
        defaults={
            "nama": row.nama,
            "tempat": row.tempat,
            "zona_waktu": row.zona_waktu,
            "kop": "\n".join(row.kop),
            "contoh": contoh,
            "sebutan_verifikator": row.sebutan_verifikator,
        },
    )
    units = {unit.kode: unit for unit in Unit.objects.filter(instansi=instansi)}
    before = len(units)
    for wanted in row.unit:
        if wanted.kode not in units:
            units[wanted.kode] = Unit.objects.create(
                instansi=instansi,
                induk=units[wanted.induk] if wanted.induk else None,
                kode=wanted.kode,
                nama=wanted.nama,
                nama_pendek=wanted.nama_pendek,
                jenis=wanted.jenis,
                inspektorat=wanted.inspektorat,
            )
    counts = {"instansi": int(made), "unit": len(units) - before}
    return instansi, units, {name: n for name, n in counts.items() if n}
