"""One table saved by LibreOffice as xlsx, ods and xls reads the same from each."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache

import pytest
from python_calamine import CalamineWorkbook

from imports.reading import Buku, Galat, Rentang, Sel, buka, periksa_cepat
from tests.factories.berkas_impor import tabel

BENTUK = ("xlsx", "ods", "xls")
ISI: list[tuple[int, list[Sel]]] = [
    (
        1,
        ["Kode", "Uraian", "Anggaran", "Tanggal", "Persen", "Aktif", "Rumus", "Galat", "Waktu"],
    ),
    (
        2,
        [
            "007",
            "Baris pertama\nbaris kedua",
            1_200_000,
            date(2025, 2, 1),
            "25,5%",
            True,
            2_400_000,
            Galat("#DIV/0!"),
            time(3, 4),
        ],
    ),
    (
        3,
        [
            "1.1",
            "Nilai: 5 %",
            2.5,
            datetime(2025, 3, 4, 5, 6, 7),
            1,
            False,
            "a1.1",
            Galat("#N/A"),
        ],
    ),
    (4, [None, "tersembunyi", 3]),
    (6, ["9.9", "é ü € ‘petik’", -4]),
    (8, ["Gabungan"]),
]


@cache
def _buku(akhiran: str) -> Buku:
    file = io.BytesIO(tabel(akhiran))
    return buka(f"tabel.{akhiran}", file, batas_byte=1_000_000, batas_baris=8)


def _tanpa_ekor(cells: Sequence[Sel]) -> list[Sel]:
    hasil = list(cells)
    while hasil and hasil[-1] is None:
        hasil.pop()
    return hasil


@pytest.mark.parametrize("akhiran", BENTUK)
def test_values(akhiran: str) -> None:
    buku = _buku(akhiran)
    assert (buku.bentuk, buku.catatan) == (akhiran, ())
    rencana, referensi, kosong = buku.lembar
    for _ in range(2):  # a sheet may be gone through again
        assert [(nomor, _tanpa_ekor(cells)) for nomor, cells in rencana.baris()] == ISI
    assert [(nomor, _tanpa_ekor(cells)) for nomor, cells in referensi.baris()] == [
        (3, [None, None, "mulai di C3"]),
        (5, [None, None, None, None, 7]),
    ]
    assert list(kosong.baris()) == []


@pytest.mark.parametrize("akhiran", BENTUK)
def test_what_is_said_about_sheets(akhiran: str) -> None:
    rencana, referensi, kosong = _buku(akhiran).lembar
    assert [satu.nama for satu in (rencana, referensi, kosong)] == [
        "Rencana Aksi",
        "Referensi",
        "Kosong",
    ]
    assert [satu.tersembunyi for satu in (rencana, referensi, kosong)] == [False, True, False]
    assert [(satu.tinggi, satu.lebar) for satu in (rencana, referensi, kosong)] == [
        (8, 9),
        (5, 5),
        (0, 0),
    ]
    assert rencana.gabungan == (Rentang(8, 1, 8, 3),)  # and an empty row below
    assert rencana.baris_tersembunyi == frozenset({4})
    assert rencana.rumus == frozenset({(2, 6), (2, 7), (2, 8), (3, 6), (3, 7), (3, 8), (6, 7)})
    assert rencana.rumus_kosong == frozenset()


def test_own_reader_of_ods_agrees_with_calamine() -> None:
    """Except for errors, percentages, formulas of true and false, and cells beside the table."""
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(tabel("ods")))
    ours = _buku("ods").lembar[0]
    sheet = theirs.get_sheet_by_name("Rencana Aksi")
    assert sheet.start == (0, 0)
    rows = [[value if value != "" else None for value in row] for row in sheet.iter_rows()]
    for nomor, cells in ours.baris():
        for mine, their in zip(cells, rows[nomor - 1], strict=False):
            if not isinstance(mine, Galat):
                assert mine == (their if their != 0.255 else "25,5%")


@pytest.mark.parametrize("akhiran", BENTUK)
def test_cheap_check_names_the_kind(akhiran: str) -> None:
    file = io.BytesIO(tabel(akhiran))
    assert periksa_cepat(f"Tabel.{akhiran.upper()}", file, batas_byte=1_000_000) == akhiran
    assert file.tell() == 0


def test_long_names_and_paths() -> None:
    file = io.BytesIO(b"Kode;Uraian\n1;a\n")
    nama = "C:\\Users\\Budi\\" + "rencana aksi " * 40 + ".csv"
    assert periksa_cepat(nama, file, batas_byte=1000) == "csv"
    (lembar,) = buka(nama, file, batas_byte=1000, batas_baris=2).lembar
    assert lembar.nama == ("rencana aksi " * 40)[:60]
