"""Keeps the three servers running, and leaves none behind."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from signal import SIGKILL, SIGTERM

from launcher.lifeline import end_group, has_ended, signal_group, start_server
from launcher.places import CHECKOUT
from launcher.refusal import Refusal

QUICK_SECONDS = 10.0  # a server that lives shorter has not really started
QUICK_DEATHS = 4
LONGEST_PAUSE = 30.0
STOP_SECONDS = 10.0


@dataclass
class Server:
    """One supervised child: its command, its process while it runs, and how often it died."""

    name: str
    command: list[str]
    env: dict[str, str]
    pass_fds: tuple[int, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    quick_deaths: int = 0
    start_after: float = field(default=0.0)

    def start(self) -> None:
        """Start the child."""
        self.started = time.monotonic()
        self.process = start_server(
            self.command, env=self.env, cwd=CHECKOUT, pass_fds=self.pass_fds
        )

    def bury(self) -> int:
        """Reap an ended child with whatever is left of its group; return its exit code."""
        if self.process is None:
            raise RuntimeError(f"{self.name} does not run")
        signal_group(self.process.pid, SIGKILL)
        code = self.process.wait()
        self.process = None
        return code


class Supervisor:
    """Starts servers, restarts those that die, and stops them all together."""

    def __init__(self, servers: list[Server], say: Callable[[str], None]) -> None:
        """`say` prints one line for the operator."""
        self._servers = servers
        self._say = say

    def add(self, server: Server) -> None:
        """Take one more server into care; the next `watch` starts it."""
        self._servers.append(server)

    def watch(self) -> None:
        """Start what is due and restart what has died; call it again and again.

        A server that dies waits before it starts again, longer each time. Raises Refusal
        when one has died several times in a row right after its start.
        """
        now = time.monotonic()
        for server in self._servers:
            if server.process is None:
                if now >= server.start_after:
                    server.start()
            elif has_ended(server.process):
                self._mourn(server, now)

    def stop(self) -> None:
        """Ask all servers to stop, wait a little, and kill what is still there."""
        running = [server.process for server in self._servers if server.process is not None]
        for process in running:
            signal_group(process.pid, SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            end_group(process, seconds=deadline - time.monotonic())
        for server in self._servers:
            server.process = None

    def _mourn(self, server: Server, now: float) -> None:
        lived = now - server.started
        code = server.bury()
        server.quick_deaths = server.quick_deaths + 1 if lived < QUICK_SECONDS else 1
        if server.quick_deaths >= QUICK_DEATHS:
            raise Refusal(f"the {server.name} ended {QUICK_DEATHS} times in a row (exit {code})")
        pause = min(2.0 ** (server.quick_deaths - 1), LONGEST_PAUSE)
        server.start_after = now + pause
        self._say(f"the {server.name} ended (exit {code}); starting it again in {pause:.0f} s")
