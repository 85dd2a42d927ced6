"""How gunicorn serves the portal: one process with threads, so that it stays small."""

from typing import Any

from launcher.lifeline import die_with_parent

workers = 1
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 8
keepalive = 5
loglevel = "warning"
worker_tmp_dir = "/dev/shm"
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:
    """Tie the worker to the master: the kernel's setting is not inherited over a fork."""
    die_with_parent(server.pid)
