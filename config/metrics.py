"""/metrics for a monitoring system, in the text form of Prometheus.

Counters live in the memory of the one web process (gunicorn runs threads, not processes) and
begin at 0 with it, as Prometheus expects. What concerns jobs, database, disk and checks is asked
for at each scrape, in at most five queries.
"""

import hmac
import logging
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.views.decorators.cache import never_cache
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client import Counter as Counted
from prometheus_client import Histogram as Measured
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from accounts.middleware import public
from accounts.models import Instansi
from audit.berkala import terbaru
from audit.models import Kejadian
from config.celery import beat_file
from jobs.models import Job
from jobs.ruang import ruang_bebas

logger = logging.getLogger(__name__)
_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
# Else each label has a second series, of use to no one here.
disable_created_metrics()  # type: ignore[no-untyped-call]  # it carries no types
_requests = CollectorRegistry()
REQUESTS = Counted(
    "pantas_requests",
    "Requests answered, by route pattern, method and status",
    ["route", "method", "status"],
    registry=_requests,
)
SECONDS = Measured(
    "pantas_request_seconds",
    "Time until the answer was there, by route pattern",
    ["route"],
    buckets=_BUCKETS,
    registry=_requests,
)


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    REQUESTS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


@public
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with all figures to whoever knows METRICS_TOKEN; for all others there is no page."""
    if not _known(request):
        raise Http404
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    now = CollectorRegistry()
    now.register(_Now())
    return HttpResponse(
        generate_latest(_requests) + generate_latest(now),
        status=HTTPStatus.OK,
        content_type=CONTENT_TYPE_LATEST,
    )


def _known(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN.encode()
    given = str(request.META.get("HTTP_AUTHORIZATION", "")).encode()
    return bool(token) and hmac.compare_digest(given, b"Bearer " + token)


class _Now(Collector):
    """What is so at this moment."""

    def collect(self) -> Iterator[Metric]:
        """Yield the families; without the database those that do without it."""
        yield from _machine()
        try:
            found = [*_jobs(), *_database(), *_checks()]
        except Error:
            logger.exception("metrics: the database does not answer")
            found = []
        yield GaugeMetricFamily(
            "pantas_database_up", "1 when the database answers", value=float(bool(found))
        )
        yield from found


def _machine() -> Iterator[Metric]:
    free = ruang_bebas()
    if free is not None:
        yield GaugeMetricFamily("pantas_data_free_bytes", "Free bytes of the data folder", free)
    file = beat_file()
    if file.exists():
        age = max(0.0, time.time() - file.stat().st_mtime)
        yield GaugeMetricFamily(
            "pantas_worker_beat_age_seconds", "Seconds since the worker's last sign of life", age
        )


def _jobs() -> Iterator[Metric]:
    counted = GaugeMetricFamily("pantas_jobs", "Jobs by status and kind", labels=["status", "kind"])
    rows = Job.objects.order_by().values("status", "jenis")
    for row in rows.annotate(n=Count("pk"), since=Min("dibuat")):
        counted.add_metric([row["status"], row["jenis"]], row["n"])
    yield counted
    oldest = Job.objects.filter(status=Job.Status.ANTRE).aggregate(at=Min("dibuat"))["at"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    yield GaugeMetricFamily(
        "pantas_oldest_waiting_job_seconds", "Age of the oldest waiting job, 0 without one", age
    )
    yield CounterMetricFamily(
        "pantas_failed_jobs",
        "Failures of jobs since the portal began, those retried since included",
        # By institution, because that is how the log is indexed.
        Kejadian.objects.filter(
            instansi__in=Instansi.objects.values("kode"), aksi="pekerjaan.gagal"
        ).count(),
    )


def _database() -> Iterator[Metric]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = int(cursor.fetchone()[0])
    else:
        name = str(connection.settings_dict["NAME"])
        files = (Path(name), Path(f"{name}-wal"))
        size = sum(file.stat().st_size for file in files if file.exists())
    yield GaugeMetricFamily("pantas_database_bytes", "Size of the database", size)


def _checks() -> Iterator[Metric]:
    at = GaugeMetricFamily(
        "pantas_check_timestamp_seconds", "When the last check of a kind ended", labels=["kind"]
    )
    sound = GaugeMetricFamily(
        "pantas_check_ok", "1 when the last check of a kind found nothing", labels=["kind"]
    )
    for kind, row in terbaru().items():
        at.add_metric([kind], row.at.timestamp())
        sound.add_metric([kind], float(row.baik))
    yield from (at, sound)
