"""The obligations of the decree: pola of each task, hand-overs, and what a plan asks of them.

One place for each: what a task's words state is read by `satgas.pola`; the fixture classifies
the rest and gives a reason. Nothing here touches the database.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from evidence.jadwal import batas_baku, jendela
from evidence.models import AlurSerah, Butir
from satgas.official.fixture import TugasRow, decree, read
from satgas.pola import pola_tertulis, tempo_tertulis

KEWAJIBAN = "kewajiban_satgas.json"
MASA_MUTAKHIR = 3  # months, unless the fixture says otherwise


@dataclass(frozen=True)
class KlasifikasiRow:
    """The portal's classification of a task whose words say nothing."""

    kode: str
    pola: Butir.Pola
    alasan: str
    masa_mutakhir: int = MASA_MUTAKHIR


@dataclass(frozen=True)
class AlurRow:
    """A hand-over: what goes from one task to another, with the words of both."""

    dari: str
    ke: str
    sumber: AlurSerah.Sumber
    uraian: str
    kata_dari: str
    kata_ke: str


@dataclass(frozen=True)
class Kewajiban:
    """How often a task is due; `kutipan` or `alasan` says why, never both."""

    pola: Butir.Pola
    sumber: Butir.SumberPola
    kutipan: str
    alasan: str
    masa_mutakhir: int


@dataclass(frozen=True)
class Potret:
    """What a cut-off photographs: windows begun by its last day, and their documents."""

    kode: str
    akhir: date
    capaian: int
    pemenuhan: int


@cache
def klasifikasi() -> dict[str, KlasifikasiRow]:
    """Return the fixture's classification by kode."""
    rows = [
        KlasifikasiRow(
            kode=row["kode"],
            pola=Butir.Pola(row["pola"]),
            alasan=row["alasan"],
            masa_mutakhir=row.get("masa_mutakhir", MASA_MUTAKHIR),
        )
        for row in read(KEWAJIBAN)["klasifikasi"]
    ]
    return {row.kode: row for row in rows}


@cache
def alur() -> tuple[AlurRow, ...]:
    """Return the hand-overs that the decree implies."""
    return tuple(
        AlurRow(**{**row, "sumber": AlurSerah.Sumber(row["sumber"])})
        for row in read(KEWAJIBAN)["alur"]
    )


def kewajiban(task: TugasRow) -> Kewajiban:
    """Return the obligation of a task: by its words, otherwise by the classification.

    Raises KeyError for a task that has neither.
    """
    stated = pola_tertulis(task.teks)
    if stated is not None:
        return Kewajiban(stated.pola, Butir.SumberPola.TEKS, stated.kutipan, "", MASA_MUTAKHIR)
    row = klasifikasi()[task.kode]
    return Kewajiban(row.pola, Butir.SumberPola.PORTAL, "", row.alasan, row.masa_mutakhir)


def kolom_pola(task: TugasRow, tahun: int) -> dict[str, Any]:
    """Return the columns of a Butir that its obligation fills in a plan of a year."""
    row = kewajiban(task)
    return {
        "pola": row.pola,
        "sumber_pola": row.sumber,
        "kutipan_pola": row.kutipan,
        "jatuh_tempo": tempo_tertulis(task.teks, tahun),
        "masa_mutakhir": row.masa_mutakhir,
    }


def potret(mulai: date, selesai: date) -> list[Potret]:
    """Return what each proposed cut-off of a plan of the decree photographs.

    A task has one Capaian in each window of its pola, and in it one Pemenuhan for each document:
    its numbered items, or one proof when it has none. The Pengarah's task is not scored.
    """
    tasks = [t for member in decree().anggota for t in member.tugas if not t.bersama]
    windows = [
        (window, len(task.sub) or 1)
        for task in tasks
        for window in jendela(kewajiban(task).pola, mulai, selesai)
    ]
    found = []
    for batas in batas_baku(mulai, selesai):
        begun = [documents for window, documents in windows if window.mulai <= batas.akhir]
        found.append(Potret(batas.kode, batas.akhir, len(begun), sum(begun)))
    return found
