"""Text with separators (csv, tsv): code page and separator by content, every value a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Final

from evidence.filecheck.reasons import Finding
from imports.reading.budget import Anggaran, Ukuran
from imports.reading.model import Baris, Buku, Lembar, Sel

PEMISAH: Final[dict[str, str]] = {
    ";": "titik koma",
    ",": "koma",
    "\t": "tab",
    "|": "garis tegak",
}
_CONTOH: Final = 50
_SEP: Final = "sep="
_BOM: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)


def uraikan(data: bytes) -> tuple[str, str]:
    """The text of `data` and the name of its code page. Raises Finding."""
    for tanda, kode, nama in _BOM:
        if data.startswith(tanda):
            try:
                teks = data.decode(kode)
            except UnicodeDecodeError as error:
                raise Finding("kode_karakter") from error
            return _tanpa_nul(teks), nama
    if b"\0" in data:
        raise Finding("nul")
    for kode in ("utf-8", "cp1252"):
        try:
            return data.decode(kode), "UTF-8" if kode == "utf-8" else kode
        except UnicodeDecodeError:
            continue
    raise Finding("kode_karakter")


def baca_csv(data: bytes, nama_lembar: str, anggaran: Anggaran) -> Buku:
    """Read `data` as one sheet. Raises Finding: code page, quotes, too many rows."""
    teks, kode = uraikan(data)
    pemisah, mulai = _pemisah(teks)
    ukuran = _ukur(teks, pemisah, mulai, anggaran)
    anggaran.tambah_lembar(nama_lembar, ukuran)
    anggaran.tutup()
    lembar = Lembar(
        nama=nama_lembar,
        tersembunyi=False,
        tinggi=ukuran.tinggi,
        lebar=ukuran.lebar,
        gabungan=(),
        baris_tersembunyi=frozenset(),
        rumus=frozenset(),
        rumus_kosong=frozenset(),
        sumber=partial(_baris, teks, pemisah, mulai, ukuran.lebar),
    )
    catatan = [f"Berkas dibaca sebagai {kode}."]
    if pemisah:
        catatan.append(f"Pemisah kolom: {PEMISAH[pemisah]}.")
    return Buku("csv", (lembar,), tuple(catatan))


def _tanpa_nul(teks: str) -> str:
    if "\0" in teks:
        raise Finding("nul")
    return teks


def _pemisah(teks: str) -> tuple[str, int]:
    """The separator ("" when there is one column only) and where the table begins."""
    pertama = teks[:8].split("\n", 1)[0].rstrip("\r")
    if pertama.lower().startswith(_SEP) and pertama[len(_SEP) :] in PEMISAH:
        return pertama[len(_SEP) :], teks.index("\n") + 1 if "\n" in teks else len(teks)
    nilai = {satu: _cocok(teks, satu) for satu in PEMISAH}
    terbaik = max(nilai, key=lambda satu: nilai[satu])
    return (terbaik if nilai[terbaik] > (0, 0) else ""), 0


def _cocok(teks: str, pemisah: str) -> tuple[int, int]:
    """How well a separator fits the first rows: rows of the commonest width, and that width.

    Rows of one column speak neither for nor against it.
    """
    lebar: dict[int, int] = {}
    # Quotes are taken as they come here: what is wrong in them is said when all is read.
    with suppress(csv.Error):
        for row in islice(_pembaca(teks, pemisah, 0, teliti=False), _CONTOH):
            if len(row) > 1:
                lebar[len(row)] = lebar.get(len(row), 0) + 1
    return max(((kali, banyak) for banyak, kali in lebar.items()), default=(0, 0))


def _pembaca(teks: str, pemisah: str, mulai: int, *, teliti: bool) -> Iterator[list[str]]:
    sumber = io.StringIO(teks, newline="")
    sumber.seek(mulai)
    # Without a separator of its own a table of one column is read with one it cannot hold.
    return csv.reader(sumber, delimiter=pemisah or "\x1f", strict=teliti)


def _ukur(teks: str, pemisah: str, mulai: int, anggaran: Anggaran) -> Ukuran:
    """Read all rows once, keeping none: width, rows with a value, wrong quotes."""
    ukuran = Ukuran()
    sumber = io.StringIO(teks, newline="")
    sumber.seek(mulai)
    pembaca = csv.reader(sumber, delimiter=pemisah or "\x1f", strict=True)
    garis = 0  # the line of the text on which the row begins, for who looks with an editor
    nomor = 0
    try:
        for nomor, row in enumerate(pembaca, start=1):
            garis = pembaca.line_num
            if any(row):
                anggaran.baris += 1
                ukuran.tinggi = nomor
                akhir = len(row)
                while not row[akhir - 1]:
                    akhir -= 1
                ukuran.rentangkan(nomor, 1)
                ukuran.rentangkan(nomor, akhir)
                ukuran.lebar = ukuran.kanan
    except csv.Error as error:
        panjang = "field larger" in str(error)
        raise Finding("sel_panjang" if panjang else "kutip", str(garis + 1)) from error
    return ukuran


def _baris(teks: str, pemisah: str, mulai: int, lebar: int) -> Iterator[Baris]:
    for nomor, row in enumerate(_pembaca(teks, pemisah, mulai, teliti=True), start=1):
        if any(row):
            cells: list[Sel] = [value or None for value in row[:lebar]]
            yield nomor, cells
