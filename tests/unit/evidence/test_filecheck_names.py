"""Names of uploaded files as they are shown and downloaded."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.filecheck import nama_aman

TABLE = [
    ("Laporan Semester I.pdf", "Laporan Semester I.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\ani\\Desktop\\SK 92.pdf", "SK 92.pdf"),
    (".htaccess", "htaccess"),
    ("...tersembunyi.pdf", "tersembunyi.pdf"),
    ("laporan\u202efdp.exe", "laporanfdp.exe"),
    ("la\u200bpo\ufeffran.pdf", "laporan.pdf"),
    ("baris\r\nSet-Cookie: a=b.pdf", "baris Set-Cookie_ a=b.pdf"),
    ("nol\0.pdf", "nol.pdf"),
    ("laporan.pdf. ", "laporan.pdf"),
    ("Re\u0301sume\u0301.pdf", "R\u00e9sum\u00e9.pdf"),
    ('a"b<c>d|e?f*.pdf', "a_b_c_d_e_f_.pdf"),
    ("", "berkas"),
    ("\u202e/", "berkas"),
    ("x" * 300 + ".docx", "x" * 145 + ".docx"),
    ("x" * 300, "x" * 150),
]


@pytest.mark.parametrize(("sent", "shown"), TABLE)
def test_name(sent: str, shown: str) -> None:
    assert nama_aman(sent) == shown


@given(st.text(max_size=400))
def test_any_name_becomes_a_safe_one_and_stays_it(sent: str) -> None:
    shown = nama_aman(sent)

    assert 1 <= len(shown) <= 150
    assert not set(shown) & set('/\\<>:"|?*\0')
    assert not shown.startswith(".")
    assert not any(unicodedata.category(character).startswith("C") for character in shown)
    assert unicodedata.is_normalized("NFC", shown)
    assert nama_aman(shown) == shown
