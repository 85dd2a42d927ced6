"""What changed within a text, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

PANJANG_TERBESAR = 4000
"""Longer texts are shown whole, old and new: comparing their words would take too long."""
_KATA_TERSEDIKIT = 4
_MIRIP = 0.3


@dataclass(frozen=True)
class Potongan:
    """A run of words: `jenis` is "sama", "hapus" or "baru"."""

    jenis: str
    teks: str


def banding_kata(lama: str, baru: str) -> tuple[Potongan, ...]:
    """Return the runs of two texts in reading order.

    Short texts, very long ones and texts that share little are one deletion and one addition.
    """
    before, after = _kata(lama), _kata(baru)
    if min(_hitung(lama), _hitung(baru)) < _KATA_TERSEDIKIT or (
        max(len(lama), len(baru)) > PANJANG_TERBESAR
    ):
        return tuple(_utuh(lama, baru))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _MIRIP:
        return tuple(_utuh(lama, baru))
    found: list[Potongan] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Potongan("sama", "".join(before[a:b])))
        else:
            found += _utuh("".join(before[a:b]), "".join(after[c:d]))
    return tuple(found)


def _kata(teks: str) -> list[str]:
    """Return words and the spaces between them; joined they are the text again."""
    return re.findall(r"\s+|[^\s]+", teks)


def _hitung(teks: str) -> int:
    return len(teks.split())


def _utuh(lama: str, baru: str) -> Iterator[Potongan]:
    if lama:
        yield Potongan("hapus", lama)
    if baru:
        yield Potongan("baru", baru)
