"""Being told to end in the middle: clean up first."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from config.cadangan import CadanganGagal

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


@contextmanager
def berhenti_bersih() -> Iterator[None]:
    """Turn TERM, HUP and Ctrl-C into CadanganGagal, so that nothing half done stays behind."""
    before = {signum: signal.signal(signum, _stop) for signum in _SIGNALS}
    try:
        yield
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


def _stop(signum: int, _frame: FrameType | None) -> None:
    for other in _SIGNALS:
        signal.signal(other, signal.SIG_IGN)  # the cleaning up itself is not interrupted
    raise CadanganGagal(f"stopped by {signal.Signals(signum).name}")
