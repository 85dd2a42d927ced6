"""Texts, codes, NIP, yes or no and lists of cells; what is written reads back unchanged."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.values import (
    Keliru,
    Mentah,
    daftar,
    kode,
    lipat,
    netralkan,
    nip,
    pulihkan,
    rapikan,
    sama,
    sebut,
    teks,
    tulis_daftar,
    ya,
)

RUMUS = ["=1+1", "+62", "-5", "@a", "\t=1", "\r1", " =1", "\u200b=1", "＝1", "＋1", "－1", "＠x"]


def galat(error: pytest.ExceptionInfo[Keliru]) -> tuple[str, str]:
    """Both sentences of a refusal."""
    return str(error.value), error.value.saran


@given(st.text())
def test_every_text_survives_neutralising(text: str) -> None:
    assert pulihkan(netralkan(text)) == text


@given(st.text(alphabet="'=+-@ \t\r\n\u200b\u00a0＝1a"))
def test_every_tricky_text_survives_neutralising(text: str) -> None:
    kept = netralkan(text)
    assert pulihkan(kept) == text
    assert kept.startswith("'") or pulihkan(text) == text


@given(st.text(alphabet="'=+-@ \t\n\u200b1a;•.)"))
def test_a_text_written_and_read_is_the_text_in_normal_form(text: str) -> None:
    normal = rapikan(text)
    assert teks(netralkan(normal)) == (normal or None)


@pytest.mark.parametrize("text", RUMUS)
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert netralkan(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "-", "---", "–", "5-6", "' "[1:]])
def test_what_is_no_formula_stays(text: str) -> None:
    assert netralkan(text) == text


def test_an_apostrophe_of_the_text_itself_is_doubled() -> None:
    assert netralkan("'tis") == "''tis"
    assert teks("''tis") == "'tis"
    assert teks("'tis") == "'tis"


@pytest.mark.parametrize(
    ("mentah", "dibaca"),
    [
        (None, None),
        ("", None),
        (" \u00a0\u200b\ufeff ", None),
        ("-", "-"),
        ("  Biro\u00a0Hukum ", "Biro Hukum"),
        ("a\r\nb \rc", "a\nb\nc"),
        ("a_x000D_\nb", "a\nb"),
        ("e\u0301", "é"),
        ("a\x00b\x07", "ab"),
        (12.0, "12"),
        (12.5, "12,5"),
        (0.1 + 0.2, "0,3"),
        (7, "7"),
        (Decimal("1.50"), "1,5"),
        (True, "Ya"),
        (False, "Tidak"),
        (date(2021, 3, 8), "08-03-2021"),
        (datetime(2021, 3, 8, 9, 5), "08-03-2021"),
        (time(8, 30), "08.30"),
        ("'=1+1", "=1+1"),
    ],
)
def test_texts(mentah: Mentah, dibaca: str | None) -> None:
    assert teks(mentah) == dibaca


def test_a_long_text_is_refused() -> None:
    assert teks("12345", panjang=5) == "12345"
    with pytest.raises(Keliru) as error:
        teks("123456", panjang=5)
    assert galat(error) == (
        "Teks terlalu panjang: 6 huruf, paling banyak 5.",
        "Persingkat teks ini.",
    )


@pytest.mark.parametrize(
    ("mentah", "dibaca"),
    [
        (None, None),
        ("  ", None),
        (1.1, "1.1"),
        (12.0, "12"),
        (3, "3"),
        ("1.1", "1.1"),
        (" A\n 1 ", "A 1"),
        ("'-1", "-1"),
        ("1E5", "1E5"),
    ],
)
def test_codes(mentah: Mentah, dibaca: str | None) -> None:
    assert kode(mentah) == dibaca


@pytest.mark.parametrize(
    ("mentah", "pesan"),
    [
        (
            date(2021, 2, 1),
            "Kode terbaca sebagai tanggal atau jam (01-02-2021): Excel mengubahnya.",
        ),
        (1e17, "Kode rusak: Excel membulatkan angka panjang menjadi 1.00000E+17."),
        ("1,1E+12", "Kode rusak: Excel membulatkan angka panjang menjadi 1,1E+12."),
    ],
)
def test_damaged_codes(mentah: Mentah, pesan: str) -> None:
    with pytest.raises(Keliru) as error:
        kode(mentah)
    assert galat(error) == (pesan, "Format kolom sebagai Teks, lalu ketik lagi kodenya.")


@pytest.mark.parametrize(
    ("mentah", "dibaca"),
    [
        (None, None),
        (" ", None),
        ("196205011986031001", "196205011986031001"),
        ("19620501 198603 1 001", "196205011986031001"),
        ("19620501\u00a0198603\u00a01\u00a0001", "196205011986031001"),
        ("'196205011986031001", "196205011986031001"),
        (196205011986031001, "196205011986031001"),
    ],
)
def test_nip(mentah: Mentah, dibaca: str | None) -> None:
    assert nip(mentah) == dibaca


@pytest.mark.parametrize(
    ("mentah", "pesan", "saran"),
    [
        (
            1.96205e17,
            "NIP rusak: Excel membulatkan angka panjang.",
            "Format kolom sebagai Teks, lalu ketik lagi NIP.",
        ),
        (
            "1.96205E+17",
            "NIP rusak: Excel membulatkan angka panjang.",
            "Format kolom sebagai Teks, lalu ketik lagi NIP.",
        ),
        (
            "196205011986031000",
            "NIP rusak: Excel membulatkan angka panjang.",
            "Format kolom sebagai Teks, lalu ketik lagi NIP.",
        ),
        (
            "1962",
            "NIP harus 18 angka, terbaca 4.",
            "Periksa NIP pada berkas kepegawaian, lalu ketik lagi.",
        ),
        (
            123.0,
            "NIP harus 18 angka, terbaca 3.",
            "Periksa NIP pada berkas kepegawaian, lalu ketik lagi.",
        ),
        (
            "belum ada",
            "NIP berisi selain angka.",
            "Ketik 18 angka NIP; spasi diperbolehkan.",
        ),
        (
            "-",
            "NIP berisi selain angka.",
            "Ketik 18 angka NIP; spasi diperbolehkan.",
        ),
    ],
)
def test_damaged_nip(mentah: Mentah, pesan: str, saran: str) -> None:
    with pytest.raises(Keliru) as error:
        nip(mentah)
    assert galat(error) == (pesan, saran)


@pytest.mark.parametrize("mentah", ["Ya", "YA ", "x", "√", "v", 1, 1.0, "1", True, "benar", "TRUE"])
def test_yes(mentah: Mentah) -> None:
    assert ya(mentah) is True


@pytest.mark.parametrize("mentah", ["Tidak", "-", "0", 0, 0.0, False, "false", "–"])
def test_no(mentah: Mentah) -> None:
    assert ya(mentah) is False


def test_neither_yes_nor_no() -> None:
    assert ya(" ") is None
    with pytest.raises(Keliru) as error:
        ya("mungkin")
    assert galat(error) == ("“mungkin” bukan ya atau tidak.", "Ketik Ya atau Tidak.")
    with pytest.raises(Keliru):
        ya(2)


@pytest.mark.parametrize(
    ("mentah", "dibaca"),
    [
        (None, ()),
        ("-", ()),
        ("- ", ()),
        ("SK Tim", ("SK Tim",)),
        ("a\nb\n\nc", ("a", "b", "c")),
        ("a; b;c;", ("a", "b", "c")),
        ("a;\nb;\nc.", ("a", "b", "c.")),
        ("1. a\n2. b", ("a", "b")),
        ("1) a\n2) b", ("a", "b")),
        ("(a) x\n(b) y", ("x", "y")),
        ("- a\n- b", ("a", "b")),
        ("• a; b", ("a; b",)),
        ("1. a\nb", ("1. a", "b")),
        ("2. a\n3. b", ("2. a", "3. b")),
        ("1.1 a\n2.2 b", ("1.1 a", "2.2 b")),
        ("h.n. GUBERNUR", ("h.n. GUBERNUR",)),
        ("dr. A\ndr. B", ("dr. A", "dr. B")),
        (3.0, ("3",)),
    ],
)
def test_lists(mentah: Mentah, dibaca: tuple[str, ...]) -> None:
    assert daftar(mentah) == dibaca


def test_letters_past_z_are_counted_as_decrees_do() -> None:
    letters = [*"abcdefghijklmnopqrstuvwxyz", "aa", "bb"]
    assert daftar("\n".join(f"{satu}. tugas" for satu in letters)) == ("tugas",) * 28


entries = st.text(alphabet="ab1.;)(-•' =", min_size=1).map(lambda t: " ".join(t.split()))


@given(st.lists(entries.filter(lambda t: t.strip("-–—• ;'=") != ""), max_size=4).map(tuple))
def test_a_list_written_and_read_is_the_list(butir: tuple[str, ...]) -> None:
    assert daftar(netralkan(tulis_daftar(butir))) == butir


def test_folding() -> None:
    assert lipat("  ＢＩＲＯ \n Hukum\u200b ") == "biro hukum"
    assert sama("BIRO  hukum", "Biro Hukum") is True
    assert sama("Biro Hukum", "Biro Umum") is False


@pytest.mark.parametrize(
    ("mentah", "disebut"),
    [
        (None, "(kosong)"),
        (" ", "(kosong)"),
        ("a\nb", "a b"),
        ("x" * 90, "x" * 79 + "…"),
        (12.0, "12"),
        (0.75, "0,75"),
        (float("nan"), "angka rusak"),
        (True, "Ya"),
        (date(2021, 3, 8), "08-03-2021"),
        (datetime(2021, 3, 8, 9, 5), "08-03-2021 09.05"),
        (("a", "b"), "a; b"),
    ],
)
def test_naming(mentah: object, disebut: str) -> None:
    assert sebut(mentah) == disebut
