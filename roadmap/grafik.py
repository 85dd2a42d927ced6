"""Positions of bars and lines; templates draw them with attributes only, so that a page and a PDF
show the same picture. Pure geometry: pixels at natural size (320 wide), no data no shape.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LEBAR = 320
TARGET = "Target"
"""The name of the line that is drawn dashed."""

_NILA = "#2b4190"
WARNA = {
    "hijau": "#12653a",
    "hijau_muda": "#5d7f1f",
    "kuning": "#b58300",
    "jingga": "#c25a12",
    "merah": "#a0212b",
}
"""Fill of each tone in a picture; screens replace it by their own tokens."""

_BARIS = 60  # height of one bar with its label above and its words below
_BATANG = 14
_LABEL = 13  # baselines and edges within a row
_ATAS_BATANG = 19
_TEKS = 47
_KARAKTER = 6.2  # mean width of a character at 12 px

_KIRI, _KANAN = 44, 308
_PUNCAK, _DASAR = 16, 150
_TINGGI_GARIS = 176
_SUMBU = 4  # gaps between grid lines


@dataclass(frozen=True)
class IsiBatang:
    """What one bar says: `nilai` solid, `pembanding` outlined behind it; None draws nothing."""

    label: str
    nilai: Decimal | None
    pembanding: Decimal | None
    teks: str
    nada: str = ""


@dataclass(frozen=True)
class Batang:
    """One bar in pixels; a width of None is no data, '0' is a figure of zero."""

    label: str
    teks: str
    nada: str
    y_label: str
    y_teks: str
    y: str
    tinggi: str
    y_nilai: str
    tinggi_nilai: str
    lebar: str | None
    lebar_pembanding: str | None

    @property
    def warna(self) -> str:
        """The fill of its tone on white."""
        return WARNA.get(self.nada, _NILA)


@dataclass(frozen=True)
class GrafikBatang:
    """Horizontal bars below each other."""

    lebar: int
    tinggi: int
    batang: tuple[Batang, ...]


@dataclass(frozen=True)
class Simpul:
    """One point of a line."""

    x: str
    y: str
    teks: str
    y_teks: str


@dataclass(frozen=True)
class Deret:
    """One line: `ruas` are its unbroken parts as paths, a year without data breaks it.

    `putus`: drawn dashed (a target), not solid (what was reached).
    """

    nama: str
    putus: bool
    simpul: tuple[Simpul, ...]
    ruas: tuple[str, ...]


@dataclass(frozen=True)
class Sumbu:
    """One horizontal grid line with its figure."""

    y: str
    y_teks: str
    teks: str


@dataclass(frozen=True)
class GrafikGaris:
    """Lines over years."""

    lebar: int
    tinggi: int
    kiri: int
    kanan: int
    y_tahun: int
    sumbu: tuple[Sumbu, ...]
    tahun: tuple[tuple[str, int], ...]
    deret: tuple[Deret, ...]


def batang(rows: Sequence[IsiBatang], *, penuh: Decimal | None = None) -> GrafikBatang | None:
    """Return bars on one scale from 0; None without rows.

    `penuh` is what fills the width (100 for percentages); otherwise the largest figure does. A
    figure beyond it, or below 0, is drawn at the end of the scale.
    """
    if not rows:
        return None
    figures = [v for row in rows for v in (row.nilai, row.pembanding) if v is not None]
    top = penuh if penuh is not None else max(figures, default=Decimal(0))
    return GrafikBatang(
        lebar=LEBAR,
        tinggi=_BARIS * len(rows),
        batang=tuple(_batang(row, n, top) for n, row in enumerate(rows)),
    )


def garis(
    tahun: Sequence[int],
    deret: Sequence[tuple[str, Sequence[Decimal | None]]],
    *,
    teks: Sequence[Sequence[str]] | None = None,
    penuh: Decimal | None = None,
) -> GrafikGaris | None:
    """Return lines over years, from 0 up; None when no line has a figure.

    `teks`: words at the points of each line (the figures themselves by default); `penuh`: the top
    of the scale, at least. Raises ValueError when a line has not one value for each year.
    """
    if any(len(values) != len(tahun) for _, values in deret):
        raise ValueError("a line needs one value, or None, for each year")
    figures = [v for _, values in deret for v in values if v is not None]
    if not figures:
        return None
    top = bulat_atas(max([*figures, penuh or Decimal(0)]))
    columns = [_x(n, len(tahun)) for n in range(len(tahun))]
    lines = tuple(
        _deret(
            name,
            values,
            columns,
            top,
            teks[n] if teks else None,
            [_di_bawah(deret, n, column) for column in range(len(tahun))],
        )
        for n, (name, values) in enumerate(deret)
    )
    return GrafikGaris(
        lebar=LEBAR,
        tinggi=_TINGGI_GARIS,
        kiri=_KIRI,
        kanan=_KANAN,
        y_tahun=_DASAR + 18,
        sumbu=tuple(_sumbu(top * n / _SUMBU, top) for n in range(_SUMBU + 1)),
        tahun=tuple((_px(x), year) for x, year in zip(columns, tahun, strict=True)),
        deret=lines,
    )


def bulat_atas(nilai: Decimal) -> Decimal:
    """Return the next round figure (1, 2, 4, 6, 8 or 10 times a power of ten) for a scale."""
    if nilai <= 0:
        return Decimal(4)
    power = Decimal(10) ** math.floor(nilai.log10())
    steps = (Decimal(k) for k in (1, 2, 4, 6, 8, 10))
    return next(step * power for step in steps if step * power >= nilai)


def potong(teks: str, ruang: float) -> str:
    """Return a text cut to a width in pixels, with an ellipsis."""
    most = max(int(ruang / _KARAKTER), 4)
    return teks if len(teks) <= most else f"{teks[: most - 1].rstrip()}…"


def _batang(row: IsiBatang, n: int, top: Decimal) -> Batang:
    y = n * _BARIS
    inner = row.pembanding is not None
    return Batang(
        label=potong(row.label, LEBAR),
        teks=row.teks,
        nada=row.nada,
        y_label=str(y + _LABEL),
        y_teks=str(y + _TEKS),
        y=str(y + _ATAS_BATANG),
        tinggi=str(_BATANG),
        y_nilai=str(y + _ATAS_BATANG + (3 if inner else 0)),
        tinggi_nilai=str(_BATANG - (6 if inner else 0)),
        lebar=_lebar(row.nilai, top),
        lebar_pembanding=_lebar(row.pembanding, top),
    )


def _lebar(nilai: Decimal | None, top: Decimal) -> str | None:
    if nilai is None:
        return None
    if top <= 0:
        return "0"
    return _px(float(min(max(nilai / top, Decimal(0)), Decimal(1))) * LEBAR)


def _deret(
    name: str,
    values: Sequence[Decimal | None],
    columns: Sequence[float],
    top: Decimal,
    words: Sequence[str] | None,
    below: Sequence[bool],
) -> Deret:
    points: list[Simpul] = []
    parts: list[list[str]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            parts.append([])
            continue
        x, y = columns[n], _y(value, top)
        word = words[n] if words else str(value)
        points.append(Simpul(_px(x), _px(y), word, _px(y + 18 if below[n] else y - 9)))
        parts[-1].append(f"{_px(x)} {_px(y)}")
    paths = tuple("M" + " L".join(p) for p in parts if len(p) > 1)
    return Deret(name, name == TARGET, tuple(points), paths)


def _di_bawah(deret: Sequence[tuple[str, Sequence[Decimal | None]]], n: int, column: int) -> bool:
    """Whether the words of a point stand below it: another line has a higher one there."""
    own = deret[n][1][column]
    others = [(k, values[column]) for k, (_, values) in enumerate(deret) if k != n]
    if own is None:
        return False
    return any(v is not None and (v > own or (v == own and k < n)) for k, v in others)


def _sumbu(value: Decimal, top: Decimal) -> Sumbu:
    y = _y(value, top)
    text = f"{value.normalize():f}" if value < 1000 else f"{value:,.0f}".replace(",", ".")
    return Sumbu(_px(y), _px(y + 4), text.replace(".", ",") if value < 1000 else text)


def _x(n: int, count: int) -> float:
    margin = 22
    if count == 1:
        return (_KIRI + _KANAN) / 2
    return _KIRI + margin + (_KANAN - _KIRI - 2 * margin) * n / (count - 1)


def _y(value: Decimal, top: Decimal) -> float:
    share = float(min(max(value / top, Decimal(0)), Decimal(1)))
    return _DASAR - (_DASAR - _PUNCAK) * share


def _px(value: float) -> str:
    """Write pixels with at most one decimal and a dot."""
    return f"{value:.1f}".removesuffix(".0")
