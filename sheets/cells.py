"""A raw cell of a spreadsheet, and what is said about one that can't be read.

Pure: no Django, no database. A text is kept from being a formula by an apostrophe (`netralkan`),
which is taken off again when it is read (`pulihkan`).
"""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Mentah = None | str | int | float | bool | Decimal | date | datetime | time | timedelta

KOSONG = "(kosong)"
_PANJANG_SEBUT = 80
_TANPA_LEBAR = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# What neither XML nor PostgreSQL holds: controls but tab and line feed, surrogates, noncharacters.
_TERLARANG = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_RUANG = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_AWAL_RUMUS = frozenset("=+-@")
_AWAL_KENDALI = ("\t", "\r", "\n")


class Keliru(ValueError):
    """A cell that can't be read: str() says what is wrong, `saran` what to do."""

    def __init__(self, pesan: str, saran: str = "") -> None:
        """Take both sentences, in Indonesian."""
        super().__init__(pesan)
        self.pesan = pesan
        self.saran = saran


def _awal_seperti_rumus(text: str) -> bool:
    """Say whether a spreadsheet program could take the text for a formula."""
    if text.startswith(_AWAL_KENDALI):
        return True
    inti = _TERLARANG.sub("", text.translate(_TANPA_LEBAR)).strip()
    if not inti.strip("-\u2013\u2014 "):  # dashes alone are a common "nothing", and no formula
        return False
    return unicodedata.normalize("NFKC", inti[0])[:1] in _AWAL_RUMUS


def netralkan(text: str) -> str:
    """Return the text as a cell holds it: an apostrophe before what begins like a formula.

    Formulas begin with = + - @ (also after spaces, also in full width), a tab or a line end. A
    text with an apostrophe of its own gets one more, so that `pulihkan` gives back every text.
    Source: OWASP, "CSV Injection".
    """
    if text[:1].isalnum() and text.isascii():  # nearly all texts; the rest is looked at closely
        return text
    return f"'{text}" if text.startswith("'") or _awal_seperti_rumus(text) else text


def pulihkan(text: str) -> str:
    """Return the text that `netralkan` was given: pulihkan(netralkan(x)) == x for every x."""
    sisa = text[1:]
    if text.startswith("'") and (sisa.startswith("'") or _awal_seperti_rumus(sisa)):
        return sisa
    return text


def rapikan(text: str) -> str:
    """Return a text in its normal form.

    NFC, one kind of space and of line end, no characters without width, no controls, nothing blank
    at both ends and at the ends of lines.
    """
    if text.isascii() and text.isprintable():  # most cells: nothing but the ends to take off
        return text.strip()
    satu = unicodedata.normalize("NFC", text.translate(_TANPA_LEBAR))
    satu = satu.replace("_x000D_\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    satu = _TERLARANG.sub("", _RUANG.sub(" ", satu.replace("\u2028", "\n").replace("\x85", "\n")))
    return "\n".join(baris.rstrip() for baris in satu.strip().split("\n"))


def lipat(text: str) -> str:
    """Return the text as it is compared in keys: NFKC, no case, single spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    tampak = unicodedata.normalize("NFKC", text.translate(_TANPA_LEBAR)).casefold()
    return " ".join(unicodedata.normalize("NFKC", tampak).split())


def sama(a: str, b: str) -> bool:
    """Say whether two texts are equal up to case and white space."""
    return lipat(a) == lipat(b)


def kosong(v: Mentah) -> bool:
    """Say whether a cell is blank: nothing, or a text of spaces only."""
    return v is None or (isinstance(v, str) and not rapikan(v))


def desimal_excel(v: float) -> Decimal:
    """Return a number as Excel shows it, with at most 15 digits (0.1 + 0.2 is 0.3).

    Raises Keliru for NaN and infinity. Source: ECMA-376, numbers are IEEE doubles; Excel keeps 15
    significant digits.
    """
    if not math.isfinite(v):
        raise Keliru("Sel berisi angka yang tidak dapat dibaca.", "Ketik ulang angkanya.")
    return Decimal(format(v, ".15g"))


def polos(angka: Decimal) -> str:
    """Return a number with a decimal dot, without exponent and trailing zeros ("12", "0.75")."""
    teks = format(angka, "f")
    if "." in teks:
        teks = teks.rstrip("0").rstrip(".")
    return "0" if teks == "-0" else teks


def sebut(v: object) -> str:
    """Return a cell as messages name it: short, dates as dd-mm-yyyy, numbers without ".0"."""
    if v is None:
        return KOSONG
    if isinstance(v, bool):
        return "Ya" if v else "Tidak"
    if isinstance(v, int | float | Decimal):
        if isinstance(v, float):
            if not math.isfinite(v):
                return "angka rusak"
            v = desimal_excel(v)
        return polos(Decimal(v)).replace(".", ",")
    if isinstance(v, datetime):
        hari = f"{v.day:02d}-{v.month:02d}-{v.year:04d}"
        return f"{hari} {v:%H.%M}" if (v.hour or v.minute) else hari
    if isinstance(v, date):
        return f"{v.day:02d}-{v.month:02d}-{v.year:04d}"
    if isinstance(v, time):
        return f"{v:%H.%M}"
    if isinstance(v, tuple | list):
        v = "; ".join(sebut(satu) for satu in v)
    teks = " ".join(str(v).split())
    if not teks:
        return KOSONG
    return teks if len(teks) <= _PANJANG_SEBUT else f"{teks[: _PANJANG_SEBUT - 1].rstrip()}…"
