"""A stranger's workbook made harmless: values and looks stay, all that acts or reaches out goes.

Formulas (DDE among them) become the values that the file stored. Links, names, tables with their
formulas, pivots, charts, conditional formats and properties tied to cells are left out; of the
rules for input only those stay that ask for plain values or for cells of the same workbook.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.worksheet.datavalidation import DataValidation, DataValidationList
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from sheets.values import netralkan

Rumus = dict[tuple[int, int], str]
"""The text of each formula by row and column."""

_SEL: Final = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_POLOS: Final = re.compile(
    r'"[^"]*"'  # words in a row
    r"|-?[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]+)?"
    rf"|(?:(?:'[^'\[\]|:\\/]+'|[\w.]+)!)?{_SEL}(?::{_SEL})?"  # cells of this workbook
)


def padamkan(buku: Workbook, asal: Path) -> dict[str, Rumus]:
    """Take all that acts out of `buku`, which was loaded from `asal`.

    Returns the formulas that stood in each sheet. Raises what openpyxl raises for `asal`.
    """
    rumus = {lembar.title: _rumus(lembar) for lembar in buku.worksheets}
    if any(rumus.values()):
        hitung = load_workbook(asal, data_only=True, keep_links=False)
        for lembar in buku.worksheets:
            for letak in rumus[lembar.title]:
                _nilai(lembar.cell(*letak), hitung[lembar.title].cell(*letak))
    for grafik in list(buku.chartsheets):
        buku.remove(grafik)
    buku.defined_names.clear()
    lepas: Any = buku  # the stubs don't know the next one
    lepas.custom_doc_props = CustomPropertyList()
    for lembar in buku.worksheets:
        _lembar(lembar)
    return rumus


def _rumus(lembar: Worksheet) -> Rumus:
    cells: Iterator[Any] = (cell for row in lembar.iter_rows() for cell in row)
    return {(cell.row, cell.column): _teks(cell.value) for cell in cells if cell.data_type == "f"}


def _teks(isi: Any) -> str:
    if isinstance(isi, ArrayFormula):
        return str(isi.text or "")
    return "tabel data" if isinstance(isi, DataTableFormula) else str(isi)


def _nilai(cell: Any, hitung: Any) -> None:
    """Put the stored value of a formula in its place; a text stays a text."""
    cell.value = hitung.value
    if isinstance(hitung.value, str):
        cell.data_type = "e" if hitung.data_type == "e" else "s"


def _lembar(lembar: Any) -> None:
    lembar.defined_names.clear()
    lembar.tables.clear()
    lembar._pivots, lembar._charts = [], []
    lembar.conditional_formatting = ConditionalFormattingList()
    cells: Iterator[Any] = (cell for row in lembar.iter_rows() for cell in row)
    for cell in cells:
        if cell.hyperlink is not None:
            cell.hyperlink = None
        if isinstance(cell.value, str) and netralkan(cell.value) != cell.value:
            cell.quotePrefix = True  # stays a text when somebody edits the cell
    tetap = [rule for rule in lembar.data_validations.dataValidation if _boleh(rule)]
    lembar.data_validations = DataValidationList(dataValidation=tetap)


def _boleh(rule: DataValidation) -> bool:
    """Say whether a rule for input reaches no further than plain values and cells of the book."""
    return rule.type != "custom" and all(
        satu is None or _POLOS.fullmatch(satu) is not None
        for satu in (rule.formula1, rule.formula2)
    )
