"""Numbers of cells: Indonesian and English groups, what is ambiguous, what Excel damaged."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.values import Keliru, Mentah, bulat, desimal, tulis_desimal, uang


@pytest.mark.parametrize(
    ("mentah", "dibaca"),
    [
        (None, None),
        (" \u00a0", None),
        ("1.200.000", "1200000"),
        ("1,200,000", "1200000"),
        ("1.200.000,50", "1200000.5"),
        ("1,200,000.50", "1200000.5"),
        ("Rp 1.200.000,-", "1200000"),
        ("Rp1.200.000,00", "1200000"),
        ("rp. 1.200.000,--", "1200000"),
        ("IDR 5", "5"),
        ("1 200 000", "1200000"),
        ("1\u00a0200\u00a0000", "1200000"),
        ("1200000", "1200000"),
        ("(1.000)", "-1000"),
        ("-1.000", "-1000"),
        ("'-1.000", "-1000"),
        ("-Rp 5", "-5"),
        ("Rp -5", "-5"),
        ("1.200", "1200"),
        ("1,200", "1200"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0", "0"),
        ("-0", "0"),
        (1200000, "1200000"),
        (1200000.0, "1200000"),
        (0.1 + 0.2, "0.3"),
        (33.333333333, "33.33"),
    ],
)
def test_money(mentah: Mentah, dibaca: str | None) -> None:
    assert uang(mentah) == (None if dibaca is None else Decimal(dibaca))


CONTOH = "Ketik angka saja, misalnya 1.200.000 atau 1200000,50."


@pytest.mark.parametrize(
    ("mentah", "pesan", "saran"),
    [
        ("-", "“-” bukan angka.", "Kosongkan sel bila tidak ada angka, atau ketik 0 bila nol."),
        ("Rp.000", "“Rp.000” bukan angka.", CONTOH),
        ("lima", "“lima” bukan angka.", CONTOH),
        ("5 x", "“5 x” bukan angka.", CONTOH),
        ("--5", "“--5” bukan angka.", CONTOH),
        ("5.", "“5.” bukan angka yang lengkap.", CONTOH),
        (
            "1.20.000",
            "Titik dan koma pada “1.20.000” tidak memisahkan ribuan per tiga angka.",
            CONTOH,
        ),
        (
            "1.200,000.5",
            "Titik dan koma pada “1.200,000.5” tidak memisahkan ribuan per tiga angka.",
            CONTOH,
        ),
        (
            "1,5E+09",
            "Angka “1,5E+09” sudah dibulatkan Excel, digit aslinya hilang.",
            "Lebarkan kolom, ubah format sel menjadi Angka, lalu simpan lagi.",
        ),
        (
            "75%",
            "“75%” bertanda persen.",
            "Ubah format sel menjadi Angka, lalu ketik angkanya saja, tanpa tanda persen.",
        ),
        (
            "12,345.678",
            "“12,345.678” memiliki terlalu banyak angka di belakang koma.",
            "Paling banyak 2 angka di belakang koma.",
        ),
        (True, "Sel berisi pilihan Ya, bukan angka.", CONTOH),
        (
            date(2021, 2, 1),
            "Sel berisi tanggal atau jam (01-02-2021), bukan angka: Excel mengubah angka yang "
            "mirip tanggal.",
            "Ubah format sel menjadi Angka, lalu ketik lagi angkanya.",
        ),
        (1e15, "Angka 1000000000000000 terlalu besar.", "Angka paling banyak 15 digit."),
        (
            float("inf"),
            "Sel berisi angka yang tidak dapat dibaca.",
            "Ketik ulang angkanya.",
        ),
    ],
)
def test_what_is_no_amount(mentah: Mentah, pesan: str, saran: str) -> None:
    with pytest.raises(Keliru) as error:
        uang(mentah)
    assert (str(error.value), error.value.saran) == (pesan, saran)


@pytest.mark.parametrize(
    ("mentah", "dibaca"), [("1.200", 1200), ("12,0", 12), (3.0, 3), (4, 4), ("", None)]
)
def test_whole_numbers(mentah: Mentah, dibaca: int | None) -> None:
    assert bulat(mentah) == dibaca


@pytest.mark.parametrize("mentah", ["12,5", 12.5, "0,125"])
def test_fractions_are_no_whole_numbers(mentah: Mentah) -> None:
    with pytest.raises(Keliru) as error:
        bulat(mentah)
    assert error.value.saran == "Ketik angka tanpa pecahan."


@pytest.mark.parametrize(
    ("mentah", "dibaca"),
    [
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        (",5", "0.5"),
        ("1234,567", "1234.567"),
        ("1,2340", "1.234"),
        ("1.200,5", "1200.5"),
        ("1.200.000", "1200000"),
        (1.2, "1.2"),
    ],
)
def test_decimals(mentah: Mentah, dibaca: str) -> None:
    assert desimal(mentah) == Decimal(dibaca)


def test_three_digits_after_one_separator_are_refused_with_both_readings() -> None:
    for mentah in ("1.200", "1,200"):
        with pytest.raises(Keliru) as error:
            desimal(mentah)
        assert (str(error.value), error.value.saran) == (
            f"“{mentah}” dapat dibaca 1200 (ribuan) atau 1,2 (pecahan).",
            "Ketik 1200 atau 1,2.",
        )
    with pytest.raises(Keliru) as error:
        desimal("12.345")
    assert error.value.saran == "Ketik 12345 atau 12,3450."


def test_decimals_are_bounded() -> None:
    assert desimal("12,3400", angka_desimal=2) == Decimal("12.34")
    assert desimal(100 / 3, angka_desimal=2) == Decimal("33.33")
    with pytest.raises(Keliru) as error:
        desimal("12,3456", angka_desimal=2)
    assert error.value.saran == "Paling banyak 2 angka di belakang koma."


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=5))
def test_a_decimal_written_and_read_is_the_decimal(angka: Decimal) -> None:
    assert desimal(tulis_desimal(angka)) == angka
