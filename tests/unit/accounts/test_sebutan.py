"""The word for those who verify, in texts of every kind."""

import pytest

from accounts.sebutan import BAKU, ganti, memakai, sebut, sebut_malas


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("Kirim ke Inspektorat", "Kirim ke verifikator"),
        ("Disetujui Inspektorat", "Disetujui verifikator"),
        ("Inspektorat", "Verifikator"),
        ("Inspektorat memberi pendapat, lalu", "Verifikator memberi pendapat, lalu"),
        ("Diajukan. Inspektorat memberi pendapat", "Diajukan. Verifikator memberi pendapat"),
        ("Pendapat Inspektorat: Mendukung", "Pendapat verifikator: Mendukung"),
        ("Menunggu verifikasi Inspektorat", "Menunggu verifikasi"),
        ("Verifikasi Inspektorat", "Verifikasi"),
        ("Diverifikasi Inspektorat", "Diverifikasi"),
        ("hanya untuk verifikator Inspektorat.", "hanya untuk verifikator."),
        ("unit dan Inspektorat. Bila Inspektorat", "unit dan verifikator. Bila verifikator"),
        ("operator.inspektorat", "operator.inspektorat"),
        ("Tidak ada yang menunggu.", "Tidak ada yang menunggu."),
        ("", ""),
    ],
)
def test_the_word_of_a_kpu(teks: str, hasil: str) -> None:
    assert ganti(teks, "verifikator") == hasil
    assert ganti(teks, BAKU) == ganti(teks, "") == teks


def test_another_office_keeps_the_word_before_it() -> None:
    assert ganti("Menunggu verifikasi Inspektorat", "SPI") == "Menunggu verifikasi SPI"
    assert ganti("Inspektorat memberi", "satuan pengawas") == "Satuan pengawas memberi"


def test_the_word_is_asked_only_when_a_text_needs_it() -> None:
    asked: list[str] = []

    def choose() -> str:
        asked.append("")
        return "verifikator"

    label = sebut_malas("Disetujui Inspektorat")
    with memakai(choose):
        assert sebut("Disimpan") == "Disimpan"
        assert asked == []
        assert str(label) == "Disetujui verifikator"
        with memakai(lambda: BAKU):
            assert str(label) == "Disetujui Inspektorat"
        assert sebut("Kirim ke Inspektorat") == "Kirim ke verifikator"
    assert str(label) == sebut("Disetujui Inspektorat") == "Disetujui Inspektorat"
