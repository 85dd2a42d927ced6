"""What an NIP says about itself: date of birth, month of appointment, sex, serial number."""

from datetime import date

NIP_DIGITS = 18


def doubts(nip: str, today: date) -> list[str]:
    """Return what looks implausible in an 18-digit NIP (Indonesian); nothing for a sound one.

    These are doubts, not errors: real numbers with odd parts exist.
    """
    found = []
    lahir = _date(nip[0:4], nip[4:6], nip[6:8])
    angkat = _date(nip[8:12], nip[12:14], "01")
    if lahir is None or not 15 <= today.year - lahir.year <= 100:
        found.append(f"delapan angka pertama ({nip[0:8]}) bukan tanggal lahir yang wajar")
    if angkat is None or angkat > today:
        found.append(f"enam angka berikutnya ({nip[8:14]}) bukan bulan pengangkatan yang wajar")
    elif lahir is not None and angkat.year - lahir.year < 15:
        found.append("pengangkatan kurang dari 15 tahun setelah lahir")
    if nip[14] not in "12":
        found.append(f"angka ke-15 ({nip[14]}) bukan 1 atau 2")
    return found


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
