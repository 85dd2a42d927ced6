"""The template of a kind: what a person sees in it, what a spreadsheet program offers, no rows."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from imports.analysis.sources import baris_datar
from imports.reading import buka
from imports.recognise import kenali
from imports.template import tulis_templat
from tests.factories.jenis_lembar import KegiatanUji, kegiatan_uji


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as a file."""
    target = tmp_path_factory.mktemp("templat") / "templat.xlsx"
    tulis_templat(kegiatan_uji(), target)
    return target


@pytest.fixture(scope="module")
def templat(path: Path) -> Workbook:
    """The template as openpyxl reads it."""
    return load_workbook(path)


def lembar(book: Workbook, nama: str) -> Worksheet:
    """A sheet by name."""
    sheet = book[nama]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_sheets(templat: Workbook) -> None:
    assert [(satu.title, satu.sheet_state) for satu in templat] == [
        ("Petunjuk", "visible"),
        ("Isi", "visible"),
        ("Daftar", "visible"),
        ("Pantas", "visible"),
    ]
    assert templat.active is templat["Isi"]


def test_headings_are_those_that_a_file_may_change(templat: Workbook) -> None:
    isi = lembar(templat, "Isi")
    assert [cell.value for cell in isi[1]] == [
        kolom.judul for kolom in KegiatanUji.kolom().values() if kolom.judul != "Keadaan"
    ]
    assert [cell.comment is not None for cell in isi[1]] == [True] * 15
    assert [cell.fill.fgColor.rgb for cell in isi[1][:3]] == ["FFB03A2E", "FFB03A2E", "FF2F4B7C"]


def test_the_example_row_is_grey_and_marked(templat: Workbook) -> None:
    isi = lembar(templat, "Isi")
    assert isi.max_row == 2
    assert [cell.value for cell in isi[2]][:5] == [
        "CONTOH: A.1",
        "Sosialisasi",
        None,
        "196205011986031001",
        12,
    ]
    assert {cell.font.color.rgb for cell in isi[2] if cell.font.color} == {"FF707070"}


def test_the_example_row_is_no_row(path: Path) -> None:
    with path.open("rb") as file:
        buku = buka(path.name, file, batas_byte=10**7, batas_baris=100)
    found = kenali(buku, [KegiatanUji])
    sheet = next(satu for satu in buku.lembar if satu.nama == found.lembar)
    assert list(baris_datar(sheet, found.baris_judul, found.pemetaan, frozenset())) == []


def test_formats_of_columns_keep_codes_and_texts(templat: Workbook) -> None:
    isi = lembar(templat, "Isi")
    assert [isi.column_dimensions[letter].number_format for letter in "ABCDEFGHIJK"] == [
        "@",
        "@",
        "General",
        "@",
        "#,##0",
        "#,##0.####",
        "#,##0",
        "@",
        "@",
        "dd/mm/yyyy",
        "mmmm yyyy",
    ]


def test_drop_downs_offer_what_is_there(templat: Workbook) -> None:
    rules = lembar(templat, "Isi").data_validations.dataValidation
    assert [(str(rule.sqref), rule.formula1, rule.errorStyle) for rule in rules] == [
        ("L2:L5000", "'Daftar'!$A$2:$A$3", "warning"),
        ("M2:M5000", "'Daftar'!$B$2:$B$3", "warning"),
        ("N2:N5000", "'Daftar'!$C$2:$C$3", "warning"),
    ]
    assert [[cell.value for cell in row] for row in lembar(templat, "Daftar").iter_rows()] == [
        ["Aktif", "Kelas", "Unit"],
        ["Ya", "Kelas satu", "Biro Hukum"],
        ["Tidak", "Kelas dua", "Biro Umum, Setda"],
    ]


def test_instructions_are_short(templat: Workbook) -> None:
    rows = [
        [cell.value for cell in row if cell.value is not None]
        for row in lembar(templat, "Petunjuk").iter_rows()
    ]
    assert rows[:10] == [
        ["Templat impor: Kegiatan uji"],
        ["1. Isi lembar Isi, satu baris untuk satu data, mulai baris 2."],
        ["2. Baris yang diawali CONTOH: adalah contoh dan tidak ikut dibaca."],
        ["3. Judul berwarna merah wajib diisi. Urutan kolom boleh diubah, judulnya jangan."],
        ["4. Sel kosong berarti tanpa data; ketik 0 hanya bila nilainya memang nol."],
        ["5. Satu baris untuk satu kegiatan."],
        [],
        ["Kolom", "Wajib", "Cara mengisi", "Pilihan"],
        ["Nomor kegiatan", "Wajib", "Misalnya A.1."],
        ["Nama kegiatan", "Wajib"],
    ]
    assert rows[-2:] == [
        ["Unit", "Boleh kosong", "Biro Hukum; Biro Umum, Setda"],
        ["Dokumen", "Boleh kosong"],
    ]


def test_the_mark_names_no_id(templat: Workbook) -> None:
    rows = lembar(templat, "Pantas").iter_rows(values_only=True)
    assert [satu[1] for satu in rows if satu[0] in ("kode", "versi", "instansi", "tujuan")] == [
        "kegiatan_uji",
        3,
        "ntt",
        "Rencana 2021",
    ]
