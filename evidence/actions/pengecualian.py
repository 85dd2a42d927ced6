"""Exceptions, the unit's and the Inspektorat's part: request, withdrawal, opinion.

The documents of a request keep their state until it is decided: nothing is claimed by asking.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, BinaryIO

from accounts.models import User
from accounts.permissions import Denied, Permission
from accounts.sebutan import sebut
from audit.recorder import Event, audited, record
from evidence.actions.berkas import (
    HasilUnggah,
    Keterangan,
    Terperiksa,
    pemilik,
    periksa_semua,
    simpan_berkas,
)
from evidence.actions.errors import IsianKurang
from evidence.actions.putusan import boleh_memutus
from evidence.actions.storage import discard_on_error
from evidence.actions.transition import Langkah, clock, finish, lock, move
from evidence.lists.marks import sambung
from evidence.models import BuktiTaut, Butir, Capaian, Pemenuhan, Pengecualian
from evidence.workflow import DI_UNIT, Aksi, NotAllowed, Status

PERNYATAAN_MIN = 20
PERNYATAAN_MAKS = 4000


def larang_kirim(documents: Iterable[Pemenuhan]) -> None:
    """Raise NotAllowed when one of the documents waits for the decision on an exception."""
    asked = Pemenuhan.objects.filter(
        pk__in=[p.pk for p in documents],
        pengecualian_set__in=Pengecualian.objects.terbuka(),
    )
    numbers = list(asked.order_by("dokumen__urut").values_list("dokumen__urut", flat=True))
    if numbers:
        raise NotAllowed(
            f"Dokumen {sambung(numbers)} sedang diajukan sebagai pengecualian dan belum diputus. "
            "Tarik dahulu ajuannya bila dokumen itu jadi dikirim, atau lepas berkasnya supaya "
            "dokumen lain dapat dikirim."
        )


def kunci_ajuan(ajuan_id: int, by: User, permission: Permission) -> Pengecualian:
    """Lock a request together with its task, the task first.

    Raises Denied (no right there, or no such request) and NotAllowed (plan not running).
    """
    owner = Pengecualian.objects.filter(pk=ajuan_id).values_list("capaian", flat=True).first()
    capaian = lock(owner or 0, by, permission)
    ajuan = (
        Pengecualian.objects.select_for_update(of=("self",))
        .select_related("pendapat_oleh", "putusan_oleh")
        .get(pk=ajuan_id)
    )
    ajuan.capaian, ajuan.instansi = capaian, capaian.instansi
    return ajuan


def mengapa_tertutup(ajuan: Pengecualian) -> str | None:
    """Return why a request takes no opinion or decision any more, None while it is open."""
    if ajuan.ditarik is not None:
        return "Ajuan ini sudah ditarik oleh unit."
    if ajuan.putusan:
        who = f" oleh {ajuan.putusan_oleh.nama}" if ajuan.putusan_oleh else ""
        return f"Ajuan ini sudah diputus{who}: {ajuan.get_putusan_display()}."
    return None


def wajib_terbuka(ajuan: Pengecualian) -> None:
    """Raise NotAllowed unless the request waits for an opinion or a decision."""
    reason = mengapa_tertutup(ajuan)
    if reason:
        raise NotAllowed(reason)


def catat(ajuan: Pengecualian, aksi: str, by: User, at: datetime, isi: dict[str, Any]) -> None:
    """Record an event about a request; state changes of its documents have their own."""
    instansi, butir = ajuan.capaian.instansi, ajuan.capaian.butir
    record(
        Event(
            instansi=instansi.kode,
            contoh=instansi.contoh,
            aksi=f"pengecualian.{aksi}",
            oleh=by,
            objek_jenis="pengecualian",
            objek_id=str(ajuan.pk),
            objek_nama=f"{butir.kode} {ajuan.get_jenis_display()}"[:300],
            isi={"capaian": ajuan.capaian_id, **isi},
            at=at,
        )
    )


def ajukan(
    *,
    capaian_id: int,
    versi: int,
    jenis: str,
    pemenuhan_ids: Collection[int],
    alasan: str,
    by: User,
    berkas: tuple[str, BinaryIO] | None = None,
    at: datetime | None = None,
) -> Pengecualian:
    """Ask that documents be taken as Nihil, Tidak berlaku or Tidak dapat dipenuhi.

    `alasan` is the statement of the unit's head, `berkas` (name, bytes) its signed file.
    Raises Denied, NotAllowed (a request is already open), Bentrok, IsianKurang.
    """
    alasan = alasan.strip()
    passed = _berkas_sah(berkas)
    with discard_on_error() as stored, audited():
        capaian = lock(capaian_id, by, Permission.EVIDENCE_SEND, versi=versi)
        if capaian.pengecualian_set.terbuka().exists():
            raise NotAllowed(
                "Tugas ini masih mempunyai ajuan pengecualian yang belum diputus. "
                "Tarik dahulu ajuan itu bila isinya perlu diubah."
            )
        documents = list(
            capaian.pemenuhan_set.select_for_update(of=("self",))
            .select_related("dokumen")
            .filter(pk__in=set(pemenuhan_ids))
        )
        if len(documents) != len(set(pemenuhan_ids)):
            raise NotAllowed("Ada dokumen yang bukan bagian dari tugas ini.")
        _periksa(capaian, jenis, documents, alasan)
        now = clock(capaian.instansi, at)
        step = Langkah(Aksi.LAMPIRKAN, by, now)  # only says by whom and when a file was stored
        pernyataan = None
        if passed is not None:
            unit = pemilik(by, capaian)
            pernyataan = simpan_berkas(passed, unit, Keterangan(), step, stored)
        ajuan = Pengecualian.objects.create(
            instansi_id=capaian.instansi_id,
            capaian=capaian,
            jenis=jenis,
            alasan=alasan,
            pernyataan=pernyataan,
            diajukan=now,
            diajukan_oleh=by,
        )
        ajuan.dokumen.set(documents)
        capaian.penulis.add(by)  # four eyes: who asks does not decide
        catat(
            ajuan,
            "ajukan",
            by,
            now,
            {
                "dokumen": [p.pk for p in documents],
                "alasan": alasan,
                "sha256": pernyataan.sha256 if pernyataan else "",
            },
        )
        return ajuan


def _berkas_sah(berkas: tuple[str, BinaryIO] | None) -> Terperiksa | None:
    """Check the file by its content, before any transaction."""
    if berkas is None:
        return None
    hasil = HasilUnggah()
    passed = periksa_semua([berkas], hasil)
    if hasil.ditolak:
        raise IsianKurang({"berkas": hasil.ditolak[0][1]})
    return passed[0]


def _periksa(capaian: Capaian, jenis: str, documents: list[Pemenuhan], alasan: str) -> None:
    galat = {}
    if jenis not in Pengecualian.Jenis.values:
        galat["jenis"] = "Pilih jenis pengecualian."
    elif jenis == Pengecualian.Jenis.NIHIL and capaian.butir.pola != Butir.Pola.KEJADIAN:
        galat["jenis"] = (
            "Nihil hanya untuk tugas bila ada kejadian. "
            f"Tugas ini berpola {capaian.butir.get_pola_display().lower()}."
        )
    away = sorted(p.dokumen.urut for p in documents if p.status not in DI_UNIT)
    if not documents:
        galat["dokumen"] = "Pilih paling sedikit satu dokumen."
    elif away:
        galat["dokumen"] = (
            f"Dokumen {sambung(away)} tidak sedang di unit. "
            "Yang menunggu verifikasi dapat ditarik kembali dahulu."
        )
    if len(alasan) < PERNYATAAN_MIN:
        galat["alasan"] = (
            f"Tulis pernyataan kepala unit paling sedikit {PERNYATAAN_MIN} huruf; "
            f"sekarang {len(alasan)}."
        )
    elif len(alasan) > PERNYATAAN_MAKS:
        galat["alasan"] = f"Pernyataan paling panjang {PERNYATAAN_MAKS} huruf."
    if galat:
        raise IsianKurang(galat)


def tarik_ajuan(*, ajuan_id: int, by: User, at: datetime | None = None) -> Pengecualian:
    """Withdraw a request that nobody has decided. Raises Denied, NotAllowed."""
    with audited():
        ajuan = kunci_ajuan(ajuan_id, by, Permission.EVIDENCE_SEND)
        wajib_terbuka(ajuan)
        ajuan.ditarik = clock(ajuan.instansi, at)
        ajuan.save(update_fields=["ditarik"])
        ajuan.capaian.penulis.add(by)
        catat(ajuan, "tarik", by, ajuan.ditarik, {})
        return ajuan


def boleh_berpendapat(user: User, ajuan: Pengecualian) -> str | None:
    """Return None if the person may give the Inspektorat's opinion, else the Indonesian reason.

    Whoever worked on the task or asked does not. An opinion that is given may be corrected,
    until the decision, by the person who gave it.
    """
    if not user.akses.may(Permission.EVIDENCE_REVIEW, ajuan.capaian.unit):
        return sebut("Hanya verifikator yang memberi pendapat Inspektorat.")
    reason = boleh_memutus(user, ajuan.capaian)
    if reason or ajuan.diajukan_oleh_id == user.pk:
        return (
            "Empat mata: Anda ikut mengerjakan atau mengajukan tugas ini, "
            "jadi pendapatnya harus dari orang lain."
        )
    if ajuan.pendapat and ajuan.pendapat_oleh is not None and ajuan.pendapat_oleh != user:
        return (
            f"Pendapat sudah diberikan oleh {ajuan.pendapat_oleh.nama}: "
            f"{ajuan.get_pendapat_display()}."
        )
    return None


def beri_pendapat(
    *,
    ajuan_id: int,
    pendapat: str,
    by: User,
    catatan: str = "",
    at: datetime | None = None,
) -> Pengecualian:
    """Give the Inspektorat's opinion; `catatan` must say why when it does not support.

    Raises Denied (no right, four eyes, already given by somebody else), NotAllowed (closed),
    IsianKurang.
    """
    catatan = catatan.strip()
    galat = {}
    if pendapat not in Pengecualian.Pendapat.values:
        galat["pendapat"] = "Pilih Mendukung atau Tidak mendukung."
    elif pendapat == Pengecualian.Pendapat.TIDAK and not catatan:
        galat["catatan"] = sebut("Tulis mengapa Inspektorat tidak mendukung.")
    if galat:
        raise IsianKurang(galat)
    with audited():
        ajuan = kunci_ajuan(ajuan_id, by, Permission.EVIDENCE_REVIEW)
        wajib_terbuka(ajuan)
        reason = boleh_berpendapat(by, ajuan)
        if reason:
            raise Denied(reason)
        ajuan.pendapat, ajuan.pendapat_catatan = pendapat, catatan
        ajuan.pendapat_at, ajuan.pendapat_oleh = clock(ajuan.instansi, at), by
        ajuan.save(update_fields=["pendapat", "pendapat_catatan", "pendapat_at", "pendapat_oleh"])
        isi = {"pendapat": pendapat, "catatan": catatan}
        catat(ajuan, "pendapat", by, ajuan.pendapat_at, isi)
        return ajuan


def perbarui_kejadian(
    *, capaian_id: int, versi: int, by: User, at: datetime | None = None
) -> Capaian:
    """Say that an event has happened after all: Nihil documents go back to the unit's work.

    Documents with files go to Draf, those without to Belum. Raises Denied, NotAllowed, Bentrok.
    """
    with audited():
        capaian = lock(capaian_id, by, Permission.EVIDENCE_SEND, versi=versi)
        documents = list(capaian.pemenuhan_set.select_for_update().filter(status=Status.NIHIL))
        if not documents:
            raise NotAllowed("Tidak ada dokumen yang berstatus Nihil pada tugas ini.")
        step = Langkah(Aksi.PERBARUI, by, clock(capaian.instansi, at))
        move(capaian, documents, step)
        filled = dengan_berkas(documents)
        empty = [p for p in documents if p.pk not in filled]
        if empty:
            move(capaian, empty, Langkah(Aksi.KOSONGKAN, by, step.at))
        finish(capaian, step, {"dokumen": [p.pk for p in documents]}, nama="ada_kejadian")
        return capaian


def dengan_berkas(documents: Iterable[Pemenuhan]) -> set[int]:
    """Return the ids of those documents that have a file attached."""
    return set(
        BuktiTaut.objects.active()
        .filter(pemenuhan__in=list(documents))
        .values_list("pemenuhan", flat=True)
    )
