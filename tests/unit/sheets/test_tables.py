"""A list as a file: numbers are numbers, dates dates, texts never formulas."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Page, Paginator
from django.utils import timezone
from openpyxl import load_workbook

from sheets.tables import (
    Isi,
    Tabel,
    dari_baris,
    dari_halaman,
    dari_isi,
    kolom,
    nama_lembar,
    saringan,
    tulis_tabel_csv,
    tulis_tabel_xlsx,
)
from sheets.values import pulihkan

KOLOM = kolom(
    ("Nama", "teks", 40),
    ("Kode", "kode"),
    ("Jumlah", "angka"),
    ("Anggaran (Rp)", "uang"),
    ("Kelengkapan", "persen"),
    ("Batas", "tanggal"),
    ("Waktu", "waktu"),
)
SAAT = datetime(2026, 9, 30, 17, 5, 59, tzinfo=UTC)  # 1 October, 01.05 in WITA
RUMUS = '=HYPERLINK("http://contoh.invalid";"klik")'
ISI: list[tuple[Isi, ...]] = [
    ("Laporan", "1.10", 1234, Decimal(1500000), Decimal("66.7"), date(2026, 3, 5), SAAT),
    (RUMUS, "-1", Decimal("2.5"), None, 100, None, None),
    ('baris\r\ndua \x07 \ufffe;"', "007", "tidak dinilai", 0, 0, None, None),
]


def _tabel(rows: Sequence[tuple[Isi, ...]] = ISI) -> Tabel:
    return dari_baris("uji", "Uji", KOLOM, rows, keterangan=("Unit: =1",))


@pytest.fixture(autouse=True)
def wita() -> Iterator[None]:
    with timezone.override(ZoneInfo("Asia/Makassar")):
        yield


def test_workbook_holds_real_cells(tmp_path: Path) -> None:
    path = tmp_path / "uji.xlsx"
    assert tulis_tabel_xlsx(_tabel(), path, ("Instansi uji", "Data per 1-10-2026")) == 3
    book = load_workbook(path)
    sheet = book["Uji"]
    rows = [[(c.value, c.number_format) for c in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0] == [
        ("Laporan", "General"),
        ("1.10", "@"),
        (1234, "#,##0"),
        (1500000, "#,##0"),
        (0.667, "0.0%"),
        (datetime(2026, 3, 5), "dd-mm-yyyy"),
        (datetime(2026, 10, 1, 1, 5, 59), "dd-mm-yyyy hh:mm"),
    ]
    assert [value for value, _ in rows[1]] == ["'" + RUMUS, "'-1", 2.5, None, 1, None, None]
    assert rows[1][2][1] == "#,##0.###"
    assert [v for v, _ in rows[2]] == ['baris\ndua  ;"', "007", "tidak dinilai", 0, 0, None, None]
    assert {c.data_type for row in sheet.iter_rows() for c in row} == {"s", "n", "d"}
    assert [c.value for c in sheet[1]] == [k.judul for k in KOLOM]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G4")
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (40, 12)
    assert [r[0].value for r in book["Keterangan"].iter_rows()] == [
        "Uji",
        "Instansi uji",
        "Data per 1-10-2026",
        "Unit: =1",
        "Jumlah baris: 3",
    ]


def test_a_sheet_is_ready_for_paper(tmp_path: Path) -> None:
    panjang = "kata " * 30  # 150 letters, 39 to a line of 40: four lines
    rows: list[tuple[Isi, ...]] = [
        (panjang, "1", 1, 1, 1, None, None),
        ("a\nb", "2", 1, 1, 1, None, None),
        ("a", "3", 1, 1, 1, None, None),
        ("x" * 5000, "4", 1, 1, 1, None, None),
    ]
    tulis_tabel_xlsx(_tabel(rows), tmp_path / "uji.xlsx", ("kata " * 50,))
    book = load_workbook(tmp_path / "uji.xlsx")
    sheet = book["Uji"]
    assert [sheet.row_dimensions[n].height for n in range(1, 6)] == [30, 60, 30, None, 409]
    assert book["Keterangan"].row_dimensions[2].height == 45
    assert sheet.print_title_rows == "$1:$1"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize) == ("landscape", 9)
    assert (page.fitToWidth, page.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
        1,
        0,
        True,
    )
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"
    assert [c.alignment.horizontal for c in sheet[1]] == [None, None, *["right"] * 3, None, None]


def test_text_is_what_a_spreadsheet_of_this_country_reads(tmp_path: Path) -> None:
    path = tmp_path / "uji.csv"
    assert tulis_tabel_csv(_tabel(), path) == 3
    assert path.read_bytes().decode("utf-8") == (
        "\ufeffNama;Kode;Jumlah;Anggaran (Rp);Kelengkapan;Batas;Waktu\r\n"
        "Laporan;1.10;1234;1500000;66,7%;05-03-2026;01-10-2026 01:05\r\n"
        '"\'=HYPERLINK(""http://contoh.invalid"";""klik"")";\'-1;2,5;;100%;;\r\n'
        '"baris\ndua  ;""";007;tidak dinilai;0;0%;;\r\n'
    )


def test_neutral_texts_are_read_back_unchanged(tmp_path: Path) -> None:
    texts = [RUMUS, "+62", "-", "@a", "'=1", "'", "＝1", " =1"]
    path = tmp_path / "uji.xlsx"
    table = dari_baris("uji", "Uji", kolom(("Teks", "teks")), ((t,) for t in texts))
    assert tulis_tabel_xlsx(table, path) == len(texts)
    cells = [row[0].value for row in load_workbook(path)["Uji"].iter_rows(min_row=2)]
    assert [pulihkan(str(cell)) for cell in cells] == texts


def test_a_row_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="shorter"):
        tulis_tabel_csv(_tabel([("Laporan",)]), tmp_path / "uji.csv")


def test_pages_are_walked_to_the_end() -> None:
    asked: list[str] = []

    def baca(halaman: str) -> "Page[int]":
        asked.append(halaman)
        return Paginator(range(7), 3).get_page(halaman)

    table = dari_halaman(
        "uji",
        "Uji",
        kolom(("No", "angka")),
        baca=baca,
        halaman=lambda page: page,
        baris=lambda page: ((n,) for n in page),
    )
    assert (table.jumlah, [row[0] for row in table.baris()]) == (7, list(range(7)))
    assert [row[0] for row in table.baris()] == list(range(7))
    assert asked == ["1", "2", "3", "2", "3"]


def test_a_long_list_is_loaded_in_parts() -> None:
    sizes: list[int] = []

    def baris(rows: list[int]) -> Iterator[tuple[Isi, ...]]:
        sizes.append(len(rows))
        yield from ((n,) for n in rows)

    table = dari_isi("uji", "Uji", kolom(("No", "angka")), range(1001), baris=baris)
    assert [row[0] for row in table.baris()] == list(range(1001))
    assert (table.jumlah, sizes) == (1001, [500, 500, 1])


def test_an_empty_list_is_headings_alone(tmp_path: Path) -> None:
    path = tmp_path / "uji.xlsx"
    assert tulis_tabel_xlsx(_tabel([]), path) == 0
    assert [c.value for c in load_workbook(path)["Uji"][1]] == [k.judul for k in KOLOM]
    assert dari_isi("u", "U", KOLOM, [], baris=lambda rows: rows).jumlah == 0
    assert list(dari_isi("u", "U", KOLOM, [], baris=lambda rows: rows).baris()) == []


def test_names_of_sheets_and_filters() -> None:
    assert nama_lembar("Potret B03/2026: [a]*") == "Potret B03 2026   a"
    assert nama_lembar("///") == "Daftar"
    assert len(nama_lembar("x" * 40)) == 31
    assert saringan(Unit="BKD", Kata="", Sejak_tanggal="1") == ("Unit: BKD", "Sejak tanggal: 1")
