"""How figures, dates, sizes and identifiers are written in Indonesian.

Pure functions over plain values, used by screens, PDF and xlsx alike, so that
one figure reads the same everywhere. Missing and zero are two things: None is
written as words ("tanpa data"), 0 is written as 0.
"""

from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from sheets.values import BULAN

Angka = int | float | Decimal

TANPA_DATA = "tanpa data"
TANPA_TANGGAL = "tanpa tanggal"
TANPA_NIP = "tanpa NIP"

_KILO = 1024
_NIP_TERLIHAT = 3
_HASH_MIN = 12


def _desimal(nilai: Angka) -> Decimal:
    """Return the value as a finite Decimal; TypeError or ValueError otherwise."""
    if isinstance(nilai, bool) or not isinstance(nilai, int | float | Decimal):
        raise TypeError(f"not a number: {nilai!r}")
    try:
        hasil = Decimal(str(nilai))
    except InvalidOperation as exc:  # pragma: no cover - str() of a number is a number
        raise ValueError(f"not a number: {nilai!r}") from exc
    if not hasil.is_finite():
        raise ValueError(f"not a finite number: {nilai!r}")
    return hasil


def _tulis(nilai: Decimal, desimal: int) -> str:
    """Write with "." for thousands and "," for decimals, without trailing zeros."""
    bulat = nilai.quantize(Decimal(1).scaleb(-desimal), rounding=ROUND_HALF_UP)
    if bulat == 0:
        return "0"
    utuh, _, pecahan = f"{bulat:,.{desimal}f}".partition(".")
    pecahan = pecahan.rstrip("0")
    utuh = utuh.replace(",", ".")
    return f"{utuh},{pecahan}" if pecahan else utuh


def angka(nilai: Angka | None, desimal: int = 1) -> str:
    """Return a figure such as "1.234" or "76,5", half up, at most `desimal` decimals.

    None gives "tanpa data". Raises TypeError for anything that is no number and
    ValueError for NaN and infinity.
    """
    return TANPA_DATA if nilai is None else _tulis(_desimal(nilai), desimal)


def persen(nilai: Angka | None, desimal: int = 1) -> str:
    """Return a percentage such as "76,5%" of a value on the scale 0 to 100.

    None gives "tanpa data" (never "0%"). Raises as `angka`.
    """
    return TANPA_DATA if nilai is None else f"{_tulis(_desimal(nilai), desimal)}%"


def rupiah(nilai: Angka | None) -> str:
    """Return an amount such as "Rp 1.200.287.000"; cents only when there are any.

    None gives "tanpa data". Raises as `angka`.
    """
    if nilai is None:
        return TANPA_DATA
    jumlah = _desimal(nilai)
    tulisan = _tulis(abs(jumlah), 2)
    utuh, koma, sen = tulisan.partition(",")
    if koma:
        tulisan = f"{utuh},{sen:0<2}"
    return f"-Rp {tulisan}" if jumlah < 0 and tulisan != "0" else f"Rp {tulisan}"


def titik(nilai: Angka) -> str:
    """Return a number with a decimal dot, as SVG attributes need it ("53.9").

    Raises as `angka`.
    """
    return f"{_desimal(nilai):f}"


def _setempat(saat: datetime, zona: tzinfo) -> datetime:
    """Return the moment in the zone; ValueError for a datetime without zone."""
    if saat.tzinfo is None:
        raise ValueError("a datetime needs a time zone")
    return saat.astimezone(zona)


def tanggal(hari: date | None, zona: tzinfo | None = None) -> str:
    """Return a date such as "8 Maret 2021"; None gives "tanpa tanggal".

    A datetime is first moved to `zona` when one is given.
    """
    if hari is None:
        return TANPA_TANGGAL
    if isinstance(hari, datetime) and zona is not None and hari.tzinfo is not None:
        hari = hari.astimezone(zona)
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"


def jam(saat: datetime | None, zona: tzinfo) -> str:
    """Return a time of day such as "15.42 WITA"; None gives "tanpa tanggal".

    Raises ValueError for a datetime without time zone.
    """
    if saat is None:
        return TANPA_TANGGAL
    setempat = _setempat(saat, zona)
    return f"{setempat:%H.%M} {setempat.tzname()}"


def tanggal_waktu(saat: datetime | None, zona: tzinfo) -> str:
    """Return "18 September 2021, 16.00 WITA"; None gives "tanpa tanggal".

    Raises ValueError for a datetime without time zone.
    """
    if saat is None:
        return TANPA_TANGGAL
    setempat = _setempat(saat, zona)
    return f"{tanggal(setempat)}, {jam(saat, zona)}"


def sisa_hari(batas: date | None, hari_ini: date) -> str:
    """Return how far a due date is: "12 hari lagi", "hari ini", "Lewat batas waktu 3 hari".

    None gives "tanpa tanggal".
    """
    if batas is None:
        return TANPA_TANGGAL
    selisih = (batas - hari_ini).days
    if selisih < 0:
        return f"Lewat batas waktu {angka(-selisih)} hari"
    return f"{angka(selisih)} hari lagi" if selisih else "hari ini"


def ukuran_berkas(byte: int | None) -> str:
    """Return a file size such as "812 byte", "212 KB", "1,8 MB"; None gives "tanpa data".

    One KB is 1,024 byte, as the upload limit counts. Raises ValueError for a negative size.
    """
    if byte is None:
        return TANPA_DATA
    if byte < 0:
        raise ValueError(f"negative size: {byte}")
    if byte < _KILO:
        return f"{_tulis(Decimal(byte), 0)} byte"
    kilo = Decimal(byte) / _KILO
    if kilo.quantize(Decimal(1), rounding=ROUND_HALF_UP) < _KILO:
        return f"{_tulis(kilo, 0)} KB"
    mega = kilo / _KILO
    if mega.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) < _KILO:
        return f"{_tulis(mega, 1)} MB"
    return f"{_tulis(mega / _KILO, 1)} GB"


def nip(nomor: str | None) -> str:
    """Return a NIP masked down to its serial number: "••••••••••••••• 014".

    A NIP is birth date (8), appointment month (6), sex (1), serial (3); only the
    serial tells nothing about the person. The mask has a fixed length. Blank
    gives "tanpa NIP".
    """
    digit = "".join(huruf for huruf in nomor or "" if huruf.isdigit())
    if not digit:
        return TANPA_NIP
    terlihat = digit[-_NIP_TERLIHAT:] if len(digit) > _NIP_TERLIHAT else ""
    return f"{'•' * 15} {terlihat}".strip()


def hash_singkat(sidik: str | None) -> str:
    """Return a SHA-256 shortened for the eye: "9f2c 71e0 … 41ab"; blank gives "tanpa data"."""
    if not sidik:
        return TANPA_DATA
    if len(sidik) <= _HASH_MIN:
        return sidik
    return f"{sidik[:4]} {sidik[4:8]} … {sidik[-4:]}"
