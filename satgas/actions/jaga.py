"""Uploads to JAGA and KPK's answers, as the Inspektorat records them. Four eyes are not needed.

A row never loses what it said: a tick that was taken back, an upload that was replaced and an
answer that was corrected are closed by `dibatalkan`, and what holds from then on is a row of its
own. A correction keeps the time of the upload. So "as of a day" can always be read
(`satgas.jaga.status`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.tolak_kpk import bisa_dipulihkan, pulihkan_kpk, tolak_kpk
from evidence.actions.transition import clock, lock
from evidence.models import Capaian, Pemenuhan
from evidence.workflow import NotAllowed, Status
from satgas.jaga.keadaan import usang
from satgas.models import KirimanJaga
from ukuran.format import tanggal_waktu

DITOLAK = KirimanJaga.Jawaban.DITOLAK
TIDAK_BERWENANG = "Hanya petugas JAGA di Inspektorat yang mencatat unggahan dan jawaban KPK."


def tandai_diunggah(
    *, pemenuhan_ids: Collection[int], by: User, at: datetime | None = None
) -> list[KirimanJaga]:
    """Note that approved documents were uploaded to JAGA; all or none. Returns the new rows.

    An upload whose files changed since is replaced. Raises Denied, NotAllowed (not approved, plan
    not running), Bentrok (somebody ticked it before), IsianKurang (nothing named).
    """
    ids = set(pemenuhan_ids)
    if not ids:
        raise IsianKurang({"dokumen": "Pilih paling sedikit satu dokumen."})
    with audited():
        found = dict(Pemenuhan.objects.filter(pk__in=ids).values_list("pk", "capaian"))
        if len(found) != len(ids):
            raise Denied(TIDAK_BERWENANG)
        rows: list[KirimanJaga] = []
        for capaian_id in sorted(set(found.values())):
            capaian = lock(capaian_id, by, Permission.JAGA_RECORD)
            now = clock(capaian.instansi, at)
            documents = (
                capaian.pemenuhan_set.select_for_update(of=("self",))
                .select_related("dokumen")
                .filter(pk__in=ids)
                .order_by("dokumen__urut")
            )
            new = [_unggah(capaian, pemenuhan, by, now) for pemenuhan in documents]
            _record(capaian, "jaga.unggah", by, now, {"dokumen": [k.pemenuhan_id for k in new]})
            rows += new
        return rows


def _unggah(capaian: Capaian, pemenuhan: Pemenuhan, by: User, now: datetime) -> KirimanJaga:
    if pemenuhan.status != Status.DISETUJUI:
        raise NotAllowed(
            f"{capaian.butir.kode}, dokumen {pemenuhan.dokumen.urut} belum disetujui Inspektorat, "
            "jadi belum dapat ditandai diunggah."
        )
    old = KirimanJaga.objects.berlaku().filter(pemenuhan=pemenuhan).first()
    if old is not None:
        if not usang(old):
            zone = ZoneInfo(capaian.instansi.zona_waktu)
            raise Bentrok(
                f"{capaian.butir.kode}, dokumen {pemenuhan.dokumen.urut} sudah ditandai oleh "
                f"{old.diunggah_oleh.nama}, {tanggal_waktu(old.diunggah, zone)}."
            )
        old.dibatalkan = now
        old.save(update_fields=["dibatalkan"])
    return KirimanJaga.objects.create(
        instansi_id=capaian.instansi_id, pemenuhan=pemenuhan, diunggah=now, diunggah_oleh=by
    )


def batalkan_centang(*, kiriman_id: int, by: User, at: datetime | None = None) -> KirimanJaga:
    """Take a tick back while KPK has not answered; an upload that it replaced stands again.

    Raises Denied, NotAllowed (answered, or taken back already).
    """
    with audited():
        capaian, kiriman = _terkunci(kiriman_id, by)
        if kiriman.dibatalkan is not None:
            raise NotAllowed("Tanda ini sudah dibatalkan.")
        if kiriman.jawaban:
            raise NotAllowed("KPK sudah menjawab unggahan ini, jadi tandanya tetap.")
        now = clock(capaian.instansi, at)
        kiriman.dibatalkan = now
        kiriman.save(update_fields=["dibatalkan"])
        replaced = KirimanJaga.objects.filter(
            pemenuhan=kiriman.pemenuhan, dibatalkan=kiriman.diunggah
        ).last()
        if replaced is not None:
            _salinan(replaced).save()
        _record(capaian, "jaga.batal", by, now, {"dokumen": [kiriman.pemenuhan_id]})
        return kiriman


@dataclass(frozen=True)
class JawabanKPK:
    """What KPK said: Diterima or Ditolak, on which day, with which note."""

    jawaban: str
    tanggal: date | None
    catatan: str = ""


def catat_jawaban(
    *, kiriman_id: int, isian: JawabanKPK, by: User, at: datetime | None = None
) -> KirimanJaga:
    """Record KPK's answer to an upload. A rejection gives the document back to the unit.

    If the approval that was uploaded no longer stands (opened again, or newer files approved),
    the rejection is written down and the document stays where it is. Raises Denied, NotAllowed
    (answered or taken back already), IsianKurang.
    """
    with audited():
        capaian, kiriman = _terkunci(kiriman_id, by)
        if kiriman.dibatalkan is not None:
            raise NotAllowed("Tanda unggah ini sudah dibatalkan, jadi tidak ada yang dijawab.")
        if kiriman.jawaban:
            raise NotAllowed("Jawaban KPK sudah dicatat. Pakai koreksi bila jawabannya keliru.")
        now = clock(capaian.instansi, at)
        _periksa(capaian, kiriman, isian, now)
        kembali = isian.jawaban == DITOLAK and _masih_sah(kiriman)
        _jawab(kiriman, isian, by, now)
        kiriman.save()
        if kembali:
            _tolak(kiriman, isian, by, at)
        _record(capaian, "jaga.jawaban", by, now, _isi(kiriman))
        return kiriman


def koreksi_jawaban(
    *, kiriman_id: int, isian: JawabanKPK, alasan: str, by: User, at: datetime | None = None
) -> KirimanJaga:
    """Correct a wrong answer of KPK, also to "no answer yet" (""); returns the row that stands.

    A rejection recorded by mistake puts the approval back, unless the unit has begun to repair.
    Raises Denied, NotAllowed (no answer to correct, uploaded again since, nothing changed) and
    IsianKurang.
    """
    alasan = alasan.strip()
    with audited():
        capaian, lama = _terkunci(kiriman_id, by)
        if lama.dibatalkan is not None or not lama.jawaban:
            raise NotAllowed("Tidak ada jawaban KPK yang dapat dikoreksi pada unggahan ini.")
        later = KirimanJaga.objects.filter(
            pemenuhan=lama.pemenuhan, dibatalkan__isnull=True, diunggah__gt=lama.diunggah
        )
        if later.exists():
            raise NotAllowed("Dokumen ini sudah diunggah lagi. Koreksi jawaban yang terakhir.")
        now = clock(capaian.instansi, at)
        _periksa(capaian, lama, isian, now, {} if alasan else {"alasan": "Tulis alasan koreksi."})
        if (lama.jawaban, lama.tanggal_jawaban, lama.catatan) == (
            isian.jawaban,
            isian.tanggal if isian.jawaban else None,
            isian.catatan.strip() if isian.jawaban else "",
        ):
            raise NotAllowed("Tidak ada yang berubah.")
        baru = _salinan(lama)
        _jawab(baru, isian, by, now)
        lama.dibatalkan = now
        lama.save(update_fields=["dibatalkan"])
        kembali = _kembalikan_keadaan(capaian, lama, alasan, by, at)
        baru.save()
        if kembali and isian.jawaban == DITOLAK:
            _tolak(baru, isian, by, at)
        _record(
            capaian, "jaga.koreksi", by, now, {**_isi(baru), "alasan": alasan, "semula": _isi(lama)}
        )
        return baru


def _kembalikan_keadaan(
    capaian: Capaian, lama: KirimanJaga, alasan: str, by: User, at: datetime | None
) -> bool:
    """Undo what the wrong answer did; return whether the document may be rejected anew."""
    if lama.jawaban != DITOLAK:
        return _masih_sah(lama)
    if not bisa_dipulihkan(lama.pemenuhan):
        return False
    pulihkan_kpk(
        capaian_id=capaian.pk, pemenuhan_id=lama.pemenuhan_id, catatan=alasan, by=by, at=at
    )
    return True


def _masih_sah(kiriman: KirimanJaga) -> bool:
    """Whether the approval that was uploaded still stands, with the same files."""
    return kiriman.pemenuhan.status == Status.DISETUJUI and not usang(kiriman)


def _tolak(kiriman: KirimanJaga, isian: JawabanKPK, by: User, at: datetime | None) -> None:
    tolak_kpk(
        capaian_id=kiriman.pemenuhan.capaian_id,
        pemenuhan_id=kiriman.pemenuhan_id,
        catatan=isian.catatan,
        by=by,
        at=at,
    )


def _terkunci(kiriman_id: int, by: User) -> tuple[Capaian, KirimanJaga]:
    """Lock the task of an upload, then the upload."""
    reachable = Capaian.objects.visible_to(by, Permission.JAGA_RECORD).values("pk")
    found = KirimanJaga.objects.filter(pk=kiriman_id, pemenuhan__capaian__in=reachable)
    capaian_id = found.values_list("pemenuhan__capaian", flat=True).first()
    if capaian_id is None:
        raise Denied(TIDAK_BERWENANG)
    capaian = lock(capaian_id, by, Permission.JAGA_RECORD)
    kiriman = (
        KirimanJaga.objects.select_for_update(of=("self",))
        .select_related("pemenuhan__dokumen")
        .get(pk=kiriman_id)
    )
    return capaian, kiriman


def _periksa(
    capaian: Capaian,
    kiriman: KirimanJaga,
    isian: JawabanKPK,
    now: datetime,
    galat: dict[str, str] | None = None,
) -> None:
    """Check an answer; the empty answer is known to corrections only (`galat` given)."""
    wrong = dict(galat or {})
    zone = ZoneInfo(capaian.instansi.zona_waktu)
    if isian.jawaban not in KirimanJaga.Jawaban.values and (isian.jawaban or galat is None):
        wrong["jawaban"] = "Pilih Diterima KPK atau Ditolak KPK."
    if isian.jawaban:
        if isian.tanggal is None:
            wrong["tanggal"] = "Isi tanggal jawaban KPK."
        elif isian.tanggal > now.astimezone(zone).date():
            wrong["tanggal"] = "Tanggal jawaban KPK belum tiba."
        elif isian.tanggal < kiriman.diunggah.astimezone(zone).date():
            wrong["tanggal"] = "Tanggal jawaban KPK mendahului unggahan ke JAGA."
    if isian.jawaban == DITOLAK and not isian.catatan.strip():
        wrong["catatan"] = "Tulis catatan KPK supaya unit tahu apa yang diperbaiki."
    if wrong:
        raise IsianKurang(wrong)


def _jawab(kiriman: KirimanJaga, isian: JawabanKPK, by: User, now: datetime) -> None:
    kiriman.jawaban = isian.jawaban
    kiriman.catatan = isian.catatan.strip() if isian.jawaban else ""
    kiriman.tanggal_jawaban = isian.tanggal if isian.jawaban else None
    kiriman.dijawab, kiriman.dijawab_oleh = (now, by) if isian.jawaban else (None, None)


def _salinan(lama: KirimanJaga) -> KirimanJaga:
    """Return an unsaved copy that stands (not taken back)."""
    return KirimanJaga(
        instansi_id=lama.instansi_id,
        pemenuhan=lama.pemenuhan,
        diunggah=lama.diunggah,
        diunggah_oleh_id=lama.diunggah_oleh_id,
        jawaban=lama.jawaban,
        catatan=lama.catatan,
        tanggal_jawaban=lama.tanggal_jawaban,
        dijawab=lama.dijawab,
        dijawab_oleh_id=lama.dijawab_oleh_id,
    )


def _isi(kiriman: KirimanJaga) -> dict[str, Any]:
    return {
        "dokumen": [kiriman.pemenuhan_id],
        "jawaban": kiriman.jawaban,
        "tanggal": kiriman.tanggal_jawaban.isoformat() if kiriman.tanggal_jawaban else "",
        "catatan": kiriman.catatan,
    }


def _record(capaian: Capaian, aksi: str, by: User, at: datetime, isi: dict[str, Any]) -> None:
    record(
        Event(
            instansi=capaian.instansi.kode,
            contoh=capaian.instansi.contoh,
            aksi=aksi,
            oleh=by,
            objek_jenis="capaian",
            objek_id=str(capaian.pk),
            objek_nama=f"{capaian.butir.kode} {capaian.butir.uraian}"[:300],
            isi=isi,
            at=at,
        )
    )
