"""Free space of the data folder: everything a person gives the portal ends there."""

import shutil

from django.conf import settings


def ruang_bebas() -> int | None:
    """Return the free bytes of the data folder's disk; None when the folder can't be read."""
    try:
        return shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return None


def hampir_penuh(bebas: int | None) -> bool:
    """Whether so little is free that the admin must be warned (DISK_WARN_MB)."""
    return bebas is not None and bebas < settings.DISK_WARN_BYTES
