"""Progress before sending, told with one tap."""

from datetime import datetime

from accounts.models import User
from accounts.permissions import Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import clock, lock
from evidence.models import Capaian
from evidence.workflow import DI_UNIT, NotAllowed


def atur_progres(*, capaian_id: int, progres: str, by: User, at: datetime | None = None) -> Capaian:
    """Say how far a task is while one of its documents is with the unit.

    `versi` stays: a form that somebody has open keeps its text and can still be saved. The same
    progress again writes nothing. Raises Denied, NotAllowed, IsianKurang.
    """
    if progres not in Capaian.Progres.values:
        raise IsianKurang({"progres": "Pilih progres dari daftar."})
    with audited():
        capaian = lock(capaian_id, by, Permission.EVIDENCE_SEND)
        if not capaian.pemenuhan_set.filter(status__in=DI_UNIT).exists():
            raise NotAllowed("Progres dicatat selama ada dokumen yang belum dikirim.")
        if capaian.progres != progres:
            catat_progres(capaian, progres, by, clock(capaian.instansi, at))
        return capaian


def catat_progres(capaian: Capaian, progres: str, by: User, at: datetime) -> None:
    """Write the progress of a locked task; the person counts as one of its authors."""
    before = capaian.progres
    capaian.progres = progres
    capaian.diubah, capaian.diubah_oleh = at, by
    capaian.save(update_fields=["progres", "diubah", "diubah_oleh"])
    capaian.penulis.add(by)
    record(
        Event(
            instansi=capaian.instansi.kode,
            contoh=capaian.instansi.contoh,
            aksi="capaian.progres",
            oleh=by,
            objek_jenis="capaian",
            objek_id=str(capaian.pk),
            objek_nama=f"{capaian.butir.kode} {capaian.butir.uraian}"[:300],
            isi={"dari": before, "ke": progres},
            at=at,
        )
    )
