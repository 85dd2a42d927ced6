"""CONTOH institutions without the history of the other apps, on a day of one's choice."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from audit.recorder import audited
from satgas.demo.fixture import institutions
from satgas.demo.password import password_file
from satgas.demo.people import make_accounts
from satgas.official.institutions import load_institution
from zonaintegritas.demo import make

ZONA = ZoneInfo("Asia/Makassar")
Buat = Callable[[date], list[str]]


@pytest.fixture
def buat_contoh(db: None, data_folder: Path) -> Iterator[Buat]:
    """Make the sample at nine o'clock in Kupang on a day, which then is today; return its lines."""
    with ExitStack() as stack:

        def on(day: date) -> list[str]:
            nine = datetime.combine(day, time(9), tzinfo=ZONA)
            stack.enter_context(time_machine.travel(nine, tick=False))
            with audited():
                units = {}
                for row in institutions():
                    _, units[row.instansi.kode], _ = load_institution(row.instansi, contoh=True)
                begin = {r.instansi.kode: nine + timedelta(days=r.mulai) for r in institutions()}
                make_accounts(units, begin)
            return make()

        yield on
    password_file().unlink(missing_ok=True)
