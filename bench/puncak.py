"""The highest memory of a process and its workers, watched while they work (Linux)."""

import threading
from pathlib import Path


class Puncak:
    """Looks 20 times a second at the memory (RSS) of this process and its workers, all together.

    The sum counts what they share (libraries) once for each, so it is more than they use.
    """

    def __init__(self) -> None:
        """`mb`: the highest sum so far."""
        self.mb = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Puncak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.05):
            now = _rss("self") + sum(_rss(pid) for pid in _children() if _is_worker(pid))
            self.mb = max(self.mb, now / 1024)


def _children() -> set[str]:
    """Return the children of this process; a thread that ended meanwhile has none."""
    found: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        try:
            found.update((task / "children").read_text().split())
        except OSError:
            continue
    return found


def _is_worker(pid: str) -> bool:
    """Whether a child is a worker, not a helper of the linker that begins as a copy of this."""
    try:
        return b"pekerja" in Path("/proc", pid, "cmdline").read_bytes()
    except OSError:  # it has ended meanwhile
        return False


def _rss(pid: str) -> int:
    """Return the memory of a process in kB; 0 when it has ended."""
    try:
        status = Path("/proc", pid, "status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line), 0)
