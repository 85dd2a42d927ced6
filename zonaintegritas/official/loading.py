"""Loading of the decree into its official institution, with its audit event."""

from datetime import date

from accounts.models import Instansi
from audit.recorder import Event, System, audited, record
from evidence.models import Rencana
from zonaintegritas.lke.muat import muat_peraturan
from zonaintegritas.official.fixture import NAMA_RENCANA, TAHUN, keputusan
from zonaintegritas.official.fixture import instansi as kode_instansi
from zonaintegritas.official.institutions import load_units
from zonaintegritas.official.loader import KeputusanLoader


def load() -> list[str]:
    """Make what is missing of the decree, its plan and its teams, and of the LKE's regulations.

    All or nothing. Returns one line per thing made; an empty list when everything was there.
    Existing rows are never changed, so what a person edited stays. Raises Instansi.DoesNotExist
    when the institution has not been loaded.
    """
    with audited():
        return [*_muat_keputusan(), *muat_peraturan()]


def _muat_keputusan() -> list[str]:
    with audited():
        instansi = Instansi.objects.get(kode=kode_instansi())
        units, new_units = load_units(instansi)
        rencana, plan_made = Rencana.objects.get_or_create(
            instansi=instansi,
            jenis=Rencana.Jenis.ZI,
            tahun=TAHUN,
            defaults={
                "nama": NAMA_RENCANA,
                "mulai": date(TAHUN, 1, 1),
                "selesai": date(TAHUN, 12, 31),
                "status": Rencana.Keadaan.DITUTUP,
            },
        )
        loader = KeputusanLoader(keputusan(), rencana, units)
        loader.run()
        made = {"unit": new_units, "rencana": int(plan_made), **loader.made}
        made = {name: n for name, n in made.items() if n}
        if not made:
            return []
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
    return [f"{rencana.nama}: " + ", ".join(f"{n} {name}" for name, n in made.items())]
