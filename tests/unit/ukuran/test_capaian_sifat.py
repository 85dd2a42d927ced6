"""What holds for every capaian, whatever its target, realisasi and rules."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ukuran.strategi_target import (
    ANGKA,
    ATURAN,
    MAJEMUK,
    POSITIF,
    REALISASI,
    SANTAI,
    TARGET,
)
from ukuran.capaian import Alasan, Arah, Aturan, Realisasi, hitung_capaian
from ukuran.target import JenisTarget, Komponen, Target


@SANTAI
@given(TARGET, st.none() | REALISASI, ATURAN)
def test_every_combination_has_an_answer(
    satu: Target, data: Realisasi | None, dengan: Aturan
) -> None:
    hasil = hitung_capaian(satu, data, dengan)

    ada = hasil.terbatas_eksak is not None
    assert ada or hasil.mentah_eksak is None
    assert ada or (hasil.alasan and not hasil.lengkap)
    assert (hasil.terbatas is None) is not ada
    if ada:
        assert hasil.terbatas_eksak is not None
        assert 0 <= hasil.terbatas_eksak <= dengan.batas_atas
        assert satu.ada
        assert data is not None
        assert not data.kosong
    assert hasil.lengkap is (ada and Alasan.BELUM_LENGKAP not in hasil.alasan)
    assert len(set(hasil.alasan)) == len(hasil.alasan)


@SANTAI
@given(TARGET, ATURAN, st.integers(0, 6))
def test_no_data_never_gives_a_number(satu: Target, dengan: Aturan, banyak: int) -> None:
    for data in (None, Realisasi(), Realisasi((None,) * banyak), Realisasi(predikat=" ")):
        hasil = hitung_capaian(satu, data, dengan)
        assert (hasil.mentah, hasil.terbatas, hasil.lengkap) == (None, None, False)
        assert Alasan.TANPA_DATA in hasil.alasan or Alasan.TANPA_TARGET in hasil.alasan
        assert [langkah.terbatas for langkah in hasil.langkah if langkah.terbatas is not None] == []


@SANTAI
@given(MAJEMUK, ATURAN)
def test_a_realisasi_of_0_is_a_figure(satu: Target, dengan: Aturan) -> None:
    hasil = hitung_capaian(satu, Realisasi((Decimal(0),) * len(satu.komponen)), dengan)
    assert hasil.lengkap
    assert hasil.terbatas is not None


@SANTAI
@given(MAJEMUK, ATURAN, st.data())
def test_more_is_never_worse_or_never_better(
    satu: Target, dengan: Aturan, data: st.DataObject
) -> None:
    banyak = len(satu.komponen)
    isi = data.draw(st.lists(st.none() | ANGKA, min_size=banyak, max_size=banyak))
    nomor = data.draw(st.integers(0, banyak - 1))
    naik = sorted(data.draw(st.lists(ANGKA, min_size=2, max_size=4)))
    hasil = []
    for nilai in naik:
        isi[nomor] = nilai
        hasil.append(hitung_capaian(satu, Realisasi(tuple(isi)), dengan))
    for kurang, lebih in pairwise(hasil):
        if dengan.arah is Arah.MINIMUM:
            kurang, lebih = lebih, kurang
        assert kurang.terbatas_eksak is not None
        assert lebih.terbatas_eksak is not None
        assert kurang.terbatas_eksak <= lebih.terbatas_eksak
        if kurang.mentah_eksak is not None and lebih.mentah_eksak is not None:
            assert kurang.mentah_eksak <= lebih.mentah_eksak


@SANTAI
@given(MAJEMUK, ATURAN, st.data())
def test_a_compound_lies_between_its_components(
    satu: Target, dengan: Aturan, data: st.DataObject
) -> None:
    banyak = len(satu.komponen)
    isi = data.draw(st.lists(ANGKA, min_size=banyak, max_size=banyak))
    hasil = hitung_capaian(satu, Realisasi(tuple(isi)), dengan)
    sendiri = [
        hitung_capaian(Target("", JenisTarget.CACAH, (komponen,)), Realisasi((nilai,)), dengan)
        for komponen, nilai in zip(satu.komponen, isi, strict=True)
    ]
    terbatas = [langkah.terbatas_eksak for langkah in sendiri if langkah.terbatas_eksak is not None]
    assert len(terbatas) == banyak
    assert hasil.terbatas_eksak is not None
    assert min(terbatas) <= hasil.terbatas_eksak <= max(terbatas)
    assert hasil.terbatas_eksak == sum(terbatas) / banyak
    mentah = [langkah.mentah_eksak for langkah in sendiri if langkah.mentah_eksak is not None]
    assert hasil.mentah_eksak == (sum(mentah) / banyak if len(mentah) == banyak else None)


@SANTAI
@given(POSITIF, ATURAN)
def test_a_target_that_is_met_is_100(jumlah: Decimal, dengan: Aturan) -> None:
    satu = Target("", JenisTarget.CACAH, (Komponen(jumlah, "x"),))
    hasil = hitung_capaian(satu, Realisasi((jumlah,)), dengan)
    assert hasil.mentah_eksak == hasil.terbatas_eksak == Fraction(100)
