"""Decisions of the Inspektorat: approve, return, reopen. Four eyes."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.permissions import Denied, Permission
from audit.recorder import audited
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.transition import Langkah, clock, finish, lock, move
from evidence.models import BuktiTaut, Butir, Capaian
from evidence.pelengkap import pelengkap
from evidence.workflow import Aksi, Alasan, NotAllowed, Status, require


def ikut_mengerjakan(user: User, capaian: Capaian) -> bool:
    """Whether a person wrote, uploaded, attached or sent anything of a task, ever."""
    files = BuktiTaut.objects.active().filter(versi__oleh=user, pemenuhan__capaian=capaian)
    return capaian.penulis.filter(pk=user.pk).exists() or files.exists()


def boleh_memutus(user: User, capaian: Capaian) -> str | None:
    """Return None if the person may decide on this task, otherwise the Indonesian reason.

    Nobody decides on what they wrote, uploaded, attached or sent, also in an earlier round:
    a task of the Inspektorat is therefore always decided by a second person.
    """
    if not user.akses.may(Permission.EVIDENCE_REVIEW, capaian.unit):
        return "Hanya verifikator yang dapat memutus tugas ini."
    if ikut_mengerjakan(user, capaian):
        return (
            "Empat mata: Anda ikut mengisi, mengunggah, atau mengirim tugas ini, "
            "jadi putusannya harus oleh orang lain."
        )
    return None


def _lock_for_review(capaian_id: int, versi: int, by: User) -> Capaian:
    try:
        capaian = lock(capaian_id, by, Permission.EVIDENCE_REVIEW, versi=versi)
    except Bentrok as error:
        detail = str(error).removeprefix("Perubahan Anda belum tersimpan: ")
        raise Bentrok(
            f"Putusan Anda belum tersimpan: dokumen ini baru saja diputus atau diubah. {detail}"
        ) from error
    reason = boleh_memutus(by, capaian)
    if reason:
        raise Denied(reason)
    return capaian


def putuskan(
    *,
    capaian_id: int,
    versi: int,
    pemenuhan_ids: Collection[int],
    aksi: Aksi,
    by: User,
    nilai: int | None = None,
    alasan: str = "",
    catatan: str = "",
    khusus: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Capaian:
    """Approve (SETUJUI) or return (MINTA_PERBAIKAN) waiting documents of a task in one step.

    Approval of a scored task needs `nilai` (0..100), and a note when it is below the claim.
    A return needs a reason code and a note. Where the plan computes the value from figures of its
    own, `khusus` holds the verified ones and `nilai` is not asked. Raises Denied, Bentrok,
    NotAllowed, IsianKurang.
    """
    if aksi not in (Aksi.SETUJUI, Aksi.MINTA_PERBAIKAN):
        raise NotAllowed("Putusan tidak dikenal.")
    catatan = catatan.strip()
    with audited():
        capaian = _lock_for_review(capaian_id, versi, by)
        documents = list(
            capaian.pemenuhan_set.select_for_update().filter(pk__in=set(pemenuhan_ids))
        )
        _check(capaian, aksi, len(documents), nilai, alasan, catatan)
        if len(documents) != len(set(pemenuhan_ids)):
            raise NotAllowed("Ada dokumen yang bukan bagian dari tugas ini.")
        approve = aksi is Aksi.SETUJUI
        step = Langkah(
            aksi,
            by,
            clock(capaian.instansi, at),
            alasan="" if approve else alasan,
            catatan=catatan,
            nilai=nilai if approve and capaian.butir.dinilai else None,
        )
        own, figures = pelengkap(capaian.butir), {}
        if approve and own is not None:
            figures = own.diputus(capaian, khusus or {}, step)
            step = replace(step, nilai=capaian.nilai_internal)
        elif approve and capaian.butir.dinilai:
            capaian.nilai_internal = nilai
        move(capaian, documents, step)
        finish(
            capaian,
            step,
            {
                "dokumen": [p.pk for p in documents],
                "nilai": step.nilai,
                "alasan": step.alasan,
                "catatan": catatan,
                **figures,
            },
            by_unit=False,
        )
        return capaian


def _check(
    capaian: Capaian, aksi: Aksi, count: int, nilai: int | None, alasan: str, catatan: str
) -> None:
    arrow = require(Status.MENUNGGU, aksi)
    galat = {}
    if not count:
        galat["dokumen"] = "Pilih paling sedikit satu dokumen yang diputus."
    if arrow.alasan_wajib and alasan not in Alasan.values:
        galat["alasan"] = "Pilih alasan perbaikan."
    if arrow.catatan_wajib and not catatan:
        galat["catatan"] = "Tulis catatan supaya unit tahu apa yang diperbaiki."
    own_figures = capaian.butir.cara_nilai == Butir.CaraNilai.KHUSUS
    if aksi is Aksi.SETUJUI and capaian.butir.dinilai and not own_figures:
        if nilai is None:
            galat["nilai"] = "Pilih nilai terverifikasi."
        elif not 0 <= nilai <= 100:
            galat["nilai"] = "Nilai terverifikasi harus antara 0 dan 100."
        elif capaian.nilai_klaim is not None and nilai < capaian.nilai_klaim and not catatan:
            gap = capaian.nilai_klaim - nilai
            galat["catatan"] = f"{gap} di bawah klaim. Catatan wajib diisi."
    if galat:
        raise IsianKurang(galat)


def buka_kembali(
    *,
    capaian_id: int,
    versi: int,
    pemenuhan_id: int,
    catatan: str,
    by: User,
    at: datetime | None = None,
) -> Capaian:
    """Put an approved document back into the queue, with a note that says why.

    The verified value falls away when no approved document is left. Raises Denied, Bentrok,
    NotAllowed, IsianKurang.
    """
    catatan = catatan.strip()
    if not catatan:
        raise IsianKurang({"catatan": "Tulis alasan membuka kembali persetujuan ini."})
    with audited():
        capaian = _lock_for_review(capaian_id, versi, by)
        documents = list(capaian.pemenuhan_set.select_for_update().filter(pk=pemenuhan_id))
        if not documents:
            raise NotAllowed("Dokumen itu bukan bagian dari tugas ini.")
        step = Langkah(Aksi.BUKA_KEMBALI, by, clock(capaian.instansi, at), catatan=catatan)
        others = capaian.pemenuhan_set.exclude(pk=pemenuhan_id)
        if not others.filter(status=Status.DISETUJUI).exists():
            capaian.nilai_internal = None
            own = pelengkap(capaian.butir)
            if own is not None:
                own.dibuka(capaian, step)
        move(capaian, documents, step)
        finish(capaian, step, {"dokumen": [pemenuhan_id], "catatan": catatan}, by_unit=False)
        return capaian
