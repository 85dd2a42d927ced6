"""Numbers read from cells: real numbers, and texts grouped the Indonesian or the English way.

Pure functions. What can be read in two ways is refused with both readings named, never guessed.
"""

import re
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sheets.cells import Keliru, Mentah, desimal_excel, kosong, polos, pulihkan, rapikan, sebut

_DIGIT_MAKS = 15  # Excel keeps no more of a number
_RUPIAH = re.compile(r"(?:rp|idr)\.?\s*", re.IGNORECASE)
_EKOR = re.compile(r"[.,]\s*[-\u2010-\u2015\u2212]+$")
_KURUNG = re.compile(r"\(([^()]*)\)")
_PERSEN = re.compile(r"\s*(?:%|persen\b)$", re.IGNORECASE)
_ILMIAH = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_BADAN = re.compile(r"[0-9.,]*[0-9][0-9.,]*")
_SPASI_RIBUAN = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_STRIP = re.compile(r"[-\u2010-\u2015\u2212]+")
_KOSONGKAN = "Kosongkan sel bila tidak ada angka, atau ketik 0 bila nol."
_CONTOH = "Ketik angka saja, misalnya 1.200.000 atau 1200000,50."


def bulat(v: Mentah) -> int | None:
    """Return a whole number, None for a blank cell; Keliru for fractions and other things.

    In a text a group of three digits after a dot or comma is thousands.
    """
    angka = _baca(v, ribuan=True)
    if angka is None:
        return None
    if angka != angka.to_integral_value():
        raise Keliru(f"“{sebut(v)}” bukan bilangan bulat.", "Ketik angka tanpa pecahan.")
    return int(angka)


def uang(v: Mentah) -> Decimal | None:
    """Return an amount, None for a blank cell; Keliru for more than two decimals.

    "1.200.000", "1,200,000.50", "Rp 1.200.000,-" and "(1.000)" are read; a group of three digits
    after a dot or comma is thousands.
    """
    angka = _baca(v, ribuan=True)
    return None if angka is None else _batasi(v, angka, 2)


def desimal(v: Mentah, *, angka_desimal: int | None = None) -> Decimal | None:
    """Return a number with decimals, None for a blank cell.

    "1.200" and "1,200" as text are Keliru with both readings; "0.125" and "1234,567" have one. At
    most `angka_desimal` decimals: a text with more is Keliru, a real number is rounded half up.
    """
    angka = _baca(v, ribuan=False)
    return None if angka is None else _batasi(v, angka, angka_desimal)


def tulis_desimal(angka: Decimal) -> str:
    """Return a number as text with a decimal comma that `desimal` reads back in one way only.

    Three decimals get a zero behind them: "1,200" could be thousands, "1,2340" can't.
    """
    teks = polos(angka).replace(".", ",")
    return f"{teks}0" if len(teks.partition(",")[2]) == 3 else teks


def _baca(v: Mentah, *, ribuan: bool) -> Decimal | None:
    if kosong(v):
        return None
    if isinstance(v, bool):
        raise Keliru(f"Sel berisi pilihan {sebut(v)}, bukan angka.", _CONTOH)
    if isinstance(v, date | time | timedelta):
        raise Keliru(
            f"Sel berisi tanggal atau jam ({sebut(v)}), bukan angka: Excel mengubah angka yang "
            "mirip tanggal.",
            "Ubah format sel menjadi Angka, lalu ketik lagi angkanya.",
        )
    if isinstance(v, str):
        return _dari_teks(v, ribuan=ribuan)
    if not isinstance(v, int | float | Decimal):
        raise Keliru(f"“{sebut(v)}” bukan angka.", _CONTOH)
    angka = desimal_excel(v) if isinstance(v, float) else Decimal(v)
    if not angka.is_finite():
        raise Keliru("Sel berisi angka yang tidak dapat dibaca.", _CONTOH)
    _ukur(angka, v)
    return angka


def _ukur(angka: Decimal, v: Mentah) -> None:
    if abs(angka) >= Decimal(10) ** _DIGIT_MAKS:
        raise Keliru(
            f"Angka {sebut(v)} terlalu besar.", f"Angka paling banyak {_DIGIT_MAKS} digit."
        )


def _dari_teks(v: str, *, ribuan: bool) -> Decimal:
    teks = rapikan(pulihkan(rapikan(v)))
    if _STRIP.fullmatch(teks):
        raise Keliru(f"“{teks}” bukan angka.", _KOSONGKAN)
    if _ILMIAH.fullmatch(teks):
        raise Keliru(
            f"Angka “{teks}” sudah dibulatkan Excel, digit aslinya hilang.",
            "Lebarkan kolom, ubah format sel menjadi Angka, lalu simpan lagi.",
        )
    if _PERSEN.search(teks):
        raise Keliru(
            f"“{sebut(v)}” bertanda persen.",
            "Ubah format sel menjadi Angka, lalu ketik angkanya saja, tanpa tanda persen.",
        )
    inti, negatif = teks, False
    kurung = _KURUNG.fullmatch(inti)
    if kurung:
        inti, negatif = kurung.group(1).strip(), True
    for _ in range(2):  # "-Rp 5" and "Rp -5"
        if inti[:1] in {"-", "\u2212", "+"} and inti[:1]:
            if negatif:
                raise Keliru(f"“{sebut(v)}” bukan angka.", _CONTOH)
            negatif, inti = inti[0] != "+", inti[1:].strip()
        awalan = _RUPIAH.match(inti)
        if awalan:
            inti = inti[awalan.end() :]
    inti = _EKOR.sub("", inti).strip()
    if _SPASI_RIBUAN.fullmatch(inti):
        inti = inti.replace(" ", "")
    if not _BADAN.fullmatch(inti) or re.fullmatch("00+", inti):  # "Rp.000" is a heading, not zero
        raise Keliru(f"“{sebut(v)}” bukan angka.", _CONTOH)
    angka = _badan(inti, v, ribuan=ribuan)
    _ukur(angka, v)
    return -angka if negatif and angka else angka


def _badan(inti: str, v: str, *, ribuan: bool) -> Decimal:
    """Return the number of digits with dots and commas; Keliru when its groups are not of three."""
    titik, koma = inti.count("."), inti.count(",")
    if titik and koma:
        pecahan, grup = (".", ",") if inti.rfind(".") > inti.rfind(",") else (",", ".")
        kepala, _, ekor = inti.rpartition(pecahan)
        if pecahan in kepala or not ekor or not _grup_tiga(kepala, grup):
            raise _grup_salah(v)
        return Decimal(f"{kepala.replace(grup, '')}.{ekor}")
    if not titik and not koma:
        return Decimal(inti)
    pemisah = "." if titik else ","
    if titik + koma > 1:
        if not _grup_tiga(inti, pemisah):
            raise _grup_salah(v)
        return Decimal(inti.replace(pemisah, ""))
    kepala, _, ekor = inti.partition(pemisah)
    if not ekor:
        raise Keliru(f"“{sebut(v)}” bukan angka yang lengkap.", _CONTOH)
    if len(ekor) == 3 and 1 <= len(kepala) <= 3 and not kepala.startswith("0"):
        if ribuan:
            return Decimal(kepala + ekor)
        pecahan = tulis_desimal(Decimal(f"{kepala}.{ekor}"))
        raise Keliru(
            f"“{sebut(v)}” dapat dibaca {kepala}{ekor} (ribuan) atau {pecahan} (pecahan).",
            f"Ketik {kepala}{ekor} atau {pecahan}.",
        )
    return Decimal(f"{kepala or '0'}.{ekor}")


def _grup_tiga(teks: str, pemisah: str) -> bool:
    kepala, *grup = teks.split(pemisah)
    return (
        1 <= len(kepala) <= 3
        and not kepala.startswith("0")
        and bool(grup)
        and all(len(satu) == 3 for satu in grup)
    )


def _grup_salah(v: str) -> Keliru:
    return Keliru(
        f"Titik dan koma pada “{sebut(v)}” tidak memisahkan ribuan per tiga angka.", _CONTOH
    )


def _batasi(v: Mentah, angka: Decimal, angka_desimal: int | None) -> Decimal:
    rapi = Decimal(polos(angka))
    if angka_desimal is None:
        return rapi
    eksponen = rapi.as_tuple().exponent
    assert isinstance(eksponen, int), "finite, as _baca checked"
    if -eksponen <= angka_desimal:
        return rapi
    if isinstance(v, str):
        raise Keliru(
            f"“{sebut(v)}” memiliki terlalu banyak angka di belakang koma.",
            f"Paling banyak {angka_desimal} angka di belakang koma."
            if angka_desimal
            else "Ketik angka tanpa pecahan.",
        )
    bulatan = rapi.quantize(Decimal(1).scaleb(-angka_desimal), rounding=ROUND_HALF_UP)
    return Decimal(polos(bulatan))
