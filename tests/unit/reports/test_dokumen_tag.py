"""The writing of texts in documents: nothing is lost, nothing gets in."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.templatetags.dokumen import utuh

_MARK = re.compile(r'<span class="dok-utuh">([^<]*)</span>')


@pytest.mark.parametrize(
    ("teks", "bersama"),
    [
        ("Daerah-daerah Tingkat I", ["Daerah-daerah"]),
        ("Nomor 92/KEP/HK/2021 tanggal", ["92/KEP/HK/2021"]),
        ("tahun 2018–2022.", ["2018–2022."]),
        ("satu - dua / tiga", []),
        ("", []),
    ],
)
def test_joined_words_stay_on_one_line(teks: str, bersama: list[str]) -> None:
    assert _MARK.findall(utuh(teks)) == bersama


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_text_is_kept_letter_for_letter(teks: str) -> None:
    assert unescape(_MARK.sub(r"\1", utuh(teks))).replace("\r", "") == unescape(
        # what Django's own escaping gives for the same text
        teks.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    ).replace("\r", "")


def test_markup_in_a_text_stays_text() -> None:
    assert utuh("<b>a/b</b> & c") == (
        '<span class="dok-utuh">&lt;b&gt;a/b&lt;/b&gt;</span> &amp; c'
    )
