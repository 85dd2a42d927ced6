"""What holds for every sound instrument and every legal sheet."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ukuran.lke.strategi_lke import (
    SANTAI,
    instrumen,
    jawaban,
    lembar,
    terbaik,
    terburuk,
)
from ukuran.lke.instrumen import Instrumen, Komponen
from ukuran.lke.jabaran import jabaran
from ukuran.lke.jawaban import Jawaban, nilai_jawaban
from ukuran.lke.nilai import HasilLKE, nilai
from ukuran.lke.periksa import periksa

Lembar = tuple[Instrumen, dict[str, Jawaban]]


def skor(hasil: HasilLKE) -> dict[str, tuple[Fraction | None, int, int]]:
    """Return score and coverage of every component and of the total, by code."""
    isi = {satu.kode: (satu.eksak, satu.terjawab, satu.jumlah) for satu in hasil.telusuri()}
    return {**isi, "": (hasil.eksak, hasil.terjawab, hasil.jumlah)}


@SANTAI
@given(instrumen())
def test_drawn_instruments_are_sound(satu: Instrumen) -> None:
    assert periksa(satu, siap=True) == ()


@SANTAI
@given(instrumen())
def test_all_best_answers_give_100_and_the_highest_predicate(satu: Instrumen) -> None:
    hasil = nilai(satu, {soal.kode: terbaik(soal) for soal in satu.semua_pertanyaan()})
    assert hasil.eksak == 100
    assert [baris.eksak for baris in hasil.telusuri()] == [s.bobot for s in satu.telusuri()]
    assert hasil.lengkap
    assert hasil.predikat is satu.ambang[-1].predikat


@SANTAI
@given(instrumen())
def test_all_worst_answers_give_0_and_not_tanpa_data(satu: Instrumen) -> None:
    hasil = nilai(satu, {soal.kode: terburuk(soal) for soal in satu.semua_pertanyaan()})
    assert {baris.eksak for baris in hasil.telusuri()} == {Fraction()}
    assert (hasil.nilai, hasil.lengkap) == (Decimal(0), True)


@SANTAI
@given(lembar())
def test_every_score_lies_within_its_weight_and_coverage_adds_up(isi: Lembar) -> None:
    satu, isian = isi
    hasil = nilai(satu, isian)
    for baris in hasil.telusuri():
        assert (baris.eksak is None) == (baris.terjawab == 0)
        assert 0 <= (baris.eksak or 0) <= Fraction(baris.bobot)
        if baris.anak:
            assert baris.jumlah == sum(anak.jumlah for anak in baris.anak)
    ada = [s for s in hasil.semua_pertanyaan() if s.eksak is not None]
    assert (hasil.terjawab, hasil.jumlah) == (len(ada), len(list(satu.semua_pertanyaan())))
    pengungkit = hasil.pengungkit
    assert pengungkit is not None
    for gabungan in (hasil.area, hasil.paruh):
        assert sum(s.eksak or 0 for s in gabungan) == sum(
            s.eksak or 0 for g in gabungan for s in g.bagian
        )
        assert sum(s.bobot for s in gabungan) == pengungkit.bobot
    assert sum(s.eksak or 0 for s in hasil.paruh) == (pengungkit.eksak or 0)


@SANTAI
@given(lembar(), st.data())
def test_a_better_answer_never_lowers_a_score(isi: Lembar, data: st.DataObject) -> None:
    satu, isian = isi
    soal = data.draw(st.sampled_from(list(satu.semua_pertanyaan())))
    lama = nilai_jawaban(soal, isian.get(soal.kode)) or Fraction()
    baru = data.draw(jawaban(soal.skala))
    if (nilai_jawaban(soal, baru) or Fraction()) < lama:
        baru = terbaik(soal)
    sebelum, sesudah = (skor(nilai(satu, x)) for x in (isian, {**isian, soal.kode: baru}))
    for kode, (angka, _, _) in sebelum.items():
        assert (sesudah[kode][0] or 0) >= (angka or 0)


def diacak(komponen: Komponen, acak: random.Random) -> Komponen:
    """Return the component with children, questions and choices in another order."""
    anak = [diacak(satu, acak) for satu in komponen.anak]
    soal = []
    for satu in komponen.pertanyaan:
        pilihan = list(satu.skala.pilihan)
        acak.shuffle(pilihan)
        soal.append(replace(satu, skala=replace(satu.skala, pilihan=tuple(pilihan))))
    acak.shuffle(anak)
    acak.shuffle(soal)
    return replace(komponen, anak=tuple(anak), pertanyaan=tuple(soal))


@SANTAI
@given(lembar(), st.randoms(use_true_random=False))
def test_order_does_not_matter(isi: Lembar, acak: random.Random) -> None:
    """Not that of components, questions and choices, nor that of the answers."""
    satu, isian = isi
    atas = [diacak(komponen, acak) for komponen in satu.komponen]
    acak.shuffle(atas)
    pasangan = list(isian.items())
    acak.shuffle(pasangan)
    lain = nilai(replace(satu, komponen=tuple(atas)), dict(pasangan))
    hasil = nilai(satu, isian)
    assert skor(lain) == skor(hasil)
    assert lain.predikat is hasil.predikat
    assert {s.kode: s.eksak for s in lain.area} == {s.kode: s.eksak for s in hasil.area}


@SANTAI
@given(instrumen(), st.data())
def test_weights_that_do_not_add_up_are_refused(satu: Instrumen, data: st.DataObject) -> None:
    """Any one weight changed by any amount is found, wherever it stands."""
    kode = data.draw(st.sampled_from([komponen.kode for komponen in satu.telusuri()]))
    tambah = data.draw(st.decimals("0.01", 50, places=2))

    def ubah(komponen: Komponen) -> Komponen:
        if komponen.kode == kode:
            return replace(komponen, bobot=komponen.bobot + tambah)
        return replace(komponen, anak=tuple(ubah(anak) for anak in komponen.anak))

    cacat = periksa(replace(satu, komponen=tuple(ubah(s) for s in satu.komponen)), siap=True)
    assert any("Jumlah bobot" in baris.pesan for baris in cacat)


@SANTAI
@given(lembar())
def test_every_legal_sheet_has_a_derivation(isi: Lembar) -> None:
    """One for the total, each component and each predicate, and nothing raises."""
    satu, isian = isi
    semula = dict(isian)
    hasil = nilai(satu, isian)
    ada = jabaran(hasil)
    assert len(ada) == 1 + len(list(satu.telusuri())) + len(satu.ambang)
    assert all(bagian.baris for bagian in ada)
    assert isian == semula
