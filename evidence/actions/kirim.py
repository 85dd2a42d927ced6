"""Sending to the Inspektorat, and taking back."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from accounts.permissions import Permission
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.isian import Isian, apply_isian
from evidence.actions.pengecualian import larang_kirim
from evidence.actions.transition import Langkah, clock, finish, lock, move
from evidence.grades import nilai_dokumen
from evidence.models import BuktiTaut, Butir, Capaian, Pemenuhan, Pengecualian
from evidence.pelengkap import pelengkap
from evidence.workflow import Aksi, NotAllowed, Status

_SENT = (Status.MENUNGGU, Status.DISETUJUI, Status.NIHIL)
"""Sent or accepted: these documents count for a value computed from documents."""


def kirim(
    *,
    capaian_id: int,
    versi: int,
    by: User,
    isian: Isian | None = None,
    ulang: Collection[int] = (),
    at: datetime | None = None,
) -> Capaian:
    """Send all documents in Draf, and those of `ulang` (returned, sent again as they are).

    `isian` is saved with it. Raises Denied, NotAllowed, Bentrok, IsianKurang; nothing is saved
    then.
    """
    with audited():
        capaian = lock(capaian_id, by, Permission.EVIDENCE_SEND, versi=versi)
        return _send(capaian, by, isian, ulang, clock(capaian.instansi, at))


def _send(
    capaian: Capaian,
    by: User,
    isian: Isian | None,
    ulang: Collection[int],
    now: datetime,
) -> Capaian:
    if isian is not None and Status(capaian.status) != Status.MENUNGGU:
        apply_isian(capaian, isian)
    documents = list(capaian.pemenuhan_set.select_for_update().order_by("dokumen__urut"))
    chosen = [
        p
        for p in documents
        if p.status == Status.DRAF or (p.pk in ulang and p.status == Status.PERBAIKAN)
    ]
    if capaian.butir.cara_nilai == Butir.CaraNilai.DOKUMEN and chosen:
        counted = _counted(capaian, documents)
        capaian.nilai_mandiri = nilai_dokumen(
            sum(p in chosen or p.status in _SENT for p in counted), len(counted)
        )
    larang_kirim(chosen)
    galat = {}
    if not chosen:
        galat["berkas"] = "Belum ada berkas yang dapat dikirim. Unggah dahulu."
    elif empty := _without_files(chosen):
        galat["berkas"] = f"Dokumen {', '.join(map(str, empty))} belum mempunyai berkas."
    own = pelengkap(capaian.butir)
    if own is not None:
        galat |= own.kurang(capaian)
    elif capaian.butir.dinilai and capaian.nilai_mandiri is None:
        if capaian.butir.cara_nilai == Butir.CaraNilai.RASIO:
            galat["pembilang"] = "Isi kedua angka sebelum mengirim."
        else:
            galat["nilai_mandiri"] = "Pilih nilai mandiri sebelum mengirim."
    if galat:
        raise IsianKurang(galat)
    capaian.putaran += 1
    capaian.dikirim, capaian.dikirim_oleh = now, by
    capaian.nilai_klaim = capaian.nilai_mandiri
    step = Langkah(Aksi.KIRIM, by, now, nilai=capaian.nilai_mandiri)
    if own is not None:
        own.dikirim(capaian, step)
    move(capaian, chosen, step)
    finish(
        capaian,
        step,
        {
            "dokumen": [p.pk for p in chosen],
            "nilai_mandiri": capaian.nilai_mandiri,
            "putaran": capaian.putaran,
        },
    )
    return capaian


def _counted(capaian: Capaian, documents: list[Pemenuhan]) -> list[Pemenuhan]:
    """Return the documents without those that KPK took out of the count."""
    out = set(
        Pemenuhan.objects.filter(
            capaian=capaian,
            pengecualian_set__putusan=Pengecualian.Putusan.DIKABULKAN,
            pengecualian_set__jawaban_kpk=Pengecualian.JawabanKPK.DITERIMA,
        ).values_list("pk", flat=True)
    )
    return [p for p in documents if p.pk not in out]


def _without_files(documents: list[Pemenuhan]) -> list[int]:
    filled = set(
        BuktiTaut.objects.active()
        .filter(pemenuhan__in=documents)
        .values_list("pemenuhan", flat=True)
    )
    return [p.dokumen.urut for p in documents if p.pk not in filled]


def tarik(*, capaian_id: int, versi: int, by: User, at: datetime | None = None) -> Capaian:
    """Take back what waits for the Inspektorat. Raises Denied, NotAllowed, Bentrok."""
    with audited():
        capaian = lock(capaian_id, by, Permission.EVIDENCE_SEND, versi=versi)
        waiting = list(capaian.pemenuhan_set.select_for_update().filter(status=Status.MENUNGGU))
        if not waiting:
            raise NotAllowed("Tidak ada dokumen yang sedang menunggu verifikasi.")
        step = Langkah(Aksi.TARIK, by, clock(capaian.instansi, at))
        left = set(
            capaian.pemenuhan_set.exclude(status=Status.MENUNGGU).values_list("status", flat=True)
        )
        renewing = any(p.berlaku_sampai for p in waiting)
        habis = left <= {Status.BELUM, Status.DRAF} and not renewing
        own = pelengkap(capaian.butir)
        if own is not None:
            own.ditarik(capaian, step, habis=habis)
        if habis:
            # Nothing of it is with the Inspektorat any more: the claim is withdrawn too.
            capaian.dikirim = capaian.dikirim_oleh = capaian.nilai_klaim = None
        move(capaian, waiting, step)
        finish(capaian, step, {"dokumen": [p.pk for p in waiting]})
        return capaian
