"""The reconciliation of a Road Map in sentences that an auditor can quote. No figures made."""

from collections.abc import Sequence

from roadmap.rekonsiliasi import Sebab, TahunRekonsiliasi
from ukuran.format import rupiah

_RIBU = 1000


def kalimat(
    year: TahunRekonsiliasi, *, usulan: bool = False, bersumber: bool = True
) -> tuple[str, ...]:
    """Return what there is to say of a year; `usulan`: also with the proposed readings.

    `bersumber`: the plan has a source that might print a TOTAL. Amounts of the Lampiran
    are in Rp.000, here they are written in full.
    """
    lines = [_utama(year, bersumber=bersumber)]
    lines += [_geser(year, cause) for cause in year.sebab_geser]
    lines += [_sisa(year, cause) for cause in year.sebab_sisa]
    if year.selisih and not year.sebab_sisa:
        lines.append(f"Selisih {year.tahun} itu belum dijelaskan oleh catatan sumber.")
    if usulan and year.sebab_usulan:
        lines.append(_usulan(year))
    return tuple(lines)


def _utama(year: TahunRekonsiliasi, *, bersumber: bool) -> str:
    cells = f"jumlah {year.sel_berjumlah} sel anggaran"
    if not bersumber:
        return f"{cells.capitalize()} {year.tahun} adalah {_rp(year.jumlah)}."
    if year.tercetak is None:
        printed = f' (tercetak "{year.tercetak_mentah}")' if year.tercetak_mentah else ""
        return (
            f"{cells.capitalize()} {year.tahun} adalah {_rp(year.jumlah)}; sumber tidak mencetak "
            f"TOTAL yang dapat dibaca{printed}."
        )
    difference = year.jumlah - year.tercetak
    if not difference:
        return f"TOTAL tercetak {year.tahun} sama dengan {cells}: {_rp(year.tercetak)}."
    return (
        f"TOTAL tercetak {year.tahun} {_arah(difference)} {_rp(abs(difference))} daripada {cells} "
        f"(tercetak {_rp(year.tercetak)}, terhitung {_rp(year.jumlah)})."
    )


def _geser(year: TahunRekonsiliasi, cause: Sebab) -> str:
    change = "menambah" if cause.ribu > 0 else "mengurangi"
    return (
        f"Menurut letak sel dalam pembacaan, jumlah {year.tahun} adalah {_rp(year.jumlah_ocr)}; "
        f"menempatkan kembali baris {_dan(cause.baris)} {change} {_rp(abs(cause.ribu))}"
        f"{_kurung(cause)}."
    )


def _sisa(year: TahunRekonsiliasi, cause: Sebab) -> str:
    return f"Selisih {_rp(abs(cause.ribu))} pada {year.tahun} dicatat pada {_dan(cause.kode)}."


def _usulan(year: TahunRekonsiliasi) -> str:
    rows = _dan([kode for cause in year.sebab_usulan for kode in cause.baris])
    notes = _dan([kode for cause in year.sebab_usulan for kode in cause.kode])
    text = (
        f"Dengan usulan pembacaan baris {rows} ({notes}), jumlah {year.tahun} menjadi "
        f"{_rp(year.jumlah_usulan)}"
    )
    if year.tercetak is None:
        return f"{text}."
    difference = year.jumlah_usulan - year.tercetak
    if not difference:
        return f"{text}, sama dengan TOTAL tercetak."
    return f"{text}; TOTAL tercetak {_arah(difference)} {_rp(abs(difference))}."


def _arah(difference: int) -> str:
    """Say how the printed TOTAL compares; `difference` is sum - TOTAL."""
    return "lebih kecil" if difference > 0 else "lebih besar"


def _kurung(cause: Sebab) -> str:
    return f" ({_dan(cause.kode)})" if cause.catatan else ""


def _rp(ribu: int) -> str:
    return rupiah(ribu * _RIBU)


def _dan(parts: Sequence[str]) -> str:
    words = list(dict.fromkeys(parts))
    return ", ".join(words[:-1]) + (" dan " if len(words) > 1 else "") + words[-1]
