"""`portal up`: from a bare checkout to a running portal, in the foreground."""

import argparse
import http.client
import json
import os
import re
import signal
import socket
import sys
import time
from pathlib import Path
from types import FrameType

from launcher.environment import ensure_environment
from launcher.folder import (
    DataFolder,
    allowed_hosts,
    child_environment,
    data_folder,
    settings_environment,
)
from launcher.places import CHECKOUT, PYTHON
from launcher.prepare import Preparation
from launcher.refusal import Refusal
from launcher.supervisor import Server, Supervisor
from launcher.system import PDF_PACKAGES, apt_line, ensure_system_packages

HEALTHY_SECONDS = 60.0


class Stop(BaseException):
    """The operator or the system wants the portal to end. Not an error."""


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the options of `portal up`."""
    parser = argparse.ArgumentParser(prog="portal up", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--data", metavar="DIR", help="data folder (PORTAL_DATA_DIR, or var/)")
    parser.add_argument(
        "--empty", action="store_true", help="no official documents, no CONTOH institutions"
    )
    return parser.parse_args(arguments)


def up(arguments: list[str]) -> int:
    """Run the portal until it is told to stop; return the exit code.

    Raises Refusal with one clear line when it cannot start or cannot keep running.
    """
    began = time.monotonic()
    options = parse(arguments)
    for signum in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(signum, _stop)
    try:
        _serve(options, began)
    except Stop:
        _say("stopped")
    return 0


def _serve(options: argparse.Namespace, began: float) -> None:
    listener = _listen(options.host, options.port)
    without_pdf = ensure_system_packages(PDF_PACKAGES)
    env = settings_environment()
    folder = data_folder(options.data, env)
    with listener, folder.locked():
        ensure_environment()
        child = child_environment(env, folder)
        child.setdefault("ALLOWED_HOSTS", allowed_hosts(options.host))
        child["ALLOWED_HOSTS"] += ",127.0.0.1,localhost"  # for /healthz, asked on this machine
        preparation = Preparation(folder, child, empty=options.empty)
        preparation.run()
        if without_pdf:
            _say(f"PDF is not available until you type: {apt_line(without_pdf)}")
        beat_file = folder.run / "worker.beat"
        beat_file.unlink(missing_ok=True)  # the last run's worker says nothing about this one's
        web, worker, scheduler = _servers(listener, folder, child)
        supervisor = Supervisor([web, worker], _say)
        try:
            supervisor.watch()
            address = f"http://{_reachable(options.host)}:{listener.getsockname()[1]}"
            welcome = preparation.welcome(address)
            _wait_until_healthy(supervisor, listener, beat_file)
            supervisor.add(scheduler)  # nobody waits for it: the others get the processor first
            supervisor.watch()
            _greet(address, welcome, time.monotonic() - began)
            while True:
                supervisor.watch()
                time.sleep(0.2)
        finally:
            supervisor.stop()


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done; gunicorn inherits the socket.

    It starts to listen in gunicorn, so nobody waits on a portal that is not there yet.
    """
    if not 0 <= port <= 65535:
        raise Refusal(f"--port {port}: a port is a number from 1 to 65535")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        advice = f"choose another with --port, for example --port {port + 1}"
        raise Refusal(f"cannot use {host} port {port}: {error.strerror}; {advice}") from error
    return listener


def _servers(listener: socket.socket, folder: DataFolder, env: dict[str, str]) -> list[Server]:
    descriptor = listener.fileno()
    python = str(PYTHON)
    celery = [python, "-m", "celery", "-q", "-A", "config"]
    web = [python, "-m", "gunicorn", "-c", "config/gunicorn.py", "-b", f"fd://{descriptor}"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
    schedule = ["--schedule", str(folder.run / "schedule"), "--pidfile=", "-l", "WARNING"]
    return [
        Server("web server", [*web, "config.wsgi"], env, pass_fds=(descriptor,)),
        Server("worker", [*celery, "worker", "--pool=threads", "--concurrency=2", *quiet], env),
        Server("scheduler", [*celery, "beat", *schedule], env),
    ]


def _wait_until_healthy(supervisor: Supervisor, listener: socket.socket, beat_file: Path) -> None:
    deadline = time.monotonic() + HEALTHY_SECONDS
    state = "no answer"
    while time.monotonic() < deadline:
        supervisor.watch()
        state = _health(listener) if beat_file.exists() else "worker down"
        if state == "ok":
            return
        time.sleep(0.1)
    raise Refusal(f"the portal is not healthy after {HEALTHY_SECONDS:.0f} s: {state}")


def _health(listener: socket.socket) -> str:
    """'ok', or what /healthz says is down, or why it does not answer."""
    host, port = listener.getsockname()[:2]
    connection = http.client.HTTPConnection(_reachable(host).strip("[]"), port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as error:
        return f"no answer ({error})"
    finally:
        connection.close()
    if answer.status == http.client.OK:
        return "ok"
    try:
        parts: dict[str, str] = json.loads(body)
    except ValueError:
        return f"/healthz answered {answer.status}"
    return ", ".join(f"{name} {state}" for name, state in parts.items() if state != "ok")


def _reachable(host: str) -> str:
    """The address at which this machine itself reaches a listening address."""
    if host in ("0.0.0.0", ""):
        return "127.0.0.1"
    if host == "::":
        return "[::1]"
    return f"[{host}]" if ":" in host else host


def _greet(address: str, welcome: str, seconds: float) -> None:
    print(f"\nPantas {_version()} is ready after {seconds:.1f} s:  {address}/\n")
    if welcome:
        print(f"{welcome}\n")
    print("Stop with Ctrl-C.", flush=True)


def _version() -> str:
    text = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "([^"]+)"', text, re.MULTILINE)
    return found.group(1) if found else ""


def _say(line: str) -> None:
    """One line for the operator; a terminal that has gone away must not stop the stopping."""
    try:
        print(f"portal: {line}", flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - stays open for the rest of the run


def _stop(signum: int, _frame: FrameType | None) -> None:
    # From now on the stopping itself is not interrupted; kill -9 remains, and leaves nothing.
    for other in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(other, signal.SIG_IGN)
    raise Stop
