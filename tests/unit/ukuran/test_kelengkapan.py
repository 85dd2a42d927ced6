"""Completeness of documents, and the pace that is still needed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ukuran.cara_hitung import desimal
from ukuran.skor import BarisDokumen, Kelengkapan, laju


def test_documents_as_in_a_real_report() -> None:
    """658 due, 518 sent = 322 accepted + 23 returned + 173 in process: never 322 of 518."""
    lengkap = Kelengkapan(wajib=658, diterima=322, dikirim=518)
    assert (lengkap.terpenuhi, lengkap.diklaim, lengkap.diperlukan) == (322, 518, 658)
    assert lengkap.belum_dikirim == 140
    assert lengkap.persen_terpenuhi == desimal(Fraction(32200, 658))
    assert lengkap.persen_diklaim == desimal(Fraction(51800, 658))


def test_exceptions() -> None:
    """40 required, 4 out by KPK's answer: (18 + 2 nihil) / 36 accepted, (25 + 2) / 36 sent."""
    lengkap = Kelengkapan(
        wajib=40, diterima=18, dikirim=25, nihil=2, tidak_dapat=3, tidak_berlaku=1, dikeluarkan=4
    )
    assert lengkap.persen_terpenuhi == desimal(Fraction(2000, 36))
    assert lengkap.persen_diklaim == Decimal(75)
    assert lengkap.cara_hitung == (
        BarisDokumen("Diterima", 18, 18, 18, 18),
        BarisDokumen("Dikirim, belum diterima", 7, 0, 7, 7),
        BarisDokumen("Nihil", 2, 2, 2, 2),
        BarisDokumen("Tidak dapat dipenuhi", 3, 0, 0, 3),
        BarisDokumen("Tidak berlaku", 1, 0, 0, 1),
        BarisDokumen("Belum dikirim", 5, 0, 0, 5),
        BarisDokumen("Dikeluarkan atas jawaban KPK", 4, 0, 0, 0),
    )


@pytest.mark.parametrize(
    ("lengkap", "terpenuhi", "diklaim"),
    [
        (Kelengkapan(0, 0, 0), None, None),
        (Kelengkapan(3, 0, 0, dikeluarkan=3), None, None),
        (Kelengkapan(3, 0, 0), Decimal(0), Decimal(0)),
        (Kelengkapan(3, 0, 0, tidak_dapat=2, tidak_berlaku=1), Decimal(0), Decimal(0)),
        (Kelengkapan(3, 0, 0, nihil=3), Decimal(100), Decimal(100)),
        (Kelengkapan(4, 1, 4), Decimal(25), Decimal(100)),
    ],
)
def test_nothing_required_is_none_and_nothing_accepted_is_zero(
    lengkap: Kelengkapan, terpenuhi: Decimal | None, diklaim: Decimal | None
) -> None:
    assert (lengkap.persen_terpenuhi, lengkap.persen_diklaim) == (terpenuhi, diklaim)


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ({"wajib": -1}, "negative"),
        ({"wajib": 5, "diterima": -1}, "negative"),
        ({"wajib": 5, "dikeluarkan": -1}, "negative"),
        ({"wajib": 5, "nihil": 3, "tidak_dapat": 3}, "more documents than required"),
        ({"wajib": 5, "dikirim": 6}, "more documents than required"),
        ({"wajib": 5, "diterima": 3, "dikirim": 2}, "accepted than sent"),
    ],
)
def test_counts_that_contradict_each_other_are_refused(isi: dict[str, int], pesan: str) -> None:
    with pytest.raises(ValueError, match=pesan):
        Kelengkapan(**{"diterima": 0, "dikirim": 0, **isi})


@settings(deadline=None)
@given(st.lists(st.integers(0, 2000), min_size=7, max_size=7))
def test_the_columns_of_cara_hitung_add_up(banyak: list[int]) -> None:
    diterima, menunggu, nihil, tidak_dapat, tidak_berlaku, belum, dikeluarkan = banyak
    lengkap = Kelengkapan(
        wajib=sum(banyak),
        diterima=diterima,
        dikirim=diterima + menunggu,
        nihil=nihil,
        tidak_dapat=tidak_dapat,
        tidak_berlaku=tidak_berlaku,
        dikeluarkan=dikeluarkan,
    )
    baris = lengkap.cara_hitung
    assert [satu.jumlah for satu in baris] == banyak
    assert lengkap.belum_dikirim == belum
    assert sum(satu.diterima for satu in baris) == lengkap.terpenuhi
    assert sum(satu.dikirim for satu in baris) == lengkap.diklaim
    assert sum(satu.penyebut for satu in baris) == lengkap.diperlukan
    if lengkap.persen_terpenuhi is None or lengkap.persen_diklaim is None:
        assert lengkap.diperlukan == 0
    else:
        assert 0 <= lengkap.persen_terpenuhi <= lengkap.persen_diklaim <= 100


@pytest.mark.parametrize(
    ("diperlukan", "diterima", "hari_sisa", "harapan"),
    [
        (658, 394, 47, 40),
        (658, 658, 47, None),
        (658, 660, 47, None),
        (0, 0, 47, None),
        (658, 394, 0, None),
        (658, 394, -3, None),
        (10, 0, 70, 1),
        (11, 0, 70, 2),
        (100, 0, 7, 100),
        (1, 0, 365, 1),
        (10, 0, 1, 70),
    ],
)
def test_laju(diperlukan: int, diterima: int, hari_sisa: int, harapan: int | None) -> None:
    assert laju(diperlukan, diterima, hari_sisa) == harapan


@settings(deadline=None)
@given(st.integers(1, 10_000), st.integers(0, 10_000), st.integers(1, 400))
def test_laju_is_the_least_that_is_enough(kurang: int, diterima: int, hari: int) -> None:
    perlu = laju(diterima + kurang, diterima, hari)
    assert perlu is not None
    assert (perlu - 1) * hari < kurang * 7 <= perlu * hari


@pytest.mark.parametrize(("diperlukan", "diterima"), [(-1, 0), (5, -1)])
def test_laju_refuses_negative_counts(diperlukan: int, diterima: int) -> None:
    with pytest.raises(ValueError, match="negative count"):
        laju(diperlukan, diterima, 7)
