"""Answers, rounding at its edges, and what has no data."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.unit.ukuran.lke.instrumen_contoh import (
    ABCD,
    INDEKS,
    RASIO,
    YA_TIDAK,
    data_fixture,
    kecil,
    soal,
)
from ukuran.lke.baca import baca
from ukuran.lke.instrumen import CaraBulat, Komponen, Pembulatan, Predikat, Skala, TingkatBulat
from ukuran.lke.jawaban import Jawaban, keluhan, nilai_jawaban
from ukuran.lke.nilai import bulatkan, nilai


def rasio(pembilang: str | None, penyebut: str | None) -> Jawaban:
    """Return the two parts of a ratio."""
    return Jawaban(
        pembilang=None if pembilang is None else Decimal(pembilang),
        penyebut=None if penyebut is None else Decimal(penyebut),
    )


@pytest.mark.parametrize(
    ("skala", "jawaban", "hasil"),
    [
        (ABCD, Jawaban(pilihan="B"), "0.67"),
        (ABCD, Jawaban(pilihan="D"), "0"),
        (ABCD, Jawaban(), None),
        (YA_TIDAK, Jawaban(pilihan="Ya"), "1"),
        (RASIO, rasio("1", "3"), "1/3"),
        (RASIO, rasio("0", "3"), "0"),
        (RASIO, rasio("4", "3"), "1"),
        (RASIO, rasio("-1", "3"), "0"),
        (RASIO, rasio("2", "0"), None),
        (RASIO, rasio("0", "0"), None),
        (RASIO, rasio("2", None), None),
        (RASIO, rasio(None, "3"), None),
        (RASIO, Jawaban(), None),
        (INDEKS, Jawaban(angka=Decimal("3.6")), "0.9"),
        (INDEKS, Jawaban(angka=Decimal(0)), "0"),
        (INDEKS, Jawaban(angka=Decimal(4)), "1"),
        (INDEKS, Jawaban(), None),
    ],
)
def test_what_an_answer_is_worth(skala: Skala, jawaban: Jawaban, hasil: str | None) -> None:
    satu = soal("p", skala)
    assert keluhan(satu, jawaban) is None
    assert nilai_jawaban(satu, jawaban) == (None if hasil is None else Fraction(hasil))


@pytest.mark.parametrize(
    ("skala", "jawaban", "kata"),
    [
        (ABCD, Jawaban(pilihan="E"), "Pilihan E tidak ada pada skala A sampai D."),
        (ABCD, Jawaban(pilihan=""), "Pilihan  tidak ada pada skala A sampai D."),
        (ABCD, Jawaban(pilihan="a"), "Pilihan a tidak ada pada skala A sampai D."),
        (ABCD, Jawaban(angka=Decimal(1)), "Jawaban tidak sesuai dengan skala A sampai D."),
        (ABCD, rasio("1", None), "Jawaban tidak sesuai dengan skala A sampai D."),
        (RASIO, Jawaban(pilihan="A"), "Jawaban tidak sesuai dengan skala Rasio."),
        (RASIO, rasio("1", "-1"), "Seluruhnya tidak boleh kurang dari 0."),
        (INDEKS, Jawaban(angka=Decimal("4.01")), "Nilai harus antara 0 dan 4."),
        (INDEKS, Jawaban(angka=Decimal("-0.01")), "Nilai harus antara 0 dan 4."),
        (INDEKS, rasio("1", "2"), "Jawaban tidak sesuai dengan skala Indeks."),
    ],
)
def test_an_illegal_answer_is_named_and_never_ignored(
    skala: Skala, jawaban: Jawaban, kata: str
) -> None:
    assert keluhan(soal("p", skala), jawaban) == kata
    with pytest.raises(ValueError, match="p: ") as galat:
        nilai(kecil(pemenuhan=(soal("p", skala),)), {"p": jawaban})
    assert str(galat.value) == f"p: {kata}"


def test_an_unknown_question_raises() -> None:
    with pytest.raises(ValueError, match="answers to unknown questions: x, z"):
        nilai(kecil(), {"z": Jawaban(), "x": Jawaban(pilihan="A"), "p": Jawaban(pilihan="A")})


def test_answers_are_exact_numbers() -> None:
    with pytest.raises(TypeError, match="must be Decimal"):
        Jawaban(angka=3.6)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a finite number"):
        Jawaban(pembilang=Decimal("Infinity"))


def test_without_answers_there_is_no_score() -> None:
    satu = nilai(kecil(), {})
    assert (satu.nilai, satu.persen, satu.cakupan) == (None, None, Decimal(0))
    assert {s.eksak for s in [*satu.telusuri(), *satu.area, *satu.paruh]} == {None}
    assert (satu.predikat, satu.sementara) == (None, True)
    assert satu.keputusan == "Sementara: 0 dari 5 pertanyaan bernilai."
    wbk = satu.syarat_untuk(Predikat.WBK)
    assert wbk is not None
    assert [(s.nama, s.dicapai, s.kurang) for s in wbk.belum] == [
        ("Nilai total", None, Decimal(75)),
        ("Nilai pengungkit", None, Decimal(40)),
        ("Area (Pemenuhan)", None, Decimal(18)),
        ("Area (Reform)", None, Decimal(15)),
        ("Survei", None, Decimal(20)),
    ]


def test_a_leaf_without_answers_adds_nothing_upwards_and_zero_is_a_score() -> None:
    satu = nilai(kecil(), {"p": Jawaban(pilihan="A"), "r": Jawaban(pilihan="Tidak")})
    menurut = {s.kode: (s.eksak, s.terjawab, s.jumlah) for s in satu.telusuri()}
    assert menurut == {
        "A": (15, 2, 4),
        "A.1": (15, 1, 2),
        "A.1.1": (15, 1, 2),
        "A.2": (0, 1, 2),
        "A.2.1": (0, 1, 2),
        "B": (None, 0, 1),
        "B.1": (None, 0, 1),
    }
    assert (satu.nilai, satu.terjawab) == (Decimal(15), 2)


@pytest.mark.parametrize(
    ("angka", "cara", "nilai_mentah", "hasil"),
    [
        (2, CaraBulat.SETENGAH_NAIK, "0.125", "0.13"),
        (2, CaraBulat.SETENGAH_GENAP, "0.125", "0.12"),
        (2, CaraBulat.SETENGAH_GENAP, "0.135", "0.14"),
        (2, CaraBulat.POTONG, "0.129", "0.12"),
        (2, CaraBulat.SETENGAH_NAIK, "0.1249999999999999999999999999999999", "0.12"),
        (2, CaraBulat.SETENGAH_GENAP, "0.1250000000000000000000000000000001", "0.13"),
        (2, CaraBulat.POTONG, "74.999999999999999999999999999999999", "74.99"),
        (0, CaraBulat.SETENGAH_NAIK, "74.5", "75"),
        (0, CaraBulat.SETENGAH_GENAP, "74.5", "74"),
        (4, CaraBulat.SETENGAH_NAIK, "2/3", "0.6667"),
        (4, CaraBulat.POTONG, "2/3", "0.6666"),
        (2, CaraBulat.POTONG, "100", "100"),
        (2, CaraBulat.SETENGAH_NAIK, "0", "0"),
    ],
)
def test_rounding_at_its_edges(angka: int, cara: CaraBulat, nilai_mentah: str, hasil: str) -> None:
    assert bulatkan(Fraction(nilai_mentah), Pembulatan(angka, cara)) == Fraction(hasil)


@pytest.mark.parametrize(
    ("tingkat", "pertanyaan", "area", "pengungkit", "total"),
    [
        # p = 0.67, q = 0.33, r = 1, s = 1/3, t = 3.333/4 = 0.83325
        (TingkatBulat.PERTANYAAN, "0.3", "15", "34.5", "66.5"),
        (TingkatBulat.SUB, "1/3", "15", "35", "68.3"),
        (TingkatBulat.KOMPONEN, "1/3", "15", "35", "68.3"),
        (TingkatBulat.AKHIR, "1/3", "15", "35", "68.3"),
    ],
)
def test_rounding_happens_at_one_level_and_sums_go_on_from_it(
    tingkat: TingkatBulat, pertanyaan: str, area: str, pengungkit: str, total: str
) -> None:
    satu = nilai(
        kecil(Pembulatan(1, CaraBulat.SETENGAH_NAIK, tingkat)),
        {
            "p": Jawaban(pilihan="B"),
            "q": Jawaban(pilihan="C"),
            "r": Jawaban(pilihan="Ya"),
            "s": rasio("1", "3"),
            "t": Jawaban(angka=Decimal("3.333")),
        },
    )
    soal_s = next(s for s in satu.semua_pertanyaan() if s.kode == "s")
    assert soal_s.eksak == Fraction(pertanyaan)
    assert satu.area[0].bagian[0].eksak == Fraction(area)
    assert satu.pengungkit is not None
    assert satu.pengungkit.eksak == Fraction(pengungkit)
    assert satu.eksak == Fraction(total)


def test_rounding_by_component_leaves_its_subs_exact() -> None:
    """Two subs with 5.025 each: 10.05 is rounded once, to 10.1, and not each to 5.0."""
    satu = kecil(Pembulatan(1, CaraBulat.SETENGAH_NAIK, TingkatBulat.KOMPONEN))
    area = satu.komponen[0].anak[0].anak[0]
    sub = tuple(
        Komponen(f"A.1.1.{n}", f"Sub {n}", Decimal(15), paruh=area.paruh, pertanyaan=(p, soal(x)))
        for n, (p, x) in enumerate(zip(area.pertanyaan, "xy", strict=True))
    )
    separuh = replace(satu.komponen[0].anak[0], anak=(replace(area, anak=sub, pertanyaan=()),))
    atas = replace(satu.komponen[0], anak=(separuh, satu.komponen[0].anak[1]))
    lain = replace(satu, komponen=(atas, satu.komponen[1]))
    hasil = nilai(lain, {"p": Jawaban(pilihan="B"), "q": Jawaban(pilihan="B")})
    assert {s.kode: s.eksak for s in hasil.telusuri() if s.kode.startswith("A.1")} == {
        "A.1": Fraction("10.1"),
        "A.1.1": Fraction("10.1"),
        "A.1.1.0": Fraction("5.025"),
        "A.1.1.1": Fraction("5.025"),
    }


def test_rounding_decides_at_the_threshold() -> None:
    """74.996 is WBK when the total is rounded to two decimals, not when it is cut."""
    jawaban = {
        "p": Jawaban(pilihan="A"),
        "q": Jawaban(pilihan="A"),
        "r": Jawaban(pilihan="Ya"),
        "s": rasio("1", "1"),
        "t": Jawaban(angka=Decimal("1.4996")),
    }
    tanpa_minimal = kecil(Pembulatan(2, CaraBulat.SETENGAH_NAIK))
    potong = kecil(Pembulatan(2, CaraBulat.POTONG))
    total = {}
    for nama, instrumen in (("naik", tanpa_minimal), ("potong", potong)):
        satu = nilai(instrumen, jawaban)
        wbk = satu.syarat_untuk(Predikat.WBK)
        assert wbk is not None
        total[nama] = (satu.nilai, wbk.syarat[0].terpenuhi, wbk.syarat[0].kurang)
    assert total == {
        "naik": (Decimal(75), True, Decimal(0)),
        "potong": (Decimal("74.99"), False, Decimal("0.01")),
    }


def test_the_highest_predicate_whose_requirements_are_met() -> None:
    def predikat(angka: str, pilihan: str = "A") -> Predikat | None:
        return nilai(
            kecil(),
            {
                "p": Jawaban(pilihan="A"),
                "q": Jawaban(pilihan=pilihan),
                "r": Jawaban(pilihan="Ya"),
                "s": rasio("1", "1"),
                "t": Jawaban(angka=Decimal(angka)),
            },
        ).predikat

    assert predikat("4") is Predikat.WBBM
    assert predikat("3") is Predikat.WBBM  # 60 + 30
    assert predikat("2.99") is Predikat.WBK  # 89.9 in total, but the survey has 29.9 of 30
    assert predikat("2") is Predikat.WBK  # 60 + 20
    assert predikat("1.99") is None  # 79.9 in total, but the survey has 19.9 of 20
    assert predikat("4", "D") is None  # 85 in total, but the area has 15 of 18


def test_an_instrument_without_questions_says_so() -> None:
    satu = nilai(baca(data_fixture("lke_permenpanrb_90_2021.json")), {})
    assert (satu.nilai, satu.cakupan, satu.jumlah, satu.lengkap) == (None, None, 0, False)
    assert satu.keputusan == "Belum ada pertanyaan."


def test_an_instrument_without_halves_or_thresholds() -> None:
    satu = nilai(baca(data_fixture("lke_permenpanrb_52_2014.json")), {})
    assert (satu.paruh, satu.syarat) == ((), ())
    assert [(s.kode, s.bobot) for s in satu.area] == [
        ("mp", Decimal(5)),
        ("tl", Decimal(5)),
        ("sdm", Decimal(15)),
        ("ak", Decimal(10)),
        ("pw", Decimal(15)),
        ("pp", Decimal(10)),
    ]
