"""fixtures/demo/riwayat_roadmap.json as frozen rows; nothing here touches the database."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings

RIWAYAT = "riwayat_roadmap.json"


@dataclass(frozen=True)
class LangkahRow:
    """One step of the history, `hari` days before today (negative); `isi` are its figures."""

    hari: int
    aksi: str
    oleh: str
    judul: str
    alasan: str
    catatan: str
    narasi: str
    kendala: str
    tindak_lanjut: str
    isi: dict[str, Any] | None


@dataclass(frozen=True)
class HistorisRow:
    """The figures of one year before, by kode; `tahun` counts from this year (-1, -2)."""

    tahun: int
    judul: str
    oleh: str
    unit: str
    isi: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class RapatRow:
    """A meeting on day `hari`; one in the future is only planned.

    `temuan`: kode and problem. `angkat`: kode, level, pokja or '', reason. `langkah`: kode, step,
    unit, due day from today.
    """

    hari: int
    tingkat: str
    maksud: str
    unit: str
    oleh: str
    tempat: str
    pimpinan: str
    acara: str
    ringkasan: str
    hadir: tuple[tuple[str, bool], ...]
    temuan: tuple[tuple[str, str], ...]
    angkat: tuple[tuple[str, str, str, str], ...]
    langkah: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True)
class RiwayatRow:
    """The whole sample: this year is year `tahun_ke` of the plan.

    `mulai`, `dari` (windows that ended before it are not asked) and `jatuh_tempo` are days from
    today.
    """

    instansi: str
    tahun_ke: int
    mulai: int
    dari: int
    jatuh_tempo: dict[str, int]
    tugas: dict[str, tuple[LangkahRow, ...]]
    historis: tuple[HistorisRow, ...]
    rapat: tuple[RapatRow, ...]


@cache
def history() -> RiwayatRow:
    """Return the history of the sample; raises OSError or ValueError when the file is broken."""
    path = settings.BASE_DIR / "fixtures" / "demo" / RIWAYAT
    data = json.loads(path.read_text(encoding="utf-8"))
    return RiwayatRow(
        instansi=data["instansi"],
        tahun_ke=data["tahun_ke"],
        mulai=data["mulai"],
        dari=data["dari"],
        jatuh_tempo=data["jatuh_tempo"],
        tugas={
            task["kode"]: tuple(_step(step, task["oleh"]) for step in task["langkah"])
            for task in data["tugas"]
        },
        historis=tuple(
            HistorisRow(
                row["tahun"],
                row["judul"],
                row["oleh"],
                row["unit"],
                {kode: figures(isi) for kode, isi in row["isi"].items()},
            )
            for row in data["historis"]
        ),
        rapat=tuple(_meeting(row) for row in data["rapat"]),
    )


def _meeting(row: dict[str, Any]) -> RapatRow:
    def lines(name: str) -> tuple[Any, ...]:
        return tuple(tuple(one) for one in row.get(name, ()))

    return RapatRow(
        hari=row["hari"],
        tingkat=row["tingkat"],
        maksud=row["maksud"],
        unit=row.get("unit", ""),
        oleh=row["oleh"],
        tempat=row["tempat"],
        pimpinan=row["pimpinan"],
        acara=row["acara"],
        ringkasan=row.get("ringkasan", ""),
        hadir=lines("hadir"),
        temuan=lines("temuan"),
        angkat=lines("angkat"),
        langkah=lines("langkah"),
    )


def _step(step: dict[str, Any], operator: str) -> LangkahRow:
    return LangkahRow(
        hari=step["hari"],
        aksi=step["aksi"],
        oleh=step.get("oleh", operator),
        judul=step.get("judul", ""),
        alasan=step.get("alasan", ""),
        catatan=step.get("catatan", ""),
        narasi=step.get("narasi", ""),
        kendala=step.get("kendala", ""),
        tindak_lanjut=step.get("tindak_lanjut", ""),
        isi=figures(step["isi"]) if "isi" in step else None,
    )


def figures(isi: dict[str, Any]) -> dict[str, Any]:
    """Return figures as the form of a task gives them (`forms_realisasi`)."""
    found: dict[str, Any] = {
        f"fisik_{n}": Decimal(text) for n, text in enumerate(isi.get("fisik", ()))
    }
    found |= {name: isi[name] for name in ("predikat", "ada") if name in isi}
    return found | {
        name: Decimal(isi[name]) for name in ("pagu", "pergeseran", "anggaran") if name in isi
    }
