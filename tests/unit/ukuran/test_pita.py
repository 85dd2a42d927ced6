"""Bands of an achievement, and the bands of the fixture."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ukuran.kasus_target import data_pita, pita
from tests.unit.ukuran.strategi_target import SANTAI
from ukuran.pita import NADA, Pita, Rentang, periksa_pita, pita_untuk

Baris = tuple[str | None, str | None, str, str]


def bangun(*baris: Baris) -> tuple[Rentang, ...]:
    """Return bands of (bawah, atas, nama, tone)."""
    return tuple(
        Rentang(
            None if bawah is None else Decimal(bawah),
            None if atas is None else Decimal(atas),
            nama,
            tone,
        )
        for bawah, atas, nama, tone in baris
    )


def test_the_bands_of_the_fixture() -> None:
    assert [(satu.bawah, satu.atas, satu.nama, satu.tone) for satu in pita().rentang] == [
        (None, 51, "Sangat rendah", "merah"),
        (51, 66, "Rendah", "jingga"),
        (66, 76, "Sedang", "kuning"),
        (76, 91, "Tinggi", "hijau_muda"),
        (91, None, "Sangat tinggi", "hijau"),
    ]
    assert periksa_pita(pita().rentang) == ()
    assert (data_pita()["status_sumber"], bool(data_pita()["sumber"])) == ("S", True)


@pytest.mark.parametrize(
    ("nilai", "lengkap", "belum_lengkap"),
    [
        ("-5", "Sangat rendah", "Sangat rendah"),
        ("0", "Sangat rendah", "Sangat rendah"),
        ("50", "Sangat rendah", "Sangat rendah"),
        ("50.5", "Sangat rendah", "Sangat rendah"),
        ("50.9999999999999999999999999", "Sangat rendah", "Sangat rendah"),
        ("51", "Rendah", "Rendah"),
        ("65.99", "Rendah", "Rendah"),
        ("66", "Sedang", "Sedang"),
        ("75.99", "Sedang", "Sedang"),
        ("76", "Tinggi", "Sedang"),
        ("90.99", "Tinggi", "Sedang"),
        ("91", "Sangat tinggi", "Sedang"),
        ("100", "Sangat tinggi", "Sedang"),
        ("150", "Sangat tinggi", "Sedang"),
    ],
)
def test_a_figure_finds_its_band(nilai: str, lengkap: str, belum_lengkap: str) -> None:
    penuh = pita_untuk(Decimal(nilai), pita())
    kurang = pita_untuk(Decimal(nilai), pita(), lengkap=False)
    assert penuh is not None
    assert kurang is not None
    assert (penuh.nama, kurang.nama) == (lengkap, belum_lengkap)


def test_no_data_has_no_band() -> None:
    assert pita_untuk(None, pita()) is None
    assert pita_untuk(None, pita(), lengkap=False) is None
    assert pita_untuk(Decimal(5), Pita("uji", 1, "Uji", ())) is None


def test_a_figure_beyond_or_between_the_bands_is_no_missing_data() -> None:
    bolong = Pita(
        "uji",
        1,
        "Uji",
        bangun(("0", "50", "Rendah", "merah"), ("70", "90", "Tinggi", "hijau")),
    )
    nama = {}
    for nilai in (-1, 60, 95):
        satu = pita_untuk(Decimal(nilai), bolong)
        assert satu is not None
        nama[nilai] = satu.nama
    assert nama == {-1: "Rendah", 60: "Rendah", 95: "Tinggi"}


def test_incomplete_data_has_no_band_where_all_are_green() -> None:
    hijau = Pita("uji", 1, "Uji", bangun((None, None, "Baik", "hijau")))
    assert pita_untuk(Decimal(95), hijau, lengkap=False) is None


@pytest.mark.parametrize(
    ("baris", "keluhan"),
    [
        ([], ("Pita belum memiliki rentang.",)),
        ([(None, None, "Semua", "kuning")], ()),
        (
            [(None, "50", "Rendah", "merah"), ("60", None, "Tinggi", "hijau")],
            ("Ada celah antara Rendah dan Tinggi, dari 50 sampai 60.",),
        ),
        (
            [(None, "60", "Rendah", "merah"), ("50", None, "Tinggi", "hijau")],
            ("Rendah dan Tinggi tumpang tindih dari 50 sampai 60.",),
        ),
        (
            [("50", "101", "Tinggi", "hijau"), ("0", "50", "Rendah", "merah")],
            (
                "Rendah harus di atas Tinggi; urutkan dari yang terendah.",
                "Rentang terendah harus mencakup 0.",
                "Rentang tertinggi harus mencakup 100: kosongkan batas atasnya.",
            ),
        ),
        (
            [("1", "50", "Rendah", "merah"), ("50", None, "Tinggi", "hijau")],
            ("Rentang terendah harus mencakup 0.",),
        ),
        (
            [("0", "50", "Rendah", "merah"), ("50", "100", "Tinggi", "hijau")],
            ("Rentang tertinggi harus mencakup 100: kosongkan batas atasnya.",),
        ),
        ([("0", "50", "Rendah", "merah"), ("50", "100.01", "Tinggi", "hijau")], ()),
        (
            [(None, "50", " ", "merah"), ("50", None, "Tinggi", "hijau")],
            ("Rentang ke-1 belum memiliki nama.",),
        ),
        (
            [(None, "50", "Tinggi", "merah"), ("50", None, " tinggi", "hijau")],
            ("Nama tinggi dipakai lebih dari sekali.",),
        ),
        (
            [(None, "50", "Rendah", "biru"), ("50", None, "Tinggi", "")],
            (
                "Warna rentang ke-1 tidak dikenal: biru.",
                "Warna rentang ke-2 tidak dikenal: kosong.",
            ),
        ),
        (
            [(None, "50", "Cukup", "hijau_muda"), ("50", None, "Tinggi", "hijau")],
            ("Paling sedikit satu rentang tidak berwarna hijau, untuk data belum lengkap.",),
        ),
    ],
)
def test_bands_are_checked(baris: list[Baris], keluhan: tuple[str, ...]) -> None:
    assert periksa_pita(bangun(*baris)) == keluhan


@pytest.mark.parametrize(
    ("batas", "galat"),
    [
        (1.5, TypeError),
        (50, TypeError),
        (Decimal("NaN"), ValueError),
        (Decimal("Infinity"), ValueError),
    ],
)
def test_a_limit_is_a_finite_decimal(batas: object, galat: type[Exception]) -> None:
    with pytest.raises(galat, match="Baik: a limit"):
        Rentang(batas, None, "Baik", "hijau")  # type: ignore[arg-type]


UJUNG = st.none() | st.decimals(-20, 120, places=1)
ACAK = st.lists(
    st.builds(Rentang, UJUNG, UJUNG, st.sampled_from("abcdef"), st.sampled_from(NADA)), max_size=5
)
NILAI = st.decimals(0, 100, places=2)


def jumlah_memuat(rentang: tuple[Rentang, ...], nilai: Decimal) -> int:
    """Return how many half-open intervals hold a value."""
    return sum(
        (satu.bawah is None or satu.bawah <= nilai) and (satu.atas is None or nilai < satu.atas)
        for satu in rentang
    )


@SANTAI
@given(ACAK.map(tuple), NILAI)
def test_silence_means_that_0_to_100_is_covered_once(
    rentang: tuple[Rentang, ...], nilai: Decimal
) -> None:
    tepi = [
        b for satu in rentang for b in (satu.bawah, satu.atas) if b is not None and 0 <= b <= 100
    ]
    if periksa_pita(rentang) == ():
        for satu in (nilai, Decimal(0), Decimal(100), *tepi):
            assert jumlah_memuat(rentang, satu) == 1


@SANTAI
@given(
    st.lists(st.decimals(1, 99, places=1), min_size=1, max_size=6, unique=True).map(sorted),
    st.lists(st.sampled_from(NADA), min_size=7, max_size=7),
    NILAI,
    st.booleans(),
)
def test_sound_bands_hold_every_figure_once_and_never_green_when_incomplete(
    batas: list[Decimal], nada: list[str], nilai: Decimal, lengkap: bool
) -> None:
    ujung = [None, *batas, None]
    rentang = tuple(
        Rentang(bawah, atas, f"Rentang {nomor}", nada[nomor])
        for nomor, (bawah, atas) in enumerate(pairwise(ujung))
    )
    satu = Pita("uji", 1, "Uji", rentang)
    hijau_semua = all(baris.hijau for baris in rentang)
    assert bool(periksa_pita(rentang)) is hijau_semua
    assert jumlah_memuat(rentang, nilai) == 1

    hasil = pita_untuk(nilai, satu, lengkap=lengkap)
    if lengkap:
        assert hasil is not None
        assert jumlah_memuat((hasil,), nilai) == 1
    else:
        assert (hasil is None) is (hijau_semua and bool(rentang))
        assert hasil is None or not hasil.hijau


@SANTAI
@given(ACAK.map(tuple), NILAI, st.booleans())
def test_any_bands_are_checked_without_an_exception(
    rentang: tuple[Rentang, ...], nilai: Decimal, lengkap: bool
) -> None:
    assert all(isinstance(keluhan, str) for keluhan in periksa_pita(rentang))
    hasil = pita_untuk(nilai, Pita("uji", 1, "Uji", rentang), lengkap=lengkap)
    assert hasil is None or hasil in rentang
    if rentang and lengkap:
        assert hasil is not None
