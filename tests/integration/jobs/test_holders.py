"""Who holds jobs: a lock tells the dead from the living, and nothing of the dead stays."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from signal import SIGKILL

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from jobs import engine, holders, results
from jobs.models import Job

Status = Job.Status
_HOLDER = (
    "import django; django.setup(); from jobs import holders; "
    "(holders.folder() / 'sisa.pdf').write_bytes(b'x'); print(holders.mark(), flush=True); input()"
)


@pytest.fixture
def lain() -> "subprocess.Popen[str]":
    """Another process that holds jobs on the same data folder, now free of the dead."""
    with holders.dead():
        pass
    return subprocess.Popen(
        [sys.executable, "-c", _HOLDER],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _mark(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.django_db
def test_job_of_a_killed_process_waits_again_at_once_and_leaves_no_file(
    lain: "subprocess.Popen[str]", pesan: Callable[..., Job], data_folder: Path
) -> None:
    pemegang = _mark(lain)
    job = pesan()
    assert engine.claim(job.pk, pemegang) is True
    stored = default_storage.save(results.name_for(job, pemegang, ".pdf"), ContentFile(b"isi"))
    home = data_folder / "run" / "pemegang" / holders.lock_of(pemegang)
    assert engine.requeue_stale() == []  # it lives
    job.refresh_from_db()
    assert (job.status, home.is_dir(), default_storage.exists(stored)) == (
        Status.BERJALAN,
        True,
        True,
    )

    lain.send_signal(SIGKILL)
    lain.wait()
    assert engine.requeue_stale() == [job.pk]
    job.refresh_from_db()
    assert (job.status, job.percobaan, job.pemegang) == (Status.ANTRE, 1, "")
    assert (home.exists(), default_storage.exists(stored)) == (False, False)
    with holders.dead() as gone:
        assert gone == []


@pytest.mark.django_db
def test_own_jobs_and_those_of_unknown_holders_are_left_alone(
    pesan: Callable[..., Job],
) -> None:
    own, other = pesan(), pesan()
    unknown = f"host:1:{'0' * 16}:{'0' * 8}"
    pemegang = holders.mark()
    assert engine.claim(own.pk, pemegang) is True
    Job.objects.filter(pk=other.pk).update(
        status=Status.BERJALAN, pemegang=unknown, denyut=own.dibuat
    )
    assert engine.requeue_stale() == []
    own.refresh_from_db()
    assert own.pemegang == pemegang
    assert (holders.lock_of(unknown), holders.lock_of("w1")) == ("0" * 16, "")


def test_what_could_not_be_cleared_stays_for_the_next_one(lain: "subprocess.Popen[str]") -> None:
    name = holders.lock_of(_mark(lain))
    lain.kill()
    lain.wait()
    with pytest.raises(RuntimeError):
        _fail_on([name])
    with holders.dead() as gone:
        assert gone == [name]
        with holders.dead() as meanwhile:
            assert meanwhile == []


def _fail_on(names: list[str]) -> None:
    with holders.dead() as gone:
        assert gone == names
        raise RuntimeError("the database is away")
