"""Odd files that are read right: every row with its number, every cell with its type."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

import pytest

from imports.reading import Galat, Sel, buka
from tests.factories.berkas_impor import (
    bagian_xlsx,
    baris_ods,
    hubungan,
    lembar_xml,
    ods,
    paket,
    sel_ods,
    teks,
    xlsx,
    xlsx_dengan,
)
from tests.factories.berkas_rusak import (
    berawalan,
    berformat,
    berhias,
    grafik,
    ketat,
    sejak_1904,
)

TABEL: Final[list[tuple[str, str, Callable[[], bytes], list[tuple[int, list[Sel]]]]]] = [
    (
        "hyperlink biasa",
        "data.xlsx",
        lambda: xlsx_dengan(
            {
                "xl/worksheets/_rels/sheet1.xml.rels": hubungan(
                    ("rId1", "hyperlink", "https://jaga.id/"), luar=True
                )
            }
        ),
        [(1, ["Kode"])],
    ),
    (
        "dimensi bohong",
        "data.xlsx",
        lambda: paket(
            {
                **bagian_xlsx(),
                "xl/worksheets/sheet1.xml": lembar_xml(
                    teks(1, "Kode", "Uraian"), dimensi="A1:XFD1048576"
                ),
            }
        ),
        [(1, ["Kode", "Uraian"])],
    ),
    (
        "tanpa alamat",
        "data.xlsx",
        lambda: xlsx("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
        [(1, [1.0, 2.0]), (2, [3.0, None])],
    ),
    (
        "kolom bergeser",
        "data.xlsx",
        lambda: xlsx('<row r="3"><c r="C3"><v>1</v></c><c r="E3"><v>2.5</v></c></row>'),
        [(3, [None, None, 1.0, None, 2.5])],
    ),
    (
        "sel galat",
        "data.xlsx",
        lambda: xlsx(
            '<row r="1">'
            + "".join(
                f'<c t="e"><v>{g}</v></c>'
                for g in ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
            )
            + "</row>"
        ),
        [
            (
                1,
                [
                    Galat("#REF!"),
                    Galat("#N/A"),
                    Galat("#VALUE!"),
                    Galat("#DIV/0!"),
                    Galat("#NAME?"),
                    Galat("#NUM!"),
                    Galat("#NULL!"),
                ],
            )
        ],
    ),
    (
        "bukan bilangan",
        "data.xlsx",
        lambda: xlsx(
            '<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1e400</v></c>'
            '<c r="C1"><v>-inf</v></c></row>'
        ),
        [(1, [Galat("#NUM!"), Galat("#NUM!"), Galat("#NUM!")])],
    ),
    (
        "angka sebagai teks",
        "data.xlsx",
        lambda: xlsx(teks(1, "1.200.000", "1,200,000", "007")),
        [(1, ["1.200.000", "1,200,000", "007"])],
    ),
    (
        "NIP rusak",
        "data.xlsx",
        lambda: xlsx('<row r="1"><c r="A1"><v>1.96205E+17</v></c></row>'),
        [(1, [1.96205e17])],
    ),
    (
        "tanggal",
        "data.xlsx",
        lambda: xlsx(
            '<row r="1"><c r="A1" s="1"><v>45658</v></c><c r="B1" s="1"><v>45658.5</v></c>'
            '<c r="C1" t="d"><v>2025-01-02</v></c></row>',
            teks(2, "2 Januari 2025"),
        ),
        [
            (1, [date(2025, 1, 1), datetime(2025, 1, 1, 12, 0), date(2025, 1, 2)]),
            (2, ["2 Januari 2025", None, None]),
        ],
    ),
    (
        "tanggal sejak 1904",
        "data.xlsx",
        sejak_1904,
        [(1, [date(2025, 1, 1)])],
    ),
    (
        "OOXML ketat",
        "data.xlsx",
        ketat,
        [(1, ["Kode", None]), (2, [date(2025, 1, 1), datetime(2025, 1, 2, 0, 0)])],
    ),
    (
        "teks berhias dan bacaan",
        "data.xlsx",
        berhias,
        [(1, ["Nama pengguna", "Biro Umum"])],
    ),
    (
        "angka berformat",
        "data.xlsx",
        lambda: berformat('"Rp"#,##0', "[$Rp-421]#,##0", '0" hari"', '#,##0.00 "m"', "#,##0,"),
        [(1, [45000.0] * 5)],
    ),
    (
        "angka berformat persen",
        "data.xlsx",
        lambda: berformat(
            "0%", "0.0%;[Red]-0.0%", '0%;-0%;"-"', '0"%"', "0\\%", "[$%-409]0", "_%0", "[<=1]0%;0"
        ),
        [(1, ["4500000%"] * 3 + [45000.0] * 5)],
    ),
    (
        "tanggal tak mungkin",
        "data.xlsx",
        lambda: xlsx('<row r="1"><c r="A1" s="1"><v>1000000000</v></c></row>'),
        [(1, [1000000000.0])],
    ),
    (
        "rumus tanpa nilai",
        "data.xlsx",
        lambda: xlsx(
            teks(1, "Jumlah"),
            '<row r="2"><c r="A2"><f>1+1</f></c><c r="B2"><f>1+1</f><v>2</v></c></row>',
        ),
        [(1, ["Jumlah", None]), (2, [None, 2.0])],
    ),
    (
        "spasi dan kosong",
        "data.xlsx",
        lambda: xlsx(teks(1, " ", "", "a"), teks(2, "", "")),
        [(1, [None, None, "a"])],
    ),
    (
        "awalan nama",
        "data.xlsx",
        berawalan,
        [(1, [1.0])],
    ),
    (
        "lembar grafik",
        "data.xlsx",
        grafik,
        [(1, ["Kode"])],
    ),
    (
        "ods ekor sejuta",
        "data.ods",
        lambda: ods(
            baris_ods(sel_ods("a")),
            baris_ods(
                '<table:table-cell table:number-columns-repeated="16384"/>',
                atribut='table:number-rows-repeated="1048575"',
            ),
        ),
        [(1, ["a"])],
    ),
    (
        "ods baris berulang",
        "data.ods",
        lambda: ods(
            baris_ods(
                sel_ods("a", 'table:number-columns-repeated="2"'),
                atribut='table:number-rows-repeated="3"',
            )
        ),
        [(1, ["a", "a"]), (2, ["a", "a"]), (3, ["a", "a"])],
    ),
    (
        "ods catatan sel",
        "data.ods",
        lambda: ods(
            baris_ods(
                sel_ods("isi").replace(
                    "<text:p>",
                    "<office:annotation><text:p>catatan</text:p></office:annotation><text:p>",
                )
            )
        ),
        [(1, ["isi"])],
    ),
    (
        "ods paragraf",
        "data.ods",
        lambda: ods(
            baris_ods(
                sel_ods(
                    'satu<text:s text:c="2"/>dua<text:tab/>tiga'
                    "<text:line-break/>empat</text:p><text:p>lima"
                )
            )
        ),
        [(1, ["satu  dua\ttiga\nempat\nlima"])],
    ),
    (
        "koma",
        "data.csv",
        lambda: b'Kode,Uraian\n007,"a, b"\n',
        [(1, ["Kode", "Uraian"]), (2, ["007", "a, b"])],
    ),
    (
        "titik koma",
        "data.csv",
        lambda: b"Kode;Anggaran\r\n1;1.200.000,50\r\n2;3,5\r\n",
        [(1, ["Kode", "Anggaran"]), (2, ["1", "1.200.000,50"]), (3, ["2", "3,5"])],
    ),
    (
        "tab",
        "data.txt",
        lambda: b"Kode\tUraian, lengkap\n1\ta\n",
        [(1, ["Kode", "Uraian, lengkap"]), (2, ["1", "a"])],
    ),
    (
        "garis tegak",
        "data.csv",
        lambda: b"Kode|Uraian\n1|a;b\n",
        [(1, ["Kode", "Uraian"]), (2, ["1", "a;b"])],
    ),
    (
        "BOM",
        "data.csv",
        lambda: "\ufeffKode;Uraian\n1;é\n".encode(),
        [(1, ["Kode", "Uraian"]), (2, ["1", "é"])],
    ),
    (
        "UTF-16",
        "data.csv",
        lambda: "Kode\tUraian\n1\té\n".encode("utf-16"),
        [(1, ["Kode", "Uraian"]), (2, ["1", "é"])],
    ),
    (
        "cp1252",
        "data.csv",
        lambda: "Kode;Uraian\n1;\u2018petik\u2019 \u20ac\n".encode("cp1252"),
        [(1, ["Kode", "Uraian"]), (2, ["1", "‘petik’ €"])],
    ),
    (
        "baris baru dalam kutip",
        "data.csv",
        lambda: b'Kode;Uraian\n1;"satu\ndua"\n\n2;tiga\n',
        [(1, ["Kode", "Uraian"]), (2, ["1", "satu\ndua"]), (4, ["2", "tiga"])],
    ),
    (
        "sep",
        "data.csv",
        lambda: b"sep=,\r\nKode,Uraian;lain\r\n1,a\r\n",
        [(1, ["Kode", "Uraian;lain"]), (2, ["1", "a"])],
    ),
    (
        "satu kolom",
        "data.csv",
        lambda: b"Kode\n1\n2\n",
        [(1, ["Kode"]), (2, ["1"]), (3, ["2"])],
    ),
    (
        "CR saja",
        "data.csv",
        lambda: b"Kode;Uraian\r1;a\r",
        [(1, ["Kode", "Uraian"]), (2, ["1", "a"])],
    ),
    (
        "baris kosong saja",
        "data.csv",
        lambda: b"\n\n;;\n",
        [],
    ),
    (
        "panjang tak sama",
        "data.csv",
        lambda: b"a;b;c\n1\n1;2;3;;\n",
        [(1, ["a", "b", "c"]), (2, ["1"]), (3, ["1", "2", "3"])],
    ),
    (
        "rumus csv",
        "data.csv",
        lambda: b"Kode;Uraian\n1;=1+1\n",
        [(1, ["Kode", "Uraian"]), (2, ["1", "=1+1"])],
    ),
]


@pytest.mark.parametrize(
    ("nama", "berkas", "rows"), [row[1:] for row in TABEL], ids=[row[0] for row in TABEL]
)
def test_read_right(
    nama: str, berkas: Callable[[], bytes], rows: list[tuple[int, list[Sel]]]
) -> None:
    buku = buka(nama, io.BytesIO(berkas()), batas_byte=1_000_000, batas_baris=1000)
    found = [(nomor, list(cells)) for nomor, cells in buku.lembar[0].baris()]
    assert found == rows
    assert [[type(cell) for cell in cells] for _, cells in found] == [
        [type(cell) for cell in cells] for _, cells in rows
    ]


def test_what_was_chosen_is_said() -> None:
    file = io.BytesIO("Kode;Uraian\n1;\u2018petik\u2019\n".encode("cp1252"))
    buku = buka("data.csv", file, batas_byte=1_000_000, batas_baris=1000)
    assert buku.bentuk == "csv"
    assert buku.catatan == ("Berkas dibaca sebagai cp1252.", "Pemisah kolom: titik koma.")
