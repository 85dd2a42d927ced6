"""What is refused in an instrument, and what is not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.unit.ukuran.lke.instrumen_contoh import ABCD, INDEKS, RASIO, contoh, kecil, soal
from ukuran.lke.instrumen import (
    Ambang,
    CaraBulat,
    Instrumen,
    JenisSkala,
    Komponen,
    Paruh,
    Pembulatan,
    Pertanyaan,
    Pilihan,
    Predikat,
    Skala,
    TingkatBulat,
)
from ukuran.lke.periksa import periksa


def pesan(instrumen: Instrumen, *, siap: bool = True) -> list[str]:
    """Return the defects as text."""
    return [str(satu) for satu in periksa(instrumen, siap=siap)]


def ubah(instrumen: Instrumen, di: str, **isian: object) -> Instrumen:
    """Return the instrument with fields of one component changed."""

    def ganti(satu: Komponen) -> Komponen:
        if satu.kode == di:
            return replace(satu, **isian)  # type: ignore[arg-type]
        return replace(satu, anak=tuple(ganti(anak) for anak in satu.anak))

    return replace(instrumen, komponen=tuple(ganti(satu) for satu in instrumen.komponen))


def dengan_skala(skala: Skala) -> Instrumen:
    """Return the small instrument with one scale under examination."""
    return kecil(pemenuhan=(soal("p", replace(skala, kode="x")), soal("q")))


def test_a_sound_instrument_has_no_defects() -> None:
    assert periksa(kecil(), siap=True) == ()
    assert periksa(contoh(), siap=True) == ()


def test_weights_that_do_not_add_up() -> None:
    assert pesan(ubah(kecil(), "A.1.1", bobot=Decimal("29.5"))) == [
        "Kecil > Pengungkit > Pemenuhan: Jumlah bobot di bawahnya 29,5, seharusnya 30."
    ]
    assert pesan(ubah(kecil(), "B.1", bobot=Decimal("40.0001"))) == [
        "Kecil > Hasil: Jumlah bobot di bawahnya 40,0001, seharusnya 40."
    ]
    lebih = ubah(ubah(kecil(), "B", bobot=Decimal(41)), "B.1", bobot=Decimal(41))
    assert pesan(lebih) == ["Kecil: Jumlah bobot teratas 101, seharusnya 100."]


def test_a_negative_weight_is_named_even_when_the_sum_is_right() -> None:
    satu = ubah(
        kecil(),
        "A",
        anak=(
            replace(
                kecil().komponen[0].anak[0], bobot=Decimal(61), anak=(), pertanyaan=(soal("p"),)
            ),
            Komponen("A.2", "Reform", Decimal(-1), pertanyaan=(soal("r"),), paruh=Paruh.REFORM),
        ),
    )
    assert pesan(satu) == ["Kecil > Pengungkit > Reform: Bobot tidak boleh negatif: -1."]


@pytest.mark.parametrize(
    ("wbk", "wbbm", "keluhan"),
    [
        ("30.01", "30", ["Nilai minimal WBK 30,01 di luar 0 sampai 30.", "lebih rendah"]),
        ("-1", "24", ["Nilai minimal WBK -1 di luar 0 sampai 30."]),
        ("18", "31", ["Nilai minimal WBBM 31 di luar 0 sampai 30."]),
        ("18", "17.9", ["Nilai minimal WBBM lebih rendah daripada WBK."]),
        ("0", "30", []),
        ("18", "18", []),
    ],
)
def test_minima(wbk: str, wbbm: str, keluhan: list[str]) -> None:
    satu = ubah(kecil(), "A.1.1", min_wbk=Decimal(wbk), min_wbbm=Decimal(wbbm))
    ada = pesan(satu)
    assert len(ada) == len(keluhan)
    for kata, baris in zip(keluhan, ada, strict=True):
        assert kata in baris
        assert baris.startswith("Kecil > Pengungkit > Pemenuhan > Area: ")


@pytest.mark.parametrize(
    ("ambang", "keluhan"),
    [
        (
            Ambang(Predikat.WBK, Decimal(101), Decimal(40)),
            ["Kecil > Ambang WBK: Nilai total 101", "Kecil: Ambang total WBBM"],
        ),
        (
            Ambang(Predikat.WBK, Decimal(75), Decimal(61)),
            ["Kecil > Ambang WBK: Nilai pengungkit 61", "Kecil: Ambang pengungkit WBBM"],
        ),
        (Ambang(Predikat.WBK, Decimal(86), Decimal(40)), ["Kecil: Ambang total WBBM"]),
        (Ambang(Predikat.WBK, Decimal(75), Decimal(49)), ["Kecil: Ambang pengungkit WBBM"]),
        (Ambang(Predikat.WBBM, Decimal(85), Decimal(48)), ["Kecil: Ambang WBBM ditulis 2 kali"]),
        (Ambang(Predikat.WBK, Decimal(85), None), []),
    ],
)
def test_thresholds(ambang: Ambang, keluhan: list[str]) -> None:
    ada = pesan(replace(kecil(), ambang=(ambang, kecil().ambang[1])))
    assert len(ada) == len(keluhan)
    for kata, baris in zip(keluhan, ada, strict=True):
        assert baris.startswith(kata)


def test_the_top_is_one_pengungkit_and_one_hasil() -> None:
    atas = kecil().komponen
    kalimat = "Kecil: Tingkat teratas terdiri atas satu pengungkit dan satu hasil."
    assert pesan(replace(kecil(), komponen=atas[:1]))[0] == kalimat
    assert pesan(replace(kecil(), komponen=()))[0] == kalimat
    dua = (atas[0], replace(atas[1], paruh=Paruh.KOSONG))
    assert pesan(replace(kecil(), komponen=dua))[0] == kalimat


def test_codes_are_there_and_distinct() -> None:
    assert pesan(kecil(pemenuhan=(soal("p"), soal("r")))) == [
        "Kecil: Kode pertanyaan r dipakai 2 kali."
    ]
    assert pesan(ubah(kecil(), "A.2.1", kode="A.1.1")) == [
        "Kecil: Kode komponen A.1.1 dipakai 2 kali."
    ]
    assert pesan(kecil(pemenuhan=(soal(" "),))) == ["Kecil: Ada pertanyaan tanpa kode."]
    for kode in ("A/1", "A\n1", ".."):
        assert pesan(kecil(pemenuhan=(soal(kode),))) == [
            f"Kecil: Kode pertanyaan {kode} tidak dapat menjadi bagian alamat: jangan pakai garis "
            "miring, ganti baris, atau titik saja."
        ]
    assert pesan(ubah(kecil(), "A.2.1", paruh=Paruh.PEMENUHAN)) == [
        "Kecil: Kelompok area dipakai 2 kali pada paruh pemenuhan.",
        "Kecil > Pengungkit > Reform > Area: Paruh berbeda dari paruh komponen di atasnya.",
    ]


def test_hasil_does_not_hide_in_the_pengungkit() -> None:
    satu = ubah(kecil(), "A.2", paruh=Paruh.HASIL, anak=(), pertanyaan=(soal("r"),))
    assert pesan(satu) == [
        "Kecil > Pengungkit > Reform: Paruh hasil tidak berada di dalam pengungkit."
    ]


def test_two_scales_under_one_code() -> None:
    lain = replace(ABCD, nama="Lain")
    assert pesan(kecil(pemenuhan=(soal("p"), soal("q", lain)))) == [
        "Kecil > q: Skala ad berbeda isinya dari skala lain dengan kode yang sama."
    ]


def pilihan(*nilai: str) -> Skala:
    """Return a choice scale with these values under the codes 1, 2, ..."""
    return Skala(
        "x",
        "Uji",
        JenisSkala.PILIHAN,
        tuple(Pilihan(str(n), Decimal(satu), satu) for n, satu in enumerate(nilai, start=1)),
    )


@pytest.mark.parametrize(
    ("skala", "keluhan"),
    [
        (pilihan("1", "0"), []),
        (pilihan("1", "1", "0"), []),
        (pilihan("1"), ["Skala memerlukan paling sedikit dua pilihan."]),
        (pilihan("0.9", "0"), ["Pilihan terbaik harus bernilai 1."]),
        (pilihan("1", "0.1"), ["Pilihan terburuk harus bernilai 0."]),
        (
            pilihan("1.1", "0"),
            ["Nilai pilihan 1 di luar 0 sampai 1: 1,1.", "Pilihan terbaik harus bernilai 1."],
        ),
        (
            pilihan("1", "-0.5"),
            ["Nilai pilihan 2 di luar 0 sampai 1: -0,5.", "Pilihan terburuk harus bernilai 0."],
        ),
        (
            Skala(
                "x",
                "Uji",
                JenisSkala.PILIHAN,
                (Pilihan("A", Decimal(1), "a"), Pilihan("A ", Decimal(0), "b")),
            ),
            ["Kode pilihan A dipakai 2 kali."],
        ),
        (replace(INDEKS, nama="Uji", maks=None), ["Nilai tertinggi indeks harus lebih dari 0."]),
        (
            replace(INDEKS, nama="Uji", maks=Decimal()),
            ["Nilai tertinggi indeks harus lebih dari 0."],
        ),
        (
            replace(RASIO, nama="Uji", label_penyebut=" "),
            ["Keterangan pembilang dan penyebut belum diisi."],
        ),
        (
            replace(RASIO, nama="Uji", pilihan=ABCD.pilihan),
            ["Skala rasio tidak memiliki pilihan."],
        ),
        (
            replace(RASIO, nama="Uji", maks=Decimal(4)),
            ["Skala rasio tidak memiliki nilai tertinggi."],
        ),
    ],
)
def test_scales(skala: Skala, keluhan: list[str]) -> None:
    assert pesan(dengan_skala(skala)) == [f"Kecil > Uji: {satu}" for satu in keluhan]


def test_a_leaf_without_questions_is_a_defect_only_when_it_is_to_be_used() -> None:
    kosong = ubah(kecil(), "A.2.1", pertanyaan=())
    assert pesan(kosong, siap=False) == []
    assert pesan(kosong) == ["Kecil > Pengungkit > Reform > Area: Belum memiliki pertanyaan."]


def test_a_component_holds_one_kind_of_thing_and_has_a_name() -> None:
    dua = ubah(kecil(), "A.2", pertanyaan=(soal("x"),))
    assert pesan(dua) == [
        "Kecil > Pengungkit > Reform: Komponen memuat sub komponen atau pertanyaan, tidak keduanya."
    ]
    assert pesan(ubah(kecil(), "A.2.1", nama=" ")) == [
        "Kecil > Pengungkit > Reform >  : Nama komponen belum diisi."
    ]
    tanpa_teks = Pertanyaan("p", "", ABCD, ("", "Laporan"))
    assert pesan(kecil(pemenuhan=(tanpa_teks,))) == [
        "Kecil > Pengungkit > Pemenuhan > Area > p: Teks pertanyaan belum diisi.",
        "Kecil > Pengungkit > Pemenuhan > Area > p: Ada dokumen tanpa nama.",
    ]


@pytest.mark.parametrize("tingkat", [TingkatBulat.SUB, TingkatBulat.KOMPONEN])
def test_weights_that_rounding_cannot_express(tingkat: TingkatBulat) -> None:
    """All best answers must give 100, so a rounded full score has to be the weight."""
    satu = kecil(Pembulatan(1, CaraBulat.SETENGAH_NAIK, tingkat))
    assert pesan(satu) == []
    halus = ubah(
        ubah(ubah(satu, "A.1.1", bobot=Decimal("29.75")), "A.1", bobot=Decimal("29.75")),
        "A",
        bobot=Decimal("59.75"),
    )
    assert [baris for baris in pesan(halus) if "desimal" in baris] == [
        "Kecil > Pengungkit > Pemenuhan > Area: Bobot 29,75 tidak dapat ditulis dengan 1 desimal "
        f"seperti pembulatan {tingkat.kata}."
    ]


def test_rounding_by_component_needs_exactly_one_group_above_each_leaf() -> None:
    bulat = Pembulatan(2, CaraBulat.POTONG, TingkatBulat.KOMPONEN)
    kalimat = (
        "Pembulatan nilai setiap komponen memerlukan tepat satu kelompok di atas atau pada "
        "bagian ini, sekarang"
    )
    assert pesan(ubah(kecil(bulat), "B.1", kelompok="")) == [
        f"Kecil > Hasil > Survei: {kalimat} 0."
    ]
    assert pesan(ubah(kecil(bulat), "A.1", kelompok="atas")) == [
        f"Kecil > Pengungkit > Pemenuhan > Area: {kalimat} 2."
    ]


@pytest.mark.parametrize("buruk", [0.5, 1])
def test_figures_that_are_no_decimals_are_refused_at_once(buruk: object) -> None:
    with pytest.raises(TypeError, match="x: bobot must be Decimal"):
        Komponen("x", "X", buruk)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="A: nilai must be Decimal"):
        Pilihan("A", buruk, "a")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a finite number"):
        Ambang(Predikat.WBK, Decimal("NaN"))
    with pytest.raises(ValueError, match="negative number of decimals"):
        Pembulatan(-1)
