"""Cells of an uploaded workbook: read one by one, faults collected with sheet, cell and advice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zonaintegritas.lke.buku import LEMBAR

_NILAI_TAMPIL = 60
_DESIMAL = re.compile(r"[0-9]{1,4}([.,][0-9]{1,4})?")
PANJANG = {
    "kode": 40,
    "nama": 200,
    "dasar": 250,
    "status_sumber": 120,
    "catatan": 8000,
    "pembulatan_status": 120,
    "kelompok": 40,
    "pilihan_kode": 20,
    "pilihan_label": 200,
    "label_pembilang": 160,
    "label_penyebut": 160,
    "teks": 4000,
    "penjelasan": 4000,
    "dokumen": 4000,
}


@dataclass(frozen=True)
class GalatSel:
    """One fault: sheet, cell ("" where it is no single cell), what stands there, what to do."""

    lembar: str
    sel: str
    nilai: str
    pesan: str


class ImporDitolak(Exception):
    """The workbook is no instrument; `galat` names every fault."""

    def __init__(self, galat: list[GalatSel]) -> None:
        """Keep the faults."""
        super().__init__(f"{len(galat)} galat")
        self.galat = galat


@dataclass(frozen=True)
class Baris:
    """One row of a sheet: its number and its cells by column."""

    lembar: str
    nomor: int
    isi: Mapping[str, Any]

    def sel(self, kolom: str) -> str:
        """Return the address of a cell."""
        names = [nama for nama, _ in LEMBAR[self.lembar]]
        return f"{chr(ord('A') + names.index(kolom))}{self.nomor}"


@dataclass
class Pembaca:
    """Reads cells and collects faults."""

    galat: list[GalatSel] = field(default_factory=list)

    def salah(self, row: Baris, kolom: str, pesan: str) -> None:
        """Note a fault at a cell."""
        shown = tampil(row.isi.get(kolom))
        self.galat.append(GalatSel(row.lembar, row.sel(kolom), shown, pesan))

    def teks(self, row: Baris, kolom: str, *, wajib: bool = False) -> str:
        """Return a text cell; a whole number counts as its digits."""
        value = row.isi.get(kolom)
        if value is None or value == "":
            text = ""
        elif isinstance(value, str):
            text = value.replace("\r\n", "\n").strip()
        elif isinstance(value, bool) or not isinstance(value, int | float):
            self.salah(row, kolom, "Jadikan sel ini teks, lalu tulis lagi.")
            return ""
        elif float(value).is_integer():
            text = str(int(value))
        else:
            self.salah(row, kolom, "Terbaca sebagai bilangan. Jadikan sel teks, lalu tulis lagi.")
            return ""
        batas = PANJANG.get(kolom)
        if wajib and not text:
            self.salah(row, kolom, f"Isi {kolom}.")
        elif batas is not None and len(text) > batas:
            self.salah(row, kolom, f"Paling panjang {batas} huruf, di sini {len(text)}.")
        return text

    def angka(self, row: Baris, kolom: str, *, wajib: bool = False) -> str | None:
        """Return a figure as decimal text, None for an empty cell."""
        value = row.isi.get(kolom)
        if value is None or (isinstance(value, str) and not value.strip()):
            if wajib:
                self.salah(row, kolom, f"Isi {kolom} dengan bilangan.")
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            self.salah(row, kolom, "Tulis bilangan, misalnya 3,75.")
            return None
        text = str(value).strip()
        if isinstance(value, float) and value.is_integer():
            text = str(int(value))
        if not _DESIMAL.fullmatch(text):
            self.salah(row, kolom, "Tulis bilangan dari 0, misalnya 3,75, paling banyak 4 desimal.")
            return None
        return text.replace(",", ".")

    def pilih(self, row: Baris, kolom: str, boleh: list[str], *, wajib: bool = True) -> str:
        """Return one of some words."""
        text = self.teks(row, kolom, wajib=wajib).lower()
        if text and text not in boleh:
            self.salah(
                row, kolom, f"Pilih salah satu: {', '.join(satu for satu in boleh if satu)}."
            )
        return text


def tampil(value: Any) -> str:
    """Return what stands in a cell, shortened."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return text if len(text) <= _NILAI_TAMPIL else f"{text[:_NILAI_TAMPIL]}…"
