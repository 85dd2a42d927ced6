"""Amounts in thousands or millions: what a sheet says of its unit against what a column takes.

Nothing is converted: which of two units is meant only a person knows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, Final, TypeAlias

from imports.headings import judul_sel
from imports.reading import Lembar
from sheets.columns import Kolom, Uang
from sheets.resource import Temuan, Tingkat
from sheets.values import Keliru, uang

Berletak: TypeAlias = tuple[tuple[int, int], Temuan]
"""A finding with the row and column that it is about."""
_Kata: TypeAlias = tuple[int, int, str]
_KALI: Final = (
    (re.compile(r"\btrili?[uy]n(?:an)?\b|\brp\.? ?T\b|\bT rp\b", re.I), 10**12),
    (re.compile(r"\bmil[iy]ar(?:an)?\b|\bmlyr\b|\brp\.? ?M\b|\bM rp\b", re.I), 10**9),
    (re.compile(r"\bjuta(?:an)?\b|\bjt\b|(?:rp\.? ?|x ?)1?[.,]?000[.,]000\b", re.I), 10**6),
    (re.compile(r"\bribu(?:an)?\b|\brb\b|(?:rp\.? ?1?|\(|x ?1?)[.,']?000\b", re.I), 10**3),
    (re.compile(r"\brp\b|\brupiah\b", re.I), 1),
)
_SEBUT: Final = {
    1: "rupiah penuh",
    10**3: "ribuan rupiah",
    10**6: "jutaan rupiah",
    10**9: "miliaran rupiah",
    10**12: "triliunan rupiah",
}
_NIHIL: Final = re.compile(r"rp\.?\s*[-\u2010-\u2015\u2212,0]+", re.I)
_UMUM: Final = re.compile(
    r"\b(?:dalam|satuan)\b\s*:?\s*(?:rp|rupiah|ribu|rb|juta|jt|mil[iy]ar|mlyr|trili?[uy]n)"
    r"|\(\s*(?:rp|x|ribu|rb|juta|jt|mil[iy]ar|mlyr|trili?[uy]n)",
    re.I,
)
"""How a note above the table begins its unit; a title may name millions of other things."""


def kali_uang(judul: str) -> int | None:
    """Return how many rupiah one of a heading is ("Pagu (Rp juta)": 1,000,000), None unsaid."""
    return next((kali for pola, kali in _KALI if pola.search(judul)), None)


def beda_satuan(
    lembar: Lembar, baris_judul: int, pemetaan: Mapping[str, int], columns: Mapping[str, Kolom]
) -> Iterator[Berletak]:
    """Yield place and finding of each amount whose unit in the sheet is not that of its column.

    The heading's own word counts, then that of the row below it, then a note above the table.
    """
    amounts = {
        nama: kali
        for nama, kolom in columns.items()
        if nama in pemetaan and (kali := _kolom(kolom)) is not None
    }
    if not amounts:
        return
    rows = dict(takewhile(lambda row: row[0] <= baris_judul + 1, lembar.baris()))
    umum = list(_catatan(rows, baris_judul))
    for nama, kali in amounts.items():
        ke = pemetaan[nama]
        tempat = [
            (baris, ke, _sel(rows.get(baris, ()), ke)) for baris in (baris_judul, baris_judul + 1)
        ]
        if _jumlah(tempat[1][2]):
            del tempat[1]
        said = [(b, k, teks) for b, k, teks in tempat if kali_uang(teks) is not None][:1] or umum
        for baris, kolom, teks in said:
            ditulis = kali_uang(teks)
            if ditulis is not None and ditulis != kali:
                yield (baris, kolom), _temuan(nama, columns[nama], teks, ditulis, kali)
                break
        else:
            yield from _berselisih(nama, said, umum)


def _berselisih(nama: str, said: list[_Kata], umum: list[_Kata]) -> Iterator[Berletak]:
    """Yield a warning where a heading and a note above the table name two units."""
    judul = {kali_uang(teks) for _, _, teks in said}
    lain = [satu for satu in umum if kali_uang(satu[2]) not in judul]
    if said and lain:
        baris, kolom, teks = lain[0]
        yield (
            (baris, kolom),
            Temuan(
                f"“{teks[:80]}” di atas tabel menyebut satuan lain daripada judul kolomnya, "
                f"“{said[0][2][:80]}”. Judul kolom yang dipakai.",
                "Periksa satuan angkanya.",
                tingkat=Tingkat.PERINGATAN,
                kolom=nama,
            ),
        )


def _kolom(kolom: Kolom) -> int | None:
    kali = kali_uang(kolom.judul)
    return 1 if kali is None and isinstance(kolom.jenis, Uang) else kali


def _sel(cells: Sequence[Any], ke: int) -> str:
    """Return the words of a cell; an amount has none."""
    isi = cells[ke - 1] if ke <= len(cells) else None
    return judul_sel(isi) if isinstance(isi, str) else ""


def _jumlah(teks: str) -> bool:
    """Whether the words of the row below the heading are an amount: "Rp 150.000", "Rp -"."""
    if _NIHIL.fullmatch(teks):
        return True
    try:
        return uang(teks) is not None
    except Keliru:
        return False


def _catatan(rows: Mapping[int, Sequence[Any]], baris_judul: int) -> Iterator[tuple[int, int, str]]:
    """Yield the notes above the headings that name a unit."""
    for baris, cells in rows.items():
        if baris < baris_judul:
            for ke in range(1, len(cells) + 1):
                teks = _sel(cells, ke)
                if _UMUM.search(teks) and kali_uang(teks) is not None:
                    yield baris, ke, teks


def _temuan(nama: str, kolom: Kolom, teks: str, ditulis: int, kali: int) -> Temuan:
    return Temuan(
        f"“{teks[:80]}” menyebut {_SEBUT[ditulis]}, sedangkan kolom {kolom.judul} dibaca dalam "
        f"{_SEBUT[kali]}.",
        f"Ubah angkanya menjadi {_SEBUT[kali]}, lalu ganti judul kolomnya menjadi "
        f"{kolom.judul}{'' if kali_uang(kolom.judul) else ' (Rp)'}.",
        kolom=nama,
    )
