"""Tables of bands and scales between what is typed, what is stored, and what is checked. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ukuran.pita import Rentang, periksa_pita
from ukuran.skala import Skala, Tingkat, periksa_skala

PANJANG_KODE = 20  # of a grade: what the columns that name one hold
PANJANG_NAMA = 80
BARIS_PALING_BANYAK = 20

_BAWAH, _ATAS = "Rentang terendah", "Rentang tertinggi"
_SELURUHNYA = ("Paling sedikit", "Pita belum", "Skala memerlukan", "Sebagian tingkat")

Keluhan = dict[int | None, list[str]]


@dataclass(frozen=True)
class Baris:
    """One row as it is typed: a band (`tone`) or a level (`kode`)."""

    nama: str
    bawah: Decimal | None = None
    atas: Decimal | None = None
    tone: str = ""
    kode: str = ""


def keluhan_pita(rows: Sequence[Baris]) -> Keluhan:
    """Return what is wrong with bands, by row (from 0; None: the table as a whole)."""
    bands = [Rentang(r.bawah, r.atas, r.nama.strip(), r.tone) for r in rows]
    found = _letakkan(len(rows), lambda n: periksa_pita(bands[:n]))
    for no, row in enumerate(rows):
        if len(row.nama.strip()) > PANJANG_NAMA:
            _tambah(found, no, f"Nama paling panjang {PANJANG_NAMA} huruf.")
    return found


def keluhan_skala(nama: str, rows: Sequence[Baris]) -> Keluhan:
    """Return what is wrong with a scale, by row (from 0; None: the table as a whole)."""
    levels = tuple(Tingkat(r.kode.strip(), r.nama.strip(), r.bawah, r.atas) for r in rows)
    found = _letakkan(len(rows), lambda n: periksa_skala(Skala("", 1, nama, levels[:n])))
    for no, row in enumerate(rows):
        if len(row.kode.strip()) > PANJANG_KODE:
            _tambah(found, no, f"Kode paling panjang {PANJANG_KODE} huruf.")
        if len(row.nama.strip()) > PANJANG_NAMA:
            _tambah(found, no, f"Nama paling panjang {PANJANG_NAMA} huruf.")
    return found


def _letakkan(jumlah: int, periksa: Callable[[int], Iterable[str]]) -> Keluhan:
    """Put each complaint at the row that brings it: the first without which nobody complains.

    `periksa` checks the first n rows. What concerns an end stands at that end, what concerns all
    rows at the table.
    """
    found: Keluhan = {}
    prefixes = [set(periksa(n)) for n in range(1, jumlah + 1)]
    for kata in periksa(jumlah):
        place = next((no for no, seen in enumerate(prefixes) if kata in seen), None)
        if kata.startswith(_BAWAH):
            place = 0
        elif kata.startswith(_ATAS):
            place = jumlah - 1
        elif kata.startswith(_SELURUHNYA):
            place = None
        _tambah(found, place, kata)
    return found


def _tambah(found: Keluhan, place: int | None, kata: str) -> None:
    found.setdefault(place, []).append(kata)


def rentang(rows: Sequence[Baris]) -> list[dict[str, str | None]]:
    """Return bands as they are stored."""
    return [
        {"bawah": _teks(r.bawah), "atas": _teks(r.atas), "nama": r.nama.strip(), "tone": r.tone}
        for r in rows
    ]


def tingkat(rows: Sequence[Baris]) -> list[dict[str, str | None]]:
    """Return levels as they are stored; one without a name of its own is named by its code."""
    return [
        {
            "kode": r.kode.strip(),
            "nama": r.nama.strip() or r.kode.strip(),
            "bawah": _teks(r.bawah),
            "atas": _teks(r.atas),
        }
        for r in rows
    ]


def baris_rentang(stored: Sequence[dict[str, Any]]) -> list[dict[str, str | None]]:
    """Return a copy of stored bands."""
    return [dict(row) for row in stored]


def baris(stored: Sequence[dict[str, Any]]) -> list[Baris]:
    """Return stored bands or levels as rows to edit."""
    return [
        Baris(
            nama=row["nama"],
            bawah=_angka(row.get("bawah")),
            atas=_angka(row.get("atas")),
            tone=row.get("tone", ""),
            kode=row.get("kode", ""),
        )
        for row in stored
    ]


def _teks(nilai: Decimal | None) -> str | None:
    return None if nilai is None else f"{nilai.normalize():f}"


def _angka(teks: str | None) -> Decimal | None:
    return None if teks is None else Decimal(teks)
