"""Exceptions, the decider's part: one batch, revocation, and KPK's answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from accounts.sebutan import sebut
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.pengecualian import (
    catat,
    dengan_berkas,
    kunci_ajuan,
    mengapa_tertutup,
    wajib_terbuka,
)
from evidence.actions.putusan import ikut_mengerjakan
from evidence.actions.transition import Langkah, clock, finish, move
from evidence.lists.marks import sambung
from evidence.models import Pemenuhan, Pengecualian
from evidence.pelengkap import pelengkap
from evidence.workflow import KECUALI, Aksi, Alasan, NotAllowed, Status, find

Putusan = Pengecualian.Putusan
JawabanKPK = Pengecualian.JawabanKPK

IZIN: dict[str, Permission] = {
    Instansi.Pemutus.KETUA: Permission.EXCEPTION_DECIDE,
    Instansi.Pemutus.INSPEKTORAT: Permission.EVIDENCE_REVIEW,
}
"""The permission that decides, by the setting of the institution."""


@dataclass(frozen=True)
class Penolakan:
    """Why one request of a batch could not be decided."""

    kode: str
    alasan: str


class TidakTerputus(NotAllowed):
    """A batch was not decided; `baris` says why, a line for each request that is in the way."""

    def __init__(self, baris: list[Penolakan]) -> None:
        self.baris = baris
        lines = "; ".join(f"{b.kode}: {b.alasan}" for b in baris)
        super().__init__(f"Tidak ada ajuan yang diputus. {lines}")


def berwenang_memutus(user: User, ajuan: Pengecualian) -> bool:
    """Whether the institution's setting names this person as decider."""
    capaian = ajuan.capaian
    return user.akses.may(IZIN[capaian.instansi.pemutus_pengecualian], capaian.unit)


def boleh_memutus_ajuan(user: User, ajuan: Pengecualian) -> str | None:
    """Return None if the person may decide on an open request, else the Indonesian reason.

    The setting of the institution names who decides. Four eyes: never who asked, who worked on
    the task, or who gave the opinion.
    """
    instansi = ajuan.capaian.instansi
    if not berwenang_memutus(user, ajuan):
        return f"Pengecualian diputus oleh {instansi.get_pemutus_pengecualian_display()}."
    if ajuan.diajukan_oleh_id == user.pk or ikut_mengerjakan(user, ajuan.capaian):
        return (
            "empat mata, Anda ikut mengajukan atau mengerjakan tugas ini, "
            "jadi putusannya harus oleh orang lain."
        )
    if ajuan.pendapat_oleh_id == user.pk:
        return "empat mata, Anda yang memberi pendapat, jadi putusannya harus oleh orang lain."
    if not ajuan.pendapat:
        return sebut("belum ada pendapat Inspektorat.")
    return None


def putuskan_banyak(
    *,
    ids: Collection[int],
    putusan: str,
    by: User,
    catatan: str = "",
    at: datetime | None = None,
) -> list[Pengecualian]:
    """Grant (DIKABULKAN) or refuse (DITOLAK) requests, all of them or none.

    A granted request moves its documents, and the task with them; a refused one leaves them
    with the unit and needs a note. Raises IsianKurang, and TidakTerputus with a line for each
    request that could not be decided.
    """
    catatan = catatan.strip()
    galat = {}
    if putusan not in (Putusan.DIKABULKAN, Putusan.DITOLAK):
        galat["putusan"] = "Pilih Kabulkan atau Tolak."
    if not ids:
        galat["ajuan"] = "Centang paling sedikit satu ajuan."
    if putusan == Putusan.DITOLAK and not catatan:
        galat["catatan"] = "Tulis alasan penolakan supaya unit tahu apa yang harus dilakukan."
    if galat:
        raise IsianKurang(galat)
    with audited():
        locked, refused = _kunci_semua(set(ids), by, putusan)
        if refused:
            raise TidakTerputus(refused)
        for ajuan, documents in locked:
            now = clock(ajuan.instansi, at)
            _tulis_putusan(ajuan, putusan, catatan, by, now)
            if putusan == Putusan.DIKABULKAN:
                _kabulkan(ajuan, documents, by, catatan, now)
            else:
                catat(ajuan, "tolak", by, now, {"catatan": catatan})
        return [ajuan for ajuan, _ in locked]


def _kunci_semua(
    ids: set[int], by: User, putusan: str
) -> tuple[list[tuple[Pengecualian, list[Pemenuhan]]], list[Penolakan]]:
    """Lock the requests in the order of their tasks; say which can't be decided, and why."""
    wanted = (
        Pengecualian.objects.visible_to(by)
        .filter(pk__in=ids)
        .select_related("capaian__butir", "instansi")
        .order_by("capaian", "pk")
    )
    locked: list[tuple[Pengecualian, list[Pemenuhan]]] = []
    refused: list[Penolakan] = []
    rows = list(wanted)
    for row in rows:
        kode = row.capaian.butir.kode
        try:
            ajuan = kunci_ajuan(row.pk, by, IZIN[row.instansi.pemutus_pengecualian])
        except Denied:
            siapa = row.instansi.get_pemutus_pengecualian_display()
            refused.append(Penolakan(kode, f"pengecualian diputus oleh {siapa}."))
            continue
        except NotAllowed as error:
            refused.append(Penolakan(kode, str(error)))
            continue
        documents = _dokumen(ajuan)
        reason = mengapa_tertutup(ajuan) or boleh_memutus_ajuan(by, ajuan)
        if reason is None and putusan == Putusan.DIKABULKAN:
            reason = _tak_berpindah(ajuan, documents)
        if reason:
            refused.append(Penolakan(kode, reason))
        locked.append((ajuan, documents))
    if len(rows) != len(ids):
        refused.append(Penolakan("Ajuan lain", "tidak ada atau bukan untuk Anda."))
    return locked, refused


def _dokumen(ajuan: Pengecualian) -> list[Pemenuhan]:
    return list(
        ajuan.capaian.pemenuhan_set.select_for_update(of=("self",))
        .select_related("dokumen")
        .filter(pengecualian_set=ajuan)
    )


def _tak_berpindah(ajuan: Pengecualian, documents: list[Pemenuhan]) -> str | None:
    """Say which documents have left the unit since, so that the exception can't hold."""
    if not documents:
        return "dokumennya tidak diminta lagi."
    aksi = KECUALI[Status(ajuan.jenis)]
    away = sorted(p.dokumen.urut for p in documents if find(Status(p.status), aksi) is None)
    return f"dokumen {sambung(away)} tidak lagi di unit." if away else None


def _tulis_putusan(
    ajuan: Pengecualian, putusan: str, catatan: str, by: User, now: datetime
) -> None:
    ajuan.putusan, ajuan.putusan_catatan = putusan, catatan
    ajuan.putusan_at, ajuan.putusan_oleh = now, by
    ajuan.save(update_fields=["putusan", "putusan_catatan", "putusan_at", "putusan_oleh"])


def _kabulkan(
    ajuan: Pengecualian, documents: list[Pemenuhan], by: User, catatan: str, now: datetime
) -> None:
    capaian = ajuan.capaian
    step = Langkah(KECUALI[Status(ajuan.jenis)], by, now, catatan=catatan)
    others = capaian.pemenuhan_set.exclude(pk__in=[p.pk for p in documents])
    if not others.exclude(status__in=KECUALI).exists():
        # Nothing of the task is reported any more, so no value is claimed or verified either.
        capaian.nilai_klaim = capaian.nilai_internal = None
        own = pelengkap(capaian.butir)
        if own is not None:
            own.ditarik(capaian, step, habis=True)
            own.dibuka(capaian, step)
    move(capaian, documents, step)
    isi = {"ajuan": ajuan.pk, "dokumen": [p.pk for p in documents], "catatan": catatan}
    finish(capaian, step, isi, by_unit=False)


def _kembalikan(ajuan: Pengecualian, step: Langkah, nama: str) -> None:
    """Bring the documents of a granted request back to the unit.

    Raises NotAllowed when one of them is no longer in the state that was granted.
    """
    capaian, documents = ajuan.capaian, _masih_berlaku(ajuan)
    move(capaian, documents, step)
    filled = dengan_berkas(documents)
    work = [p for p in documents if p.pk in filled]
    if work:  # files attached before the request are there again, as a draft
        move(capaian, work, Langkah(Aksi.LAMPIRKAN, step.oleh, step.at))
    isi = {"ajuan": ajuan.pk, "dokumen": [p.pk for p in documents], "catatan": step.catatan}
    finish(capaian, step, isi, by_unit=False, nama=nama)


def _masih_berlaku(ajuan: Pengecualian) -> list[Pemenuhan]:
    documents = _dokumen(ajuan)
    if not documents or any(p.status != ajuan.jenis for p in documents):
        raise NotAllowed(
            f"Dokumen ajuan ini sudah tidak berstatus {ajuan.get_jenis_display()}, "
            "jadi langkah ini tidak berlaku lagi."
        )
    return documents


def batalkan(*, ajuan_id: int, catatan: str, by: User, at: datetime | None = None) -> Pengecualian:
    """Revoke a granted exception, with the reason: its documents are the unit's again.

    Raises Denied, NotAllowed (not granted, or KPK has accepted it), IsianKurang.
    """
    catatan = catatan.strip()
    if not catatan:
        raise IsianKurang({"catatan": "Tulis alasan membatalkan pengecualian ini."})
    with audited():
        ajuan = kunci_ajuan(ajuan_id, by, Permission.EVIDENCE_READ)
        if not berwenang_memutus(by, ajuan):
            siapa = ajuan.instansi.get_pemutus_pengecualian_display()
            raise Denied(f"Pengecualian hanya dibatalkan oleh {siapa}.")
        _wajib_dikabulkan(ajuan)
        if ajuan.jawaban_kpk:
            raise NotAllowed(
                "Jawaban KPK sudah dicatat. Bila jawabannya berubah, catat jawaban yang baru."
            )
        now = clock(ajuan.instansi, at)
        _kembalikan(
            ajuan, Langkah(Aksi.BATALKAN_KECUALI, by, now, catatan=catatan), "batal_kecuali"
        )
        _tulis_putusan(ajuan, Putusan.DIBATALKAN, catatan, by, now)
        return ajuan


def _wajib_dikabulkan(ajuan: Pengecualian) -> None:
    if ajuan.putusan != Putusan.DIKABULKAN:
        wajib_terbuka(ajuan)
        raise NotAllowed("Ajuan ini belum diputus.")


def catat_jawaban_kpk(
    *,
    ajuan_id: int,
    jawaban: str,
    tanggal: date,
    by: User,
    catatan: str = "",
    at: datetime | None = None,
) -> Pengecualian:
    """Record KPK's answer to a granted exception.

    Accepted: the documents leave the denominators. Rejected, with KPK's note: they go back to
    the unit. An accepted one may still be recorded as rejected later. Raises Denied, NotAllowed,
    IsianKurang.
    """
    catatan = catatan.strip()
    with audited():
        ajuan = kunci_ajuan(ajuan_id, by, Permission.JAGA_RECORD)
        now = clock(ajuan.instansi, at)
        if not ajuan.capaian.butir.rencana.berjaga:
            raise NotAllowed("Rencana ini tidak dilaporkan ke KPK, jadi tidak ada jawaban KPK.")
        _wajib_dikabulkan(ajuan)
        if ajuan.jawaban_kpk in (JawabanKPK.DITOLAK, jawaban):
            raise NotAllowed(f"Jawaban KPK sudah dicatat: {ajuan.get_jawaban_kpk_display()}.")
        _periksa_jawaban(ajuan, jawaban, tanggal, catatan, now)
        _masih_berlaku(ajuan)
        ajuan.jawaban_kpk, ajuan.jawaban_catatan = jawaban, catatan
        ajuan.jawaban_tanggal, ajuan.jawaban_at, ajuan.jawaban_oleh = tanggal, now, by
        ajuan.save(
            update_fields=[
                "jawaban_kpk",
                "jawaban_catatan",
                "jawaban_tanggal",
                "jawaban_at",
                "jawaban_oleh",
            ]
        )
        isi = {"jawaban": jawaban, "tanggal": str(tanggal), "catatan": catatan}
        catat(ajuan, "jawaban", by, now, isi)
        if jawaban == JawabanKPK.DITOLAK:
            step = Langkah(
                Aksi.BATALKAN_KECUALI, by, now, alasan=Alasan.DITOLAK_KPK, catatan=catatan
            )
            _kembalikan(ajuan, step, "kecuali_ditolak_kpk")
        return ajuan


def _periksa_jawaban(
    ajuan: Pengecualian, jawaban: str, tanggal: date, catatan: str, now: datetime
) -> None:
    zone = ZoneInfo(ajuan.instansi.zona_waktu)
    galat = {}
    if jawaban not in JawabanKPK.values:
        galat["jawaban"] = "Pilih Diterima KPK atau Ditolak KPK."
    if tanggal > now.astimezone(zone).date():
        galat["tanggal"] = "Tanggal jawaban belum terjadi. Periksa lagi."
    elif ajuan.putusan_at and tanggal < ajuan.putusan_at.astimezone(zone).date():
        galat["tanggal"] = "Tanggal jawaban mendahului tanggal putusan pengecualian."
    if jawaban == JawabanKPK.DITOLAK and not catatan:
        galat["catatan"] = "Tulis catatan KPK supaya unit tahu apa yang diminta."
    if galat:
        raise IsianKurang(galat)
