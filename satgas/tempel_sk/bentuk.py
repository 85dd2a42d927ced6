"""The pasted decree as an editable tree, and as the JSON that a draft keeps. Pure."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

TUGAS = 1
SUB = 2


@dataclass
class Simpul:
    """A task (`tingkat` TUGAS; `tanda` is its letter, '' for a paragraph) or a numbered sub-item.

    `baris` are the first and last line it was read from. `pasangan` is the Butir that a person
    chose as its counterpart: None when nobody chose, 0 for "there is none".
    """

    id: int
    tingkat: int
    tanda: str
    teks: str
    baris: tuple[int, int] = (0, 0)
    ragu: list[str] = field(default_factory=list)
    pasangan: int | None = None


@dataclass
class AnggotaNaskah:
    """A member: its office, its place, its tasks in order, each followed by its sub-items.

    `bersama` is the id of the member whose tasks it shares. `usul` says where `unit` came from.
    """

    id: int
    no: int
    jabatan: str
    kedudukan: str
    baris: tuple[int, int] = (0, 0)
    unit: int | None = None
    usul: str = ""
    bersama: int | None = None
    ragu: list[str] = field(default_factory=list)
    simpul: list[Simpul] = field(default_factory=list)


@dataclass(frozen=True)
class Tugas:
    """A task with its sub-items, as the tree has it now."""

    anggota: AnggotaNaskah
    simpul: Simpul
    sub: tuple[Simpul, ...]

    @property
    def kode(self) -> str:
        """Return the code its Butir will have."""
        return (
            f"{self.anggota.no}.{self.simpul.tanda}" if self.simpul.tanda else f"{self.anggota.no}"
        )


@dataclass
class Naskah:
    """The whole member table; `catatan` says what was assumed, `berikut` is the next free id."""

    anggota: list[AnggotaNaskah] = field(default_factory=list)
    catatan: list[str] = field(default_factory=list)
    berikut: int = 1

    def id_baru(self) -> int:
        """Return an id that nothing has."""
        self.berikut += 1
        return self.berikut - 1

    def tugas(self) -> Iterator[Tugas]:
        """Yield the tasks in order; a sub-item with no task above it is left out."""
        for anggota in self.anggota:
            yield from tugas_dari(anggota)

    @property
    def ragu(self) -> int:
        """How many notes of doubt there are."""
        return sum(len(a.ragu) + sum(len(s.ragu) for s in a.simpul) for a in self.anggota)

    def ke_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)

    @classmethod
    def dari_json(cls, isi: dict[str, Any]) -> "Naskah":
        """Return the tree that `ke_json` wrote."""
        return cls(
            anggota=[
                AnggotaNaskah(
                    **{
                        **a,
                        "baris": tuple(a["baris"]),
                        "simpul": [
                            Simpul(**{**s, "baris": tuple(s["baris"])}) for s in a["simpul"]
                        ],
                    }
                )
                for a in isi["anggota"]
            ],
            catatan=list(isi["catatan"]),
            berikut=isi["berikut"],
        )


def tugas_dari(anggota: AnggotaNaskah) -> Iterator[Tugas]:
    """Yield the tasks of one member with their sub-items."""
    here: Simpul | None = None
    sub: list[Simpul] = []
    for simpul in anggota.simpul:
        if simpul.tingkat == TUGAS:
            if here is not None:
                yield Tugas(anggota, here, tuple(sub))
            here, sub = simpul, []
        else:
            sub.append(simpul)
    if here is not None:
        yield Tugas(anggota, here, tuple(sub))
