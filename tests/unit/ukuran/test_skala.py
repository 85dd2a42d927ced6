"""Ordered scales of predicates, and the scales of the fixture."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ukuran.kasus_target import data_skala, skala
from tests.unit.ukuran.strategi_target import SANTAI
from ukuran.skala import Skala, Tingkat, periksa_skala, tulis

Batas = tuple[str, str | None, str | None]


def bangun(*tingkat: Batas) -> Skala:
    """Return a scale of (kode, bawah, atas)."""
    return Skala(
        "uji",
        1,
        "Uji",
        tuple(
            Tingkat(
                kode,
                kode,
                None if bawah is None else Decimal(bawah),
                None if atas is None else Decimal(atas),
            )
            for kode, bawah, atas in tingkat
        ),
    )


def test_the_fixture_holds_five_scales_without_complaint() -> None:
    urutan = {
        satu["kode"]: [baris.kode for baris in skala(satu["kode"]).tingkat] for satu in data_skala()
    }

    assert urutan == {
        "opini-bpk": ["TMP", "TW", "WDP", "WTP"],
        "sakip": ["D", "C", "CC", "B", "BB", "A", "AA"],
        "skm": ["D", "C", "B", "A"],
        "zona-ombudsman": ["MERAH", "KUNING", "HIJAU"],
        "kepatuhan": ["MERAH", "KUNING", "A"],
    }
    assert {kode: periksa_skala(skala(kode)) for kode in urutan} == dict.fromkeys(urutan, ())


def test_every_scale_says_where_it_comes_from() -> None:
    assert [satu["kode"] for satu in data_skala() if not satu["sumber"].strip()] == []
    assert {satu["status_sumber"] for satu in data_skala()} == {"S"}


@pytest.mark.parametrize(
    ("kode", "nilai", "tingkat"),
    [
        ("sakip", "0", "D"),
        ("sakip", "29.99", "D"),
        ("sakip", "30", "C"),
        ("sakip", "50", "CC"),
        ("sakip", "59.999", "CC"),
        ("sakip", "60", "B"),
        ("sakip", "70", "BB"),
        ("sakip", "79.99", "BB"),
        ("sakip", "80", "A"),
        ("sakip", "90", "AA"),
        ("sakip", "100", "AA"),
        ("skm", "24.99", None),
        ("skm", "25", "D"),
        ("skm", "64.99", "D"),
        ("skm", "64.999", "D"),
        ("skm", "65", "C"),
        ("skm", "76.60", "C"),
        ("skm", "76.605", "C"),
        ("skm", "76.61", "B"),
        ("skm", "78.06", "B"),
        ("skm", "88.30", "B"),
        ("skm", "88.31", "A"),
        ("skm", "100", "A"),
        ("skm", "100.01", None),
        ("opini-bpk", "80", None),
        ("zona-ombudsman", "90.28", None),
    ],
)
def test_a_number_finds_its_level(kode: str, nilai: str, tingkat: str | None) -> None:
    ditemukan = skala(kode).dari_angka(Decimal(nilai))
    assert (ditemukan.kode if ditemukan else None) == tingkat


def test_the_spelling_of_a_code_plays_no_part() -> None:
    assert [skala("sakip").urutan(kode) for kode in ("D", "bb", " B B ", "AA", "E", "", " ")] == [
        0,
        4,
        4,
        6,
        None,
        None,
        None,
    ]
    assert bangun(("", None, None), ("A", None, None)).urutan(" ") is None


@pytest.mark.parametrize(
    ("tingkat", "keluhan"),
    [
        ([], ("Skala memerlukan paling sedikit dua tingkat.",)),
        ([("A", None, None)], ("Skala memerlukan paling sedikit dua tingkat.",)),
        ([("A", None, None), ("B", None, None)], ()),
        ([("A", None, None), (" a", None, None)], ("Kode a dipakai lebih dari sekali.",)),
        ([("A", None, None), (" ", None, None)], ("Tingkat ke-2 belum memiliki kode.",)),
        (
            [("B", "0", "50"), ("A", None, None)],
            ("Sebagian tingkat belum memiliki batas angka: A.",),
        ),
        ([("B", "0", "50"), ("A", "60", "100")], ("Ada celah antara B dan A, dari 50 sampai 60.",)),
        (
            [("B", "0", "60.5"), ("A", "50", "100")],
            ("B dan A tumpang tindih dari 50 sampai 60,5.",),
        ),
        (
            [("A", "50", "100"), ("B", "0", "50")],
            ("B harus di atas A; urutkan dari yang terendah.",),
        ),
        (
            [("B", "50", "50"), ("A", "50", None)],
            (
                "Batas bawah 50 pada B harus lebih kecil daripada batas atas 50.",
                "A harus di atas B; urutkan dari yang terendah.",
            ),
        ),
        (
            [("B", "0", None), ("A", "50", None)],
            ("Batas atas B kosong, padahal masih ada A di atasnya.",),
        ),
        (
            [("B", "0", "50"), ("A", None, "100")],
            ("Batas bawah A kosong, padahal masih ada B di bawahnya.",),
        ),
        ([("C", None, "50"), ("B", "50", "70"), ("A", "70", None)], ()),
    ],
)
def test_a_scale_is_checked(tingkat: list[Batas], keluhan: tuple[str, ...]) -> None:
    assert periksa_skala(bangun(*tingkat)) == keluhan


@pytest.mark.parametrize(
    ("batas", "galat"),
    [
        (1.5, TypeError),
        (50, TypeError),
        (Decimal("NaN"), ValueError),
        (Decimal("-Infinity"), ValueError),
    ],
)
def test_a_limit_is_a_finite_decimal(batas: object, galat: type[Exception]) -> None:
    with pytest.raises(galat, match="A: a limit"):
        Tingkat("A", "A", batas)  # type: ignore[arg-type]
    with pytest.raises(galat, match="A: a limit"):
        Tingkat("A", "A", None, batas)  # type: ignore[arg-type]


BATAS = st.lists(st.decimals(-10, 110, places=2), min_size=3, max_size=7, unique=True).map(sorted)


@SANTAI
@given(BATAS, st.decimals(-20, 120, places=3))
def test_a_sound_scale_has_one_level_for_a_number(batas: list[Decimal], nilai: Decimal) -> None:
    tingkat = tuple(
        Tingkat(str(nomor), "", bawah, atas) for nomor, (bawah, atas) in enumerate(pairwise(batas))
    )
    satu = Skala("uji", 1, "Uji", tingkat)
    assert periksa_skala(satu) == ()
    ditemukan = satu.dari_angka(nilai)
    seharusnya = max((n for n, bawah in enumerate(batas[:-1]) if bawah <= nilai), default=None)
    if nilai > batas[-1]:
        seharusnya = None
    assert (ditemukan.kode if ditemukan else None) == (
        None if seharusnya is None else str(seharusnya)
    )


@SANTAI
@given(st.lists(st.builds(Tingkat, st.text(), st.text()), max_size=4), st.text())
def test_no_code_stops_a_scale(tingkat: list[Tingkat], kode: str) -> None:
    satu = Skala("uji", 1, "Uji", tuple(tingkat))
    assert satu.urutan(kode) in (None, *range(len(tingkat)))
    assert satu.dari_angka(Decimal(1)) is None
    assert all(isinstance(keluhan, str) for keluhan in periksa_skala(satu))


def test_figures_are_written_with_all_their_digits() -> None:
    angka = ["0", "0.00", "12", "12.50", "1234567.891", "1E+3", "0.000001"]
    assert [tulis(Decimal(satu)) for satu in angka] == [
        "0",
        "0",
        "12",
        "12,5",
        "1.234.567,891",
        "1.000",
        "0,000001",
    ]
    assert tulis(None) == ""
