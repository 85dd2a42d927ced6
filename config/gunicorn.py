"""How gunicorn serves the portal: one process with threads, so that it stays small."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from config.logs import FORMATS, LEVELS, configuration
from config.values import choice
from launcher.lifeline import die_with_parent
from launcher.places import CHECKOUT

workers = 1
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 8
keepalive = 5
loglevel = "warning"
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
logconfig_dict = configuration(
    choice("LOG_FORMAT", FORMATS, default="LINE"), choice("LOG_LEVEL", LEVELS, default="WARNING")
)

# Where uploads lie while they arrive. A killed process can't remove them, its master can.
_UPLOADS = Path(os.environ.get("PORTAL_DATA_DIR") or CHECKOUT / "var") / "run" / "web"


def on_starting(server: Any) -> None:
    """Remove what a killed portal left; one portal runs on a data folder."""
    shutil.rmtree(_UPLOADS, ignore_errors=True)


def post_fork(server: Any, worker: Any) -> None:
    """Tie the worker to the master (the kernel's setting is not inherited over a fork), and
    give it a folder of its own for temporary files."""
    die_with_parent(server.pid)
    folder = _UPLOADS / str(os.getpid())
    with contextlib.suppress(OSError):  # a full disk: pages go on, from the system's folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.tempdir = os.environ["TMPDIR"] = str(folder)


def child_exit(server: Any, worker: Any) -> None:
    """Remove what a worker has left, however it ended."""
    shutil.rmtree(_UPLOADS / str(worker.pid), ignore_errors=True)
