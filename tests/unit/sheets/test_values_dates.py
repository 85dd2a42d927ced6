"""Dates and months of cells, in figures and in Indonesian words."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.values import BULAN, Keliru, Mentah, bulan, bulan_angka, tanggal
from ukuran import format as penulis

AKHIR = date(2021, 12, 31)
CONTOH = "Ketik tanggal, misalnya 31-12-2021 atau 31 Desember 2021."


@pytest.mark.parametrize(
    "mentah",
    [
        AKHIR,
        datetime(2021, 12, 31, 13, 45),
        "31 Desember 2021",
        "31 DESEMBER 2021",
        "31 Des 2021",
        "31 Des. 2021",
        "31-Des-2021",
        "31/12/2021",
        "31-12-2021",
        "31.12.2021",
        "31 12 2021",
        "2021-12-31",
        "2021-12-31 00:00:00",
        "2021-12-31T00:00:00Z",
        "31/12/2021 16.00 WITA",
        "Jumat, 31 Desember 2021",
        "December 31, 2021",
        "31\u00a0Desember\u00a02021",
    ],
)
def test_one_day_in_many_forms(mentah: Mentah) -> None:
    assert tanggal(mentah) == AKHIR


@given(st.dates(min_value=date(1905, 1, 1), max_value=date(2199, 12, 31)))
def test_a_date_written_in_words_reads_back(hari: date) -> None:
    assert tanggal(penulis.tanggal(hari)) == hari
    assert tanggal(f"{hari.day:02d}-{hari.month:02d}-{hari.year}") == hari
    assert bulan(f"{BULAN[hari.month - 1]} {hari.year}") == hari.replace(day=1)


@pytest.mark.parametrize(
    ("mentah", "pesan", "saran"),
    [
        (
            "12/31/2021",
            "“12/31/2021” tampaknya ditulis bulan dahulu (31 Desember 2021).",
            "Ketik hari dahulu: 31-12-2021.",
        ),
        (
            "31-12-21",
            "Tahun pada “31-12-21” hanya dua angka.",
            "Ketik tahun dengan empat angka.",
        ),
        ("31 Des 21", "Tahun pada “31 Des 21” hanya dua angka.", "Ketik tahun dengan empat angka."),
        ("29/02/2021", "Tanggal “29/02/2021” tidak ada dalam kalender.", CONTOH),
        ("13/13/2021", "Tanggal “13/13/2021” tidak ada dalam kalender.", CONTOH),
        (
            44561.0,
            "Angka 44561 bukan tanggal, mungkin tanggal Excel 31-12-2021 yang kehilangan "
            "formatnya.",
            "Ubah format sel menjadi Tanggal, periksa isinya, lalu simpan lagi.",
        ),
        (
            "44561",
            "Angka 44561 bukan tanggal, mungkin tanggal Excel 31-12-2021 yang kehilangan "
            "formatnya.",
            "Ubah format sel menjadi Tanggal, periksa isinya, lalu simpan lagi.",
        ),
        (2021.0, "“2021” hanya tahun, bukan tanggal.", CONTOH),
        ("2021", "“2021” hanya tahun, bukan tanggal.", CONTOH),
        (
            datetime(1904, 1, 1),
            "Tanggal 01-01-1904 terlalu lama: Excel menampilkan angka kecil sebagai tanggal.",
            CONTOH,
        ),
        (
            date(1900, 1, 5),
            "Tanggal 05-01-1900 terlalu lama: Excel menampilkan angka kecil sebagai tanggal.",
            CONTOH,
        ),
        (date(2921, 1, 1), "Tahun pada tanggal 01-01-2921 tidak masuk akal.", CONTOH),
        (time(8, 30), "Sel berisi jam (08.30), bukan tanggal.", CONTOH),
        (True, "“Ya” bukan tanggal.", CONTOH),
        ("besok", "“besok” bukan tanggal.", CONTOH),
        ("-", "“-” bukan tanggal.", CONTOH),
        (float("nan"), "“angka rusak” bukan tanggal.", CONTOH),
    ],
)
def test_what_is_no_date(mentah: Mentah, pesan: str, saran: str) -> None:
    with pytest.raises(Keliru) as error:
        tanggal(mentah)
    assert (str(error.value), error.value.saran) == (pesan, saran)


@pytest.mark.parametrize(
    "mentah",
    ["Januari 2021", "Jan 2021", "JAN. 2021", "Jan-2021", "2021-01", "01/2021", "1-2021",
     "15 Januari 2021", date(2021, 1, 20)],
)  # fmt: skip
def test_one_month_in_many_forms(mentah: Mentah) -> None:
    assert bulan(mentah) == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("mentah", "pesan"),
    [
        ("Jan-21", "Tahun pada “Jan-21” hanya dua angka."),
        ("Januari", "“Januari” tidak menyebut tahun."),
        ("2021-13", "Tanggal “2021-13” tidak ada dalam kalender."),
        ("segera", "“segera” bukan bulan dan tahun."),
        (2021.0, "“2021” bukan bulan dan tahun."),
    ],
)
def test_what_is_no_month(mentah: Mentah, pesan: str) -> None:
    with pytest.raises(Keliru) as error:
        bulan(mentah)
    assert (str(error.value), error.value.saran) == (
        pesan,
        "Ketik bulan dan tahun, misalnya Januari 2021 atau 2021-01.",
    )


@pytest.mark.parametrize(
    ("mentah", "angka"),
    [("Jan", 1), ("Januari", 1), ("Pebruari", 2), ("Agt", 8), ("Nopember", 11), ("XII", 12),
     ("iv", 4), ("05", 5), (3, 3), (3.0, 3), ("Bulan Mei", 5), (date(2021, 7, 1), 7)],
)  # fmt: skip
def test_numbers_of_months(mentah: Mentah, angka: int) -> None:
    assert bulan_angka(mentah) == angka


@pytest.mark.parametrize("mentah", [0, 13, "13", 1.5, "XIII", True, "-"])
def test_no_number_of_a_month(mentah: Mentah) -> None:
    with pytest.raises(Keliru) as error:
        bulan_angka(mentah)
    assert error.value.saran == "Ketik nama bulan, misalnya Januari, atau angka 1 sampai 12."


def test_blank_is_nothing() -> None:
    assert [
        baca(mentah) for baca in (tanggal, bulan, bulan_angka) for mentah in (None, " \u00a0")
    ] == [None] * 6
