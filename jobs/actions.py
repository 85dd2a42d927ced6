"""Asking for work, cancelling it, asking again: checked, atomic, audited."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Instansi, User
from accounts.permissions import Denied
from audit.recorder import Event, audited, record
from jobs import engine, registry
from jobs.models import Job
from jobs.reach import reach
from jobs.tasks import ring

logger = logging.getLogger(__name__)
_OPEN = (Job.Status.ANTRE, Job.Status.BERJALAN)
_AGAIN = (Job.Status.GAGAL, Job.Status.DIBATALKAN)


class TidakBisa(Exception):
    """The job is not in a state for this; the message is Indonesian and fit for the screen."""


def minta(
    *, jenis: str, judul: str, parameter: dict[str, Any], instansi: Instansi, by: User
) -> Job:
    """Ask for a piece of work and ring for it after the commit.

    The same request of the same person, still waiting or running, is returned instead: a
    double submit makes one job. What the person may read now is kept with the parameter, unless
    the kind goes with one object. Raises Denied without the permission of this kind in this
    institution (or without its object), and registry.Gagal for an unknown kind.
    """
    kind = registry.find(jenis)
    if not kind.boleh(by, instansi.pk, parameter):
        raise Denied("Anda tidak berwenang meminta laporan untuk instansi ini.")
    if kind.objek is None:
        parameter = parameter | reach(by, instansi.pk)
    with audited():
        same = _same(jenis, parameter, instansi.pk, by)
        if same is not None:
            return same
        job = Job.objects.create(
            instansi=instansi, jenis=jenis, judul=judul[:250], parameter=parameter, oleh=by
        )
        record(
            Event(
                instansi=instansi.kode,
                contoh=instansi.contoh,
                aksi="pekerjaan.minta",
                oleh=by,
                objek_jenis="job",
                objek_id=str(job.pk),
                objek_nama=job.judul,
                isi={"jenis": jenis, "parameter": parameter},
            )
        )
        # With the id of the asking request in this line, the job's number leads back to it.
        logger.info("job %s (%s): asked for", job.pk, job.jenis)
        transaction.on_commit(lambda: ring(job.pk))
        return job


def batalkan(*, job_id: int, by: User) -> Job:
    """Cancel a job: a waiting one at once, a running one as soon as its process notices.

    Raises Denied for jobs of others and TidakBisa for one that has ended.
    """
    with audited():
        job = _own(job_id, by)
        if job.minta_batal and job.status == Job.Status.BERJALAN:
            return job
        now = timezone.now()
        if engine.settle(
            job,
            Job.Status.DIBATALKAN,
            "batal",
            dari=[Job.Status.ANTRE],
            oleh=by,
            berakhir=now,
        ) or engine.settle(
            job,
            Job.Status.BERJALAN,
            "minta_batal",
            dari=[Job.Status.BERJALAN],
            oleh=by,
            minta_batal=True,
        ):
            job.refresh_from_db()
            return job
        raise TidakBisa("Laporan ini sudah berakhir, jadi tidak dapat dibatalkan.")


def ulangi(*, job_id: int, by: User) -> Job:
    """Ask again for a failed or cancelled job; returns it, or the same one already waiting.

    Raises Denied for jobs of others or without the permission, TidakBisa for other states.
    """
    with audited():
        job = _own(job_id, by)
        if not registry.find(job.jenis).boleh(by, job.instansi_id, job.parameter):
            raise Denied("Anda tidak berwenang meminta laporan untuk instansi ini.")
        same = _same(job.jenis, job.parameter, job.instansi_id, by)
        if same is not None:
            return same
        if not engine.settle(
            job,
            Job.Status.ANTRE,
            "ulang",
            dari=_AGAIN,
            oleh=by,
            percobaan=0,
            pemegang="",
            denyut=None,
            dimulai=None,
            berakhir=None,
            minta_batal=False,
            pesan="",
            langkah="",
            selesai_bagian=0,
            jumlah_bagian=0,
        ):
            raise TidakBisa("Hanya laporan yang gagal atau dibatalkan yang dapat dicoba lagi.")
        transaction.on_commit(lambda: ring(job.pk))
        job.refresh_from_db()
        return job


def _own(job_id: int, by: User) -> Job:
    job = Job.objects.visible_to(by).select_related("instansi").filter(pk=job_id, oleh=by).first()
    if job is None:
        raise Denied("Hanya peminta laporan ini yang dapat membatalkan atau mengulanginya.")
    return job


def _same(jenis: str, parameter: dict[str, Any], instansi_id: int, by: User) -> Job | None:
    """Find an open job that equals a request; holds the person's row until the commit."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    rows = Job.objects.select_related("instansi").filter(
        jenis=jenis, instansi=instansi_id, oleh=by, status__in=_OPEN, minta_batal=False
    )
    return next((job for job in rows if job.parameter == parameter), None)
