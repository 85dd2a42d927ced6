"""The cell "Rincian tugas" of one member, line by line, as tasks and numbered sub-items. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from satgas.tempel_sk.bentuk import SUB, TUGAS, Simpul
from satgas.tempel_sk.bersih import rapi, sambung
from satgas.tempel_sk.tanda import JenisTanda, Tanda, baca_tanda, huruf_ke, potong, tempat_huruf

_SELESAI = re.compile(r"[;.:]\s*(?:dan|atau|serta)?\s*$|[;,]\s*(?:dan|atau)\s*$", re.IGNORECASE)
_AKHIR = re.compile(r"([;.:])\s*(?:dan|atau|serta)?\s*$", re.IGNORECASE)

TANPA_TANDA = "Huruf atau nomornya tidak ikut tersalin: diberi menurut urutan baris."
TANPA_TANDA_TITIK_DUA = (
    "Huruf atau nomornya tidak ikut tersalin. Baris di atasnya berakhir dengan titik dua: "
    "mungkin ini sub butirnya."
)
PEMBUKA = "Kalimat sebelum huruf pertama. Hapus bila bukan tugas tersendiri."


@dataclass(frozen=True)
class Baris:
    """A line of the cell with its number in what was pasted."""

    no: int
    teks: str

    @property
    def dalam(self) -> int:
        """How far it is set in: a tab counts four spaces."""
        lead = self.teks[: len(self.teks) - len(self.teks.lstrip())]
        return len(lead.replace("\t", "    "))


def rinci(baris: Sequence[Baris], id_baru: Callable[[], int]) -> tuple[list[Simpul], list[str]]:
    """Return the tasks of a cell in order, each followed by its sub-items, and notes on all.

    Marks decide where there are any; otherwise line ends, indentation and order do, and every
    guess is written on the node.
    """
    lines = [one for one in baris if one.teks.strip()]
    if any(baca_tanda(one.teks.strip())[0] for one in lines):
        reader = _Pembaca(id_baru)
        for one in lines:
            reader.baca(one)
        return reader.hasil()
    return _tanpa_tanda(lines, id_baru), []


def selesai(teks: str) -> bool:
    """Whether a text ends as an item does: with ; or . or : (and perhaps "dan")."""
    return bool(_SELESAI.search(teks))


class _Pembaca:
    """Goes down the lines and keeps which marks stand for tasks and which for sub-items."""

    def __init__(self, id_baru: Callable[[], int]) -> None:
        self._id = id_baru
        self._isi: list[Simpul] = []
        self._pokok: Tanda | None = None  # the first mark of a task
        self._anak: Tanda | None = None  # the first mark of a sub-item of the task at hand
        self._dipakai: set[str] = set()
        self._dipisah = 0

    def hasil(self) -> tuple[list[Simpul], list[str]]:
        if self._pokok is not None and self._isi and not self._isi[0].tanda:
            self._isi[0].ragu.append(PEMBUKA)
        for one in self._isi:
            one.teks = rapi(one.teks)
        notes = []
        if self._dipisah:
            notes.append(
                f"{self._dipisah} tugas atau sub butir dipisah di tengah baris, karena tandanya "
                "berurutan."
            )
        return self._isi, notes

    def baca(self, baris: Baris) -> None:
        rest, split = baris.teks.strip(), False
        while rest:
            tanda, rest = baca_tanda(rest)
            rest, more = potong(rest, self._harap(tanda))
            self._terima(tanda, rest, baris.no, split)
            rest, split = more, True

    def _harap(self, tanda: Tanda | None) -> set[str]:
        """Return the marks that may follow within the line."""
        found: set[str] = set()
        last = self._kini_tugas()
        place = tempat_huruf(last.tanda) or 0 if last else 0
        within = self._isi[-1].tingkat == SUB if self._isi else False
        number = int(self._isi[-1].tanda) if within else 0
        if tanda and tanda.jenis is JenisTanda.HURUF:
            place, number = tanda.tempat, 0
        elif tanda and tanda.jenis is JenisTanda.ANGKA:
            number = tanda.tempat
        if self._pokok is None or self._pokok.jenis is JenisTanda.HURUF:
            found.add(huruf_ke(place + 1))
        found.add(str(number + 1))
        return found

    def _kini_tugas(self) -> Simpul | None:
        return next((s for s in reversed(self._isi) if s.tingkat == TUGAS), None)

    def _terima(self, tanda: Tanda | None, teks: str, no: int, split: bool) -> None:
        before = len(self._isi)
        if tanda is None:
            self._tanpa(teks, no)
        elif tanda.jenis is JenisTanda.BUTIR:
            self._butir(tanda, teks, no)
        elif self._pokok is None:
            self._pertama(tanda, teks, no)
        elif tanda.jenis is self._pokok.jenis and not self._di_bawah(tanda):
            self._tugas_berikut(tanda, teks, no)
        else:
            self._sub_berikut(tanda, teks, no)
        if split and len(self._isi) > before:
            self._dipisah += 1

    def _di_bawah(self, tanda: Tanda) -> bool:
        """Whether a mark of the tasks' kind, set another way, begins or continues a list below."""
        pokok = self._pokok
        if pokok is None or tanda.gaya == pokok.gaya or not self._isi:
            return False
        if self._anak is not None and tanda.gaya == self._anak.gaya:
            return True
        return tanda.tempat == 1

    def _pertama(self, tanda: Tanda, teks: str, no: int) -> None:
        if self._isi and tanda.jenis is JenisTanda.ANGKA:
            self._sub(tanda, teks, no)  # a paragraph with numbered items
            return
        self._pokok = tanda
        if tanda.jenis is JenisTanda.ANGKA:
            self._tugas(huruf_ke(tanda.tempat), teks, no, self._bernomor(tanda))
        elif tanda.tempat == 1:
            self._tugas(tanda.isi, teks, no)
        else:
            self._tugas(tanda.isi, teks, no, f"Huruf pertama {tanda.isi}, bukan a.")

    def _bernomor(self, tanda: Tanda) -> str:
        return f"Bernomor {tanda.isi} dalam naskah: diberi huruf {huruf_ke(tanda.tempat)}."

    def _tugas_berikut(self, tanda: Tanda, teks: str, no: int) -> None:
        last = self._kini_tugas()
        place = (tempat_huruf(last.tanda) or 0) if last else 0
        letter = tanda.isi if tanda.jenis is JenisTanda.HURUF else huruf_ke(tanda.tempat)
        ragu = "" if tanda.jenis is JenisTanda.HURUF else self._bernomor(tanda)
        if tanda.tempat == place + 1:
            self._tugas(letter, teks, no, ragu)
        elif not selesai(self._isi[-1].teks):
            self._sambung(f"{tanda.isi}{tanda.gaya[-1]} {teks}", no)
            self._isi[-1].ragu.append(
                f"“{tanda.isi}{tanda.gaya[-1]}” di baris {no} mungkin awal tugas sendiri."
            )
        elif letter in self._dipakai:
            fresh = huruf_ke(place + 1)
            self._tugas(fresh, teks, no, f"Huruf {letter} berulang: diberi huruf {fresh}.")
        else:
            after = huruf_ke(place) if place else "pembuka"
            pesan = f"Setelah {after} seharusnya {huruf_ke(place + 1)}, tertulis {letter}."
            self._tugas(letter, teks, no, pesan)

    def _sub_berikut(self, tanda: Tanda, teks: str, no: int) -> None:
        here = self._isi[-1]
        if here.tingkat == SUB and self._anak is not None:
            other = tanda.gaya != self._anak.gaya or tanda.jenis is not self._anak.jenis
            if other:
                self._sambung(f"{tanda.isi}{tanda.gaya[-1]} {teks}", no)
                here.ragu.append(f"Rincian di bawah sub butir (baris {no}) digabung ke sini.")
                return
        expected = int(here.tanda) + 1 if here.tingkat == SUB else 1
        if tanda.tempat != expected and not selesai(here.teks):
            self._sambung(f"{tanda.isi}{tanda.gaya[-1]} {teks}", no)
            here.ragu.append(f"“{tanda.isi}{tanda.gaya[-1]}” di baris {no} mungkin sub butir.")
            return
        self._sub(tanda, teks, no)

    def _butir(self, tanda: Tanda, teks: str, no: int) -> None:
        pesan = "Berbulatan dalam naskah: diberi huruf atau nomor menurut urutan."
        below = self._isi and (
            self._pokok is None
            or self._pokok.jenis is not JenisTanda.BUTIR
            or tanda.gaya != self._pokok.gaya
        )
        if below:
            self._sub(tanda, teks, no, pesan)
            return
        self._pokok = self._pokok or tanda
        last = self._kini_tugas()
        place = (tempat_huruf(last.tanda) or 0) if last else 0
        self._tugas(huruf_ke(place + 1), teks, no, pesan)

    def _tanpa(self, teks: str, no: int) -> None:
        if not self._isi:
            self._tugas("", teks, no)
            return
        here = self._isi[-1]
        doubt = selesai(here.teks)
        self._sambung(teks, no)
        if doubt:
            here.ragu.append(
                f"Baris {no} tidak berhuruf dan digabung ke sini. Pisahkan bila tugas sendiri."
            )

    def _sambung(self, teks: str, no: int) -> None:
        here = self._isi[-1]
        here.teks, doubt = sambung(here.teks, teks)
        here.baris = (here.baris[0], no)
        if doubt:
            here.ragu.append(f"Tanda hubung sebelum baris {no} dipertahankan.")

    def _tugas(self, huruf: str, teks: str, no: int, ragu: str = "") -> None:
        self._anak = None
        self._dipakai.add(huruf)
        self._isi.append(Simpul(self._id(), TUGAS, huruf, teks, (no, no), [ragu] if ragu else []))

    def _sub(self, tanda: Tanda, teks: str, no: int, ragu: str = "") -> None:
        here = self._isi[-1]
        number = int(here.tanda) + 1 if here.tingkat == SUB else 1
        if self._anak is None:
            self._anak = tanda
        notes = [ragu] if ragu else []
        if not ragu and tanda.jenis is JenisTanda.HURUF:
            notes.append(f"Berhuruf {tanda.isi} dalam naskah: diberi nomor {number}.")
        elif not ragu and tanda.tempat != number:
            notes.append(f"Bernomor {tanda.isi} dalam naskah: diberi nomor {number}.")
        self._isi.append(Simpul(self._id(), SUB, str(number), teks, (no, no), notes))


def _tanpa_tanda(lines: Sequence[Baris], id_baru: Callable[[], int]) -> list[Simpul]:
    """Read a cell without marks: one paragraph, or a list whose automatic marks were lost."""
    items = _gabung(lines, id_baru)
    if len(items) < 2:
        return [one for one, _ in items]
    found: list[Simpul] = []
    least = min(deep for _, deep in items)
    indented = any(deep > least for _, deep in items)
    below = ""  # the ending of the sub-items at hand, where only endings tell them apart
    top = {_akhir(one.teks) for one, _ in items} - {":"}
    for place, (one, deep) in enumerate(items):
        colon = place > 0 and items[place - 1][0].teks.endswith(":")
        if not indented:
            below = _masih(below, one, colon, top)
        one.ragu.append(TANPA_TANDA_TITIK_DUA if colon and not below else TANPA_TANDA)
        if place and ((indented and deep > least) or below):
            one.tingkat = SUB
        found.append(one)
    letter = number = 0
    for one in found:
        if one.tingkat == TUGAS:
            letter, number = letter + 1, 0
            one.tanda = huruf_ke(letter)
        else:
            number += 1
            one.tanda = str(number)
    return found


def _masih(below: str, one: Simpul, colon: bool, top: set[str]) -> str:
    """Return the ending of sub-items that this item belongs to, '' when it is a task.

    After a colon, items that end with a full stop are sub-items where tasks end with ";".
    """
    ending = _akhir(one.teks)
    if colon:
        return ending if ending == "." and ";" in top else ""
    return below if below and ending == below else ""


def _gabung(lines: Sequence[Baris], id_baru: Callable[[], int]) -> list[tuple[Simpul, int]]:
    """Join lines that Word broke: an item ends where its line ends as items do."""
    items: list[tuple[Simpul, int]] = []
    for line in lines:
        text = line.teks.strip()
        if items and not selesai(items[-1][0].teks):
            here = items[-1][0]
            here.teks, doubt = sambung(here.teks, text)
            here.baris = (here.baris[0], line.no)
            if doubt:
                here.ragu.append(f"Tanda hubung sebelum baris {line.no} dipertahankan.")
            continue
        items.append((Simpul(id_baru(), TUGAS, "", text, (line.no, line.no)), line.dalam))
    for one, _ in items:
        one.teks = rapi(one.teks)
    return items


def _akhir(teks: str) -> str:
    found = _AKHIR.search(teks)
    return found[1] if found else ""
