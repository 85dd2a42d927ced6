"""One document for two plans: a file used here is used for an equal document elsewhere."""

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import audited
from evidence.actions.berkas import pakai
from evidence.models import BuktiTaut, ButirSetara, Pemenuhan
from evidence.workflow import NotAllowed


def pakai_setara(
    *, taut_id: int, pemenuhan_id: int, by: User, at: datetime | None = None
) -> BuktiTaut:
    """Use an attached file also for a document of an equal Butir in another plan.

    The file is stored once; each use is sent and decided alone. Raises Denied (no such use, or no
    right there), NotAllowed (the two tasks are not equal, or the document takes no files now).
    """
    with audited():
        taut = BuktiTaut.objects.active().select_related("pemenuhan__capaian").filter(pk=taut_id)
        here = taut.first()
        there = Pemenuhan.objects.select_related("capaian").filter(pk=pemenuhan_id).first()
        if here is None or there is None:
            raise Denied("Berkas atau dokumen itu tidak ada.")
        asal, tujuan = here.pemenuhan.capaian, there.capaian
        equal = ButirSetara.objects.filter(
            Q(dari=asal.butir_id, ke=tujuan.butir_id) | Q(dari=tujuan.butir_id, ke=asal.butir_id)
        )
        if asal.instansi_id != tujuan.instansi_id or not equal.exists():
            raise NotAllowed("Kedua tugas ini tidak dipetakan satu sama lain.")
        return pakai(
            pemenuhan_id=there.pk,
            versi_id=here.versi_id,
            by=by,
            rentang=here.rentang_halaman,
            at=at,
        )
