"""What the torture does to an installation: questions to it, and the death of its servers."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from launcher.lifeline import tied
from launcher.places import CHECKOUT
from tests.integration.portal.tungku import Tungku, until


class Penilik:
    """The other end of penilik.py: `penilik("keadaan", ids)` asks, and returns the answer."""

    def __init__(self, tungku: Tungku) -> None:
        """Start it as the account of the installation, with a copy of the tests to import."""
        home = tungku.folder / "uji"
        shutil.copytree(CHECKOUT / "tests", home / "tests", dirs_exist_ok=True)
        for path in (home, *home.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        self._log = (tungku.folder / "penilik.log").open("ab")
        self._process: subprocess.Popen[str] = tungku.popen(
            ["python", "-m", "tests.integration.portal.penilik"],
            "worker",
            {"PYTHONPATH": f"{home}:{tungku.image}"},
            cwd=home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def __call__(self, verb: str, *arguments: Any) -> Any:
        """Ask; fails with what went wrong over there."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([verb, *arguments]) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"galat": "it has ended"}')
        if "galat" in answer:
            raise AssertionError(answer["galat"])
        return answer["isi"]

    def end(self) -> None:
        """Let it go."""
        self._process.kill()
        self._process.communicate()
        self._log.close()


class Peladen:
    """A database or broker server that can be killed and started again as it was."""

    def __init__(self, pid: Callable[[], int], answers: list[str], command: list[str]) -> None:
        """`pid` finds its process, `answers` succeeds when it answers, `command` starts it (empty:
        as it was started)."""
        self._pid, self._answers, self._command = pid, answers, command
        self._uid, self._gid = 0, 0
        self._process: subprocess.Popen[bytes] | None = None

    def kill(self) -> None:
        """`kill -9` of its main process; nothing of it answers afterwards."""
        pid = self._pid()
        entry = Path(f"/proc/{pid}")
        if not self._command:
            self._command = (entry / "cmdline").read_bytes().decode().split("\0")[:-1]
        self._uid, self._gid = entry.stat().st_uid, entry.stat().st_gid
        os.kill(pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
        else:
            with suppress(ChildProcessError):  # started by another process of this test
                os.waitpid(pid, 0)  # a dead one that nobody buries still holds its lock file
        until("silence of the server", lambda: not self.up())

    def start(self) -> None:
        """Start it again; what it had on disk is there."""
        lent = os.geteuid() == 0 and self._uid != 0

        def again() -> bool:
            if self._process is None or self._process.poll() is not None:
                self._process = subprocess.Popen(
                    self._command,
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                    preexec_fn=tied(signal.SIGQUIT if lent else signal.SIGKILL),
                    user=self._uid if lent else None,
                    group=self._gid if lent else None,
                    extra_groups=() if lent else None,
                )
            return self.up()

        until("the server", again)  # PostgreSQL waits until its old children are gone

    def up(self) -> bool:
        """Whether it answers."""
        return subprocess.run(self._answers, capture_output=True, check=False).returncode == 0

    def end(self) -> None:
        """Stop what was started again."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT if self._uid else signal.SIGTERM)
            self._process.wait(timeout=20)


def postmaster(folder: Path) -> Peladen:
    """The PostgreSQL that `launcher.servers.postgres` has started in `folder`."""

    def pid() -> int:
        return int((folder / "cluster" / "postmaster.pid").read_text().split()[0])

    return Peladen(pid, ["pg_isready", "-q", "-h", str(folder)], [])


def redis_server(url: str) -> Peladen:
    """The Redis behind an address that `launcher.servers.redis` has given."""
    ask = ["redis-cli", "-e", "-u", url]

    def pid() -> int:
        said = subprocess.run([*ask, "info", "server"], capture_output=True, text=True, check=True)
        return int(said.stdout.partition("process_id:")[2].split()[0])

    port = url.rpartition(":")[2].partition("/")[0]
    command = ["redis-server", "--bind", "127.0.0.1", "--port", port, "--save", ""]
    return Peladen(pid, [*ask, "ping"], [*command, "--appendonly", "no"])


@contextmanager
def small_disk(folder: Path, room: int) -> Iterator[Path]:
    """Put a folder on a disk of its own with `room` bytes left; what is in it stays in it.

    Needs root, as `mount` does.
    """
    aside = folder.with_name(f"{folder.name}-aside")
    folder.mkdir(exist_ok=True)
    owner = folder.stat()
    used = sum(p.stat().st_blocks * 512 for p in folder.rglob("*"))
    folder.rename(aside)
    folder.mkdir()
    size = used + 1024 * 1024 + room
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(folder)]
    subprocess.run(mount, check=True)
    os.chown(folder, owner.st_uid, owner.st_gid)
    try:
        subprocess.run(["cp", "-a", f"{aside}/.", str(folder)], check=True)
        yield folder
        subprocess.run(["cp", "-a", f"{folder}/.", str(aside)], check=True)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()
        aside.rename(folder)


def fill(folder: Path, left: int) -> Path:
    """Write a file that leaves only `left` bytes on its disk; return it."""
    filler = folder / "penuh.bin"
    with filler.open("wb") as file:
        free = os.statvfs(folder)
        os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - left)
    return filler
