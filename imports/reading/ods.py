"""ods: an OpenDocument package, checked before its content is read."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial
from typing import Final

from evidence.filecheck.ooxml import inspect_archive
from evidence.filecheck.reasons import Finding
from imports.reading.budget import Anggaran
from imports.reading.model import Buku, Lembar
from imports.reading.ods_scan import PindaiOds, Tabel
from imports.reading.parts import alirkan

_ISI: Final = "content.xml"
_JENIS: Final = "mimetype"
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_DAFTAR: Final = "META-INF/manifest.xml"
_DAFTAR_TERBESAR: Final = 4 * 1024 * 1024
_MAKRO: Final = re.compile(r"^(?:basic|scripts|dialogs)/", re.IGNORECASE)


def periksa_ods(data: bytes) -> None:
    """The cheap check: directory, encryption, macros; the content is not opened. Raises Finding."""
    names = inspect_archive(io.BytesIO(data))
    for name in names:
        if _MAKRO.match(name) and not name.endswith("/"):
            raise Finding("makro", name[:80])
    if _ISI not in names:
        raise Finding("rusak")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _JENIS not in names or archive.open(_JENIS).read(len(_ODS)) != _ODS:
            raise Finding("isi_berbeda", "bukan tabel OpenDocument")
        if _DAFTAR not in names:
            return
        if archive.getinfo(_DAFTAR).file_size > _DAFTAR_TERBESAR:
            raise Finding("bom", _DAFTAR)
        alirkan(archive, _DAFTAR, _terenkripsi, _abaikan, _abaikan)


def baca_ods(data: bytes, anggaran: Anggaran) -> Buku:
    """Read all sheets of a package that `periksa_ods` let pass.

    Raises Finding, and what zipfile and expat raise for broken parts.
    """
    pindai = PindaiOds(anggaran)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        alirkan(archive, _ISI, pindai.awal, pindai.akhir, pindai.huruf, ruang_nama=True)
    anggaran.tutup()
    if not pindai.tabel:
        raise Finding("rusak")
    return Buku("ods", tuple(_lembar(satu, anggaran) for satu in pindai.tabel))


def _lembar(tabel: Tabel, anggaran: Anggaran) -> Lembar:
    ukuran = tabel.ukuran
    return Lembar(
        nama=tabel.nama,
        tersembunyi=tabel.tersembunyi,
        tinggi=ukuran.tinggi,
        lebar=ukuran.lebar,
        gabungan=anggaran.potong(tabel.gabungan, ukuran),
        baris_tersembunyi=frozenset(ukuran.tersembunyi),
        rumus=frozenset(ukuran.rumus),
        rumus_kosong=frozenset(ukuran.rumus_kosong),
        sumber=partial(iter, tabel.baris),
    )


def _terenkripsi(name: str, attrs: dict[str, str]) -> None:
    if name.rpartition(":")[2] == "encryption-data":
        raise Finding("terkunci_sandi")


def _abaikan(_: str) -> None:
    """Ends and texts of the manifest say nothing here."""
