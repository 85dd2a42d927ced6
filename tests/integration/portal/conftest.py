"""Starts the real launcher on data folders of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from launcher import servers
from launcher.places import CHECKOUT
from launcher.variables import outside_removed

START_SECONDS = 90.0
END_SECONDS = 20.0


class Portal:
    """One `./portal up` in a session of its own, as a terminal would start it."""

    def __init__(self, data: Path, *arguments: str, **env: str) -> None:
        self.data = data
        self.port = free_port()
        self.log = data.with_name(f"{data.name}-{self.port}.log")
        command = [str(CHECKOUT / "portal"), "up", "--empty", f"--port={self.port}"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, f"--data={data}", *arguments],
                env={**outside_removed(), **env},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def output(self) -> str:
        """Everything it has printed so far."""
        return self.log.read_text()

    def wait_for(self, text: str, seconds: float = START_SECONDS) -> None:
        """Wait until it prints `text`; fails with its output when it ends or takes too long."""
        deadline = time.monotonic() + seconds
        while text not in self.output():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"no {text!r} in:\n{self.output()}")
            time.sleep(0.05)

    def health(self) -> tuple[int, dict[str, str]]:
        """Status and JSON of /healthz."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def family(self) -> dict[int, str]:
        """The processes that run on its data folder: id and command line."""
        mark = f"PORTAL_DATA_DIR={self.data}".encode()
        found: dict[int, str] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                environ = (folder / "environ").read_bytes().split(b"\0")
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue  # ended while it was being read, or somebody else's
            if mark in environ and command:
                found[int(folder.name)] = command
        return found

    def member(self, word: str) -> int:
        """The process id of the first family member with `word` in its command line."""
        return min(pid for pid, command in self.family().items() if word in command)

    def end(self, signum: int) -> int:
        """Send a signal to the portal process alone, wait for it and for its family."""
        self.process.send_signal(signum)
        code = self.process.wait(timeout=END_SECONDS)
        deadline = time.monotonic() + 5
        while self.family() and time.monotonic() < deadline:
            time.sleep(0.05)
        return code


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that all starts share; the first one prepares it."""
    return tmp_path_factory.mktemp("portal") / "data"


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., Portal]]:
    """Start portals; whatever a failed test leaves running is killed."""
    started: list[Portal] = []

    def begin(*arguments: str, folder: Path = data, **env: str) -> Portal:
        portal = Portal(folder, *arguments, **env)
        started.append(portal)
        return portal

    yield begin
    for portal in started:
        if portal.process.poll() is None:
            portal.process.kill()
            portal.process.wait()
        for pid in portal.family():
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def running(start: Callable[..., Portal]) -> Portal:
    """A portal that has said it is ready."""
    portal = start()
    portal.wait_for("Stop with Ctrl-C.")
    return portal


@pytest.fixture(scope="session")
def tempat() -> Iterator[Callable[[str], Path]]:
    """Make folders that every account may pass through.

    Not pytest's own: each pytest that starts closes those to other accounts again.
    """
    with tempfile.TemporaryDirectory(prefix="pantas-siksa-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)

        def buat(nama: str) -> Path:
            folder = Path(name) / nama
            folder.mkdir()
            folder.chmod(0o755)
            return folder

        yield buat


@pytest.fixture(scope="session")
def image(tempat: Callable[[str], Path]) -> Path:
    """What the image holds, in a folder that every account may read."""
    from tests.integration.portal.compose import copy_image

    folder = tempat("image")
    copy_image(folder / "app")
    return folder / "app"


@pytest.fixture(scope="session")
def kantor(image: Path, tempat: Callable[[str], Path]) -> Iterator[Any]:
    """An installation on PostgreSQL and Redis, prepared by its own service."""
    from tests.integration.portal.tungku import Tungku

    folder = tempat("kantor")
    database, broker = folder / "postgres", folder / "redis"
    database.mkdir()
    broker.mkdir()
    with servers.postgres(database) as url, servers.redis(broker) as bell:
        database.chmod(0o755)
        # These tests kill the server: what it has confirmed must be there afterwards.
        durable = "ALTER ROLE pantas SET synchronous_commit = on"
        subprocess.run(["psql", "-qh", database, "-U", "pantas", "-c", durable], check=True)
        tungku = Tungku(folder, image, database=url, redis=bell)
        code, said = tungku.run("prepare")
        assert code == 0, said
        yield tungku
        tungku.end()
