"""Reads the tables of kasus_target.md, beside this file, and the scales of the fixtures."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ukuran.capaian import Realisasi
from ukuran.pita import Pita, Rentang
from ukuran.skala import Skala, Tingkat

BERKAS = Path(__file__).parent / "kasus_target.md"
AKAR = Path(__file__).parents[3]
INSTRUMEN = AKAR / "fixtures" / "instruments"
ROADMAP = AKAR / "fixtures" / "official" / "roadmap.json"

Baris = dict[str, str]


def tabel(judul: str) -> list[Baris]:
    """Return the rows of the table under one heading; texts without their backticks."""
    bagian = BERKAS.read_text(encoding="utf-8").split(f"\n## {judul}\n")[1].split("\n## ")[0]
    baris = [
        [sel.strip() for sel in satu.removeprefix("|").removesuffix("|").split("|")]
        for satu in bagian.splitlines()
        if satu.startswith("|")
    ]
    kepala, _garis, *isi = baris
    return [
        {
            nama: sel.removeprefix("`").removesuffix("`")
            for nama, sel in zip(kepala, satu, strict=True)
        }
        for satu in isi
    ]


def batas(tulisan: str | None) -> Decimal | None:
    """Return a limit of the fixtures."""
    return None if tulisan is None else Decimal(tulisan)


@cache
def data_skala() -> list[dict[str, Any]]:
    """Return the scales as they stand in the fixture."""
    isi: list[dict[str, Any]] = json.loads((INSTRUMEN / "skala.json").read_text("utf-8"))["skala"]
    return isi


@cache
def skala(kode: str) -> Skala:
    """Return one scale of the fixture."""
    (satu,) = (satu for satu in data_skala() if satu["kode"] == kode)
    tingkat = tuple(
        Tingkat(baris["kode"], baris["nama"], batas(baris["bawah"]), batas(baris["atas"]))
        for baris in satu["tingkat"]
    )
    return Skala(kode, satu["versi"], satu["nama"], tingkat)


@cache
def data_pita() -> dict[str, Any]:
    """Return the bands as they stand in the fixture."""
    isi: list[dict[str, Any]] = json.loads((INSTRUMEN / "pita.json").read_text("utf-8"))["pita"]
    (satu,) = isi
    return satu


@cache
def pita() -> Pita:
    """Return the bands of the fixture."""
    isi = data_pita()
    rentang = tuple(
        Rentang(batas(baris["bawah"]), batas(baris["atas"]), baris["nama"], baris["tone"])
        for baris in isi["rentang"]
    )
    return Pita(isi["kode"], isi["versi"], isi["nama"], rentang)


def realisasi(tulisan: str) -> Realisasi | None:
    """Return what a table cell says was achieved; None for "tanpa data"."""
    match tulisan:
        case "tanpa data":
            return None
        case "ada" | "tidak ada":
            return Realisasi(ada=tulisan == "ada")
        case _ if tulisan.startswith("predikat "):
            return Realisasi(predikat=tulisan.removeprefix("predikat "))
        case _:
            return Realisasi(
                tuple(None if satu.strip() == "-" else Decimal(satu) for satu in tulisan.split(";"))
            )
