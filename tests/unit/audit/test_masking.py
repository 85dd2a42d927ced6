"""What is masked as a NIP, and what only looks like one."""

import hashlib

import pytest

from audit.masking import mask_nip


def test_no_hash_is_changed() -> None:
    hashes = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(40_000)]
    assert mask_nip(hashes) == hashes


@pytest.mark.parametrize(
    ("kalimat", "tersamar"),
    [
        ("NIP 196208161988031009 atas nama", "NIP NIP …009 atas nama"),
        ("NIP. 19620816 198803 1 009.", "NIP. NIP …009."),
        ("(19620816-198803-1-009)", "(NIP …009)"),
        ("NIP196208161988031009", "NIPNIP …009"),
        ("nip=196208161988031009;", "nip=NIP …009;"),
        ("nip_196208161988031009.pdf", "nip_NIP …009.pdf"),
        ("1962081619880310091", "1962081619880310091"),
    ],
)
def test_numbers_in_sentences(kalimat: str, tersamar: str) -> None:
    assert mask_nip({"a": [kalimat]}) == {"a": [tersamar]}
