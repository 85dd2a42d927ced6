"""Notices inside the portal that a meeting is due, where an office has asked for them."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from audit.recorder import Event, System, audited, record
from evidence.keadaan import hari_di
from evidence.models import Rencana
from roadmap.jadwal_rapat import Maksud
from roadmap.models import PengaturanRapat, PengingatRapat
from roadmap.tempo_rapat import tempo_rapat

# How long before the last day of its window a meeting is brought to mind.
DARI = {Maksud.MONITORING: timedelta(days=3), Maksud.EVALUASI: timedelta(days=30)}


def ingatkan(*, at: datetime | None = None) -> int:
    """Make the notices that are due now; return how many are new.

    Only for units and levels with reminders on, in running Road Maps, once a window, and only
    while the meeting is neither held nor planned.
    """
    now = at or timezone.now()
    asked = PengaturanRapat.objects.filter(pengingat=True).values("instansi")
    plans = Rencana.objects.filter(
        instansi__in=asked,
        jenis=Rencana.Jenis.ROADMAP,
        status=Rencana.Keadaan.BERJALAN,
    ).select_related("instansi")
    return sum(_satu(plan, now) for plan in plans)


def _satu(rencana: Rencana, now: datetime) -> int:
    day = hari_di(rencana, now)
    with audited():
        new = 0
        for due in tempo_rapat(rencana, None, day):
            window = due.tempo.masa
            soon = window.selesai - day <= DARI[due.maksud]
            if not (due.pengingat and due.perlu_dijadwalkan and soon):
                continue
            there = PengingatRapat.objects.filter(
                Q(unit=due.unit_id), rencana=rencana, tingkat=due.tingkat, maksud=due.maksud
            )
            if there.filter(mulai=window.mulai).exists():
                continue
            PengingatRapat.objects.create(
                instansi=rencana.instansi,
                rencana=rencana,
                tingkat=due.tingkat,
                maksud=due.maksud,
                unit_id=due.unit_id,
                mulai=window.mulai,
                selesai=window.selesai,
                dibuat=now,
            )
            new += 1
        if new:
            record(
                Event(
                    instansi=rencana.instansi.kode,
                    contoh=rencana.instansi.contoh,
                    aksi="rapat.ingatkan",
                    oleh=System(),
                    objek_jenis="rencana",
                    objek_id=str(rencana.pk),
                    objek_nama=rencana.nama,
                    isi={"pengingat": new},
                    at=now,
                )
            )
        return new
