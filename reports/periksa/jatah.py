"""How often an address may look, guess and upload; counted as attempts to log in are."""

import math
import time
from enum import StrEnum

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

_APP = "periksa"


class Jatah(StrEnum):
    """What is counted, by the address of the caller (settings.PERIKSA_LIMITS)."""

    LIHAT = "lihat"
    SALAH = "salah"
    UNGGAH = "unggah"


def tunggu(request: HttpRequest, jatah: Jatah) -> int:
    """Return how many seconds a caller has to wait; 0 when there is room. Counts nothing."""
    return _tanya(request, jatah, hitung=False)


def pakai(request: HttpRequest, jatah: Jatah) -> int:
    """Count one; return how many seconds to wait when there was no room for it, else 0."""
    return _tanya(request, jatah, hitung=True)


def _tanya(request: HttpRequest, jatah: Jatah, *, hitung: bool) -> int:
    usage = ratelimit.consume(
        request,
        app=_APP,
        action=jatah,
        config=settings.PERIKSA_LIMITS,
        dry_run=not hitung,
        limit_get=True,
    )
    return 0 if usage is not None else _sisa(request, jatah)


def _sisa(request: HttpRequest, jatah: Jatah) -> int:
    """Seconds until the oldest of the counted moments no longer counts; at least one."""
    now = time.time()
    waits = [1.0]
    for rate in ratelimit.get_rates(app=_APP, action=jatah, config=settings.PERIKSA_LIMITS):
        key = ratelimit.get_cache_key(request, app=_APP, action=jatah, rate=rate)
        stamps = cache.get(key, [])  # newest first
        if len(stamps) >= rate.amount:
            waits.append(stamps[rate.amount - 1] + rate.duration - now)
    return math.ceil(max(waits))
