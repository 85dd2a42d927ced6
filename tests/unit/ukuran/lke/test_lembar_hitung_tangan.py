"""The LKE engine against a sheet computed outside the portal (lembar_hitung_tangan.md)."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from tests.unit.ukuran.lke.instrumen_contoh import contoh
from ukuran.lke.instrumen import JenisSkala, Predikat
from ukuran.lke.jawaban import Jawaban
from ukuran.lke.nilai import HasilLKE, NilaiKomponen, nilai

BERKAS = Path(__file__).parent / "lembar_hitung_tangan.md"
Tabel = list[dict[str, str]]


def tabel(judul: str) -> Tabel:
    """Return the rows of the table under one heading."""
    bagian = BERKAS.read_text(encoding="utf-8").split(f"\n## {judul}\n")[1].split("\n## ")[0]
    baris = [
        [sel.strip() for sel in satu.strip("|").split("|")]
        for satu in bagian.splitlines()
        if satu.startswith("|")
    ]
    kepala, _garis, *isi = baris
    return [dict(zip(kepala, satu, strict=True)) for satu in isi]


JAWABAN = tabel("Answers")
SUB = tabel("Sub components")
ATAS = tabel("Above")
AREA = tabel("Areas over both halves")
SYARAT = tabel("Requirements")


def pecahan(tulisan: str) -> Fraction | None:
    """Return a figure of the tables; "-" is None."""
    return None if tulisan == "-" else Fraction(tulisan)


def jawaban(jenis: JenisSkala, tulisan: str) -> Jawaban:
    """Return an answer as the table writes it."""
    if tulisan == "-":
        return Jawaban()
    if jenis is JenisSkala.PILIHAN:
        return Jawaban(pilihan=tulisan)
    if jenis is JenisSkala.INDEKS:
        return Jawaban(angka=Decimal(tulisan))
    pembilang, penyebut = tulisan.split("/")
    return Jawaban(pembilang=Decimal(pembilang), penyebut=Decimal(penyebut))


@cache
def lembar() -> dict[str, Jawaban]:
    """Return the answers of the sheet."""
    jenis = {satu.kode: satu.skala.jenis for satu in contoh().semua_pertanyaan()}
    return {satu["kode"]: jawaban(jenis[satu["kode"]], satu["jawaban"]) for satu in JAWABAN}


@cache
def hasil() -> HasilLKE:
    """Return the computed sheet."""
    return nilai(contoh(), lembar())


def komponen(kode: str) -> NilaiKomponen:
    """Return one computed component."""
    (ada,) = [satu for satu in hasil().telusuri() if satu.kode == kode]
    return ada


def test_the_sheet_is_what_it_says() -> None:
    dijawab = [satu for satu in JAWABAN if satu["jawaban"] != "-"]
    assert (len(JAWABAN), len(dijawab), hasil().terjawab, hasil().jumlah) == (100, 95, 94, 100)
    assert [satu["kode"] for satu in JAWABAN] == [s.kode for s in contoh().semua_pertanyaan()]
    assert {satu["kode"] for satu in [*SUB, *ATAS]} == {s.kode for s in contoh().telusuri()}


@pytest.mark.parametrize("satu", JAWABAN, ids=lambda satu: satu["kode"])
def test_every_question(satu: dict[str, str]) -> None:
    (ada,) = [s for s in hasil().semua_pertanyaan() if s.kode == satu["kode"]]
    assert ada.soal.skala.kode == satu["skala"]
    assert ada.eksak == pecahan(satu["nilai"])


@pytest.mark.parametrize("satu", [*SUB, *ATAS], ids=lambda satu: satu["kode"])
def test_every_component(satu: dict[str, str]) -> None:
    ada = komponen(satu["kode"])
    assert ada.eksak == pecahan(satu["nilai"])
    assert ada.bobot == Decimal(satu["bobot"])
    assert f"{ada.terjawab}/{ada.jumlah}" == satu["cakupan"]


def test_the_arithmetic_on_paper_gives_what_stands_behind_it() -> None:
    """Every calculation written down in the tables, done again from its own text."""
    for satu in SUB:
        if satu["hitungan"] == "tanpa data":
            assert satu["nilai"] == "-"
            continue
        suku, _, akhir = satu["hitungan"].partition(") / ")
        banyak, _, bobot = akhir.partition(" × ")
        jumlah = sum((Fraction(s) for s in suku.strip("(").split(" + ")), Fraction())
        assert jumlah / int(banyak) * Fraction(bobot) == pecahan(satu["nilai"])
    for satu in ATAS:
        jumlah = sum((Fraction(s) for s in satu["jumlah"].split(" + ")), Fraction())
        assert jumlah == pecahan(satu["nilai"])


@pytest.mark.parametrize("satu", AREA, ids=lambda satu: satu["kelompok"])
def test_the_six_areas_over_both_halves(satu: dict[str, str]) -> None:
    (ada,) = [s for s in hasil().area if s.kode == satu["kelompok"]]
    assert [s.eksak for s in ada.bagian] == [pecahan(satu["pemenuhan"]), pecahan(satu["reform"])]
    assert ada.eksak == pecahan(satu["nilai"])
    assert f"{ada.terjawab}/{ada.jumlah}" == satu["cakupan"]


def test_areas_halves_and_their_minima_in_order() -> None:
    assert [(s.kode, s.bobot, s.minimal(Predikat.WBK)) for s in hasil().area] == [
        ("mp", Decimal(8), Decimal("4.8")),
        ("tl", Decimal(7), Decimal("4.2")),
        ("sdm", Decimal(10), Decimal(6)),
        ("ak", Decimal(10), Decimal(6)),
        ("pw", Decimal(15), Decimal(9)),
        ("pp", Decimal(10), Decimal(6)),
    ]
    assert [(s.kode, s.eksak) for s in hasil().paruh] == [
        ("pemenuhan", Fraction("21.57375")),
        ("reform", Fraction(426319, 21600)),
    ]


def test_total_coverage_and_what_the_sheet_says() -> None:
    """Over 75 in total and still not WBK: one area misses its minimum, and six have no value."""
    satu = hasil()
    assert (satu.mentah, satu.nilai) == (Fraction(811871, 10800), Decimal("75.17"))
    assert (satu.cakupan, satu.persen) == (Decimal(94), Decimal("75.17"))
    assert (satu.sementara, satu.predikat) == (True, None)
    assert satu.keputusan == "Sementara: 94 dari 100 pertanyaan bernilai."


def test_every_requirement() -> None:
    ada = [
        (
            baris.predikat.value,
            "total" if satu.kode == "" else satu.kode,
            Fraction(satu.minimal),
            satu.dicapai_eksak,
            "terpenuhi" if satu.terpenuhi else "belum",
        )
        for baris in hasil().syarat
        for satu in baris.syarat
    ]
    assert ada == [
        (s["predikat"], s["kode"], pecahan(s["minimal"]), pecahan(s["dicapai"]), s["keadaan"])
        for s in SYARAT
    ]
    assert len(ada) == 34
    kurang = [satu.kurang for baris in hasil().syarat for satu in baris.syarat]
    for angka, satu in zip(kurang, SYARAT, strict=True):
        assert abs(Fraction(angka) - Fraction(satu["kurang"])) < Fraction(1, 10**20)


def test_the_same_sheet_complete_and_good_enough() -> None:
    """The six missing values at their best: everything has a value and WBK is reached."""
    isian = {
        **lembar(),
        "A.1.3.1.c": Jawaban(pilihan="A"),
        "A.1.5.3.c": Jawaban(pilihan="A"),
        "A.2.4.2.a": Jawaban(pembilang=Decimal(5), penyebut=Decimal(5)),
        "A.2.6.1.a": Jawaban(pilihan="A"),
        "A.2.6.1.b": Jawaban(pilihan="A"),
        "A.2.6.1.c": Jawaban(pilihan="Ya"),
    }
    satu = nilai(contoh(), isian)
    # 811871/10800 + 1.5/3 + 2.5/4 + 2.5/3 + 2.5 = 860021/10800 = 79.6316...
    assert (satu.mentah, satu.nilai) == (Fraction(860021, 10800), Decimal("79.63"))
    assert (satu.lengkap, satu.predikat) == (True, Predikat.WBK)
    assert satu.keputusan == "Memenuhi syarat WBK."
