"""Fetching the frozen figures themselves: checked and audited."""

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import Event, audited, record
from reports.models import Potret


def unduh_potret(*, potret_id: int, by: User) -> Potret:
    """Return a Potret with its canonical JSON and record the download.

    Raises Denied when the person may not read the reports of its institution.
    """
    with audited():
        potret = (
            Potret.objects.visible_to(by)
            .select_related("instansi", "batas")
            .filter(pk=potret_id)
            .first()
        )
        if potret is None:
            raise Denied("Potret tidak ada atau bukan dari instansi Anda.")
        record(
            Event(
                instansi=potret.instansi.kode,
                contoh=potret.instansi.contoh,
                aksi="potret.unduh",
                oleh=by,
                objek_jenis="potret",
                objek_id=str(potret.pk),
                objek_nama=str(potret),
                isi={"sha256": potret.sha256},
            )
        )
        return potret
