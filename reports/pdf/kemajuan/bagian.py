"""Cuts a progress report into parts: pieces at natural places, packed up to a number of rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from reports.potret.bentuk import CapaianPotret, IsiPotret, TugasPotret

BARIS_BAGIAN: Final = 250
"""Rows of a part at most, each required document and file counted as one: the height of a table
row grows with them."""
_BARIS_BERKAS: Final = 3  # lines of print of a file with its hash
_HURUF_BARIS: Final = 40  # letters of a line of notes
_SETENGAH_HALAMAN: Final = 20  # lines

T = TypeVar("T")


@dataclass(frozen=True)
class Kelompok:
    """Tasks under one heading of section 4: a member, an area, or the rest.

    `jangkar` is the id of the heading, `lanjutan` says that the heading came before; `anggota`
    and `area` are the number and code of what it stands for.
    """

    jangkar: str
    judul: str
    tugas: tuple[TugasPotret, ...]
    keterangan: str = ""
    lanjutan: bool = False


def baris_capaian(capaian: CapaianPotret) -> int:
    """Return how many rows a task in one window weighs."""
    return 1 + sum(1 + len(d.bukti) for d in capaian.dokumen)


def terbelah(capaian: CapaianPotret) -> bool:
    """Return whether the row of a task may break over pages: it may be taller than half of one.

    A row that is kept whole and doesn't fit below the head of its table would stand without it.
    """
    files = sum(2 + _BARIS_BERKAS * len(d.bukti) for d in capaian.dokumen)
    said = [capaian.narasi, capaian.kendala, capaian.tindak_lanjut]
    said += [step.catatan for step in (capaian.catatan, capaian.langkah) if step]
    words = sum(text.count("\n") + len(text) // _HURUF_BARIS + 1 for text in said)
    return max(files, words) > _SETENGAH_HALAMAN


def baris_tugas(tugas: TugasPotret) -> int:
    """Return how many rows a task weighs."""
    return max(1, sum(baris_capaian(c) for c in tugas.capaian))


def kelompok(isi: IsiPotret) -> list[Kelompok]:
    """Return the tasks under members, in a plan without members under areas, else under one."""
    if isi.anggota:
        found = [
            Kelompok(
                f"anggota-{m.no}",
                f"Anggota {m.no}. {m.jabatan}",
                tuple(t for t in isi.tugas if t.anggota == m.no),
                _dihitung(m.dihitung_pada),
            )
            for m in isi.anggota
        ]
        known = {m.no for m in isi.anggota}
        rest = tuple(t for t in isi.tugas if t.anggota not in known)
        other = "Tugas tanpa anggota"
    else:
        found = [
            Kelompok(f"area-{n}", a.nama, tuple(t for t in isi.tugas if t.area == a.kode))
            for n, a in enumerate(isi.area, start=1)
        ]
        codes = {a.kode for a in isi.area}
        rest = tuple(t for t in isi.tugas if t.area not in codes)
        other = "Di luar area intervensi" if isi.area else "Seluruh rencana"
    return [*found, Kelompok("lainnya", other, rest)] if rest else found


def _dihitung(nomor: tuple[int, ...]) -> str:
    if not nomor:
        return ""
    return (
        f"Tugas anggota ini sama dengan tugas anggota nomor {', '.join(map(str, nomor))} dan "
        "dihitung di sana."
    )


def potong_kelompok(rows: Iterable[Kelompok]) -> Iterator[tuple[Kelompok, int]]:
    """Cut groups that are too long for a part between tasks; give each with its rows."""
    for group in rows:
        pieces = potong(group.tugas, [baris_tugas(t) for t in group.tugas])
        for n, piece in enumerate(pieces or [()]):
            weight = 2 + sum(map(baris_tugas, piece))
            yield Kelompok(group.jangkar, group.judul, piece, group.keterangan, n > 0), weight


def potong(rows: Sequence[T], berat: Sequence[int]) -> list[tuple[T, ...]]:
    """Cut rows into runs of at most BARIS_BAGIAN; a single row may weigh more."""
    found: list[list[T]] = []
    total = 0
    for row, weight in zip(rows, berat, strict=True):
        if not found or total + weight > BARIS_BAGIAN:
            found.append([])
            total = 0
        found[-1].append(row)
        total += weight
    return [tuple(run) for run in found]
