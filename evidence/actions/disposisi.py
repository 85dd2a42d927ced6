"""Instructions of the Ketua to a unit, and the unit's answer."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.models import Unit, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import clock
from evidence.models import Capaian, Disposisi, Rencana
from evidence.workflow import NotAllowed

ISI_MAKS = 2000


def unit_penerima(
    user: User, rencana: Rencana, capaian: Capaian | None, hari_ini: date
) -> list[Unit]:
    """Return the units that this person may give an instruction to, the likeliest first.

    About a task: the unit that reports it, then those that support or hold it. Otherwise every
    unit of the institution that exists on the day.
    """
    if rencana.instansi_id not in user.akses.instansi_ids(Permission.DISPOSITION_GIVE):
        return []
    rows = Unit.objects.filter(instansi=rencana.instansi_id)
    if capaian is not None:
        near = Q(pk=capaian.unit_id) | Q(butir_didukung=capaian.butir_id)
        found = rows.filter(near | Q(pk=capaian.pemegang_id)).distinct()
        return sorted(found, key=lambda u: (u.pk != capaian.unit_id, u.nama))
    return list(
        rows.filter(
            Q(aktif_mulai__isnull=True) | Q(aktif_mulai__lte=hari_ini),
            Q(aktif_selesai__isnull=True) | Q(aktif_selesai__gte=hari_ini),
        ).order_by("nama")
    )


def beri_disposisi(
    *,
    rencana_id: int,
    kepada_id: int,
    isi: str,
    by: User,
    capaian_id: int | None = None,
    tenggat: date | None = None,
    at: datetime | None = None,
) -> Disposisi:
    """Instruct a unit, about one task or about what it owes in a plan.

    Raises Denied (no right there), NotAllowed (plan not running, task superseded), IsianKurang.
    """
    isi = isi.strip()
    with audited():
        rencana = (
            Rencana.objects.visible_to(by)
            .select_for_update(of=("self",))
            .select_related("instansi")
            .filter(pk=rencana_id)
            .first()
        )
        if rencana is None or not by.akses.has(Permission.DISPOSITION_GIVE, rencana.instansi_id):
            raise Denied("Anda tidak berwenang memberi disposisi pada rencana ini.")
        if not rencana.berjalan:
            raise NotAllowed("Rencana ini tidak sedang berjalan, jadi tidak ada disposisi baru.")
        capaian = _tugas(rencana, capaian_id, by)
        now = clock(rencana.instansi, at)
        hari_ini = now.astimezone(ZoneInfo(rencana.instansi.zona_waktu)).date()
        units = {u.pk: u for u in unit_penerima(by, rencana, capaian, hari_ini)}
        galat = {}
        if kepada_id not in units:
            galat["kepada"] = "Pilih unit dari daftar."
        if not isi:
            galat["isi"] = "Tulis apa yang Anda minta."
        elif len(isi) > ISI_MAKS:
            galat["isi"] = f"Isi disposisi paling panjang {ISI_MAKS} huruf."
        if tenggat is not None and tenggat < hari_ini:
            galat["tenggat"] = "Tenggat sudah lewat. Pilih hari ini atau sesudahnya."
        if galat:
            raise IsianKurang(galat)
        disposisi = Disposisi.objects.create(
            instansi=rencana.instansi,
            rencana=rencana,
            capaian=capaian,
            kepada=units[kepada_id],
            isi=isi,
            tenggat=tenggat,
            dibuat=now,
            oleh=by,
            jabatan=_jabatan(by, rencana.instansi_id),
        )
        rinci = {"isi": isi, "tenggat": str(tenggat or ""), "capaian": capaian_id}
        _catat(disposisi, "beri", by, now, rinci)
        return disposisi


def _tugas(rencana: Rencana, capaian_id: int | None, by: User) -> Capaian | None:
    if capaian_id is None:
        return None
    capaian = (
        Capaian.objects.visible_to(by)
        .select_related("butir")
        .filter(pk=capaian_id, butir__rencana=rencana)
        .first()
    )
    if capaian is None:
        raise NotAllowed("Tugas itu bukan bagian dari rencana ini.")
    if capaian.gugur is not None:
        raise NotAllowed("Tugas itu tidak dihitung lagi, jadi tidak ada disposisi baru untuknya.")
    return capaian


def _jabatan(by: User, instansi_id: int) -> str:
    """The office in which a person instructs, with Plt./Plh. where the grant says so."""
    for grant in by.akses.with_permission(Permission.DISPOSITION_GIVE):
        if grant.instansi_id == instansi_id:
            return f"{grant.sebutan} {by.jabatan or grant.role.label}".strip()[:220]
    return by.jabatan


def selesaikan_disposisi(
    *, disposisi_id: int, tanggapan: str, by: User, at: datetime | None = None
) -> Disposisi:
    """Report an instruction as done, with the unit's answer.

    Raises Denied (not the person's unit), NotAllowed (already done), IsianKurang.
    """
    tanggapan = tanggapan.strip()
    galat = {}
    if not tanggapan:
        galat["tanggapan"] = "Tulis apa yang sudah dikerjakan."
    elif len(tanggapan) > ISI_MAKS:
        galat["tanggapan"] = f"Tanggapan paling panjang {ISI_MAKS} huruf."
    if galat:
        raise IsianKurang(galat)
    with audited():
        disposisi = (
            Disposisi.objects.filter(by.akses.rows(Permission.EVIDENCE_SEND, unit=("kepada",)))
            .select_for_update(of=("self",))
            .select_related("instansi", "kepada")
            .filter(pk=disposisi_id)
            .first()
        )
        if disposisi is None:
            raise Denied("Disposisi ini bukan untuk unit Anda.")
        # Read after the lock: a row joined to it would still show nobody to whoever waited.
        if disposisi.selesai_oleh is not None:
            nama = disposisi.selesai_oleh.nama
            raise NotAllowed(f"Disposisi ini sudah ditandai selesai oleh {nama}.")
        disposisi.tanggapan, disposisi.selesai_oleh = tanggapan, by
        disposisi.selesai = now = clock(disposisi.instansi, at)
        disposisi.save(update_fields=["tanggapan", "selesai", "selesai_oleh"])
        _catat(disposisi, "selesai", by, now, {"tanggapan": tanggapan})
        return disposisi


def _catat(disposisi: Disposisi, aksi: str, by: User, at: datetime, isi: dict[str, Any]) -> None:
    record(
        Event(
            instansi=disposisi.instansi.kode,
            contoh=disposisi.instansi.contoh,
            aksi=f"disposisi.{aksi}",
            oleh=by,
            objek_jenis="disposisi",
            objek_id=str(disposisi.pk),
            objek_nama=f"{disposisi.kepada.nama}: {disposisi.isi}"[:300],
            isi=isi,
            at=at,
        )
    )
