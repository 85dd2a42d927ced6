"""Loading of the Road Map into its official institution, with its audit event."""

from datetime import date

from accounts.models import Instansi
from audit.recorder import Event, System, audited, record
from evidence.models import Rencana
from roadmap.official.fixture import NAMA_RENCANA, roadmap
from roadmap.official.institutions import load_units
from roadmap.official.loader import RoadMapLoader
from roadmap.official.penanggung import instansi as kode_instansi
from ukuran.official import load as load_ukuran


def load() -> list[str]:
    """Make what is missing of the Road Map, its units and the portal's own scales; all or nothing.

    Returns one line per thing made; an empty list when everything was there. Existing rows are
    never changed, so what a person edited stays. Raises Instansi.DoesNotExist when the institution
    has not been loaded.
    """
    with audited():
        instansi = Instansi.objects.get(kode=kode_instansi())
        lines = load_ukuran()
        units, new_units = load_units(instansi)
        source = roadmap()
        rencana, plan_made = Rencana.objects.get_or_create(
            instansi=instansi,
            jenis=Rencana.Jenis.ROADMAP,
            tahun=source.tahun[0],
            defaults={
                "nama": NAMA_RENCANA,
                "mulai": date(source.tahun[0], 1, 1),
                "selesai": date(source.tahun[-1], 12, 31),
                "status": Rencana.Keadaan.DITUTUP,
            },
        )
        loader = RoadMapLoader(source, rencana, units)
        loader.run()
        made = {
            "unit": new_units,
            "rencana": int(plan_made),
            **loader.made,
        }
        made = {name: n for name, n in made.items() if n}
        if not made:
            return lines
        record(
            Event(
                instansi=instansi.kode,
                contoh=instansi.contoh,
                aksi="rencana.muat",
                oleh=System(),
                objek_jenis="rencana",
                objek_id=str(rencana.pk),
                objek_nama=rencana.nama,
                isi={"dibuat": made},
            )
        )
    return [*lines, f"{rencana.nama}: " + ", ".join(f"{n} {name}" for name, n in made.items())]
