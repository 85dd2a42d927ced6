"""Instruments read from JSON: the three of the portal, and errors that name their place."""

from collections import Counter
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.ukuran.lke.instrumen_contoh import data_fixture
from ukuran.lke.baca import SalahBaca, baca, baca_naskah
from ukuran.lke.instrumen import (
    Ambang,
    CaraBulat,
    Instrumen,
    JenisSkala,
    Paruh,
    Pembulatan,
    Predikat,
    TingkatBulat,
)
from ukuran.lke.periksa import periksa

AREA = [
    ("mp", "Manajemen Perubahan", "4", "2.4", "3.0"),
    ("tl", "Penataan Tatalaksana", "3.5", "2.1", "2.6"),
    ("sdm", "Penataan Sistem Manajemen SDM", "5", "3.0", "3.75"),
    ("ak", "Penguatan Akuntabilitas", "5", "3.0", "3.75"),
    ("pw", "Penguatan Pengawasan", "7.5", "4.5", "5.6"),
    ("pp", "Peningkatan Kualitas Pelayanan Publik", "5", "3.0", "3.75"),
]
HASIL = [
    ("ipak", "Indeks Persepsi Anti Korupsi (IPAK)", "17.5", "15.75", "15.75"),
    ("kinerja", "Capaian Kinerja", "5", "2.5", "3.75"),
    ("ipkp", "Indeks Persepsi Kualitas Pelayanan (IPKP)", "17.5", "14", "15.75"),
]


def baris(instrumen: Instrumen, paruh: Paruh) -> list[tuple[object, ...]]:
    """Return the components of one part that carry a minimum."""
    return [
        (satu.kelompok, satu.nama, satu.bobot, satu.min_wbk, satu.min_wbbm)
        for satu in instrumen.telusuri()
        if satu.paruh is paruh and satu.kelompok
    ]


def angka(tabel: list[tuple[str, str, str, str, str]]) -> list[tuple[object, ...]]:
    """Return a table above with its figures."""
    return [(k, n, Decimal(b), Decimal(w1), Decimal(w2)) for k, n, b, w1, w2 in tabel]


@pytest.mark.parametrize("nama", ["lke_permenpanrb_90_2021.json", "lke_contoh.json"])
def test_weights_minima_and_thresholds_of_90_2021(nama: str) -> None:
    satu = baca(data_fixture(nama))
    assert baris(satu, Paruh.PEMENUHAN) == baris(satu, Paruh.REFORM) == angka(AREA)
    assert baris(satu, Paruh.HASIL) == angka(HASIL)
    assert [(s.predikat, s.total, s.pengungkit) for s in satu.ambang] == [
        (Predikat.WBK, Decimal(75), Decimal(40)),
        (Predikat.WBBM, Decimal(85), Decimal(48)),
    ]
    assert [(s.nama, s.bobot, s.paruh) for s in satu.komponen] == [
        ("Pengungkit", Decimal(60), Paruh.KOSONG),
        ("Hasil", Decimal(40), Paruh.HASIL),
    ]
    assert [(s.nama, s.bobot, s.paruh) for s in satu.komponen[0].anak] == [
        ("Pemenuhan", Decimal(30), Paruh.PEMENUHAN),
        ("Reform", Decimal(30), Paruh.REFORM),
    ]


def test_90_2021_has_no_questions_and_says_what_is_not_known() -> None:
    naskah = baca_naskah(data_fixture("lke_permenpanrb_90_2021.json"))
    satu = naskah.instrumen
    assert periksa(satu, siap=False) == ()
    assert [cacat.pesan for cacat in periksa(satu, siap=True)] == [
        "Belum memiliki pertanyaan."
    ] * 15
    assert list(satu.semua_pertanyaan()) == []
    assert (satu.kode, satu.versi, len(list(satu.telusuri()))) == ("permenpanrb-90-2021", 1, 19)
    assert Counter(s.status_sumber for s in satu.telusuri()) == {
        "bobot [S], minimal [U]": 12,
        "bobot [U], minimal [U]": 4,
        "bobot [S]": 3,
    }
    assert [s.status_sumber for s in satu.ambang] == ["[U]", "[U]"]
    assert satu.pembulatan == Pembulatan(
        2, CaraBulat.SETENGAH_NAIK, TingkatBulat.AKHIR, status_sumber="[D]"
    )
    assert "Nomor 5 Tahun 2024. Perubahan itu belum dibaca" in naskah.catatan
    assert "naskah peraturannya belum dibuka" in naskah.status_sumber


def test_52_2014_has_the_weights_alone() -> None:
    naskah = baca_naskah(data_fixture("lke_permenpanrb_52_2014.json"))
    satu = naskah.instrumen
    assert periksa(satu, siap=False) == ()
    assert [(s.nama, s.bobot) for s in satu.komponen[0].anak] == [
        ("Manajemen Perubahan", Decimal(5)),
        ("Penataan Tatalaksana", Decimal(5)),
        ("Penataan Sistem Manajemen SDM", Decimal(15)),
        ("Penguatan Akuntabilitas Kinerja", Decimal(10)),
        ("Penguatan Pengawasan", Decimal(15)),
        ("Peningkatan Kualitas Pelayanan Publik", Decimal(10)),
    ]
    assert [s.bobot for s in satu.komponen[1].anak] == [Decimal(20), Decimal(20)]
    assert {s.status_sumber for s in satu.telusuri()} == {"bobot [S]"}
    assert {(s.min_wbk, s.min_wbbm) for s in satu.telusuri()} == {(None, None)}
    assert (satu.ambang, list(satu.semua_pertanyaan())) == ((), [])
    assert "Nomor 10 Tahun 2019" in naskah.catatan


def test_contoh_is_ready_and_has_every_kind_of_question() -> None:
    naskah = baca_naskah(data_fixture("lke_contoh.json"))
    satu = naskah.instrumen
    assert periksa(satu, siap=True) == ()
    soal = list(satu.semua_pertanyaan())
    assert len(soal) == len({s.teks for s in soal}) == 100
    menurut_paruh = Counter(k.paruh.value for k in satu.telusuri() for _ in k.pertanyaan)
    assert menurut_paruh == {"pemenuhan": 58, "reform": 38, "hasil": 4}
    assert Counter(s.skala.jenis.value for s in soal) == {"pilihan": 85, "rasio": 13, "indeks": 2}
    jenjang = Counter(len(s.skala.pilihan) for s in soal if s.skala.jenis is JenisSkala.PILIHAN)
    assert jenjang == {2: 21, 3: 16, 4: 35, 5: 13}
    assert Counter(len(s.dokumen) for s in soal) == {1: 76, 2: 24}
    sub = [len(k.anak) for k in satu.telusuri() if k.kelompok and k.anak]
    assert Counter(sub) == {2: 6, 3: 6}
    assert {
        s.skala.kode: [str(p.nilai) for p in s.skala.pilihan]
        for s in soal
        if s.skala.jenis is JenisSkala.PILIHAN
    } == {
        "ya-tidak": ["1", "0"],
        "a-c": ["1", "0.5", "0"],
        "a-d": ["1", "0.67", "0.33", "0"],
        "a-e": ["1", "0.75", "0.5", "0.25", "0"],
    }
    assert "CONTOH" in naskah.catatan
    assert "CONTOH" in satu.nama


def ganti(data: dict[str, Any], jalur: tuple[str | int, ...], nilai: Any) -> dict[str, Any]:
    """Return a copy of the object with one value changed."""
    salinan = deepcopy(data)
    tempat: Any = salinan
    for satu in jalur[:-1]:
        tempat = tempat[satu]
    tempat[jalur[-1]] = nilai
    return salinan


SUB = ("komponen", 0, "anak", 0, "anak", 0, "anak", 0)


@pytest.mark.parametrize(
    ("jalur", "nilai", "galat"),
    [
        (("kode",), "", "instrumen: kode belum diisi"),
        (("nama",), 7, "instrumen: nama harus teks"),
        (("versi",), "1", "instrumen: versi harus bilangan bulat, paling kecil 0"),
        (("versi",), True, "instrumen: versi harus bilangan bulat, paling kecil 0"),
        (("skala",), {}, "instrumen: skala harus berupa daftar"),
        (("bobot",), "1", "instrumen: isian tidak dikenal: bobot"),
        (("catatan",), [""], "instrumen: catatan harus berisi teks"),
        (("skala", 1, "kode"), "ya-tidak", "skala ke-2: kode ya-tidak sudah dipakai"),
        (("skala", 0, "jenis"), "bebas", "skala ya-tidak: jenis tidak dikenal: bebas"),
        (
            ("skala", 0, "pilihan", 1, "nilai"),
            0.5,
            "skala ya-tidak, pilihan ke-2: nilai harus ditulis sebagai teks desimal, ",
        ),
        (("skala", 0, "pilihan", 0), "Ya", "skala ya-tidak, pilihan ke-1: harus berupa objek"),
        (("komponen", 0, "bobot"), "60,0", "komponen A: bobot bukan bilangan: 60,0"),
        (("komponen", 0, "bobot"), "NaN", "komponen A: bobot bukan bilangan: NaN"),
        (("komponen", 0, "bobot"), None, "komponen A: bobot belum diisi"),
        (("komponen", 1, "paruh"), "akhir", "komponen B: paruh tidak dikenal: akhir"),
        ((*SUB, "kode"), " ", "komponen A.1.1, anak ke-1: kode belum diisi"),
        ((*SUB, "pertanyaan", 1, "skala"), "x", "pertanyaan A.1.1.1.b: skala x tidak ada"),
        ((*SUB, "pertanyaan", 1, "nilai"), "1", "komponen A.1.1.1, pertanyaan ke-2: isian tidak "),
        ((*SUB, "pertanyaan", 0, "dokumen"), "SK", "pertanyaan A.1.1.1.a: dokumen harus berupa "),
        (("ambang", 0, "predikat"), "wbx", "ambang ke-1: predikat tidak dikenal: wbx"),
        (("ambang", 1, "total"), None, "ambang ke-2: total belum diisi"),
        (("ambang",), {}, "instrumen: ambang harus berupa daftar"),
        (("pembulatan", "cara"), "naik", "pembulatan: cara tidak dikenal: naik"),
        (("pembulatan", "angka"), 5, "pembulatan: angka paling banyak 4 desimal"),
        (("pembulatan", "tingkat"), "", "pembulatan: tingkat belum diisi"),
        (("pembulatan",), [], "pembulatan: harus berupa objek"),
    ],
)
def test_errors_name_their_place(jalur: tuple[str | int, ...], nilai: Any, galat: str) -> None:
    with pytest.raises(SalahBaca) as ada:
        baca(ganti(data_fixture("lke_contoh.json"), jalur, nilai))
    assert str(ada.value).startswith(galat)
    assert str(ada.value) == f"{ada.value.letak}: {ada.value.pesan}"


def test_reading_changes_nothing_and_the_usual_is_not_asked_for() -> None:
    data = data_fixture("lke_contoh.json")
    semula = deepcopy(data)
    baca(data)
    assert data == semula
    kosong = baca({"kode": "x", "nama": "X"})
    assert kosong == Instrumen("x", "X", 1, ())
    satu = baca({"kode": "x", "nama": "X", "ambang": [{"predikat": "wbk", "total": 75}]})
    assert satu.ambang == (Ambang(Predikat.WBK, Decimal(75)),)
