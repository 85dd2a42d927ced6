"""Lampiran II of the decree as it is printed, read back into rows of the action plan.

Team and kegiatan stand once for several rows, a cell may hold several sub kegiatan or indikator,
a mark stands in the columns of the planned months. The print does not say which indikator belongs
to which sub kegiatan: what the plan knows stays, a new text belongs to those of its printed row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from sheets.layout import BarisMentah, LembarSel
from sheets.resource import SheetResource
from sheets.values import Keliru, lipat, netralkan, rapikan, sebut, tulis_daftar
from zonaintegritas.resources.bulan import NAMA
from zonaintegritas.resources.isi_rencana import kunci_kegiatan, satu_baris

if TYPE_CHECKING:
    from zonaintegritas.resources.lampiran import LampiranZI

_KOLOM = {
    "tim": ("timkerja", "kelompokkerja", "areaperubahan"),
    "kegiatan": ("kegiatan", "programkegiatan"),
    "sub": ("subkegiatan",),
    "indikator": ("indikatorkeberhasilan", "indikator"),
    "bulan": ("pelaksanaanbulan", "pelaksanaan", "waktupelaksanaan", "bulan"),
}
_NOMOR, _KET = ("no", "nomor"), ("ket", "keterangan")
_BULAN = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_BARIS_JUDUL_TERAKHIR = 60
_RENTANG_TERPANJANG = 1000  # a longer merged cell is decoration
_HURUF_KEGIATAN = re.compile(r"([A-Za-z]{1,4})[.)]\s*(?=\S)")
_HURUF_INDIKATOR = re.compile(r"[a-z]{1,2}[.)]\s+(?=\S)")
_NOMOR_SUB = re.compile(r"([0-9]{1,3})[.)]?\s+(?=\S)")


@dataclass(frozen=True)
class _Judul:
    """Where the columns are; `baris` is the last row of headings."""

    baris: int
    kolom: dict[str, int]
    bulan: tuple[int, ...]


@dataclass
class _Tercetak:
    """A printed row: its cells as texts; months only where the row has its own."""

    baris: int
    sub: str
    indikator: str
    ket: str
    bulan: frozenset[int]


@dataclass
class _Kegiatan:
    """A kegiatan with its printed rows."""

    tim: str
    isi: str
    tempat: tuple[int, int]
    baris: list[_Tercetak] = field(default_factory=list)


@dataclass
class _Sub:
    """A sub kegiatan of the sheet with the months of its row."""

    baris: _Tercetak
    urut: int | None
    no: str | None
    isi: str | None
    indikator: list[str] = field(default_factory=list)
    ket: str | None = None


class TataLampiran:
    """The layout of Lampiran II."""

    nama = "Lampiran II keputusan Zona Integritas"

    def cocok(self, lembar: LembarSel) -> bool:
        """Whether a sheet has the headings of Lampiran II, months in the row below."""
        return _judul(lembar) is not None

    def baris(self, lembar: LembarSel, resource: SheetResource) -> Iterator[BarisMentah]:
        """Yield the rows of the annex. Raises Keliru for a kegiatan without its letter."""
        judul = _judul(lembar)
        if judul is None:
            raise Keliru("Judul kolom Lampiran II tidak ditemukan.", "Pakai lembar Lampiran II.")
        known = cast("LampiranZI", resource)
        for kegiatan in _kegiatan(lembar, judul):
            yield from _Pembaca(kegiatan, judul, known).baris()


def _judul(lembar: LembarSel) -> _Judul | None:
    above: dict[str, int] | None = None
    nomor_atas = 0
    for nomor, cells in lembar.baris():
        if nomor > _BARIS_JUDUL_TERAKHIR:
            return None
        keys = [re.sub(r"[\W_]+", "", lipat(_teks(cell))) for cell in cells]
        if above is not None and nomor == nomor_atas + 1:
            months = _bulan(keys, above)
            if months is not None:
                return _Judul(nomor, above, months)
        above = _kolom(keys)
        nomor_atas = nomor
    return None


def _kolom(keys: Sequence[str]) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for place, key in enumerate(keys, start=1):
        for nama, words in (*_KOLOM.items(), ("nomor", _NOMOR), ("ket", _KET)):
            if key in words:
                found.setdefault(nama, place)
    return found if _KOLOM.keys() <= found.keys() else None


def _bulan(keys: Sequence[str], kolom: dict[str, int]) -> tuple[int, ...] | None:
    """Return the columns of the twelve months, January first."""
    places: dict[int, int] = {}
    for place, key in enumerate(keys, start=1):
        if place < kolom["bulan"]:
            continue
        if key[:3] in _BULAN:
            places.setdefault(_BULAN.index(key[:3]), place)
        elif key.isdecimal() and 1 <= int(key) <= 12:
            places.setdefault(int(key) - 1, place)
    return tuple(places[n] for n in range(12)) if len(places) == 12 else None


def _kegiatan(lembar: LembarSel, judul: _Judul) -> Iterator[_Kegiatan]:
    """Yield the kegiatan of a sheet with their printed rows, up to the closing lines."""
    kolom = judul.kolom
    turun = _turun(lembar, judul.bulan)
    marks: dict[tuple[int, int], bool] = {}
    current: _Kegiatan | None = None
    tim, last = "", judul.baris
    for nomor, cells in lembar.baris():
        if nomor <= judul.baris:
            continue
        cell = {nama: _teks(_sel(cells, place)) for nama, place in kolom.items()}
        if nomor == judul.baris + 1 and _nomor_kolom(cells):
            last = nomor
            continue
        if nomor > last + 1 and not (cell["kegiatan"] or cell["sub"]):
            break  # the signature below the table
        last = nomor
        for place in judul.bulan:
            marks[nomor, place] = bool(_teks(_sel(cells, place)).strip("-–— "))
        planned = frozenset(
            month
            for month, place in enumerate(judul.bulan, start=1)
            if marks[nomor, place] or marks.get((turun.get((nomor, place), nomor), place))
        )
        tim = cell.get("nomor") or cell["tim"] or tim
        if cell["kegiatan"]:
            if current is not None:
                yield current
            current = _Kegiatan(tim, cell["kegiatan"], (nomor, kolom["kegiatan"]))
        if current is None:
            raise Keliru(
                f"Baris {nomor} tidak mempunyai kegiatan.", "Isi kegiatan beserta hurufnya."
            )
        current.baris.append(
            _Tercetak(nomor, cell["sub"], cell["indikator"], cell.get("ket", ""), planned)
        )
    if current is not None:
        yield current


def _turun(lembar: LembarSel, bulan: Sequence[int]) -> dict[tuple[int, int], int]:
    """Return for cells merged with one above the row of that one, in the month columns."""
    columns = frozenset(bulan)
    return {
        (baris, r.kiri): r.atas
        for r in lembar.gabungan
        if r.kiri in columns and r.bawah - r.atas <= _RENTANG_TERPANJANG
        for baris in range(r.atas + 1, r.bawah + 1)
    }


def _sel(cells: Sequence[Any], place: int) -> Any:
    return cells[place - 1] if place <= len(cells) else None


def _teks(cell: Any) -> str:
    if cell is None:
        return ""
    return rapikan(cell) if isinstance(cell, str) else sebut(getattr(cell, "teks", cell))


def _nomor_kolom(cells: Sequence[Any]) -> bool:
    """Whether a row only numbers the columns."""
    texts = [text for text in map(_teks, cells) if text]
    return len(texts) > 3 and all(text.isdecimal() for text in texts)


class _Pembaca:
    """Reads one kegiatan into rows, with what the plan knows of it."""

    def __init__(self, kegiatan: _Kegiatan, judul: _Judul, resource: "LampiranZI") -> None:
        self._kegiatan, self._judul = kegiatan, judul
        self._kode = _kode_tim(kegiatan.tim, resource)
        self._huruf, self._isi = self._nama(resource)
        key = kunci_kegiatan(self._kode, self._huruf)
        self._ada = [
            row for (tim, huruf, _), row in resource.baris_ada.items() if (tim, huruf) == key
        ]
        if self._ada and satu_baris(self._ada[0].kegiatan) == satu_baris(self._isi):
            self._isi = self._ada[0].kegiatan
        self._lepas = resource.tanpa_sub.get(key, set())
        self._punya: dict[str, set[int | None]] = {}
        for row in self._ada:
            for line in row.indikator or ():
                self._punya.setdefault(line, set()).add(row.urut)
        self._ket = {satu_baris(line) for row in self._ada for line in (row.ket or "").split("\n")}
        self._ket |= resource.ket_kegiatan.get(key, set())

    def _nama(self, resource: "LampiranZI") -> tuple[str, str]:
        """Return letter and text of the kegiatan; what the plan has is known by its whole text."""
        whole = satu_baris(self._kegiatan.isi)
        for (tim, _, _), row in resource.baris_ada.items():
            if tim == lipat(self._kode) and satu_baris(f"{row.huruf}. {row.kegiatan}") == whole:
                return row.huruf, row.kegiatan
        found = _HURUF_KEGIATAN.match(self._kegiatan.isi)
        if found is None:
            baris, _ = self._kegiatan.tempat
            raise Keliru(
                f"Kegiatan pada baris {baris} tidak mempunyai huruf: “{whole[:60]}”.",
                "Tulis hurufnya di depan kegiatan, misalnya A.",
            )
        return found.group(1), self._kegiatan.isi[found.end() :]

    def baris(self) -> Iterator[BarisMentah]:
        """Yield one row a sub kegiatan; one for the kegiatan itself where it has none."""
        rows = self._sub()
        self._indikator(rows)
        for row in rows:
            yield self._mentah(row)

    def _sub(self) -> list[_Sub]:
        """Return the sub kegiatan of the printed rows with the order in which the plan has them."""
        found: list[_Sub] = []
        for printed in self._kegiatan.baris:
            made = [
                _Sub(printed, urut, no, isi) for urut, no, isi in self._pisah(printed.sub, found)
            ]
            found += made
            if not found:
                found.append(_Sub(printed, None, None, None))
                made = found[:]
            self._keterangan(printed, made or found[-1:])
        taken = {row.urut for row in found}
        free = [row for row in self._ada if row.urut is not None and row.urut not in taken]
        last = max((row.urut or 0 for row in self._ada), default=0)
        for row in found:
            if row.urut != 0:
                continue
            alike = next(
                (one for one in free if (one.no or "") == (row.no or "")),
                None,
            )
            if alike is not None:
                free.remove(alike)
                row.urut = alike.urut
            else:
                last += 1
                row.urut = last
        return found

    def _pisah(self, cell: str, before: Sequence[_Sub]) -> list[tuple[int | None, str | None, str]]:
        """Return the sub kegiatan of a cell: order (0: not settled), printed number, text."""
        if not cell:
            return []
        taken = {row.urut for row in before}
        known = {
            satu_baris(f"{row.no or ''} {row.sub}"): row
            for row in reversed(self._ada)
            if row.sub is not None and row.urut not in taken
        }
        whole = known.get(satu_baris(cell))
        if whole is not None:
            return [(whole.urut, whole.no, whole.sub or "")]
        found: list[tuple[int | None, str | None, str]] = []
        last = _angka(before[-1].no) if before else 0
        for line in cell.split("\n"):
            row = known.get(satu_baris(line))
            number = _NOMOR_SUB.match(line)
            if row is not None:
                found.append((row.urut, row.no, row.sub or ""))
                last = _angka(row.no)
            elif number is not None and int(number.group(1)) == last + 1:
                found.append((0, number.group(1), line[number.end() :]))
                last += 1
            elif found:
                urut, no, isi = found[-1]
                found[-1] = (0 if urut else urut, no, f"{isi}\n{line}")
            else:
                found.append((0, None, line))
        return found

    def _keterangan(self, printed: _Tercetak, rows: Sequence[_Sub]) -> None:
        """Note a text of the last column at its row, unless the plan has it already."""
        if printed.ket and {satu_baris(line) for line in printed.ket.split("\n")} <= self._ket:
            return
        if printed.ket:
            rows[0].ket = printed.ket

    def _indikator(self, rows: list[_Sub]) -> None:
        places = {row.urut for row in rows}
        own: list[_Sub] = rows[:1]
        for printed in self._kegiatan.baris:
            own = [row for row in rows if row.baris is printed] or own
            for line in self._baris_indikator(printed.indikator):
                if line in self._lepas:
                    continue
                kept = self._punya.get(line, set()) & places
                for row in [r for r in rows if r.urut in kept] or own:
                    if line not in row.indikator:
                        row.indikator.append(line)

    def _baris_indikator(self, cell: str) -> list[str]:
        """Return the indikator of a cell without their letters."""
        if not cell:
            return []
        whole = self._tanpa_huruf(cell)
        if self._dikenal(whole):
            return [whole]
        lines = cell.split("\n")
        lettered = any(_HURUF_INDIKATOR.match(line) for line in lines)
        found: list[str] = []
        for line in lines:
            text = self._tanpa_huruf(line)
            starts = _HURUF_INDIKATOR.match(line) or self._dikenal(text) or not lettered
            if starts or not found:
                found.append(text)
            else:
                found[-1] = satu_baris(f"{found[-1]} {line}")
        return [line for line in found if line]

    def _dikenal(self, line: str) -> bool:
        return line in self._punya or line in self._lepas

    def _tanpa_huruf(self, text: str) -> str:
        whole = satu_baris(text)
        if self._dikenal(whole):
            return whole
        found = _HURUF_INDIKATOR.match(text)
        return satu_baris(text[found.end() :]) if found else whole

    def _mentah(self, row: _Sub) -> BarisMentah:
        nomor, kolom = row.baris.baris, self._judul.kolom
        sel: dict[str, Any] = {
            "tim": self._kegiatan.tim,
            "huruf": self._huruf,
            "kegiatan": netralkan(self._isi),
            "urut": row.urut,
            "no": row.no,
            "sub": None if row.isi is None else netralkan(row.isi),
            "indikator": netralkan(tulis_daftar(tuple(row.indikator))),
        }
        at_sub = (nomor, kolom["sub"])
        letak = {
            "tim": (self._kegiatan.tempat[0], kolom["tim"]),
            "huruf": self._kegiatan.tempat,
            "kegiatan": self._kegiatan.tempat,
            "urut": at_sub,
            "no": at_sub,
            "sub": at_sub,
            "indikator": (nomor, kolom["indikator"]),
        }
        if row.ket is not None:
            sel["ket"], letak["ket"] = netralkan(row.ket), (nomor, kolom["ket"])
        for month, nama in enumerate(NAMA, start=1):
            sel[nama] = "x" if month in row.baris.bulan else None
            letak[nama] = (nomor, self._judul.bulan[month - 1])
        return BarisMentah(nomor, sel, letak)


def _kode_tim(tim: str, resource: "LampiranZI") -> str:
    """Return the code of a team; its text as it is where the plan has none of that name."""
    try:
        return resource.acuan["tim"].cari(tim) if tim else ""
    except Keliru:
        return tim


def _angka(no: str | None) -> int:
    digits = re.match(r"[0-9]+", no or "")
    return int(digits.group()) if digits else 0
