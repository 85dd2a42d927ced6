"""Letters, numbers and bullets that Word puts before an item. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

_ABJAD = "abcdefghijklmnopqrstuvwxyz"
_TANDA = re.compile(
    r"^(?P<buka>\()?(?P<isi>[A-Za-z]{1,3}|\d{1,3})(?P<tutup>\.\)|[.)])(?P<sela>\s*)(?P<teks>.*)$",
    re.DOTALL,
)
_BUTIR = re.compile(
    r"^(?P<isi>[•●○▪■□◦‣·➢➤✓\u2013\u2014\uf0a7\uf0b7\uf0d8-]|o(?=\t))\s+(?P<teks>.*)$", re.DOTALL
)
_KATA = re.compile(r"^[^\W\d_]{3}")


class JenisTanda(StrEnum):
    """What kind of mark stands before an item."""

    HURUF = "huruf"
    ANGKA = "angka"
    BUTIR = "butir"


@dataclass(frozen=True)
class Tanda:
    """A mark: its kind, what it says, its place in its sequence (from 1), and how it is set."""

    jenis: JenisTanda
    isi: str
    tempat: int
    gaya: str


def huruf_ke(tempat: int) -> str:
    """Return the letter at a place, as Word counts: a to z, then aa, bb to zz, then aaa.

    The printed decree goes on from z to aa and bb. Raises ValueError for a place below 1.
    """
    if tempat < 1:
        raise ValueError(tempat)
    kali, sisa = divmod(tempat - 1, len(_ABJAD))
    return _ABJAD[sisa] * (kali + 1)


def tempat_huruf(huruf: str) -> int | None:
    """Return the place of a letter, None for what is no letter of a list.

    Doubled letters are read as Word counts (bb is 28); others as spreadsheets count them (ab is
    28 as well), because some offices letter so by hand.
    """
    if not re.fullmatch(r"[a-z]{1,3}", huruf):
        return None
    if len(set(huruf)) == 1:
        return _ABJAD.index(huruf[0]) + 1 + len(_ABJAD) * (len(huruf) - 1)
    if len(huruf) == 2:
        return (_ABJAD.index(huruf[0]) + 1) * len(_ABJAD) + _ABJAD.index(huruf[1]) + 1
    return None


def baca_tanda(teks: str) -> tuple[Tanda | None, str]:
    """Return the mark before a line, None when there is none, and what follows it.

    A letter or number counts when a space or the end follows ("a. melakukan"), or a word of
    three letters or more ("a.melakukan", but not "s.d." or "a.n. Gubernur" or "1.200").
    """
    bullet = _BUTIR.match(teks)
    if bullet:
        return Tanda(JenisTanda.BUTIR, bullet["isi"], 0, bullet["isi"]), bullet["teks"].strip()
    found = _TANDA.match(teks)
    if not found or (found["buka"] and found["tutup"] == "."):
        return None, teks
    rest = found["teks"]
    if rest and not found["sela"] and not _KATA.match(rest):
        return None, teks
    isi = found["isi"].casefold()
    gaya = f"{found['buka'] or ''}{found['tutup'][-1]}"
    if isi.isdecimal():
        place = int(isi)
        return (Tanda(JenisTanda.ANGKA, isi, place, gaya), rest.strip()) if place else (None, teks)
    letter = tempat_huruf(isi)
    if letter is None or (not found["sela"] and len(isi) > 1):
        return None, teks
    return Tanda(JenisTanda.HURUF, isi, letter, gaya), rest.strip()


def potong(teks: str, harap: set[str]) -> tuple[str, str]:
    """Cut a line before the first mark in it that is expected next; ('...', '') without one.

    Only a mark after a finished clause counts: "...; b. menyusun" but not "huruf b. itu".
    """
    if not harap:
        return teks, ""
    marks = "|".join(re.escape(isi) for isi in sorted(harap))
    found = re.search(
        rf"(?<=[;:.])\s*(?:dan\s+|atau\s+)?(?P<mulai>\(?(?:{marks})[.)]\s+\S)", teks, re.IGNORECASE
    )
    if found is None or found.start() == 0:
        return teks, ""
    place = found.start("mulai")
    return teks[:place].rstrip(), teks[place:]
