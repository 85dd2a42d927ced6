"""Renewal of a continuous task: the approval stands until its date while a new one is prepared."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from accounts.permissions import Permission
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import Langkah, clock, finish, lock, move
from evidence.models import BuktiTaut, Butir, Capaian
from evidence.workflow import Aksi, NotAllowed


def perbarui(
    *,
    capaian_id: int,
    versi: int,
    pemenuhan_ids: Collection[int],
    by: User,
    at: datetime | None = None,
) -> Capaian:
    """Open approved documents of a continuous task for newer files.

    The approved files step back into the history of their document: the reviewer finds only the
    new ones under review, and nobody can change what the earlier approval rests on. That approval
    stays valid until its date. Raises Denied, NotAllowed, Bentrok, IsianKurang.
    """
    with audited():
        capaian = lock(capaian_id, by, Permission.EVIDENCE_SEND, versi=versi)
        if capaian.butir.pola != Butir.Pola.TERUS:
            raise NotAllowed("Hanya tugas terus-menerus yang diperbarui.")
        if not pemenuhan_ids:
            raise IsianKurang({"dokumen": "Pilih paling sedikit satu dokumen yang diperbarui."})
        documents = list(
            capaian.pemenuhan_set.select_for_update()
            .filter(pk__in=set(pemenuhan_ids))
            .order_by("dokumen__urut")
        )
        if len(documents) != len(set(pemenuhan_ids)):
            raise NotAllowed("Ada dokumen yang bukan bagian dari tugas ini.")
        step = Langkah(Aksi.PERBARUI, by, clock(capaian.instansi, at))
        move(capaian, documents, step)
        BuktiTaut.objects.active().filter(pemenuhan__in=documents).update(
            dilepas=step.at, dilepas_oleh=by
        )
        finish(
            capaian,
            step,
            {
                "dokumen": [p.pk for p in documents],
                "berlaku_sampai": [str(p.berlaku_sampai or "") for p in documents],
            },
        )
        return capaian
