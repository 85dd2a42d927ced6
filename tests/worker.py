"""A real Celery worker on the database and the broker of the test run."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator

from config.celery import beat_file
from launcher.lifeline import end_group, has_ended, signal_group, start_server
from launcher.places import CHECKOUT

_READY_SECONDS = 30.0


@contextlib.contextmanager
def celery_worker() -> Iterator[None]:
    """Run a worker while the block runs; it listens when the block begins.

    The test database must be set up before: the worker finds it by DATABASE_URL.
    """
    beat = beat_file()
    beat.unlink(missing_ok=True)
    command = [sys.executable, "-m", "celery", "-q", "-A", "config", "worker", "-l", "WARNING"]
    command += ["--pool=threads", "--concurrency=2", "--without-gossip", "--without-mingle"]
    process = start_server(command, env=dict(os.environ), cwd=CHECKOUT)
    try:
        deadline = time.monotonic() + _READY_SECONDS
        while not beat.exists():
            assert not has_ended(process), "the worker ended"
            assert time.monotonic() < deadline, "the worker does not listen"
            time.sleep(0.05)
        yield
    finally:
        signal_group(process.pid, signal.SIGTERM)
        end_group(process, seconds=10)
        beat.unlink(missing_ok=True)
