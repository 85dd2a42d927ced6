"""The bells. Ids in; the rows say what is to do, so a bell may be lost or ring twice."""

import logging
from typing import Any

from celery import current_app, shared_task
from celery.signals import worker_shutting_down
from kombu.exceptions import OperationalError

from jobs import engine, nightly, supervision

logger = logging.getLogger(__name__)

# A person waits for this: kombu's own patience with an absent Redis is six seconds.
_ONE_TRY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


@shared_task
def kerjakan(job_id: int) -> None:
    """Work on what waits, oldest first. The id only says why the bell rang."""
    supervision.work()


@shared_task
def requeue() -> None:
    """Give back jobs without a sign of life, and ring for all that wait."""
    for job_id in engine.requeue_stale():
        ring(job_id)


@shared_task
def verify_audit() -> None:
    """Walk all chains and record what was found (see audit.berkala)."""
    nightly.run_command("verify_audit", "--catat")


@shared_task
def verify_files() -> None:
    """Read all stored files and record what was found (see audit.berkala)."""
    nightly.run_command("verify_files", "--catat")


def ring(job_id: int) -> None:
    """Tell a worker that a job waits. Without a broker the scheduler finds it later."""
    options = {**current_app.conf.broker_transport_options, **_ONE_TRY}
    try:
        with current_app.connection_for_write(transport_options=options) as connection:
            kerjakan.apply_async((job_id,), connection=connection, retry=False, expires=300)
    except (OperationalError, OSError) as error:
        logger.warning("job %s: no broker, it waits for the scheduler", job_id, exc_info=error)


@worker_shutting_down.connect
def _stop_children(**_kwargs: Any) -> None:
    supervision.stopping.set()
