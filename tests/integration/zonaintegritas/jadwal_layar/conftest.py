"""The 69 rows of the decree as a plan of this year, and the people around its fifth team."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accounts.models import Unit, User
from accounts.permissions import Role
from evidence.actions import mulai_rencana
from evidence.models import Butir, Rencana
from tests.factories import buat_user
from zonaintegritas.models import KeputusanZI, Tim

TAHUN = 2026
HARI_INI = datetime(TAHUN, 8, 4, 9, 30, tzinfo=ZoneInfo("Asia/Makassar"))


@pytest.fixture(autouse=True)
def _hari_ini() -> Iterator[None]:
    """It is 4 August: seven months are over, the eighth is running."""
    with time_machine.travel(HARI_INI):
        yield


@pytest.fixture
def zi(resmi: KeputusanZI) -> SimpleNamespace:
    """The decree moved to 2026 and being drawn up, dated 5 June; the people of its fifth team."""
    rencana = resmi.rencana
    rencana.nama, rencana.tahun = f"Zona Integritas {TAHUN}", TAHUN
    rencana.mulai, rencana.selesai = date(TAHUN, 1, 1), date(TAHUN, 12, 31)
    rencana.status = Rencana.Keadaan.DISUSUN
    rencana.save()
    KeputusanZI.objects.filter(pk=resmi.pk).update(tanggal=date(TAHUN, 6, 5))
    akar = Unit.objects.get(instansi__kode="kpu-ntt", induk=None)
    tim = Tim.objects.select_related("unit").get(keputusan=resmi, no_lampiran_2=5)
    assert tim.unit is not None
    return SimpleNamespace(
        rencana=rencana,
        tim=tim,
        lain=Tim.objects.get(keputusan=resmi, no_lampiran_2=1),
        baris={b.kode: b for b in Butir.objects.filter(rencana=rencana)},
        koordinator=buat_user("koordinator.tim5", Role.KOORDINATOR, tim.unit),
        operator=buat_user("operator.tim5", Role.OPERATOR, tim.unit),
        admin=buat_user("admin.kpu-ntt", Role.ADMIN, akar),
        auditor=buat_user("auditor.kpu-ntt", Role.AUDITOR, akar),
    )


@pytest.fixture
def berjalan(zi: SimpleNamespace) -> SimpleNamespace:
    """The same, with no month planned, started by the admin."""
    mulai_rencana(rencana_id=zi.rencana.pk, by=zi.admin, batas=date(TAHUN, 12, 31))
    zi.rencana.refresh_from_db()
    return zi


@pytest.fixture
def masuk() -> Callable[[User], Client]:
    """Log a person in."""

    def login(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return login


def isian(zi: SimpleNamespace, **kode: str) -> dict[str, object]:
    """Return a submission: row (a5_a_1="awal>months", both "3,6") and whatever else."""
    data: dict[str, object] = {"langkah": "simpan"}
    for nama, teks in kode.items():
        pk = zi.baris[nama.removeprefix("b").replace("_", ".").upper()].pk
        awal, _, bulan = teks.partition(">")
        data[f"awal-{pk}"] = awal
        data[f"bulan-{pk}"] = bulan.split(",") if bulan else []
    return data
