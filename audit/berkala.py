"""The nightly checks: what they looked at and found, by institution, without personal data."""

import time
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max
from django.utils import timezone

from audit.models import Pemeriksaan

PERTAMA = 20
"""So many faults of an institution are kept by name; all are counted."""


@dataclass
class Hitungan:
    """What was found in one institution; `pertama` names the first faults: what, why."""

    diperiksa: int = 0
    cacat: int = 0
    pertama: list[tuple[str, str]] = field(default_factory=list)


class Catatan:
    """Collects the findings of one run; begins to count the time when it is made."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._found: dict[str, Hitungan] = {}

    def lihat(self, instansi: str, jumlah: int = 1) -> None:
        """Count things that were looked at."""
        self._found.setdefault(instansi, Hitungan()).diperiksa += jumlah

    def cacat(self, instansi: str, apa: str, sebab: str) -> None:
        """Count a fault; `apa` names a thing by its number, never by a name or a path."""
        found = self._found.setdefault(instansi, Hitungan())
        found.cacat += 1
        if len(found.pertama) < PERTAMA:
            found.pertama.append((apa, sebab))

    def simpan(self, jenis: "Pemeriksaan.Jenis") -> Pemeriksaan:
        """Store the run; it is never changed afterwards."""
        isi: dict[str, Any] = {
            kode: {"diperiksa": h.diperiksa, "cacat": h.cacat, "pertama": h.pertama}
            for kode, h in sorted(self._found.items())
        }
        return Pemeriksaan.objects.create(
            jenis=jenis,
            at=timezone.now(),
            lama=round(time.monotonic() - self._began, 3),
            diperiksa=sum(h.diperiksa for h in self._found.values()),
            baik=not any(h.cacat for h in self._found.values()),
            isi={"instansi": isi},
        )


def terbaru() -> dict[str, Pemeriksaan]:
    """Return the last check of each kind (one query); a kind that never ran is missing."""
    last = Pemeriksaan.objects.order_by().values("jenis").annotate(pk_=Max("pk")).values("pk_")
    return {row.jenis: row for row in Pemeriksaan.objects.filter(pk__in=last)}


def hitungan(row: Pemeriksaan, instansi: str | None) -> Hitungan:
    """Return what a check found in one institution, or (None) in all of them together.

    An institution of which the check saw nothing has zero things looked at.
    """
    found: dict[str, Any] = row.isi["instansi"]
    total = Hitungan()
    for kode, h in found.items():
        if instansi in (None, kode):
            total.diperiksa += h["diperiksa"]
            total.cacat += h["cacat"]
            total.pertama += [(apa, sebab) for apa, sebab in h["pertama"]]
    return total
