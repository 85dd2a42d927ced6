"""An NIP is doubted, never refused."""

from datetime import date

import pytest

from accounts.nip import doubts

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("nip", "expected"),
    [
        ("198503152010011014", []),
        ("196002291984032001", []),
        ("198513152010011014", ["delapan angka pertama (19851315)"]),
        ("198502302010011014", ["delapan angka pertama (19850230)"]),
        ("189903151950011014", ["delapan angka pertama (18990315)"]),
        ("198503152010131014", ["enam angka berikutnya (201013)"]),
        ("198503152027011014", ["enam angka berikutnya (202701)"]),
        ("198503151990011014", ["pengangkatan kurang dari 15 tahun"]),
        ("198503152010013014", ["angka ke-15 (3)"]),
        (
            "000000000000000000",
            [
                "delapan angka pertama (00000000)",
                "enam angka berikutnya (000000)",
                "angka ke-15 (0)",
            ],
        ),
    ],
)
def test_doubts_name_the_odd_part(nip: str, expected: list[str]) -> None:
    found = doubts(nip, TODAY)
    assert [words[: len(start)] for words, start in zip(found, expected, strict=True)] == expected
