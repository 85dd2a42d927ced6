"""A cell read to a value: texts, codes, NIP, yes or no, lists; and numbers and dates beside them.

Pure: no Django, no database. Each function takes a raw cell and returns a value, None for a blank
one (nothing, spaces, NBSP), and raises `Keliru` with what is wrong and what to do. This module is
the one place to import them from.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sheets.cells import (
    KOSONG,
    Keliru,
    Mentah,
    desimal_excel,
    kosong,
    lipat,
    netralkan,
    polos,
    pulihkan,
    rapikan,
    sama,
    sebut,
)
from sheets.dates import BULAN, bulan, bulan_angka, tanggal
from sheets.figures import bulat, desimal, tulis_desimal, uang

__all__ = [
    "BULAN",
    "KOSONG",
    "Keliru",
    "Mentah",
    "bulan",
    "bulan_angka",
    "bulat",
    "daftar",
    "desimal",
    "kode",
    "kosong",
    "lipat",
    "netralkan",
    "nip",
    "pulihkan",
    "rapikan",
    "sama",
    "sebut",
    "tanggal",
    "teks",
    "tulis_daftar",
    "tulis_desimal",
    "uang",
    "ya",
]

_DIGIT_EXCEL = 15
_DIGIT_NIP = 18
_ILMIAH = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")
_SEBAGAI_TEKS = "Format kolom sebagai Teks, lalu ketik lagi {apa}."
_YA = frozenset(["ya", "y", "yes", "1", "x", "v", "√", "✓", "✔", "☑", "ü", "benar", "true"])
_TIDAK = frozenset(["tidak", "no", "n", "0", "-", "–", "—", "salah", "false"])
_NOMOR = re.compile(r"\(?([0-9]{1,3}|[a-z]{1,2})(?:[.)])(?![0-9])\s*(?=\S)")
_PELURU = re.compile(r"[-–—•*·▪●\uf0b7]\s+(?=\S)")
_PELURU_TULIS = "• "


def teks(v: Mentah, *, panjang: int | None = None) -> str | None:
    """Return a text in normal form, None for a blank cell.

    Whole numbers lose ".0", fractions have a decimal comma, dates are dd-mm-yyyy, booleans "Ya" and
    "Tidak". Raises Keliru for more than `panjang` characters and for what can't be a text.
    """
    return _sepanjang(_teks(v), panjang)


def _sepanjang(hasil: str, panjang: int | None) -> str | None:
    if panjang is not None and len(hasil) > panjang:
        raise Keliru(
            f"Teks terlalu panjang: {len(hasil)} huruf, paling banyak {panjang}.",
            "Persingkat teks ini.",
        )
    return hasil or None


def _teks(v: Mentah) -> str:
    if v is None:
        return ""
    if isinstance(v, str):
        return rapikan(pulihkan(rapikan(v)))
    if isinstance(v, bool):
        return "Ya" if v else "Tidak"
    if isinstance(v, float):
        return polos(desimal_excel(v)).replace(".", ",")
    if isinstance(v, int | Decimal):
        return polos(Decimal(v)).replace(".", ",")
    if isinstance(v, date):
        return f"{v.day:02d}-{v.month:02d}-{v.year:04d}"
    if isinstance(v, time):
        return f"{v:%H.%M}"
    raise Keliru(f"Isi sel “{sebut(v)}” bukan teks.", _SEBAGAI_TEKS.format(apa="isinya"))


def kode(v: Mentah, *, panjang: int | None = None) -> str | None:
    """Return a code on one line, None for a blank cell; the number 1.1 is read as "1.1".

    Raises Keliru for a date (Excel made one of "1-2") and for a number that lost digits.
    """
    if isinstance(v, date | datetime | time | timedelta):
        raise Keliru(
            f"Kode terbaca sebagai tanggal atau jam ({sebut(v)}): Excel mengubahnya.",
            _SEBAGAI_TEKS.format(apa="kodenya"),
        )
    if isinstance(v, int | float | Decimal) and not isinstance(v, bool):
        angka = desimal_excel(v) if isinstance(v, float) else Decimal(v)
        if isinstance(v, float) and abs(angka) >= Decimal(10) ** _DIGIT_EXCEL:
            raise _angka_bulat(v)
        return _sepanjang(polos(angka), panjang)
    hasil = _teks(v)
    if isinstance(v, str) and _ILMIAH.fullmatch(hasil):
        raise _angka_bulat(v)
    return _sepanjang(" ".join(hasil.split()), panjang)


def _angka_bulat(v: Mentah) -> Keliru:
    tampak = f"{v:.5E}" if isinstance(v, float) else sebut(v)
    return Keliru(
        f"Kode rusak: Excel membulatkan angka panjang menjadi {tampak}.",
        _SEBAGAI_TEKS.format(apa="kodenya"),
    )


def _nip_rusak() -> Keliru:
    return Keliru("NIP rusak: Excel membulatkan angka panjang.", _SEBAGAI_TEKS.format(apa="NIP"))


def nip(v: Mentah) -> str | None:
    """Return a NIP of 18 digits, None for a blank cell; spaces between digits are allowed.

    Raises Keliru for a number: Excel keeps 15 digits, so what was typed is lost. A serial of 000
    doesn't exist and tells the same loss. The sentences never repeat the digits. Source: PP 11/2017
    and BKN on the 18 digits of a NIP (birth date 8, appointment 6, sex 1, serial 3).
    """
    if kosong(v):
        return None
    if isinstance(v, float | Decimal) and abs(v) >= 10**_DIGIT_EXCEL:
        raise _nip_rusak()
    digit = re.sub(r"\s+", "", str(v) if isinstance(v, int) else _teks(v)).removeprefix("'")
    if _ILMIAH.fullmatch(digit):
        raise _nip_rusak()
    if isinstance(v, bool) or not re.fullmatch("[0-9]+", digit):
        raise Keliru("NIP berisi selain angka.", "Ketik 18 angka NIP; spasi diperbolehkan.")
    if len(digit) != _DIGIT_NIP:
        raise Keliru(
            f"NIP harus {_DIGIT_NIP} angka, terbaca {len(digit)}.",
            "Periksa NIP pada berkas kepegawaian, lalu ketik lagi.",
        )
    if digit.endswith("000"):
        raise _nip_rusak()
    return digit


def ya(v: Mentah) -> bool | None:
    """Return yes or no ("ya", "x", "√", 1 / "tidak", "-", 0), None for a blank cell."""
    if kosong(v):
        return None
    if isinstance(v, bool):
        return v
    if isinstance(v, int | float | Decimal) and v in (0, 1):
        return bool(v)
    if isinstance(v, str):
        kata = lipat(pulihkan(rapikan(v)))
        if kata in _YA:
            return True
        if kata in _TIDAK:
            return False
    raise Keliru(f"“{sebut(v)}” bukan ya atau tidak.", "Ketik Ya atau Tidak.")


def daftar(v: Mentah) -> tuple[str, ...]:
    """Return the entries of a cell, one per line or between semicolons; () for a blank cell or "-".

    Bullets and numbers (1. 2. 3., a. b. c.) are taken off only when every entry has one and numbers
    count from the first. A cell that begins with "• " is never split at semicolons.
    """
    isi = _teks(v)
    if not isi.strip("-–— "):
        return ()
    pemisah = "\n" if "\n" in isi or isi.startswith(_PELURU_TULIS) else ";"
    butir = [satu.strip() for satu in isi.split(pemisah)]
    if not isi.startswith(_PELURU_TULIS):
        butir = [satu.rstrip(";").rstrip() for satu in butir]
    return tuple(_tanpa_nomor([satu for satu in butir if satu]))


def tulis_daftar(entries: tuple[str, ...]) -> str:
    """Return the entries as one cell, so that `daftar` gives them back; bullets only if needed."""
    garis = [" ".join(satu.split()) for satu in entries]
    polos_ = "\n".join(garis)
    if daftar(netralkan(polos_)) == tuple(garis):
        return polos_
    return "\n".join(f"{_PELURU_TULIS}{satu}" for satu in garis)


def _tanpa_nomor(butir: list[str]) -> list[str]:
    peluru = [_PELURU.match(satu) for satu in butir]
    if all(peluru):
        return [satu[cocok.end() :] for satu, cocok in zip(butir, peluru, strict=True) if cocok]
    nomor = [_NOMOR.match(satu) for satu in butir]
    urut = [cocok.group(1) for cocok in nomor if cocok]
    if len(urut) < len(butir) or urut not in (
        [str(ke) for ke in range(1, len(butir) + 1)],
        [_huruf(ke) for ke in range(len(butir))],
    ):
        return butir
    return [satu[cocok.end() :] for satu, cocok in zip(butir, nomor, strict=True) if cocok]


def _huruf(ke: int) -> str:
    """Return the letter of a list as decrees count: a to z, then aa, bb to zz."""
    return chr(ord("a") + ke % 26) * (ke // 26 + 1)
