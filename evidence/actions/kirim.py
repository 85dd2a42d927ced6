"""Sending to the Inspektorat, and taking back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import BinaryIO

from accounts.models import User
from accounts.permissions import Permission
from audit.recorder import audited
from evidence.actions.berkas import HasilUnggah, Keterangan, lampirkan, periksa_semua
from evidence.actions.errors import IsianKurang
from evidence.actions.isian import Isian, apply_isian
from evidence.actions.storage import discard_on_error
from evidence.actions.transition import Langkah, clock, finish, lock, move
from evidence.models import BuktiTaut, Capaian, Pemenuhan
from evidence.workflow import Aksi, NotAllowed, Status


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


def unggah_dan_kirim(
    *,
    capaian_id: int,
    versi: int,
    pemenuhan_id: int,
    files: Sequence[tuple[str, BinaryIO]],
    by: User,
    isian: Isian | None = None,
    keterangan: Keterangan | None = None,
    at: datetime | None = None,
) -> HasilUnggah:
    """Upload files for one document and send the task in one step.

    When a file is refused, nothing is stored or sent: the person mends it and sends again, so
    that the Inspektorat never gets half of what was meant. Raises as `unggah` and `kirim`.
    """
    keterangan = keterangan or Keterangan()
    keterangan.check()
    hasil = HasilUnggah()
    passed = periksa_semua(files, hasil)
    if hasil.ditolak:
        return hasil
    with discard_on_error() as stored, audited():
        capaian = lock(capaian_id, by, Permission.EVIDENCE_SEND, versi=versi)
        now = clock(capaian.instansi, at)
        if passed:
            pemenuhan = (
                capaian.pemenuhan_set.select_related("dokumen").filter(pk=pemenuhan_id).first()
            )
            if pemenuhan is None:
                raise NotAllowed("Dokumen itu bukan bagian dari tugas ini.")
            step = Langkah(Aksi.LAMPIRKAN, by, now)
            lampirkan(capaian, pemenuhan, passed, hasil, keterangan, step, stored)
        _send(capaian, by, isian, (), now, berkas=[v.pk for v in hasil.diterima])
    return hasil


def _send(
    capaian: Capaian,
    by: User,
    isian: Isian | None,
    ulang: Collection[int],
    now: datetime,
    berkas: Sequence[int] = (),
) -> Capaian:
    if isian is not None and Status(capaian.status) != Status.MENUNGGU:
        apply_isian(capaian, isian)
    documents = list(capaian.pemenuhan_set.select_for_update().order_by("dokumen__urut"))
    chosen = [
        p
        for p in documents
        if p.status == Status.DRAF or (p.pk in ulang and p.status == Status.PERBAIKAN)
    ]
    galat = {}
    if not chosen:
        galat["berkas"] = "Belum ada berkas yang dapat dikirim. Unggah dahulu."
    elif empty := _without_files(chosen):
        galat["berkas"] = f"Dokumen {', '.join(map(str, empty))} belum mempunyai berkas."
    if capaian.butir.dinilai and capaian.nilai_mandiri is None:
        galat["nilai_mandiri"] = "Pilih nilai mandiri sebelum mengirim."
    if galat:
        raise IsianKurang(galat)
    capaian.putaran += 1
    capaian.dikirim, capaian.dikirim_oleh = now, by
    step = Langkah(Aksi.KIRIM, by, now, nilai=capaian.nilai_mandiri)
    move(capaian, chosen, step)
    finish(
        capaian,
        step,
        {
            "dokumen": [p.pk for p in chosen],
            "berkas_baru": list(berkas),
            "nilai_mandiri": capaian.nilai_mandiri,
            "putaran": capaian.putaran,
        },
    )
    return capaian


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
        move(capaian, waiting, step)
        left = set(capaian.pemenuhan_set.values_list("status", flat=True))
        if left <= {Status.BELUM, Status.DRAF}:
            # Nothing of it is with the Inspektorat any more: the claim is withdrawn too.
            capaian.dikirim = capaian.dikirim_oleh = None
        finish(capaian, step, {"dokumen": [p.pk for p in waiting]})
        return capaian
