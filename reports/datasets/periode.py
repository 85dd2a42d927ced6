"""The plan over time: trend with the pace it shows, and members by cut-off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from evidence.hitungan import Hitungan
from evidence.keadaan import Riwayat, hari_di
from evidence.models import Batas, Rencana
from reports.datasets.kelompok import AnggotaBertugas

TITIK_TREN = 12
_MINGGU = timedelta(days=7)
_LAJU_MINGGU = 4


@dataclass(frozen=True)
class Titik:
    """The documents of a plan at the end of one day."""

    hari: date
    hitungan: Hitungan


@dataclass(frozen=True)
class Tren:
    """Weekly points, oldest first; `per_minggu`: documents accepted a week, of late."""

    titik: tuple[Titik, ...]
    per_minggu: Decimal | None


@dataclass(frozen=True)
class Sel:
    """One cell: a group at a cut-off; `hitungan` None before anything counted there."""

    batas: Batas
    hitungan: Hitungan | None
    dibuka: bool
    berjalan: bool

    @property
    def pita(self) -> str:
        """Band of the verified completeness: merah, kuning, biru, hijau, or none.

        Bounds as KPK used them in 2023: 25, 50, 75, half-open. What is not complete is at most
        blue.
        """
        if self.hitungan is None or self.hitungan.kelengkapan is None:
            return "none"
        value = self.hitungan.kelengkapan
        if value >= 75:
            return "hijau" if not self.hitungan.sisa else "biru"
        return "biru" if value >= 50 else "kuning" if value >= 25 else "merah"

    @property
    def tingkat(self) -> int:
        """Steps of the ladder that stand beside the colour, 1 to 4."""
        return {"merah": 1, "kuning": 2, "biru": 3, "hijau": 4}.get(self.pita, 0)


@dataclass(frozen=True)
class BarisPeta:
    """One member over all cut-offs."""

    anggota: AnggotaBertugas
    sel: tuple[Sel, ...]


def momen(rencana: Rencana, hari: date, now: datetime) -> datetime:
    """Return the end of a day in the plan's zone, at most now."""
    zone = ZoneInfo(rencana.instansi.zona_waktu)
    return min(datetime.combine(hari, time.max, zone), now)


def tren(rencana: Rencana, riwayat: Riwayat, now: datetime, batas: Batas | None = None) -> Tren:
    """Return up to TITIK_TREN weekly points that end now, from the first day that counted."""
    today = hari_di(rencana, now)
    points: list[Titik] = []
    whole = dict.fromkeys(riwayat.butir(), "")
    for back in range(TITIK_TREN - 1, -1, -1):
        day = today - back * _MINGGU
        found = riwayat.hitung(momen(rencana, day, now), whole, batas.akhir if batas else day)
        if found or points:
            points.append(Titik(day, found.get("", Hitungan())))
    if len(points) < 2:
        return Tren(tuple(points), None)
    window = points[-(_LAJU_MINGGU + 1) :]
    gained = window[-1].hitungan.diterima - window[0].hitungan.diterima
    return Tren(tuple(points), Decimal(gained) / (len(window) - 1))


def peta(
    rencana: Rencana,
    riwayat: Riwayat,
    members: Iterable[AnggotaBertugas],
    cut_offs: Iterable[Batas],
    now: datetime,
) -> list[BarisPeta]:
    """Return members x cut-offs. A past cut-off is read as it stood on its last day."""
    members = list(members)
    columns = sorted(cut_offs, key=lambda b: b.akhir)
    today = hari_di(rencana, now)
    carrier = {butir: member.pk for member in members for butir in member.butir}
    by_column: list[dict[int, Hitungan]] = [
        riwayat.hitung(momen(rencana, b.ditutup, now), carrier, b.akhir)
        if b.dibuka <= today
        else {}
        for b in columns
    ]
    found = []
    for member in members:
        cells = []
        for b, rows in zip(columns, by_column, strict=True):
            cells.append(
                Sel(
                    batas=b,
                    hitungan=rows.get(member.pk),
                    dibuka=b.dibuka <= today,
                    berjalan=b.dibuka <= today <= b.ditutup,
                )
            )
        if member.butir:
            found.append(BarisPeta(member, tuple(cells)))
    return found
