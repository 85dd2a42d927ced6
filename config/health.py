"""/healthz: whether the portal can do its work, and nothing else about it."""

import logging
import tempfile
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.middleware import public
from config.celery import BEAT_SECONDS, beat_file

logger = logging.getLogger(__name__)
STALE_SECONDS = 6 * BEAT_SECONDS
PROBE_BYTES = 64 * 1024


@public
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say for database, worker and storage whether each is "ok" or "down".

    Status 200 when all are ok, otherwise 503. Open to everybody: a monitoring system has no
    account. Reasons go to the log, never into the answer.
    """
    parts = {"database": _database, "worker": _worker, "storage": _storage}
    states = {name: "ok" if _holds(name, check) else "down" for name, check in parts.items()}
    healthy = set(states.values()) == {"ok"}
    return JsonResponse(states, status=HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE)


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (Error, OSError) as error:
        logger.warning("healthz: %s is down", name, exc_info=error)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        row: tuple[int] | None = cursor.fetchone()
    return row == (1,)


def _worker() -> bool:
    file = beat_file()
    return file.exists() and time.time() - file.stat().st_mtime < STALE_SECONDS


def _storage() -> bool:
    # A real write: permissions, read-only mounts and full disks all show. Nothing remains. A disk
    # that is only nearly full is no reason to take the portal away (ADR 17); its admins are warned.
    with tempfile.TemporaryFile(dir=Path(settings.DATA_DIR)) as probe:
        probe.write(bytes(PROBE_BYTES))
        probe.flush()
    return True
