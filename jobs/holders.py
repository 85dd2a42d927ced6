"""Which processes hold jobs or unfinished files, and which are dead: a lock says it, no id.

Every process that takes jobs or stores files holds a lock on a file in `run/pemegang/` of the
data folder as long as it lives; the kernel lets go of it the moment the process ends, however it
ends. Ids of processes and names of hosts would not do: a restarted container has the same of
both. The lock's name stands in the mark of each job (`Job.pemegang`), and the process keeps what
it writes meanwhile in a folder of the same name. So whoever looks for dead holders gives their
jobs back at once and clears their folders; a holder of another data folder is unknown here, and
only its silence counts (settings.JOB_STALE_SECONDS).
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from django.conf import settings

_LOCK = ".kunci"
_mutex = threading.Lock()
_last_wills: list[Callable[[Path], None]] = []
_own: tuple[int, Path, IO[bytes]] | None = None  # process id, folder, lock (open: held)


def mark() -> str:
    """Return a new mark for one job of this process: host, process, lock, and a random part.

    Raises OSError when the data folder can't be written.
    """
    name = folder().name
    return f"{socket.gethostname()[:20]}:{os.getpid()}:{name}:{uuid.uuid4().hex[:8]}"


def when_dead(act: Callable[[Path], None]) -> None:
    """Have `act` look into the folder of each dead process before it is removed."""
    _last_wills.append(act)


def folder() -> Path:
    """Return the folder in which this process writes; it goes away after its death.

    Raises OSError when the data folder can't be written.
    """
    global _own
    with _mutex:
        # After a fork the lock belongs to the parent: a child takes one of its own.
        if _own is None or _own[0] != os.getpid() or not _own[1].is_dir():
            _own = (os.getpid(), *_take())
        return _own[1]


def _root() -> Path:
    return Path(settings.DATA_DIR) / "run" / "pemegang"


def _take() -> tuple[Path, IO[bytes]]:
    """Make a folder and lock it, under a name nobody looks at until it is locked."""
    root, name = _root(), uuid.uuid4().hex[:16]
    root.mkdir(parents=True, exist_ok=True)
    lock = (root / f".{name}").open("wb")
    fcntl.flock(lock, fcntl.LOCK_EX)
    home = root / name
    home.mkdir()
    (root / f".{name}").rename(root / f"{name}{_LOCK}")
    return home, lock


@contextlib.contextmanager
def dead() -> Iterator[list[str]]:
    """Give the locks of holders that have died; what they left is removed after the block.

    Nobody else gets the same names meanwhile. When the block raises, everything stays as it
    is, so that the next one finds it.
    """
    with contextlib.ExitStack() as stack:
        found = []
        for file in sorted(_root().glob(f"*{_LOCK}")):
            try:
                lock = stack.enter_context(file.open("rb"))
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (FileNotFoundError, BlockingIOError):
                continue  # cleared by somebody else, or its process lives
            if file.exists():  # else cleared between the two lines above
                found.append(file.name.removesuffix(_LOCK))
        yield found
        for name in found:
            for act in _last_wills:
                act(_root() / name)
            _remove(name)


def _remove(name: str) -> None:
    shutil.rmtree(_root() / name, ignore_errors=True)
    (_root() / f"{name}{_LOCK}").unlink(missing_ok=True)


@atexit.register
def _leave() -> None:
    """A process that ends in peace leaves nothing to look at."""
    if _own is None or _own[0] != os.getpid():
        return
    if _own[1].is_dir() and not any(_own[1].iterdir()):
        _remove(_own[1].name)


def lock_of(pemegang: str) -> str:
    """Return the lock's name in a job's mark; empty for a mark without one."""
    parts = pemegang.split(":")
    return parts[2] if len(parts) == 4 else ""
