"""The mean over what is due, and the sum of the years so far."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ukuran.kasus_target import realisasi
from tests.unit.ukuran.strategi_target import ANGKA, ATURAN, REALISASI, SANTAI, TARGET
from ukuran.capaian import (
    Alasan,
    Aturan,
    HasilCapaian,
    RataCapaian,
    Realisasi,
    akumulasi,
    hitung_capaian,
    rata_capaian,
)
from ukuran.target import JenisTarget, Komponen, Target, baca_target


def jadi(
    terbatas: int | None, *, lengkap: bool = True, alasan: tuple[Alasan, ...] = ()
) -> HasilCapaian:
    """Return a result with one figure."""
    nilai = None if terbatas is None else Fraction(terbatas)
    return HasilCapaian(nilai, nilai, lengkap=lengkap, alasan=alasan)


TANPA_TARGET = jadi(None, lengkap=False, alasan=(Alasan.TANPA_TARGET,))
TANPA_DATA = jadi(None, lengkap=False, alasan=(Alasan.TANPA_DATA,))


@pytest.mark.parametrize(
    ("hasil", "rata"),
    [
        ([], RataCapaian(None, 0, 0, lengkap=False)),
        ([TANPA_TARGET], RataCapaian(None, 0, 0, lengkap=False)),
        ([None], RataCapaian(None, 0, 1, lengkap=False)),
        ([None, TANPA_DATA, TANPA_TARGET], RataCapaian(None, 0, 2, lengkap=False)),
        ([jadi(0)], RataCapaian(Fraction(0), 1, 1, lengkap=True)),
        ([jadi(0), None], RataCapaian(Fraction(0), 1, 2, lengkap=False)),
        ([jadi(80), jadi(60)], RataCapaian(Fraction(70), 2, 2, lengkap=True)),
        ([jadi(80), None, TANPA_DATA], RataCapaian(Fraction(80, 3), 1, 3, lengkap=False)),
        ([jadi(80), TANPA_TARGET], RataCapaian(Fraction(80), 1, 1, lengkap=True)),
        ([jadi(80), jadi(50, lengkap=False)], RataCapaian(Fraction(65), 2, 2, lengkap=False)),
    ],
)
def test_the_mean_is_over_what_is_due(hasil: list[HasilCapaian | None], rata: RataCapaian) -> None:
    assert rata_capaian(iter(hasil)) == rata
    assert (rata.nilai is None) is (rata.terisi == 0)


@SANTAI
@given(
    st.lists(
        st.none() | st.sampled_from([TANPA_TARGET, TANPA_DATA]) | st.integers(0, 100).map(jadi)
    )
)
def test_a_mean_never_comes_from_nothing(hasil: list[HasilCapaian | None]) -> None:
    rata = rata_capaian(hasil)
    nilai = [satu.terbatas_eksak for satu in hasil if satu and satu.terbatas_eksak is not None]
    assert (rata.nilai is None) is (nilai == [])
    assert rata.terisi == len(nilai)
    assert rata.jumlah == len([satu for satu in hasil if satu is not TANPA_TARGET])
    assert rata.nilai is None or 0 <= rata.nilai <= 100


def kumulasi(*tahun: tuple[str, str]) -> tuple[list[tuple[Decimal, str]] | str, object]:
    """Return the sum of (target, realisasi): components, or the text of the last year."""
    jumlah, hasil = akumulasi(
        [baca_target(teks, ["WTP"]) for teks, _ in tahun], [realisasi(isi) for _, isi in tahun]
    )
    isi = [(satu.jumlah, satu.satuan) for satu in jumlah.komponen] or jumlah.mentah
    return isi, hasil and (hasil.komponen or hasil.predikat)


@pytest.mark.parametrize(
    ("tahun", "jumlah", "hasil"),
    [
        ([("5x", "3"), ("5 x", "4")], [(10, "x")], (7,)),
        ([("5x", "3"), ("5 x", "tanpa data")], [(10, "x")], None),
        ([("5x", "-"), ("5 x", "4")], [(10, "x")], None),
        ([("2", "2"), ("3", "3"), ("10", "0")], [(15, "")], (5,)),
        (
            [("10 PD, 20 UPT", "5; 6"), ("10 PD, 25 UPT", "1; -")],
            [(20, "PD"), (45, "UPT")],
            (6, None),
        ),
        ([("10 PD, 20 UPT", "5"), ("10 PD, 25 UPT", "1; 2")], [(20, "PD"), (45, "UPT")], (6, None)),
        ([("", "tanpa data"), ("1 kali", "1"), ("1 kali", "0")], [(2, "kali")], (1,)),
        ([("-", "2"), ("1 kali", "1")], [(1, "kali")], (3,)),
        ([("0", "0"), ("4 kali", "2")], [(4, "kali")], (2,)),
        ([("0", "tanpa data"), ("4 kali", "2")], [(4, "kali")], None),
        ([("4 kali", "2"), ("0", "1")], [(4, "kali")], (3,)),
        ([("0", "1"), ("0", "2")], [(0, "")], (3,)),
        ([("0", "0"), ("10 PD, 20 UPT", "1; 2")], [(10, "PD"), (20, "UPT")], (1, 2)),
        ([("5 x", "3; 9"), ("5 x", "4")], [(10, "x")], (7, 9)),
        ([("80%", "70"), ("90%", "75")], [(90, "%")], (75,)),
        (
            [("80% PD, 5 rapat", "1; 2"), ("90% PD, 5 rapat", "3; 4")],
            [(90, "%"), (5, "rapat")],
            (3, 4),
        ),
        ([("WTP", "predikat WTP"), ("WTP", "tanpa data")], "WTP", None),
        ([("5 x", "3"), ("5 keg", "4")], [(5, "keg")], (4,)),
        ([("20", "18"), ("Semua PD", "40")], "Semua PD", (40,)),
        ([("5 x", "3"), ("", "4")], "", (4,)),
        ([("5 x", "3"), ("-", "tanpa data")], "-", None),
        ([("Keputusan Gubernur", "tanpa data"), ("1 keg", "1")], [(1, "keg")], (1,)),
    ],
)
def test_years_are_added_where_they_can_be(
    tahun: list[tuple[str, str]], jumlah: object, hasil: object
) -> None:
    assert kumulasi(*tahun) == (jumlah, hasil)


def test_a_sum_names_the_texts_it_is_made_of() -> None:
    targets = [baca_target(teks) for teks in ("", "5x", "5 x (dua)")]
    jumlah, _ = akumulasi(targets, [None, None, None])
    assert jumlah == Target(
        "5x + 5 x (dua)", JenisTarget.CACAH, (Komponen(Decimal(10), "x"),), keterangan="(dua)"
    )


def test_years_and_their_realisasi_go_together() -> None:
    with pytest.raises(ValueError, match="at least one year"):
        akumulasi([], [])
    with pytest.raises(ValueError, match="shorter"):
        akumulasi([baca_target("5")], [])


def test_a_sum_is_exact_in_any_decimal_context() -> None:
    with localcontext() as konteks:
        konteks.prec = 2
        jumlah, hasil = akumulasi(
            [baca_target("123456789,25 m")] * 2, [Realisasi((Decimal("98765.4321"),))] * 2
        )
        capaian = hitung_capaian(jumlah, hasil, Aturan())
    assert jumlah.komponen[0].jumlah == Decimal("246913578.50")
    assert capaian.mentah_eksak == Fraction("197530.8642") / Fraction("246913578.5") * 100


@SANTAI
@given(TARGET, st.none() | REALISASI)
def test_one_year_is_itself(satu: Target, data: Realisasi | None) -> None:
    assert akumulasi([satu], [data]) == (satu, data)


@SANTAI
@given(st.lists(st.tuples(TARGET, st.none() | REALISASI), min_size=1, max_size=5), ATURAN)
def test_any_years_have_a_sum(tahun: list[tuple[Target, Realisasi | None]], dengan: Aturan) -> None:
    jumlah, data = akumulasi([satu for satu, _ in tahun], [satu for _, satu in tahun])
    assert jumlah.ada is tahun[-1][0].ada
    assert len(jumlah.komponen) >= len(tahun[-1][0].komponen)
    hasil = hitung_capaian(jumlah, data, dengan)
    if all(satu is None for _, satu in tahun):
        assert hasil.terbatas is None


@SANTAI
@given(st.lists(st.tuples(ANGKA, st.none() | ANGKA), min_size=1, max_size=5))
def test_a_sum_is_known_only_when_every_year_is(
    tahun: list[tuple[Decimal, Decimal | None]],
) -> None:
    jumlah, data = akumulasi(
        [Target("", JenisTarget.CACAH, (Komponen(satu, "x"),)) for satu, _ in tahun],
        [Realisasi((satu,)) for _, satu in tahun],
    )
    nilai = [satu for _, satu in tahun]
    assert jumlah.komponen[0].jumlah == sum(satu for satu, _ in tahun)
    tercapai = data.komponen[0] if data and data.komponen else None
    assert tercapai == (None if None in nilai else sum(satu for satu in nilai if satu is not None))
