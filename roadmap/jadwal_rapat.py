"""What Bab IV asks to meet about, and what is due on a day. Pure: no database, no clock.

The source: Perangkat Daerah "setidaknya setiap dua minggu sekali", pokja "sedikitnya satu kali
dalam sebulan", pleno "paling tidak dilakukan satu kali dalam sebulan", evaluation "setiap enam
bulan sekali" on each level.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Tingkat(StrEnum):
    """Who meets; problems go up in this order."""

    UNIT = "unit"
    POKJA = "pokja"
    PLENO = "pleno"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _TINGKAT[self]

    @property
    def di_atasnya(self) -> "tuple[Tingkat, ...]":
        """The levels above, the next one first."""
        levels = tuple(Tingkat)
        return levels[levels.index(self) + 1 :]


class Maksud(StrEnum):
    """What a meeting is for."""

    MONITORING = "monitoring"
    EVALUASI = "evaluasi"

    @property
    def label(self) -> str:
        """The word on screen."""
        return self.value.capitalize()


class Irama(StrEnum):
    """How often a meeting is due."""

    DUA_MINGGU = "dua_minggu"
    BULANAN = "bulanan"
    TRIWULAN = "triwulan"
    SEMESTER = "semester"
    TIDAK = "tidak"

    @property
    def label(self) -> str:
        """The words on screen."""
        return _IRAMA[self]


_TINGKAT = {Tingkat.UNIT: "Unit", Tingkat.POKJA: "Pokja", Tingkat.PLENO: "Pleno"}
_IRAMA = {
    Irama.DUA_MINGGU: "Setiap dua minggu",
    Irama.BULANAN: "Setiap bulan",
    Irama.TRIWULAN: "Setiap tiga bulan",
    Irama.SEMESTER: "Setiap enam bulan",
    Irama.TIDAK: "Tidak dijadwalkan",
}
_BULAN = {Irama.BULANAN: 1, Irama.TRIWULAN: 3, Irama.SEMESTER: 6}
_MINGGUAN = 14

# Bab IV, used where an institution or a unit has set nothing of its own.
BAKU: dict[tuple[Tingkat, Maksud], Irama] = {
    (Tingkat.UNIT, Maksud.MONITORING): Irama.DUA_MINGGU,
    (Tingkat.POKJA, Maksud.MONITORING): Irama.BULANAN,
    (Tingkat.PLENO, Maksud.MONITORING): Irama.BULANAN,
    (Tingkat.UNIT, Maksud.EVALUASI): Irama.SEMESTER,
    (Tingkat.POKJA, Maksud.EVALUASI): Irama.SEMESTER,
    (Tingkat.PLENO, Maksud.EVALUASI): Irama.SEMESTER,
}


@dataclass(frozen=True, slots=True)
class Masa:
    """One window in which a meeting is due, both days included."""

    mulai: date
    selesai: date

    def __contains__(self, hari: date) -> bool:
        """Whether a day lies in the window."""
        return self.mulai <= hari <= self.selesai


class Keadaan(StrEnum):
    """How the window of today stands."""

    SUDAH = "sudah"
    DIJADWALKAN = "dijadwalkan"
    BELUM = "belum"

    @property
    def label(self) -> str:
        """The words on screen."""
        return {
            Keadaan.SUDAH: "Sudah rapat",
            Keadaan.DIJADWALKAN: "Sudah dijadwalkan",
            Keadaan.BELUM: "Belum rapat",
        }[self]


@dataclass(frozen=True, slots=True)
class Tempo:
    """What a rhythm asks on a day. `terlewat`: whole windows that passed since the last meeting."""

    masa: Masa
    keadaan: Keadaan
    terlewat: int
    terakhir: date | None
    berikut: date | None

    @property
    def lewat(self) -> bool:
        """Whether the window before this one passed without a meeting, and none was since."""
        return self.terlewat > 0 and self.keadaan is not Keadaan.SUDAH


def masa_irama(irama: Irama, mulai: date, selesai: date) -> Iterator[Masa]:
    """Yield the windows of a rhythm between two days, the first and last cut to them.

    Fortnights count from `mulai`; months, quarters and halves follow the calendar. Nothing for
    a rhythm that asks nothing.
    """
    if irama is Irama.TIDAK:
        return
    first = mulai
    if irama in _BULAN:
        months = _BULAN[irama]
        first = date(mulai.year, (mulai.month - 1) // months * months + 1, 1)
    while first <= selesai:
        after = _sesudah(irama, first)
        yield Masa(max(first, mulai), min(after - timedelta(days=1), selesai))
        first = after


def _sesudah(irama: Irama, first: date) -> date:
    if irama is Irama.DUA_MINGGU:
        return first + timedelta(days=_MINGGUAN)
    year, month = divmod(first.year * 12 + first.month - 1 + _BULAN[irama], 12)
    return date(year, month + 1, 1)


def tempo(
    irama: Irama,
    *,
    sejak: date,
    selesai: date,
    hari: date,
    terakhir: date | None = None,
    berikut: date | None = None,
) -> Tempo | None:
    """Return what is due on a day, None where nothing is.

    `sejak` is the day from which the plan runs, `selesai` its last; `terakhir` is the last
    meeting held by that day, `berikut` the next planned one from that day on. Windows before
    `sejak` were nobody's duty. Before `sejak` and after `selesai` nothing is due.
    """
    if not sejak <= hari <= selesai:
        return None
    terlewat = 0
    for masa in masa_irama(irama, sejak, selesai):
        if hari in masa:
            return Tempo(masa, _keadaan(masa, terakhir, berikut), terlewat, terakhir, berikut)
        terlewat = 0 if terakhir is not None and terakhir >= masa.mulai else terlewat + 1
    return None


def _keadaan(masa: Masa, terakhir: date | None, berikut: date | None) -> Keadaan:
    if terakhir is not None and terakhir in masa:
        return Keadaan.SUDAH
    if berikut is not None and berikut in masa:
        return Keadaan.DIJADWALKAN
    return Keadaan.BELUM
