"""KPK rejects an approved document: it goes back to the unit; and the way back from a mistake."""

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import Langkah, clock, finish, lock, move
from evidence.models import BuktiTaut, Capaian, Keputusan, Pemenuhan
from evidence.pelengkap import pelengkap
from evidence.workflow import Aksi, Alasan, NotAllowed, Status


def tolak_kpk(
    *, capaian_id: int, pemenuhan_id: int, catatan: str, by: User, at: datetime | None = None
) -> Capaian:
    """Give an approved document back to the unit with KPK's note.

    The verified value falls away when no approved document is left. Raises Denied, NotAllowed
    (the document is not approved), IsianKurang (no note).
    """
    catatan = catatan.strip()
    if not catatan:
        raise IsianKurang({"catatan": "Tulis catatan KPK supaya unit tahu apa yang diperbaiki."})
    with audited():
        capaian = lock(capaian_id, by, Permission.JAGA_RECORD)
        if pelengkap(capaian.butir) is not None:
            raise NotAllowed("Rencana ini tidak dikirim ke KPK, jadi tidak ada jawaban KPK.")
        pemenuhan = _dokumen(capaian, pemenuhan_id)
        step = Langkah(
            Aksi.TOLAK_KPK,
            by,
            clock(capaian.instansi, at),
            alasan=Alasan.DITOLAK_KPK,
            catatan=catatan,
        )
        others = capaian.pemenuhan_set.exclude(pk=pemenuhan_id)
        if not others.filter(status=Status.DISETUJUI).exists():
            capaian.nilai_internal = None
        move(capaian, [pemenuhan], step)
        finish(
            capaian,
            step,
            {"dokumen": [pemenuhan_id], "alasan": step.alasan, "catatan": catatan},
            by_unit=False,
        )
        return capaian


def pulihkan_kpk(
    *, capaian_id: int, pemenuhan_id: int, catatan: str, by: User, at: datetime | None = None
) -> Capaian:
    """Put the approval back that a rejection recorded by mistake took away.

    Only while nothing happened to the document since (`bisa_dipulihkan`); its value and validity
    come back with it. Raises Denied, NotAllowed, IsianKurang (no note).
    """
    catatan = catatan.strip()
    if not catatan:
        raise IsianKurang({"catatan": "Tulis alasan koreksi."})
    with audited():
        capaian = lock(capaian_id, by, Permission.JAGA_RECORD)
        pemenuhan = _dokumen(capaian, pemenuhan_id)
        tolak = _penolakan(pemenuhan)
        if tolak is None:
            raise NotAllowed("Unit sudah mulai memperbaiki dokumen ini, jadi statusnya tetap.")
        step = Langkah(Aksi.PULIHKAN_KPK, by, clock(capaian.instansi, at), catatan=catatan)
        steps = capaian.keputusan_set.order_by("-at", "-id")
        approval = steps.filter(pemenuhan=pemenuhan, aksi=Aksi.SETUJUI).first()
        pemenuhan.berlaku_sampai = approval.berlaku_sampai if approval else None
        if capaian.nilai_internal is None:
            before = steps.filter(pemenuhan__isnull=True, pk__lt=tolak.pk).first()
            capaian.nilai_internal = before.internal if before else None
        move(capaian, [pemenuhan], step)
        finish(capaian, step, {"dokumen": [pemenuhan_id], "catatan": catatan}, by_unit=False)
        return capaian


def bisa_dipulihkan(pemenuhan: Pemenuhan) -> bool:
    """Whether KPK's rejection is the last that happened to a document, its files included."""
    return _penolakan(pemenuhan) is not None


def _penolakan(pemenuhan: Pemenuhan) -> Keputusan | None:
    last = Keputusan.objects.filter(pemenuhan=pemenuhan).order_by("-at", "-id").first()
    if pemenuhan.status != Status.PERBAIKAN or last is None or last.aksi != Aksi.TOLAK_KPK:
        return None
    touched = BuktiTaut.objects.filter(pemenuhan=pemenuhan).filter(
        Q(dibuat__gt=last.at) | Q(dilepas__gt=last.at)
    )
    return None if touched.exists() else last


def _dokumen(capaian: Capaian, pemenuhan_id: int) -> Pemenuhan:
    pemenuhan = capaian.pemenuhan_set.select_for_update().filter(pk=pemenuhan_id).first()
    if pemenuhan is None:
        raise NotAllowed("Dokumen itu bukan bagian dari tugas ini.")
    return pemenuhan
