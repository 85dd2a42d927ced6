"""Scores as pages: bars, requirements, derivations, the simulation, the comparison of years."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.lke import LKEUji, buat_instrumen_lke, isi_semua, majukan
from tests.integration.zonaintegritas.lke_layar.conftest import Hitung, Masuk, teks
from zonaintegritas.lke.lembar import nilai_lke
from zonaintegritas.models import LKE, StatusLKE, Tahap

Isi = dict[str, list[tuple[Any, ...]]]


def _teks(masuk: Masuk, dunia: LKEUji, nama: str, *args: object, kueri: str = "") -> str:
    answer = masuk(dunia.operator).get(reverse(nama, args=[dunia.lke.pk, *args]) + kueri)
    assert answer.status_code == 200
    return teks(answer.content.decode())


def test_the_page_of_scores(dunia: LKEUji, masuk: Masuk) -> None:
    isi_semua(dunia, dunia.operator, ganti={"A.II.2": {"pembilang": "0", "penyebut": "60"}})
    text = _teks(masuk, dunia, "zi_lke_nilai")
    # A.II = (1 + 0) / 2 x 20 = 10, under 12; total 82.5
    assert "Nilai mandiri 82,5 dari 100; 1 dari 8 syarat WBK belum terpenuhi." in text
    assert "Pelayanan Publik (Pemenuhan) 10 12 2" in text
    assert "Nilai total 82,5 75 terpenuhi" in text
    assert "Jumlah: 45 + 37,5 = 82,5." in text
    html = masuk(dunia.operator).get(reverse("zi_lke_nilai", args=[dunia.lke.pk])).content.decode()
    assert 'aria-label="Manajemen Perubahan: Mandiri 75%, Evaluator tanpa data, TPI tanpa data, '
    assert html.count('<svg class="pn-bar" role="img"') == 4
    other = _teks(masuk, dunia, "zi_lke_nilai", kueri="?tahap=tpi")
    assert "Belum ada jawaban TPI dari 8 pertanyaan." in other


def test_every_component_and_question_has_its_derivation(dunia: LKEUji, masuk: Masuk) -> None:
    isi_semua(dunia, dunia.operator)
    hasil = nilai_lke(dunia.segar())[Tahap.MANDIRI]
    for satu in hasil.telusuri():
        text = _teks(masuk, dunia, "zi_lke_penjelasan", satu.kode)
        assert f"{satu.kode} {satu.nama}" in text
    for kode in dunia.pertanyaan:
        assert kode in _teks(masuk, dunia, "zi_lke_penjelasan", kode)
    text = _teks(masuk, dunia, "zi_lke_penjelasan", "A.II")
    assert "A.II.2: Pegawai yang mengikuti 45, Seluruh pegawai 60: 45 / 60 = 0,75" in text
    assert "Rata-rata: (1 + 0,75) / 2 = 1,75 / 2 = 0,875." in text
    assert "Nilai: 0,875 x bobot 20 = 17,5." in text
    assert "WBK: minimal 12, terpenuhi." in text
    alamat = reverse("zi_lke_penjelasan", args=[dunia.lke.pk, "Z.9"])
    assert masuk(dunia.operator).get(alamat).status_code == 404


def test_the_simulation_proposes_and_says_that_it_is_none(dunia: LKEUji, masuk: Masuk) -> None:
    isi_semua(dunia, dunia.operator, ganti={"B.I.1": {"pilihan": "E"}})
    text = _teks(masuk, dunia, "zi_lke_simulasi")
    assert "Ini simulasi, bukan jawaban" in text
    assert "tidak menyimpan apa pun" in text
    assert "1 perubahan jawaban memenuhi semua syarat WBK" in text
    assert (
        "B.I.1 Apakah B.I.1 sudah dilaksanakan? E (Tidak), nilai 0 B (Sering), nilai 0,75" in text
    )
    assert "Hasil survei yang sudah diisi dianggap tetap: H.I.1." in text
    wbbm = _teks(masuk, dunia, "zi_lke_simulasi", kueri="?sasaran=wbbm&survei=1")
    assert "Simulasi menuju WBBM" in wbbm
    assert "Hasil survei ikut dapat dinaikkan" in wbbm


def test_a_survey_that_is_too_low_makes_it_unreachable(dunia: LKEUji, masuk: Masuk) -> None:
    isi_semua(dunia, dunia.operator, ganti={"H.I.1": {"angka": "2"}})
    text = _teks(masuk, dunia, "zi_lke_simulasi")
    assert "WBK tidak tercapai meskipun semua jawaban yang dapat diubah bernilai terbaik." in text
    assert "Indeks persepsi anti korupsi" in text
    reachable = _teks(masuk, dunia, "zi_lke_simulasi", kueri="?survei=1")
    assert "memenuhi semua syarat WBK" in reachable


def test_the_simulation_stores_nothing(
    dunia: LKEUji, seratus: LKE, masuk: Masuk, semua_baris: Callable[[], Isi]
) -> None:
    isi_semua(dunia, dunia.operator)
    client = masuk(dunia.operator)
    alamat = reverse("zi_lke_simulasi", args=[dunia.lke.pk])
    client.get(alamat)
    before = semua_baris()
    for lke in (dunia.lke, seratus):
        for kueri in ("", "?sasaran=wbbm", "?sasaran=wbk&survei=1", "?tahap=tpi", "?sasaran=x"):
            answer = client.get(reverse("zi_lke_simulasi", args=[lke.pk]) + kueri)
            assert answer.status_code == 200
    assert client.post(alamat, {"sasaran": "wbk"}).status_code == 405
    assert semua_baris() == before


def _tahun_lalu(dunia: LKEUji, **isi: Any) -> LKE:
    row = LKE.objects.create(
        **{
            "instansi": dunia.instansi,
            "unit": dunia.unit,
            "tahun": dunia.lke.tahun - 1,
            "instrumen": dunia.instrumen,
            "dibuat": timezone.now(),
            "dibuat_oleh": dunia.admin,
            **isi,
        }
    )
    return row


def test_years_stand_side_by_side(dunia: LKEUji, masuk: Masuk) -> None:
    lalu = _tahun_lalu(dunia)
    isi_semua(dunia, dunia.operator, lke=lalu, ganti={"B.I.1": {"pilihan": "D"}})
    isi_semua(dunia, dunia.operator)
    client = masuk(dunia.operator)
    alamat = f"{reverse('zi_lke_banding')}?unit={dunia.unit.pk}"
    text = teks(client.get(alamat).content.decode())
    # Manajemen Perubahan: 7.5 + 2.5 of 20 last year, 7.5 + 7.5 now
    assert "Manajemen Perubahan 10 dari 20 50% dari bobot 15 dari 20 75% dari bobot" in text
    assert "naik 25 poin persen" in text
    assert "Nilai total 85 dari 100 90 dari 100 naik 5 poin" in text
    assert "instrumen yang berbeda" not in text
    tpi = teks(client.get(f"{alamat}&tahap=tpi").content.decode())
    assert "Nilai total tanpa data dari 100 tanpa data dari 100" in tpi


def test_at_most_four_years_and_other_versions_are_named(dunia: LKEUji, masuk: Masuk) -> None:
    lain = buat_instrumen_lke(kode="lke-contoh-zi", versi=2)
    lain.komponen_set.filter(kode="A.I").update(kelompok="baru")
    for n in range(1, 6):
        _tahun_lalu(dunia, tahun=dunia.lke.tahun - n, instrumen=lain)
    client = masuk(dunia.operator)
    html = client.get(f"{reverse('zi_lke_banding')}?unit={dunia.unit.pk}").content.decode()
    years = [n for n in range(6) if f'?tahap=mandiri">{dunia.lke.tahun - n}</a>' in html]
    assert years == [0, 1, 2, 3]
    text = teks(html)
    assert "instrumen yang berbeda" in text
    assert "(versi 2)" in text
    assert "tidak ada pada instrumen" in text


def test_only_units_that_the_person_reads_can_be_compared(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.operator)
    for asked in (dunia.unit_lain.pk, dunia.unit_luar.pk, "x", 10**30):
        html = client.get(reverse("zi_lke_banding"), {"unit": asked}).content.decode()
        assert f"Banding tahun, {dunia.unit.nama}" in teks(html)
        assert dunia.unit_lain.nama not in html
    assert "Belum ada LKE yang dapat dibandingkan" in teks(
        masuk(dunia.bawahan).get(reverse("zi_lke_banding")).content.decode()
    )


@pytest.mark.parametrize(
    ("nama", "args", "kueri"),
    [
        ("zi_lke_nilai", (), 9),
        ("zi_lke_penjelasan", ("A",), 9),
        ("zi_lke_simulasi", (), 12),
    ],
)
def test_pages_cost_the_same_with_eight_and_a_hundred_questions(
    dunia: LKEUji,
    seratus: LKE,
    masuk: Masuk,
    hitung: Hitung,
    nama: str,
    args: tuple[str, ...],
    kueri: int,
) -> None:
    client = masuk(dunia.operator)
    found = [hitung(client, reverse(nama, args=[x.pk, *args])) for x in (dunia.lke, seratus)]
    assert found == [kueri, kueri]


def test_the_comparison_costs_the_same_for_any_years(
    dunia: LKEUji, seratus: LKE, masuk: Masuk, hitung: Hitung
) -> None:
    client = masuk(dunia.operator)
    alamat = f"{reverse('zi_lke_banding')}?unit={dunia.unit.pk}"
    two = hitung(client, alamat)
    for n in (2, 3):
        _tahun_lalu(dunia, tahun=dunia.lke.tahun - n)
    assert (two, hitung(client, alamat)) == (10, 10)


def test_three_stages_of_a_finished_sheet(dunia: LKEUji, masuk: Masuk) -> None:
    majukan(dunia, StatusLKE.SELESAI)
    assert nilai_lke(dunia.segar())[Tahap.TPI].nilai == Decimal("90")
    text = _teks(masuk, dunia, "zi_lke_nilai")
    assert "Nilai TPI 90 dari 100; semua 8 syarat WBK terpenuhi." in text
