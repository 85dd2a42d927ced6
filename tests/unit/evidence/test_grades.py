"""Computed grades: shares, their rounding and their limits."""

from decimal import Decimal

import pytest

from evidence.grades import nilai_dokumen, nilai_rasio


@pytest.mark.parametrize(
    ("pembilang", "penyebut", "nilai"),
    [
        ("1", "2", 50),
        ("1", "3", 33),
        ("2", "3", 67),
        ("1", "200", 1),  # 0.5 goes up
        ("5", "1000", 1),
        ("4.99", "1000", 0),
        ("0", "9", 0),
        ("9", "9", 100),
        ("12", "9", 100),
        ("-3", "9", 0),
    ],
)
def test_ratio(pembilang: str, penyebut: str, nilai: int) -> None:
    assert nilai_rasio(Decimal(pembilang), Decimal(penyebut)) == nilai


def test_ratio_without_figures_is_no_value() -> None:
    assert nilai_rasio(None, Decimal(4)) is None
    assert nilai_rasio(Decimal(4), None) is None
    assert nilai_rasio(Decimal(4), Decimal(0)) is None


def test_documents() -> None:
    assert [nilai_dokumen(n, 3) for n in range(4)] == [0, 33, 67, 100]
    assert nilai_dokumen(1, 8) == 13
    assert nilai_dokumen(0, 0) is None
