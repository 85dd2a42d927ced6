"""What stands inside one cell of a pasted instrument. Pure."""

import re
from decimal import Decimal, InvalidOperation

from satgas.instrumen.kolom import Kolom

TANDA_BUTIR = re.compile(r"^\s*(?:\d{1,2}[.)]|[a-z][.)]|[-•*–])\s+")
"""A number, letter or mark before an item of a list."""

_PENDEK = 80
_SERATUS = 100
_DESIMAL = 3


def rapi(teks: str) -> str:
    """Return text on one line with single spaces."""
    return " ".join(teks.split())


def pendek(teks: str) -> str:
    """Return the beginning of a text, for a message."""
    return teks if len(teks) <= _PENDEK else teks[:_PENDEK].rstrip() + "…"


def pisah_kode(kolom: Kolom, teks: str) -> tuple[str, str]:
    """Take the number off the front of a name: "3. Perizinan", "3.1 Regulasi", "3.1.2 SOP"."""
    titik = {Kolom.AREA: 0, Kolom.INDIKATOR: 1, Kolom.SUB: 2}[kolom]
    found = re.match(rf"^(\d{{1,2}}(?:\.\d{{1,2}}){{{titik}}})(?:[.)]\s*|\s+)(\D.*)$", teks)
    return (found[1], found[2]) if found else ("", teks)


def kriteria_per_dokumen(kriteria: str, jumlah: int) -> list[str] | None:
    """Return the criteria of each document, None when they can't be told apart."""
    lines = [satu.strip() for satu in kriteria.splitlines() if satu.strip()]
    if jumlah == 1:
        return ["\n".join(lines)]
    if len(lines) <= 1:
        return [kriteria.strip()] * jumlah
    if len(lines) != jumlah:
        return None
    return [TANDA_BUTIR.sub("", satu).strip() for satu in lines]


def baca_bobot(teks: str) -> Decimal | None:
    """Read a weight such as "12,5", "12.5" or "12,5%"; "" and "-" are no weight.

    Raises ValueError, with a message for the screen, for what is no weight from 0 to 100 with at
    most three decimals.
    """
    bersih = re.sub(r"[\s%]", "", teks)
    if bersih in ("", "-", "–"):
        return None
    angka = bersih.replace(",", ".")
    try:
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", angka):
            raise InvalidOperation
        bobot = Decimal(angka)
    except InvalidOperation as error:
        raise ValueError("Bukan angka. Tulis bobot seperti 12,5, atau kosongkan.") from error
    if not 0 <= bobot <= _SERATUS:
        raise ValueError("Bobot harus antara 0 dan 100.")
    if bobot != round(bobot, _DESIMAL):
        raise ValueError("Paling banyak tiga angka di belakang koma.")
    return bobot
