"""The bar of required documents by state."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from evidence.hitungan import Golongan, Hitungan
from reports.datasets.rincian import label, wujud

_RUAS = (
    Golongan.DISETUJUI,
    Golongan.NIHIL,
    Golongan.MENUNGGU,
    Golongan.PERBAIKAN,
    Golongan.TAK_DAPAT,
    Golongan.TAK_BERLAKU,
    Golongan.KEDALUWARSA,
    Golongan.DRAF,
    Golongan.BELUM,
)
_SELALU = (
    Golongan.DISETUJUI,
    Golongan.MENUNGGU,
    Golongan.PERBAIKAN,
    Golongan.DRAF,
    Golongan.BELUM,
)


@dataclass(frozen=True)
class Ruas:
    """One part of the documents bar, with the figure that leads to its rows."""

    kode: str
    label: str
    tone: str
    ikon: str
    jumlah: int
    persen_mulai: Decimal
    persen: Decimal


def ruas(hitungan: Hitungan) -> list[Ruas]:
    """Return the parts of the bar from accepted to missing; rare ones only where they occur."""
    parts, before = [], 0
    for kind in _RUAS:
        count = getattr(hitungan, kind.value)
        if not count and kind not in _SELALU:
            continue
        sifat = wujud(kind)
        tone = "" if kind is Golongan.BELUM else sifat.tone
        start, width = _lebar(before, hitungan), _lebar(count, hitungan)
        parts.append(Ruas(kind.value, label(kind), tone, sifat.ikon, count, start, width))
        before += count
    return parts


def _lebar(count: int, hitungan: Hitungan) -> Decimal:
    if not hitungan.diperlukan:
        return Decimal(0)
    percent = Decimal(100 * count) / hitungan.diperlukan
    return percent.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
