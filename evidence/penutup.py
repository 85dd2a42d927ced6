"""What has to be done before a plan closes: later apps bring their part."""

from collections.abc import Callable
from datetime import datetime

from evidence.models import Rencana

Penutup = Callable[[Rencana, datetime], None]
"""Called inside the transaction that closes a plan, while it still runs."""

_penutup: list[Penutup] = []


def register(penutup: Penutup) -> None:
    """Let an app act before a plan closes; called once, at start."""
    if penutup not in _penutup:
        _penutup.append(penutup)


def sebelum_tutup(rencana: Rencana, at: datetime) -> None:
    """Do what apps do before a plan closes at a moment."""
    for act in _penutup:
        act(rencana, at)
