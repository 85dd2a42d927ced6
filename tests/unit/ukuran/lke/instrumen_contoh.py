"""Instruments for the tests: the fixtures as they are, and small ones built by hand."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ukuran.lke.baca import baca
from ukuran.lke.instrumen import (
    Ambang,
    Instrumen,
    JenisSkala,
    Komponen,
    Paruh,
    Pembulatan,
    Pertanyaan,
    Pilihan,
    Predikat,
    Skala,
)

FIXTURES = Path(__file__).parents[4] / "fixtures" / "instruments"

YA_TIDAK = Skala(
    "yt",
    "Ya atau tidak",
    JenisSkala.PILIHAN,
    (Pilihan("Ya", Decimal(1), "Ya"), Pilihan("Tidak", Decimal(0), "Tidak")),
)
ABCD = Skala(
    "ad",
    "A sampai D",
    JenisSkala.PILIHAN,
    tuple(
        Pilihan(kode, Decimal(nilai), f"Jenjang {kode}")
        for kode, nilai in (("A", "1"), ("B", "0.67"), ("C", "0.33"), ("D", "0"))
    ),
)
RASIO = Skala(
    "ras", "Rasio", JenisSkala.RASIO, label_pembilang="Selesai", label_penyebut="Seluruhnya"
)
INDEKS = Skala("ind", "Indeks", JenisSkala.INDEKS, maks=Decimal(4))


def data_fixture(nama: str) -> dict[str, Any]:
    """Return the JSON of one instrument."""
    data: dict[str, Any] = json.loads((FIXTURES / nama).read_text(encoding="utf-8"))
    return data


@cache
def contoh() -> Instrumen:
    """Return the CONTOH instrument with 100 questions."""
    return baca(data_fixture("lke_contoh.json"))


def soal(kode: str, skala: Skala = ABCD) -> Pertanyaan:
    """Return a question."""
    return Pertanyaan(kode, f"Pertanyaan {kode}", skala)


def kecil(
    pembulatan: Pembulatan | None = None,
    pemenuhan: tuple[Pertanyaan, ...] | None = None,
) -> Instrumen:
    """Return an instrument of one area in both halves and one component of hasil.

    Pemenuhan 30 (min 18 / 24), reform 30 (min 15 / 21), hasil 40 (min 20 / 30); WBK 75 and 40,
    WBBM 85 and 48.
    """
    return Instrumen(
        kode="kecil",
        nama="Kecil",
        versi=1,
        komponen=(
            Komponen(
                "A",
                "Pengungkit",
                Decimal(60),
                anak=(
                    _paruh("A.1", Paruh.PEMENUHAN, "18", "24", pemenuhan or (soal("p"), soal("q"))),
                    _paruh(
                        "A.2", Paruh.REFORM, "15", "21", (soal("r", YA_TIDAK), soal("s", RASIO))
                    ),
                ),
            ),
            Komponen(
                "B",
                "Hasil",
                Decimal(40),
                paruh=Paruh.HASIL,
                anak=(
                    Komponen(
                        "B.1",
                        "Survei",
                        Decimal(40),
                        kelompok="survei",
                        paruh=Paruh.HASIL,
                        min_wbk=Decimal(20),
                        min_wbbm=Decimal(30),
                        pertanyaan=(soal("t", INDEKS),),
                    ),
                ),
            ),
        ),
        ambang=(
            Ambang(Predikat.WBK, Decimal(75), Decimal(40)),
            Ambang(Predikat.WBBM, Decimal(85), Decimal(48)),
        ),
        pembulatan=pembulatan or Pembulatan(),
    )


def _paruh(
    kode: str, paruh: Paruh, wbk: str, wbbm: str, pertanyaan: tuple[Pertanyaan, ...]
) -> Komponen:
    area = Komponen(
        f"{kode}.1",
        "Area",
        Decimal(30),
        kelompok="area",
        paruh=paruh,
        min_wbk=Decimal(wbk),
        min_wbbm=Decimal(wbbm),
        pertanyaan=pertanyaan,
    )
    return Komponen(kode, paruh.kata, Decimal(30), paruh=paruh, anak=(area,))
