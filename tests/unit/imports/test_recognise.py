"""What a file is taken for, by headings in any order, in one row or two, by marks and memory."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from imports.headings import sidik_judul
from imports.marks import Penanda
from imports.reading import Buku, buka
from imports.recognise import Asing, Ganda, kenali
from imports.template import tulis_templat
from imports.workbook import tulis_csv, tulis_xlsx
from tests.factories.jenis_lembar import KegiatanUji, ProgramUji, baris, kegiatan_uji

KINDS = [KegiatanUji, ProgramUji]
PROGRAM = ["Nomor program", "Nama program", "Bobot", "Unit"]


def buku(
    *rows: Sequence[Any], gabung: Sequence[str] = (), lain: Sequence[Sequence[Any]] = ()
) -> Buku:
    """Return the rows as a workbook was read; `lain` is a sheet before it."""
    book = Workbook()
    sheet = book.worksheets[0]
    if lain:
        sheet.title = "Sampul"
        for row in lain:
            sheet.append(list(row))
        sheet = book.create_sheet("Rekap")
    for row in rows:
        sheet.append(list(row))
    for satu in gabung:
        sheet.merge_cells(satu)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return buka("a.xlsx", out, batas_byte=10**7, batas_baris=1000)


def dari(path: Path) -> Buku:
    """Return a file as it was read."""
    with path.open("rb") as file:
        return buka(path.name, file, batas_byte=10**7, batas_baris=1000)


def test_headings_in_another_order_below_titles_on_the_second_sheet() -> None:
    found = kenali(
        buku(
            ["REKAP PROGRAM"],
            [],
            ["Tahun 2021"],
            [None, "UNIT ", "bobot*", "No", "Nama  Program", "nomor_program"],
            [None, "Biro Hukum", 5, 1, "Tata kelola", "A"],
            lain=[["Laporan"], ["Bobot", 3]],
        ),
        KINDS,
    )
    assert (found.jenis, found.lembar, found.baris_judul, found.yakin) == (
        ProgramUji,
        "Rekap",
        4,
        True,
    )
    assert found.pemetaan == {"unit": 2, "bobot": 3, "nama": 5, "nomor": 6}
    assert (found.hilang, found.asing, found.ganda, found.penanda) == ((), (), (), None)
    assert found.judul == ("", "UNIT", "bobot*", "No", "Nama Program", "nomor_program")


def test_synonyms_and_strangers() -> None:
    found = kenali(
        buku(["Nomor kegiatan", "Kegiatan", "PAGU (Rp.)", "OPD", "Catatan reviu", "Tanggal muali"]),
        [KegiatanUji],
    )
    assert found.pemetaan == {"nomor": 1, "nama": 2, "anggaran": 3, "unit": 4}
    assert found.asing == (Asing(5, "Catatan reviu", None), Asing(6, "Tanggal muali", "mulai"))
    assert found.yakin is False, "“Tanggal muali” may mean a column that has no heading"


def test_a_few_columns_are_enough_when_the_kind_is_chosen() -> None:
    cells = buku(["Nomor kegiatan", "Pagu", "Catatan reviu"])
    chosen = kenali(cells, [KegiatanUji])
    assert (chosen.yakin, chosen.hilang) == (True, ("nama",))
    assert kenali(cells, KINDS).yakin is False


def test_without_the_key_nothing_is_certain() -> None:
    found = kenali(buku(["Nama kegiatan", "Jumlah", "Bobot"]), [KegiatanUji])
    assert (found.jenis, found.yakin, found.hilang) == (KegiatanUji, False, ("nomor",))


def test_two_headings_for_one_column() -> None:
    found = kenali(buku([*PROGRAM, "Program"]), KINDS)
    assert (found.jenis, found.pemetaan["nama"], found.yakin) == (ProgramUji, 2, False)
    assert found.ganda == (Ganda("nama", (2, 5)),)


def test_near_kinds_are_both_named() -> None:
    found = kenali(buku(["Bobot", "Unit"]), KINDS)
    assert found.yakin is False
    assert [satu for satu, _nilai in found.calon] == [ProgramUji, KegiatanUji]


@pytest.mark.parametrize("gabung", [["A2:A3", "B2:B3", "C2:D2"], []])
def test_headings_of_two_rows(gabung: list[str]) -> None:
    found = kenali(
        buku(
            ["MATRIKS"],
            ["Nomor kegiatan", "Kegiatan", "Target", None, "Bobot"],
            [None, None, 2021, 2022.0, None],
            ["A.1", "Sosialisasi", "80%", "90%", 5],
            gabung=gabung,
        ),
        [KegiatanUji],
    )
    assert found.baris_judul == 3
    assert found.pemetaan == {
        "nomor": 1,
        "nama": 2,
        "target_2021": 3,
        "target_2022": 4,
        "bobot": 5,
    }
    assert found.judul == ("Nomor kegiatan", "Kegiatan", "Target 2021", "Target 2022", "Bobot")


def test_a_row_of_values_below_the_headings_is_none_of_them() -> None:
    found = kenali(buku([*PROGRAM, "Catatan"], ["A", "Program", 5, "Unit", "Bobot"]), KINDS)
    assert (found.baris_judul, found.pemetaan["nama"]) == (1, 2)


def test_headings_are_sought_in_the_first_forty_rows() -> None:
    found = kenali(buku(*[["x"]] * 39, PROGRAM), KINDS)
    assert (found.jenis, found.baris_judul) == (ProgramUji, 40)
    assert kenali(buku(*[["x"]] * 40, PROGRAM), KINDS).jenis is None


def test_nothing_is_recognised() -> None:
    for found in (kenali(buku(["Resep", "Bahan"]), KINDS), kenali(buku(PROGRAM), [])):
        assert (found.jenis, found.pemetaan, found.yakin, found.calon) == (None, {}, False, ())


def test_a_mapping_is_remembered_for_the_same_headings() -> None:
    cells = ["Kode giat", "Judul giat", "Duit"]
    memory = {
        sidik_judul(cells): {
            "jenis": "kegiatan_uji",
            "pemetaan": {"nomor": 1, "nama": 2, "anggaran": 3, "bukan_kolom": 1, "unit": 9},
        }
    }
    found = kenali(buku(["Judul"], cells, ["A.1", "x", 5]), KINDS, memory)
    assert (found.jenis, found.baris_judul, found.diingat, found.yakin) == (
        KegiatanUji,
        2,
        True,
        True,
    )
    assert found.pemetaan == {"nomor": 1, "nama": 2, "anggaran": 3}
    assert kenali(buku(cells), [ProgramUji], memory).jenis is None, "a kind of others is none"


def test_the_fingerprint_of_headings() -> None:
    assert sidik_judul(["No.", "Nama  KEGIATAN"]) == sidik_judul(["no", "nama kegiatan", None, " "])
    assert sidik_judul(["a", "b"]) != sidik_judul(["b", "a"])
    assert sidik_judul(["", "b"]) != sidik_judul(["b"])
    assert sidik_judul(["x" * 90]) == sidik_judul(["x" * 60])


def test_a_template_is_recognised_by_its_mark(tmp_path: Path) -> None:
    resource = kegiatan_uji()
    tulis_templat(resource, tmp_path / "t.xlsx")
    found = kenali(dari(tmp_path / "t.xlsx"), KINDS)
    assert (found.jenis, found.lembar, found.baris_judul, found.yakin) == (
        KegiatanUji,
        "Isi",
        1,
        True,
    )
    assert found.pemetaan == {
        nama: ke for ke, nama in enumerate(KegiatanUji.kolom_impor(), start=1)
    }
    assert found.penanda == Penanda("kegiatan_uji", 3, "ntt", "Rencana 2021", "01-01-2022")
    assert kenali(dari(tmp_path / "t.xlsx"), [ProgramUji]).yakin is False


def test_an_export_is_recognised(tmp_path: Path) -> None:
    resource = kegiatan_uji(tujuan=None)
    tulis_xlsx(resource, [baris("A.1")], tmp_path / "a.xlsx")
    tulis_csv(resource, [baris("A.1")], tmp_path / "a.csv")
    for nama in ("a.xlsx", "a.csv"):
        found = kenali(dari(tmp_path / nama), KINDS)
        assert (found.jenis, found.baris_judul, found.yakin, len(found.pemetaan)) == (
            KegiatanUji,
            1,
            True,
            len(KegiatanUji.kolom_impor()),
        )
