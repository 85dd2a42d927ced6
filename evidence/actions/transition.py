"""The one place that moves a document or task to another state and writes it down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Instansi, User
from accounts.permissions import ROLE_PERMISSIONS, Denied, Permission
from audit.recorder import Event, record
from evidence.actions.errors import Bentrok
from evidence.jadwal import bulan_kemudian
from evidence.models import Butir, Capaian, Keputusan, Pemenuhan
from evidence.workflow import KECUALI, Aksi, NotAllowed, Status, overall, require


@dataclass(frozen=True)
class Langkah:
    """How a step is written down: who, when, with what reason and value."""

    aksi: Aksi
    oleh: User
    at: datetime
    alasan: str = ""
    catatan: str = ""
    nilai: int | None = None


def clock(instansi: Instansi, at: datetime | None) -> datetime:
    """Return now, or the given time for CONTOH institutions only (raises Denied otherwise)."""
    if at is None:
        return timezone.now()
    if not instansi.contoh:
        raise Denied("Waktu tidak boleh ditentukan sendiri di luar institusi CONTOH.")
    return at


def lock(capaian_id: int, by: User, permission: Permission, *, versi: int | None = None) -> Capaian:
    """Lock a task for a change and check that the person may and that nothing moved.

    Raises Denied (no right here), NotAllowed (plan not running, task superseded) or Bentrok
    (`versi` is not the stored one).
    """
    capaian = (
        Capaian.objects.visible_to(by, permission)
        .select_for_update(of=("self",))
        .select_related("instansi", "unit", "butir__rencana")
        .filter(pk=capaian_id)
        .first()
    )
    if capaian is None:
        raise Denied("Anda tidak berwenang melakukan langkah ini untuk tugas tersebut.")
    if not capaian.butir.rencana.berjalan:
        raise NotAllowed("Rencana ini tidak sedang berjalan, jadi isiannya tidak dapat diubah.")
    if capaian.gugur is not None:
        raise NotAllowed(
            "Jadwal tugas ini sudah diganti. Buka tugas penggantinya."
            if capaian.digantikan_oleh_id
            else "Tugas ini sudah dicabut dari rencana."
        )
    if versi is not None and versi != capaian.versi:
        raise Bentrok(_who_changed(capaian))
    return capaian


def _who_changed(capaian: Capaian) -> str:
    last = capaian.keputusan_set.select_related("oleh").order_by("-at", "-id").first()
    who = f" Terakhir: {last.oleh.nama}, {Status(last.ke).label}." if last else ""
    return f"Perubahan Anda belum tersimpan: tugas ini baru saja diubah.{who}"


def jabatan_of(user: User, capaian: Capaian, permission: Permission) -> str:
    """Return the office a person acts in, with Plt./Plh. where the grant says so."""
    for grant in user.akses.grants:
        if permission in ROLE_PERMISSIONS[grant.role] and grant.covers(
            capaian.instansi_id, capaian.unit.jalur
        ):
            return f"{grant.sebutan} {user.jabatan or grant.role.label}".strip()[:220]
    return user.jabatan


def move(capaian: Capaian, documents: Iterable[Pemenuhan], step: Langkah) -> None:
    """Move documents by one action, then the task with them; write a Keputusan for each.

    The caller holds the lock and saves `capaian` afterwards with `finish`. Raises NotAllowed
    when the table has no arrow for one of the documents: nothing is written then.
    """
    documents = list(documents)
    arrows = [require(Status(p.status), step.aksi) for p in documents]
    permission = arrows[0].permission if arrows else Permission.EVIDENCE_SEND
    jabatan = jabatan_of(step.oleh, capaian, permission)
    rows = []
    for pemenuhan, arrow in zip(documents, arrows, strict=True):
        if arrow.dari == arrow.ke:
            continue
        _freshness(capaian, pemenuhan, step)
        rows.append(_row(capaian, step, jabatan, arrow.dari, arrow.ke, pemenuhan))
        pemenuhan.status, pemenuhan.sejak = arrow.ke, step.at
        pemenuhan.save(update_fields=["status", "sejak", "berlaku_sampai"])
    before = Status(capaian.status)
    after = overall(
        Status(s) for s in capaian.pemenuhan_set.order_by().values_list("status", flat=True)
    )
    decided = step.aksi not in _DRAFTING
    if after != before or (decided and rows):
        rows.append(_row(capaian, step, jabatan, before, after, None))
        capaian.status = after
    Keputusan.objects.bulk_create(rows)


_DRAFTING = (Aksi.LAMPIRKAN, Aksi.LEPASKAN, Aksi.KOSONGKAN)
"""Work on a draft: it changes neither claim nor verified value of the task."""

_ENDS_VALIDITY = (Aksi.BUKA_KEMBALI, Aksi.TOLAK_KPK, *KECUALI.values())


def _freshness(capaian: Capaian, pemenuhan: Pemenuhan, step: Langkah) -> None:
    """An approval of a continuous task is valid for some months; its renewal leaves it be."""
    if step.aksi is Aksi.SETUJUI and capaian.butir.pola == Butir.Pola.TERUS:
        zone = ZoneInfo(capaian.instansi.zona_waktu)
        day = step.at.astimezone(zone).date()
        pemenuhan.berlaku_sampai = bulan_kemudian(day, capaian.butir.masa_mutakhir)
    elif step.aksi in _ENDS_VALIDITY:
        pemenuhan.berlaku_sampai = None


def _row(
    capaian: Capaian,
    step: Langkah,
    jabatan: str,
    dari: Status,
    ke: Status,
    pemenuhan: Pemenuhan | None,
) -> Keputusan:
    return Keputusan(
        instansi_id=capaian.instansi_id,
        capaian=capaian,
        pemenuhan=pemenuhan,
        aksi=step.aksi,
        putaran=capaian.putaran,
        dari=dari,
        ke=ke,
        nilai=step.nilai,
        klaim=capaian.nilai_klaim if pemenuhan is None else None,
        internal=capaian.nilai_internal if pemenuhan is None else None,
        berlaku_sampai=pemenuhan.berlaku_sampai if pemenuhan else None,
        alasan=step.alasan,
        catatan=step.catatan,
        oleh=step.oleh,
        jabatan=jabatan,
        at=step.at,
    )


def finish(
    capaian: Capaian,
    step: Langkah,
    isi: dict[str, Any],
    *,
    by_unit: bool = True,
    nama: str = "",
) -> None:
    """Save the task with a new version and record the event; the last line of each action.

    `by_unit`: the change is work of the unit, so the person counts as its author (four eyes).
    `nama` names the event when it is not the step's own action.
    """
    capaian.versi += 1
    if by_unit:
        capaian.diubah, capaian.diubah_oleh = step.at, step.oleh
        capaian.penulis.add(step.oleh)
    capaian.save()
    record(
        Event(
            instansi=capaian.instansi.kode,
            contoh=capaian.instansi.contoh,
            aksi=f"capaian.{nama or step.aksi}",
            oleh=step.oleh,
            objek_jenis="capaian",
            objek_id=str(capaian.pk),
            objek_nama=f"{capaian.butir.kode} {capaian.butir.uraian}"[:300],
            isi={"status": capaian.status, "versi": capaian.versi, **isi},
            at=step.at,
        )
    )
