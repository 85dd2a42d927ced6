"""The pasted decree beside an earlier plan: which task is which. Pure.

Pairs are sought in this order, each task once: what a person chose; within the same office the
same words, then similar words from `MIRIP` on; then in other offices the same words, and similar
ones from `MIRIP_LAIN` on. Similarity is difflib's ratio over words without case and punctuation.
Within a step the most alike pair comes first, and of equal ones the one whose place is nearer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from satgas.tempel_sk.beda_kata import Potong, beda_kata, kata, mirip
from satgas.tempel_sk.bentuk import Naskah, Tugas
from satgas.tempel_sk.bersih import rapi
from satgas.tempel_sk.jabatan import sejabatan

MIRIP = 0.6
"""Within the same office: two texts share at least this part of their words, in order."""
MIRIP_LAIN = 0.75
"""In another office more is asked, since offices share turns of phrase."""
SERI = 0.02
"""Candidates closer to each other than this are named as a tie."""


class Hasil(StrEnum):
    """What became of a task since the earlier plan."""

    SAMA = "sama"
    BERUBAH = "berubah"
    BARU = "baru"
    DIHAPUS = "dihapus"


class Cara(StrEnum):
    """How a pair was found."""

    TANGAN = "tangan"
    SAMA = "sama"
    MIRIP = "mirip"


@dataclass(frozen=True)
class Lama:
    """A task of the earlier plan."""

    pk: int
    kode: str
    no: int
    jabatan: str
    huruf: str
    teks: str
    sub: tuple[str, ...] = ()


@dataclass(frozen=True)
class Baris:
    """One line of the comparison; `seri` are codes that were as alike as the one taken."""

    hasil: Hasil
    baru: Tugas | None
    lama: Lama | None
    cara: Cara | None = None
    kemiripan: float = 1.0
    seri: tuple[str, ...] = ()

    @property
    def pindah(self) -> bool:
        """Whether letter or member differ."""
        if self.baru is None or self.lama is None:
            return False
        return self.baru.kode != self.lama.kode or not _sekantor(self.baru, self.lama)

    @property
    def dugaan(self) -> bool:
        """Whether the pair rests on similar words only."""
        return self.cara is Cara.MIRIP

    @property
    def beda(self) -> list[Potong]:
        """Return the word difference of the task's text, nothing when it is the same."""
        if self.baru is None or self.lama is None:
            return []
        lama, baru = rapi(self.lama.teks), rapi(self.baru.simpul.teks)
        return [] if lama == baru else beda_kata(lama, baru)

    @property
    def beda_sub(self) -> list[list[Potong]]:
        """Return the word difference of each sub-item that differs, added and dropped ones too."""
        if self.baru is None or self.lama is None:
            return []
        old = [rapi(teks) for teks in self.lama.sub]
        new = [rapi(one.teks) for one in self.baru.sub]
        pairs = pasangkan_sub(old, new)
        found = [
            beda_kata(old[pairs[n]] if n in pairs else "", teks)
            for n, teks in enumerate(new)
            if n not in pairs or old[pairs[n]] != teks
        ]
        gone = set(range(len(old))) - set(pairs.values())
        return found + [beda_kata(old[n], "") for n in sorted(gone)]


def bandingkan(naskah: Naskah, lama: Sequence[Lama]) -> list[Baris]:
    """Return every task of the tree in order, then what only the earlier plan has."""
    baru = list(naskah.tugas())
    work = _Padanan(baru, lama)
    work.jalan()
    rows = [work.baris(task) for task in baru]
    return rows + [Baris(Hasil.DIHAPUS, None, one) for one in work.sisa_lama]


def pasangkan_sub(lama: Sequence[str], baru: Sequence[str]) -> dict[int, int]:
    """Return which old sub-item each new one is, by place: the same words first, then similar."""
    old, new = [kata(one) for one in lama], [kata(one) for one in baru]
    ranked = sorted(
        (
            (-ratio, abs(n - m), n, m)
            for n, text in enumerate(new)
            for m, other in enumerate(old)
            if (ratio := mirip(text, other, MIRIP))
        )
    )
    found: dict[int, int] = {}
    for _, _, n, m in ranked:
        if n not in found and m not in found.values():
            found[n] = m
    return found


def _sekantor(baru: Tugas, lama: Lama) -> bool:
    return sejabatan(baru.anggota.jabatan, lama.jabatan) > 0


class _Padanan:
    """Finds the pairs, step by step."""

    def __init__(self, baru: Sequence[Tugas], lama: Sequence[Lama]) -> None:
        self._baru = {task.simpul.id: task for task in baru}
        self._lama = {one.pk: one for one in lama}
        self._hasil: dict[int, tuple[Lama, Cara, float, tuple[str, ...]]] = {}
        self._kata_baru = {key: _kata_tugas(task) for key, task in self._baru.items()}
        self._kata_lama = {
            pk: kata(" ".join((one.teks, *one.sub))) for pk, one in self._lama.items()
        }
        offices = {task.anggota.jabatan for task in baru}
        earlier = {one.jabatan for one in lama}
        self._kantor = {(a, b) for a in offices for b in earlier if sejabatan(a, b)}

    @property
    def sisa_lama(self) -> list[Lama]:
        """Tasks of the earlier plan without a counterpart, in order."""
        return list(self._lama.values())

    def jalan(self) -> None:
        for key, task in list(self._baru.items()):
            chosen = task.simpul.pasangan
            if chosen in self._lama:
                self._ikat(key, chosen, Cara.TANGAN, 1.0)
            elif chosen is not None:
                del self._baru[key]
        for near, least in ((True, 1.0), (True, MIRIP), (False, 1.0), (False, MIRIP_LAIN)):
            self._langkah(near, least)

    def _langkah(self, near: bool, least: float) -> None:
        """Pair the most alike first; `near`: only within the same office."""
        order = {pk: n for n, pk in enumerate(self._lama)}
        ranked: list[tuple[float, bool, int, int, int]] = []
        candidates: dict[int, list[tuple[float, int]]] = {}
        for n, (key, task) in enumerate(self._baru.items()):
            for pk, one in self._lama.items():
                if near and (task.anggota.jabatan, one.jabatan) not in self._kantor:
                    continue
                ratio = self._ratio(task, one, least)
                if ratio:
                    other = task.simpul.tanda != one.huruf
                    ranked.append((-ratio, other, abs(n - order[pk]), key, pk))
                    candidates.setdefault(key, []).append((ratio, pk))
        for minus, _, _, key, pk in sorted(ranked):
            if key not in self._baru or pk not in self._lama:
                continue
            ties = tuple(
                self._lama[other].kode
                for ratio, other in candidates[key]
                if other != pk and other in self._lama and abs(ratio + minus) < SERI
            )
            cara = Cara.SAMA if minus == -1.0 else Cara.MIRIP
            self._ikat(key, pk, cara, -minus, ties if cara is Cara.MIRIP else ())

    def _ratio(self, task: Tugas, one: Lama, least: float) -> float:
        new, old = self._kata_baru[task.simpul.id], self._kata_lama[one.pk]
        if least == 1.0:
            return 1.0 if new == old else 0.0
        whole = mirip(new, old, least)
        if task.sub or one.sub:  # a longer list of items is still the same task
            return max(whole, mirip(kata(task.simpul.teks), kata(one.teks), least))
        return whole

    def _ikat(
        self, key: int, pk: int, cara: Cara, ratio: float, seri: tuple[str, ...] = ()
    ) -> None:
        self._hasil[key] = (self._lama.pop(pk), cara, ratio, seri)
        del self._baru[key]

    def baris(self, task: Tugas) -> Baris:
        found = self._hasil.get(task.simpul.id)
        if found is None:
            chosen = Cara.TANGAN if task.simpul.pasangan is not None else None
            return Baris(Hasil.BARU, task, None, chosen)
        one, cara, ratio, seri = found
        same = rapi(one.teks) == rapi(task.simpul.teks) and [rapi(s) for s in one.sub] == [
            rapi(s.teks) for s in task.sub
        ]
        return Baris(Hasil.SAMA if same else Hasil.BERUBAH, task, one, cara, ratio, seri)


def _kata_tugas(task: Tugas) -> tuple[str, ...]:
    return kata(" ".join((task.simpul.teks, *(one.teks for one in task.sub))))


def jumlah(baris: Iterable[Baris]) -> dict[str, int]:
    """Return how many lines there are of each kind, and how many moved."""
    rows = list(baris)
    found = {str(kind): sum(one.hasil is kind for one in rows) for kind in Hasil}
    return found | {"pindah": sum(one.pindah for one in rows)}
