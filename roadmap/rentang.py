"""Which cells of the Lampiran cover several rows: the row-spans of the source, from its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from roadmap.tabel import BarisTabel
from ukuran.target import JenisAnggaran


@dataclass(frozen=True, slots=True)
class Rentang:
    """How many rows the cells that begin in a row cover; 0: covered from above."""

    kegiatan: int = 1
    anggaran: int = 1


def rentang(rows: Sequence[BarisTabel]) -> tuple[Rentang, ...]:
    """Return the spans of the rows of one kegiatan.

    A kegiatan cell reaches down to the next printed one, a budget over the rows that share it and
    print none of their own in any year. The cell of an indikator is always its own: where the
    source leaves it blank, it is blank.
    """
    found: list[Rentang] = []
    heads = {"kegiatan": 0, "anggaran": 0}
    for n, row in enumerate(rows):
        own = {
            "kegiatan": n == 0 or bool(row.kegiatan_tercetak),
            "anggaran": not _berbagi(rows, n, heads["anggaran"]),
        }
        found.append(Rentang(**{name: int(begins) for name, begins in own.items()}))
        for name, begins in own.items():
            if begins:
                heads[name] = n
            else:
                head = found[heads[name]]
                found[heads[name]] = replace(head, **{name: getattr(head, name) + 1})
    return tuple(found)


def _berbagi(rows: Sequence[BarisTabel], n: int, head: int) -> bool:
    """Whether a row has no budget cell of its own: it shares the one that begins at `head`."""
    row = rows[n]
    if n == 0 or not row.berbagi or row.berbagi != rows[head].kode:
        return False
    kinds = {cell.baris.anggaran_jenis if cell.baris else "" for cell in row.sel}
    return kinds <= {"", JenisAnggaran.KOSONG.value}
