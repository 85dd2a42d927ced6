"""Geometry of the pictures: scales, gaps, nothing drawn for no data."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.gambar import BarisBatang, BarisUang, batang_capaian, batang_uang, juta
from roadmap.grafik import (
    LEBAR,
    TARGET,
    GrafikBatang,
    GrafikGaris,
    IsiBatang,
    batang,
    bulat_atas,
    garis,
    potong,
)

ANGKA = st.decimals(min_value=0, max_value=10**15, places=2)


def _batang(*rows: IsiBatang, penuh: int | None = None) -> GrafikBatang:
    found = batang(rows, penuh=None if penuh is None else Decimal(penuh))
    assert found is not None
    return found


def _garis(*deret: tuple[str, list[Decimal | None]]) -> GrafikGaris:
    found = garis(range(2018, 2018 + len(deret[0][1])), deret)
    assert found is not None
    return found


def test_bars_share_one_scale() -> None:
    found = _batang(
        IsiBatang("A", Decimal(50), Decimal(100), "50"),
        IsiBatang("B", Decimal(200), None, "200"),
    )
    assert [(b.lebar, b.lebar_pembanding) for b in found.batang] == [("80", "160"), ("320", None)]
    assert found.tinggi == 120


def test_no_data_draws_no_bar_and_zero_draws_one_without_length() -> None:
    found = _batang(
        IsiBatang("A", None, None, "tanpa data"), IsiBatang("B", Decimal(0), None, "0%"), penuh=100
    )
    assert [b.lebar for b in found.batang] == [None, "0"]
    assert [b.lebar_pembanding for b in found.batang] == [None, None]


def test_nothing_to_compare_with_is_no_division() -> None:
    assert [b.lebar for b in _batang(IsiBatang("A", Decimal(0), None, "0")).batang] == ["0"]
    assert batang([]) is None


def test_a_figure_beyond_the_scale_ends_at_it() -> None:
    found = _batang(
        IsiBatang("A", Decimal(900), None, "900%"),
        IsiBatang("B", Decimal(-5), None, "-5"),
        penuh=100,
    )
    assert [b.lebar for b in found.batang] == [str(LEBAR), "0"]


@given(st.lists(ANGKA, min_size=1, max_size=12))
def test_longer_bars_are_larger_figures(values: list[Decimal]) -> None:
    found = _batang(*(IsiBatang("x", v, None, "") for v in values))
    widths = [Decimal(b.lebar or "-1") for b in found.batang]
    assert all(0 <= w <= LEBAR for w in widths)
    for (v, w), (v2, w2) in zip(
        zip(values, widths, strict=True), zip(values[1:], widths[1:], strict=True), strict=False
    ):
        assert (w <= w2) if v <= v2 else (w >= w2)


def test_a_year_without_data_breaks_the_line() -> None:
    found = _garis(("Realisasi", [Decimal(10), Decimal(20), None, Decimal(40), Decimal(50)]))
    (line,) = found.deret
    assert len(line.ruas) == 2
    assert len(line.simpul) == 4
    assert [t for _, t in found.tahun] == [2018, 2019, 2020, 2021, 2022]


def test_a_single_point_has_no_line() -> None:
    found = _garis(("Realisasi", [None, Decimal(0), None]))
    assert found.deret[0].ruas == ()
    assert [p.y for p in found.deret[0].simpul] == ["150"]


def test_no_figures_no_picture() -> None:
    assert garis([2018, 2019], [("Target", [None, None])]) is None


def test_lines_must_have_a_value_for_each_year() -> None:
    with pytest.raises(ValueError, match="one value"):
        garis([2018, 2019], [("Target", [Decimal(1)])])


def test_words_of_two_lines_keep_apart() -> None:
    found = _garis(
        (TARGET, [Decimal(80), Decimal(80), Decimal(50)]),
        ("Realisasi", [Decimal(60), Decimal(80), Decimal(90)]),
    )
    aim, done = found.deret
    assert (aim.putus, done.putus) == (True, False)
    for above, below in (
        (aim.simpul[0], done.simpul[0]),
        (aim.simpul[1], done.simpul[1]),
        (done.simpul[2], aim.simpul[2]),
    ):
        assert float(above.y_teks) < float(above.y)
        assert float(below.y_teks) > float(below.y)


@given(st.lists(st.none() | ANGKA, min_size=1, max_size=8))
def test_points_stay_inside_the_picture(values: list[Decimal | None]) -> None:
    found = garis(range(len(values)), [("Realisasi", values)])
    if found is None:
        assert all(v is None for v in values)
        return
    for point in found.deret[0].simpul:
        assert 0 <= float(point.x) <= LEBAR
        assert 16 <= float(point.y) <= 150
    assert len(found.deret[0].simpul) == sum(v is not None for v in values)


@pytest.mark.parametrize(
    ("nilai", "atas"),
    [("0", "4"), ("1", "1"), ("90", "100"), ("100", "100"), ("0.5", "0.6"), ("204990917", "4E+8")],
)
def test_scales_end_at_round_figures(nilai: str, atas: str) -> None:
    assert bulat_atas(Decimal(nilai)) == Decimal(atas)


@given(ANGKA)
def test_the_scale_holds_the_figure(value: Decimal) -> None:
    assert bulat_atas(value) >= value


def test_labels_are_cut_with_an_ellipsis() -> None:
    assert potong("Pendek", 320) == "Pendek"
    assert potong("x" * 100, 62) == "xxxxxxxxx…"


def test_capaian_is_drawn_on_a_hundred() -> None:
    found = batang_capaian(
        [BarisBatang("a", Decimal("37.5"), None, "(1 dari 2)"), BarisBatang("b", None)]
    )
    assert found is not None
    assert [(b.lebar, b.teks) for b in found.batang] == [
        ("120", "37,5% (1 dari 2)"),
        (None, "tanpa data"),
    ]


def test_money_is_short_in_pictures() -> None:
    assert juta(Decimal(1_200_287_000)) == "Rp 1.200,3 juta"
    assert juta(None) == "tanpa data"
    found = batang_uang(
        [
            BarisUang("A", Decimal(400_000_000), Decimal(100_000_000), Decimal(25)),
            BarisUang("B", Decimal(0), None, None),
            BarisUang("C", None, None, None),
        ]
    )
    assert found is not None
    assert [(b.lebar, b.lebar_pembanding, b.teks) for b in found.batang] == [
        ("80", "320", "Rp 400 juta, serapan 25%"),
        (None, "0", "Rp 0 juta"),
        (None, None, "tanpa data"),
    ]
