"""The same file back with colours and notes, in its own looks or as its values."""

import io
import tracemalloc
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from imports import annotate
from imports.annotate import BIRU, HIJAU, KUNING, MERAH, PerubahanSel, TemuanSel, tulis_beranotasi

TEMUAN: list[TemuanSel] = [
    (2, 2, "galat", "“lima” bukan angka. Ketik angka saja."),
    (2, 2, "peringatan", "Dua hal pada satu sel."),
    (3, 3, "peringatan", "Lebih dari 100%."),
    (4, None, "galat", "Baris ini kembar dengan baris 3."),
    (None, None, "peringatan", "Jumlah tidak cocok."),
]
PERUBAHAN: list[PerubahanSel] = [(3, 2, "1.200"), (3, 3, None), (5, None, None)]

Tampak = dict[str, tuple[str | None, str | None]]


def asal(path: Path) -> Path:
    """A workbook with looks of its own."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Isi"
    sheet.append(["Nomor", "Anggaran", "Target", "Mulai"])
    sheet.append(["1", "lima", "80%", datetime(2021, 3, 8)])
    sheet.append(["2", 5, "900%", None])
    sheet.append(["3", 6, "=1+1", None])
    sheet.append(["4", 7, None, None])
    sheet["A2"].font = Font(bold=True, color="FF0000FF")
    sheet["B3"].comment = Comment("Catatan bagian umum", "Ani")
    sheet["A5"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.merge_cells("A6:B6")
    book.create_sheet("Lain")["A1"] = "tetap"
    book.save(path)
    return path


def tampak(sheet: Worksheet) -> Tampak:
    """Colour and note of every cell that has one."""
    names = {MERAH.fgColor.rgb: "merah", KUNING.fgColor.rgb: "kuning"}
    names |= {HIJAU.fgColor.rgb: "hijau", BIRU.fgColor.rgb: "biru"}
    return {
        cell.coordinate: (
            names.get(cell.fill.fgColor.rgb),
            cell.comment.text if cell.comment else None,
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment or cell.fill.fgColor.rgb in names
    }


DITANDAI: Tampak = {
    "B2": ("merah", "“lima” bukan angka. Ketik angka saja.\nDua hal pada satu sel."),
    "B3": ("biru", "Sebelumnya: 1.200\n\nCatatan semula:\nCatatan bagian umum"),
    "C3": ("kuning", "Sebelumnya: (kosong)\nLebih dari 100%."),
    "A4": ("merah", "Baris ini kembar dengan baris 3."),
    "A5": ("hijau", None),
    "B5": ("hijau", None),
    "C5": ("hijau", None),
    "D5": ("hijau", None),
}
RUMUS: Tampak = {"C4": (None, "Rumus semula: =1+1")}


def baca(path: Path) -> Workbook:
    """The marked workbook."""
    return load_workbook(path)


def test_a_workbook_keeps_its_own_looks(tmp_path: Path) -> None:
    source = asal(tmp_path / "a.xlsx")
    assert tulis_beranotasi(source, "xlsx", "Isi", TEMUAN, PERUBAHAN, tmp_path / "b.xlsx") is True
    book = baca(tmp_path / "b.xlsx")
    assert book.sheetnames == ["Isi", "Lain", "Keterangan Pantas"]
    assert tampak(book["Isi"]) == DITANDAI | RUMUS
    assert tampak(book["Lain"]) == {}
    assert (book["Isi"]["A2"].font.b, book["Isi"]["A2"].font.color.rgb) == (True, "FF0000FF")
    assert book["Isi"]["C4"].value is None  # the file held no value of it
    assert list(book["Keterangan Pantas"].iter_rows(values_only=True)) == [
        ("Arti warna", None),
        ("Merah", "Harus diperbaiki; sebabnya ada di catatan sel."),
        ("Kuning", "Periksa lagi; boleh diterapkan."),
        ("Hijau", "Baris baru."),
        ("Biru", "Sel yang berubah; nilai lamanya ada di catatan sel."),
        (
            None,
            "Rumus diganti nilainya, rumus semula ada di catatan sel. Tautan, makro, grafik, dan "
            "isi dari luar berkas tidak disertakan.",
        ),
        ("Periksa lagi", "Jumlah tidak cocok."),
    ]


def test_marks_of_an_earlier_time_go(tmp_path: Path) -> None:
    tulis_beranotasi(
        asal(tmp_path / "a.xlsx"), "xlsx", "Isi", TEMUAN, PERUBAHAN, tmp_path / "b.xlsx"
    )
    tulis_beranotasi(
        tmp_path / "b.xlsx", "xlsx", "Isi", [(2, 2, "galat", "Lagi.")], [], tmp_path / "c.xlsx"
    )
    book = baca(tmp_path / "c.xlsx")
    assert (
        tampak(book["Isi"])
        == {
            "B2": ("merah", "Lagi."),
            "B3": (None, "Catatan bagian umum"),
        }
        | RUMUS
    )
    assert book.sheetnames == ["Isi", "Lain", "Keterangan Pantas"]


def test_a_merged_cell_is_marked_on_its_first_one(tmp_path: Path) -> None:
    source = asal(tmp_path / "a.xlsx")
    tulis_beranotasi(
        source, "xlsx", "Isi", [(6, 2, "galat", "Tergabung.")], [], tmp_path / "b.xlsx"
    )
    assert (
        tampak(baca(tmp_path / "b.xlsx")["Isi"])
        == {
            "B3": (None, "Catatan bagian umum"),
            "A6": ("merah", "Tergabung."),
        }
        | RUMUS
    )


def test_a_big_workbook_comes_back_as_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotate, "BARIS_ASLI", 4)
    source = asal(tmp_path / "a.xlsx")
    assert tulis_beranotasi(source, "xlsx", "Isi", TEMUAN, PERUBAHAN, tmp_path / "b.xlsx") is False
    book = baca(tmp_path / "b.xlsx")
    assert book.sheetnames == ["Isi", "Lain", "Keterangan Pantas"]
    assert tampak(book["Isi"]) == DITANDAI | {"B3": ("biru", "Sebelumnya: 1.200")} | {
        satu: DITANDAI[satu] for satu in ("A5", "B5")
    }
    assert book["Isi"]["D2"].value == datetime(2021, 3, 8)
    assert book["Lain"]["A1"].value == "tetap"
    assert book["Keterangan Pantas"]["B6"].value == (
        "Berkas ini berisi nilainya saja, tanpa tampilan aslinya."
    )


def test_a_csv_comes_back_as_a_workbook(tmp_path: Path) -> None:
    source = tmp_path / "1f2e.csv"
    source.write_text("Nomor;Anggaran;Target\n1;lima;=1+1\n2;5;900%\n\n3;6;x\n", encoding="utf-8")
    found: list[TemuanSel] = [(2, 2, "galat", "Bukan angka."), (2, 5, "galat", "Belum diisi.")]
    assert (
        tulis_beranotasi(
            source, "csv", "rekap: 2021", found, [(5, None, None)], tmp_path / "b.xlsx"
        )
        is False
    )
    sheet = baca(tmp_path / "b.xlsx")["rekap 2021"]
    assert list(sheet.iter_rows(values_only=True)) == [
        ("Nomor", "Anggaran", "Target", None, None),
        ("1", "lima", "=1+1", None, None),
        ("2", "5", "900%", None, None),
        (None, None, None, None, None),
        ("3", "6", "x", None, None),
    ]
    assert sheet["C2"].data_type == "s"
    assert tampak(sheet) == {
        "B2": ("merah", "Bukan angka."),
        "E2": ("merah", "Belum diisi."),
        "A5": ("hijau", None),
        "B5": ("hijau", None),
        "C5": ("hijau", None),
    }


def test_a_workbook_that_only_the_reader_understands(tmp_path: Path) -> None:
    """The name of the sheet was read, but its looks are broken: the values come back."""
    source = asal(tmp_path / "a.xlsx")
    _rusak_gaya(source)
    assert tulis_beranotasi(source, "xlsx", "Isi", TEMUAN, PERUBAHAN, tmp_path / "b.xlsx") is False
    assert tampak(baca(tmp_path / "b.xlsx")["Isi"])["B2"] == DITANDAI["B2"]


def _rusak_gaya(path: Path) -> None:
    raw = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(raw) as before, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == "xl/styles.xml":
                data = data.replace(b'patternType="solid"', b'patternType="belang"')
            after.writestr(info, data)


@pytest.mark.parametrize(
    "sisipan",
    [
        '<row r="5000"><c r="XFD5000" s="0"/></row></sheetData>',
        "<row r='5000'><c r='xfd5000' s='0'/></row></sheetData>",
        '</sheetData><mergeCells count="1"><mergeCell ref="E1:XFD1048576"/></mergeCells>',
    ],
)
def test_cells_that_only_openpyxl_would_make_cost_the_looks_not_the_memory(
    tmp_path: Path, sisipan: str
) -> None:
    """A few bytes that name the last cell of a sheet are millions of cells to it."""
    book = Workbook()
    book.worksheets[0].title = "Isi"
    book.worksheets[0].append(["Kode", "Nama"])
    book.create_sheet("Lain")["A1"] = "x"
    polos, jahat, hasil = (tmp_path / nama for nama in ("a.xlsx", "b.xlsx", "c.xlsx"))
    book.save(polos)
    with zipfile.ZipFile(polos) as old, zipfile.ZipFile(jahat, "w") as new:
        for nama in old.namelist():
            isi = old.read(nama).decode()
            if nama == "xl/worksheets/sheet2.xml":
                isi = isi.replace("</sheetData>", sisipan)
            new.writestr(nama, isi)
    assert tulis_beranotasi(polos, "xlsx", "Isi", [(1, 1, "galat", "x")], [], hasil) is True
    tracemalloc.start()
    try:
        assert tulis_beranotasi(jahat, "xlsx", "Isi", [(1, 1, "galat", "x")], [], hasil) is False
        assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    finally:
        tracemalloc.stop()
