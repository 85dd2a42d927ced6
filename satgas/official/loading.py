"""Loading of the decree into the official institutions, with its audit events."""

from accounts.models import Instansi
from audit.recorder import Event, System, audited, record
from evidence.models import Rencana
from satgas.official.decree import DecreeLoader
from satgas.official.fixture import KPU, NAMA_RENCANA, PEMPROV, TAHUN, decree, institution
from satgas.official.institutions import load_institution


def load() -> list[str]:
    """Make what is missing of the decree and the two institutions; all or nothing.

    Returns one line per thing made; an empty list when everything was there. Existing rows are
    never changed, so what a person edited stays.
    """
    with audited():
        instansi, units, made = load_institution(institution(PEMPROV))
        lines = _report(
            instansi, "instansi.muat", "instansi", str(instansi.pk), instansi.nama, made
        )
        kpu, _, made = load_institution(institution(KPU))
        lines += _report(kpu, "instansi.muat", "instansi", str(kpu.pk), kpu.nama, made)
        rencana, plan_made = Rencana.objects.get_or_create(
            instansi=instansi,
            jenis=Rencana.Jenis.SATGAS,
            tahun=TAHUN,
            defaults={
                "nama": NAMA_RENCANA,
                "mulai": decree().tanggal,
                "selesai": decree().tanggal.replace(month=12, day=31),
                "status": Rencana.Keadaan.DITUTUP,
            },
        )
        loader = DecreeLoader(decree(), rencana, units)
        loader.run()
        made = {"rencana": int(plan_made), **loader.made}
        made = {name: n for name, n in made.items() if n}
        lines += _report(instansi, "rencana.muat", "rencana", str(rencana.pk), rencana.nama, made)
    return lines


def _report(
    instansi: Instansi, aksi: str, jenis: str, pk: str, nama: str, made: dict[str, int]
) -> list[str]:
    """Record what was made and return it as a line; nothing when nothing was made."""
    if not made:
        return []
    record(
        Event(
            instansi=instansi.kode,
            contoh=instansi.contoh,
            aksi=aksi,
            oleh=System(),
            objek_jenis=jenis,
            objek_id=pk,
            objek_nama=nama,
            isi={"dibuat": made},
        )
    )
    return [f"{nama}: " + ", ".join(f"{n} {name}" for name, n in made.items())]
