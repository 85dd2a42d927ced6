"""Periods of the sample: real Potret and steps of the Ketua, at times in the past.

`make_demo` and `remove_demo` ask every app for a module `demo` with these two functions.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.demo import USERNAMES
from accounts.models import Instansi, Membership
from accounts.permissions import Role
from audit.recorder import audited
from evidence.keadaan import hari_di
from evidence.models import Batas, Keputusan, Rencana
from reports.actions.periode import potret_sekarang, setujui_periode
from reports.models import (
    BerkasTerbitan,
    Lambang,
    LangkahPeriode,
    Potret,
    TemplatLaporan,
    Terbitan,
)

_SORE, _PAGI = time(17, 30), time(8, 40)
_SELANG = timedelta(days=2)


def make() -> list[str]:
    """Freeze the last two cut-offs of each CONTOH Satgas plan that has a history by then.

    The older one is approved by the Ketua, the newest waits. Returns one line per plan.
    """
    lines = []
    with audited():
        plans = Rencana.objects.filter(
            instansi__contoh=True,
            jenis=Rencana.Jenis.SATGAS,
            status=Rencana.Keadaan.BERJALAN,
            asal=None,
        )
        for rencana in plans.select_related("instansi").order_by("pk"):
            made = _buat(rencana)
            lines += [f"{rencana.nama}: {made} potret periode"] if made else []
    return lines


def _buat(rencana: Rencana) -> int:
    """Freeze and approve; a plan with a Potret stays as it is."""
    ketua = Membership.objects.filter(
        unit__instansi=rencana.instansi, role=Role.KETUA, user__username__in=USERNAMES
    ).first()
    began = _mulai(rencana)
    if ketua is None or began is None or Potret.objects.filter(batas__rencana=rencana).exists():
        return 0
    today = hari_di(rencana, timezone.now())
    rows = [
        b
        for b in rencana.batas_set.order_by("akhir")
        if b.dibuka < today - _SELANG and b.ditutup > began
    ][-2:]
    for place, batas in enumerate(rows, start=1):
        newest = place == len(rows)
        day = _hari(batas, today, newest=newest)
        at = _saat(rencana, day, _SORE)
        potret = potret_sekarang(batas_id=batas.pk, by=ketua.user, at=at)
        if not newest:
            approved = _saat(rencana, day + timedelta(days=1), _PAGI)
            setujui_periode(batas_id=batas.pk, potret_id=potret.pk, by=ketua.user, at=approved)
    return len(rows)


def _mulai(rencana: Rencana) -> date | None:
    """The day of the first decision of the plan."""
    first = Keputusan.objects.filter(capaian__butir__rencana=rencana).order_by("at").first()
    return hari_di(rencana, first.at) if first else None


def _hari(batas: Batas, today: date, *, newest: bool) -> date:
    """The day of the figures: the last one of the cut-off, and never after yesterday."""
    back = _SELANG / 2 if newest else _SELANG
    return min(batas.ditutup, today - back)


def _saat(rencana: Rencana, hari: date, jam: time) -> datetime:
    return datetime.combine(hari, jam, ZoneInfo(rencana.instansi.zona_waktu))


def remove() -> list[str]:
    """Delete the Potret, periods, reports and templates of all CONTOH institutions."""
    with audited():
        ids = list(Instansi.objects.filter(contoh=True).values_list("pk", flat=True))
        BerkasTerbitan.objects.filter(instansi__in=ids).delete()
        Terbitan.objects.filter(instansi__in=ids).delete()
        TemplatLaporan.objects.filter(instansi__in=ids).delete()
        Lambang.objects.filter(instansi__in=ids).delete()
        LangkahPeriode.objects.filter(instansi__in=ids).delete()
        gone = 0
        while leaves := list(
            Potret.objects.filter(instansi__in=ids, pengganti__isnull=True).values_list(
                "pk", flat=True
            )
        ):  # each points to the one that it amends
            gone += Potret.objects.filter(pk__in=leaves).delete()[0]
    return [f"Periode CONTOH: {gone} potret dihapus"] if gone else []
