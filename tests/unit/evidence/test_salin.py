"""Pure parts of copying a plan: days, names, codes, successors of units."""

from datetime import date

import pytest

from accounts.models import Unit
from evidence.salin import Penerus, geser_tahun, kode_tahun, nama_tahun


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 3, 31), 1, date(2027, 3, 31)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2027, 2, 28), 1, date(2028, 2, 28)),
        (date(2026, 12, 31), -5, date(2021, 12, 31)),
    ],
)
def test_days_move_by_years(day: date, years: int, expected: date) -> None:
    assert geser_tahun(day, years) == expected


def test_names_and_codes_carry_the_new_year() -> None:
    assert nama_tahun("Satgas 2026 (CONTOH)", 2026, 2027) == "Satgas 2026 (CONTOH)".replace(
        "2026", "2027"
    )
    assert nama_tahun("Satgas Pencegahan Korupsi", 2026, 2027) == "Satgas Pencegahan Korupsi 2027"
    assert nama_tahun("Nomor 12026", 2026, 2027) == "Nomor 12026 2027"
    assert nama_tahun("Road Map RB 2024-2028, UU 25/2009", 2024, 2029, 2028) == (
        "Road Map RB 2029-2033, UU 25/2009"
    )
    assert nama_tahun("Road Map 2024-2028", 2024, 2025, 2028) == "Road Map 2025-2029"
    assert nama_tahun("Road Map RB", 2024, 2029, 2028) == "Road Map RB 2029"
    assert [kode_tahun(k, 1) for k in ("B03", "26B03", "99B12", "Awal")] == [
        "B03",
        "27B03",
        "00B12",
        "Awal",
    ]


def _unit(pk: int, ended: date | None = None, following: int | None = None) -> Unit:
    return Unit(
        pk=pk, nama=f"U{pk}", nama_pendek=f"U{pk}", aktif_selesai=ended, penerus_id=following
    )


def test_successors_are_followed_to_a_living_unit() -> None:
    ended, later = date(2026, 12, 31), date(2027, 6, 30)
    units = {
        1: _unit(1),
        2: _unit(2, ended, 3),
        3: _unit(3, ended, 1),
        4: _unit(4, ended),
        5: _unit(5, later, 1),
        6: _unit(6, ended, 7),
        7: _unit(7, ended, 6),  # a circle must not hang
        8: _unit(8, ended, 4),  # leads to an ended unit without successor
    }
    found = Penerus(units, date(2027, 1, 1))
    assert {pk: found.untuk(pk) for pk in units} == {
        1: 1,
        2: 1,
        3: 1,
        4: 4,
        5: 5,
        6: 6,
        7: 7,
        8: 8,
    }
    assert found.diganti == {2: 1, 3: 1}
    assert set(found.tanpa) == {4, 6, 7, 8}


def test_the_last_day_of_a_unit_still_counts() -> None:
    units = {1: _unit(1, date(2027, 1, 1), 2), 2: _unit(2)}
    assert Penerus(units, date(2027, 1, 1)).untuk(1) == 1
    assert Penerus(units, date(2027, 1, 2)).untuk(1) == 2
