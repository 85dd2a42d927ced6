"""Rows of a flat table: what repeats or numbers the headings is no row."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from imports.analysis.sources import baris_datar
from imports.reading import buka

KEPALA = ["Kode", "Nama", "Target"]
ISI = ["A1", "Laporan", "80%"]


@pytest.mark.parametrize(
    ("rows", "dibaca"),
    [
        ([KEPALA, ISI, KEPALA, ISI], [2, 4]),
        ([KEPALA, ["(1)", "(2)", "(3)"], ISI], [3]),
        ([KEPALA, [1, 2, 3], ISI], [2, 3]),  # a code and two figures, it may be
        ([[*KEPALA, "D", "E"], [1, 2, 3, 4, 5], ISI], [3]),
        ([KEPALA, ["(1)", "(2)", "(3)"], ISI, KEPALA, ["(1)", "(2)", "(3)"], ISI], [3, 6]),
        ([[*KEPALA, "D"], ["(1)", "(2)", "(3)", "(4)"], ISI], [3]),  # D is not mapped
        ([KEPALA, ISI, [1, 2, 3]], [2, 3]),  # further down it is a row
        ([KEPALA, [1, 2, 4], ISI], [2, 3]),
        ([KEPALA, ["Kode", "Nama", None], ISI], [2, 3]),
        ([KEPALA, [1, "Dua", 3]], [2]),
    ],
)
def test_rows_below_the_headings(rows: list[list[Any]], dibaca: list[int]) -> None:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    file = io.BytesIO(out.getvalue())
    lembar = buka("a.xlsx", file, batas_byte=10**6, batas_baris=100).lembar[0]
    letak = {"kode": 1, "nama": 2, "target": 3}
    assert [row.baris for row in baris_datar(lembar, 1, letak, frozenset())] == dibaca
