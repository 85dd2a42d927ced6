"""Rows out and in again: workbook and CSV read back to the same values, texts stay texts."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from imports.reading import Lembar, buka
from imports.workbook import nama_lembar, tulis_csv, tulis_xlsx
from sheets.resource import Isi
from sheets.values import Keliru
from tests.factories.jenis_lembar import KegiatanUji, baris, kegiatan_uji

BARIS: list[Isi] = [
    baris("A.1"),
    baris("1.10", nama="=HYPERLINK(1)", uraian="'tis\n  so", target_2021="-", dokumen=("a; b",)),
    baris("007", nama="+62 -5 @a", uraian="#N/A", target_2021="'-", dokumen=("- x", "- y")),
    baris("1-2", bobot=Decimal("0.5"), banyak=0, anggaran=0, aktif=False, unit="hukum"),
    {"nomor": "1E5", "nama": "TRUE", **dict.fromkeys(list(KegiatanUji.kolom())[2:])},
]


def baca(path: Path) -> Lembar:
    """Return the sheet with the rows."""
    with path.open("rb") as file:
        return buka(path.name, file, batas_byte=10**7, batas_baris=1000).lembar[0]


def nilai(lembar: Lembar) -> list[Isi]:
    """Return the rows read to values, all columns in their order."""
    resource = kegiatan_uji()
    columns = resource.kolom()
    return [
        {
            nama: kolom.baca(cells[ke] if ke < len(cells) else None, resource)
            for ke, (nama, kolom) in enumerate(columns.items())
        }
        for nomor, cells in lembar.baris()
        if nomor > 1
    ]


@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
def test_what_is_written_reads_back(tmp_path: Path, bentuk: str) -> None:
    path = tmp_path / f"a.{bentuk}"
    write = tulis_xlsx if bentuk == "xlsx" else tulis_csv
    assert write(kegiatan_uji(), BARIS, path) == len(BARIS)
    assert nilai(baca(path)) == BARIS


def test_cells_of_a_workbook(tmp_path: Path) -> None:
    tulis_xlsx(kegiatan_uji(), BARIS, tmp_path / "a.xlsx", keterangan=("Unit: semua", "=a"))
    book = load_workbook(tmp_path / "a.xlsx")
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Kegiatan uji", "visible"),
        ("Pantas", "visible"),
    ]
    sheet = book["Kegiatan uji"]
    assert [cell.value for cell in sheet[1]] == [k.judul for k in KegiatanUji.kolom().values()]
    note = sheet["A1"].comment
    assert note is not None
    assert note.text == "Wajib diisi.\nMisalnya A.1."
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:P6")
    assert sheet.column_dimensions["A"].width == 16
    assert [(cell.value, cell.data_type, cell.number_format) for cell in sheet[2]] == [
        ("A.1", "s", "@"),
        ("Sosialisasi", "s", "@"),
        (None, "n", "General"),
        ("196205011986031001", "s", "@"),
        (12, "n", "#,##0"),
        (12.345, "n", "#,##0.####"),
        (1200000, "n", "#,##0"),
        ("80%", "s", "@"),
        ("Semua PD", "s", "@"),
        (datetime(2021, 3, 8), "d", "dd/mm/yyyy"),
        (datetime(2021, 3, 1), "d", "mmmm yyyy"),
        ("Ya", "s", "General"),
        ("Kelas satu", "s", "General"),
        ("Biro Umum, Setda", "s", "General"),
        ("SK Tim", "s", "General"),
        ("Berjalan", "s", "General"),
    ]
    assert [(sheet[a].value, sheet[a].data_type) for a in ("B3", "B4", "C4", "H3")] == [
        ("'=HYPERLINK(1)", "s"),
        ("'+62 -5 @a", "s"),
        ("#N/A", "s"),
        ("-", "s"),
    ]
    assert [[cell.value for cell in row] for row in book["Pantas"].iter_rows(min_row=2)] == [
        ["kode", "kegiatan_uji"],
        ["versi", 3],
        ["instansi", "ntt"],
        ["nama instansi", "Pemerintah Provinsi NTT"],
        ["tujuan", "Rencana 2021"],
        ["tanggal", datetime(2022, 1, 1)],
        ["keterangan", "Unit: semua"],
        ["keterangan", "'=a"],
    ]


def test_rows_are_as_tall_as_their_texts(tmp_path: Path) -> None:
    rows = [baris("A.1", uraian="kata " * 20), baris("A.2")]
    tulis_xlsx(kegiatan_uji(), rows, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["Kegiatan uji"]
    assert sheet.column_dimensions["C"].width == 20  # 18 letters to a line
    assert [sheet.row_dimensions[n].height for n in (2, 3)] == [90, None]
    assert sheet.print_title_rows == "$1:$1"


def test_lines_of_a_csv(tmp_path: Path) -> None:
    tulis_csv(kegiatan_uji(), BARIS[:2], tmp_path / "a.csv")
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfNomor kegiatan;Nama kegiatan;Uraian;")
    assert raw.decode("utf-8-sig").split("\r\n")[1] == (
        "A.1;Sosialisasi;;196205011986031001;12;12,3450;1200000;80%;Semua PD;08-03-2021;"
        "Maret 2021;Ya;Kelas satu;Biro Umum, Setda;SK Tim;Berjalan"
    )
    assert "\r\n1.10;'=HYPERLINK(1);\"''tis\n  so\";" in raw.decode("utf-8-sig")


def test_a_text_that_no_cell_holds_is_refused_never_cut(tmp_path: Path) -> None:
    long = [baris("A.1", uraian="x" * 32_768)]
    with pytest.raises(Keliru) as error:
        tulis_xlsx(kegiatan_uji(), long, tmp_path / "a.xlsx")
    assert error.value.saran == "Unduh sebagai CSV."
    tulis_csv(kegiatan_uji(), long, tmp_path / "a.csv")
    assert nilai(baca(tmp_path / "a.csv")) == long


def test_names_of_sheets() -> None:
    assert nama_lembar("Rencana aksi: target/anggaran [2021] yang panjang") == (
        "Rencana aksi target anggaran 20"
    )
    assert nama_lembar("Pantas") == "Isi Pantas"
    assert nama_lembar("??") == "Data"
