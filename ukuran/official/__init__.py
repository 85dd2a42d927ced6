"""The portal's own scales and bands as data: loaded once, changed by nobody.

Rows without institution, for every institution that has none of its own. `load_official` and
`reconcile` ask every app for a module `official` with these two functions.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from audit.recorder import SISTEM, Event, System, audited, record
from ukuran.models import PitaCapaian, SkalaPredikat

_BERSAMA = ("kode", "versi", "nama", "sumber", "status_sumber")


@cache
def isi(berkas: str) -> list[dict[str, Any]]:
    """Return the rows of fixtures/instruments/<berkas>.json."""
    path = Path(settings.BASE_DIR) / "fixtures" / "instruments" / f"{berkas}.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))[berkas]
    return rows


def load() -> list[str]:
    """Make the scales and bands that are missing; return a line for each kind that was made.

    Twice changes nothing. A later version in the files is added; the version before it stays, and
    rules that name it keep it.
    """
    with audited():
        made = {
            "skala": _muat_skala(),
            "pita": _muat_pita(),
        }
        made = {nama: jumlah for nama, jumlah in made.items() if jumlah}
        if not made:
            return []
        record(
            Event(
                instansi=SISTEM,
                aksi="ukuran.muat",
                oleh=System(),
                objek_jenis="ukuran",
                objek_nama="Skala dan pita portal",
                isi={"dibuat": made},
            )
        )
    return ["Skala dan pita portal: " + ", ".join(f"{n} {nama}" for nama, n in made.items())]


def reconcile() -> list[dict[str, Any]]:
    """Return nothing: scales and bands belong to no official document."""
    return []


def _muat_skala() -> int:
    made = 0
    for row in isi("skala"):
        _, new = SkalaPredikat.objects.get_or_create(
            instansi=None,
            kode=row["kode"],
            versi=row["versi"],
            defaults={nama: row[nama] for nama in (*_BERSAMA, "tingkat")},
        )
        if new:
            older = SkalaPredikat.objects.filter(instansi=None, kode=row["kode"])
            older.filter(versi__lt=row["versi"]).update(kini=False)
        made += new
    return made


def _muat_pita() -> int:
    made = 0
    for row in isi("pita"):
        _, new = PitaCapaian.objects.get_or_create(
            instansi=None,
            kode=row["kode"],
            versi=row["versi"],
            defaults={nama: row[nama] for nama in (*_BERSAMA, "rentang")},
        )
        if new:
            older = PitaCapaian.objects.filter(instansi=None, kode=row["kode"])
            older.filter(versi__lt=row["versi"]).update(kini=False)
        made += new
    return made
