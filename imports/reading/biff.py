"""The records of an old Excel workbook, looked over before calamine reads them.

Record numbers and layouts from [MS-XLS] 2.4. Says what calamine does not (error cells, formulas,
hidden rows), how large its rectangles get, and where a sheet lies about its dimensions: calamine
reserves memory for what the DIMENSIONS record claims.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from evidence.filecheck.reasons import Finding
from imports.reading.budget import LEMBAR_TERBANYAK, SEL_TERBANYAK, Anggaran, Ukuran, sandi
from imports.reading.formats import Gaya
from imports.reading.model import Galat

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_FILEPASS, _BOUNDSHEET, _SST, _SUPBOOK = 0x002F, 0x0085, 0x00FC, 0x01AE
_DIMENSIONS, _ROW, _MERGE = 0x0200, 0x0208, 0x00E5
_FORMULA, _NUMBER, _LABEL, _BOOLERR, _STRING = 0x0006, 0x0203, 0x0204, 0x0205, 0x0207
_RK, _MULRK, _LABELSST, _RSTRING = 0x027E, 0x00BD, 0x00FD, 0x00D6
_SATU_SEL: Final = frozenset(
    (_FORMULA, _NUMBER, _LABEL, _BOOLERR, _RK, _MULRK, _LABELSST, _RSTRING)
)
_GALAT: Final[dict[int, str]] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_DIRI_SENDIRI, _ADDIN = 0x0401, 0x3A01
_LEMBAR_BIASA: Final = 0
_LEMBAR_MAKRO: Final = (1, 6)
_BIFF8: Final = 0x0600
_FORMAT, _XF = 0x041E, 0x00E0
_ANGKA: Final = frozenset((_FORMULA, _NUMBER, _RK, _MULRK))


@dataclass
class BukuLama:
    """What the globals of a workbook say."""

    lembar: list[int] = field(default_factory=list)
    """Positions of the sheets in the stream, -1 for what is no worksheet."""
    panjang: array[int] = field(default_factory=lambda: array("I"))
    versi: int = _BIFF8
    persen: frozenset[int] = frozenset()
    """Positions of the styles that show percentages."""


def rekaman(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Records from `at` on: number, where the content begins, its length."""
    while at + 4 <= len(data):
        nomor, panjang = struct.unpack_from("<HH", data, at)
        at += 4
        if at + panjang > len(data):
            raise Finding("rusak")
        yield nomor, at, panjang
        at += panjang


def pindai_buku(data: bytes) -> BukuLama:
    """Read the globals. Raises Finding: encrypted, macro sheet, links outside, no workbook."""
    buku = BukuLama()
    sst: list[bytes] = []
    gaya = Gaya()
    sebelum = 0
    for nomor, at, panjang in rekaman(data, 0):
        if nomor == _BOF:
            buku.versi = struct.unpack_from("<H", data, at)[0]
        elif nomor == _FILEPASS:
            raise Finding("terkunci_sandi")
        elif nomor == _BOUNDSHEET:
            tempat, _, jenis = struct.unpack_from("<IBB", data, at)
            if jenis in _LEMBAR_MAKRO:
                raise Finding("makro", "lembar makro Excel 4")
            buku.lembar.append(tempat if jenis == _LEMBAR_BIASA else -1)
        elif nomor == _FORMAT:
            gaya.tambah_format(*_kode_format(data[at : at + panjang], buku.versi))
        elif nomor == _XF:
            gaya.tambah_gaya(struct.unpack_from("<H", data, at + 2)[0])
        elif nomor == _SUPBOOK:
            _tautan(data[at : at + panjang])
        elif nomor == _SST or (nomor == _CONTINUE and sebelum == _SST):
            sst.append(data[at : at + panjang])
            nomor = _SST
        elif nomor == _EOF:
            break
        sebelum = nomor
    else:
        raise Finding("rusak")
    if not buku.lembar or len(buku.lembar) > LEMBAR_TERBANYAK:
        raise Finding("banyak_lembar" if buku.lembar else "rusak", f"{len(buku.lembar)} lembar")
    if sst:
        buku.panjang = _panjang_teks(sst)
    buku.persen = gaya.persen()
    return buku


def pindai_lembar(
    data: bytes, tempat: int, buku: BukuLama, anggaran: Anggaran
) -> tuple[Ukuran, list[tuple[int, int]]]:
    """Measure the sheet at `tempat`.

    Returns its measures and the DIMENSIONS records that claim more than may be read (position and
    length of their contents). Raises Finding.
    """
    pindai = _PindaiLembar(data, buku, anggaran)
    for nomor, at, panjang in rekaman(data, tempat):
        if not pindai.ambil(nomor, at, panjang):
            return pindai.ukuran, pindai.bohong
    raise Finding("rusak")


class _PindaiLembar:
    def __init__(self, data: bytes, buku: BukuLama, anggaran: Anggaran) -> None:
        self.ukuran = Ukuran()
        self.bohong: list[tuple[int, int]] = []
        self._data = data
        self._buku = buku
        self._anggaran = anggaran
        self._dalam = self._terisi = 0
        self._sembunyi: set[int] = set()

    def ambil(self, nomor: int, at: int, panjang: int) -> bool:
        """Take a record; False after the end of the sheet."""
        data = self._data
        if nomor in _SATU_SEL:
            self._sel(nomor, at, panjang)
        elif nomor == _ROW:
            if struct.unpack_from("<I", data, at + 12)[0] & 0x20:
                self._sembunyi.add(struct.unpack_from("<H", data, at)[0] + 1)
        elif nomor == _STRING:
            self._anggaran.tambah_teks(panjang)
        elif nomor == _MERGE:
            for _ in range(struct.unpack_from("<H", data, at)[0]):
                self._anggaran.tambah_gabungan()
        elif nomor == _DIMENSIONS:
            if _luas(data, at, panjang) > SEL_TERBANYAK:
                self.bohong.append((at, panjang))
        elif nomor == _BOF:
            self._dalam += 1
        elif nomor == _EOF:
            self._dalam -= 1
            self.ukuran.tersembunyi = self._sembunyi & self.ukuran.tersembunyi
            return self._dalam > 0
        return True

    def _sel(self, nomor: int, at: int, panjang: int) -> None:
        data, ukuran = self._data, self.ukuran
        baris, kolom = struct.unpack_from("<HH", data, at)
        baris, kolom = baris + 1, kolom + 1
        akhir = kolom
        if nomor == _MULRK:
            akhir = struct.unpack_from("<H", data, at + panjang - 2)[0] + 1
        if baris < ukuran.bawah or akhir < kolom or akhir > 256:
            raise Finding("rusak")
        ukuran.rentangkan(baris, kolom)
        ukuran.rentangkan(baris, akhir)
        if self._dalam > 1 or not self._bernilai(nomor, at, panjang, baris, kolom):
            return
        if nomor in _ANGKA and self._buku.persen:
            self._catat_persen(at, baris, range(kolom, akhir + 1))
        if baris != self._terisi:
            self._terisi = ukuran.tinggi = baris
            self._anggaran.baris += 1
            ukuran.tersembunyi.add(baris)  # those of them that are hidden stay, at the end
        ukuran.lebar = max(ukuran.lebar, akhir)

    def _catat_persen(self, at: int, baris: int, semua: range) -> None:
        """Note the cells of a record that show percentages; one of several repeats its style."""
        for ke, kolom in enumerate(semua):
            (gaya,) = struct.unpack_from("<H", self._data, at + 4 + 6 * ke)
            if gaya in self._buku.persen:
                self.ukuran.persen.append(sandi(baris, kolom))

    def _bernilai(self, nomor: int, at: int, panjang: int, baris: int, kolom: int) -> bool:
        """Whether the cell has a value; counts its text, notes its formula or error."""
        data = self._data
        if nomor == _LABELSST:
            banyak: int = self._buku.panjang[struct.unpack_from("<I", data, at + 6)[0]]
            self._anggaran.tambah_teks(banyak)
            return banyak > 0
        if nomor in (_LABEL, _RSTRING):
            self._anggaran.tambah_teks(panjang)
            return bool(struct.unpack_from("<H", data, at + 6)[0])
        if nomor == _BOOLERR and data[at + 7]:
            self._galat(data[at + 6], baris, kolom)
        if nomor == _FORMULA:
            self._anggaran.tambah_rumus()
            self.ukuran.rumus.add((baris, kolom))
            hasil = data[at + 6 : at + 14]
            if hasil[6:8] == b"\xff\xff":
                if hasil[0] == 2:
                    self._galat(hasil[2], baris, kolom)
                return hasil[0] != 3
        return True

    def _galat(self, kode: int, baris: int, kolom: int) -> None:
        self._anggaran.tambah_galat()
        teks = _GALAT.get(kode, "#VALUE!")
        self.ukuran.galat.setdefault(baris, {})[kolom] = Galat(teks)


def ukuran_jujur(ukuran: Ukuran, panjang: int) -> bytes:
    """The content of a DIMENSIONS record that tells what the sheet holds."""
    if ukuran.bawah:
        batas = (ukuran.atas - 1, ukuran.bawah, ukuran.kiri - 1, ukuran.kanan)
    else:
        batas = (0, 1, 0, 1)
    isi = struct.pack("<IIHHH" if panjang == 14 else "<HHHHH", *batas, 0)
    if len(isi) != panjang:
        raise Finding("rusak")
    return isi


def _luas(data: bytes, at: int, panjang: int) -> int:
    if panjang not in (10, 14):
        raise Finding("rusak")
    awal, akhir, kiri, kanan = struct.unpack_from("<IIHH" if panjang == 14 else "<4H", data, at)
    if akhir < awal or kanan < kiri:
        return SEL_TERBANYAK + 1  # what a reader subtracts here is not to be known
    return int(akhir - awal + 1) * int(kanan - kiri + 1)


def _tautan(isi: bytes) -> None:
    """Refuse a SUPBOOK record that names another workbook, a DDE or an OLE source."""
    if len(isi) == 4 and struct.unpack_from("<H", isi, 2)[0] in (_DIRI_SENDIRI, _ADDIN):
        return
    banyak = struct.unpack_from("<H", isi, 2)[0]
    lebar = 2 if len(isi) > 4 and isi[4] & 1 else 1
    alamat = isi[5 : 5 + banyak * lebar].decode("utf-16-le" if lebar == 2 else "latin-1", "replace")
    if alamat.strip("\0 "):
        shown = "".join(huruf if huruf.isprintable() else "_" for huruf in alamat)
        raise Finding("tautan_luar", shown[:80])


def _kode_format(isi: bytes, versi: int) -> tuple[int, str]:
    """Number and code of a FORMAT record; before Excel 97 a code has one byte for its length."""
    (nomor,) = struct.unpack_from("<H", isi)
    if versi < _BIFF8:
        return nomor, isi[3:].decode("latin-1")
    lebar = isi[4] & 1
    return nomor, isi[5:].decode("utf-16-le" if lebar else "latin-1", "replace")


def _panjang_teks(parts: list[bytes]) -> array[int]:
    """Lengths of the shared texts ([MS-XLS] 2.4.265), which go on over CONTINUE records."""
    hasil = array("I")
    banyak = struct.unpack_from("<I", parts[0], 4)[0]
    bagian, at = 0, 8
    for _ in range(banyak):
        while bagian < len(parts) and at >= len(parts[bagian]):
            at -= len(parts[bagian])
            bagian += 1
        if bagian >= len(parts):
            break  # fewer than promised; a cell that asks for more is an error of the file
        isi = parts[bagian]
        panjang, bendera = struct.unpack_from("<HB", isi, at)
        at += 3
        ekor = 0
        if bendera & 8:
            ekor += 4 * struct.unpack_from("<H", isi, at)[0]
            at += 2
        if bendera & 4:
            ekor += struct.unpack_from("<I", isi, at)[0]
            at += 4
        hasil.append(panjang)
        lebar, sisa = 1 + (bendera & 1), panjang
        while (ada := (len(parts[bagian]) - at) // lebar) < sisa:
            sisa -= max(0, ada)
            bagian += 1
            lebar, at = 1 + (parts[bagian][0] & 1), 1
        at += sisa * lebar + ekor
    return hasil
