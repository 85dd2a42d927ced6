"""Runs one job that this process holds: handler, progress, result file or reason."""

import errno
import hashlib
import logging
import tempfile
import time
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection

from jobs import engine, registry, results
from jobs.models import Job
from jobs.registry import Dibatalkan, Gagal, Hasil, Pekerjaan

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
GANGGUAN = (
    "Ada gangguan saat mengerjakan permintaan ini. Coba lagi; bila tetap gagal, hubungi "
    "pengelola portal dengan menyebut nomor halaman ini."
)
PENUH = "Ruang simpan server penuh. Hubungi pengelola portal, lalu coba lagi."


class Pelapor:
    """Writes progress and a sign of life, at most once a second (see registry.Kemajuan)."""

    def __init__(self, job_id: int, pemegang: str, every: float | None = None) -> None:
        self._job_id, self._pemegang = job_id, pemegang
        self._every = EVERY_SECONDS if every is None else every
        self._values: dict[str, int | str] = {}
        self._last = float("-inf")

    def bagian(self, jumlah: int) -> None:
        """Say how many parts there are."""
        self._values.update(jumlah_bagian=jumlah, selesai_bagian=0)
        self._write()

    def langkah(self, teks: str, selesai: int | None = None) -> None:
        """Say what is done now, and how many parts are finished."""
        self._values["langkah"] = teks[:120]
        if selesai is not None:
            self._values["selesai_bagian"] = selesai
        self._write()

    def denyut(self) -> None:
        """Say only that the work goes on. Raises Dibatalkan or engine.Direbut."""
        self._write()

    def _write(self) -> None:
        now = time.monotonic()
        if now - self._last >= self._every:
            self._last = now
            engine.beat(self._job_id, self._pemegang, **self._values)
            self._values.clear()


def run(job_id: int, pemegang: str) -> None:
    """Run a job claimed by `pemegang` to its end.

    Whatever the handler raises ends in the row: a reason for the person, the exception in the
    log. Nothing is written when the job is no longer held. Only a lost database raises: that is
    no fault of the job, so its process ends and the worker lets the job wait again.
    """
    job = engine.held(job_id, pemegang)
    if job is None:
        logger.warning("job %s: not held by %s, nothing done", job_id, pemegang)
        return
    try:
        _work(job, pemegang)
    except Dibatalkan:
        engine.stop(job, pemegang)
    except engine.Direbut:
        logger.warning("job %s: taken away from %s", job_id, pemegang)
    except Gagal as error:
        # The reason is in the row; it may name things of an institution, a log line must not.
        logger.warning("job %s (%s) failed with a reason", job_id, job.jenis)
        engine.fail(job, pemegang, str(error))
    except Exception as error:  # the boundary of the engine: nothing may stay "berjalan"
        logger.exception("job %s (%s) failed", job_id, job.jenis)
        if isinstance(error, OperationalError | InterfaceError) and not connection.is_usable():
            raise
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        engine.fail(job, pemegang, PENUH if full else GANGGUAN)


def _work(job: Job, pemegang: str) -> None:
    jenis = registry.find(job.jenis)
    if not jenis.boleh(job.oleh, job.instansi_id, job.parameter):
        raise Gagal("Peminta tidak lagi berwenang meminta laporan ini.")
    with tempfile.TemporaryDirectory(prefix="pantas-job-") as folder:
        kemajuan = Pelapor(job.pk, pemegang)
        kemajuan.denyut()
        hasil = jenis.handler(Pekerjaan(job, job.oleh, job.parameter, Path(folder), kemajuan))
        if hasil is not None:
            _keep(job, pemegang, hasil)
        elif not engine.succeed(job, pemegang):
            raise engine.Direbut


def _keep(job: Job, pemegang: str, hasil: Hasil) -> None:
    """Store the file under a name nobody can guess; remove it again unless the row has it.

    The name belongs to the holder: should this process die in between, `engine.settle` finds it.
    """
    with hasil.berkas.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    wanted, kept = results.name_for(job, pemegang, hasil.berkas.suffix), False
    try:
        with hasil.berkas.open("rb") as file:
            name = default_storage.save(wanted, File(file))
        kept = engine.succeed(
            job,
            pemegang,
            hasil=name,
            hasil_nama=hasil.nama[:200],
            hasil_sha256=sha256,
            hasil_ukuran=hasil.berkas.stat().st_size,
            hasil_halaman=hasil.halaman,
        )
    finally:
        if not kept:
            results.discard(job, pemegang)
    if not kept:
        raise engine.Direbut
