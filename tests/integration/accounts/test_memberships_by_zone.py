"""A membership begins and ends at midnight of its own institution."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.access import akses_of
from accounts.models import User
from accounts.permissions import Role
from tests.factories import buat_instansi, buat_unit, buat_user

HARI = date(2026, 3, 2)
AKTIF = ["UTC", "Asia/Jakarta", "Asia/Jayapura", "Pacific/Kiritimati", "Pacific/Pago_Pago"]


def _berlaku(user: User) -> bool:
    return akses_of(User.objects.get(pk=user.pk)).roles == {Role.OPERATOR}


@pytest.mark.parametrize("aktif", AKTIF)
@pytest.mark.parametrize(
    ("zona", "mulai", "akhir"),
    [
        ("Asia/Jakarta", datetime(2026, 3, 1, 17, 0), datetime(2026, 3, 2, 16, 59)),
        ("Asia/Jayapura", datetime(2026, 3, 1, 15, 0), datetime(2026, 3, 2, 14, 59)),
    ],
)
def test_day_is_the_institutions(
    db: None, zona: str, mulai: datetime, akhir: datetime, aktif: str
) -> None:
    unit = buat_unit(buat_instansi("alfa", zona_waktu=zona), "bkd")
    user = buat_user("orang", Role.OPERATOR, unit, mulai=HARI, selesai=HARI)
    mulai, akhir = mulai.replace(tzinfo=UTC), akhir.replace(tzinfo=UTC)
    seen = []
    with timezone.override(ZoneInfo(aktif)):
        for moment in (mulai.timestamp() - 1, mulai.timestamp(), akhir.timestamp()):
            with time_machine.travel(moment, tick=False):
                seen.append(_berlaku(user))
        with time_machine.travel(akhir.timestamp() + 60, tick=False):
            seen.append(_berlaku(user))
    assert seen == [False, True, True, False]
