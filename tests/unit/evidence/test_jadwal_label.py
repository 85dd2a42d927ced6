"""What officials call a due window."""

from datetime import date

import pytest

from evidence.jadwal import Jendela, jendela, label

TAHUN = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("pola", "names"),
    [
        ("sekali", ["Tahun 2026"]),
        ("tahunan", ["Tahun 2026"]),
        ("terus", ["Tahun 2026"]),
        ("kejadian", ["Tahun 2026"]),
        ("semester", ["Semester I 2026", "Semester II 2026"]),
        (
            "triwulan",
            ["Triwulan I 2026", "Triwulan II 2026", "Triwulan III 2026", "Triwulan IV 2026"],
        ),
    ],
)
def test_windows_of_a_full_year(pola: str, names: list[str]) -> None:
    assert [label(pola, w) for w in jendela(pola, *TAHUN)] == names


def test_months_by_their_names() -> None:
    names = [label("bulanan", w) for w in jendela("bulanan", *TAHUN)]
    assert (names[0], names[8], len(names)) == ("Januari 2026", "September 2026", 12)


def test_a_plan_that_starts_late_keeps_the_names_of_the_calendar() -> None:
    late = (date(2026, 3, 2), date(2026, 12, 31))
    assert [label("semester", w) for w in jendela("semester", *late)] == [
        "Semester I 2026",
        "Semester II 2026",
    ]
    # A stub of less than half a quarter belongs to its neighbour and takes its name.
    assert [label("triwulan", w) for w in jendela("triwulan", *late)] == [
        "Triwulan II 2026",
        "Triwulan III 2026",
        "Triwulan IV 2026",
    ]
    assert label("tahunan", jendela("tahunan", date(2025, 12, 15), TAHUN[1])[0]) == "Tahun 2026"


def test_a_window_that_is_no_period_of_the_pola_is_named_after_its_length() -> None:
    assert label("tahunan", Jendela(date(2026, 7, 1), date(2026, 9, 30))) == "Triwulan III 2026"
    assert label("bulanan", Jendela(date(2026, 1, 1), date(2026, 6, 30))) == "Semester I 2026"
    assert label("semester", Jendela(*TAHUN)) == "Tahun 2026"
    assert label("sekali", Jendela(date(2026, 2, 3), date(2026, 2, 20))) == "Februari 2026"
    assert label("sekali", Jendela(date(2026, 1, 1), date(2028, 12, 31))) == (
        "Tahun 2026 sampai 2028"
    )
