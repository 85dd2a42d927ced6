"""Comparing two plans: what stayed, what changed, what is new, what is gone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

MIRIP = 0.85
"""From this ratio of difflib on, two texts are taken for the same task: a guess, and said so."""


class Hasil(StrEnum):
    """What became of a Butir between two plans."""

    SAMA = "sama"
    BERUBAH = "berubah"
    BARU = "baru"
    DIHAPUS = "dihapus"


class Cara(StrEnum):
    """How two Butir were found to be the same."""

    ASAL = "asal"
    KODE = "kode"
    MIRIP = "mirip"


@dataclass(frozen=True)
class Sisi:
    """A Butir as it stands in one of the plans.

    `garis` are its own id and those of the Butir it was copied from, nearest first.
    """

    pk: int
    kode: str
    uraian: str
    unit: str
    pola: str
    dokumen: tuple[str, ...] = ()
    garis: tuple[int, ...] = ()


@dataclass(frozen=True)
class Beda:
    """One thing that differs, by its name on screen."""

    nama: str
    lama: str
    baru: str


@dataclass(frozen=True)
class Baris:
    """One line of the comparison."""

    hasil: Hasil
    lama: Sisi | None
    baru: Sisi | None
    beda: tuple[Beda, ...] = ()
    cara: Cara | None = None
    kemiripan: float = 1.0

    @property
    def dugaan(self) -> bool:
        """Whether the pair rests on similar words only."""
        return self.cara is Cara.MIRIP


@dataclass
class _Sisa:
    """What has no partner yet, in the order of the plans."""

    lama: list[Sisi]
    baru: list[Sisi]
    pasangan: dict[int, tuple[Sisi, Cara, float]] = field(default_factory=dict)  # baru -> lama

    def ikat(self, lama: Sisi, baru: Sisi, cara: Cara, ratio: float = 1.0) -> None:
        self.lama.remove(lama)
        self.baru.remove(baru)
        self.pasangan[baru.pk] = (lama, cara, ratio)


def bandingkan(lama: Sequence[Sisi], baru: Sequence[Sisi]) -> list[Baris]:
    """Return a line for every Butir of two plans, in the order of the new one.

    Partners are found by the chain of copies first, then by the same kode and text, then by
    similar text (ratio of at least `MIRIP`, the most similar pairs first). Removed Butir stand
    after the one that preceded them in the old plan.
    """
    sisa = _Sisa(list(lama), list(baru))
    _by_origin(sisa)
    _by_code(sisa)
    _by_words(sisa)
    lines = [_line(new, sisa.pasangan.get(new.pk)) for new in baru]
    for old in sisa.lama:
        lines.insert(_place(old, lama, lines), Baris(Hasil.DIHAPUS, old, None))
    return lines


def _by_origin(sisa: _Sisa) -> None:
    lineage = {pk: old for old in reversed(sisa.lama) for pk in (old.pk, *old.garis)}
    for new in list(sisa.baru):
        for pk in (new.pk, *new.garis):
            old = lineage.get(pk)
            if old is not None and old in sisa.lama:
                sisa.ikat(old, new, Cara.ASAL)
                break


def _by_code(sisa: _Sisa) -> None:
    known = {(old.kode, _words(old.uraian)): old for old in sisa.lama}
    for new in list(sisa.baru):
        old = known.pop((new.kode, _words(new.uraian)), None)
        if old is not None:
            sisa.ikat(old, new, Cara.KODE)


def _by_words(sisa: _Sisa) -> None:
    found: list[tuple[float, int, int, Sisi, Sisi]] = []
    for n, new in enumerate(sisa.baru):
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(_words(new.uraian))  # difflib keeps what it learns about the second
        for m, old in enumerate(sisa.lama):
            matcher.set_seq1(_words(old.uraian))
            if matcher.real_quick_ratio() < MIRIP or matcher.quick_ratio() < MIRIP:
                continue
            ratio = matcher.ratio()
            if ratio >= MIRIP:
                found.append((-ratio, m, n, old, new))
    for ratio, _, _, old, new in sorted(found, key=lambda pair: pair[:3]):
        if old in sisa.lama and new in sisa.baru:
            sisa.ikat(old, new, Cara.MIRIP, -ratio)


def _line(new: Sisi, pair: tuple[Sisi, Cara, float] | None) -> Baris:
    if pair is None:
        return Baris(Hasil.BARU, None, new)
    old, cara, ratio = pair
    beda = perbedaan(old, new)
    return Baris(Hasil.BERUBAH if beda else Hasil.SAMA, old, new, beda, cara, ratio)


def perbedaan(lama: Sisi, baru: Sisi) -> tuple[Beda, ...]:
    """Return what differs between two Butir; spaces and line ends say nothing."""
    pairs = [
        ("Kode", lama.kode, baru.kode),
        ("Uraian", _spaces(lama.uraian), _spaces(baru.uraian)),
        ("Unit pelapor", lama.unit, baru.unit),
        ("Pola", lama.pola, baru.pola),
        ("Dokumen wajib", _list(lama.dokumen), _list(baru.dokumen)),
    ]
    return tuple(Beda(name, old, new) for name, old, new in pairs if old != new)


def _place(old: Sisi, order: Sequence[Sisi], lines: list[Baris]) -> int:
    """Return where a removed Butir stands: after the nearest one before it that is there."""
    at = {line.lama.pk: n for n, line in enumerate(lines) if line.lama is not None}
    for before in reversed(order[: order.index(old)]):
        if before.pk in at:
            return at[before.pk] + 1
    return 0


def _spaces(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> str:
    return _spaces(text).casefold()


def _list(dokumen: tuple[str, ...]) -> str:
    return "; ".join(f"{n}. {_spaces(d)}" for n, d in enumerate(dokumen, start=1)) or "tidak ada"
