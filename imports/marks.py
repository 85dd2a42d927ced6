"""The sheet that says what a workbook of the portal is: kind, version, institution, target.

No ids of the database stand in it, so a file says the same in every installation.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sheets.resource import SheetResource
from sheets.values import lipat, netralkan, pulihkan, rapikan, sebut

if TYPE_CHECKING:
    from imports.reading import Buku

LEMBAR_PENANDA = "Pantas"
LEMBAR_ISI = "Isi"
LEMBAR_PETUNJUK = "Petunjuk"
LEMBAR_DAFTAR = "Daftar"
LEMBAR_KETERANGAN = "Keterangan Pantas"
LEMBAR_PORTAL = frozenset(
    lipat(nama) for nama in (LEMBAR_PENANDA, LEMBAR_PETUNJUK, LEMBAR_DAFTAR, LEMBAR_KETERANGAN)
)
"""Sheets that the portal writes beside the rows, folded; they hold no rows."""

_BARIS_MAKS = 20
_JUDUL = "Penanda Pantas"
_CATATAN = "Lembar ini dipakai untuk mengenali berkas. Anda tidak perlu mengubahnya."


@dataclass(frozen=True)
class Penanda:
    """What a workbook says of itself; `tujuan` is a name, "" for kinds without one."""

    kode: str
    versi: int
    instansi: str
    tujuan: str
    tanggal: str


def baris_penanda(
    resource: SheetResource, keterangan: Sequence[str] = ()
) -> Iterator[tuple[str, str | int | date]]:
    """Yield the lines of the mark sheet, name and value; `keterangan` are lines for the reader."""
    konteks = resource.konteks
    tujuan = ""
    if konteks.tujuan is not None:
        choices = type(resource).daftar_tujuan(konteks.oleh, konteks.instansi)
        tujuan = next((satu.nama for satu in choices if satu.id == konteks.tujuan), "")
    yield _JUDUL, _CATATAN
    yield "kode", resource.kode
    yield "versi", resource.versi
    yield "instansi", konteks.instansi.kode
    yield "nama instansi", netralkan(konteks.instansi.nama)
    yield "tujuan", netralkan(tujuan)
    yield "tanggal", konteks.at.astimezone(ZoneInfo(konteks.instansi.zona_waktu)).date()
    for line in keterangan:
        yield "keterangan", netralkan(line)


def baca_penanda(buku: "Buku") -> Penanda | None:
    """Return the mark of a workbook, None without a sheet that holds a whole one."""
    for lembar in buku.lembar:
        if lipat(lembar.nama) == lipat(LEMBAR_PENANDA):
            return _dari_baris(cells for _nomor, cells in islice(lembar.baris(), _BARIS_MAKS))
    return None


def _dari_baris(rows: Iterable[Sequence[Any]]) -> Penanda | None:
    isi: dict[str, str] = {}
    for cells in rows:
        if len(cells) > 1 and isinstance(cells[0], str) and cells[1] is not None:
            isi.setdefault(lipat(cells[0]), _teks(cells[1]))
    kode, versi = isi.get("kode", ""), isi.get("versi", "")
    if not kode or not versi.isascii() or not versi.isdigit() or len(versi) > 6:
        return None
    return Penanda(
        kode, int(versi), isi.get("instansi", ""), isi.get("tujuan", ""), isi.get("tanggal", "")
    )


def _teks(cell: Any) -> str:
    if isinstance(cell, str):
        return rapikan(pulihkan(cell))
    if isinstance(cell, datetime):
        return sebut(cell.date())
    return sebut(cell)
