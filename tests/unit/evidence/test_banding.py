"""Comparing two plans: partners, differences, order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.banding import Beda, Cara, Hasil, Sisi, bandingkan

A = Sisi(1, "9.a", "menyusun laporan kepatuhan LHKPN", "BKD", "Tahunan", ("Laporan",), (1,))
B = Sisi(2, "9.b", "melaksanakan pemetaan titik rawan korupsi", "BKD", "Semester", ("Peta",), (2,))
C = Sisi(3, "10.a", "menyediakan kanal pengaduan masyarakat", "Diskominfo", "Terus", (), (3,))


def test_a_copy_is_the_same_until_something_is_changed() -> None:
    copy = replace(A, pk=11, garis=(11, 1))
    assert [(b.hasil, b.beda, b.cara) for b in bandingkan([A], [copy])] == [
        (Hasil.SAMA, (), Cara.ASAL)
    ]
    changed = replace(
        copy, kode="9.c", uraian="lain sama sekali", unit="BPKAD", pola="Bulanan", dokumen=()
    )
    (line,) = bandingkan([A], [changed])
    assert line.hasil is Hasil.BERUBAH
    assert line.beda == (
        Beda("Kode", "9.a", "9.c"),
        Beda("Uraian", "menyusun laporan kepatuhan LHKPN", "lain sama sekali"),
        Beda("Unit pelapor", "BKD", "BPKAD"),
        Beda("Pola", "Tahunan", "Bulanan"),
        Beda("Dokumen wajib", "1. Laporan", "tidak ada"),
    )


def test_the_chain_reaches_over_several_years_and_to_siblings() -> None:
    later = replace(A, pk=31, garis=(31, 21, 11, 1), uraian="x")
    sibling = replace(A, pk=12, garis=(12, 1), uraian="y")
    assert bandingkan([A], [later])[0].cara is Cara.ASAL
    assert bandingkan([sibling], [later])[0].cara is Cara.ASAL
    assert bandingkan([later], [A])[0].cara is Cara.ASAL


def test_the_chain_comes_before_kode_and_words() -> None:
    """Two tasks swapped their letters: each stays with its own copy."""
    first = replace(A, pk=11, kode="9.b", garis=(11, 1))
    second = replace(B, pk=12, kode="9.a", garis=(12, 2))
    lines = bandingkan([A, B], [second, first])
    assert [(b.lama, b.baru, b.beda) for b in lines] == [
        (B, second, (Beda("Kode", "9.b", "9.a"),)),
        (A, first, (Beda("Kode", "9.a", "9.b"),)),
    ]


def test_without_a_chain_kode_and_text_match_whatever_the_spaces() -> None:
    new = replace(A, pk=40, uraian=" Menyusun  laporan\nkepatuhan LHKPN ", garis=(40,))
    (line,) = bandingkan([A], [new])
    assert (line.cara, line.dugaan) == (Cara.KODE, False)


def test_similar_words_are_a_guess_and_unlike_ones_are_not() -> None:
    near = replace(A, pk=41, kode="9.x", uraian="menyusun laporan kepatuhan LHKASN", garis=(41,))
    (line,) = bandingkan([A], [near])
    assert (line.hasil, line.cara, line.dugaan) == (Hasil.BERUBAH, Cara.MIRIP, True)
    assert 0.85 <= line.kemiripan < 1
    far = replace(near, uraian="menyusun laporan gratifikasi triwulanan")
    assert [b.hasil for b in bandingkan([A], [far])] == [Hasil.DIHAPUS, Hasil.BARU]


def test_the_most_similar_pair_wins() -> None:
    close = replace(A, pk=41, kode="x", uraian=A.uraian + ";", garis=(41,))
    closer = replace(A, pk=42, kode="y", garis=(42,))
    lines = bandingkan([A], [close, closer])
    assert [(b.hasil, b.baru) for b in lines] == [(Hasil.BARU, close), (Hasil.BERUBAH, closer)]
    assert lines[1].lama is A


def test_removed_ones_stand_where_they_stood() -> None:
    first, last = replace(A, pk=11, garis=(11, 1)), replace(C, pk=13, garis=(13, 3))
    new = Sisi(50, "11.a", "tugas yang sama sekali baru", "BPKAD", "Tahunan", (), (50,))
    lines = bandingkan([A, B, C], [first, last, new])
    assert [b.hasil for b in lines] == [Hasil.SAMA, Hasil.DIHAPUS, Hasil.SAMA, Hasil.BARU]
    assert [b.hasil for b in bandingkan([A, B], [])] == [Hasil.DIHAPUS, Hasil.DIHAPUS]
    assert [b.lama for b in bandingkan([A, B, C], [])] == [A, B, C]


@pytest.mark.parametrize("sides", [([], []), ([A], []), ([], [A])])
def test_empty_plans(sides: tuple[list[Sisi], list[Sisi]]) -> None:
    assert len(bandingkan(*sides)) == len(sides[0]) + len(sides[1])


_TEXT = st.sampled_from(["laporan a", "laporan b", "peta rawan", "kanal pengaduan masyarakat", ""])
_SIDE = st.lists(st.tuples(st.sampled_from("abcde"), _TEXT), max_size=6, unique_by=lambda t: t[0])


@given(_SIDE, _SIDE)
def test_every_butir_stands_in_exactly_one_line(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    lama = [Sisi(n, k, t, "U", "P", (), (n,)) for n, (k, t) in enumerate(old)]
    baru = [Sisi(100 + n, k, t, "U", "P", (), (100 + n,)) for n, (k, t) in enumerate(new)]
    lines = bandingkan(lama, baru)
    assert sorted(b.lama.pk for b in lines if b.lama) == [s.pk for s in lama]
    assert [b.baru.pk for b in lines if b.baru] == [s.pk for s in baru]
    for line in lines:
        pair = (line.lama is not None, line.baru is not None)
        assert (
            pair
            == {
                Hasil.SAMA: (True, True),
                Hasil.BERUBAH: (True, True),
                Hasil.BARU: (False, True),
                Hasil.DIHAPUS: (True, False),
            }[line.hasil]
        )
        assert bool(line.beda) == (line.hasil is Hasil.BERUBAH)
