"""Positions of charts; templates draw them. Natural size, never scaled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evidence.hitungan import Hitungan
from reports.datasets.periode import Titik

LEBAR, TINGGI = 320, 188
_KIRI, _KANAN, _ATAS, _BAWAH = 30, 250, 20, 160

SUMBU_DOKUMEN, LEBAR_DOKUMEN, TINGGI_DOKUMEN = 210, 270, 18
"""Where the bars of documents begin, how long a whole one is, and how high a row."""
_HURUF_DOKUMEN = 40  # letters of a name that fit before the bars


@dataclass(frozen=True)
class BatangDokumen:
    """Required documents of one group, as shares of a bar; no bar where none is required."""

    nama: str
    y: int
    hitungan: Hitungan
    diterima: str
    proses: str
    x_proses: str
    belum: str
    x_belum: str

    @property
    def y_teks(self) -> int:
        """Base line of its texts."""
        return self.y + 11

    @property
    def dalam_proses(self) -> int:
        """Documents sent and not accepted."""
        return self.hitungan.diunggah - self.hitungan.diterima

    @property
    def belum_diunggah(self) -> int:
        """Documents required and not sent."""
        return self.hitungan.diperlukan - self.hitungan.diunggah


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


def batang_dokumen(rows: Sequence[tuple[str, Hitungan]]) -> tuple[BatangDokumen, ...]:
    """Return a bar of 100% for each group: accepted, sent but not accepted, not sent."""
    return tuple(_batang(name, n * TINGGI_DOKUMEN, count) for n, (name, count) in enumerate(rows))


def _batang(nama: str, y: int, h: Hitungan) -> BatangDokumen:
    whole = max(h.diperlukan, 1)

    def wide(count: int) -> Decimal:
        return (Decimal(LEBAR_DOKUMEN) * count / whole).quantize(Decimal("0.1"))

    accepted, sent = wide(h.diterima), wide(h.diunggah)
    every = wide(h.diperlukan)
    return BatangDokumen(
        nama=_pendek(nama),
        y=y,
        hitungan=h,
        diterima=str(accepted),
        proses=str(sent - accepted),
        x_proses=str(SUMBU_DOKUMEN + accepted),
        belum=str(every - sent),
        x_belum=str(SUMBU_DOKUMEN + sent),
    )


def _pendek(nama: str) -> str:
    """Return a name that fits one line, cut at a word; the whole one stands in the table."""
    if len(nama) <= _HURUF_DOKUMEN:
        return nama
    return f"{nama[:_HURUF_DOKUMEN].rpartition(' ')[0].rstrip(',;:')} ..."


def _x(day: date, first: date, days: int) -> str:
    return f"{_KIRI + 8 + Decimal(_KANAN - _KIRI - 16) * (day - first).days / days:.1f}"


def _y(percent: Decimal) -> str:
    return f"{_BAWAH - Decimal(_BAWAH - _ATAS) * percent / 100:.1f}"


def _garis(points: Sequence[Simpul]) -> str:
    return "M" + " ".join(f"{p.x} {p.y}" for p in points)
