"""Starts the drawing process and reads its pages one by one, with a limit of time for each.

A page on which the process dies or hangs is given up, and a new process goes on behind it, so
one hostile page costs its own image and nothing else. Few such pages are enough to stop.
"""

from __future__ import annotations

import json
import logging
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evidence.filecheck.inspector import bare_environment, last_words

START_SECONDS: Final = 40.0  # for the process to start and open the file
PAGE_SECONDS: Final = 20.0
TOTAL_SECONDS: Final = 1200.0  # below the limit of a job (jobs/supervision.py)
MAX_STUCK: Final = 3

_log = logging.getLogger(__name__)
_ROOT: Final = Path(__file__).resolve().parents[2]
_STARTED: Final = "siap"
_CHUNK: Final = 256 * 1024
_START: Final = (
    "import sys; sys.path[:0] = [sys.argv[1]]; from evidence.halaman.pelukis import main; "
    "main(sys.argv[2], int(sys.argv[3]), frozenset(map(int, filter(None, sys.argv[4].split(',')))))"
)


class TakTerbaca(Exception):
    """No page can be drawn: `kode` is "sandi", "rusak" or "rumit"."""

    def __init__(self, kode: str) -> None:
        super().__init__(kode)
        self.kode = kode


@dataclass(frozen=True)
class Jumlah:
    """How many pages the file has."""

    halaman: int


@dataclass(frozen=True)
class Lembar:
    """A drawn page."""

    no: int
    lebar: int
    tinggi: int
    isi: bytes


@dataclass(frozen=True)
class Cacat:
    """A page that can't be drawn: `kode` is "rusak" or "rumit" (took too long, or too much)."""

    no: int
    kode: str


Kabar = Jumlah | Lembar | Cacat


class _Stuck(Exception):
    """The process died or said nothing for too long."""


def lukis(
    berkas: Path,
    jenis: str,
    *,
    paling_banyak: int,
    lewati: Collection[int] = (),
    denyut: Callable[[], None] = lambda: None,
    detik: float = PAGE_SECONDS,
) -> Generator[Kabar, None, None]:
    """Yield the number of pages, then each of the first `paling_banyak` pages not in `lewati`.

    `denyut` is called about once a second and may raise to stop. Closing the iterator ends the
    process. Raises TakTerbaca when the whole file is unreadable, RuntimeError when the process
    can't start at all (a broken installation). Ends early, with the rest as Cacat "rumit", after
    MAX_STUCK lost processes or TOTAL_SECONDS.
    """
    done = set(lewati)
    deadline = time.monotonic() + TOTAL_SECONDS
    wanted: list[int] | None = None
    stuck = 0
    while True:
        try:
            with _process(berkas, jenis, paling_banyak, done) as lines:
                for kabar in _read(lines, denyut, detik):
                    if isinstance(kabar, Jumlah):
                        if wanted is None:
                            yield kabar
                        wanted = list(range(1, min(kabar.halaman, paling_banyak) + 1))
                    else:
                        done.add(kabar.no)
                        yield kabar
                    if time.monotonic() > deadline:
                        raise _Stuck("the whole file took too long")
            return
        except _Stuck as error:
            stuck += 1
            _log.warning("drawing %s stopped: %s", berkas.name, error)
            left = [no for no in wanted or () if no not in done]
            if wanted is None:
                raise TakTerbaca("rumit") from error
            over = stuck >= MAX_STUCK or time.monotonic() > deadline
            for no in left if over else left[:1]:
                done.add(no)
                yield Cacat(no, "rumit")
            if over or len(left) < 2:
                return


@contextmanager
def _process(
    berkas: Path, jenis: str, paling_banyak: int, done: Collection[int]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the drawing process while the block runs."""
    skip = ",".join(str(no) for no in sorted(done))
    with berkas.open("rb") as source, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, str(_ROOT), jenis, str(paling_banyak), skip],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=bare_environment(),
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
            errors.seek(0)
            if said := errors.read().strip():
                _log.warning("drawing %s: %s", berkas.name, last_words(said))


def _read(
    process: subprocess.Popen[bytes], denyut: Callable[[], None], detik: float
) -> Generator[Kabar, None, None]:
    """Read what the process says until it ends; raises _Stuck when it dies or is too slow."""
    reader = _Pembaca(process, denyut)
    if reader.line() != _STARTED:
        raise RuntimeError("the drawing process did not start")
    while line := reader.line():
        words: dict[str, Any] = json.loads(line)
        if "halaman" in words:
            reader.detik = detik
            yield Jumlah(int(words["halaman"]))
        elif "no" not in words:
            raise TakTerbaca(str(words["kode"]))
        elif "kode" in words:
            yield Cacat(int(words["no"]), str(words["kode"]))
        else:
            content = reader.take(int(words["byte"]))
            yield Lembar(int(words["no"]), int(words["lebar"]), int(words["tinggi"]), content)
    if process.wait() != 0:
        raise _Stuck(f"ended with {process.returncode}")


class _Pembaca:
    """Reads lines and bytes from a process; each must come within `detik` seconds."""

    def __init__(self, process: subprocess.Popen[bytes], denyut: Callable[[], None]) -> None:
        if process.stdout is None:
            raise RuntimeError("the drawing process has no output")
        self._file = process.stdout.fileno()
        self._denyut, self.detik = denyut, START_SECONDS
        self._buffer = b""

    def line(self) -> str:
        """Return the next line without its end; empty when the process has said everything."""
        end = time.monotonic() + self.detik
        while b"\n" not in self._buffer:
            if not self._more(end):
                if self._buffer:
                    raise _Stuck("ended within a line")
                return ""
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.decode("ascii", "replace")

    def take(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        end = time.monotonic() + self.detik
        while len(self._buffer) < count:
            if not self._more(end):
                raise _Stuck("ended within a picture")
        content, self._buffer = self._buffer[:count], self._buffer[count:]
        return content

    def _more(self, end: float) -> bool:
        """Wait for bytes; False at the end of the stream. Raises _Stuck after `end`."""
        while True:
            self._denyut()
            left = end - time.monotonic()
            if left <= 0:
                raise _Stuck("said nothing for too long")
            if select.select([self._file], [], [], min(left, 1.0))[0]:
                chunk = os.read(self._file, _CHUNK)
                self._buffer += chunk
                return bool(chunk)
