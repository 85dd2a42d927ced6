"""Notes on contradictions in the source, as the Satgas recap cites them."""

from collections import defaultdict
from dataclasses import dataclass

from satgas.models import CatatanSumber, SuratKeputusan


@dataclass(frozen=True)
class SumberRekap:
    """A note on a contradiction in the source; `umum`: it concerns the decree as a whole."""

    kode: str
    golongan: str
    teks: str
    umum: bool


def sumber(
    sk: SuratKeputusan,
) -> tuple[tuple[SumberRekap, ...], dict[int, list[str]], dict[int, list[str]]]:
    """Return all source notes of the decree, and their codes by Butir and by member."""
    by_butir: dict[int, list[str]] = defaultdict(list)
    by_member: dict[int, list[str]] = defaultdict(list)
    notes = []
    rows = CatatanSumber.objects.filter(sk=sk).order_by("kode")
    for row in rows.prefetch_related("butir", "anggota"):
        marks = [(by_butir, b.pk) for b in row.butir.all()]
        marks += [(by_member, a.pk) for a in row.anggota.all()]
        for table, pk in marks:
            table[pk].append(row.kode)
        notes.append(SumberRekap(row.kode, row.get_golongan_display(), row.teks, not marks))
    return tuple(notes), by_butir, by_member
