"""Things that a cell may refer to by name or code, and the nearest ones when it does not."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from sheets.values import Keliru, lipat

_TERDEKAT = 3
_MIRIP = 0.55


class Rujukan:
    """What a column of kind Acuan may name.

    Made from (kode, name to show, other names). A name that stands for two things names none:
    it is refused and their codes are asked for.
    """

    def __init__(self, sebutan: str, isi: Iterable[tuple[str, str, Iterable[str]]]) -> None:
        """`sebutan` is what such a thing is called on screen ("Unit")."""
        self._sebutan = sebutan
        self._nama: dict[str, str] = {}
        found: defaultdict[str, set[str]] = defaultdict(set)
        for kode, nama, lain in isi:
            self._nama[kode] = nama
            for kata in (nama, *lain):
                if kata:
                    found[lipat(kata)].add(kode)
        self._kenal = found
        self._kode = {lipat(kode): kode for kode in self._nama}
        self._kembar = {
            kode
            for kode, nama in self._nama.items()
            if len(found[lipat(nama)]) > 1 or self._kode.get(lipat(nama), kode) != kode
        }
        self._ingat: dict[str, str | Keliru] = {}

    def __contains__(self, kode: object) -> bool:
        return kode in self._nama

    def cari(self, teks: str) -> str:
        """Return the code of what a text names. Raises Keliru with the nearest names."""
        found = self._ingat.get(teks)
        if found is None:
            found = self._ingat[teks] = self._cari(teks)
        if isinstance(found, Keliru):
            raise found
        return found

    def _cari(self, teks: str) -> str | Keliru:
        key = lipat(teks)
        if key in self._kode:
            return self._kode[key]
        codes = self._kenal.get(key, set())
        if len(codes) == 1:
            return next(iter(codes))
        shown = f"{self._sebutan} “{teks[:80]}”"
        if codes:
            return Keliru(
                f"{shown} ada lebih dari satu.", f"Tulis kodenya: {_atau(sorted(codes))}."
            )
        near = get_close_matches(key, [*self._kenal, *self._kode], n=2 * _TERDEKAT, cutoff=_MIRIP)
        names = dict.fromkeys(
            self.sebut(kode)
            for kata in near
            for kode in ({self._kode[kata]} if kata in self._kode else sorted(self._kenal[kata]))
        )
        if names:
            saran = f"Mungkin maksudnya {_atau(list(names)[:_TERDEKAT])}."
        else:
            saran = f"Pakai {self._sebutan.lower()} yang sudah ada di Pantas."
        return Keliru(f"{shown} tidak dikenal.", saran)

    def sebut(self, kode: str) -> str:
        """Return the name to show; the code itself where the name is not the thing's alone."""
        return kode if kode in self._kembar else self._nama.get(kode, kode)

    def pertama(self) -> str | None:
        """Return the code of the first thing, for examples; None where there is none."""
        return next(iter(self._nama), None)

    def pilihan(self) -> list[str]:
        """Return all names to show, in the order in which the things came."""
        return [self.sebut(kode) for kode in self._nama]


def _atau(names: list[str]) -> str:
    quoted = [f"“{nama}”" for nama in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} atau {quoted[-1]}"
