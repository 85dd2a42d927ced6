"""Bookmarks of a joined document: one tree over all parts, as one document would have it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Pdf, String

from reports.pdf.lukis import Lukisan, Penanda

_TINGKAT_BAGIAN: Final = 2
"""The level of the title of a part without headings: below the document, like a section."""


@dataclass
class _Cabang:
    penanda: Penanda
    anak: "list[_Cabang]" = field(default_factory=list)

    def semua(self) -> int:
        """Return how many bookmarks hang below this one."""
        return sum(1 + satu.semua() for satu in self.anak)


def kumpulkan(bagian: Iterable[Lukisan]) -> list[Penanda]:
    """Return the bookmarks of drawn parts, with pages of the whole.

    A part without headings gets its title, unless it goes on under that of the part before.
    """
    found: list[Penanda] = []
    pertama, sebelum = 0, ""
    for lukisan in bagian:
        if lukisan.penanda:
            found += [(t, nama, pertama + hal, x, y) for t, nama, hal, x, y in lukisan.penanda]
        elif lukisan.judul and lukisan.judul != sebelum:
            atas = lukisan.kertas[0][1]
            found.append((_TINGKAT_BAGIAN, lukisan.judul, pertama, 0.0, atas))
        pertama, sebelum = pertama + len(lukisan.kertas), lukisan.judul
    return found


def tulis_penanda(pdf: Pdf, penanda: Sequence[Penanda]) -> None:
    """Write the bookmarks into a document: each below the nearest one before it that is higher."""
    if not penanda:
        return
    root = _Cabang((0, "", 0, 0.0, 0.0))
    path = [root]
    for satu in penanda:
        while path[-1].penanda[0] >= satu[0]:
            path.pop()
        cabang = _Cabang(satu)
        path[-1].anak.append(cabang)
        path.append(cabang)
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    _isi(pdf, outlines, root)
    pdf.Root.Outlines = outlines


def _isi(pdf: Pdf, parent: Any, cabang: _Cabang) -> None:
    """Write the bookmarks below one and chain them."""
    items: list[Any] = []
    for satu in cabang.anak:
        _, judul, halaman, x, y = satu.penanda
        place = Array([pdf.pages[halaman].obj, Name.XYZ, x, y, 0])
        item = pdf.make_indirect(Dictionary(Title=String(judul), Parent=parent, Dest=place))
        if items:
            item.Prev, items[-1].Next = items[-1], item
        items.append(item)
        _isi(pdf, item, satu)
    if items:
        parent.First, parent.Last, parent.Count = items[0], items[-1], cabang.semua()
