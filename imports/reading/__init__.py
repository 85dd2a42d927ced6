"""Reading an uploaded table: what is in a file, or a refusal a person understands.

Kind by content, never by name alone. Nothing is run, nothing outside the file is fetched, and
memory is bounded before a value is read.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from evidence.filecheck.names import claimed_extension, nama_aman
from evidence.filecheck.reasons import Finding
from imports.reading.budget import Anggaran
from imports.reading.delimited import baca_csv, uraikan
from imports.reading.guard import terjaga
from imports.reading.kinds import bentuk, isi
from imports.reading.model import Buku, Galat, Lembar, Rentang, Sel
from imports.reading.ods import baca_ods, periksa_ods
from imports.reading.refusals import Ditolak, refuse
from imports.reading.xls import baca_xls, periksa_xls
from imports.reading.xlsx import baca_xlsx, periksa_xlsx

__all__ = ["Buku", "Ditolak", "Galat", "Lembar", "Rentang", "Sel", "buka", "periksa_cepat"]

_LEMBAR_CSV: Final = 60
_LEMBAR: Final = 120
"""Letters of a sheet's name that are kept; Excel allows 31, other programs any number."""


def periksa_cepat(nama: str, file: BinaryIO, *, batas_byte: int) -> str:
    """The kind of `file` (xlsx, xls, ods, csv), for the moment of the upload.

    Looks at size, signature, encryption, macros, external links and the limits of a package; reads
    no cell. Leaves the file at position 0. Raises Ditolak, and for no input anything else.
    """
    try:
        with terjaga():
            return _periksa(nama, file, batas_byte)[0]
    except Finding as finding:
        raise refuse(finding, nama_aman(nama)) from finding
    finally:
        file.seek(0)


def buka(nama: str, file: BinaryIO, *, batas_byte: int, batas_baris: int) -> Buku:
    """Read the table file `file`, uploaded under `nama`.

    At most `batas_byte` bytes and `batas_baris` rows with a value over all sheets. Leaves the
    file at position 0. Raises Ditolak, and for no input anything else.
    """
    try:
        with terjaga():
            kind, data = _periksa(nama, file, batas_byte)
            anggaran = Anggaran(batas_baris)
            if kind == "csv":
                judul = PurePosixPath(nama_aman(nama)).stem[:_LEMBAR_CSV]
                return baca_csv(data, judul, anggaran)
            read = {"xlsx": baca_xlsx, "xls": baca_xls, "ods": baca_ods}[kind]
            return _bernama(read(data, anggaran))
    except Finding as finding:
        raise refuse(finding, nama_aman(nama)) from finding
    finally:
        file.seek(0)


def _bernama(buku: Buku) -> Buku:
    """Return a file whose sheets have names that can be kept, and tell them apart."""
    taken: set[str] = set()
    found = []
    for no, one in enumerate(buku.lembar, start=1):
        nama = one.nama[:_LEMBAR]
        if nama in taken:
            nama = f"{nama[: _LEMBAR - 8]} ({no})"
        taken.add(nama)
        found.append(one if nama == one.nama else replace(one, nama=nama))
    return replace(buku, lembar=tuple(found))


def _periksa(nama: str, file: BinaryIO, batas_byte: int) -> tuple[str, bytes]:
    if "\0" in nama:
        raise Finding("nama_tidak_sah")
    akhiran = claimed_extension(nama_aman(nama))
    data = isi(file, batas_byte)
    kind = bentuk(akhiran, data)
    if kind == "xlsx":
        periksa_xlsx(data)
    elif kind == "ods":
        periksa_ods(data)
    elif kind == "xls":
        periksa_xls(data)
    else:
        uraikan(data)
    return kind, data
