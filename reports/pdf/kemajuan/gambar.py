"""Drawn signs of an official document: QR code, crest, the mark behind the text. Pure."""

import base64
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

import segno

_TEPI: Final = 4  # quiet zone in modules (ISO/IEC 18004)
_HURUF: Final = {
    "A": "M0 100L30 0L60 100M13 62H47",
    "C": "M60 20C50-10 0-8 0 50S50 110 60 80",
    "D": "M0 0V100H22C48 100 60 82 60 50S48 0 22 0Z",
    "F": "M60 0H0V100M0 48H46",
    "H": "M0 0V100M60 0V100M0 48H60",
    "N": "M0 100V0L60 100V0",
    "O": "M30 0C-8 0-8 100 30 100S68 0 30 0Z",
    "R": "M0 100V0H32C64 0 64 50 32 50H0M30 50L60 100",
    "T": "M0 0H60M30 0V100",
}
"""Letters as strokes in a field of 60 by 100, so that the mark is no text to be read aloud."""
_MAJU: Final = 90
_SPASI: Final = 60
_ABU: Final = "#eeeeee"
_TERBESAR: Final = 0.4  # letters of 40 mm


def qr(teks: str) -> tuple[int, str]:
    """Return a QR code (level M): the side of its field in modules, and one path of its squares."""
    made = segno.make(teks, error="m", micro=False)
    rows = list(made.matrix)
    path = "".join(
        f"M{x + _TEPI} {y + _TEPI}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for x, length in _deret(row)
    )
    return len(rows) + 2 * _TEPI, path


def _deret(row: Sequence[int]) -> list[tuple[int, int]]:
    """Return runs of dark modules as (first, length)."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found


def data_uri(jenis: str, isi: bytes) -> str:
    """Return an image as an address that holds it; `jenis` is its media type."""
    return f"data:{jenis};base64,{base64.b64encode(isi).decode()}"


def cap_latar(tanda: str, lebar: int, tinggi: int) -> str:
    """Return the style of a page's background with a mark across it, on paper in mm."""
    long = _MAJU * len(tanda.replace(" ", "")) + _SPASI * tanda.count(" ")
    scale = min(min(lebar, tinggi) * 0.82 / long, _TERBESAR)
    letters, x = [], 0
    for letter in tanda:
        if letter == " ":
            x += _SPASI
            continue
        letters.append(f'<path transform="translate({x} 0)" d="{_HURUF[letter]}"/>')
        x += _MAJU
    half = (long - 30) / 2
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{lebar}mm" height="{tinggi}mm"'
        f' viewBox="0 0 {lebar} {tinggi}">'
        f'<g transform="translate({lebar / 2:g} {tinggi / 2:g}) rotate(-35) scale({scale:.4f})'
        f' translate({-half:g} -50)" fill="none" stroke="{_ABU}" stroke-width="17">'
        f"{''.join(letters)}</g></svg>"
    )
    return f'background: url("data:image/svg+xml,{quote(svg)}") center / 100% 100% no-repeat;'
