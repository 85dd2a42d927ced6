"""Who draws parts: this process alone, or warm workers of its own.

Workers are plain subprocesses: a job runs in a child of a Celery worker, where
ProcessPoolExecutor fails. They hold no Django, stay warm over parts, are tied to this process
by the kernel (launcher/lifeline.py), and are killed at the end, whatever the end was.
"""

import json
import logging
import os
import selectors
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Protocol

from jobs.registry import Gagal
from launcher.lifeline import tied
from reports.pdf.lukis import Lukisan, TanpaPango, Tugas, lukis

Lapor = Callable[[int | None], None]

MATI: Final = (
    "Penyusunan PDF terhenti di bagian “{judul}”, biasanya karena memori server habis. Tekan "
    "Coba lagi saat server tidak sibuk; bila tetap gagal, mintalah pengelola server menambah "
    "memori."
)
_ROOT: Final = Path(__file__).resolve().parents[3]
_START: Final = (
    "import sys; sys.path[:0] = [sys.argv[1]]; from reports.pdf.pekerja import main; main()"
)
_SIGN_SECONDS: Final = 0.5
_logger = logging.getLogger(__name__)


class Pelukis(Protocol):
    """Draws parts and says how far it is."""

    def lukis(self, tugas: Iterable[Tugas], lapor: Lapor) -> list[Lukisan]:
        """Draw all, in whatever order, and return what was drawn in the order given.

        `lapor` gets the sum of pages laid out, or None for other signs of life. Raises what it
        raises, TanpaPango, and Gagal when a process ends or runs out of memory.
        """


@contextmanager
def siapkan(proses: int) -> Iterator[Pelukis]:
    """Give who draws: this process when `proses` is 0, else that many workers, ended after."""
    if proses < 1:
        yield _Sendiri()
        return
    kelompok = _Kelompok(proses)
    try:
        yield kelompok
    finally:
        kelompok.akhiri()


class _Sendiri:
    """Draws one part after the other in this process."""

    def lukis(self, tugas: Iterable[Tugas], lapor: Lapor) -> list[Lukisan]:
        drawn: list[Lukisan] = []
        for satu in tugas:
            before = sum(len(part.kertas) for part in drawn)
            try:
                drawn.append(lukis(satu, _sesudah(before, lapor)))
            except MemoryError as error:
                raise Gagal(MATI.format(judul=satu.judul)) from error
        return drawn


def _sesudah(before: int, lapor: Lapor) -> Lapor:
    """Count pages on from those of the parts before."""
    return lambda halaman: lapor(None if halaman is None else before + halaman)


class _Pekerja:
    """One worker, the part it draws, and how many pages of it are laid out."""

    def __init__(self) -> None:
        self.proses = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=tied(),
        )
        self.nomor = -1
        self.tugas: Tugas | None = None
        self.halaman = 0
        self._rest = b""

    def beri(self, nomor: int, tugas: Tugas) -> None:
        """Give a part to draw to a worker without one."""
        assert self.proses.stdin is not None
        self.nomor, self.tugas, self.halaman = nomor, tugas, 0
        try:
            self.proses.stdin.write(json.dumps(asdict(tugas)).encode() + b"\n")
            self.proses.stdin.flush()
        except BrokenPipeError as error:
            raise self.mati() from error

    def dengar(self) -> list[dict[str, Any]]:
        """Return the answers that have come. Raises Gagal when the worker has ended."""
        assert self.proses.stdout is not None
        came = os.read(self.proses.stdout.fileno(), 65536)
        if not came:
            raise self.mati()
        *lines, self._rest = (self._rest + came).split(b"\n")
        return [json.loads(line) for line in lines]

    def mati(self) -> Gagal:
        """Return why work ends when the worker has ended by itself."""
        _logger.error("a worker of long reports ended with %s", self.proses.wait())
        return self.gagal()

    def gagal(self) -> Gagal:
        """Log the part, and return the reason for the person who asked for the report."""
        if self.tugas is None:
            return Gagal(MATI.format(judul="-"))
        _logger.error("part %r has %s rows", self.tugas.judul, self.tugas.baris)
        return Gagal(MATI.format(judul=self.tugas.judul))

    def akhiri(self) -> None:
        """End the worker, whatever it does."""
        self.proses.kill()
        self.proses.wait()
        for pipe in (self.proses.stdin, self.proses.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:  # it ended with a line of ours unread
                    continue


class _Kelompok:
    """Workers that draw parts side by side; each is started when there is work for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._workers: list[_Pekerja] = []
        self._selector = selectors.DefaultSelector()

    def lukis(self, tugas: Iterable[Tugas], lapor: Lapor) -> list[Lukisan]:
        drawn: dict[int, Lukisan] = {}
        waiting = enumerate(tugas)
        ready = next(waiting, None)  # made while the workers draw, so that none waits for it
        while ready is not None and self._has_room():
            self._idle().beri(*ready)
            ready = next(waiting, None)
        while any(worker.tugas for worker in self._workers):
            for worker in self._heard():
                for answer in worker.dengar():
                    if lukisan := self._read(worker, answer):
                        drawn[worker.nomor] = lukisan
                        worker.tugas = None
                        if ready is not None:
                            worker.beri(*ready)
                            ready = next(waiting, None)
            now = sum(len(part.kertas) for part in drawn.values())
            now += sum(worker.halaman for worker in self._workers if worker.tugas)
            lapor(now or None)
        return [drawn[nomor] for nomor in sorted(drawn)]

    def akhiri(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.akhiri()
        self._selector.close()

    def _has_room(self) -> bool:
        return len(self._workers) < self._most or any(not w.tugas for w in self._workers)

    def _idle(self) -> _Pekerja:
        for worker in self._workers:
            if worker.tugas is None:
                return worker
        worker = _Pekerja()
        self._workers.append(worker)
        assert worker.proses.stdout is not None
        self._selector.register(worker.proses.stdout, selectors.EVENT_READ, worker)
        return worker

    def _heard(self) -> list[_Pekerja]:
        return [key.data for key, _ in self._selector.select(_SIGN_SECONDS)]

    def _read(self, worker: _Pekerja, answer: dict[str, Any]) -> Lukisan | None:
        """Take one answer; return what was drawn when it is the last one of a part."""
        if "lukisan" in answer:
            return Lukisan.dari(answer["lukisan"])
        if "tanpa_pango" in answer:
            raise TanpaPango(answer["tanpa_pango"])
        if "memori" in answer:
            raise worker.gagal()
        if "galat" in answer:
            raise RuntimeError(f"a part can't be drawn:\n{answer['galat']}")
        worker.halaman = answer.get("halaman", worker.halaman)
        return None
