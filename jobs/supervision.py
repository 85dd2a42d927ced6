"""Runs each job in a process of its own: memory comes back, it can be killed, both cores work.

The parent (a thread of the Celery worker) claims, starts `manage.py run_job`, beats the heart,
kills on cancel, and gives the job back when the child died without a word. It holds no
database connection while it waits. The child ends with its parent (launcher/lifeline.py).
"""

import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from enum import Enum
from signal import SIGKILL

from django.conf import settings
from django.db import DatabaseError, connection

from jobs import engine
from jobs.registry import Dibatalkan
from launcher.lifeline import has_ended, signal_group

logger = logging.getLogger(__name__)

MAX_SECONDS = 1800.0
CANCEL_SECONDS = 5.0  # a child asked to stop has this long to do so itself
_POLL_SECONDS = 0.2

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
        pemegang = f"{socket.gethostname()[:20]}:{os.getpid()}:{uuid.uuid4().hex[:16]}"
        job_id = engine.claim_next(pemegang)
        if job_id is None:
            break
        count += 1
        supervise(job_id, pemegang)
    return count


def supervise(job_id: int, pemegang: str) -> None:
    """Start the child of a claimed job, watch it to its end, and settle what it left open."""
    with tempfile.TemporaryDirectory(prefix="pantas-job-") as folder:
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
            end = _watch(process, job_id, pemegang)
        finally:
            signal_group(process.pid, SIGKILL)
            process.wait()
    job = engine.held(job_id, pemegang)
    if job is None:
        return  # the usual case: the child has settled everything
    if end is _End.TIMEOUT:
        minutes = int(MAX_SECONDS // 60)
        logger.error("job %s: killed after %s minutes", job_id, minutes)
        engine.fail(job, pemegang, f"Pekerjaan ini dihentikan karena melebihi {minutes} menit.")
    elif end is not _End.LOST:
        logger.warning("job %s: child ended with %s (%s)", job_id, process.returncode, end.value)
        engine.release(job, counted=end is not _End.SHUTDOWN)


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
            except DatabaseError:
                logger.exception("job %s: no sign of life could be written", job_id)


def _let_go() -> None:
    """Hold no database connection while waiting (unless inside a test's transaction)."""
    if not connection.in_atomic_block:
        connection.close()
