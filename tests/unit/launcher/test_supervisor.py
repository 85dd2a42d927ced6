"""Servers that die come back, unless they cannot live at all."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.refusal import Refusal
from launcher.supervisor import QUICK_DEATHS, Server, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "os.fork(); print(os.getpid(), flush=True); time.sleep(60)",
]


class Watched:
    """A supervisor of one server, and what it said."""

    def __init__(self, command: list[str]) -> None:
        self.said: list[str] = []
        self.server = Server("thing", command, dict(os.environ))
        self.supervisor = Supervisor([self.server], self.said.append)

    def until(self, count: int) -> None:
        """Watch until it has said `count` lines."""
        deadline = time.monotonic() + 20
        while len(self.said) < count and time.monotonic() < deadline:
            self.supervisor.watch()
            self.server.start_after = 0.0  # the pauses are told, not waited for
            time.sleep(0.02)


@pytest.fixture
def sleeper() -> Iterator[Watched]:
    watched = Watched(SLEEPER)
    watched.supervisor.watch()
    yield watched
    watched.supervisor.stop()


def test_a_killed_server_is_started_again(sleeper: Watched) -> None:
    first = sleeper.server.process
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    sleeper.until(1)
    sleeper.supervisor.watch()

    assert sleeper.said == ["the thing ended (exit -9); starting it again in 1 s"]
    assert sleeper.server.process is not None
    assert sleeper.server.process.pid != first.pid


def test_a_server_that_cannot_live_ends_the_whole() -> None:
    watched = Watched([sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(Refusal) as refusal:
        watched.until(QUICK_DEATHS)
    assert str(refusal.value) == "the thing ended 4 times in a row (exit 3)"
    assert watched.said == [
        f"the thing ended (exit 3); starting it again in {pause} s" for pause in (1, 2, 4)
    ]


def test_stop_kills_a_group_that_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("launcher.supervisor.STOP_SECONDS", 0.3)
    watched = Watched(STUBBORN)
    watched.supervisor.watch()
    assert watched.server.process is not None
    group = watched.server.process.pid
    time.sleep(0.5)
    assert len(_living(group)) == 2

    watched.supervisor.stop()
    assert _living(group) == []


def _living(group: int) -> list[int]:
    """Processes of a group that are more than an entry waiting to be reaped."""
    time.sleep(0.1)
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = file.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended while it was being read
        if int(its_group) == group and state != "Z":
            found.append(int(file.parent.name))
    return found
