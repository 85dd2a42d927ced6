"""How current a continuous task is: dates, words, and when there is nothing to say."""

from datetime import date, timedelta

import pytest

from evidence.mutakhir import SEGERA_HARI, Kata, diterima, mutakhir, sampai, sebutan

HARI = date(2026, 11, 22)
LEWAT, DEKAT, JAUH = date(2026, 11, 21), date(2026, 12, 6), date(2027, 2, 22)


def test_three_stages_and_their_words() -> None:
    assert [k.label for k in sebutan("disetujui", mutakhir(JAUH, HARI))] == [
        "Mutakhir s.d. 22 Februari 2027"
    ]
    assert [k.label for k in sebutan("disetujui", mutakhir(DEKAT, HARI))] == [
        "Mutakhir s.d. 6 Desember 2026, segera perbarui"
    ]
    assert sebutan("disetujui", mutakhir(LEWAT, HARI)) == [
        Kata("merah", "s-telat", "Perlu pemutakhiran")
    ]


def test_the_edges_of_the_stages() -> None:
    stages = [
        found.tahap.value
        for day in (HARI - timedelta(1), HARI, HARI + timedelta(SEGERA_HARI))
        if (found := mutakhir(day, HARI))
    ]
    after = mutakhir(HARI + timedelta(SEGERA_HARI + 1), HARI)
    assert after is not None
    assert [*stages, after.tahap.value] == ["lewat", "segera", "segera", "segar"]
    assert mutakhir(None, HARI) is None


def test_a_renewal_in_preparation_keeps_both_words() -> None:
    assert [k.label for k in sebutan("draf", mutakhir(JAUH, HARI))] == [
        "Mutakhir s.d. 22 Februari 2027",
        "Draf",
    ]
    assert [k.label for k in sebutan("perbaikan", mutakhir(LEWAT, HARI))] == [
        "Perlu pemutakhiran",
        "Perlu perbaikan",
    ]


@pytest.mark.parametrize(
    ("dokumen", "expected"),
    [
        ([("disetujui", JAUH), ("disetujui", DEKAT)], DEKAT),
        ([("disetujui", JAUH), ("draf", LEWAT)], LEWAT),
        ([("disetujui", JAUH), ("belum", None)], None),
        ([("disetujui", JAUH), ("tak_dapat", None)], JAUH),
        ([("menunggu", LEWAT)], None),
        ([("menunggu", LEWAT), ("disetujui", JAUH)], JAUH),
        ([("menunggu", DEKAT), ("disetujui", JAUH)], DEKAT),
        ([("tak_dapat", None)], None),
        ([], None),
    ],
)
def test_a_task_is_as_current_as_its_oldest_document(
    dokumen: list[tuple[str, date | None]], expected: date | None
) -> None:
    assert sampai("terus", dokumen, HARI) == expected
    assert sampai("tahunan", dokumen, HARI) is None


@pytest.mark.parametrize(
    ("pola", "status", "berlaku", "expected"),
    [
        ("tahunan", "disetujui", None, True),
        ("tahunan", "menunggu", None, False),
        ("kejadian", "nihil", None, True),
        ("tahunan", "tak_dapat", None, False),
        ("terus", "disetujui", HARI, True),
        ("terus", "disetujui", LEWAT, False),
        ("terus", "draf", DEKAT, True),
        ("terus", "menunggu", LEWAT, False),
    ],
)
def test_what_counts_as_accepted(
    pola: str, status: str, berlaku: date | None, expected: bool
) -> None:
    assert diterima(pola, status, berlaku, HARI) is expected
