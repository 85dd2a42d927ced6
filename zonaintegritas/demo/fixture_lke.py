"""fixtures/demo/zi.json as frozen rows: assessments, mapping, registers. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from zonaintegritas.demo.fixture import baca

Jawaban = Mapping[str, tuple[str, ...]]
"""By code of the question: the answers of unit, evaluator and TPI.

A choice, "21/26" or "3,41". A later stage that is not given agrees with the one before.
"""


@dataclass(frozen=True)
class DraftRow:
    """A ZI unit of the other institution with an assessment that it has begun."""

    unit: str
    oleh: str
    sasaran: str
    dasar: str
    jawaban: Jawaban


@dataclass(frozen=True)
class SurveiRow:
    """A survey result of this year or the last one (`lalu`)."""

    jenis: str
    lalu: bool
    nilai: Decimal
    responden: int


@dataclass(frozen=True)
class DaftarRow:
    """The registers: complaints of each month as (received, settled) by channel, and so on."""

    saluran: tuple[str, ...]
    pengaduan_lalu: tuple[tuple[tuple[int, int], ...], ...]
    pengaduan_ini: tuple[tuple[tuple[int, int], ...], ...]
    survei: tuple[SurveiRow, ...]
    metode: str
    penyelenggara: str
    agen: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class LKERow:
    """Everything about assessments: `peta` maps indikator ("5.A.2": the second one of 5.A)."""

    alasan: Mapping[str, str]
    catatan: Mapping[str, str]
    sasaran: str
    dasar: str
    peta: Mapping[str, tuple[str, ...]]
    tahun_lalu: Jawaban
    tahun_ini: Jawaban
    pemprov: tuple[DraftRow, ...]
    daftar: DaftarRow


@cache
def contoh_lke() -> LKERow:
    """Return the assessments and registers of the sample."""
    data = baca("zi.json")
    lists = data["daftar"]
    return LKERow(
        alasan=data["alasan"],
        catatan=data["catatan"],
        sasaran=data["unit_kpu"]["sasaran"],
        dasar=data["unit_kpu"]["dasar"],
        peta={kode: tuple(rows) for kode, rows in data["peta"].items()},
        tahun_lalu=_jawaban(data["tahun_lalu"]["jawaban"]),
        tahun_ini=_jawaban(data["tahun_ini"]["jawaban"]),
        pemprov=tuple(
            DraftRow(**{**row, "jawaban": _jawaban(row["jawaban"])}) for row in data["pemprov"]
        ),
        daftar=DaftarRow(
            saluran=tuple(lists["saluran"]),
            pengaduan_lalu=_bulan(lists["pengaduan_lalu"]),
            pengaduan_ini=_bulan(lists["pengaduan_ini"]),
            survei=tuple(
                SurveiRow(row["jenis"], row["lalu"], Decimal(row["nilai"]), row["responden"])
                for row in lists["survei"]
            ),
            metode=lists["metode"],
            penyelenggara=lists["penyelenggara"],
            agen=tuple(lists["agen"]),
        ),
    )


def _jawaban(rows: Mapping[str, list[str]]) -> Jawaban:
    return {kode: tuple(stages) for kode, stages in rows.items()}


def _bulan(rows: list[list[list[int]]]) -> tuple[tuple[tuple[int, int], ...], ...]:
    return tuple(tuple((got, done) for got, done in month) for month in rows)
