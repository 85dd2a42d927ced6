"""What stands against an undo, as an import keeps it and as its page shows it: by cause."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from imports.dependents import Halangan, Sebab
from imports.models import Batch
from imports.saksi import Kesaksian, bersaksi

DISEBUT = 200
"""Rows that are kept of one cause; the rest is a figure."""
TERBUKA = 10
"""Rows of one cause that are shown at once; more are folded in."""

_SARAN: Mapping[Sebab, str] = {
    Sebab.DIUBAH: "Tanyakan kepada yang mengubahnya. Bila isinya dikembalikan seperti dari impor, "
    "impor ini dapat diurungkan.",
    Sebab.DISIMPAN: "Impor ini tetap diterapkan. Perbaiki isinya di halamannya.",
    Sebab.HILANG: "Yang sudah dihapus tidak dikembalikan oleh pengurungan. Impor ini tetap "
    "diterapkan; perbaiki sisanya dengan berkas baru.",
    Sebab.DIPAKAI: "Lepaskan dahulu dari yang memakainya bila memang tidak diperlukan, lalu "
    "urungkan lagi.",
    Sebab.DIKERJAKAN: "Pekerjaan orang tidak dihapus oleh pengurungan. Impor ini tetap "
    "diterapkan; perbaiki isinya di halaman rencana.",
    Sebab.DITOLAK: "",
}


@dataclass(frozen=True)
class Baris:
    """One row of the file; `kali` tells how many things of the same cause stand against it."""

    baris: int | None
    kunci: str
    oleh: str
    pada: datetime | None
    tempat: str
    kali: int


@dataclass(frozen=True)
class Kelompok:
    """Rows with one cause. `oleh` and `pada` where they are the same for all of them.

    `lagi` rows more are not named. `impor` is the address of the later import, '' where the person
    doesn't see it.
    """

    judul: str
    saran: str
    jumlah: int
    lagi: int
    oleh: str
    pada: datetime | None
    impor: str
    baris: tuple[Baris, ...]
    pemakai: bool = False
    """Whether places and persons are those of the rows that use it, not of the row itself."""

    @property
    def kata_oleh(self) -> str:
        """Return what the named person did."""
        return "dicatat oleh" if self.pemakai else "terakhir oleh"

    @property
    def terlipat(self) -> bool:
        """Whether the rows are folded in at first."""
        return len(self.baris) > TERBUKA

    @property
    def bersama(self) -> bool:
        """Whether who and when are told once for all rows."""
        return bool(self.oleh)

    @property
    def sendiri(self) -> bool:
        """Whether who and when are told row by row, where they are known."""
        return not self.oleh and any(row.oleh for row in self.baris)


def simpan(batch: Batch, halangan: Sequence[Halangan]) -> tuple[int, list[dict[str, Any]]]:
    """Return how many rows stand against an undo, and what the import keeps of them as JSON.

    Things of one cause at one row are one line, with the last of their witnesses.
    """
    lines: dict[tuple[Any, ...], tuple[Halangan, Kesaksian, int]] = {}
    for satu, saksi in zip(halangan, bersaksi(batch, halangan), strict=True):
        key = (satu.jenis, satu.sebab, saksi.impor, satu.baris, satu.kunci)
        _, before, times = lines.get(key, (satu, saksi, 0))
        lines[key] = (satu, _nanti(before, saksi), times + 1)
    kept: list[dict[str, Any]] = []
    counts: dict[tuple[Any, ...], int] = {}
    last: dict[tuple[Any, ...], dict[str, Any]] = {}
    for key, line in lines.items():
        group = key[:3]
        counts[group] = counts.get(group, 0) + 1
        if counts[group] <= DISEBUT:
            last[group] = _json(*line)
            kept.append(last[group])
        else:
            last[group]["lagi"] = counts[group] - DISEBUT
    return len(lines), kept


def _nanti(satu: Kesaksian, lain: Kesaksian) -> Kesaksian:
    """Return the later of two witnesses; one who knows when before one who does not."""
    if lain.pada is None or (satu.pada is not None and satu.pada >= lain.pada):
        return satu
    return lain


def _json(satu: Halangan, saksi: Kesaksian, kali: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "baris": satu.baris,
        "kunci": satu.kunci,
        "sebab": satu.sebab,
        "jenis": satu.jenis.value,
    }
    known = {
        "oleh": saksi.oleh,
        "pada": saksi.pada.isoformat() if saksi.pada else "",
        "impor": saksi.impor,
        "berkas": saksi.berkas,
        "tempat": saksi.tempat,
        "kali": kali if kali > 1 else 0,
    }
    return row | {nama: nilai for nama, nilai in known.items() if nilai}


def kelompok(batch: Batch, user: User) -> tuple[Kelompok, ...]:
    """Return what stands against the undo of an import, by cause (at most one query)."""
    if batch.keadaan != Batch.Keadaan.DITERAPKAN:
        return ()
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in batch.bentrok:
        key = (row.get("jenis", ""), row["sebab"], row.get("impor"))
        groups.setdefault(key, []).append(row)
    imports = {key[2] for key in groups if key[2] is not None}
    seen: set[int] = set()
    if imports:
        rows = Batch.objects.visible_to(user).filter(pk__in=imports)
        seen = set(rows.values_list("pk", flat=True))
    return tuple(_kelompok(key, rows, seen) for key, rows in groups.items())


def _kelompok(key: tuple[Any, ...], rows: Sequence[dict[str, Any]], seen: set[int]) -> Kelompok:
    jenis, sebab, impor = key
    judul, saran = sebab, _SARAN[Sebab(jenis)] if jenis else ""
    if impor is not None:
        named = f"impor nomor {impor} ({rows[0].get('berkas', '')})"
        done = "Dipakai oleh data dari" if jenis == Sebab.DIPAKAI else "Ditulis lagi oleh"
        judul = f"{done} {named}."
        saran = f"Urungkan impor nomor {impor} dahulu, lalu urungkan impor ini."
    told = [
        Baris(
            row["baris"],
            row["kunci"],
            row.get("oleh", ""),
            datetime.fromisoformat(row["pada"]) if row.get("pada") else None,
            row.get("tempat", ""),
            row.get("kali", 1),
        )
        for row in rows
    ]
    left = sum(row.get("lagi", 0) for row in rows)
    oleh, pada = _bersama(told)
    return Kelompok(
        judul=judul,
        saran=saran,
        jumlah=len(told) + left,
        lagi=left,
        oleh=oleh,
        pada=pada,
        impor=reverse("impor_rinci", args=[impor]) if impor in seen else "",
        baris=tuple(told),
        pemakai=jenis == Sebab.DIPAKAI,
    )


def _bersama(rows: Iterable[Baris]) -> tuple[str, datetime | None]:
    """Return who and when if it is the same for all rows."""
    found = {(row.oleh, row.pada) for row in rows}
    return found.pop() if len(found) == 1 else ("", None)
