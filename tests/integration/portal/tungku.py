"""The services of docker-compose.yml as real processes: started, killed, looked at.

They run from a copy of what the image holds, with the image's environment, under an account
that owns nothing but its data folder, so that a hidden need for root or for a writable checkout
shows. What Docker would translate is replaced in commands and values: names of hosts, the port,
`/data` and `/tmp`.
"""

import http.client
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher.lifeline import tied
from launcher.places import VENV
from tests.integration.portal.compose import Service, image_environment, services
from tests.integration.portal.conftest import free_port

PATIENCE = 120.0
KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
OFFICE = {"SECRET_KEY": KEY, "POSTGRES_PASSWORD": "rahasia", "LOG_LEVEL": "WARNING"}


@dataclass(frozen=True)
class Account:
    """Whom services run as, and what stands before their commands to make it so."""

    uid: int
    prefix: tuple[str, ...]


def account(number: int) -> Account | None:
    """An account without rights and without a name, by its number; None: that of this test.

    Only root may lend one. When Python itself lies where only root may read, the account may
    read everything (one capability), but still writes nothing outside of its data folder.
    """
    if os.geteuid() != 0:
        return None
    who = (f"--reuid={number}", f"--regid={number}", "--clear-groups")
    plain = ("setpriv", *who, "--no-new-privs", "--pdeathsig=KILL")
    reading = ("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search")
    for prefix in ((*plain, "--"), (*plain, *reading, "--")):
        # Through a shell: the first program still starts with the rights of root.
        probe = [*prefix, "sh", "-c", f"{VENV / 'bin' / 'python'} -c 'import django'"]
        if subprocess.run(probe, cwd="/", capture_output=True, check=False).returncode == 0:
            return Account(number, prefix)
    raise AssertionError("no account without rights can run Python")


def until(what: str, check: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Wait until `check` returns something true, and return it; fails with `what`."""
    deadline = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"never within {seconds:.0f} s: {what}")
        time.sleep(0.05)


class Tungku:
    """One installation: its data folder, its services, and what runs of it."""

    def __init__(
        self,
        folder: Path,
        image: Path,
        *,
        database: str = "",
        redis: str = "",
    ) -> None:
        """`image` is a copy of the code; empty addresses mean SQLite and a broker in files."""
        self.folder, self.image = folder, image
        self.data, self.tmp = folder / "data", folder / "tmp"
        self.database, self.redis = database, redis
        self.port = free_port()
        self.user = account(100_000 + self.port)  # its processes are found by their account
        self.services = services(OFFICE)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        for path in (
            self.data,
            self.tmp,
            *(self.data / "broker" / n for n in ("queue", "control")),
        ):
            path.mkdir(parents=True, exist_ok=True)
            self.own(path)
        self.own(self.data / "broker")

    def own(self, path: Path) -> None:
        """Give a path to the account of the services."""
        if self.user is not None:
            os.chown(path, self.user.uid, self.user.uid)

    def env(self, service: Service) -> dict[str, str]:
        """The environment of a service's process."""
        inside = {**image_environment(), **service.env}
        found = {key: self._moved(value) for key, value in inside.items()}
        for key, address in (("DATABASE_URL", self.database), ("REDIS_URL", self.redis)):
            found.pop(key, None)
            if address:
                found[key] = address
        path = f"{VENV / 'bin'}:/usr/local/bin:/usr/bin:/bin"
        return {**found, "PATH": path, "HOME": "/nonexistent", "TMPDIR": str(self.tmp)}

    def _moved(self, text: str) -> str:
        homes = {"/data": str(self.data), "/tmp": str(self.tmp)}
        text = re.sub(r"(?<![\w/])/(?:data|tmp)(?=/|$| )", lambda m: homes[m.group()], text)
        text = text.replace("0.0.0.0:8000", f"127.0.0.1:{self.port}")
        return text.replace("localhost:8000", f"localhost:{self.port}")

    def _moved_words(self, words: list[str]) -> list[str]:
        return [self._moved(word) for word in words]

    def popen(
        self,
        command: list[str],
        service: str = "web",
        extra: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Any:
        """Start a command with the environment (and `extra`) and the account of a service."""
        prefix = self.user.prefix if self.user else ()
        options = {
            "env": {**self.env(self.services[service]), **(extra or {})},
            "cwd": self.image,
            "stdin": subprocess.DEVNULL,
            "start_new_session": True,
            "preexec_fn": None if self.user else tied(),
        }
        return subprocess.Popen([*prefix, *command], **{**options, **more})

    def run(self, name: str, seconds: float = 200) -> tuple[int, str]:
        """Run a service that ends by itself; return its exit code and what it said."""
        return self.call(self._moved_words(self.services[name].command), name, seconds)

    def call(
        self, command: list[str], service: str = "web", seconds: float = 60, **extra: str
    ) -> tuple[int, str]:
        """Run a command to its end; return its exit code and what it said."""
        process = self.popen(
            command, service, extra, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        output, _ = process.communicate(timeout=seconds)
        return process.returncode, output

    def start(self, *names: str) -> None:
        """Start services; what they say goes to a log of their own."""
        for name in names:
            with self.log(name).open("ab") as output:
                command = self._moved_words(self.services[name].command)
                self.running[name] = self.popen(
                    command, name, stdout=output, stderr=subprocess.STDOUT
                )

    def log(self, name: str) -> Path:
        """Where a service's words go."""
        return self.folder / f"{name}.log"

    def kill(self, name: str) -> None:
        """`kill -9` of a service's main process."""
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def stop(self, name: str) -> int:
        """Ask a service to end, as `docker stop` does; return its exit code."""
        process = self.running.pop(name)
        process.terminate()
        return process.wait(timeout=30)

    def healthy(self, name: str) -> bool:
        """Whether a service's own health check holds."""
        return self.call(self._moved_words(self.services[name].health), name)[0] == 0

    def ready(self) -> bool:
        """Whether /healthz answers 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def family(self, word: str = "") -> dict[int, str]:
        """The processes of this installation with `word` in their command line."""
        found: dict[int, str] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if self._ours(entry):
                    found[int(entry.name)] = _command(entry)
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended meanwhile
        return {pid: command for pid, command in found.items() if command and word in command}

    def _ours(self, entry: Path) -> bool:
        if self.user is not None:
            return entry.stat().st_uid == self.user.uid
        if entry.stat().st_uid != os.getuid():
            return False
        mark = f"PORTAL_DATA_DIR={self.data}".encode()
        return mark in (entry / "environ").read_bytes().split(b"\0")

    def children(self, name: str) -> list[int]:
        """The processes started by a service's main process."""
        pid = self.running[name].pid
        return [p for p in self.family() if _parent(p) == pid]

    def stored(self) -> list[str]:
        """All stored files, by their names in the storage."""
        root = self.data / "berkas"
        return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())

    def leftovers(self) -> list[str]:
        """Temporary files and folders of uploads and jobs that are still there."""
        homes = [self.tmp, self.data / "run" / "web", self.data / "run" / "pemegang"]
        files = [p for home in homes for p in home.rglob("*") if p.is_file()]
        full = [p.relative_to(self.folder) for p in files if p.stat().st_size]
        kept = ("cache", "schedule")  # of fonts, and of the scheduler
        return [str(p) for p in full if not p.parts[1].startswith(kept)]

    def end(self) -> None:
        """End everything that still runs."""
        for name in list(self.running):
            self.kill(name)
        for pid in self.family():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue


def _command(entry: Path) -> str:
    return (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
