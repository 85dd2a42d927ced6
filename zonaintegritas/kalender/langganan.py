"""Making, finding and revoking calendar subscriptions. The token is said once and never kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from audit.recorder import SISTEM, Event, audited, record
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import clock
from evidence.workflow import NotAllowed
from zonaintegritas.models import LanggananKalender, Tim

BATAS_LANGGANAN: Final = 10
"""Subscriptions in force that one person may have."""

_PANJANG: Final = 32  # bytes: 256 bits can't be guessed


def sidik(token: str) -> str:
    """Return the SHA-256 of a token, as it is stored.

    A lookup by this digest tells nothing about the token, however long it takes.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def langganan_dari(token: str) -> LanggananKalender | None:
    """Return the subscription in force of a token; None when it is wrong, revoked, or its
    person is not active.
    """
    return (
        LanggananKalender.objects.select_related("pengguna", "tim")
        .filter(token_sha256=sidik(token), dicabut__isnull=True, pengguna__is_active=True)
        .first()
    )


def buat_langganan(
    *, nama: str, tim_id: int | None = None, by: User, at: datetime | None = None
) -> tuple[LanggananKalender, str]:
    """Make a subscription of one's own tasks, or of one team; return it and its token.

    Raises Denied (no right to read evidence, team not visible), IsianKurang (`nama`) and
    NotAllowed when the person has ten already.
    """
    name = nama.strip()
    if not name:
        raise IsianKurang({"nama": "Beri nama, misalnya Ponsel."})
    if len(name) > 80:
        raise IsianKurang({"nama": "Nama paling panjang 80 huruf."})
    with audited():
        User.objects.select_for_update().get(pk=by.pk)
        tim = None
        if tim_id is not None:
            tim = (
                Tim.objects.visible_to(by)
                .filter(pk=tim_id, jenis=Tim.Jenis.TIM)
                .select_related("unit", "keputusan__rencana__instansi")
                .first()
            )
            if tim is None or tim.unit is None:
                raise Denied("Tim ini tidak ada.")
            if not by.akses.may(Permission.EVIDENCE_READ, tim.unit):
                raise Denied("Anda tidak berwenang membaca tugas tim ini.")
        instansi = _instansi(by, tim)
        if instansi is None or not by.akses.has(Permission.EVIDENCE_READ):
            raise Denied("Anda tidak berwenang membaca tugas.")
        if by.langganan_zi_set.filter(dicabut__isnull=True).count() >= BATAS_LANGGANAN:
            raise NotAllowed(
                f"Anda sudah mempunyai {BATAS_LANGGANAN} langganan. Cabut yang tidak dipakai."
            )
        token = secrets.token_urlsafe(_PANJANG)
        now = clock(instansi, at)
        row = LanggananKalender.objects.create(
            pengguna=by, tim=tim, nama=name, token_sha256=sidik(token), dibuat=now
        )
        _record(row, "kalender.buat", instansi, by, now)
        return row, token


def cabut_langganan(*, langganan_id: int, by: User, at: datetime | None = None) -> None:
    """Revoke one's own subscription: its address is dead at once. Again does nothing.

    Raises Denied when it is somebody else's.
    """
    with audited():
        row = (
            LanggananKalender.objects.select_for_update(of=("self",))
            .select_related("tim__keputusan__rencana__instansi")
            .filter(pk=langganan_id, pengguna=by)
            .first()
        )
        if row is None:
            raise Denied("Langganan ini tidak ada.")
        if row.dicabut is not None:
            return
        instansi = _instansi(by, row.tim)
        row.dicabut = clock(instansi, at) if instansi is not None else timezone.now()
        row.save(update_fields=["dicabut"])
        _record(row, "kalender.cabut", instansi, by, row.dicabut)


def catat_dibaca(langganan: LanggananKalender, now: datetime) -> None:
    """Note that a calendar asked for its feed, at most once a day.

    The person sees by it which address is still in use. It is a stamp like that of a session,
    not a change of anything the portal tells, so it is no event.
    """
    LanggananKalender.objects.filter(
        Q(terakhir_dibaca__isnull=True) | Q(terakhir_dibaca__lt=now - timedelta(days=1)),
        pk=langganan.pk,
    ).update(terakhir_dibaca=now)


def _instansi(by: User, tim: Tim | None) -> Instansi | None:
    """The institution whose chain tells the event: the team's, else the person's own if any."""
    if tim is not None:
        return tim.keputusan.rencana.instansi
    return next(iter(by.akses.instansi), None)


def _record(
    row: LanggananKalender, aksi: str, instansi: Instansi | None, by: User, at: datetime
) -> None:
    record(
        Event(
            instansi=instansi.kode if instansi is not None else SISTEM,
            contoh=instansi is not None and instansi.contoh,
            aksi=aksi,
            oleh=by,
            objek_jenis="langganan_kalender",
            objek_id=str(row.pk),
            objek_nama=row.nama,
            isi={"tim": row.tim.kode if row.tim is not None else ""},
            at=at,
        )
    )
