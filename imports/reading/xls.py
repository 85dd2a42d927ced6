"""xls: an old Excel workbook in its container, checked and measured before calamine reads it."""

from __future__ import annotations

import io
import re
from typing import Final

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from evidence.filecheck.reasons import Finding
from imports.reading.biff import pindai_buku, pindai_lembar, ukuran_jujur
from imports.reading.budget import Anggaran, Ukuran
from imports.reading.model import Buku, Lembar
from imports.reading.ole2 import Wadah
from imports.reading.sheets import lembar_calamine

_BUKU: Final = ("workbook", "book")
_SANDI: Final = frozenset({"encryptedpackage", "encryptioninfo"})
_MAKRO: Final = frozenset({"_vba_project_cur", "_vba_project", "vba", "macros"})
_TANAM: Final = re.compile(r"^(?:mbd[0-9a-f]{8}|\x01ole10native)", re.IGNORECASE)
_LAIN: Final[dict[str, str]] = {
    "worddocument": "dokumen Word",
    "powerpoint document": "presentasi PowerPoint",
}


def periksa_xls(data: bytes) -> None:
    """The cheap check: encryption, macros, links outside, embedded files. Raises Finding."""
    pindai_buku(_aliran(data)[0])


def baca_xls(data: bytes, anggaran: Anggaran) -> Buku:
    """Read all sheets of a workbook. Raises Finding, and what calamine raises for broken parts."""
    aliran, potongan = _aliran(data)
    buku = pindai_buku(aliran)
    semua: list[Ukuran | None] = []
    jujur: dict[int, bytes] = {}
    for nomor, tempat in enumerate(buku.lembar, start=1):
        if tempat < 0:
            semua.append(None)
            continue
        ukuran, bohong = pindai_lembar(aliran, tempat, buku, anggaran)
        anggaran.tambah_lembar(str(nomor), ukuran)
        jujur |= {at: ukuran_jujur(ukuran, panjang) for at, panjang in bohong}
        semua.append(ukuran)
    anggaran.tutup()
    return _baca(_ganti(data, potongan, jujur), semua, anggaran)


def _aliran(data: bytes) -> tuple[bytes, list[tuple[int, int]]]:
    """The workbook's stream and where it lies in the file. Raises Finding."""
    wadah = Wadah(data)
    names = {satu.nama.lower(): satu for satu in wadah.isi}
    if names.keys() & _SANDI:
        raise Finding("terkunci_sandi")
    if names.keys() & _MAKRO:
        raise Finding("makro", "VBA")
    for satu in wadah.isi:
        if _TANAM.match(satu.nama):
            raise Finding("objek_tanam", satu.nama[:80].strip("\x01"))
    found = [names[nama] for nama in _BUKU if nama in names]
    if not found:
        lain = next((kata for nama, kata in _LAIN.items() if nama in names), "bukan buku kerja")
        raise Finding("isi_berbeda", lain)
    # calamine takes the stream of the newer name, too; with both it is not known what is shown.
    if len(found) > 1:
        raise Finding("berkas_ganda", "dua buku kerja")
    potongan = wadah.potongan(found[0])
    return b"".join(data[at : at + panjang] for at, panjang in potongan), potongan


def _ganti(data: bytes, potongan: list[tuple[int, int]], isi: dict[int, bytes]) -> bytes:
    """The file with some bytes of its stream replaced (positions are those of the stream)."""
    if not isi:
        return data
    hasil = bytearray(data)
    awal = 0
    for offset, panjang in potongan:
        for at, baru in isi.items():
            for nomor, satu in enumerate(baru, start=at):
                if awal <= nomor < awal + panjang:
                    hasil[offset + nomor - awal] = satu
        awal += panjang
    return bytes(hasil)


def _baca(data: bytes, semua: list[Ukuran | None], anggaran: Anggaran) -> Buku:
    hasil: list[Lembar] = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as buku:
        for nomor, (meta, ukuran) in enumerate(zip(buku.sheets_metadata, semua, strict=True)):
            if (meta.typ == SheetTypeEnum.WorkSheet) != (ukuran is not None):
                raise Finding("rusak")
            if ukuran is not None:
                sheet = buku.get_sheet_by_index(nomor)
                sembunyi = meta.visible != SheetVisibleEnum.Visible
                hasil.append(
                    lembar_calamine(meta.name, sheet, ukuran, anggaran, tersembunyi=sembunyi)
                )
    return Buku("xls", tuple(hasil))
