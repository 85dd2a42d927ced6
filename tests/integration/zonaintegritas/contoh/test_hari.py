"""The sample Zona Integritas on awkward days: a believable year, whatever day it is."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from audit.chain import chains, verify
from audit.models import Kejadian
from evidence.models import Butir, Capaian, Keputusan, Rencana
from evidence.workflow import Status
from tests.factories import buat_instansi, buat_unit
from tests.factories.zi import buat_zi
from tests.integration.zonaintegritas.contoh.conftest import Buat
from zonaintegritas.demo import make
from zonaintegritas.models import LKE, BulanJadwal, KeputusanZI, StatusLKE

KPU = "kpu-ntt-contoh"
BELUM_DIJADWALKAN = {"6.B.5", "6.E.2"}


@pytest.mark.parametrize(
    ("hari", "keputusan"),
    [
        (date(2027, 1, 1), date(2027, 1, 1)),
        (date(2028, 2, 29), date(2028, 1, 5)),
        (date(2027, 8, 1), date(2027, 6, 5)),
        (date(2026, 12, 31), date(2026, 6, 5)),
    ],
)
def test_the_sample_on_any_day(hari: date, keputusan: date, buat_contoh: Buat) -> None:
    assert len(buat_contoh(hari)) == 2
    plan = Rencana.objects.get(instansi__kode=KPU)
    assert (plan.jenis, plan.tahun, plan.status) == ("zi", hari.year, "berjalan")
    assert KeputusanZI.objects.get(rencana=plan).tanggal == keputusan
    _months(plan, keputusan)
    _tasks(plan, hari, keputusan)
    _assessments(hari)
    _log()


def _months(plan: Rencana, keputusan: date) -> None:
    months = BulanJadwal.objects.berlaku().filter(butir__rencana=plan)
    rows = Butir.objects.filter(rencana=plan)
    planned = set(months.values_list("butir__kode", flat=True))
    assert set(rows.values_list("kode", flat=True)) - planned == BELUM_DIJADWALKAN
    early = months.filter(bulan__lt=keputusan.replace(day=1)).exists()
    assert early == (keputusan.month > 1)


def _tasks(plan: Rencana, hari: date, keputusan: date) -> None:
    """Nothing is asked for that ended before the decree; done work is verified work."""
    rows = Capaian.objects.filter(butir__rencana=plan, gugur__isnull=True)
    assert not rows.filter(selesai__lt=keputusan).exists()
    assert all(row.batas == row.selesai for row in rows)
    states = Counter(rows.values_list("status", flat=True))
    ended = rows.filter(selesai__lt=hari).count()
    assert states[Status.DISETUJUI] <= ended
    if hari - keputusan > timedelta(days=100):
        assert states[Status.DISETUJUI] > ended // 2
        assert rows.late(hari).exists()
    later = rows.filter(mulai__gt=hari)
    assert set(later.values_list("status", flat=True)) <= {Status.BELUM}
    assert rows.exclude(unit__kode__startswith="tim-").count() == 0


def _assessments(hari: date) -> None:
    rows = LKE.objects.order_by("instansi__kode", "tahun", "unit__kode")
    assert list(rows.values_list("instansi__kode", "tahun", "status")) == [
        (KPU, hari.year - 1, StatusLKE.SELESAI),
        (KPU, hari.year, StatusLKE.PERBAIKAN),
        ("pemprov-ntt-contoh", hari.year, StatusLKE.MANDIRI),
        ("pemprov-ntt-contoh", hari.year, StatusLKE.MANDIRI),
    ]


def _log() -> None:
    """Nothing lies in the future, chains are whole, and the KPU's is in the order of time."""
    now = timezone.now()
    assert not Keputusan.objects.filter(at__gt=now).exists()
    assert not BulanJadwal.objects.filter(dibuat__gt=now).exists()
    assert [list(verify(chain)) for chain in chains()] == [[]] * len(chains())
    times = list(Kejadian.objects.filter(instansi=KPU).order_by("no").values_list("at", flat=True))
    assert times == sorted(times)
    assert max(times) <= now
    assert min(times).astimezone(ZoneInfo("Asia/Makassar")).year >= now.year - 2


def test_without_samples_nothing_is_made(db: None) -> None:
    assert make() == []


def test_a_plan_that_is_there_is_left_alone(db: None) -> None:
    instansi = buat_instansi(KPU, contoh=True)
    buat_zi(instansi, buat_unit(instansi, "kpu"))
    assert make() == []
