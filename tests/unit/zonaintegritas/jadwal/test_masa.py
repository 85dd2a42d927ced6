"""Windows from planned months: what holds for every plan."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evidence.jadwal import Jendela, bulan_kemudian
from zonaintegritas.jadwal.masa import akhir_bulan, masa

BULAN = st.sets(st.integers(1, 12).map(lambda n: date(2023, n, 1)))
SEJAK = st.none() | st.dates(date(2022, 12, 1), date(2024, 1, 31))


@given(bulan=BULAN, rentang=st.booleans(), sejak=SEJAK)
def test_every_month_lies_in_exactly_one_window(
    bulan: set[date], rentang: bool, sejak: date | None
) -> None:
    found = masa(bulan, rentang=rentang, sejak=sejak)
    assert [m for one in found for m in one.bulan] == sorted(bulan)
    for one in found:
        assert one.jendela == Jendela(one.bulan[0], akhir_bulan(one.bulan[-1]))
        assert one.ditagih == (sejak is None or one.jendela.selesai >= sejak)


@given(bulan=BULAN, sejak=SEJAK)
def test_a_run_is_as_long_as_it_can_be(bulan: set[date], sejak: date | None) -> None:
    found = masa(bulan, rentang=True, sejak=sejak)
    for one in found:
        assert bulan_kemudian(one.bulan[0], -1) not in bulan
        assert bulan_kemudian(one.bulan[-1], 1) not in bulan
    single = masa(bulan, rentang=False, sejak=sejak)
    assert [one.bulan for one in single] == [(m,) for m in sorted(bulan)]
    assert sum(one.jendela.hari for one in single) == sum(one.jendela.hari for one in found)


@given(bulan=BULAN, rentang=st.booleans(), sejak=st.dates(date(2022, 12, 1), date(2024, 1, 31)))
def test_what_is_asked_never_became_late_before_the_decree(
    bulan: set[date], rentang: bool, sejak: date
) -> None:
    for one in masa(bulan, rentang=rentang, sejak=sejak):
        first_late_day = one.jendela.selesai + timedelta(days=1)
        assert not one.ditagih or first_late_day > sejak


@given(bulan=BULAN, rentang=st.booleans())
def test_order_and_repetition_do_not_matter(bulan: set[date], rentang: bool) -> None:
    wanted = masa(bulan, rentang=rentang, sejak=None)
    again = [*sorted(bulan, reverse=True), *bulan]
    assert masa(again, rentang=rentang, sejak=None) == wanted


def test_the_month_of_the_decree_is_asked_for() -> None:
    months = [date(2023, 5, 1), date(2023, 6, 1)]
    found = masa(months, rentang=False, sejak=date(2023, 6, 5))
    assert [(one.jendela, one.ditagih) for one in found] == [
        (Jendela(date(2023, 5, 1), date(2023, 5, 31)), False),
        (Jendela(date(2023, 6, 1), date(2023, 6, 30)), True),
    ]
    (run,) = masa(months, rentang=True, sejak=date(2023, 6, 5))
    assert (run.jendela, run.ditagih) == (Jendela(date(2023, 5, 1), date(2023, 6, 30)), True)


def test_the_last_day_of_a_leap_february() -> None:
    assert akhir_bulan(date(2024, 2, 1)) == date(2024, 2, 29)
    assert akhir_bulan(date(2023, 12, 1)) == date(2023, 12, 31)
