"""Dates and months read from cells, in Indonesian words and figures.

Pure functions. Figures are read day first; what only makes sense month first is refused with the
reading named. A year has four digits.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sheets.cells import Keliru, Mentah, kosong, lipat, pulihkan, rapikan, sebut

BULAN = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_NAMA = (
    "januari jan january",
    "februari feb february pebruari peb",
    "maret mar march mrt",
    "april apr",
    "mei may",
    "juni jun june",
    "juli jul july",
    "agustus agu agt ags agust august aug",
    "september sep sept",
    "oktober okt october oct",
    "november nov nopember nop",
    "desember des december dec",
)
NOMOR_BULAN = {nama: ke for ke, nama_ in enumerate(_NAMA, start=1) for nama in nama_.split()}
_ROMAWI = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")

_TAHUN_AWAL, _TAHUN_AKHIR = 1905, 2199
_SERIAL = range(20_000, 80_000)  # Excel days 1954 to 2119
_AWAL_EXCEL = date(1899, 12, 30)

_JAM = r"(?:[ t]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?(?: ?(?:z|wib|wita|wit))?)?"
_HARI = r"(?:(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu),? )?"
_ISO = re.compile(rf"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_JAM}")
_ANGKA = re.compile(rf"{_HARI}([0-9]{{1,2}}) ?[-/. ] ?([0-9]{{1,2}}) ?[-/. ] ?([0-9]{{4}}){_JAM}")
_KATA = re.compile(rf"{_HARI}([0-9]{{1,2}})[-/. ]+([a-z]+)\.?[-/., ]+([0-9]{{4}}){_JAM}")
_KATA_AWAL = re.compile(r"([a-z]+)\.? ([0-9]{1,2}), ?([0-9]{4})")
_DUA_ANGKA = re.compile(
    rf"{_HARI}[0-9]{{1,2}}[-/. ]+(?:[0-9]{{1,2}}|[a-z]+)[-/. ]+'?([0-9]{{2}}){_JAM}"
)
_BULAN_KATA = re.compile(r"([a-z]+)\.?[-/., ]+([0-9]{4})")
_BULAN_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_BULAN_ANGKA = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_BULAN_DUA = re.compile(r"(?:[a-z]+\.?|[0-9]{1,2})[-/. ]+'?[0-9]{2}")

_CONTOH = "Ketik tanggal, misalnya 31-12-2021 atau 31 Desember 2021."
_CONTOH_BULAN = "Ketik bulan dan tahun, misalnya Januari 2021 atau 2021-01."


def tanggal(v: Mentah) -> date | None:
    """Return a date, None for a blank cell; Keliru for what is no date or has two readings."""
    if kosong(v):
        return None
    if isinstance(v, datetime):
        return _masuk_akal(v.date(), v)
    if isinstance(v, date):
        return _masuk_akal(v, v)
    if isinstance(v, str):
        return _tanggal_teks(v)
    raise _bukan_tanggal(v)


def bulan(v: Mentah) -> date | None:
    """Return the first day of a month ("Januari 2021", "2021-01", a date), None for blank."""
    if kosong(v):
        return None
    if isinstance(v, str):
        teks = _inti(v)
        for pola, letak in ((_BULAN_ISO, (1, 2)), (_BULAN_ANGKA, (2, 1))):
            cocok = pola.fullmatch(teks)
            if cocok:
                tahun, ke = int(cocok.group(letak[0])), int(cocok.group(letak[1]))
                return _buat(tahun, ke, 1, v, _CONTOH_BULAN)
        kata = _BULAN_KATA.fullmatch(teks)
        if kata and kata.group(1) in NOMOR_BULAN:
            return _buat(int(kata.group(2)), NOMOR_BULAN[kata.group(1)], 1, v, _CONTOH_BULAN)
        if _BULAN_DUA.fullmatch(teks):
            raise Keliru(f"Tahun pada “{sebut(v)}” hanya dua angka.", _CONTOH_BULAN)
        if teks in NOMOR_BULAN:
            raise Keliru(f"“{sebut(v)}” tidak menyebut tahun.", _CONTOH_BULAN)
    try:
        hari = tanggal(v)
    except Keliru as galat:
        if galat.saran == _CONTOH:
            raise Keliru(f"“{sebut(v)}” bukan bulan dan tahun.", _CONTOH_BULAN) from galat
        raise
    return None if hari is None else hari.replace(day=1)


def bulan_angka(v: Mentah) -> int | None:
    """Return 1 to 12 ("Jan", "Januari", "I", "01", 1, a date), None for a blank cell."""
    if kosong(v):
        return None
    saran = "Ketik nama bulan, misalnya Januari, atau angka 1 sampai 12."
    if isinstance(v, date):
        return v.month
    if isinstance(v, int | float | Decimal) and not isinstance(v, bool) and v in range(1, 13):
        return int(v)
    if isinstance(v, str):
        teks = _inti(v).removeprefix("bulan ").rstrip(".")
        if teks in NOMOR_BULAN:
            return NOMOR_BULAN[teks]
        if teks in _ROMAWI:
            return _ROMAWI.index(teks) + 1
        if re.fullmatch(r"0?[1-9]|1[0-2]", teks):
            return int(teks)
    raise Keliru(f"“{sebut(v)}” bukan nama bulan.", saran)


def _inti(v: str) -> str:
    return lipat(pulihkan(rapikan(v)))


def _tanggal_teks(v: str) -> date:
    teks = _inti(v)
    iso = _ISO.fullmatch(teks)
    if iso:
        return _buat(int(iso.group(1)), int(iso.group(2)), int(iso.group(3)), v)
    angka = _ANGKA.fullmatch(teks)
    if angka:
        hari, ke, tahun = (int(satu) for satu in angka.groups())
        if ke > 12 >= hari >= 1 and ke <= 31:
            raise Keliru(
                f"“{sebut(v)}” tampaknya ditulis bulan dahulu ({ke} {BULAN[hari - 1]} {tahun}).",
                f"Ketik hari dahulu: {ke:02d}-{hari:02d}-{tahun}.",
            )
        return _buat(tahun, ke, hari, v)
    kata = _KATA.fullmatch(teks)
    if kata and kata.group(2) in NOMOR_BULAN:
        return _buat(int(kata.group(3)), NOMOR_BULAN[kata.group(2)], int(kata.group(1)), v)
    awal = _KATA_AWAL.fullmatch(teks)
    if awal and awal.group(1) in NOMOR_BULAN:
        return _buat(int(awal.group(3)), NOMOR_BULAN[awal.group(1)], int(awal.group(2)), v)
    if _DUA_ANGKA.fullmatch(teks):
        raise Keliru(f"Tahun pada “{sebut(v)}” hanya dua angka.", "Ketik tahun dengan empat angka.")
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", teks):
        raise _bukan_tanggal(float(teks.replace(",", ".")) if len(teks) < 16 else v)
    raise _bukan_tanggal(v)


def _buat(tahun: int, ke: int, hari: int, v: Mentah, saran: str = _CONTOH) -> date:
    try:
        hasil = date(tahun, ke, hari)
    except ValueError as galat:
        raise Keliru(f"Tanggal “{sebut(v)}” tidak ada dalam kalender.", saran) from galat
    return _masuk_akal(hasil, v)


def _masuk_akal(hari: date, v: Mentah) -> date:
    """Return the day; Keliru for years that come from a number with the format of a date."""
    if hari.year < _TAHUN_AWAL:
        raise Keliru(
            f"Tanggal {sebut(v)} terlalu lama: Excel menampilkan angka kecil sebagai tanggal.",
            _CONTOH,
        )
    if hari.year > _TAHUN_AKHIR:
        raise Keliru(f"Tahun pada tanggal {sebut(v)} tidak masuk akal.", _CONTOH)
    return hari


def _bukan_tanggal(v: Mentah) -> Keliru:
    if isinstance(v, int | float | Decimal) and not isinstance(v, bool):
        if v == v and v in range(_TAHUN_AWAL, _TAHUN_AKHIR):
            return Keliru(f"“{sebut(v)}” hanya tahun, bukan tanggal.", _CONTOH)
        if _SERIAL.start <= v < _SERIAL.stop:
            hari = _AWAL_EXCEL + timedelta(days=int(v))
            return Keliru(
                f"Angka {sebut(v)} bukan tanggal, mungkin tanggal Excel {sebut(hari)} yang "
                "kehilangan formatnya.",
                "Ubah format sel menjadi Tanggal, periksa isinya, lalu simpan lagi.",
            )
    if isinstance(v, time | timedelta):
        return Keliru(f"Sel berisi jam ({sebut(v)}), bukan tanggal.", _CONTOH)
    return Keliru(f"“{sebut(v)}” bukan tanggal.", _CONTOH)
