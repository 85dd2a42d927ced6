"""The writer of workbooks: what a cell holds, and equal bytes for equal content."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports.xlsx.buku import Isi, buku_baru, gabung, isi_buku, lembar_baru, teks_sel, tulis

SAAT = datetime(2026, 3, 5, 8, 30, tzinfo=UTC)


def _satu(isi: Isi) -> bytes:
    buku = buku_baru("Judul", "Instansi", SAAT)
    tulis(lembar_baru(buku, "Satu", [20.0]), 1, 1, isi)
    return isi_buku(buku)


@pytest.mark.parametrize(
    ("isi", "nilai", "jenis"),
    [
        (None, None, "n"),
        ("", None, "n"),
        (0, 0, "n"),
        (1_200_287, 1_200_287, "n"),
        (Decimal("66.5"), 66.5, "n"),
        ("0", "0", "s"),
        ("-", "-", "s"),
        ("=1+1", "=1+1", "s"),
        ("+62 8", "+62 8", "s"),
        ("@a", "@a", "s"),
        ("10", "10", "s"),
        ("a\x00b\x0bc", "abc", "s"),
        ("\x1e", None, "n"),
        ("a\r\nb\rc", "a\nb\nc", "s"),
        ("a\ufffeb\uffffc\ud800d", "abcd", "s"),
    ],
)
def test_blank_dash_zero_and_formulas(isi: Isi, nilai: object, jenis: str) -> None:
    cell = load_workbook(BytesIO(_satu(isi)))["Satu"]["A1"]
    assert (cell.value, cell.data_type) == (nilai, jenis)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40))
def test_any_text_comes_back_as_a_text(teks: str) -> None:
    cell = load_workbook(BytesIO(_satu(teks)))["Satu"]["A1"]
    wanted = teks_sel(teks)
    assert (cell.value or "", cell.data_type) == (wanted, "s" if wanted else "n")


def test_equal_content_gives_equal_bytes() -> None:
    assert _satu("isi") == _satu("isi")
    assert _satu("isi") != _satu("lain")


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert len(teks_sel("x" * 40_000)) == 32_767


def test_merging_one_cell_does_nothing() -> None:
    sheet = lembar_baru(buku_baru("J", "I", SAAT), "Satu", [5.0])
    gabung(sheet, 1, 1, 1, 1)
    gabung(sheet, 2, 1, 3, 1)
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A2:A3"]
