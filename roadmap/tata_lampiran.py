"""The Lampiran of a Road Map in its printed layout, read back as flat rows.

Found by its headings on any sheet: the table of `reports/xlsx/lampiran.py`, and tables like it in
which the years stand over "Target" and "Anggaran" or in one heading ("Target 2018"). Rows of a
program, sums and TOTAL carry no code and are no rows of the plan. What is printed in merged cells
stands in their first row, as in the plan itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from roadmap.models import BarisAksi
from roadmap.resources.cetakan import rapi
from roadmap.resources.tahunan import TAHUN
from sheets.layout import BarisMentah, LembarSel
from sheets.resource import SheetResource
from sheets.values import Keliru, lipat, teks

if TYPE_CHECKING:
    from roadmap.resources.rencana_aksi import AksiResource

_KEPALA_TERAKHIR = 40  # rows in which the headings begin
_TINGGI_KEPALA = 5
_TAHUN = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_KETERANGAN = re.compile(r"(?:total|jumlah|selisih)\b", re.IGNORECASE)
_CATATAN_KOLOM = "dicatat di pantas"
_TETAP: dict[str, re.Pattern[str]] = {
    "no": re.compile(r"no(?:mor)?\.?"),
    "kegiatan": re.compile(r"program ?/ ?kegiatan|kegiatan"),
    "indikator": re.compile(r"indikator.*"),
    "penanggung_jawab": re.compile(r"penanggung ?jawab.*"),
    "kode": re.compile(r"kode(?: baris)?"),
}


@dataclass
class _Kepala:
    """Where the table stands: the last row of its headings, and its columns from 1."""

    baris: int
    kolom: dict[str, int] = field(default_factory=dict)
    target: dict[int, int] = field(default_factory=dict)
    anggaran: dict[int, int] = field(default_factory=dict)

    @property
    def lengkap(self) -> bool:
        """Whether rows can be read: code, texts, and a target of some year."""
        return {"kode", "kegiatan", "indikator"} <= set(self.kolom) and bool(self.target)


class TataLampiran:
    """The printed table of rencana aksi."""

    nama = "Lampiran Road Map"

    def cocok(self, lembar: LembarSel) -> bool:
        """Whether a sheet has the headings of the Lampiran."""
        return _kepala(lembar) is not None

    def baris(self, lembar: LembarSel, resource: SheetResource) -> Iterator[BarisMentah]:
        """Yield the rows that carry a code, and what belongs to a row above them.

        Raises Keliru when the years of the sheet are not those of the plan.
        """
        from roadmap.resources.rencana_aksi import AksiResource

        assert isinstance(resource, AksiResource)
        head = _kepala(lembar)
        if head is None:
            raise Keliru("Tabel Lampiran tidak ditemukan pada lembar ini.", "Pilih lembar lain.")
        first = resource.tahun[0]
        strange = sorted(
            t for t in {*head.target, *head.anggaran} if not first <= t < first + TAHUN
        )
        if strange:
            raise Keliru(
                f"Lampiran ini memuat tahun {strange[0]}, sedangkan rencana ini "
                f"{first} sampai {resource.tahun[-1]}.",
                "Pilih Road Map yang benar.",
            )
        yield from _Pembaca(head, resource, first).baris(lembar)


class _Pembaca:
    """Reads the rows below the headings; remembers program and kegiatan above a row."""

    def __init__(self, head: _Kepala, resource: "AksiResource", first: int) -> None:
        self._head, self._first = head, first
        self._tercetak = _tercetak(resource)
        self._program: tuple[str, str | None] | None = None
        self._kegiatan: tuple[Any, Any] = (None, None)

    def baris(self, lembar: LembarSel) -> Iterator[BarisMentah]:
        """Yield the rows of the plan."""
        for nomor, cells in lembar.baris():
            if nomor <= self._head.baris:
                continue
            sel = {nama: _sel(cells, kolom) for nama, kolom in self._head.kolom.items()}
            if self._judul_program(sel) or _nomor_kolom(sel) or _jumlah(sel):
                continue
            row = self._satu(nomor, cells, sel)
            if any(isi is not None and isi != "" for isi in row.sel.values()):
                yield row

    def _judul_program(self, sel: Mapping[str, Any]) -> bool:
        """Whether a row is a program's: its title in the first column, its letter as code."""
        kode, title = _teks(sel.get("kode")), _teks(sel.get("no"))
        if kode is None or title is None or not lipat(title).startswith(f"{lipat(kode)}."):
            return False
        self._program = (kode, title[len(kode) + 1 :].strip() or None)
        self._kegiatan = (None, None)
        return True

    def _satu(self, nomor: int, cells: Sequence[Any], sel: Mapping[str, Any]) -> BarisMentah:
        head = self._head
        found: dict[str, Any] = {"kode_baris": sel["kode"]}
        at = {"kode_baris": head.kolom["kode"]}
        printed = self._tercetak.get(lipat(_teks(sel["kode"]) or ""))
        no, kegiatan = sel.get("no"), sel["kegiatan"]
        if _teks(no) is not None:
            self._kegiatan = (no, kegiatan)
        if printed is None:
            huruf, program = self._program or (None, None)
            found |= {"program_huruf": huruf, "program": program}
            found |= {"kegiatan_no": self._kegiatan[0], "kegiatan": self._kegiatan[1]}
            found["sub_kegiatan"] = None if _teks(no) is not None else kegiatan
            found["indikator"] = sel["indikator"]
        else:
            if _teks(kegiatan) != printed[0]:
                found["kegiatan" if _teks(no) is not None else "sub_kegiatan"] = kegiatan
            if _teks(sel["indikator"]) != printed[1]:
                found["indikator"] = sel["indikator"]
        if "penanggung_jawab" in head.kolom:
            found["penanggung_jawab"] = sel["penanggung_jawab"]
        for nama in found:
            kolom = head.kolom.get(_LETAK.get(nama, nama))
            if kolom is not None:
                at.setdefault(nama, kolom)
        for tahun, kolom in head.target.items():
            nama = f"target_{tahun - self._first + 1}"
            found[nama], at[nama] = _sel(cells, kolom), kolom
        for tahun, kolom in head.anggaran.items():
            nama = f"anggaran_{tahun - self._first + 1}"
            found[nama], at[nama] = _sel(cells, kolom), kolom
        return BarisMentah(nomor, found, {nama: (nomor, kolom) for nama, kolom in at.items()})


_LETAK = {
    "program_huruf": "kode",
    "program": "kode",
    "kegiatan_no": "no",
    "sub_kegiatan": "kegiatan",
}


def _tercetak(resource: "AksiResource") -> dict[str, tuple[str | None, str | None]]:
    """Return by code what the cells of kegiatan and indikator print (one query)."""
    rows = BarisAksi.objects.filter(kegiatan__program__roadmap__rencana=resource.rencana)
    return {
        lipat(kode): (rapi(kegiatan), rapi(indikator))
        for kode, kegiatan, indikator in rows.values_list(
            "kode", "kegiatan_tercetak", "indikator_tercetak"
        )
    }


def _kepala(lembar: LembarSel) -> _Kepala | None:
    """Return the headings of a sheet; None where it is no Lampiran."""
    rows: list[tuple[int, Sequence[Any]]] = []
    for nomor, cells in lembar.baris():
        if nomor > _KEPALA_TERAKHIR + _TINGGI_KEPALA:
            break
        rows.append((nomor, cells))
    spans = [r for r in lembar.gabungan if r.atas <= _KEPALA_TERAKHIR + _TINGGI_KEPALA]
    grid = dict(rows)
    for nomor, cells in rows:
        if nomor <= _KEPALA_TERAKHIR and _mulai(cells):
            head = _baca_kepala(nomor, grid, spans)
            if head.lengkap:
                return head
    return None


def _mulai(cells: Sequence[Any]) -> bool:
    said = {lipat(text) for text in map(_teks, cells) if text is not None}
    return any(_TETAP["kode"].fullmatch(text) for text in said) and any(
        _TETAP["indikator"].fullmatch(text) for text in said
    )


def _baca_kepala(top: int, grid: Mapping[int, Sequence[Any]], spans: Sequence[Any]) -> _Kepala:
    """Read headings that begin in a row: of each column the words from top to bottom."""
    deep = max((r.bawah for r in spans if r.atas == top), default=top)
    deep = min(deep, top + _TINGGI_KEPALA)
    covered = {
        (baris, kolom): (r.atas, r.kiri)
        for r in spans
        if top <= r.atas <= deep
        for baris in range(r.atas, min(r.bawah, deep) + 1)
        for kolom in range(r.kiri, min(r.kanan, 400) + 1)
    }
    head = _Kepala(deep)
    width = max(len(grid.get(baris, ())) for baris in range(top, deep + 1))
    for kolom in range(1, width + 1):
        words: list[str] = []
        for baris in range(top, deep + 1):
            at = covered.get((baris, kolom), (baris, kolom))
            text = _teks(_sel(grid.get(at[0], ()), at[1]))
            if text is not None and (not words or words[-1] != lipat(text)):
                words.append(lipat(text))
        _letakkan(head, kolom, words)
    return head


def _letakkan(head: _Kepala, kolom: int, words: Sequence[str]) -> None:
    path = " ".join(words)
    if not words or path.startswith(_CATATAN_KOLOM):
        return
    year = _TAHUN.search(path)
    if year:
        places = (("target", head.target), ("anggaran", head.anggaran))
        for kata, place in places:
            if kata in words[-1]:
                place.setdefault(int(year[1]), kolom)
        return
    for nama, pattern in _TETAP.items():
        if pattern.fullmatch(words[-1]):
            head.kolom.setdefault(nama, kolom)


def _nomor_kolom(sel: Mapping[str, Any]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3."""
    return (
        _teks(sel.get("kode")) is None
        and _teks(sel.get("no")) == "1"
        and _teks(sel["kegiatan"]) == "2"
    )


def _jumlah(sel: Mapping[str, Any]) -> bool:
    """Whether a row holds sums: no code, and a word that says so."""
    said = (_teks(sel.get("no")), _teks(sel["kegiatan"]))
    return _teks(sel["kode"]) is None and any(
        text is not None and _KETERANGAN.match(text) is not None for text in said
    )


def _sel(cells: Sequence[Any], kolom: int) -> Any:
    return cells[kolom - 1] if kolom <= len(cells) else None


def _teks(cell: Any) -> str | None:
    """Return a cell as text; None for a blank one and for an error cell."""
    try:
        return teks(cell)
    except Keliru:
        return None
