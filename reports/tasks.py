"""What the schedule asks of reports."""

import logging

from celery import shared_task

from reports.actions import periode

logger = logging.getLogger(__name__)


@shared_task
def potret_terjadwal() -> None:
    """Freeze the cut-offs whose last day has ended; a second turn finds nothing to do."""
    for potret in periode.potret_terjadwal():
        logger.info("potret %s of cut-off %s made by the schedule", potret.no, potret.batas_id)
