"""How many reports stand before one that waits."""

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from jobs import registry
from jobs.models import Job


def dengan_giliran(jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Return reports with their turn, in the same query.

    `depan`: how many reports of the same institution were asked for earlier and wait, too; what
    others ask for is not told. `sendiri`: one of the same person is being made, and a person has
    one at a time (jobs.engine). Both are None for a report that does not wait.
    """
    reports = Job.objects.exclude(jenis__in=registry.latar()).order_by()
    earlier = reports.filter(
        status=Job.Status.ANTRE, instansi=OuterRef("instansi"), pk__lt=OuterRef("pk")
    )
    counted = earlier.values("instansi").annotate(n=Count("pk")).values("n")
    running = reports.filter(status=Job.Status.BERJALAN, oleh=OuterRef("oleh"))
    waits = {"status": Job.Status.ANTRE}
    return jobs.annotate(
        depan=Case(
            When(**waits, then=Coalesce(Subquery(counted), Value(0))),
            output_field=IntegerField(null=True),
        ),
        sendiri=Case(When(**waits, then=Exists(running)), output_field=BooleanField(null=True)),
    )
