"""Who reports what of the Road Map, and how it is measured: the portal's classification.

The source names bodies in one string per row of the Lampiran and nobody in Bab III.B. What its
words do not settle is a portal classification with its reason, a proposal that an admin edits.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from evidence.models import Butir
from roadmap.official.fixture import BarisRow, IndikatorRow, read
from ukuran.capaian import Arah, Sifat

PENANGGUNG = "penanggung_roadmap.json"
UNIT = "unit_roadmap.json"


@dataclass(frozen=True)
class UnitRow:
    """A working group or team that the Road Map names; `sebutan` are its names as printed."""

    kode: str
    induk: str
    nama: str
    nama_pendek: str
    jenis: str
    sebutan: tuple[str, ...]


@dataclass(frozen=True)
class Penanggung:
    """Who is answerable: the units in the order of the string, the one that reports, the rest.

    `teks` is what names no unit ("PD terkait"); `alasan` says why this unit reports.
    """

    unit: tuple[str, ...]
    pelapor: str
    teks: str
    alasan: str

    @property
    def pendukung(self) -> tuple[str, ...]:
        """The units that are named and do not report."""
        return tuple(kode for kode in self.unit if kode != self.pelapor)


@dataclass(frozen=True)
class AturanRow:
    """How a Butir is measured in its first version; `skala` is the kode of a scale or ''."""

    arah: Arah
    sifat: Sifat
    skala: str
    alasan: str


@cache
def instansi() -> str:
    """Return the kode of the institution whose Road Map this is."""
    return str(read(UNIT)["instansi"])


@cache
def unit() -> tuple[UnitRow, ...]:
    """Return the units that the Road Map adds to its institution."""
    return tuple(UnitRow(**{**row, "sebutan": tuple(row["sebutan"])}) for row in read(UNIT)["unit"])


@cache
def sebutan() -> dict[str, str]:
    """Return the kode of the unit for every name that the source prints."""
    names = {nama: row.kode for row in unit() for nama in row.sebutan}
    for kode, printed in read(PENANGGUNG)["sebutan_unit"].items():
        names |= dict.fromkeys(printed, kode)
    return names


@cache
def _tercetak() -> dict[str, Penanggung]:
    return {
        row["tercetak"]: Penanggung(
            unit=tuple(row["unit"]),
            pelapor=row["pelapor"],
            teks=row.get("teks", ""),
            alasan=row["alasan"],
        )
        for row in read(PENANGGUNG)["penanggung_jawab"]
    }


@cache
def kosong() -> dict[str, tuple[str, str]]:
    """Return, for rows with a blank cell, the row that answers for it and the reason."""
    return {row["baris"]: (row["menurut"], row["alasan"]) for row in read(PENANGGUNG)["kosong"]}


def penanggung_baris(row: BarisRow, baris: dict[str, BarisRow]) -> Penanggung:
    """Return who is answerable for a row of the Lampiran; `baris` holds all rows by kode.

    Raises KeyError for a string or a blank cell that the classification does not know.
    """
    if row.penanggung_jawab:
        return _tercetak()[row.penanggung_jawab]
    menurut, alasan = kosong()[row.kode]
    above = _tercetak()[baris[menurut].penanggung_jawab]
    return Penanggung(above.unit, above.pelapor, above.teks, alasan)


@cache
def _indikator() -> dict[str, dict[str, Any]]:
    return {row["kode"]: row for row in read(PENANGGUNG)["indikator"]}


def penanggung_indikator(row: IndikatorRow) -> Penanggung:
    """Return the unit to which the portal gives an indikator; raises KeyError without one."""
    found = _indikator()[row.kode]
    return Penanggung((found["unit"],), found["unit"], "", found["alasan"])


def aturan(kode: str) -> AturanRow:
    """Return the rule of an indikator or a row: its own, else the common one."""
    umum = _aturan_umum()
    own = _indikator().get(kode, {})
    return AturanRow(
        arah=Arah(own.get("arah", umum["arah"])),
        sifat=Sifat(own.get("sifat", umum["sifat"])),
        skala=own.get("skala", ""),
        alasan=own.get("alasan_aturan", umum["alasan"]),
    )


@cache
def _aturan_umum() -> dict[str, str]:
    """Return the common rule as the file states it."""
    found: dict[str, str] = read(PENANGGUNG)["aturan"]
    return found


@cache
def pola(jenis: str) -> Butir.Pola:
    """Return how often an "indikator" or a "baris" is due by the portal's classification."""
    return Butir.Pola(read(PENANGGUNG)["pola"][jenis])
