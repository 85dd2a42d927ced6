"""The decree as the sample has it: another year, and nobody's name. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ukuran.format import tanggal
from zonaintegritas.official.fixture import TAHUN, AnggotaRow, KeputusanRow, TimRow

TANDA = "(CONTOH)"
PENETAP = f"Ketua KPU {TANDA}"
PENGESAH = f"Pengesah {TANDA}"

_LUAR = ("mengingat", "memperhatikan")  # other documents: their years stay
_TAHUN = re.compile(rf"\b{TAHUN}\b")


def contoh(source: KeputusanRow, hari: date, nama: Mapping[tuple[str, int], str]) -> KeputusanRow:
    """Return the decree moved to a day of another year, with sample names for all persons.

    `nama` gives the name of some members by the numeral of their group and their number; the others
    are called by their place. Printed texts stay but for the year and date of the decree itself.
    Notes of the source that quote names of persons are left out.
    """

    def moved(text: str) -> str:
        printed = text.replace(source.kolom["tanggal_raw"], tanggal(hari))
        return _TAHUN.sub(str(hari.year), printed)

    kolom = _deep(source.kolom, moved, _persons(source))
    kolom |= {
        "tanggal": hari,
        "nomor": f"{kolom['nomor']} {TANDA}",
        "nomor_raw": f"{kolom['nomor_raw']} {TANDA}",
        "sumber": "",
    }
    return replace(
        source,
        kolom=kolom,
        bagian=tuple(
            row if row.jenis in _LUAR else replace(row, teks=moved(row.teks))
            for row in source.bagian
        ),
        tim=tuple(_tim(row, nama) for row in source.tim),
        catatan=tuple(row for row in source.catatan if not _names(row.mentah, source)),
    )


def _persons(source: KeputusanRow) -> dict[str, str]:
    """Who signs and who certifies, by name in small letters, with what stands in for it."""
    return {
        source.kolom["penandatangan"].casefold(): PENETAP,
        source.kolom["pengesah"].casefold(): PENGESAH,
    }


def _names(text: str, source: KeputusanRow) -> bool:
    members = {one.nama.casefold() for row in source.tim for one in row.anggota}
    return any(name in text.casefold() for name in members | _persons(source).keys())


def _deep(value: Any, moved: Any, persons: Mapping[str, str]) -> Any:
    """Return a value of JSON with every text in it moved; a person's name gives way."""
    if isinstance(value, str):
        return persons.get(value.casefold()) or moved(value)
    if isinstance(value, list):
        return [_deep(one, moved, persons) for one in value]
    if isinstance(value, dict):
        return {key: _deep(one, moved, persons) for key, one in value.items()}
    return value


def _tim(row: TimRow, nama: Mapping[tuple[str, int], str]) -> TimRow:
    return replace(
        row,
        anggota=tuple(
            replace(one, nama=nama.get((row.kode, one.no)) or _sebutan(row, one))
            for one in row.anggota
        ),
    )


def _sebutan(row: TimRow, one: AnggotaRow) -> str:
    """Return what a member is called by place: "Koordinator Tim IV (CONTOH)"."""
    if row.jenis != "tim":
        number = f" {one.no}" if len(row.anggota) > 1 else f" {row.nama.capitalize()}"
        return f"{one.kedudukan.capitalize()}{number} {TANDA}"
    number = "" if one.kedudukan == "koordinator" else f" {one.no}"
    return f"{one.kedudukan.capitalize()}{number} Tim {row.kode} {TANDA}"
