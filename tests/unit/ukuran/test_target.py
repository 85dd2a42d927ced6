"""Targets and budgets as they are read from the text of the plan."""

import json
from collections import Counter
from decimal import Decimal, localcontext

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.ukuran.kasus_target import ROADMAP, Baris, tabel
from tests.unit.ukuran.strategi_target import SANTAI
from ukuran.target import (
    Anggaran,
    JenisAnggaran,
    JenisTarget,
    Komponen,
    Target,
    baca_anggaran,
    baca_target,
)

PREDIKAT = ("WTP", "BB", "B", "A")
DARI_ROADMAP = tabel("Targets of the Road Map")
LAIN = tabel("Other texts")
ANGGARAN = tabel("Budgets")

RUAS = [*"50x-/();½ \n\u200b", "12,5", "1.200", "80%", "900%", "kab/kota", " dan ", ", ", "PD"]
POTONGAN = st.sampled_from([*RUAS, "Semua PD", "WTP", "persen", "Rp", "≥"])
TEKS = st.text() | st.lists(POTONGAN, max_size=8).map("".join)


def komponen(tulisan: str) -> tuple[Komponen, ...]:
    """Return the components of a table cell: `15 tim; 10 PD`."""
    bagian = [satu.strip().partition(" ") for satu in tulisan.split(";") if satu.strip()]
    return tuple(Komponen(Decimal(jumlah), satuan) for jumlah, _, satuan in bagian)


def judul(baris: Baris) -> str:
    """Return the name of a case."""
    return repr(baris["teks"])


@pytest.mark.parametrize("baris", DARI_ROADMAP, ids=judul)
def test_every_target_of_the_road_map_is_read(baris: Baris) -> None:
    terbaca = baca_target(baris["teks"], PREDIKAT)

    lain = terbaca.predikat or terbaca.keterangan
    assert (terbaca.mentah, terbaca.jenis.value, terbaca.komponen, lain) == (
        baris["teks"],
        baris["jenis"],
        komponen(baris["komponen"]),
        baris["predikat atau keterangan"],
    )


def test_only_the_900_percent_of_the_road_map_is_doubtful() -> None:
    terbaca = [baca_target(baris["teks"], PREDIKAT) for baris in DARI_ROADMAP]

    assert [(satu.mentah, satu.mencurigakan) for satu in terbaca if satu.mencurigakan] == [
        ("900%", "Persentase lebih dari 100%.")
    ]


def test_the_kinds_of_the_road_map_are_counted() -> None:
    per_jenis: dict[str, Counter[str]] = {
        "teks": Counter(),
        "III.B": Counter(),
        "Lampiran": Counter(),
    }
    for baris in DARI_ROADMAP:
        jenis = baca_target(baris["teks"], PREDIKAT).jenis.value
        per_jenis["teks"][jenis] += 1
        for bagian in ("III.B", "Lampiran"):
            per_jenis[bagian][jenis] += int(baris[bagian])

    assert per_jenis["teks"] == {
        "kosong": 1,
        "strip": 1,
        "nol": 1,
        "persen": 19,
        "cacah": 75,
        "majemuk": 16,
        "predikat": 4,
        "dokumen": 5,
        "semua": 1,
    }
    assert +per_jenis["III.B"] == {
        "kosong": 1,
        "persen": 174,
        "cacah": 9,
        "predikat": 15,
        "semua": 1,
    }
    assert +per_jenis["Lampiran"] == {
        "kosong": 132,
        "strip": 29,
        "nol": 1,
        "persen": 5,
        "cacah": 246,
        "majemuk": 32,
        "dokumen": 5,
    }


def test_the_table_holds_every_target_of_the_road_map() -> None:
    isi = json.loads(ROADMAP.read_text(encoding="utf-8"))
    sasaran = Counter(
        teks
        for satu in isi["sasaran"]["tabel"]
        for kelompok in satu["sasaran"]
        for indikator in kelompok["indikator"]
        for teks in indikator["target"]
    )
    lampiran = Counter(
        teks
        for program in isi["lampiran"]["program"]
        for kegiatan in program["kegiatan"]
        for baris in kegiatan["baris"]
        for teks in baris["target"]
    )

    assert sasaran == +Counter({satu["teks"]: int(satu["III.B"]) for satu in DARI_ROADMAP})
    assert lampiran == +Counter({satu["teks"]: int(satu["Lampiran"]) for satu in DARI_ROADMAP})
    assert (sasaran.total(), lampiran.total()) == (200, 450)


@pytest.mark.parametrize("baris", LAIN, ids=judul)
def test_other_texts_are_read(baris: Baris) -> None:
    terbaca = baca_target(baris["teks"], PREDIKAT)

    assert terbaca == Target(
        mentah=baris["teks"],
        jenis=JenisTarget(baris["jenis"]),
        komponen=komponen(baris["komponen"]),
        predikat=baris["predikat"],
        keterangan=baris["keterangan"],
    )
    assert baris["mencurigakan"] in terbaca.mencurigakan
    assert bool(baris["mencurigakan"]) is bool(terbaca.mencurigakan)


def test_a_grade_counts_only_where_the_row_has_it() -> None:
    assert baca_target("WTP").jenis is JenisTarget.DOKUMEN
    assert baca_target("WTP", ["wtp"]).predikat == "wtp"
    assert baca_target("3", ["1", "2", "3"]).jenis is JenisTarget.PREDIKAT
    assert baca_target("0", ["0", "1"]).jenis is JenisTarget.PREDIKAT
    assert baca_target("-", ["-"]).jenis is JenisTarget.STRIP
    assert baca_target("", [""]).jenis is JenisTarget.KOSONG


def test_nothing_is_aimed_at_only_when_blank_or_a_dash() -> None:
    assert [jenis for jenis in JenisTarget if not Target("", jenis).ada] == [
        JenisTarget.KOSONG,
        JenisTarget.STRIP,
    ]


@pytest.mark.parametrize(
    ("satu", "lain"),
    [
        ("5x", "5 X"),
        ("1 keg.", "1 KEG"),
        ("22 Kab/Kota", "22 KAB/KOTA"),
        ("2 perda /p.", "2 Perda/P"),
    ],
)
def test_spelling_plays_no_part_when_units_are_compared(satu: str, lain: str) -> None:
    assert baca_target(satu).komponen[0].kunci == baca_target(lain).komponen[0].kunci


@pytest.mark.parametrize(
    "jumlah", [Decimal(-1), Decimal("NaN"), Decimal("Infinity"), Decimal("-0.1")]
)
def test_a_component_is_no_negative_and_no_nan(jumlah: Decimal) -> None:
    with pytest.raises(ValueError, match="negative or no number"):
        Komponen(jumlah, "x")


@pytest.mark.parametrize("jumlah", [1.5, 1, None, "1"])
def test_a_component_is_a_decimal(jumlah: object) -> None:
    with pytest.raises(TypeError, match="must be Decimal"):
        Komponen(jumlah, "x")  # type: ignore[arg-type]


@pytest.mark.parametrize("baris", ANGGARAN, ids=judul)
def test_budgets_are_read(baris: Baris) -> None:
    ribu = None if baris["ribu"] == "-" else int(baris["ribu"])
    assert baca_anggaran(baris["teks"]) == Anggaran(
        baris["teks"], JenisAnggaran(baris["jenis"]), ribu
    )


@SANTAI
@given(TEKS)
@example("1" * 5000)
@example("1," + "0" * 5000)
@example("1" + ",000" * 2000)
@example("5 " + "dan " * 3000)
@example("(" * 3000)
@example(">" * 3000 + "x")
@example("min " * 3000 + "x")
@example("5 / " * 3000)
@example("\ud800")
def test_no_text_stops_the_parser(teks: str) -> None:
    for predikat in ((), PREDIKAT):
        terbaca = baca_target(teks, predikat)
        assert terbaca.mentah == teks
        assert isinstance(terbaca.mencurigakan, str)
        assert baca_target(teks, predikat) == terbaca
        angka = terbaca.jenis in (JenisTarget.NOL, JenisTarget.PERSEN, JenisTarget.CACAH)
        assert (len(terbaca.komponen) == 1) is angka
        assert (len(terbaca.komponen) > 1) is (terbaca.jenis is JenisTarget.MAJEMUK)
        assert bool(terbaca.predikat) is (terbaca.jenis is JenisTarget.PREDIKAT)
    anggaran = baca_anggaran(teks)
    assert anggaran.mentah == teks
    assert (anggaran.ribu is None) is (
        anggaran.jenis not in (JenisAnggaran.NOL, JenisAnggaran.JUMLAH)
    )


@SANTAI
@given(st.text(alphabet=" \t\n\xa0\u2003\u200b\ufeff"))
def test_spaces_of_any_kind_are_no_target(teks: str) -> None:
    assert baca_target(teks, PREDIKAT).jenis is JenisTarget.KOSONG
    assert baca_anggaran(teks).jenis is JenisAnggaran.KOSONG


@SANTAI
@given(st.integers(0, 10**15), st.sampled_from(["orang", "kab/kota", "x", "%", ""]))
def test_a_number_is_read_back_however_it_is_grouped(jumlah: int, satuan: str) -> None:
    titik = f"{jumlah:,}".replace(",", ".")
    for tulisan in (str(jumlah), titik, f"{titik},0"):
        with localcontext() as konteks:
            konteks.prec = 3
            (satu,) = baca_target(f"{tulisan} {satuan}").komponen
        assert satu == Komponen(Decimal(jumlah), satuan)


@SANTAI
@given(
    st.lists(
        st.tuples(st.integers(0, 999), st.sampled_from(["tim", "PD", "kab/kota", "%"])), min_size=2
    )
)
def test_every_component_of_a_compound_is_read(isi: list[tuple[int, str]]) -> None:
    for pemisah in (", ", ",", " dan ", "/", "; "):
        teks = pemisah.join(f"{jumlah} {satuan}" for jumlah, satuan in isi)
        terbaca = baca_target(teks)
        assert terbaca.komponen == tuple(Komponen(Decimal(jumlah), kata) for jumlah, kata in isi)
        assert terbaca.jenis is JenisTarget.MAJEMUK


@SANTAI
@given(st.integers(0, 10**17))
def test_a_budget_is_read_back(ribu: int) -> None:
    assert baca_anggaran(f"{ribu:,}").ribu == ribu
    assert baca_anggaran(str(ribu)).ribu == ribu
