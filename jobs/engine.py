"""Who holds a job, and every change of its status. The row is the truth.

A job is taken by one conditional UPDATE, so two workers never run one job. The holder's mark
(`pemegang`) stands in every later write: a holder that lost its job can't write any more.
Fairness is simple: the oldest waiting job first, and one running job per person, so that many
requests of one person never occupy more than one place. What the portal does for itself
(registry.Jenis.latar, the page images of uploads) has a lane of its own: it comes after every
waiting report, takes no turn of the person whose upload caused it, and one at a time runs on
the whole portal, so that a place is left for reports however much was uploaded.
"""

import logging
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from accounts.models import Instansi, User
from audit.recorder import Actor, Event, System, audited, record
from jobs import holders, registry, results
from jobs.models import Job
from jobs.registry import Dibatalkan

logger = logging.getLogger(__name__)
Status = Job.Status

TERHENTI = (
    "Pekerjaan ini berhenti mendadak {kali} kali, jadi tidak dicoba lagi. "
    "Hubungi pengelola portal dengan menyebut nomor laporan ini."
)


class Direbut(Exception):
    """The job is no longer held by this process: it was requeued, cancelled or finished."""


def settle(
    job: Job,
    ke: Job.Status,
    aksi: str,
    *,
    dari: Collection[Job.Status],
    oleh: Actor,
    dipegang: str | None = None,
    isi: dict[str, Any] | None = None,
    **values: Any,
) -> bool:
    """Move a job to another status and record it; the only place that writes `status`.

    Returns False, and writes nothing, when the job is not in one of `dari` any more (or, if
    named, not held by `dipegang`). A holder that ends without success leaves no file.
    """
    with audited():
        rows = Job.objects.filter(pk=job.pk, status__in=dari)
        if dipegang is not None:
            rows = rows.filter(pemegang=dipegang)
        if not rows.update(status=ke, **values):
            return False
        record(
            Event(
                instansi=job.instansi.kode,
                contoh=job.instansi.contoh,
                aksi=f"pekerjaan.{aksi}",
                oleh=oleh,
                objek_jenis="job",
                objek_id=str(job.pk),
                objek_nama=job.judul,
                isi={"status": str(ke), **(isi or {})},
            )
        )
    if dipegang and ke != Status.SELESAI:
        results.discard(job, dipegang)
    return True


def claim(job_id: int, pemegang: str) -> bool:
    """Take a waiting job for a holder; False when it is taken or its lane is busy.

    The lane's row is locked meanwhile, so two jobs of one lane can't be taken at once.
    """
    job = Job.objects.select_related("instansi").filter(pk=job_id).first()
    if job is None:
        return False
    with audited():
        if _busy_lane(job):
            return False
        now = timezone.now()
        return settle(
            job,
            Status.BERJALAN,
            "mulai",
            dari=[Status.ANTRE],
            oleh=System(),
            isi={"percobaan": job.percobaan + 1},
            pemegang=pemegang,
            dimulai=now,
            denyut=now,
            berakhir=None,
            percobaan=F("percobaan") + 1,
            selesai_bagian=0,
            jumlah_bagian=0,
            langkah="",
            pesan="",
        )


def _busy_lane(job: Job) -> bool:
    """Lock the row that stands for a job's lane; say whether a job of that lane runs.

    A report's lane is its person. Background work has one lane for the whole portal; the first
    institution's row stands for it, which is there whenever a job is.
    """
    running, latar = Job.objects.filter(status=Status.BERJALAN), registry.latar()
    if job.jenis in latar:
        Instansi.objects.select_for_update(no_key=True).order_by("pk").first()
        return running.filter(jenis__in=latar).exists()
    User.objects.select_for_update(no_key=True).get(pk=job.oleh_id)
    return running.filter(oleh=job.oleh_id).exclude(jenis__in=latar).exists()


def waiting() -> list[int]:
    """Jobs that could be taken now: reports, oldest first, one for each person with none
    running; then the oldest background job, while none runs.
    """
    latar = registry.latar()
    running, waits = (Job.objects.filter(status=s) for s in (Status.BERJALAN, Status.ANTRE))
    busy = running.exclude(jenis__in=latar).values("oleh")
    seen: set[int] = set()
    found = []
    rows = waits.exclude(jenis__in=latar).exclude(oleh__in=busy).order_by("pk")
    for pk, oleh in rows.values_list("pk", "oleh_id"):
        if oleh not in seen:
            seen.add(oleh)
            found.append(pk)
    if not running.filter(jenis__in=latar).exists():
        behind = waits.filter(jenis__in=latar).order_by("pk")
        found += list(behind.values_list("pk", flat=True)[:1])
    return found


def claim_next(pemegang: str) -> int | None:
    """Take the oldest job that may run; None when there is none."""
    return next((pk for pk in waiting() if claim(pk, pemegang)), None)


def beat(job_id: int, pemegang: str, **progress: Any) -> None:
    """Write a sign of life and progress. Raises Direbut, or Dibatalkan when asked to stop."""
    held = Job.objects.filter(pk=job_id, status=Status.BERJALAN, pemegang=pemegang)
    if not held.update(denyut=timezone.now(), **progress):
        raise Direbut
    if held.filter(minta_batal=True).exists():
        raise Dibatalkan


def succeed(job: Job, pemegang: str, **hasil: Any) -> bool:
    """Mark a job as done with its result; False when this process does not hold it."""
    return settle(
        job,
        Status.SELESAI,
        "selesai",
        dari=[Status.BERJALAN],
        oleh=System(),
        dipegang=pemegang,
        isi={"sha256": hasil.get("hasil_sha256", "")},
        berakhir=timezone.now(),
        langkah="",
        selesai_bagian=F("jumlah_bagian"),
        **hasil,
    )


def fail(job: Job, pemegang: str, pesan: str) -> bool:
    """Mark a job as failed with its Indonesian reason; False when it is not held."""
    return settle(
        job,
        Status.GAGAL,
        "gagal",
        dari=[Status.BERJALAN],
        oleh=System(),
        dipegang=pemegang,
        isi={"pesan": pesan},
        berakhir=timezone.now(),
        pesan=pesan,
    )


def stop(job: Job, pemegang: str) -> bool:
    """Mark a running job as cancelled; False when it is not held."""
    return settle(
        job,
        Status.DIBATALKAN,
        "batal",
        dari=[Status.BERJALAN],
        oleh=System(),
        dipegang=pemegang,
        berakhir=timezone.now(),
    )


def release(job: Job, *, counted: bool = True) -> Job.Status | None:
    """Give up a job that its holder can't finish; return its new status, None if not held.

    It waits again, unless somebody cancelled it or it was tried JOB_MAX_ATTEMPTS times.
    `counted=False`: the attempt does not count, for example because the worker shuts down.
    """
    if job.minta_batal:
        return Status.DIBATALKAN if stop(job, job.pemegang) else None
    if counted and job.percobaan >= settings.JOB_MAX_ATTEMPTS:
        logger.error("job %s: given up after %s attempts", job.pk, job.percobaan)
        pesan = TERHENTI.format(kali=job.percobaan)
        return Status.GAGAL if fail(job, job.pemegang, pesan) else None
    logger.warning("job %s: its process ended, it waits again", job.pk)
    moved = settle(
        job,
        Status.ANTRE,
        "antre_lagi",
        dari=[Status.BERJALAN],
        oleh=System(),
        dipegang=job.pemegang,
        isi={"percobaan": job.percobaan},
        pemegang="",
        denyut=None,
        langkah="",
        percobaan=job.percobaan if counted else F("percobaan") - 1,
    )
    return Status.ANTRE if moved else None


def held(job_id: int, pemegang: str) -> Job | None:
    """Return the job if this holder still runs it."""
    return (
        Job.objects.select_related("instansi", "oleh")
        .filter(pk=job_id, status=Status.BERJALAN, pemegang=pemegang)
        .first()
    )


def requeue_stale() -> list[int]:
    """Release jobs whose holder has died, or gave no sign of life for too long.

    Returns all jobs for which to ring.
    """
    limit = timezone.now() - timedelta(seconds=settings.JOB_STALE_SECONDS)
    with holders.dead() as gone:
        for job in Job.objects.filter(status=Status.BERJALAN).select_related("instansi"):
            silent = job.denyut is None or job.denyut < limit
            if silent or holders.lock_of(job.pemegang) in gone:
                release(job)
    return waiting()
