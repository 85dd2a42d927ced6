"""Two people at once: of two revisions of the same version one is recorded, the other refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from accounts.permissions import Role
from audit.models import Kejadian
from evidence.actions.errors import Bentrok
from roadmap.actions.aturan import ubah_aturan
from roadmap.actions.target import IsiTarget, ubah_target
from roadmap.actions.ukuran import IsiPita, ubah_pita
from roadmap.models import AturanUkur, TargetTahun
from tests.factories import buat_user
from tests.factories.roadmap import buat_roadmap
from tests.integration.evidence.conftest import bangun_dunia
from tests.integration.roadmap.test_aturan import BIASA
from tests.integration.roadmap.test_ukuran import DUA
from ukuran.models import PitaCapaian


@pytest.fixture
def dunia(transactional_db: None, data_folder: object) -> SimpleNamespace:
    """A running Road Map with two admins, in a database that threads share."""
    found = bangun_dunia("alfa")
    found.rm = buat_roadmap(found.instansi, [found.bkd, found.pupr])
    found.admin = [buat_user(f"admin{n}.alfa", Role.ADMIN, found.akar) for n in (1, 2)]
    return found


def _serentak(users: list[User], act: Callable[[User, int], Any]) -> list[str]:
    """Let two people do the same at once; say how it ended for each, sorted."""
    start = Barrier(2)

    def run(no: int) -> str:
        try:
            user = User.objects.get(pk=users[no].pk)
            start.wait(10)
            act(user, no)
        except Bentrok:
            return "bentrok"
        else:
            return "tercatat"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(run, (0, 1)))


def test_one_target_wins(dunia: SimpleNamespace) -> None:
    butir, tahun = dunia.rm.butir["B02"], dunia.rm.tahun[1]

    def act(by: User, no: int) -> None:
        isi = IsiTarget(f"{81 + no}%", None, "Alasan", "Dasar")
        ubah_target(butir_id=butir.pk, tahun=tahun, isi=isi, versi=1, by=by)

    assert _serentak(dunia.admin, act) == ["bentrok", "tercatat"]
    rows = TargetTahun.objects.filter(butir=butir, tahun=tahun).order_by("versi")
    assert list(rows.values_list("versi", "kini")) == [(1, False), (2, True)]
    assert Kejadian.objects.filter(aksi="roadmap.target_ubah").count() == 1


def test_one_rule_wins(dunia: SimpleNamespace) -> None:
    butir = dunia.rm.butir["B02"]

    def act(by: User, no: int) -> None:
        isi = replace(BIASA, batas_atas=BIASA.batas_atas + 10 + no)
        ubah_aturan(butir_id=butir.pk, isi=isi, versi=1, by=by)

    assert _serentak(dunia.admin, act) == ["bentrok", "tercatat"]
    assert AturanUkur.objects.filter(butir=butir).count() == 2


def test_one_set_of_bands_wins(dunia: SimpleNamespace) -> None:
    def act(by: User, no: int) -> None:
        isi = IsiPita(f"Pita {no}", DUA, "Alasan")
        ubah_pita(instansi_id=dunia.instansi.pk, isi=isi, versi=1, by=by)

    assert _serentak(dunia.admin, act) == ["bentrok", "tercatat"]
    assert PitaCapaian.objects.count() == 2
