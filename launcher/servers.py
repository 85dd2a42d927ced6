"""Throw-away PostgreSQL and Redis for one test run."""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from launcher.lifeline import tied
from launcher.refusal import Refusal
from launcher.system import postgres_programs

_READY_SECONDS = 30.0
# Nothing of a test run is worth a disk's flush.
_FORGETFUL = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
# A test that waits for ever fails with its name instead. Without autovacuum: its statistics
# come at moments of their own, see nothing of a test's open transaction, and change the plans.
_PREDICTABLE = (
    "autovacuum=off",
    "statement_timeout=120s",
    "lock_timeout=60s",
    "idle_in_transaction_session_timeout=300s",
)


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a new cluster in `folder`; yields the DATABASE_URL of an empty database.

    PostgreSQL refuses to run as root, so root lends it the account `postgres`. The server
    listens on a socket in the folder only. Raises Refusal when it does not come up.
    """
    programs = postgres_programs()
    if programs is None:
        raise Refusal("PostgreSQL is not installed")
    cluster, log = folder / "cluster", folder / "postgres.log"
    user = _postgres_user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    initdb = [str(programs / "initdb"), "-D", str(cluster), "-U", "pantas", "--auth=trust"]
    initdb += ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    made = _start(initdb, folder, log, user)
    if made.wait() != 0:
        raise Refusal(f"initdb failed:\n{log.read_text()}")
    server = [str(programs / "postgres"), "-D", str(cluster), "-k", str(folder)]
    for setting in (*_FORGETFUL, *_PREDICTABLE, "listen_addresses=", "max_connections=60"):
        server += ["-c", setting]
    process = _start(server, folder, log, user)
    try:
        createdb = [str(programs / "createdb"), "-h", str(folder), "-U", "pantas", "pantas"]
        _until_ready(createdb, process, "PostgreSQL", log)
        yield f"postgres://pantas@/{folder}/pantas"  # a host that begins with / is a socket
    finally:
        _end(process, signal.SIGQUIT)


@contextlib.contextmanager
def redis(folder: Path, port: int = 0) -> Iterator[str]:
    """Run a Redis that keeps nothing on disk; yields its REDIS_URL.

    `port` 0 takes a free one; a test that lets it come back names the one it had. Raises Refusal
    when it does not come up.
    """
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    log = folder / "redis.log"
    server = ["redis-server", "--bind", "127.0.0.1", "--port", str(port)]
    server += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = _start(server, folder, log, None)
    try:
        _until_ready(["redis-cli", "-e", "-p", str(port), "ping"], process, "Redis", log)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        _end(process, signal.SIGTERM)


def _postgres_user() -> pwd.struct_passwd | None:
    """The account PostgreSQL runs under, when this process is root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError as error:
        raise Refusal("root cannot run PostgreSQL, and there is no user postgres") from error


def _start(
    command: list[str], folder: Path, log: Path, user: pwd.struct_passwd | None
) -> "subprocess.Popen[bytes]":
    """Start a server as `user`, tied to this process only after the change of user.

    The kernel forgets the tie when a process changes its user, therefore no runuser here.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=tied(signal.SIGQUIT if user is not None else signal.SIGKILL),
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=() if user else None,
        )


def _until_ready(
    command: list[str], process: "subprocess.Popen[bytes]", name: str, log: Path
) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise Refusal(f"{name} did not start:\n{log.read_text()}")


def _end(process: "subprocess.Popen[bytes]", signum: int) -> None:
    """Stop a server; it ends its own children."""
    process.send_signal(signum)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
