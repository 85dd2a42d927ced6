"""The score engine by example: weights and their labels, states, refusals, exactness."""

from dataclasses import FrozenInstanceError
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ukuran.cara_hitung import (
    Anggota,
    CaraHitung,
    Keadaan,
    LabelBobot,
    desimal,
    pilih_bobot,
    rata_tertimbang,
)
from ukuran.skor import (
    Cakupan,
    Daun,
    Hasil,
    SimpanganBobot,
    Simpul,
    Skor,
    Sudut,
    hitung,
    periksa_bobot,
)


def kelompok(*isi: tuple[Any, Any] | tuple[Any, Any, Keadaan]) -> Hasil:
    """Return a computed group of leaves a, b, c ... of (bobot, nilai KPK, keadaan)."""
    daun = tuple(
        Daun(kode, f"Sub {kode}", satu[0], kpk=satu[1], keadaan=satu[2] if len(satu) > 2 else D)
        for kode, satu in zip("abcdef", isi, strict=False)
    )
    return hitung(Simpul("1", "Indikator", daun))


D = Keadaan.DINILAI


def cara(hasil: Hasil) -> CaraHitung:
    """Return the explanation of KPK's score."""
    assert hasil.kpk.cara_hitung is not None
    return hasil.kpk.cara_hitung


def test_bobot_of_the_instrument() -> None:
    hasil = kelompok((60, 80), (40, 50))
    assert hasil.kpk.nilai == Decimal(68)
    assert (hasil.label_bobot, hasil.bobot_kurang) == (LabelBobot.INSTRUMEN, ())
    assert [satu.bobot_dipakai for satu in hasil.anak] == [Decimal(60), Decimal(40)]
    assert (cara(hasil).jumlah, cara(hasil).pembagi) == (Decimal(6800), Decimal(100))
    assert [(baris.kode, baris.nama, baris.hasil_kali) for baris in cara(hasil).baris] == [
        ("a", "Sub a", Decimal(4800)),
        ("b", "Sub b", Decimal(2000)),
    ]


def test_no_bobot_at_all_means_equal_weights() -> None:
    """The flat mean of the view "Menurut SK"."""
    hasil = kelompok((None, 80), (None, 50), (None, None))
    assert hasil.kpk.nilai_eksak == Fraction(130, 3)
    assert hasil.label_bobot is LabelBobot.SAMA
    assert LabelBobot.SAMA.value == "bobot sama"
    assert hasil.bobot_kurang == ("a", "b", "c")
    assert [satu.bobot for satu in hasil.anak] == [None, None, None]
    assert [satu.bobot_dipakai for satu in hasil.anak] == [Decimal(1)] * 3


def test_some_bobot_missing_means_equal_weights_and_says_which() -> None:
    hasil = kelompok((90, 100), (None, 50), (10, 0), (None, 50))
    assert hasil.kpk.nilai == Decimal(50)
    assert hasil.label_bobot is LabelBobot.BELUM_LENGKAP
    assert LabelBobot.BELUM_LENGKAP.value == "bobot belum lengkap"
    assert hasil.bobot_kurang == cara(hasil).bobot_kurang == ("b", "d")
    assert [(baris.bobot, baris.bobot_dipakai) for baris in cara(hasil).baris] == [
        (Decimal(90), Decimal(1)),
        (None, Decimal(1)),
        (Decimal(10), Decimal(1)),
        (None, Decimal(1)),
    ]


def test_a_child_outside_the_denominator_does_not_decide_on_the_weights() -> None:
    hasil = kelompok((60, 80), (40, 50), (None, None, Keadaan.NIHIL))
    assert hasil.kpk.nilai == Decimal(68)
    assert (hasil.label_bobot, hasil.bobot_kurang) == (LabelBobot.INSTRUMEN, ())


def test_a_bobot_of_zero_is_a_value() -> None:
    hasil = kelompok((0, 100), (40, 50))
    assert hasil.kpk.nilai == Decimal(50)
    assert hasil.label_bobot is LabelBobot.INSTRUMEN
    assert cara(hasil).baris[0].hasil_kali == Decimal(0)
    assert hasil.kpk.cakupan.bernilai == 2


def test_only_weights_of_zero_give_no_score() -> None:
    hasil = kelompok((0, 100), (0, 50))
    assert hasil.kpk.nilai is None
    assert cara(hasil).nilai is None
    assert (cara(hasil).pembagi, cara(hasil).jumlah) == (Decimal(0), Decimal(0))
    assert hasil.dalam_penyebut is False


def test_a_node_with_only_weights_of_zero_leaves_its_parent() -> None:
    kosong = Simpul("1", "Kosong", (Daun("1.1", "x", 0, kpk=100),), 50)
    penuh = Simpul("2", "Penuh", (Daun("2.1", "y", 100, kpk=80),), 50)
    assert hitung(Simpul("r", "r", (kosong, penuh))).kpk.nilai == Decimal(80)


@pytest.mark.parametrize("keadaan", [Keadaan.NIHIL, Keadaan.DIKELUARKAN])
def test_nothing_in_the_denominator_gives_none(keadaan: Keadaan) -> None:
    hasil = kelompok((60, 80, keadaan), (40, None, keadaan))
    assert hasil.kpk.nilai is None
    assert hasil.label_bobot is LabelBobot.TANPA_PENYEBUT
    assert (hasil.kpk.cakupan.penyebut, hasil.kpk.cakupan.persen) == (0, None)
    assert hasil.kpk.cakupan.lengkap is False
    assert [baris.dalam_penyebut for baris in cara(hasil).baris] == [False, False]


def test_a_node_without_children_gives_none() -> None:
    assert hitung(Simpul("1", "Kosong", ())).kpk == Skor(
        None, Cakupan(), CaraHitung((), LabelBobot.TANPA_PENYEBUT, (), Fraction(), Fraction())
    )


@pytest.mark.parametrize("keadaan", [Keadaan.TIDAK_DAPAT, Keadaan.TIDAK_BERLAKU])
def test_an_exception_without_kpks_answer_counts_zero(keadaan: Keadaan) -> None:
    """A value claimed before does not count while the exception stands."""
    hasil = kelompok((60, 80), (40, 90, keadaan))
    assert hasil.kpk.nilai == Decimal(48)
    assert (hasil.kpk.cakupan.bernilai, hasil.kpk.cakupan.penyebut) == (1, 2)
    assert hasil.kpk.cakupan.persen == Decimal(50)
    assert hasil.kpk.cakupan.lengkap is False
    assert cara(hasil).baris[1].keadaan is keadaan


def test_all_without_data_is_zero_with_nothing_covered() -> None:
    hasil = kelompok((60, None), (40, None))
    assert hasil.kpk.nilai == 0
    assert hasil.kpk.cakupan == Cakupan(tanpa_data=2)
    assert hasil.kpk.cakupan.persen == 0


def test_coverage_is_complete_when_each_leaf_has_a_value() -> None:
    assert kelompok((60, 0), (40, 50), (5, None, Keadaan.NIHIL)).kpk.cakupan.lengkap is True


def test_a_leaf_has_no_explanation_but_its_value() -> None:
    hasil = kelompok((60, 80), (40, None)).anak
    assert [satu.kpk for satu in hasil] == [
        Skor(Fraction(80), Cakupan(bernilai=1)),
        Skor(None, Cakupan(tanpa_data=1)),
    ]
    assert [satu.label_bobot for satu in hasil] == [None, None]


@pytest.mark.parametrize(
    ("isi", "salah", "pesan"),
    [
        ({"bobot": Decimal("-0.01")}, ValueError, r"^1\.2\.a: bobot is negative: -0\.01$"),
        ({"bobot": Decimal("NaN")}, ValueError, r"^1\.2\.a: bobot is not a finite number: NaN$"),
        ({"bobot": 0.5}, TypeError, r"^1\.2\.a: bobot must be int or Decimal, not 0\.5$"),
        ({"bobot": True}, TypeError, r"^1\.2\.a: bobot must be int or Decimal, not True$"),
        ({"kpk": Decimal("100.01")}, ValueError, r"^1\.2\.a: nilai kpk is over 100: 100\.01$"),
        ({"mandiri": -1}, ValueError, r"^1\.2\.a: nilai mandiri is negative: -1$"),
        ({"inspektorat": 68.2}, TypeError, r"^1\.2\.a: nilai inspektorat must be int or Decimal"),
        ({"keadaan": "hilang"}, ValueError, "'hilang' is not a valid Keadaan"),
    ],
)
def test_a_wrong_figure_is_refused_by_its_kode(
    isi: dict[str, Any], salah: type[Exception], pesan: str
) -> None:
    with pytest.raises(salah, match=pesan):
        Daun("1.2.a", "Sub", **isi)


def test_a_negative_bobot_of_an_inner_node_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^1\.2: bobot is negative: -5$"):
        Simpul("1.2", "Indikator", (), Decimal(-5))


def test_trees_and_results_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Daun("a", "Sub").kpk = 5  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        kelompok((1, 1)).kode = "x"  # type: ignore[misc]


def test_a_state_may_come_as_its_code() -> None:
    assert Daun("a", "Sub", keadaan="nihil").keadaan is Keadaan.NIHIL  # type: ignore[arg-type]
    assert [satu.kata for satu in Keadaan] == [
        "Dinilai",
        "Nihil",
        "Tidak dapat dipenuhi",
        "Tidak berlaku",
        "Dikeluarkan atas jawaban KPK",
    ]


def test_the_three_points_of_view_stay_apart() -> None:
    hasil = hitung(Simpul("1", "x", (Daun("a", "a", None, 90, 70, 50), Daun("b", "b", None, 80))))
    assert [hasil.skor(sudut).nilai for sudut in Sudut] == [Decimal(85), Decimal(35), Decimal(25)]
    assert hasil.skor(Sudut.INSPEKTORAT) is hasil.inspektorat
    assert [hasil.skor(sudut).cakupan.bernilai for sudut in Sudut] == [2, 1, 1]


def test_weights_are_checked_on_every_level() -> None:
    """Sums of 100 and groups without any bobot are no deviation; the exceptions count too."""
    pas = Simpul("1", "Pas", (Daun("1.1", "x", Decimal("33.3")), Daun("1.2", "y", Decimal("66.7"))))
    lebih = Simpul("2", "Lebih", (Daun("2.1", "x", 60), Daun("2.2", "y", Decimal("40.5"))))
    tanpa = Simpul("3", "Tanpa", (Daun("3.1", "x"), Daun("3.2", "y")))
    sebagian = Simpul("4", "Sebagian", (Daun("4.1", "x", 100), Daun("4.2", "y")))
    nihil = Simpul("5", "Nihil", (Daun("5.1", "x", 70, keadaan=Keadaan.NIHIL), Daun("5.2", "y", 0)))
    kosong = Simpul("6", "Kosong", ())
    anak = tuple(
        Simpul(satu.kode, satu.nama, satu.anak, 15)
        for satu in (pas, lebih, tanpa, sebagian, nihil, kosong)
    )
    assert periksa_bobot(Simpul("I", "Instrumen", anak)) == (
        SimpanganBobot("I", "Instrumen", Decimal(90)),
        SimpanganBobot("2", "Lebih", Decimal("100.5")),
        SimpanganBobot("4", "Sebagian", Decimal(100), ("4.2",)),
        SimpanganBobot("5", "Nihil", Decimal(70)),
    )
    assert SimpanganBobot("2", "Lebih", Decimal(1)).seharusnya == Decimal(100)


def test_the_callers_decimal_context_plays_no_part() -> None:
    def sepertiga() -> Decimal | None:
        return kelompok((Decimal("33.33333"), 100), (Decimal("66.66667"), 0)).kpk.nilai

    lazim = sepertiga()
    with localcontext() as konteks:
        konteks.prec = 2
        assert sepertiga() == lazim == Decimal("33.33333")


def test_there_must_be_as_many_values_as_weights() -> None:
    anggota = [Anggota("a", "Sub", Decimal(1), True)]
    with pytest.raises(ValueError, match="zip"):
        rata_tertimbang(anggota, pilih_bobot(anggota), [])


@settings(deadline=None)
@given(
    st.fractions(0, 100, max_denominator=10**40),
    st.integers(0, 6),
)
@example(Fraction(201, 3), 0)
@example(Fraction(137, 2) - Fraction(1, 10**60), 0)
@example(Fraction(137, 2) + Fraction(1, 10**60), 0)
def test_rounding_a_decimal_rounds_the_fraction_itself(nilai: Fraction, tempat: int) -> None:
    tepat = Fraction((nilai * 10**tempat * 2 + 1) // 2, 10**tempat)
    dibulatkan = desimal(nilai).quantize(Decimal(1).scaleb(-tempat), rounding=ROUND_HALF_UP)
    assert Fraction(dibulatkan) == tepat


@settings(deadline=None)
@given(st.fractions(0, 100, max_denominator=10**40), st.decimals(0, 100, places=2))
@example(Fraction(75) - Fraction(1, 10**60), Decimal(75))
@example(Fraction(75) + Fraction(1, 10**60), Decimal(75))
def test_a_decimal_stays_on_its_side_of_a_threshold(nilai: Fraction, batas: Decimal) -> None:
    tepi = desimal(nilai)
    assert (tepi < batas, tepi == batas) == (nilai < Fraction(batas), nilai == Fraction(batas))
