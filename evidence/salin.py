"""Copying a plan into another year: the pure parts, and the place where apps add their own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.models import Unit, User
from evidence.jadwal import bulan_kemudian
from evidence.models import Butir, Rencana


@dataclass
class Salinan:
    """A copy that is being made; `perlu` collects what a person has to settle afterwards."""

    asal: Rencana
    baru: Rencana
    butir: dict[int, Butir]  # Butir of the source plan -> its copy
    penerus: "Penerus"
    by: User
    at: datetime
    perlu: list[str] = field(default_factory=list)

    def unit(self, unit_id: int) -> int:
        """Return the unit that takes the place of one of the source plan."""
        return self.penerus.untuk(unit_id)


Penyalin = Callable[[Salinan], None]
_PENYALIN: dict[str, list[Penyalin]] = {}


def register(jenis: str, penyalin: Penyalin) -> None:
    """Let an app copy its own rows with every plan of a kind; called once, at start."""
    rows = _PENYALIN.setdefault(jenis, [])
    if penyalin not in rows:
        rows.append(penyalin)


def salin_khusus(salinan: Salinan) -> None:
    """Run what apps registered for the kind of the plan, inside the caller's transaction."""
    for penyalin in _PENYALIN.get(salinan.asal.jenis, []):
        penyalin(salinan)


class Penerus:
    """Who takes the place of a unit that has ended by a day: its successor, however far away."""

    def __init__(self, units: Mapping[int, Unit], hari: date) -> None:
        """`units` are all units of the institution by id, `hari` the first day that counts."""
        self._units = units
        self._hari = hari
        self.diganti: dict[int, int] = {}
        self.tanpa: dict[int, Unit] = {}

    def untuk(self, unit_id: int) -> int:
        """Return the unit to write down; an ended one without living successor stays itself.

        What was replaced and what could not be is remembered in `diganti` and `tanpa`.
        """
        seen: set[int] = set()
        here = self._units[unit_id]
        while self.berakhir(here):
            seen.add(here.pk)
            following = self._units.get(here.penerus_id or 0)
            if following is None or following.pk in seen:
                self.tanpa[unit_id] = self._units[unit_id]
                return unit_id
            here = following
        if here.pk != unit_id:
            self.diganti[unit_id] = here.pk
        return here.pk

    def berakhir(self, unit: Unit) -> bool:
        """Whether a unit has ended by the day."""
        return unit.aktif_selesai is not None and unit.aktif_selesai < self._hari


def geser_tahun(hari: date, tahun: int) -> date:
    """Return the same day some years later; 29 February becomes the 28th where there is none."""
    return bulan_kemudian(hari, 12 * tahun)


def nama_tahun(nama: str, lama: int, baru: int, akhir: int | None = None) -> str:
    """Return the name of a plan for other years; the new year is added where it names none.

    Every year from `lama` to `akhir` moves by as many years ("2024-2028" to "2029-2033"); other
    numbers stay.
    """
    last = max(lama, akhir or lama)

    def moved(found: re.Match[str]) -> str:
        year = int(found[0])
        return str(year + baru - lama) if lama <= year <= last else found[0]

    text = re.sub(r"\b[0-9]{4}\b", moved, nama)
    return (text if text != nama else f"{nama} {baru}")[:200]


def kode_tahun(kode: str, tahun: int) -> str:
    """Return the code of a cut-off some years later; only "26B03" carries a year."""
    found = re.fullmatch(r"(\d\d)(B\d\d)", kode)
    return f"{(int(found[1]) + tahun) % 100:02d}{found[2]}" if found else kode
