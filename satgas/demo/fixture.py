"""The files in fixtures/demo/ as frozen rows; nothing here touches the database."""

import json
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from django.conf import settings

from satgas.official.fixture import InstansiRow, UnitRow, institution, read

TANDA = "CONTOH, bukan dokumen resmi"


@dataclass(frozen=True)
class AkunRow:
    """A sample account; `baca_resmi` names an official institution it may also read.

    Without `peran` it is a guest: no membership anywhere, an app lets it in where it is needed.
    """

    username: str
    nama: str
    jabatan: str
    peran: str
    unit: str = ""
    baca_resmi: str = ""


@dataclass(frozen=True)
class ContohRow:
    """A sample institution: a copy of an official one, with accounts.

    `mulai`: the day from today (negative) on which its own chain begins.
    """

    instansi: InstansiRow
    akun: tuple[AkunRow, ...]
    mulai: int


@dataclass(frozen=True)
class LangkahRow:
    """One step of the history, `hari` days before today (negative).

    A step of a hand-over stands with the receiving task; `dari` names the giving one.
    """

    hari: int
    aksi: str
    oleh: str
    dari: str
    dokumen: tuple[int, ...]
    judul: str
    nilai: int | None
    alasan: str
    catatan: str
    narasi: str
    kendala: str
    tindak_lanjut: str
    progres: str


@dataclass(frozen=True)
class RiwayatRow:
    """When the plan starts, what its admin sets, and the steps of each task, by its kode.

    `mulai` and `dari` (windows that ended before it are not asked) and `jatuh_tempo` are days
    from today, `masa_mutakhir` months of a continuous task.
    """

    mulai: int
    dari: int
    jatuh_tempo: dict[str, int]
    masa_mutakhir: dict[str, int]
    tugas: dict[str, tuple[LangkahRow, ...]]


def baca_fixture(name: str) -> dict[str, Any]:
    """Return one JSON file of fixtures/demo/; raises OSError or ValueError when broken."""
    path = settings.BASE_DIR / "fixtures" / "demo" / name
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def institutions() -> tuple[ContohRow, ...]:
    """Return the sample institutions, Pemprov first."""
    found = []
    for row in baca_fixture("akun.json")["instansi"]:
        official = institution(row["dari"])
        more = tuple(unit for name in row.get("unit_dari", ()) for unit in units_of(name))
        found.append(
            ContohRow(
                replace(
                    official,
                    kode=row["kode"],
                    nama=row["nama"],
                    kop=(*official.kop, TANDA),
                    unit=(*official.unit, *more),
                ),
                tuple(AkunRow(**account) for account in row["akun"]),
                row["mulai"],
            )
        )
    return tuple(found)


def units_of(name: str) -> tuple[UnitRow, ...]:
    """Return the units that another document adds to an institution (fixtures/official/)."""
    own = {field.name for field in fields(UnitRow)}
    return tuple(
        UnitRow(**{key: value for key, value in row.items() if key in own})
        for row in read(name)["unit"]
    )


@cache
def platform() -> AkunRow:
    """Return the sample account of the platform."""
    return AkunRow(**baca_fixture("akun.json")["platform"])


def accounts() -> tuple[AkunRow, ...]:
    """Return all sample accounts in the order of the file, the platform last."""
    return (*(a for row in institutions() for a in row.akun), platform())


@cache
def history() -> RiwayatRow:
    """Return the history of the Satgas plan."""
    data = baca_fixture("riwayat_satgas.json")
    return RiwayatRow(
        mulai=data["mulai"],
        dari=data["dari"],
        jatuh_tempo=data["jatuh_tempo"],
        masa_mutakhir=data["masa_mutakhir"],
        tugas={
            task["kode"]: tuple(langkah(step, task["oleh"]) for step in task["langkah"])
            for task in data["tugas"]
        },
    )


def langkah(step: dict[str, Any], operator: str) -> LangkahRow:
    """Return a step of a history; `operator` takes it unless it names somebody else."""
    return LangkahRow(
        hari=step["hari"],
        aksi=step["aksi"],
        oleh=step.get("oleh", operator),
        dari=step.get("dari", ""),
        dokumen=tuple(step.get("dokumen", [])),
        judul=step.get("judul", ""),
        nilai=step.get("nilai"),
        alasan=step.get("alasan", ""),
        catatan=step.get("catatan", ""),
        narasi=step.get("narasi", ""),
        kendala=step.get("kendala", ""),
        tindak_lanjut=step.get("tindak_lanjut", ""),
        progres=step.get("progres", "belum"),
    )
