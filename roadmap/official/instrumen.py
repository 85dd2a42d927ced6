"""The portal's own scales and bands from fixtures/instruments/: only missing versions are made."""

import json
from typing import Any

from django.conf import settings

from ukuran.models import PitaCapaian, SkalaPredikat


def load_skala() -> int:
    """Make the predicate scales that are missing, by kode and version; return how many."""
    there = set(SkalaPredikat.objects.filter(instansi=None).values_list("kode", "versi"))
    codes = {kode for kode, _ in there}
    rows = [
        SkalaPredikat(**row, kini=row["kode"] not in codes)
        for row in _read("skala")
        if (row["kode"], row["versi"]) not in there
    ]
    return len(SkalaPredikat.objects.bulk_create(rows))


def load_pita() -> int:
    """Make the bands that are missing, by kode and version; return how many."""
    there = set(PitaCapaian.objects.filter(instansi=None).values_list("kode", "versi"))
    codes = {kode for kode, _ in there}
    rows = [
        PitaCapaian(**row, kini=row["kode"] not in codes)
        for row in _read("pita")
        if (row["kode"], row["versi"]) not in there
    ]
    return len(PitaCapaian.objects.bulk_create(rows))


def _read(name: str) -> list[dict[str, Any]]:
    path = settings.BASE_DIR / "fixtures" / "instruments" / f"{name}.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))[name]
    return rows
