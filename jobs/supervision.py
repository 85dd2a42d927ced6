"""Runs each job in a process of its own: memory comes back, it can be killed, both cores work.

The parent (a thread of the Celery worker) claims, starts `manage.py run_job`, beats the heart,
kills on cancel, and gives the job back when the child died without a word. It holds no
database connection while it waits. The child ends with its parent (launcher/lifeline.py).
"""

import errno
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from enum import Enum
from signal import SIGKILL
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from audit.context import job_bound
from jobs import engine, holders
from jobs.models import Job
from jobs.registry import Dibatalkan
from jobs.runner import GANGGUAN, PENUH
from launcher.lifeline import has_ended, signal_group

logger = logging.getLogger(__name__)

MAX_SECONDS = 1800.0
CANCEL_SECONDS = 5.0  # a child asked to stop has this long to do so itself
_POLL_SECONDS = 0.2
_AGAIN_SECONDS = 2.0  # between two looks for a database that is away

stopping = threading.Event()  # the worker shuts down: children are killed, jobs wait again


class _End(Enum):
    ITSELF = "itself"
    SHUTDOWN = "shutdown"
    LOST = "lost"
    CANCEL = "cancel"
    TIMEOUT = "timeout"


def work() -> int:
    """Run jobs until none may be taken; return how many were taken."""
    count = 0
    while not stopping.is_set():
        pemegang = holders.mark()
        job_id = engine.claim_next(pemegang)
        if job_id is None:
            break
        count += 1
        with job_bound(job_id):
            supervise(job_id, pemegang)
    return count


def supervise(job_id: int, pemegang: str) -> None:
    """Start the child of a claimed job, watch it to its end, and settle what it left open."""
    try:
        home = holders.folder()
        with tempfile.TemporaryDirectory("", "job-", home, ignore_cleanup_errors=True) as folder:
            end = _run(job_id, pemegang, folder)
    except OSError as error:  # no room for a folder, or none for a process
        logger.exception("job %s: could not be started", job_id)
        pesan = PENUH if error.errno in (errno.ENOSPC, errno.EDQUOT) else GANGGUAN
        _when_database_answers(job_id, lambda job: engine.fail(job, pemegang, pesan), pemegang)
        return
    _when_database_answers(job_id, lambda job: _close(job, pemegang, end), pemegang)


def _run(job_id: int, pemegang: str, folder: str) -> _End:
    """Start the child with its temporary files in `folder`, and see it to its end."""
    process = subprocess.Popen(
        [
            sys.executable,
            str(settings.BASE_DIR / "manage.py"),
            "run_job",
            str(job_id),
            f"--pemegang={pemegang}",
            f"--induk={os.getpid()}",
        ],
        cwd=settings.BASE_DIR,
        env={**os.environ, "TMPDIR": folder},  # a killed child leaves nothing behind
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return _watch(process, job_id, pemegang)
    finally:
        signal_group(process.pid, SIGKILL)
        process.wait()


def _close(job: Job, pemegang: str, end: _End) -> None:
    """Settle what a child has left open: it died, took too long, or the worker shuts down."""
    if end is _End.TIMEOUT:
        minutes = int(MAX_SECONDS // 60)
        logger.error("job %s: killed after %s minutes", job.pk, minutes)
        engine.fail(job, pemegang, f"Pekerjaan ini dihentikan karena melebihi {minutes} menit.")
    elif end is not _End.LOST:
        logger.warning("job %s: its process ended without a word (%s)", job.pk, end.value)
        engine.release(job, counted=end is not _End.SHUTDOWN)


def _when_database_answers(job_id: int, act: Callable[[Job], Any], pemegang: str) -> None:
    """Act on a job that is still held, as soon as there is a database; give up at shutdown.

    The usual case is that it is not: the child has settled everything. What is given up here
    waits again when the next worker finds this one dead.
    """
    while True:
        try:
            job = engine.held(job_id, pemegang)
            if job is not None:
                act(job)
            return
        except (OperationalError, InterfaceError):
            logger.exception("job %s: no database, asked again soon", job_id)
            _let_go()
            if stopping.wait(_AGAIN_SECONDS):
                return


def _watch(process: "subprocess.Popen[bytes]", job_id: int, pemegang: str) -> _End:
    """Wait for the child and beat its heart; say why the waiting ended."""
    began = beaten = time.monotonic()
    cancelled: float | None = None
    while True:
        _let_go()
        if stopping.wait(_POLL_SECONDS):
            return _End.SHUTDOWN
        if has_ended(process):
            return _End.ITSELF
        now = time.monotonic()
        if now - began > MAX_SECONDS:
            return _End.TIMEOUT
        if cancelled is not None and now - cancelled > CANCEL_SECONDS:
            return _End.CANCEL
        if now - beaten >= settings.JOB_HEARTBEAT_SECONDS:
            beaten = now
            try:
                engine.beat(job_id, pemegang)
            except engine.Direbut:
                # Finished a moment ago, or taken away: a child that writes no more needs no
                # time, and one that is about to exit loses nothing.
                return _End.LOST
            except Dibatalkan:
                cancelled = cancelled or now
            except (DatabaseError, InterfaceError):
                logger.exception("job %s: no sign of life could be written", job_id)


def _let_go() -> None:
    """Hold no database connection while waiting (unless inside a test's transaction)."""
    if not connection.in_atomic_block:
        connection.close()
