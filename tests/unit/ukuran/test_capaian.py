"""Capaian against a table worked by hand (kasus_target.md), and the checks of what goes in."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.unit.ukuran.kasus_target import Baris, realisasi, skala, tabel
from ukuran.capaian import (
    Alasan,
    Arah,
    Aturan,
    CaraPredikat,
    Langkah,
    Realisasi,
    Rumus,
    Sifat,
    hitung_capaian,
)
from ukuran.target import JenisTarget, Target, baca_target

KASUS = tabel("Capaian")


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
    assert semua == [123, 76, 22, 117]


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
        ("80%", Realisasi((Decimal(60),)), "min selisih", "(2 x 80 - 60) / 80 x 100"),
        ("80%", Realisasi((Decimal(60),)), "min banding", "80 / 60 x 100"),
        ("80%", Realisasi((Decimal(0),)), "min banding, batas 120", "realisasi 0: batas atas 120"),
        ("0", Realisasi((Decimal(3),)), "maks", "target 0, realisasi 3: 100"),
        ("0", Realisasi((Decimal(3),)), "min selisih", "target 0, realisasi 3: 0"),
        ("Semua PD", Realisasi((Decimal(20),)), "unit 49", "20 / 49 x 100"),
        ("Semua PD", Realisasi((Decimal(20),)), "maks", "tanpa jumlah unit"),
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
    berisi = [Realisasi((None, Decimal(0))), Realisasi(predikat="A"), Realisasi(ada=False)]
    assert [satu.kosong for satu in kosong + berisi] == [True] * 3 + [False] * 3


def test_zero_has_no_sign() -> None:
    (nol,) = Realisasi((Decimal("-0"),)).komponen
    assert str(nol) == "0"
