"""Starting and closing a plan."""

from collections.abc import Mapping
from datetime import date, datetime

from accounts.models import User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from evidence.actions.kewajiban import buat_capaian, buat_serah_terima
from evidence.actions.transition import clock
from evidence.models import Butir, Capaian, Rencana
from evidence.penutup import sebelum_tutup
from evidence.workflow import NotAllowed


def lock_rencana(rencana_id: int, by: User) -> Rencana:
    """Lock a plan for a change; raises Denied unless the person may edit plans there."""
    rencana = (
        Rencana.objects.select_for_update(of=("self",))
        .select_related("instansi")
        .filter(pk=rencana_id, instansi__in=by.akses.instansi_ids(Permission.PLAN_EDIT))
        .first()
    )
    if rencana is None:
        raise Denied("Anda tidak berwenang mengubah rencana ini.")
    return rencana


def record_rencana(
    rencana: Rencana, aksi: str, by: User, at: datetime, isi: dict[str, object]
) -> None:
    """Record an event about a plan."""
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
    dari: date | None = None,
    at: datetime | None = None,
) -> int:
    """Start a plan: make the Capaian of every scored Butir, one for each window of its pola.

    Deadlines come from the plan's cut-offs; `batas` stands in for all of them and
    `batas_per_kode` for those of one Butir. Windows that ended before `dari` are left out: a plan
    that starts late asks nothing of the past. Unscored Butir (the Pengarah's task) get none.
    Returns the number of Capaian made. Raises Denied, and NotAllowed unless the plan is Disusun.
    """
    with audited():
        rencana = lock_rencana(rencana_id, by)
        if rencana.status != Rencana.Keadaan.DISUSUN:
            raise NotAllowed("Hanya rencana yang sedang disusun yang dapat dimulai.")
        now = clock(rencana.instansi, at)
        butir = list(Butir.objects.berlaku().filter(rencana=rencana, dinilai=True))
        special = batas_per_kode or {}
        rows = buat_capaian(
            rencana, butir, at=now, dari=dari, tetap=lambda b: special.get(b.kode, batas)
        )
        buat_serah_terima(rencana)
        rencana.status = Rencana.Keadaan.BERJALAN
        rencana.save(update_fields=["status"])
        record_rencana(
            rencana,
            "rencana.mulai",
            by,
            now,
            {"capaian": len(rows), "batas": str(batas), "dari": str(dari)},
        )
        return len(rows)


def tutup_rencana(*, rencana_id: int, by: User, at: datetime | None = None) -> None:
    """Close a running plan; its rows stay readable. Raises Denied, NotAllowed."""
    with audited():
        rencana = lock_rencana(rencana_id, by)
        if rencana.status != Rencana.Keadaan.BERJALAN:
            raise NotAllowed("Hanya rencana yang sedang berjalan yang dapat ditutup.")
        now = clock(rencana.instansi, at)
        sebelum_tutup(rencana, now)
        rencana.status = Rencana.Keadaan.DITUTUP
        rencana.save(update_fields=["status"])
        record_rencana(rencana, "rencana.tutup", by, now, {})


def buka_rencana(*, rencana_id: int, alasan: str, by: User, at: datetime | None = None) -> None:
    """Open a closed plan again, with the reason.

    Raises Denied, IsianKurang without a reason, and NotAllowed unless the plan is Ditutup and
    work was recorded in it: an archive of earlier years never ran in the portal.
    """
    if not alasan.strip():
        raise IsianKurang({"alasan": "Tulis alasan membuka kembali rencana ini."})
    with audited():
        rencana = lock_rencana(rencana_id, by)
        if rencana.status != Rencana.Keadaan.DITUTUP:
            raise NotAllowed("Hanya rencana yang sudah ditutup yang dapat dibuka kembali.")
        if not Capaian.objects.filter(butir__rencana=rencana).exists():
            raise NotAllowed(
                "Rencana ini arsip: tidak pernah dijalankan di Pantas, jadi tidak dapat dibuka. "
                "Salin ke tahun baru untuk memakainya lagi."
            )
        rencana.status = Rencana.Keadaan.BERJALAN
        rencana.save(update_fields=["status"])
        record_rencana(
            rencana,
            "rencana.buka",
            by,
            clock(rencana.instansi, at),
            {"alasan": alasan.strip()},
        )
