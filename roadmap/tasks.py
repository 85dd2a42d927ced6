"""Scheduled work of the Road Map."""

from celery import shared_task

from roadmap.actions.rapat_pengingat import ingatkan


@shared_task
def ingatkan_rapat() -> int:
    """Make notices of meetings that are due; nothing where reminders are off."""
    return ingatkan()
