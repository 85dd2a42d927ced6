"""Starting and closing a plan."""

from collections.abc import Mapping
from datetime import date, datetime

from accounts.models import User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.transition import clock
from evidence.models import Butir, Capaian, Pemenuhan, Rencana
from evidence.workflow import NotAllowed


def _lock(rencana_id: int, by: User) -> Rencana:
    rencana = (
        Rencana.objects.select_for_update(of=("self",))
        .select_related("instansi")
        .filter(pk=rencana_id, instansi__in=by.akses.instansi_ids(Permission.PLAN_EDIT))
        .first()
    )
    if rencana is None:
        raise Denied("Anda tidak berwenang mengubah rencana ini.")
    return rencana


def _record(rencana: Rencana, aksi: str, by: User, at: datetime, isi: dict[str, object]) -> None:
    record(
        Event(
            instansi=rencana.instansi.kode,
            contoh=rencana.instansi.contoh,
            aksi=aksi,
            oleh=by,
            objek_jenis="rencana",
            objek_id=str(rencana.pk),
            objek_nama=rencana.nama,
            isi=isi,
            at=at,
        )
    )


def mulai_rencana(
    *,
    rencana_id: int,
    by: User,
    batas: date | None = None,
    batas_per_kode: Mapping[str, date] | None = None,
    at: datetime | None = None,
) -> int:
    """Start a plan: make one Capaian with its Pemenuhan for every scored Butir.

    `batas` is the deadline (default: the plan's end); `batas_per_kode` overrides it by code.
    Unscored Butir (the Pengarah's task) get none: nothing is asked of them. Returns the number
    of Capaian made. Raises Denied, and NotAllowed unless the plan is Disusun.
    """
    with audited():
        rencana = _lock(rencana_id, by)
        if rencana.status != Rencana.Keadaan.DISUSUN:
            raise NotAllowed("Hanya rencana yang sedang disusun yang dapat dimulai.")
        now = clock(rencana.instansi, at)
        butir = list(
            Butir.objects.filter(rencana=rencana, dinilai=True).prefetch_related("dokumen_set")
        )
        default, special = batas or rencana.selesai, batas_per_kode or {}
        rows = Capaian.objects.bulk_create(
            Capaian(
                instansi_id=rencana.instansi_id,
                butir=b,
                unit_id=b.unit_id,
                mulai=rencana.mulai,
                selesai=rencana.selesai,
                batas=special.get(b.kode, default),
            )
            for b in butir
        )
        Pemenuhan.objects.bulk_create(
            Pemenuhan(capaian=c, dokumen=d) for c in rows for d in c.butir.dokumen_set.all()
        )
        rencana.status = Rencana.Keadaan.BERJALAN
        rencana.save(update_fields=["status"])
        _record(rencana, "rencana.mulai", by, now, {"capaian": len(rows), "batas": str(default)})
        return len(rows)


def tutup_rencana(*, rencana_id: int, by: User, at: datetime | None = None) -> None:
    """Close a running plan; its rows stay readable. Raises Denied, NotAllowed."""
    with audited():
        rencana = _lock(rencana_id, by)
        if rencana.status != Rencana.Keadaan.BERJALAN:
            raise NotAllowed("Hanya rencana yang sedang berjalan yang dapat ditutup.")
        rencana.status = Rencana.Keadaan.DITUTUP
        rencana.save(update_fields=["status"])
        _record(rencana, "rencana.tutup", by, clock(rencana.instansi, at), {})
