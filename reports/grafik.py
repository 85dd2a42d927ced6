"""Positions of a line chart; templates draw it. Natural size, never scaled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.datasets.periode import Titik

LEBAR, TINGGI = 320, 188
_KIRI, _KANAN, _ATAS, _BAWAH = 30, 250, 20, 160


@dataclass(frozen=True)
class Simpul:
    """One point of a line, in pixels."""

    x: str
    y: str


@dataclass(frozen=True)
class GrafikTren:
    """Verified and claimed completeness over time."""

    terverifikasi: tuple[Simpul, ...]
    klaim: tuple[Simpul, ...]
    dari: date
    sampai: date
    akhir_terverifikasi: Decimal
    akhir_klaim: Decimal
    y_terverifikasi: str
    y_klaim: str

    @property
    def garis_terverifikasi(self) -> str:
        """The verified line as a path."""
        return _garis(self.terverifikasi)

    @property
    def garis_klaim(self) -> str:
        """The claimed line as a path."""
        return _garis(self.klaim)


def tren(titik: Sequence[Titik]) -> GrafikTren | None:
    """Return the chart of weekly points; None with fewer than two that have something required."""
    rows = [(t.hari, t.hitungan.kelengkapan, t.hitungan.kelengkapan_klaim) for t in titik]
    known = [(day, done, sent) for day, done, sent in rows if done is not None and sent is not None]
    if len(known) < 2:
        return None
    first, last = known[0][0], known[-1][0]
    days = (last - first).days
    verified = tuple(Simpul(_x(d, first, days), _y(v)) for d, v, _ in known)
    claimed = tuple(Simpul(_x(d, first, days), _y(c)) for d, _, c in known)
    end_verified, end_claimed = known[-1][1], known[-1][2]
    y_verified, y_claimed = Decimal(verified[-1].y) + 4, Decimal(claimed[-1].y) + 4
    if y_verified - y_claimed < 14:  # two labels need a line each
        middle = (y_verified + y_claimed) / 2
        y_claimed, y_verified = middle - 7, middle + 7
    return GrafikTren(
        verified, claimed, first, last, end_verified, end_claimed, str(y_verified), str(y_claimed)
    )


def _x(day: date, first: date, days: int) -> str:
    return f"{_KIRI + 8 + Decimal(_KANAN - _KIRI - 16) * (day - first).days / days:.1f}"


def _y(percent: Decimal) -> str:
    return f"{_BAWAH - Decimal(_BAWAH - _ATAS) * percent / 100:.1f}"


def _garis(points: Sequence[Simpul]) -> str:
    return "M" + " ".join(f"{p.x} {p.y}" for p in points)
