"""fixtures/demo/riwayat_zi.json as frozen rows; nothing here touches the database."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class GeserRow:
    """A row planned `dari` months from this one and shifted `ke` months from this one."""

    dari: int
    ke: int
    hari: int
    alasan: str


@dataclass(frozen=True)
class BarisRow:
    """One row of the month plan and what became of it.

    `bulan` are months 1 to 12; `usul` accepts what the text proposes instead. `hasil` says what was
    done in the windows begun by today, the latest first; the last word holds for all before it.
    """

    kode: str
    bulan: tuple[int, ...]
    usul: bool
    geser: GeserRow | None
    bentuk: str
    hasil: tuple[str, ...]
    judul: str
    narasi: str


@dataclass(frozen=True)
class RiwayatRow:
    """The month plan of the sample and its history.

    `minta_perbaikan` gives the reason and the note for each way in which something was sent back,
    `narasi` the words of rows without their own.
    """

    baris: tuple[BarisRow, ...]
    narasi: str
    minta_perbaikan: dict[str, tuple[str, str]]
    tidak_berlaku: dict[str, str]


def baca(name: str) -> dict[str, Any]:
    """Return one JSON file of fixtures/demo/; raises OSError or ValueError when broken."""
    path = settings.BASE_DIR / "fixtures" / "demo" / name
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def riwayat() -> RiwayatRow:
    """Return the month plan and its history."""
    data = baca("riwayat_zi.json")
    return RiwayatRow(
        baris=tuple(
            BarisRow(
                kode=row["kode"],
                bulan=tuple(row.get("bulan", ())),
                usul=row.get("usul", False),
                geser=GeserRow(**row["geser"]) if "geser" in row else None,
                bentuk=row.get("bentuk", ""),
                hasil=tuple(row.get("hasil", ())),
                judul=row.get("judul", ""),
                narasi=row.get("narasi", data["narasi"]),
            )
            for row in data["baris"]
        ),
        narasi=data["narasi"],
        minta_perbaikan={
            hasil: (alasan, catatan) for hasil, (alasan, catatan) in data["minta_perbaikan"].items()
        },
        tidak_berlaku=data["tidak_berlaku"],
    )
