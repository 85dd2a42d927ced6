"""How many reports stand before one that waits."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobs import registry
from jobs.models import Job

_TERBUKA = (Job.Status.ANTRE, Job.Status.BERJALAN)


@dataclass(frozen=True)
class Giliran:
    """The turn of a waiting report: how many were asked for earlier and wait, too.

    Of the same institution; what others ask for is not told. `sendiri`: one of the same person
    is being made, and a person has one at a time (jobs.engine).
    """

    depan: int
    sendiri: bool


def giliran(jobs: Iterable[Job]) -> dict[int, Giliran]:
    """Return the turn of each waiting report among `jobs`, by id (one query, none without)."""
    waiting = [job for job in jobs if job.status == Job.Status.ANTRE]
    if not waiting:
        return {}
    rows = list(
        Job.objects.filter(instansi__in={job.instansi_id for job in waiting}, status__in=_TERBUKA)
        .exclude(jenis__in=registry.latar())
        .order_by("pk")
        .values_list("pk", "instansi_id", "oleh_id", "status")
    )
    busy = {oleh for _, _, oleh, status in rows if status == Job.Status.BERJALAN}
    return {
        job.pk: Giliran(
            depan=sum(
                1
                for pk, instansi, _, status in rows
                if pk < job.pk and instansi == job.instansi_id and status == Job.Status.ANTRE
            ),
            sendiri=job.oleh_id in busy,
        )
        for job in waiting
    }
