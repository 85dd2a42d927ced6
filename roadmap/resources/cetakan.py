"""Kinds of cells that a Road Map prints: targets and budgets as text, and lists of units."""

import re
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sheets.columns import Daftar, Jenis, Nilai
from sheets.values import Keliru, teks
from ukuran.target import Anggaran, JenisAnggaran, Target, baca_anggaran, baca_target

if TYPE_CHECKING:
    from sheets.resource import SheetResource

PANJANG_TARGET, PANJANG_KETERANGAN, PANJANG_ANGGARAN = 200, 120, 40
_RP: Final = re.compile(r"rp\.?\s*", re.IGNORECASE)
_TITIK: Final = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")


@lru_cache(maxsize=20_000)
def rapi(isi: str) -> str | None:
    """Return a stored text as the reading of a cell gives it; None for a blank one."""
    return teks(isi)


@lru_cache(maxsize=20_000)
def target_teks(isi: str | None, predikat: tuple[str, ...] = ()) -> Target:
    """Return a target read from the text of a cell; None is a blank one."""
    return baca_target(isi or "", predikat)


@lru_cache(maxsize=20_000)
def anggaran_teks(isi: str | None) -> Anggaran:
    """Return a budget read from the text of a cell; None is a blank one."""
    return baca_anggaran(isi or "")


@lru_cache(maxsize=20_000)
def anggaran_baku(isi: str) -> str | None:
    """Return a stored or typed budget in normal form: "1,200,000", "0", "-"; None for blank.

    What can't be read as a budget stays as it is.
    """
    text = rapi(isi)
    if text is None:
        return None
    bare = _RP.sub("", text, count=1).removesuffix(",-") if _RP.match(text) else text
    read = anggaran_teks(bare.replace(".", ",") if _TITIK.fullmatch(bare) else bare)
    if read.ribu is not None:
        return f"{read.ribu:,}"
    return "-" if read.jenis is JenisAnggaran.STRIP else text


def ribu(nilai: Nilai) -> int | None:
    """Return the amount of a budget cell in Rp.000; None for blank, "-" and what can't be read."""
    return anggaran_teks(None if nilai is None else str(nilai)).ribu


class TargetTercetak(Jenis):
    """A target as it is printed: "100%", "15 tim, 10 PD", "-", 0; always a text."""

    format_sel = "@"

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        """Return the text. Raises Keliru for a date, which Excel makes of "5-10", and long ones."""
        if isinstance(mentah, date | time):
            raise Keliru(
                "Target terbaca sebagai tanggal: Excel mengubahnya.",
                "Format kolom sebagai Teks, lalu ketik lagi targetnya.",
            )
        return teks(mentah, panjang=PANJANG_TARGET)


class AnggaranTercetak(Jenis):
    """A budget in thousands of rupiah as it is printed; blank, "-" and 0 are three things.

    The value is a text with commas between groups of three; the cell is a number where it is one.
    """

    format_sel = "#,##0"

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        """Return the normal form. Raises Keliru for fractions, amounts below 0 and long texts."""
        if isinstance(mentah, bool | date | time):
            raise Keliru("Anggaran harus berupa angka.", "Tulis dalam ribuan rupiah.")
        if isinstance(mentah, int | float | Decimal):
            if mentah != int(mentah) or mentah < 0:
                raise Keliru(
                    "Anggaran ditulis dalam ribuan rupiah tanpa pecahan, paling kecil 0.",
                    "Misalnya 1.200.000 untuk Rp1,2 miliar.",
                )
            return f"{int(mentah):,}"
        text = teks(mentah, panjang=PANJANG_ANGGARAN)
        return None if text is None else anggaran_baku(text)

    def tulis(self, nilai: Nilai, resource: "SheetResource") -> Any:
        """Return a number where the budget is one, else the text."""
        ribu = anggaran_teks(str(nilai)).ribu
        return nilai if ribu is None else ribu

    def sebut(self, nilai: Nilai, resource: "SheetResource") -> str:
        """Return the budget with dots between groups, as officials write it."""
        return str(nilai).replace(",", ".")


class DaftarUnit(Daftar):
    """Units, one a line; their order says nothing."""

    def __init__(self) -> None:
        super().__init__(acuan="unit")

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        """Return the codes in order. Raises Keliru for a unit that is not there."""
        found = super().baca(mentah, resource)
        return tuple(sorted(found)) if isinstance(found, tuple) else None
