"""How figures, dates and identifiers are written."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Engine
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from ukuran import format as tulis

WITA = ZoneInfo("Asia/Makassar")
SAAT = datetime(2021, 9, 18, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("nilai", "tulisan"),
    [
        (0, "0"),
        (0.0, "0"),
        (None, "tanpa data"),
        (7, "7"),
        (1234, "1.234"),
        (1200287000, "1.200.287.000"),
        (76.5, "76,5"),
        (Decimal("76.50"), "76,5"),
        (76.0, "76"),
        (76.25, "76,3"),
        (Decimal("0.04"), "0"),
        (Decimal("-0.04"), "0"),
        (-1234.5, "-1.234,5"),
        (999.95, "1.000"),
    ],
)
def test_angka(nilai: Any, tulisan: str) -> None:
    assert tulis.angka(nilai) == tulisan


def test_angka_takes_the_number_of_decimals() -> None:
    assert tulis.angka(Decimal("62.345"), 2) == "62,35"
    assert tulis.angka(62.9, 0) == "63"


@pytest.mark.parametrize("nilai", ["", "12", True, object()])
def test_angka_refuses_what_is_no_number(nilai: Any) -> None:
    with pytest.raises(TypeError):
        tulis.angka(nilai)


@pytest.mark.parametrize("nilai", [float("nan"), float("inf"), Decimal("NaN")])
def test_angka_refuses_nan_and_infinity(nilai: Any) -> None:
    with pytest.raises(ValueError, match="finite"):
        tulis.angka(nilai)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_angka_of_an_integer_reads_back(nilai: int) -> None:
    assert int(tulis.angka(nilai).replace(".", "")) == nilai


@pytest.mark.parametrize(
    ("nilai", "tulisan"),
    [(76.5, "76,5%"), (0, "0%"), (100, "100%"), (None, "tanpa data"), (53.94, "53,9%")],
)
def test_persen(nilai: Any, tulisan: str) -> None:
    assert tulis.persen(nilai) == tulisan


@pytest.mark.parametrize(
    ("nilai", "tulisan"),
    [
        (1200287000, "Rp 1.200.287.000"),
        (0, "Rp 0"),
        (None, "tanpa data"),
        (Decimal("1500.50"), "Rp 1.500,50"),
        (Decimal("1500.00"), "Rp 1.500"),
        (-2500, "-Rp 2.500"),
    ],
)
def test_rupiah(nilai: Any, tulisan: str) -> None:
    assert tulis.rupiah(nilai) == tulisan


@pytest.mark.parametrize(
    ("nilai", "tulisan"),
    [(53.9, "53.9"), (0, "0"), (1234.5, "1234.5"), (Decimal("1E+2"), "100")],
)
def test_titik_is_valid_in_svg(nilai: Any, tulisan: str) -> None:
    assert tulis.titik(nilai) == tulisan


@pytest.mark.parametrize(
    ("hari", "tulisan"),
    [
        (date(2021, 3, 8), "8 Maret 2021"),
        (date(2023, 8, 17), "17 Agustus 2023"),
        (date(2021, 12, 31), "31 Desember 2021"),
        (None, "tanpa tanggal"),
    ],
)
def test_tanggal(hari: date | None, tulisan: str) -> None:
    assert tulis.tanggal(hari) == tulisan


def test_a_datetime_is_dated_in_the_zone_of_the_institution() -> None:
    malam = datetime(2021, 9, 17, 17, 30, tzinfo=UTC)
    assert tulis.tanggal(malam, WITA) == "18 September 2021"
    assert tulis.tanggal(malam, UTC) == "17 September 2021"


@pytest.mark.parametrize(
    ("zona", "tulisan"),
    [
        ("Asia/Jakarta", "18 September 2021, 15.00 WIB"),
        ("Asia/Pontianak", "18 September 2021, 15.00 WIB"),
        ("Asia/Makassar", "18 September 2021, 16.00 WITA"),
        ("Asia/Jayapura", "18 September 2021, 17.00 WIT"),
    ],
)
def test_tanggal_waktu_names_the_zone(zona: str, tulisan: str) -> None:
    assert tulis.tanggal_waktu(SAAT, ZoneInfo(zona)) == tulisan


def test_jam_has_two_digits_and_a_dot() -> None:
    assert tulis.jam(datetime(2021, 9, 18, 1, 5, tzinfo=UTC), WITA) == "09.05 WITA"
    assert tulis.jam(None, WITA) == "tanpa tanggal"
    assert tulis.tanggal_waktu(None, WITA) == "tanpa tanggal"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        tulis.jam(datetime(2021, 9, 18, 1, 5), WITA)


@pytest.mark.parametrize(
    ("batas", "tulisan"),
    [
        (date(2021, 9, 30), "12 hari lagi"),
        (date(2021, 9, 19), "1 hari lagi"),
        (date(2021, 9, 18), "hari ini"),
        (date(2021, 9, 15), "Lewat batas waktu 3 hari"),
        (date(2017, 9, 18), "Lewat batas waktu 1.461 hari"),
        (None, "tanpa tanggal"),
    ],
)
def test_sisa_hari(batas: date | None, tulisan: str) -> None:
    assert tulis.sisa_hari(batas, date(2021, 9, 18)) == tulisan


@pytest.mark.parametrize(
    ("byte", "tulisan"),
    [
        (0, "0 byte"),
        (1023, "1.023 byte"),
        (1024, "1 KB"),
        (217_088, "212 KB"),
        (1_048_500, "1 MB"),
        (1_887_437, "1,8 MB"),
        (25 * 1024 * 1024, "25 MB"),
        (3 * 1024**3, "3 GB"),
        (None, "tanpa data"),
    ],
)
def test_ukuran_berkas(byte: int | None, tulisan: str) -> None:
    assert tulis.ukuran_berkas(byte) == tulisan


def test_ukuran_berkas_refuses_a_negative_size() -> None:
    with pytest.raises(ValueError, match="negative"):
        tulis.ukuran_berkas(-1)


@pytest.mark.parametrize(
    ("nomor", "tulisan"),
    [
        ("197005121996031014", "••••••••••••••• 014"),
        ("19700512 199603 1 014", "••••••••••••••• 014"),
        ("014", "•••••••••••••••"),
        ("", "tanpa NIP"),
        (None, "tanpa NIP"),
    ],
)
def test_nip_shows_the_serial_only(nomor: str | None, tulisan: str) -> None:
    assert tulis.nip(nomor) == tulisan


def test_nip_tells_neither_birth_date_nor_sex() -> None:
    pria = tulis.nip("197005121996031014")
    wanita = tulis.nip("198811302012122014")
    assert pria == wanita


def test_hash_singkat() -> None:
    assert tulis.hash_singkat("9f2c71e0" + "0" * 52 + "41ab") == "9f2c 71e0 … 41ab"
    assert tulis.hash_singkat("abc123") == "abc123"
    assert tulis.hash_singkat("") == "tanpa data"


def render(sumber: str, **isi: Any) -> str:
    """Render one template line with the filters loaded."""
    engine = Engine(libraries={"format": "ukuran.templatetags.format"})
    return engine.from_string("{% load format %}" + sumber).render(Context(isi))


@pytest.fixture
def wita() -> Iterator[None]:
    with timezone.override(WITA), translation.override("id"):
        yield


@pytest.mark.parametrize(
    ("sumber", "tulisan"),
    [
        ("{{ nol|angka }}", "0"),
        ("{{ kosong|angka }}", "tanpa data"),
        ("{{ tidak.ada|persen }}", "tanpa data"),
        ("{{ nilai|angka:2 }}", "53,94"),
        ("{{ nilai|persen }}", "53,9%"),
        ("{{ nilai|titik }}", "53.94"),
        ("{{ uang|rupiah }}", "Rp 793.119"),
        ("{{ saat|tanggal }}", "18 September 2021"),
        ("{{ saat|tanggal_waktu }}", "18 September 2021, 16.00 WITA"),
        ("{{ saat|jam }}", "16.00 WITA"),
        ("{{ batas|sisa_hari:hari }}", "12 hari lagi"),
        ("{{ uang|ukuran_berkas }}", "775 KB"),
        ("{{ nip|nip }}", "••••••••••••••• 014"),
        ("{{ sidik|hash_singkat }}", "9f2c 71e0 … 41ab"),
    ],
)
@pytest.mark.usefixtures("wita")
def test_filters(sumber: str, tulisan: str) -> None:
    assert (
        render(
            sumber,
            nol=0,
            kosong=None,
            nilai=Decimal("53.94"),
            uang=793119,
            saat=SAAT,
            batas=date(2021, 9, 30),
            hari=date(2021, 9, 18),
            nip="197005121996031014",
            sidik="9f2c71e0aaaa41ab",
        )
        == tulisan
    )


@pytest.mark.usefixtures("wita")
def test_titik_leaves_a_written_number_alone() -> None:
    assert render("{{ x|titik }}", x="12.5") == "12.5"
