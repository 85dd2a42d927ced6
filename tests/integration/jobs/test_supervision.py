"""Real processes: a job survives the death of its process, and ends once."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL, SIGSTOP
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from audit.models import Kejadian
from jobs import engine, supervision
from jobs.actions import batalkan
from jobs.models import Job
from reports.actions.permohonan import minta_rekap
from tests.factories import buat_butir, buat_rencana

Status = Job.Status
pytestmark = pytest.mark.django_db(transaction=True)
_WORKER = "import django; django.setup(); from jobs.supervision import work; work()"


@pytest.fixture(autouse=True)
def _no_files_of_others(data_folder: Path) -> None:
    """Fixtures of a whole module leave their files behind; these tests count files."""
    shutil.rmtree(data_folder / "berkas", ignore_errors=True)


@pytest.fixture
def rencana(dunia: SimpleNamespace) -> Any:
    """Return a plan whose recap takes a moment."""
    plan = buat_rencana(dunia.instansi)
    for number in range(20):
        buat_butir(plan, dunia.unit, f"9.{chr(97 + number)}")
    return plan


def _child(job_id: int) -> int | None:
    """Return the process id of the child that runs a job of this test's database.

    Tests run side by side, each on a database of its own, and their jobs have the same numbers.
    """
    database = f"DATABASE_URL={os.environ['DATABASE_URL']}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
                if b"run_job" not in command or str(job_id).encode() not in command:
                    continue
                if database in (entry / "environ").read_bytes().split(b"\0"):
                    return int(entry.name)
            except OSError:  # ended meanwhile
                continue
    return None


def _until(check: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = check()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"never happened: {what}")


@contextmanager
def _working() -> Iterator[None]:
    """Let a worker's thread work; wait for its end."""

    def run() -> None:
        try:
            supervision.work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join(timeout=60)
        assert not thread.is_alive()


def _aksi(job: Job) -> list[str]:
    rows = Kejadian.objects.filter(objek_jenis="job", objek_id=str(job.pk)).order_by("no")
    return [aksi.removeprefix("pekerjaan.") for aksi in rows.values_list("aksi", flat=True)]


def _stored(folder: Path) -> list[str]:
    found = [p for p in (folder / "berkas").rglob("*") if p.is_file()]
    return [str(p.relative_to(folder / "berkas")) for p in found]


def test_killed_child_is_tried_again_and_finishes_once(
    dunia: SimpleNamespace, rencana: Any, data_folder: Path
) -> None:
    job = minta_rekap(rencana_id=rencana.pk, by=dunia.auditor)
    with _working():
        os.kill(_until(lambda: _child(job.pk), "child"), SIGKILL)
    job.refresh_from_db()
    assert (job.status, job.percobaan) == (Status.SELESAI, 2)
    assert _aksi(job) == ["minta", "mulai", "antre_lagi", "mulai", "selesai"]
    assert _stored(data_folder) == [job.hasil.name]
    assert (data_folder / "berkas" / str(job.hasil.name)).read_bytes().startswith(b"%PDF-1.7")
    assert _child(job.pk) is None


def test_cancel_ends_the_child(dunia: SimpleNamespace, rencana: Any, data_folder: Path) -> None:
    job = minta_rekap(rencana_id=rencana.pk, by=dunia.auditor)
    with _working():
        _until(lambda: _child(job.pk), "child")
        batalkan(job_id=job.pk, by=dunia.auditor)
    job.refresh_from_db()
    assert (job.status, job.hasil.name) == (Status.DIBATALKAN, "")
    assert _aksi(job) == ["minta", "mulai", "minta_batal", "batal"]
    assert _stored(data_folder) == []
    assert _child(job.pk) is None


def test_child_that_ignores_a_cancel_is_killed(
    dunia: SimpleNamespace, rencana: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(supervision, "CANCEL_SECONDS", 0.1)
    settings.JOB_HEARTBEAT_SECONDS = 0.1
    job = minta_rekap(rencana_id=rencana.pk, by=dunia.auditor)
    with _working():
        pid = _until(lambda: _child(job.pk), "child")
        os.kill(pid, SIGSTOP)  # it can't notice anything
        batalkan(job_id=job.pk, by=dunia.auditor)
    job.refresh_from_db()
    assert job.status == Status.DIBATALKAN
    assert _child(job.pk) is None


def test_work_that_takes_too_long_is_ended(
    dunia: SimpleNamespace, rencana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "MAX_SECONDS", 0.3)
    job = minta_rekap(rencana_id=rencana.pk, by=dunia.auditor)
    with _working():
        pass
    job.refresh_from_db()
    assert (job.status, job.percobaan) == (Status.GAGAL, 1)
    assert job.pesan == "Pekerjaan ini dihentikan karena melebihi 0 menit."
    assert _child(job.pk) is None


def test_worker_that_shuts_down_gives_its_job_back(dunia: SimpleNamespace, rencana: Any) -> None:
    job = minta_rekap(rencana_id=rencana.pk, by=dunia.auditor)
    with _working():
        _until(lambda: _child(job.pk), "child")
        supervision.stopping.set()
    job.refresh_from_db()
    assert (job.status, job.percobaan, job.pemegang) == (Status.ANTRE, 0, "")
    assert _child(job.pk) is None


@pytest.mark.parametrize("tied", [False, True])
def test_child_dies_with_a_killed_worker(dunia: SimpleNamespace, rencana: Any, tied: bool) -> None:
    job = minta_rekap(rencana_id=rencana.pk, by=dunia.auditor)
    worker = subprocess.Popen([sys.executable, "-c", _WORKER], cwd=settings.BASE_DIR)
    try:
        child = _until(lambda: _child(job.pk), "child")
        if tied:  # it steps back right after it has tied itself to its parent
            own = os.getpriority(os.PRIO_PROCESS, 0)
            _until(lambda: os.getpriority(os.PRIO_PROCESS, child) > own, "lower priority")
            os.kill(child, SIGSTOP)
    finally:
        worker.kill()
        worker.wait()
    _until(lambda: _child(job.pk) is None, "end of the child")
    job.refresh_from_db()
    assert job.status == Status.BERJALAN
    Job.objects.filter(pk=job.pk).update(denyut=None)
    assert engine.requeue_stale() == [job.pk]


def test_two_workers_do_each_job_once(
    dunia: SimpleNamespace, rencana: Any, data_folder: Path
) -> None:
    jobs = [minta_rekap(rencana_id=rencana.pk, by=u) for u in (dunia.auditor, dunia.operator)]
    workers = [
        subprocess.Popen([sys.executable, "-c", _WORKER], cwd=settings.BASE_DIR) for _ in range(2)
    ]
    assert [w.wait(timeout=60) for w in workers] == [0, 0]
    for job in jobs:
        job.refresh_from_db()
        assert job.status == Status.SELESAI
        assert _aksi(job) == ["minta", "mulai", "selesai"]
    assert sorted(_stored(data_folder)) == sorted(str(job.hasil.name) for job in jobs)
    assert all(re.fullmatch(r"[0-9a-f]{64}", job.hasil_sha256) for job in jobs)
