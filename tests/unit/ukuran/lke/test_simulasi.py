"""The proposal that brings a sheet to a predicate."""

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ukuran.lke.instrumen_contoh import ABCD, contoh, data_fixture, kecil, soal
from tests.unit.ukuran.lke.strategi_lke import SANTAI, lembar
from tests.unit.ukuran.lke.test_lembar_hitung_tangan import lembar as lembar_contoh
from ukuran.lke.baca import baca
from ukuran.lke.instrumen import Instrumen, Predikat
from ukuran.lke.jabaran import tulis_jawaban
from ukuran.lke.jawaban import Jawaban
from ukuran.lke.nilai import nilai
from ukuran.lke.simulasi import simulasi, terapkan

BAIK = {
    "p": Jawaban(pilihan="A"),
    "q": Jawaban(pilihan="A"),
    "r": Jawaban(pilihan="Ya"),
    "s": Jawaban(pembilang=Decimal(8), penyebut=Decimal(8)),
    "t": Jawaban(angka=Decimal("3.2")),
}


def test_reached_already() -> None:
    """60 + 32 = 92 and every minimum: nothing is proposed."""
    satu = simulasi(kecil(), BAIK, "wbk", {"p": 3})
    assert (satu.usulan, satu.sudah_tercapai, satu.terjangkau) == ((), True, True)
    assert satu.sebelum == satu.sesudah
    assert satu.keterangan == ("Semua syarat WBK sudah terpenuhi dengan jawaban sekarang.",)


def test_not_reachable_says_so_and_proposes_nothing() -> None:
    """The survey stands: 19.9 of the 20 points that WBK asks of it."""
    isian = {**BAIK, "t": Jawaban(angka=Decimal("1.99"))}
    satu = simulasi(kecil(), isian, "wbk", {}, tetap=frozenset({"t"}))
    assert (satu.usulan, satu.terjangkau, satu.sudah_tercapai) == ((), False, False)
    assert [(s.nama, s.kurang) for s in satu.kendala] == [("Survei", Decimal("0.1"))]
    assert satu.keterangan == (
        "WBK tidak tercapai meskipun semua jawaban yang dapat diubah bernilai terbaik.",
        "Syarat yang tetap belum terpenuhi: Survei.",
    )


def test_the_cheapest_question_is_raised_only_as_far_as_needed() -> None:
    """Worked by hand.

    p and q are worth 15 points each. Now: p D = 0, q D = 0, r and s full = 30, t = 40: 70 in
    total. WBK asks 18 of the area in pemenuhan and 75. p lacks 1 document, q lacks 2: p (15 per
    document) goes first, 15 are not 18, so q is needed too. Taken back: neither. Lowered: q to B
    would be 10.05, to C 4.95: 19.95 is enough, so C; p must then stay A (0.67 x 15 + 4.95 = 15).
    """
    isian = {
        **BAIK,
        "p": Jawaban(pilihan="D"),
        "q": Jawaban(pilihan="D"),
        "t": Jawaban(angka=Decimal(4)),
    }
    satu = simulasi(kecil(), isian, Predikat.WBK, {"p": 1, "q": 2})
    assert [
        (u.kode, u.dari, u.ke, u.tambahan, u.dokumen_kurang, u.poin_per_dokumen)
        for u in satu.usulan
    ] == [
        ("p", Decimal(0), Decimal(1), Decimal(15), 1, Decimal(15)),
        ("q", Decimal(0), Decimal("0.33"), Decimal("4.95"), 2, Decimal("2.475")),
    ]
    assert satu.dokumen_kurang == 3
    assert (satu.sebelum.nilai, satu.sesudah.nilai) == (Decimal(70), Decimal("89.95"))
    assert satu.keterangan == (
        "2 perubahan jawaban memenuhi semua syarat WBK; dokumen yang masih kurang untuk itu: 3.",
    )


def test_a_question_without_missing_documents_comes_first() -> None:
    isian = {**BAIK, "p": Jawaban(pilihan="D"), "q": Jawaban(pilihan="D")}
    satu = simulasi(kecil(), isian, "wbk", {"p": 1})
    assert [(u.kode, u.ke, u.poin_per_dokumen) for u in satu.usulan] == [
        ("q", Decimal(1), None),
        ("p", Decimal("0.33"), Decimal("4.95")),
    ]


def test_ratio_and_index_are_raised_by_tenths() -> None:
    """Worked by hand.

    Both are needed. t, with fewer points per document, is lowered first: WBBM asks 30 of the
    survey, 40 x t / 4, so 3.2 (2.8 would be 28). Then s: 30 + 15 + 15 x s + 32 has to be 85, so
    0.6 of 8.
    """
    isian = {
        **BAIK,
        "s": Jawaban(pembilang=Decimal(1), penyebut=Decimal(8)),
        "t": Jawaban(angka=Decimal("2.9")),
    }
    satu = simulasi(kecil(), isian, "wbbm", {"s": 1, "t": 1})
    assert {u.kode: (u.lama, u.jawaban) for u in satu.usulan} == {
        "s": (isian["s"], Jawaban(pembilang=Decimal("4.8"), penyebut=Decimal(8))),
        "t": (isian["t"], Jawaban(angka=Decimal("3.2"))),
    }
    assert satu.sesudah.predikat is Predikat.WBBM


def test_unanswered_questions_are_told_and_proposed_as_a_percentage() -> None:
    isian = {"p": Jawaban(pilihan="A"), "q": Jawaban(pilihan="A"), "t": Jawaban(angka=Decimal(4))}
    satu = simulasi(kecil(), isian, "wbk", {"r": 1, "s": 2})
    assert [(u.kode, u.dari, u.ke) for u in satu.usulan] == [("r", None, Decimal(1))]
    assert satu.keterangan == (
        "1 perubahan jawaban memenuhi semua syarat WBK; dokumen yang masih kurang untuk itu: 1.",
        "1 pertanyaan lain belum bernilai: predikat baru dapat disimpulkan setelah semua terjawab.",
    )
    assert (satu.sesudah.predikat, satu.sesudah.sementara) == (None, True)
    lain = simulasi(kecil(), isian, "wbk", {"r": 2, "s": 1})
    (usulan,) = lain.usulan
    assert (usulan.kode, usulan.jawaban) == (
        "s",
        Jawaban(pembilang=Decimal(100), penyebut=Decimal(100)),
    )
    assert tulis_jawaban(usulan.soal, usulan.lama) == "belum dijawab"


def test_what_it_refuses() -> None:
    with pytest.raises(ValueError, match="'wbx' is not a valid Predikat"):
        simulasi(kecil(), {}, "wbx", {})
    with pytest.raises(ValueError, match="no thresholds for wbk"):
        simulasi(baca(data_fixture("lke_permenpanrb_52_2014.json")), {}, "wbk", {})
    with pytest.raises(ValueError, match="unknown questions: x, y"):
        simulasi(kecil(), {}, "wbk", {"y": 1}, tetap=frozenset({"x"}))
    with pytest.raises(ValueError, match="negative count"):
        simulasi(kecil(), {}, "wbk", {"p": -1})
    with pytest.raises(ValueError, match="answers to unknown questions"):
        simulasi(kecil(), {"x": Jawaban()}, "wbk", {})


def test_the_worked_sheet_of_contoh_needs_two_answers_for_wbk() -> None:
    """75.17 in total, but Reform of Pelayanan Publik has 1.875 of the 3 it needs."""
    isian = lembar_contoh()
    satu = simulasi(contoh(), isian, "wbk", {"A.2.6.1.a": 2, "A.2.6.1.b": 1, "A.2.6.1.c": 1})
    assert [(u.kode, u.ke, u.dokumen_kurang) for u in satu.usulan] == [
        ("A.2.6.2.c", Decimal(1), 0),
        ("A.2.6.1.b", Decimal("0.67"), 1),
    ]
    # 1.875 + 0.75 x 2.5 / 3 + 0.67 x 2.5 / 3 = 3.058...
    akhir = next(s for s in satu.sesudah.telusuri() if s.kode == "A.2.6")
    assert akhir.eksak == Fraction("1.875") + Fraction("1.42") * Fraction(5, 6)
    semua = simulasi(contoh(), isian, "wbbm", {s.kode: 1 for s in contoh().semua_pertanyaan()})
    tercapai = nilai(contoh(), terapkan(isian, semua.usulan)).syarat_untuk(Predikat.WBBM)
    assert tercapai is not None
    assert tercapai.terpenuhi


@SANTAI
@given(lembar(), st.sampled_from(Predikat), st.data())
def test_the_proposal_applied_reaches_the_sasaran(
    isi: tuple[Instrumen, dict[str, Jawaban]], sasaran: Predikat, data: st.DataObject
) -> None:
    """For any sound instrument and sheet, and no single proposal could be left out."""
    satu, isian = isi
    kode = [soal.kode for soal in satu.semua_pertanyaan()]
    kurang = data.draw(st.dictionaries(st.sampled_from(kode), st.integers(0, 3)))
    tetap = frozenset(data.draw(st.lists(st.sampled_from(kode), max_size=2)))
    semula = deepcopy((isian, kurang))
    hasil = simulasi(satu, isian, sasaran, kurang, tetap=tetap)
    assert (isian, kurang) == semula
    assert simulasi(satu, dict(reversed(isian.items())), sasaran, kurang, tetap=tetap) == hasil
    assert not tetap & {u.kode for u in hasil.usulan}
    if hasil.kendala:
        assert hasil.usulan == ()
        return

    def terpenuhi(usulan: list[object]) -> bool:
        terpilih = [u for u in hasil.usulan if u in usulan]
        syarat = nilai(satu, terapkan(isian, terpilih)).syarat_untuk(sasaran)
        assert syarat is not None
        return syarat.terpenuhi

    assert terpenuhi(list(hasil.usulan))
    assert hasil.sesudah == nilai(satu, terapkan(isian, hasil.usulan))
    for usulan in hasil.usulan:
        assert usulan.ke > (usulan.dari or 0)
        assert not terpenuhi([u for u in hasil.usulan if u is not usulan])
    per_dokumen = [u.poin_per_dokumen for u in hasil.usulan if u.dokumen_kurang]
    assert per_dokumen == sorted((p for p in per_dokumen if p is not None), reverse=True)
    gratis = [u.dokumen_kurang == 0 for u in hasil.usulan]
    assert gratis == sorted(gratis, reverse=True)


def test_the_ranking_follows_points_per_document() -> None:
    """Same scale, same weight: fewer missing documents first, then the code."""
    satu = kecil(pemenuhan=tuple(soal(kode, ABCD) for kode in ("p4", "p3", "p2", "p1")))
    isian = {k: v for k, v in BAIK.items() if k in ("r", "s")}
    hasil = simulasi(satu, isian, "wbbm", {"p1": 2, "p2": 1, "p3": 2, "p4": 3, "t": 1})
    assert [(u.kode, u.ke) for u in hasil.usulan] == [
        ("t", Decimal("0.8")),
        ("p2", Decimal(1)),
        ("p1", Decimal(1)),
        ("p3", Decimal(1)),
        ("p4", Decimal("0.33")),
    ]
