"""Redis goes away and comes back: people go on, what they asked for is done, nobody helps."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from config.celery import beat_file
from jobs.models import Job
from launcher.lifeline import end_group, signal_group, start_server
from launcher.places import CHECKOUT
from launcher.servers import redis
from reports.actions.permohonan import minta_rekap
from tests.factories.people import SANDI
from tests.integration.evidence.conftest import bangun_dunia
from tests.worker import celery_worker

# The scheduler of the portal with its real entries, only that it rings each second.
_SCHEDULER = """
import sys
from config.celery import app
app.conf.beat_schedule = {"requeue": app.conf.beat_schedule["requeue"] | {"schedule": 1.0}}
app.Beat(schedule=sys.argv[1], pidfile=None, quiet=True).run()
"""


@contextmanager
def _scheduler(folder: Path) -> Iterator[None]:
    command = [sys.executable, "-c", _SCHEDULER, str(folder / "schedule")]
    process = start_server(command, env=dict(os.environ), cwd=CHECKOUT)
    try:
        yield
    finally:
        signal_group(process.pid, signal.SIGTERM)
        end_group(process, seconds=10)


def _until(what: str, holds: Callable[[], bool], seconds: float = 90.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def _silent() -> bool:
    """Whether the worker gives no sign of life any more."""
    return time.time() - beat_file().stat().st_mtime > 7


@pytest.mark.django_db(transaction=True)
def test_redis_gone_for_seconds(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dunia = bangun_dunia("alfa")
    with ExitStack() as first:
        (tmp_path / "a").mkdir()
        url = first.enter_context(redis(tmp_path / "a"))
        port = int(url.rpartition(":")[2].partition("/")[0])
        number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        monkeypatch.setenv("REDIS_URL", url)  # of the processes started here
        monkeypatch.setenv("CELERY_BROKER_WRITE_URL", f"redis://127.0.0.1:{port}/{number}")
        with celery_worker(), _scheduler(tmp_path):
            first.close()
            _until("the worker notices", _silent, 30)

            began = time.monotonic()
            client = Client()
            form = {"login": dunia.ketua.username, "password": SANDI}
            assert client.post(reverse("account_login"), form).status_code == 302
            job = minta_rekap(rencana_id=dunia.rencana.pk, by=dunia.ketua)
            page = client.get(reverse("laporan_rinci", args=[job.pk]))
            assert "Menunggu giliran" in page.content.decode()
            assert client.get(reverse("dasbor")).status_code == 200
            assert time.monotonic() - began < 10
            assert Job.objects.get().status == Job.Status.ANTRE

            (tmp_path / "b").mkdir()
            with redis(tmp_path / "b", port):
                _until("the job is done", lambda: Job.objects.get().status == Job.Status.SELESAI)
                _until("the worker beats again", lambda: not _silent(), 30)
    done = Job.objects.get()
    assert (done.percobaan, done.hasil_ukuran is not None) == (1, True)
    connection.close()


def test_lock_out_holds_without_redis(db: None) -> None:
    """Attempts are counted in files, so Redis has no part in it."""
    dunia = bangun_dunia("alfa")
    client = Client()
    for _ in range(5):
        form = {"login": dunia.ketua.username, "password": "salah-sekali"}
        client.post(reverse("account_login"), form)
    right = {"login": dunia.ketua.username, "password": SANDI}
    page = client.post(reverse("account_login"), right)
    assert page.status_code == 200
    assert "Terlalu banyak percobaan gagal" in page.content.decode()
