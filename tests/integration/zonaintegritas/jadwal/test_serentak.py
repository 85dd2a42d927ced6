"""Two people at once: the later change waits for the first and sees what it did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection

from accounts.models import User
from audit.chain import verify
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import Capaian
from tests.integration.zonaintegritas.jadwal.conftest import bangun_zi
from tests.integration.zonaintegritas.jadwal.test_atur import bulan
from zonaintegritas.actions.jadwal import atur_bulan, geser_bulan
from zonaintegritas.models import BulanJadwal


@pytest.fixture
def dunia(transactional_db: None, data_folder: object) -> SimpleNamespace:
    """A running plan in a database that threads share."""
    return bangun_zi("alfa", jalan=True)


def serentak(users: list[User], act: Callable[[User, int], object]) -> list[str]:
    """Let two people do something at once; say how it ended for each, sorted."""
    start = Barrier(2)

    def run(no: int) -> str:
        try:
            user = User.objects.get(pk=users[no].pk)
            start.wait(10)
            act(user, no)
        except (Bentrok, IsianKurang) as error:
            return type(error).__name__
        else:
            return "tercatat"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(run, (0, 1)))


def test_the_same_month_is_planned_once(dunia: SimpleNamespace) -> None:
    pk = dunia.butir[0].pk
    ended = serentak(
        [dunia.koordinator, dunia.admin],
        lambda by, no: atur_bulan(rencana_id=dunia.rencana.pk, isi={pk: [7, 8]}, by=by),
    )
    assert ended == ["tercatat", "tercatat"]  # the second found nothing to change
    assert bulan(dunia.butir[0]) == [7, 8]
    assert BulanJadwal.objects.count() == Capaian.objects.count() == 2


def test_of_two_forms_made_from_the_same_months_one_wins(dunia: SimpleNamespace) -> None:
    pk = dunia.butir[0].pk
    ended = serentak(
        [dunia.koordinator, dunia.admin],
        lambda by, no: atur_bulan(
            rencana_id=dunia.rencana.pk, isi={pk: [7 + no]}, semula={pk: []}, by=by
        ),
    )
    assert ended == ["Bentrok", "tercatat"]
    assert len(bulan(dunia.butir[0])) == 1
    assert Capaian.objects.filter(gugur__isnull=True).count() == 1


def test_one_month_is_shifted_to_one_place(dunia: SimpleNamespace) -> None:
    pk = dunia.butir[0].pk
    atur_bulan(rencana_id=dunia.rencana.pk, isi={pk: [7]}, by=dunia.koordinator)
    ended = serentak(
        [dunia.koordinator, dunia.admin],
        lambda by, no: geser_bulan(butir_id=pk, dari=7, ke=9 + no, alasan="Mundur.", by=by),
    )
    assert ended == ["IsianKurang", "tercatat"]
    assert Capaian.objects.filter(gugur__isnull=True).count() == 1
    assert list(verify(dunia.instansi.kode)) == []
