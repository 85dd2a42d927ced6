"""An instrument as the table that can be pasted again: one row per document. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from satgas.instrumen.kolom import Kolom
from satgas.instrumen.susunan import AreaSusun, IndikatorSusun, SubSusun, Susunan
from satgas.instrumen.tabel import tulis_sel

Baris = dict[Kolom, str]


def tabel(susunan: Susunan, unit: Mapping[int, tuple[str, str]]) -> str:
    """Return the whole tree as text for a spreadsheet.

    `susunan` is read whole; `unit` gives name and kode of each unit by its id.
    """
    many = Counter(nama.casefold() for nama, _ in unit.values())
    names = {pk: kode if many[nama.casefold()] > 1 else nama for pk, (nama, kode) in unit.items()}
    rows = [[kolom.value for kolom in Kolom]]
    for row in _baris(susunan, names):
        rows.append([row.get(kolom, "") for kolom in Kolom])
    return tulis_sel(rows)


def _baris(susunan: Susunan, unit: Mapping[int, str]) -> Iterator[Baris]:
    for area in susunan.area:
        head = _area(area)
        if not area.indikator:
            yield head
        for indikator in area.indikator:
            middle = head | _indikator(indikator)
            if not indikator.sub:
                yield middle
            for sub in indikator.sub:
                yield from _sub(middle | _kepala_sub(sub, unit), sub)


def _bobot(bobot: Decimal | None) -> str:
    if bobot is None:
        return ""
    return f"{bobot.normalize():f}".replace(".", ",")


def _area(area: AreaSusun) -> Baris:
    return {
        Kolom.KODE_AREA: area.kode,
        Kolom.AREA: area.nama,
        Kolom.BOBOT_AREA: _bobot(area.bobot),
    }


def _indikator(indikator: IndikatorSusun) -> Baris:
    return {
        Kolom.KODE_INDIKATOR: indikator.kode,
        Kolom.INDIKATOR: indikator.nama,
        Kolom.BOBOT_INDIKATOR: _bobot(indikator.bobot),
    }


def _kepala_sub(sub: SubSusun, unit: Mapping[int, str]) -> Baris:
    return {
        Kolom.KODE_SUB: sub.kode,
        Kolom.SUB: sub.nama,
        Kolom.BOBOT_SUB: _bobot(sub.bobot),
        Kolom.CARA: sub.cara,
        Kolom.UNIT: unit[sub.unit_id] if sub.unit_id else "",
        Kolom.TUGAS: ", ".join(satu.kode for satu in sub.tugas),
        Kolom.KRITERIA_NILAI: "\n".join(f"{k.nilai}: {k.uraian}" for k in sub.kriteria),
    }


def _sub(head: Baris, sub: SubSusun) -> Iterator[Baris]:
    """One row for each document; what belongs to the sub indikator stands in the first."""
    if not sub.dokumen:
        yield head
    for no, dokumen in enumerate(sub.dokumen):
        row = head if no == 0 else {k: v for k, v in head.items() if k not in _SEKALI}
        yield row | {Kolom.DOKUMEN: dokumen.uraian, Kolom.KRITERIA: dokumen.kriteria}


_SEKALI = (Kolom.CARA, Kolom.UNIT, Kolom.TUGAS, Kolom.KRITERIA_NILAI)
