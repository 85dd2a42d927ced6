"""Rows and values, money, and the form of figures; hypothesis where a table would miss cases."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.forms_realisasi import RealisasiForm, RupiahField, Susunan
from roadmap.kata import kata_aturan, kata_hasil
from roadmap.models import Realisasi, TargetTahun
from roadmap.nilai import (
    Serapan,
    Uang,
    diminta,
    jumlah_serapan,
    kolom_anggaran,
    kolom_target,
    realisasi,
    serapan,
    target,
)
from ukuran.capaian import Arah, Aturan, Rumus, Sifat, hitung_capaian
from ukuran.format import angka
from ukuran.skala import Skala, Tingkat
from ukuran.target import baca_anggaran, baca_target

MAJEMUK = "15 tim, 10 PD, 8 kab/kota, 5 kl pertemuan,"
OPINI = Skala("opini", 1, "Opini", tuple(Tingkat(k, k) for k in ("TMP", "TW", "WDP", "WTP")))


def susunan(mentah: str, *, uang: bool = False, wajib: bool = True) -> Susunan:
    """What a form asks for a raw target."""
    return Susunan(baca_target(mentah, ("WTP",)), OPINI, uang, anggaran_wajib=wajib)


def form(asked: Susunan, data: dict[str, str]) -> RealisasiForm:
    """The form with every field of it sent, blank unless named."""
    return RealisasiForm(asked, dict.fromkeys(asked.nama, "") | data)


@given(st.text(max_size=60))
def test_a_target_comes_back_from_its_columns(teks: str) -> None:
    value = baca_target(teks, ("WTP",))
    assert target(TargetTahun(**kolom_target(value))) == value


@pytest.mark.parametrize(
    ("raw", "money", "asked"),
    [
        ("", "", False),
        ("-", "-", False),
        ("0", "0", False),
        ("0", "1,000", True),
        ("", "1,000", True),
        ("-", "0", False),
        ("5x", "", True),
        ("Semua PD", "-", True),
        ("Kep. Gub.", "", True),
    ],
)
def test_a_year_asks_for_a_target_or_for_money(raw: str, money: str, asked: bool) -> None:
    row = TargetTahun(**kolom_target(baca_target(raw)), **kolom_anggaran(baca_anggaran(money)))
    assert diminta(row) is asked


RP = Decimal


@pytest.mark.parametrize(
    ("rencana", "laporan", "hasil", "persen"),
    [
        (None, Uang(), Serapan(), None),
        (RP(200), Uang(), Serapan(RP(200), RP(0), 1, 0), None),
        (RP(200), Uang(anggaran=RP(0)), Serapan(RP(200), RP(0), 1, 1), RP(0)),
        (RP(200), Uang(anggaran=RP(50)), Serapan(RP(200), RP(50), 1, 1), RP(25)),
        (RP(200), Uang(RP(100), None, RP(50)), Serapan(RP(100), RP(50), 1, 1), RP(50)),
        (RP(200), Uang(RP(100), RP(-60), RP(50)), Serapan(RP(40), RP(50), 1, 1), RP(125)),
        (RP(200), Uang(RP(100), RP(100), None), Serapan(RP(200), RP(0), 1, 0), None),
        (RP(200), Uang(RP(0), None, RP(0)), Serapan(RP(0), RP(0), 1, 1), None),
        (None, Uang(anggaran=RP(50)), Serapan(RP(0), RP(50), 1, 1), None),
        (RP(0), Uang(anggaran=RP(0)), Serapan(RP(0), RP(0), 1, 1), None),
    ],
)
def test_spending_of_a_row(
    rencana: Decimal | None, laporan: Uang, hasil: Serapan, persen: Decimal | None
) -> None:
    assert serapan(rencana, laporan) == hasil
    assert hasil.persen == persen


def test_spending_of_several_rows_counts_those_without_a_report() -> None:
    rows = [serapan(RP(100), Uang(anggaran=RP(50))), serapan(RP(100), Uang()), Serapan()]
    assert jumlah_serapan(rows) == Serapan(RP(200), RP(50), 2, 1)
    assert jumlah_serapan(rows).persen == RP(25)
    assert jumlah_serapan([]).persen is None


@pytest.mark.parametrize(
    ("mentah", "nama"),
    [
        (MAJEMUK, ("fisik_0", "fisik_1", "fisik_2", "fisik_3")),
        ("Semua PD", ("fisik_0",)),
        ("0", ("fisik_0",)),
        ("WTP", ("predikat",)),
        ("Kep. Gub. Satgas", ("ada",)),
        ("70% (rata-rata)", ("fisik_0",)),
        ("", ()),
        ("-", ()),
    ],
)
def test_each_kind_of_target_asks_for_its_own_figures(mentah: str, nama: tuple[str, ...]) -> None:
    assert susunan(mentah).nama == nama
    assert susunan(mentah, uang=True).nama == (*nama, "pagu", "pergeseran", "anggaran")


def test_a_field_says_its_unit_and_target() -> None:
    asked = susunan(MAJEMUK)
    fields = form(asked, {}).fields
    assert [(str(f.label), f.help_text) for f in fields.values()] == [
        ("Realisasi (tim)", "Target 15 tim."),
        ("Realisasi (PD)", "Target 10 PD."),
        ("Realisasi (kab/kota)", "Target 8 kab/kota."),
        ("Realisasi (kl pertemuan)", "Target 5 kl pertemuan."),
    ]


def test_equal_units_are_told_apart() -> None:
    asked = susunan("50 PNS, 44 PNS")
    assert [asked.label(n) for n in asked.nama] == ["Realisasi 1 (PNS)", "Realisasi 2 (PNS)"]


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("1.250,5", Decimal("1250.5")),
        ("1250,50", Decimal("1250.5")),
        ("1250.5", Decimal("1250.5")),
        ("1.250", Decimal(1250)),
        ("1.200.000", Decimal(1200000)),
        (" 1 250 ", Decimal(1250)),
        ("0", Decimal(0)),
        ("", None),
        ("99.999.999.999.999,99", Decimal("99999999999999.99")),
    ],
)
def test_figures_in_indonesian_writing(teks: str, nilai: Decimal | None) -> None:
    sent = form(susunan("5x"), {"fisik_0": teks})
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data["fisik_0"] == nilai


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("lima", "Bukan angka. Tulis misalnya 1250 atau 1.250,5."),
        ("NaN", "Bukan angka. Tulis misalnya 1250 atau 1.250,5."),
        ("Infinity", "Bukan angka. Tulis misalnya 1250 atau 1.250,5."),
        ("-1", "Angka tidak boleh di bawah 0."),
        ("1,255", "Paling banyak dua angka di belakang koma."),
        ("0.500", "Paling banyak dua angka di belakang koma."),
        ("9" * 17, "Angkanya terlalu panjang."),
        ("9" * 4000, "Angkanya terlalu panjang."),
        ("1e400", "Bukan angka. Tulis misalnya 1250 atau 1.250,5."),
        ("1e3", "Bukan angka. Tulis misalnya 1250 atau 1.250,5."),
        ("1_000", "Bukan angka. Tulis misalnya 1250 atau 1.250,5."),
        ("٣", "Bukan angka. Tulis misalnya 1250 atau 1.250,5."),
        ("３", "Bukan angka. Tulis misalnya 1250 atau 1.250,5."),
        ("1,200,287", "Bukan angka. Tulis misalnya 1250 atau 1.250,5."),
    ],
)
def test_figures_that_are_refused(teks: str, pesan: str) -> None:
    sent = form(susunan("5x"), {"fisik_0": teks})
    assert sent.errors["fisik_0"] == [pesan]
    assert sent["fisik_0"].value() == teks


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("Rp1.200.000,00", Decimal(1200000)),
        ("Rp 1.200.000,-", Decimal(1200000)),
        ("rp. 5", Decimal(5)),
        ("-Rp 2.000", Decimal(-2000)),
        ("-2.000", Decimal(-2000)),
        ("0", Decimal(0)),
        ("", None),
    ],
)
def test_amounts_as_officials_write_them(teks: str, nilai: Decimal | None) -> None:
    assert RupiahField("Pergeseran", "", minus=True).clean(teks) == nilai


@pytest.mark.parametrize(
    ("data", "galat"),
    [
        ({"pagu": "1,5"}, {"pagu": ["Tulis dalam rupiah penuh, tanpa sen."]}),
        ({"pagu": "-1"}, {"pagu": ["Angka tidak boleh di bawah 0."]}),
        ({"pagu": "9" * 17}, {"pagu": ["Angkanya terlalu panjang."]}),
        ({"pergeseran": "10"}, {"pagu": ["Isi pagu sebelum pergeserannya."]}),
        (
            {"pagu": "10", "pergeseran": "-11"},
            {"pergeseran": ["Pergeseran mengurangi lebih dari pagunya."]},
        ),
        ({"pagu": "10", "pergeseran": "-10", "anggaran": "0"}, {}),
    ],
)
def test_money_that_is_refused(data: dict[str, str], galat: dict[str, list[str]]) -> None:
    assert form(susunan("5x", uang=True), data).errors == galat


def test_a_field_that_was_not_sent_is_not_a_blank_one() -> None:
    asked = susunan("18 kasus/18 laporan", uang=True)
    sent = RealisasiForm(asked, {"fisik_0": "1", "pagu": "", "pergeseran": "", "anggaran": ""})
    assert sent.errors == {
        "fisik_1": ["Realisasi (laporan) tidak ikut terkirim. Muat ulang halaman, lalu isi lagi."]
    }
    assert asked.absen({"fisik_0": 1, "fisik_1": None}).keys() == {"pagu", "pergeseran", "anggaran"}


def test_a_form_made_for_another_target_is_refused() -> None:
    old, new = susunan("18 kasus/18 laporan"), susunan("10 laporan/18 kasus")
    sent = form(new, {"fisik_0": "1", "fisik_1": "2", "sidik": old.sidik})
    assert list(sent.errors) == ["__all__"]
    assert form(new, {"fisik_0": "1", "fisik_1": "2", "sidik": new.sidik}).is_valid()


def test_what_is_missing_is_named_and_zero_is_not_missing() -> None:
    asked = susunan("18 kasus/18 laporan", uang=True)
    assert asked.kurang(None).keys() == {"fisik_0", "fisik_1", "pagu", "anggaran"}
    assert asked.kurang(Realisasi(komponen=["0", None], pagu=Decimal(0), anggaran=Decimal(0))) == {
        "fisik_1": "Isi realisasi (laporan); tulis 0 bila belum ada."
    }
    assert susunan("WTP").kurang(Realisasi()).keys() == {"predikat"}
    assert susunan("Kep. Gub.").kurang(Realisasi()).keys() == {"ada"}
    assert susunan("Kep. Gub.").kurang(Realisasi(ada=False)) == {}
    assert susunan("").kurang(Realisasi()) == {}


def test_money_is_a_duty_only_where_the_plan_names_it_or_half_is_filled() -> None:
    free = susunan("", uang=True, wajib=False)
    assert free.kurang(Realisasi()) == {}
    assert free.kurang(Realisasi(pagu=Decimal(5))).keys() == {"anggaran"}
    assert free.kurang(Realisasi(anggaran=Decimal(5))).keys() == {"pagu"}


FIGURE = st.decimals(min_value=0, max_value=10**13, places=2)
WHOLE = st.integers(min_value=0, max_value=10**15).map(Decimal)


@given(
    komponen=st.lists(st.none() | FIGURE, min_size=4, max_size=4),
    pagu=st.none() | WHOLE,
    anggaran=st.none() | WHOLE,
)
def test_stored_figures_survive_the_form(
    komponen: list[Decimal | None], pagu: Decimal | None, anggaran: Decimal | None
) -> None:
    asked = susunan(MAJEMUK, uang=True)
    stored = Realisasi(
        **asked.angka(dict(zip(asked.nama, [*komponen, pagu, None, anggaran], strict=True)))
    )
    shown = RealisasiForm.untuk(asked, stored)
    typed = {f.html_name: "" if f.value() is None else str(f.value()) for f in shown}
    again = RealisasiForm.untuk(asked, None, typed)
    assert again.is_valid(), again.errors
    back = Realisasi(**asked.angka(again.cleaned_data))
    assert realisasi(back) == realisasi(stored)
    assert (back.pagu, back.pergeseran, back.anggaran) == (pagu, None, anggaran)


@given(st.text(max_size=40))
def test_no_text_breaks_the_form(teks: str) -> None:
    sent = form(susunan("18 kasus/18 laporan", uang=True), {"fisik_0": teks, "pagu": teks})
    figures = sent.cleaned_data if sent.is_valid() else {}
    assert figures.get("fisik_0") is None or figures["fisik_0"] >= 0


@given(WHOLE)
def test_amounts_are_written_with_dots_and_read_again(jumlah: Decimal) -> None:
    field = RupiahField("Pagu", "")
    shown = field.prepare_value(jumlah)
    assert shown == angka(jumlah, 0)
    assert field.clean(shown) == jumlah


def test_a_rule_in_words() -> None:
    minimise = Aturan(arah=Arah.MINIMUM, rumus=Rumus.BANDING)
    assert kata_aturan(baca_target("20 kasus"), minimise)[0] == (
        "Makin kecil makin baik: target ÷ realisasi × 100."
    )
    assert kata_aturan(baca_target("2 unit"), Aturan(sifat=Sifat.KUMULATIF))[-1] == (
        "Kumulatif: target dan realisasi dijumlahkan sejak awal rencana."
    )
    assert kata_aturan(baca_target("Semua PD"), Aturan(jumlah_unit=38))[1] == (
        "Semua PD berarti 38 Perangkat Daerah yang aktif."
    )
    assert kata_aturan(baca_target("WTP", ("WTP",)), Aturan(skala=OPINI)) == (
        "Predikat target tercapai atau terlampaui: 100; belum: 0.",
        "Skala Opini versi 1, terendah dahulu: TMP, TW, WDP, WTP.",
    )
    assert kata_aturan(baca_target("-"), Aturan()) == ()


def test_a_result_in_words_shows_raw_and_capped() -> None:
    stored = Realisasi(komponen=["36", None])
    result = hitung_capaian(baca_target("18 kasus/18 laporan"), realisasi(stored), Aturan())
    assert kata_hasil(result) == (
        "kasus: 36 / 18 x 100 = 200%, dibatasi menjadi 100%.",
        "laporan: tanpa data.",
        "Rata-rata 2 komponen: 50% (sebelum dibatasi 100%).",
        "Sebagian komponen belum memiliki realisasi dan dihitung 0.",
    )
