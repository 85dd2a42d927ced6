"""The member table of a decree as Word puts it on the clipboard: members with their lines. Pure.

Cells are parted by tabs and lines of a cell by line ends, so a line can be a row, or go on with
a cell that began above it. The last column, "Rincian tugas", may hold any number of lines.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from satgas.instrumen.tabel import baca_sel
from satgas.tempel_sk.bersih import rapi
from satgas.tempel_sk.rincian import Baris
from satgas.tempel_sk.tanda import baca_tanda

_NOMOR = re.compile(r"^\(?(\d{1,3})[.)]?$")
_PENUTUP = re.compile(
    r"^\W{0,3}\w{0,2}a\.n\.\s|^ditetapkan di\b|^tembusan\s*:?$|^salinan\s+(?:sesuai|keputusan)",
    re.IGNORECASE,
)
_JUDUL_BARIS = 5  # lines that a heading may take in all its cells together
_SEL_TERPUTUS = 5  # lines that an office or a place may be broken over


class Kolom(StrEnum):
    """What a column holds."""

    NO = "No"
    JABATAN = "Nama/Jabatan"
    KEDUDUKAN = "Kedudukan dalam Satuan Tugas"
    RINCIAN = "Rincian Tugas"


BAKU: tuple[Kolom, ...] = (Kolom.NO, Kolom.JABATAN, Kolom.KEDUDUKAN, Kolom.RINCIAN)


class TidakTerbaca(ValueError):
    """The table can't be read; the message says why and what to do."""


@dataclass
class AnggotaMentah:
    """A member as pasted: its cells, and the lines of its last cell."""

    no: int | None
    jabatan: str
    kedudukan: str
    awal: int
    akhir: int
    baris: list[Baris] = field(default_factory=list)
    ragu: list[str] = field(default_factory=list)


@dataclass
class Tabel:
    """What was read: members, and what was assumed or left out."""

    anggota: list[AnggotaMentah] = field(default_factory=list)
    catatan: list[str] = field(default_factory=list)


def bongkar_kutipan(teks: str) -> str:
    """Return a table from a spreadsheet as Word would give it: without quoted cells.

    Line ends stay in the last cell of a row and become spaces in the others.
    """
    if not re.search(r'(?:^|\t|\n)"', teks):
        return teks
    rows = []
    for cells in baca_sel(teks):
        flat = [rapi(cell) for cell in cells[:-1]]
        rows.append("\t".join([*flat, cells[-1].strip("\n")]))
    return "\n".join(rows)


def baca_tabel(teks: str) -> Tabel:
    """Read the table; raises TidakTerbaca when it is not one."""
    lines = [Baris(no, line) for no, line in enumerate(teks.split("\n"), start=1)]
    found = _cari_judul(lines)
    if found is None:
        begin = start = _tanpa_judul(lines)
        kolom = BAKU
        table = Tabel(
            catatan=[f"Judul kolom tidak ada. Kolomnya dibaca sebagai {', '.join(BAKU)}."]
        )
    else:
        begin, start, kolom = found
        table = Tabel()
    before = sum(bool(line.teks.strip()) for line in lines[:begin])
    if before:
        table.catatan.append(f"{before} baris sebelum tabel tidak dibaca.")
    _Pembaca(table, kolom).jalan(lines[start:])
    if not table.anggota:
        raise TidakTerbaca("Tidak ada anggota di bawah judul kolom. Salin tabelnya sampai selesai.")
    return table


def _cari_judul(lines: list[Baris]) -> tuple[int, int, tuple[Kolom, ...]] | None:
    """Return where the heading begins and ends, and its columns.

    Raises TidakTerbaca for a heading that lacks a column.
    """
    for place in range(min(len(lines), 200)):
        if not lines[place].teks.strip():
            continue
        found = _judul(lines, place)
        if found is not None:
            return place, place + found[0], found[1]
        names = [_nama_kolom(cell) for cell in lines[place].teks.split("\t")]
        if Kolom.JABATAN in names and Kolom.KEDUDUKAN in names and Kolom.RINCIAN not in names:
            after = " ".join(line.teks for line in lines[place : place + _JUDUL_BARIS])
            if Kolom.RINCIAN not in [_nama_kolom(cell) for cell in after.split("\t")]:
                raise TidakTerbaca(
                    "Kolom Rincian Tugas tidak ada. Salin tabelnya dengan semua kolom."
                )
    return None


def _judul(lines: list[Baris], place: int) -> tuple[int, tuple[Kolom, ...]] | None:
    """Return how many lines the heading at a place takes, and its columns; None without one."""
    for size in range(1, _JUDUL_BARIS + 1):
        if place + size > len(lines):
            return None
        kolom = _kolom(lines, place, size)
        if kolom:
            return size, kolom
    return None


def _kolom(lines: list[Baris], place: int, size: int) -> tuple[Kolom, ...]:
    cells = " ".join(line.teks for line in lines[place : place + size]).split("\t")
    names = [_nama_kolom(cell) for cell in cells]
    while names and names[-1] is None:
        names.pop()
    if not names or Kolom.RINCIAN not in names or Kolom.JABATAN not in names or None in names:
        return ()
    known = [name for name in names if name is not None]
    if len(set(known)) != len(known):
        return ()
    if known[-1] is not Kolom.RINCIAN or Kolom.KEDUDUKAN not in known:
        raise TidakTerbaca(
            "Kolomnya harus No, Nama/Jabatan, Kedudukan dalam Satuan Tugas, dan terakhir Rincian "
            f"Tugas. Yang terbaca: {', '.join(known)}."
        )
    return tuple(known)


def _nama_kolom(sel: str) -> Kolom | None:
    words = re.sub(r"[^a-z]+", " ", sel.casefold()).strip()
    if len(words) > 60:
        return None
    if words in ("no", "nomor", "no urut", "nomor urut"):
        return Kolom.NO
    if re.fullmatch(r"(?:rincian|uraian) (?:tugas|kegiatan)(?: .{0,30})?|tugas", words):
        return Kolom.RINCIAN
    if re.search(r"kedudukan|(?:jabatan|keanggotaan) (?:dalam|pada) (?:satuan|satgas|tim)", words):
        return Kolom.KEDUDUKAN
    if re.match(r"(?:nama|jabatan|instansi|unsur)\b", words):
        return Kolom.JABATAN
    return None


def _tanpa_judul(lines: list[Baris]) -> int:
    """Return where a table without a heading begins; raises TidakTerbaca when it can't be one."""
    for place, line in enumerate(lines[:200]):
        cells = line.teks.split("\t")
        if len(cells) >= len(BAKU) and _NOMOR.match(cells[0].strip()) and cells[1].strip():
            return place
    raise TidakTerbaca(
        "Judul kolom tidak dikenali. Salin tabel susunan Satuan Tugas dari Word bersama baris "
        f"judulnya: {', '.join(BAKU)}."
    )


class _Pembaca:
    """Puts lines to members."""

    def __init__(self, tabel: Tabel, kolom: tuple[Kolom, ...]) -> None:
        self._tabel = tabel
        self._kolom = kolom
        self._lebar = len(kolom)

    def jalan(self, lines: list[Baris]) -> None:
        place = 0
        while place < len(lines):
            line = lines[place]
            bare = line.teks.strip()
            if self._tabel.anggota and _PENUTUP.match(bare):
                rest = sum(bool(one.teks.strip()) for one in lines[place:])
                self._tabel.catatan.append(
                    f"{rest} baris mulai baris {line.no} (“{bare[:40]}”) tidak dibaca: penutup."
                )
                return
            heading = _judul_lagi(lines, place) if bare else 0
            if heading:
                place += heading
            elif not bare or self._nomor_kolom(line):
                place += 1
            elif self._mulai(line) or self._mulai_terputus(lines, place):
                place = self._anggota(lines, place)
            else:
                self._lanjut(line)
                place += 1

    def _nomor_kolom(self, line: Baris) -> bool:
        """Whether the line only numbers the columns: 1 2 3 4."""
        cells = [cell.strip(" ().") for cell in line.teks.split("\t")]
        return cells == [str(n) for n in range(1, self._lebar + 1)]

    def _mulai(self, line: Baris) -> bool:
        """Whether a member begins in the line."""
        cells = line.teks.split("\t")
        if self._kolom[0] is not Kolom.NO:
            marked = baca_tanda(cells[0].strip() + " ")[0]
            return len(cells) >= self._lebar and bool(cells[0].strip()) and marked is None
        head = cells[0].strip()
        if not head:
            named = len(cells) >= self._lebar and cells[1].strip() and cells[2].strip()
            return bool(named) and baca_tanda(f"{cells[1].strip()} ")[0] is None
        return _NOMOR.match(head) is not None and len(cells) >= self._lebar

    def _mulai_terputus(self, lines: list[Baris], place: int) -> bool:
        """Whether a member begins whose office or place is broken over lines.

        Numbered items of a task look alike ("1.", a tab, words). A member's number is the next
        one, and either bare or followed by lines that fill the other cells.
        """
        cells = lines[place].teks.split("\t")
        number = _NOMOR.match(cells[0].strip())
        if (
            number is None
            or self._kolom[0] is not Kolom.NO
            or len(cells) < 2
            or not cells[1].strip()
        ):
            return False
        last = self._tabel.anggota[-1].no or 0 if self._tabel.anggota else 0
        if int(number[1]) not in (last, last + 1):
            return False
        if cells[0].strip().isdecimal():
            return True
        count = len(cells)
        for line in lines[place + 1 : place + 1 + _SEL_TERPUTUS]:
            if not line.teks.strip() or self._mulai(line) or baca_tanda(line.teks.strip())[0]:
                return False
            count += line.teks.count("\t")
            if count >= self._lebar:
                return True
        return False

    def _anggota(self, lines: list[Baris], place: int) -> int:
        """Read the member that begins at a place; return the place after what was read."""
        first = lines[place]
        cells = first.teks.split("\t")
        place += 1
        while len(cells) < self._lebar:
            more = self._sambungan(lines, place)
            if not more:
                break
            for line in lines[place : place + more]:
                head, *rest = line.teks.split("\t")
                cells = [*cells[:-1], f"{cells[-1]} {head}", *rest]
            place += more
        self._tambah(cells, first.no, lines[place - 1].no)
        return place

    def _sambungan(self, lines: list[Baris], place: int) -> int:
        """Return how many lines go on with the cells before the last; 0 for none."""
        for count, line in enumerate(lines[place : place + _SEL_TERPUTUS], start=1):
            bare = line.teks.strip()
            if not bare or self._mulai(line) or baca_tanda(bare)[0]:
                return 0
            if "\t" in line.teks:
                return count
        return 0

    def _tambah(self, cells: list[str], no: int, last: int) -> None:
        number, ragu = None, []
        if self._kolom[0] is Kolom.NO:
            found = _NOMOR.match(cells[0].strip())
            number = int(found[1]) if found else None
            if len(cells) > self._lebar and not cells[1].strip() and cells[2].strip():
                marked = baca_tanda(cells[3].strip() + " ")[0]
                if cells[3].strip() and marked is None:
                    cells = [cells[0], *cells[2:]]  # an automatic number leaves a tab behind
        values = dict(zip(self._kolom, cells, strict=False))
        jabatan = rapi(values.get(Kolom.JABATAN, ""))
        kedudukan = rapi(values.get(Kolom.KEDUDUKAN, ""))
        task = "\t".join(cells[self._lebar - 1 :]) if len(cells) >= self._lebar else ""
        body = [Baris(last, task)] if task.strip() else []
        here = self._tabel.anggota[-1] if self._tabel.anggota else None
        same = here is not None and number in (None, here.no)
        if here is not None and same and jabatan.casefold() in ("", here.jabatan.casefold()):
            here.baris += body  # the member goes on after the end of a page
            here.akhir = last
            return
        if number is None:
            number = (here.no or 0) + 1 if here else 1
            if self._kolom[0] is Kolom.NO:
                ragu.append(f"Nomornya tidak ikut tersalin: diberi nomor {number}.")
        elif here is not None and number != (here.no or 0) + 1:
            ragu.append(
                f"Nomor setelah {here.no} seharusnya {(here.no or 0) + 1}, tertulis {number}."
            )
        if not jabatan:
            ragu.append("Sel nama/jabatan kosong.")
        if not kedudukan:
            ragu.append("Sel kedudukan kosong.")
        self._tabel.anggota.append(AnggotaMentah(number, jabatan, kedudukan, no, last, body, ragu))

    def _lanjut(self, line: Baris) -> None:
        if not self._tabel.anggota:
            self._tabel.catatan.append(f"Baris {line.no} sebelum anggota pertama tidak dibaca.")
            return
        text = line.teks
        blank = "\t" * (self._lebar - 1)
        if text.startswith(blank):
            text = text[len(blank) :]  # the cells before it are empty: a row that goes on
        here = self._tabel.anggota[-1]
        here.baris.append(Baris(line.no, text))
        here.akhir = line.no


def _judul_lagi(lines: list[Baris], place: int) -> int:
    """Return how many lines a heading repeated on a new page takes, 0 when there is none."""
    if not re.match(r"\s*(?:no\b|nomor\b|nama|jabatan)", lines[place].teks, re.IGNORECASE):
        return 0
    if "\t" not in lines[place].teks:
        return 0
    try:
        found = _judul(lines, place)
    except TidakTerbaca:
        return 0
    return found[0] if found else 0
