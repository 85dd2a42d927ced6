"""Capaian against a table worked by hand (kasus_target.md), and what holds for every figure."""

from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ukuran.kasus_target import Baris, data_skala, skala, tabel
from ukuran.capaian import (
    Alasan,
    Arah,
    Aturan,
    CaraPredikat,
    HasilCapaian,
    Langkah,
    RataCapaian,
    Realisasi,
    Rumus,
    Sifat,
    akumulasi,
    hitung_capaian,
    rata_capaian,
)
from ukuran.target import JenisTarget, Komponen, Target, baca_target

KASUS = tabel("Capaian")
KODE = tuple(baris["kode"] for satu in data_skala() for baris in satu["tingkat"])


def aturan(tulisan: str) -> Aturan:
    """Return the rules of a table cell: `min selisih, batas 120`."""
    hasil = Aturan()
    for bagian in tulisan.split(","):
        kata, _, isi = bagian.strip().partition(" ")
        match kata:
            case "maks":
                pass
            case "min":
                hasil = replace(hasil, arah=Arah.MINIMUM, rumus=Rumus(isi))
            case "urutan":
                hasil = replace(hasil, predikat=CaraPredikat.URUTAN)
            case "batas":
                hasil = replace(hasil, batas_atas=Decimal(isi))
            case "unit":
                hasil = replace(hasil, jumlah_unit=int(isi))
            case "skala":
                hasil = replace(hasil, skala=skala(isi))
            case _:
                raise AssertionError(bagian)
    return hasil


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


def pecahan(tulisan: str) -> Fraction | None:
    """Return an exact figure of the table; None for "-"."""
    return None if tulisan == "-" else Fraction(tulisan)


def target(baris: Baris) -> Target:
    """Return the target of a case; with a scale its codes are grades."""
    dengan = aturan(baris["aturan"]).skala
    return baca_target(baris["target"], [satu.kode for satu in dengan.tingkat] if dengan else [])


@pytest.mark.parametrize(
    "baris", KASUS, ids=lambda satu: f"{satu['target']} | {satu['aturan']} | {satu['realisasi']}"
)
def test_figures_worked_by_hand(baris: Baris) -> None:
    hasil = hitung_capaian(target(baris), realisasi(baris["realisasi"]), aturan(baris["aturan"]))

    assert (hasil.mentah_eksak, hasil.terbatas_eksak) == (
        pecahan(baris["mentah"]),
        pecahan(baris["terbatas"]),
    )
    assert hasil.lengkap is (baris["lengkap"] == "ya")
    assert hasil.alasan == tuple(Alasan(satu) for satu in baris["alasan"].split())


def test_there_are_enough_cases() -> None:
    semua = [
        len(tabel(judul))
        for judul in ("Targets of the Road Map", "Other texts", "Budgets", "Capaian")
    ]
    assert semua == [123, 75, 22, 116]


def test_the_steps_explain_a_compound() -> None:
    hasil = hitung_capaian(
        baca_target("1.500 orang, 10 PD, 4 rapat"),
        Realisasi((Decimal("750.5"), None, Decimal(6))),
        Aturan(),
    )

    assert hasil.langkah == (
        Langkah(
            "orang",
            Decimal(1500),
            Decimal("750.5"),
            "750,5 / 1.500 x 100",
            Fraction(1501, 30),
            Fraction(1501, 30),
        ),
        Langkah("PD", Decimal(10), None, "tanpa data", None, None),
        Langkah("rapat", Decimal(4), Decimal(6), "6 / 4 x 100", Fraction(150), Fraction(100)),
    )
    assert hasil.terbatas_eksak == (Fraction(1501, 30) + 100) / 3


@pytest.mark.parametrize(
    ("teks", "tercapai", "dengan", "rumus"),
    [
        ("80%", Realisasi((60,)), "min selisih", "(2 x 80 - 60) / 80 x 100"),
        ("80%", Realisasi((60,)), "min banding", "80 / 60 x 100"),
        ("80%", Realisasi((0,)), "min banding, batas 120", "realisasi 0: batas atas 120"),
        ("0", Realisasi((3,)), "maks", "target 0, realisasi 3: 100"),
        ("0", Realisasi((3,)), "min selisih", "target 0, realisasi 3: 0"),
        ("Semua PD", Realisasi((20,)), "unit 49", "20 / 49 x 100"),
        ("Semua PD", Realisasi((20,)), "maks", "tanpa jumlah unit"),
        ("WTP", Realisasi(predikat="WDP"), "skala opini-bpk", "belum tercapai: 0"),
        ("WTP", Realisasi(predikat="WTP"), "skala opini-bpk", "tercapai: 100"),
        ("WTP", Realisasi(predikat="WDP"), "urutan, skala opini-bpk", "3 / 4 x 100"),
        ("WTP", Realisasi(predikat="ZZ"), "skala opini-bpk", "predikat di luar skala"),
        ("WTP", None, "skala opini-bpk", "tanpa data"),
        ("Keputusan Gubernur", Realisasi(ada=True), "maks", "dokumen ada: 100"),
        ("Keputusan Gubernur", Realisasi(ada=False), "maks", "dokumen tidak ada: 0"),
    ],
)
def test_each_rule_is_told_with_its_figures(
    teks: str, tercapai: Realisasi | None, dengan: str, rumus: str
) -> None:
    pakai = aturan(dengan)
    kode = [satu.kode for satu in pakai.skala.tingkat] if pakai.skala else []
    (langkah,) = hitung_capaian(baca_target(teks, kode), tercapai, pakai).langkah
    assert langkah.rumus == rumus


def test_a_predicate_needs_a_scale_that_has_it() -> None:
    wtp = Target("WTP", JenisTarget.PREDIKAT, predikat="WTP")
    dicapai = Realisasi(predikat="WTP")

    def alasan(data: Realisasi | None, **lain: Any) -> tuple[Alasan, ...]:
        hasil = hitung_capaian(wtp, data, Aturan(**lain))
        assert (hasil.mentah, hasil.terbatas, hasil.lengkap) == (None, None, False)
        return hasil.alasan

    assert alasan(dicapai) == (Alasan.TANPA_SKALA,)
    assert alasan(None) == (Alasan.TANPA_DATA, Alasan.TANPA_SKALA)
    assert alasan(dicapai, skala=skala("sakip")) == (Alasan.PREDIKAT_ASING,)
    assert alasan(None, skala=skala("sakip")) == (Alasan.TANPA_DATA, Alasan.PREDIKAT_ASING)


def test_every_reason_is_a_sentence() -> None:
    assert [satu for satu in Alasan if not (satu.kata[0].isupper() and satu.kata[-1] == ".")] == []


@pytest.mark.parametrize(
    ("isi", "galat"),
    [
        ({"komponen": (-1,)}, ValueError),
        ({"komponen": (Decimal("-0.01"),)}, ValueError),
        ({"komponen": (1, Decimal("NaN"))}, ValueError),
        ({"komponen": (Decimal("sNaN"),)}, ValueError),
        ({"komponen": (Decimal("Infinity"),)}, ValueError),
        ({"komponen": (Decimal("1E+60"),)}, ValueError),
        ({"komponen": (Decimal("1E-61"),)}, ValueError),
        ({"komponen": (Decimal("1E+999999"),)}, ValueError),
        ({"komponen": (1.5,)}, TypeError),
        ({"komponen": (float("nan"),)}, TypeError),
        ({"komponen": (True,)}, TypeError),
        ({"komponen": ("5",)}, TypeError),
        ({"ada": 1}, TypeError),
    ],
)
def test_a_realisasi_is_an_exact_figure(isi: dict[str, Any], galat: type[Exception]) -> None:
    with pytest.raises(galat):
        Realisasi(**isi)


@pytest.mark.parametrize(
    ("isi", "galat"),
    [
        ({"batas_atas": Decimal("99.9")}, ValueError),
        ({"batas_atas": Decimal("NaN")}, ValueError),
        ({"batas_atas": None}, ValueError),
        ({"batas_atas": 120.0}, TypeError),
        ({"jumlah_unit": -1}, ValueError),
        ({"jumlah_unit": Decimal(4)}, TypeError),
        ({"jumlah_unit": True}, TypeError),
        ({"arah": "naik"}, ValueError),
        ({"rumus": "lain"}, ValueError),
    ],
)
def test_rules_are_checked(isi: dict[str, Any], galat: type[Exception]) -> None:
    with pytest.raises(galat):
        Aturan(**isi)


def test_rules_read_from_a_table_are_the_enum() -> None:
    dari_teks: dict[str, Any] = {"arah": "min", "rumus": "banding", "sifat": "kumulatif"}
    assert Aturan(**dari_teks) == Aturan(Arah.MINIMUM, Rumus.BANDING, sifat=Sifat.KUMULATIF)


def test_only_a_realisasi_without_anything_is_empty() -> None:
    kosong = [Realisasi(), Realisasi((None, None)), Realisasi(predikat="  ")]
    berisi = [Realisasi((None, 0)), Realisasi(predikat="A"), Realisasi(ada=False)]
    assert [satu.kosong for satu in kosong + berisi] == [True] * 3 + [False] * 3


def test_zero_has_no_sign() -> None:
    (nol,) = Realisasi((Decimal("-0"),)).komponen
    assert str(nol) == "0"


# The mean over what is due


def jadi(
    terbatas: int | None, *, lengkap: bool = True, alasan: tuple[Alasan, ...] = ()
) -> HasilCapaian:
    """Return a result with one figure."""
    nilai = None if terbatas is None else Fraction(terbatas)
    return HasilCapaian(nilai, nilai, lengkap=lengkap, alasan=alasan)


TANPA_TARGET = jadi(None, lengkap=False, alasan=(Alasan.TANPA_TARGET,))
TANPA_DATA = jadi(None, lengkap=False, alasan=(Alasan.TANPA_DATA,))


@pytest.mark.parametrize(
    ("hasil", "rata"),
    [
        ([], RataCapaian(None, 0, 0, lengkap=False)),
        ([TANPA_TARGET], RataCapaian(None, 0, 0, lengkap=False)),
        ([None], RataCapaian(None, 0, 1, lengkap=False)),
        ([None, TANPA_DATA, TANPA_TARGET], RataCapaian(None, 0, 2, lengkap=False)),
        ([jadi(0)], RataCapaian(Fraction(0), 1, 1, lengkap=True)),
        ([jadi(0), None], RataCapaian(Fraction(0), 1, 2, lengkap=False)),
        ([jadi(80), jadi(60)], RataCapaian(Fraction(70), 2, 2, lengkap=True)),
        ([jadi(80), None, TANPA_DATA], RataCapaian(Fraction(80, 3), 1, 3, lengkap=False)),
        ([jadi(80), TANPA_TARGET], RataCapaian(Fraction(80), 1, 1, lengkap=True)),
        ([jadi(80), jadi(50, lengkap=False)], RataCapaian(Fraction(65), 2, 2, lengkap=False)),
    ],
)
def test_the_mean_is_over_what_is_due(hasil: list[HasilCapaian | None], rata: RataCapaian) -> None:
    assert rata_capaian(iter(hasil)) == rata
    assert (rata.nilai is None) is (rata.terisi == 0)


# The years so far


def kumulasi(*tahun: tuple[str, str]) -> tuple[list[tuple[Decimal, str]] | str, object]:
    """Return the sum of (target, realisasi): components, or the text of the last year."""
    jumlah, hasil = akumulasi(
        [baca_target(teks, ["WTP"]) for teks, _ in tahun], [realisasi(isi) for _, isi in tahun]
    )
    isi = [(satu.jumlah, satu.satuan) for satu in jumlah.komponen] or jumlah.mentah
    return isi, hasil and (hasil.komponen or hasil.predikat)


@pytest.mark.parametrize(
    ("tahun", "jumlah", "hasil"),
    [
        ([("5x", "3"), ("5 x", "4")], [(10, "x")], (7,)),
        ([("5x", "3"), ("5 x", "tanpa data")], [(10, "x")], None),
        ([("5x", "-"), ("5 x", "4")], [(10, "x")], None),
        ([("2", "2"), ("3", "3"), ("10", "0")], [(15, "")], (5,)),
        (
            [("10 PD, 20 UPT", "5; 6"), ("10 PD, 25 UPT", "1; -")],
            [(20, "PD"), (45, "UPT")],
            (6, None),
        ),
        ([("10 PD, 20 UPT", "5"), ("10 PD, 25 UPT", "1; 2")], [(20, "PD"), (45, "UPT")], (6, None)),
        ([("", "tanpa data"), ("1 kali", "1"), ("1 kali", "0")], [(2, "kali")], (1,)),
        ([("-", "2"), ("1 kali", "1")], [(1, "kali")], (3,)),
        ([("0", "0"), ("4 kali", "2")], [(4, "kali")], (2,)),
        ([("0", "tanpa data"), ("4 kali", "2")], [(4, "kali")], None),
        ([("4 kali", "2"), ("0", "1")], [(4, "kali")], (3,)),
        ([("0", "1"), ("0", "2")], [(0, "")], (3,)),
        ([("5 x", "3; 9"), ("5 x", "4")], [(10, "x")], (7, 9)),
        ([("80%", "70"), ("90%", "75")], [(90, "%")], (75,)),
        (
            [("80% PD, 5 rapat", "1; 2"), ("90% PD, 5 rapat", "3; 4")],
            [(90, "%"), (5, "rapat")],
            (3, 4),
        ),
        ([("WTP", "predikat WTP"), ("WTP", "tanpa data")], "WTP", None),
        ([("5 x", "3"), ("5 keg", "4")], [(5, "keg")], (4,)),
        ([("20", "18"), ("Semua PD", "40")], "Semua PD", (40,)),
        ([("5 x", "3"), ("", "4")], "", (4,)),
        ([("5 x", "3"), ("-", "tanpa data")], "-", None),
        ([("Keputusan Gubernur", "tanpa data"), ("1 keg", "1")], [(1, "keg")], (1,)),
    ],
)
def test_years_are_added_where_they_can_be(
    tahun: list[tuple[str, str]], jumlah: object, hasil: object
) -> None:
    assert kumulasi(*tahun) == (jumlah, hasil)


def test_a_sum_names_the_texts_it_is_made_of() -> None:
    targets = [baca_target(teks) for teks in ("", "5x", "5 x (dua)")]
    jumlah, _ = akumulasi(targets, [None, None, None])
    assert jumlah == Target(
        "5x + 5 x (dua)", JenisTarget.CACAH, (Komponen(Decimal(10), "x"),), keterangan="(dua)"
    )


def test_years_and_their_realisasi_go_together() -> None:
    with pytest.raises(ValueError, match="at least one year"):
        akumulasi([], [])
    with pytest.raises(ValueError, match="shorter"):
        akumulasi([baca_target("5")], [])


def test_a_sum_is_exact_in_any_decimal_context() -> None:
    with localcontext() as konteks:
        konteks.prec = 2
        jumlah, hasil = akumulasi(
            [baca_target("123456789,25 m")] * 2, [Realisasi((Decimal("98765.4321"),))] * 2
        )
        capaian = hitung_capaian(jumlah, hasil, Aturan())
    assert jumlah.komponen[0].jumlah == Decimal("246913578.50")
    assert capaian.mentah_eksak == Fraction("197530.8642") / Fraction("246913578.5") * 100


# What holds for every figure

ANGKA = st.decimals(0, 10**6, places=2) | st.integers(0, 200).map(Decimal)
POSITIF = ANGKA.filter(bool)
SATUAN = st.sampled_from(["tim", "PD", "kab/kota", "%", ""])
ATURAN = st.builds(
    Aturan,
    arah=st.sampled_from(Arah),
    rumus=st.sampled_from(Rumus),
    predikat=st.sampled_from(CaraPredikat),
    batas_atas=st.sampled_from([Decimal(100), Decimal(120), Decimal("133.3")]),
    skala=st.none() | st.sampled_from([skala(satu["kode"]) for satu in data_skala()]),
    jumlah_unit=st.none() | st.integers(0, 60),
)
MAJEMUK = st.lists(st.builds(Komponen, ANGKA, SATUAN), min_size=1, max_size=5).map(
    lambda isi: Target("", JenisTarget.MAJEMUK if isi[1:] else JenisTarget.CACAH, tuple(isi))
)
TARGET = (
    MAJEMUK
    | st.sampled_from(["", "-", "0", "Semua PD", "Keputusan Gubernur", *KODE]).map(
        lambda teks: baca_target(teks, KODE)
    )
    | st.text().map(lambda teks: baca_target(teks, KODE))
)
REALISASI = st.builds(
    Realisasi,
    komponen=st.lists(st.none() | ANGKA, max_size=6).map(tuple),
    predikat=st.sampled_from(["", *KODE]) | st.text(),
    ada=st.none() | st.booleans(),
)


@given(TARGET, st.none() | REALISASI, ATURAN)
def test_every_combination_has_an_answer(
    satu: Target, data: Realisasi | None, dengan: Aturan
) -> None:
    hasil = hitung_capaian(satu, data, dengan)

    ada = hasil.terbatas_eksak is not None
    assert ada or hasil.mentah_eksak is None
    assert ada or (hasil.alasan and not hasil.lengkap)
    assert (hasil.terbatas is None) is not ada
    if ada:
        assert hasil.terbatas_eksak is not None
        assert 0 <= hasil.terbatas_eksak <= dengan.batas_atas
        assert satu.ada
        assert data is not None
        assert not data.kosong
    assert hasil.lengkap is (ada and Alasan.BELUM_LENGKAP not in hasil.alasan)
    assert len(set(hasil.alasan)) == len(hasil.alasan)


@given(TARGET, ATURAN, st.integers(0, 6))
def test_no_data_never_gives_a_number(satu: Target, dengan: Aturan, banyak: int) -> None:
    for data in (None, Realisasi(), Realisasi((None,) * banyak), Realisasi(predikat=" ")):
        hasil = hitung_capaian(satu, data, dengan)
        assert (hasil.mentah, hasil.terbatas, hasil.lengkap) == (None, None, False)
        assert Alasan.TANPA_DATA in hasil.alasan or Alasan.TANPA_TARGET in hasil.alasan
        assert [langkah.terbatas for langkah in hasil.langkah if langkah.terbatas is not None] == []


@given(MAJEMUK, ATURAN)
def test_a_realisasi_of_0_is_a_figure(satu: Target, dengan: Aturan) -> None:
    hasil = hitung_capaian(satu, Realisasi((Decimal(0),) * len(satu.komponen)), dengan)
    assert hasil.lengkap
    assert hasil.terbatas is not None


@given(MAJEMUK, ATURAN, st.data())
def test_more_is_never_worse_or_never_better(
    satu: Target, dengan: Aturan, data: st.DataObject
) -> None:
    banyak = len(satu.komponen)
    isi = data.draw(st.lists(st.none() | ANGKA, min_size=banyak, max_size=banyak))
    nomor = data.draw(st.integers(0, banyak - 1))
    naik = sorted(data.draw(st.lists(ANGKA, min_size=2, max_size=4)))
    hasil = []
    for nilai in naik:
        isi[nomor] = nilai
        hasil.append(hitung_capaian(satu, Realisasi(tuple(isi)), dengan))
    for kurang, lebih in pairwise(hasil):
        if dengan.arah is Arah.MINIMUM:
            kurang, lebih = lebih, kurang
        assert kurang.terbatas_eksak is not None
        assert lebih.terbatas_eksak is not None
        assert kurang.terbatas_eksak <= lebih.terbatas_eksak
        if kurang.mentah_eksak is not None and lebih.mentah_eksak is not None:
            assert kurang.mentah_eksak <= lebih.mentah_eksak


@given(MAJEMUK, ATURAN, st.data())
def test_a_compound_lies_between_its_components(
    satu: Target, dengan: Aturan, data: st.DataObject
) -> None:
    banyak = len(satu.komponen)
    isi = data.draw(st.lists(ANGKA, min_size=banyak, max_size=banyak))
    hasil = hitung_capaian(satu, Realisasi(tuple(isi)), dengan)
    sendiri = [
        hitung_capaian(Target("", JenisTarget.CACAH, (komponen,)), Realisasi((nilai,)), dengan)
        for komponen, nilai in zip(satu.komponen, isi, strict=True)
    ]
    terbatas = [langkah.terbatas_eksak for langkah in sendiri if langkah.terbatas_eksak is not None]
    assert len(terbatas) == banyak
    assert hasil.terbatas_eksak is not None
    assert min(terbatas) <= hasil.terbatas_eksak <= max(terbatas)
    assert hasil.terbatas_eksak == sum(terbatas) / banyak
    mentah = [langkah.mentah_eksak for langkah in sendiri if langkah.mentah_eksak is not None]
    assert hasil.mentah_eksak == (sum(mentah) / banyak if len(mentah) == banyak else None)


@given(POSITIF, ATURAN)
def test_a_target_that_is_met_is_100(jumlah: Decimal, dengan: Aturan) -> None:
    satu = Target("", JenisTarget.CACAH, (Komponen(jumlah, "x"),))
    hasil = hitung_capaian(satu, Realisasi((jumlah,)), dengan)
    assert (hasil.mentah_eksak, hasil.terbatas_eksak) == (100, 100)


@given(TARGET, st.none() | REALISASI)
def test_one_year_is_itself(satu: Target, data: Realisasi | None) -> None:
    assert akumulasi([satu], [data]) == (satu, data)


@given(st.lists(st.tuples(TARGET, st.none() | REALISASI), min_size=1, max_size=5), ATURAN)
def test_any_years_have_a_sum(tahun: list[tuple[Target, Realisasi | None]], dengan: Aturan) -> None:
    jumlah, data = akumulasi([satu for satu, _ in tahun], [satu for _, satu in tahun])
    assert jumlah.ada is tahun[-1][0].ada
    assert len(jumlah.komponen) >= len(tahun[-1][0].komponen)
    hasil = hitung_capaian(jumlah, data, dengan)
    if all(satu is None for _, satu in tahun):
        assert hasil.terbatas is None


@given(st.lists(st.tuples(ANGKA, st.none() | ANGKA), min_size=1, max_size=5))
def test_a_sum_is_known_only_when_every_year_is(
    tahun: list[tuple[Decimal, Decimal | None]],
) -> None:
    jumlah, data = akumulasi(
        [Target("", JenisTarget.CACAH, (Komponen(satu, "x"),)) for satu, _ in tahun],
        [Realisasi((satu,)) for _, satu in tahun],
    )
    nilai = [satu for _, satu in tahun]
    assert jumlah.komponen[0].jumlah == sum(satu for satu, _ in tahun)
    tercapai = data.komponen[0] if data and data.komponen else None
    assert tercapai == (None if None in nilai else sum(satu for satu in nilai if satu is not None))


@given(
    st.lists(
        st.none() | st.sampled_from([TANPA_TARGET, TANPA_DATA]) | st.integers(0, 100).map(jadi)
    )
)
def test_a_mean_never_comes_from_nothing(hasil: list[HasilCapaian | None]) -> None:
    rata = rata_capaian(hasil)
    nilai = [satu.terbatas_eksak for satu in hasil if satu and satu.terbatas_eksak is not None]
    assert (rata.nilai is None) is (nilai == [])
    assert rata.terisi == len(nilai)
    assert rata.jumlah == len([satu for satu in hasil if satu is not TANPA_TARGET])
    assert rata.nilai is None or 0 <= rata.nilai <= 100
