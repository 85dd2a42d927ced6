"""A process killed in the middle of an apply leaves all of an import or nothing of it."""

import os
import signal
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections, transaction

from accounts.models import Unit
from audit.chain import verify
from imports.actions.terapkan import terapkan, terapkan_batch
from imports.actions.urungkan import urungkan, urungkan_batch
from imports.models import Batch, Jejak
from jobs import engine
from jobs.models import Job
from jobs.supervision import supervise
from tests.factories.impor import Diam, urungkan_langsung
from tests.integration.imports.dunia import dunia_unit, potret_unit, siap

pytestmark = pytest.mark.django_db(transaction=True)
TITIK = 10


class Hitung:
    """Counts statements; kills the process at one of them."""

    def __init__(self, mati_pada: int | None = None) -> None:
        self.jumlah, self._mati = 0, mati_pada

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if sql.startswith(("SAVEPOINT", "RELEASE")):  # of the block around a trial run
            return execute(sql, params, many, context)
        self.jumlah += 1
        if self.jumlah == self._mati:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def _anak(kerja: Callable[[], None]) -> int:
    """Run something in a process of its own; return the signal that ended it, 0 for none."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            kerja()
        finally:
            os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


@pytest.fixture
def menerapkan() -> SimpleNamespace:
    """An import that waits for its apply; `jumlah` is how many statements that takes."""
    dunia = dunia_unit()
    batch = siap(dunia)
    terapkan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
    before = potret_unit()
    hitung = Hitung()
    with transaction.atomic(), connection.execute_wrapper(hitung):
        terapkan_batch(batch.pk, dunia.admin, Diam())
        transaction.set_rollback(True)
    assert potret_unit() == before
    return SimpleNamespace(dunia=dunia, batch=batch, before=before, jumlah=hitung.jumlah)


def test_killed_at_ten_points_nothing_is_applied_and_it_can_run_again(
    menerapkan: SimpleNamespace,
) -> None:
    batch, admin = menerapkan.batch, menerapkan.dunia.admin
    assert menerapkan.jumlah > TITIK
    points = [1 + ke * (menerapkan.jumlah - 1) // (TITIK - 1) for ke in range(TITIK)]
    for point in points:

        def kerja(point: int = point) -> None:
            with connection.execute_wrapper(Hitung(point)):
                terapkan_batch(batch.pk, admin, Diam())

        assert _anak(kerja) == signal.SIGKILL, point
        assert potret_unit() == menerapkan.before, point
        assert not Jejak.objects.filter(batch=batch).exists()
        assert Batch.objects.get(pk=batch.pk).keadaan == Batch.Keadaan.MENERAPKAN
    assert _anak(lambda: terapkan_batch(batch.pk, admin, Diam())) == 0
    batch.refresh_from_db()
    assert batch.keadaan == Batch.Keadaan.DITERAPKAN
    assert len(potret_unit()) == len(menerapkan.before) + batch.baru
    assert list(verify(menerapkan.dunia.instansi.kode)) == []
    urungkan_langsung(batch, admin)
    assert potret_unit() == menerapkan.before


def test_killed_right_after_the_commit_it_is_whole(menerapkan: SimpleNamespace) -> None:
    batch, admin = menerapkan.batch, menerapkan.dunia.admin

    def kerja() -> None:
        with transaction.atomic():
            terapkan_batch(batch.pk, admin, Diam())
            transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))

    assert _anak(kerja) == signal.SIGKILL
    batch.refresh_from_db()
    assert batch.keadaan == Batch.Keadaan.DITERAPKAN
    assert len(potret_unit()) == len(menerapkan.before) + batch.baru
    terapkan_batch(batch.pk, admin, Diam())  # asked again it does nothing
    assert len(potret_unit()) == len(menerapkan.before) + batch.baru


def test_an_undo_killed_half_way_leaves_the_import_applied(menerapkan: SimpleNamespace) -> None:
    batch, admin = menerapkan.batch, menerapkan.dunia.admin
    terapkan_batch(batch.pk, admin, Diam())
    applied = potret_unit()
    batch.refresh_from_db()
    urungkan(batch_id=batch.pk, versi=batch.versi, by=admin)
    hitung = Hitung()
    with transaction.atomic(), connection.execute_wrapper(hitung):
        urungkan_batch(batch.pk, admin, Diam())
        transaction.set_rollback(True)
    for point in (hitung.jumlah // 3, hitung.jumlah // 2, hitung.jumlah):

        def kerja(point: int = point) -> None:
            with connection.execute_wrapper(Hitung(point)):
                urungkan_batch(batch.pk, admin, Diam())

        assert _anak(kerja) == signal.SIGKILL
        assert potret_unit() == applied
    urungkan_batch(batch.pk, admin, Diam())
    assert potret_unit() == menerapkan.before


def test_the_worker_gives_a_killed_apply_back_and_the_next_one_finishes_it(
    menerapkan: SimpleNamespace,
) -> None:
    """The job's row is the truth: what a dead process held waits again and is done once."""
    batch = menerapkan.batch
    batch.refresh_from_db()
    job = Job.objects.get(pk=batch.job_id)
    assert engine.claim(job.pk, "mati")
    held = engine.held(job.pk, "mati")
    assert held is not None

    def kerja() -> None:
        with connection.execute_wrapper(Hitung(menerapkan.jumlah // 2)):
            terapkan_batch(batch.pk, menerapkan.dunia.admin, Diam())

    assert _anak(kerja) == signal.SIGKILL
    engine.release(held, counted=True)
    assert potret_unit() == menerapkan.before
    assert engine.claim(job.pk, "hidup")
    supervise(job.pk, "hidup")
    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.status, batch.keadaan) == (Job.Status.SELESAI, Batch.Keadaan.DITERAPKAN)
    assert Unit.objects.count() == len(menerapkan.before) + batch.baru
