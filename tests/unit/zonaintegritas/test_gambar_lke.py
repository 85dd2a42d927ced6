"""Bars of components and the comparison of years, from the CONTOH instrument."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from ukuran.lke.baca import baca
from ukuran.lke.instrumen import Instrumen, JenisSkala
from ukuran.lke.jawaban import Jawaban
from ukuran.lke.nilai import HasilLKE, nilai
from zonaintegritas.lke.banding import Kolom, banding
from zonaintegritas.lke.grafik import batang
from zonaintegritas.models import Tahap

BERKAS = Path(__file__).parents[3] / "fixtures" / "instruments" / "lke_contoh.json"


@pytest.fixture(scope="module")
def instrumen() -> Instrumen:
    return baca(json.loads(BERKAS.read_text(encoding="utf-8")))


def _penuh(instrumen: Instrumen, awalan: str = "") -> HasilLKE:
    """The sheet with the best answers to all questions whose code begins so."""
    jawaban = {}
    for soal in instrumen.semua_pertanyaan():
        if not soal.kode.startswith(awalan):
            continue
        if soal.skala.jenis is JenisSkala.PILIHAN:
            jawaban[soal.kode] = Jawaban(pilihan=soal.skala.pilihan[0].kode)
        elif soal.skala.jenis is JenisSkala.RASIO:
            jawaban[soal.kode] = Jawaban(pembilang=Decimal(1), penyebut=Decimal(1))
        else:
            jawaban[soal.kode] = Jawaban(angka=soal.skala.maks)
    return nilai(instrumen, jawaban)


def test_six_areas_then_three_components_of_hasil(instrumen: Instrumen) -> None:
    found = batang({Tahap.MANDIRI: _penuh(instrumen), Tahap.TPI: _penuh(instrumen, "A.1")}, "wbk")
    assert [b.nama for b in found] == [
        "Manajemen Perubahan",
        "Penataan Tatalaksana",
        "Penataan Sistem Manajemen SDM",
        "Penguatan Akuntabilitas",
        "Penguatan Pengawasan",
        "Peningkatan Kualitas Pelayanan Publik",
        "Indeks Persepsi Anti Korupsi (IPAK)",
        "Capaian Kinerja",
        "Indeks Persepsi Kualitas Pelayanan (IPKP)",
    ]
    first, ipak = found[0], found[6]
    assert (first.bobot, first.minimal, first.minimal_persen) == (
        Decimal(8),
        Decimal("4.8"),
        Decimal(60),
    )
    assert (first.mandiri, first.evaluator, first.tpi) == (Decimal(100), None, Decimal(50))
    assert [(b.paruh, b.minimal) for b in first.bagian] == [
        ("Pemenuhan", Decimal("2.4")),
        ("Reform", Decimal("2.4")),
    ]
    tpi = first.bagian[1].dari(Tahap.TPI)
    assert tpi is not None
    assert (tpi.nilai, tpi.cukup) == (None, None)  # no data is not "too little"
    assert first.dari(Tahap.EVALUATOR) is None
    assert (ipak.minimal, ipak.paruh, ipak.bagian) == (Decimal("15.75"), "", ())


def test_nothing_gives_no_bars() -> None:
    assert batang({}, "wbk") == ()


def test_years_are_ordered_and_the_difference_is_to_the_last_year_with_data(
    instrumen: Instrumen,
) -> None:
    isi = {2022: "", 2023: "tidak ada", 2024: "A", 2025: "", 2026: "B"}
    kolom = [
        Kolom(n, y, "I (versi 1)", "Selesai", _penuh(instrumen, a))
        for n, (y, a) in enumerate(isi.items())
    ]
    found = banding(list(reversed(kolom)))
    assert [k.tahun for k in found.kolom] == [2023, 2024, 2025, 2026]
    assert [s and (s.nilai, s.selisih) for s in found.total.sel] == [
        (None, None),
        (60, None),
        (100, 40),
        (40, -60),
    ]
    last = found.total.sel[3]
    assert last is not None
    assert (last.turun, last.sebagian) == (Decimal(60), True)
    ipak = next(b for b in found.baris if b.kode == "ipak")
    assert [s and (s.persen, s.selisih) for s in ipak.sel] == [
        (None, None),
        (None, None),
        (100, None),
        (100, 0),
    ]
    assert not found.instrumen_beda
    assert len(found.baris) == 9


def test_nothing_to_compare_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        banding([])
