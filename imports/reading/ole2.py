"""The container of old Office files: its names, and where the bytes of a stream lie.

Compound File Binary as [MS-CFB] describes it; every chain of sectors is bounded by the file.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from typing import Final

from evidence.filecheck.reasons import Finding

_HEADER: Final = 512
_ENTRY: Final = 128
_DIFAT_IN_HEADER: Final = 109
_END: Final = 0xFFFFFFFE
_FREE: Final = 0xFFFFFFFF
_ROOT: Final = 5
_STREAM: Final = 2


@dataclass(frozen=True)
class Isi:
    """A storage or stream of the container."""

    nama: str
    jenis: int
    awal: int
    ukuran: int


class Wadah:
    """A container in memory. Raises Finding or struct.error when its tables make no sense."""

    def __init__(self, data: bytes) -> None:
        """Read the tables and the directory of `data`."""
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise Finding("rusak")
        self._sektor = 1 << shift
        _, dir_start, _, self._batas_mini, mini_start = struct.unpack_from("<5I", data, 44)
        difat_start = struct.unpack_from("<I", data, 68)[0]
        self._fat = self._baca_fat(difat_start)
        self._mini_fat = _tabel(self._gabung(self._rantai(mini_start)))
        self.isi = self._direktori(self._gabung(self._rantai(dir_start)))
        root = next((satu for satu in self.isi if satu.jenis == _ROOT), None)
        if root is None:
            raise Finding("rusak")
        self._mini = self._rantai(root.awal)

    def potongan(self, satu: Isi) -> list[tuple[int, int]]:
        """Where a stream lies in the file: offsets and lengths in order. Raises Finding."""
        if satu.jenis != _STREAM:
            raise Finding("rusak")
        sisa = satu.ukuran
        hasil: list[tuple[int, int]] = []
        for offset, panjang in self._tempat(satu):
            if sisa <= 0:
                break
            hasil.append((offset, min(panjang, sisa)))
            sisa -= panjang
        if sisa > 0:
            raise Finding("rusak")
        return hasil

    def _tempat(self, satu: Isi) -> list[tuple[int, int]]:
        if satu.ukuran >= self._batas_mini:
            return [(self._offset(nomor), self._sektor) for nomor in self._rantai(satu.awal)]
        per = self._sektor // 64
        tempat: list[tuple[int, int]] = []
        for nomor in _ikuti(self._mini_fat, satu.awal):
            besar, kecil = divmod(nomor, per)
            tempat.append((self._offset(self._mini[besar]) + kecil * 64, 64))
        return tempat

    def _offset(self, nomor: int) -> int:
        offset: int = (nomor + 1) * self._sektor
        if offset >= len(self._data):
            raise Finding("rusak")
        return offset

    def _gabung(self, nomor: list[int]) -> bytes:
        return b"".join(
            self._data[(satu + 1) * self._sektor : (satu + 2) * self._sektor] for satu in nomor
        )

    def _baca_fat(self, difat_start: int) -> array[int]:
        nomor = list(struct.unpack_from(f"<{_DIFAT_IN_HEADER}I", self._data, 76))
        terbanyak = len(self._data) // self._sektor + 1
        berikut = difat_start
        for _ in range(terbanyak):
            if berikut in (_END, _FREE):
                break
            isi = _tabel(self._gabung([berikut]))
            if not isi:
                raise Finding("rusak")
            nomor.extend(isi[:-1])
            berikut = isi[-1]
        else:
            raise Finding("rusak")
        dipakai = [satu for satu in nomor if satu < _END - 1]
        if len(dipakai) > terbanyak:
            raise Finding("rusak")
        return _tabel(self._gabung(dipakai))

    def _rantai(self, awal: int) -> list[int]:
        rantai = _ikuti(self._fat, awal)
        if len(rantai) > len(self._data) // self._sektor + 1:
            raise Finding("rusak")
        return rantai

    def _direktori(self, data: bytes) -> list[Isi]:
        hasil: list[Isi] = []
        for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
            panjang, jenis = struct.unpack_from("<HB", data, at + 64)
            if jenis and panjang <= 64:
                nama = data[at : at + max(0, panjang - 2)].decode("utf-16-le", "replace")
                awal, ukuran = struct.unpack_from("<II", data, at + 116)
                hasil.append(Isi(nama, jenis, awal, ukuran))
        return hasil


def _tabel(data: bytes) -> array[int]:
    """Bytes as little-endian numbers of four bytes."""
    count = len(data) // 4
    return array("I", struct.unpack(f"<{count}I", data[: count * 4]))


def _ikuti(tabel: array[int], awal: int) -> list[int]:
    """The chain that begins at `awal`. Raises Finding when it leaves the table or turns back."""
    rantai: list[int] = []
    nomor = awal
    while nomor != _END and nomor != _FREE:
        if nomor >= len(tabel) or len(rantai) > len(tabel):
            raise Finding("rusak")
        rantai.append(nomor)
        nomor = tabel[nomor]
    return rantai
