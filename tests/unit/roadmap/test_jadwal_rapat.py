"""What is due by Bab IV: windows of each rhythm, and how they stand on a day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.jadwal_rapat import BAKU, Irama, Keadaan, Maksud, Masa, Tingkat, masa_irama, tempo

MULAI, SELESAI = date(2026, 1, 1), date(2026, 12, 31)
HARI = st.dates(date(2025, 11, 1), date(2027, 2, 28))


def test_bab_iv_is_the_rhythm_without_settings() -> None:
    assert {k: v.value for k, v in BAKU.items()} == {
        ("unit", "monitoring"): "dua_minggu",
        ("pokja", "monitoring"): "bulanan",
        ("pleno", "monitoring"): "bulanan",
        ("unit", "evaluasi"): "semester",
        ("pokja", "evaluasi"): "semester",
        ("pleno", "evaluasi"): "semester",
    }
    assert set(BAKU) == {(t, m) for t in Tingkat for m in Maksud}


def test_problems_go_up_only() -> None:
    assert {t: t.di_atasnya for t in Tingkat} == {
        Tingkat.UNIT: (Tingkat.POKJA, Tingkat.PLENO),
        Tingkat.POKJA: (Tingkat.PLENO,),
        Tingkat.PLENO: (),
    }


@pytest.mark.parametrize(
    ("irama", "jumlah", "pertama", "terakhir"),
    [
        ("dua_minggu", 27, (date(2026, 1, 1), date(2026, 1, 14)), (date(2026, 12, 31), SELESAI)),
        ("bulanan", 12, (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 12, 1), SELESAI)),
        ("triwulan", 4, (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 10, 1), SELESAI)),
        ("semester", 2, (date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 7, 1), SELESAI)),
    ],
)
def test_windows_of_a_year(
    irama: str, jumlah: int, pertama: tuple[date, date], terakhir: tuple[date, date]
) -> None:
    rows = list(masa_irama(Irama(irama), MULAI, SELESAI))
    assert (len(rows), rows[0], rows[-1]) == (jumlah, Masa(*pertama), Masa(*terakhir))


def test_windows_of_a_plan_that_begins_in_the_middle() -> None:
    rows = list(masa_irama(Irama.SEMESTER, date(2026, 3, 15), date(2027, 2, 10)))
    assert rows == [
        Masa(date(2026, 3, 15), date(2026, 6, 30)),
        Masa(date(2026, 7, 1), date(2026, 12, 31)),
        Masa(date(2027, 1, 1), date(2027, 2, 10)),
    ]
    assert list(masa_irama(Irama.TIDAK, MULAI, SELESAI)) == []


@pytest.mark.parametrize(
    ("hari", "terakhir", "berikut", "keadaan", "terlewat", "lewat"),
    [
        (date(2026, 1, 5), None, None, "belum", 0, False),
        (date(2026, 1, 20), None, None, "belum", 1, True),
        (date(2026, 1, 20), date(2026, 1, 20), None, "sudah", 0, False),
        (date(2026, 1, 20), date(2026, 1, 14), None, "belum", 0, False),
        (date(2026, 1, 20), None, date(2026, 1, 28), "dijadwalkan", 1, True),
        (date(2026, 1, 20), None, date(2026, 1, 29), "belum", 1, True),
        (date(2026, 3, 1), date(2026, 1, 2), None, "belum", 3, True),
    ],
)
def test_a_fortnight_on_a_day(
    hari: date,
    terakhir: date | None,
    berikut: date | None,
    keadaan: str,
    terlewat: int,
    lewat: bool,
) -> None:
    found = tempo(
        Irama.DUA_MINGGU,
        sejak=MULAI,
        selesai=SELESAI,
        hari=hari,
        terakhir=terakhir,
        berikut=berikut,
    )
    assert found is not None
    assert (found.keadaan, found.terlewat, found.lewat) == (Keadaan(keadaan), terlewat, lewat)


def test_nothing_before_the_plan_runs_after_it_and_without_a_rhythm() -> None:
    for irama, hari in (
        (Irama.BULANAN, MULAI - timedelta(days=1)),
        (Irama.BULANAN, SELESAI + timedelta(days=1)),
        (Irama.TIDAK, MULAI),
    ):
        assert tempo(irama, sejak=MULAI, selesai=SELESAI, hari=hari) is None


@given(
    irama=st.sampled_from([i for i in Irama if i is not Irama.TIDAK]),
    hari=HARI,
    terakhir=st.none() | HARI,
    berikut=st.none() | HARI,
)
def test_every_day_has_one_window(
    irama: Irama, hari: date, terakhir: date | None, berikut: date | None
) -> None:
    """Windows follow each other without gap; a meeting in the window is never "belum"."""
    rows = list(masa_irama(irama, MULAI, SELESAI))
    assert rows[0].mulai == MULAI
    assert rows[-1].selesai == SELESAI
    assert all(a.selesai + timedelta(days=1) == b.mulai for a, b in pairwise(rows))
    held = terakhir if terakhir is None or terakhir <= hari else None
    found = tempo(irama, sejak=MULAI, selesai=SELESAI, hari=hari, terakhir=held, berikut=berikut)
    if not MULAI <= hari <= SELESAI:
        assert found is None
        return
    assert found is not None
    assert [found.masa] == [m for m in rows if hari in m]
    assert 0 <= found.terlewat < len(rows)
    if held is not None and held in found.masa:
        assert found.keadaan is Keadaan.SUDAH
