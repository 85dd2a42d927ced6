"""Locks in the data folder: one backup at a time, and no restore under a running portal."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.cadangan import CadanganGagal

PORTAL = "lock"  # held by `portal up` as long as it runs
CADANGAN = "backup.lock"


@contextmanager
def dipegang(folder: Path, name: str, refusal: str) -> Iterator[None]:
    """Hold a lock of the data folder; raises CadanganGagal(refusal) when somebody holds it."""
    place = folder / "run"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place / name).open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CadanganGagal(refusal) from error
        yield
