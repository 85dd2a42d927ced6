"""Runs a long check as a process of its own: low priority, its memory comes back, it can stop."""

import logging
import os
import subprocess
import sys
import time
from signal import SIGKILL

from django.conf import settings
from django.db import connection

from jobs.supervision import stopping
from launcher.lifeline import die_with_parent, has_ended, signal_group

logger = logging.getLogger(__name__)
MAX_SECONDS = 6 * 3600.0
_NICE = 15  # after pages and reports
_POLL_SECONDS = 0.2


def run_command(*command: str) -> int | None:
    """Run `manage.py <command>` to its end; return its exit code.

    None when it was stopped, because the worker shuts down or after MAX_SECONDS. What it found
    stands in the database; an exit code other than 0 is logged.
    """
    parent = os.getpid()

    def _before() -> None:
        die_with_parent(parent)
        os.nice(_NICE)

    if not connection.in_atomic_block:
        connection.close()
    process = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # it would name stored files; what matters is in the database
        start_new_session=True,
        preexec_fn=_before,
    )
    began = time.monotonic()
    try:
        while not has_ended(process):
            if stopping.wait(_POLL_SECONDS) or time.monotonic() - began > MAX_SECONDS:
                logger.warning("%s: stopped before its end", command[0])
                return None
    finally:
        signal_group(process.pid, SIGKILL)
        process.wait()
    if process.returncode:
        logger.error("%s: exit code %s", command[0], process.returncode)
    return process.returncode
