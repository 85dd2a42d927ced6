"""Tables copied from a spreadsheet: cells, headings, merged cells, every error with its place."""

import time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from satgas.instrumen.ekspor import tabel
from satgas.instrumen.isi_sel import baca_bobot
from satgas.instrumen.kolom import Kolom, cari_judul
from satgas.instrumen.periksa import bandingkan
from satgas.instrumen.pratinjau import Jenis, Konteks
from satgas.instrumen.susunan import (
    AreaSusun,
    DokumenSusun,
    IndikatorSusun,
    KriteriaSusun,
    SubSusun,
    Susunan,
    periksa_bobot_susunan,
)
from satgas.instrumen.tabel import baca_sel, tulis_sel
from satgas.instrumen.tempel import MAKS_GALAT, SimpulBaca, Tempelan, baca

KEPALA = (
    "Area\tBobot Area\tIndikator\tBobot Indikator\tSub Indikator\tBobot Sub\tDokumen\tKriteria\n"
)
KOSONG = Konteks({}, {})


def galat(teks: str) -> list[tuple[int, str, str]]:
    return [(g.baris, g.kolom, g.nilai) for g in baca(teks).galat]


def ringkas(simpul: list[SimpulBaca]) -> list[object]:
    return [
        (s.kode, s.nama, s.bobot, [(d.uraian, d.kriteria) for d in s.dokumen], ringkas(s.anak))
        for s in simpul
    ]


# --- cells -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("teks", "rows"),
    [
        ("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td", [["a", "b"], ["c", "d"]]),
        ('a\t"b\nc"\td', [["a", "b\nc", "d"]]),
        ('"kata ""kutip"" di dalam"\tx', [['kata "kutip" di dalam', "x"]]),
        ('"Perda" tentang APBD\tx', [['"Perda" tentang APBD', "x"]]),
        ('"tidak ditutup\tx\ny', [['"tidak ditutup', "x"], ["y"]]),
        ("a\t\t\n\t\tb", [["a", "", ""], ["", "", "b"]]),
        ("", [[""]]),
    ],
)
def test_cells_as_spreadsheets_copy_them(teks: str, rows: list[list[str]]) -> None:
    assert baca_sel(teks) == rows


_SEL = st.text(alphabet='ab "\t\n.,', max_size=8)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(_SEL, min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    assert baca_sel(tulis_sel(rows)) == rows


# --- headings --------------------------------------------------------------------------------


def test_headings_in_any_order_by_their_usual_names() -> None:
    judul = cari_judul(
        [
            ["INSTRUMEN MCP 2025"],
            ["No", "Evidence", "Area Intervensi", "Bobot (%)", "INDIKATOR", "Bobot", "OPD", "PIC"],
        ]
    )
    assert judul is not None
    assert judul.baris == 1
    assert judul.letak == {
        Kolom.DOKUMEN: 1,
        Kolom.AREA: 2,
        Kolom.BOBOT_AREA: 3,
        Kolom.INDIKATOR: 4,
        Kolom.BOBOT_INDIKATOR: 5,
        Kolom.UNIT: 6,
    }
    assert judul.asing == ["PIC"]


@pytest.mark.parametrize(
    ("teks", "kolom"),
    [
        ("", "Tabel"),
        ("satu\tdua\ntiga\tempat", "Judul"),
        (KEPALA, "Tabel"),
        ("Area\tArea Intervensi\tDokumen\na\tb\tc", "Area"),
        ("Area\tSub Indikator\na\tb", "Indikator"),
    ],
)
def test_a_table_without_usable_headings_is_refused(teks: str, kolom: str) -> None:
    (only,) = baca(teks).galat
    assert only.kolom == kolom


# --- rows ------------------------------------------------------------------------------------


def test_merged_cells_continue_the_row_above() -> None:
    teks = KEPALA + (
        "1. Perencanaan\t15\t1.1 RKPD\t40\t1.1.1 Kualitas\t60,5\tRKPD\tDitetapkan\n"
        "\t\t\t\t\t\tReviu APIP\t\n"
        "\t\t\t\t1.1.2 Pokir\t39,5\tBerita acara\t\n"
        "\t\t1.2 Usulan\t60%\t1.2.1 SIPD\t\t\t\n"
        "2. Perizinan\t\t\t\t\t\t\t\n"
    )
    read = baca(teks)
    assert read.galat == []
    d = Decimal
    assert ringkas(read.area) == [
        (
            "1", "Perencanaan", d(15), [],
            [
                (
                    "1.1", "RKPD", d(40), [],
                    [
                        ("1.1.1", "Kualitas", d("60.5"),
                         [("RKPD", "Ditetapkan"), ("Reviu APIP", "")], []),
                        ("1.1.2", "Pokir", d("39.5"), [("Berita acara", "")], []),
                    ],
                ),
                ("1.2", "Usulan", d(60), [], [("1.2.1", "SIPD", None, [], [])]),
            ],
        ),
        ("2", "Perizinan", None, [], []),
    ]  # fmt: skip


def test_repeated_rows_and_line_breaks_give_several_documents() -> None:
    teks = KEPALA + (
        'A\t\tI\t\tS\t\t"1. Perda\n2. Perkada"\t"nomor\ntanggal"\n'
        "A\t\tI\t\tS\t\tSK Tim\t\n"
        'A\t\tI\t\tS\t\t"- Foto\n- Video"\tjelas\n'
    )
    read = baca(teks)
    assert read.galat == []
    (area,) = read.area
    assert [(d.uraian, d.kriteria) for d in area.anak[0].anak[0].dokumen] == [
        ("Perda", "nomor"),
        ("Perkada", "tanggal"),
        ("SK Tim", ""),
        ("Foto", "jelas"),
        ("Video", "jelas"),
    ]


def test_a_number_that_belongs_to_the_name_stays() -> None:
    teks = KEPALA + "A\t\tI\t\t100 persen ASN melapor\t\tx\t\nA\t\tI\t\t2 kali setahun\t\ty\t\n"
    assert [s.nama for s in baca(teks).area[0].anak[0].anak] == [
        "100 persen ASN melapor",
        "2 kali setahun",
    ]


def test_a_row_of_sums_is_no_area() -> None:
    read = baca(KEPALA + "A\t100\t\t\t\t\t\t\nJumlah\t100\t\t\t\t\t\t\n")
    assert (read.galat, [a.nama for a in read.area]) == ([], ["A"])


def test_every_error_is_told_at_once_with_its_place() -> None:
    teks = KEPALA + (
        "\t\tI\t\tS\t\tD\t\n"  # 2: no area above
        "A\tlima\tI\t\tS\t-3\tD\t\n"  # 3: two weights
        "A\t\t\t\t\t\tD2\t\n"  # 4: continues I and S: fine
        "B\t\t\t\tS\t\t\t\n"  # 5: no indikator
        "B\t120\tI\t\t\t\tD\t\n"  # 6: weight, document without sub
        "A\t20\tI\t1,2345\tS\t\t\tjelas\n"  # 7: decimals, criteria without document
        'A\t30\tI\t\tS\t\t"x\ny\nz"\t"a\nb"\n'  # 8 (quoted line breaks count as one row): twice
    )
    assert galat(teks) == [
        (2, "Area", ""),
        (3, "Bobot Area", "lima"),
        (3, "Bobot Sub", "-3"),
        (5, "Sub Indikator", "S"),
        (6, "Bobot Area", "120"),
        (6, "Dokumen", "D"),
        (7, "Bobot Indikator", "1,2345"),
        (7, "Kriteria", "jelas"),
        (8, "Bobot Area", "30"),
        (8, "Kriteria", "a\nb"),
    ]
    assert all(g.pesan.endswith(".") for g in baca(teks).galat)


def test_one_code_for_two_names_is_an_error() -> None:
    teks = KEPALA + "1 Satu\t\t\t\t\t\t\t\n1 Dua\t\t\t\t\t\t\t\n"
    (only,) = baca(teks).galat
    assert (only.baris, only.kolom) == (3, "Area")
    assert "baris 2" in only.pesan


@pytest.mark.parametrize(
    ("teks", "bobot"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        (" 20 % ", "20"),
        ("0", "0"),
        ("100", "100"),
        ("-", None),
        ("", None),
    ],
)
def test_weights(teks: str, bobot: str | None) -> None:
    assert baca_bobot(teks) == (None if bobot is None else Decimal(bobot))


@pytest.mark.parametrize("teks", ["x", "1,2,3", "-1", "100,5", "0,0001", "1e2", "٣"])
def test_what_is_no_weight_is_refused(teks: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        baca_bobot(teks)


# --- against what is there -------------------------------------------------------------------


def contoh() -> Susunan:
    sub = SubSusun(
        11, "1.1.1", "Kualitas RKPD", Decimal(60), "pilih", 5, "Bappeda", None,
        dokumen=[
            DokumenSusun(21, "RKPD", "Ditetapkan\ndengan Pergub"),
            DokumenSusun(22, "KAK", ""),
        ],
        kriteria=[KriteriaSusun(31, 100, "lengkap"), KriteriaSusun(32, 0, "tidak ada")],
    )  # fmt: skip
    indikator = IndikatorSusun(2, "1.1", "RKPD", Decimal("100"), [sub])
    return Susunan(
        [
            AreaSusun(1, "1", "Perencanaan", Decimal("12.5"), [indikator]),
            AreaSusun(3, "2", "Penganggaran", None, [IndikatorSusun(4, "2.1", "APBD", None)]),
            AreaSusun(5, "3", 'Area "khusus"', None),
        ]
    )


UNIT = {5: ("Bappelitbangda", "bappelitbangda")}
DIKENAL = Konteks({"bappelitbangda": [(5, "Bappeda")]}, {"9.a": 77})


def test_a_table_that_says_what_is_there_changes_nothing() -> None:
    shown = bandingkan(baca(tabel(contoh(), UNIT)), contoh(), DIKENAL)
    assert (shown.galat, shown.baru, shown.berubah, shown.sama) == ([], 0, 0, 10)
    assert not shown.dapat_diterapkan


def test_new_changed_and_unchanged_are_told_apart() -> None:
    teks = KEPALA + (
        "1 Perencanaan\t20\t1.1 RKPD\t\t1.1.1 Kualitas RKPD\t60\tRKPD\t\n"
        "\t\t\t\t\t\tLaporan\t\n"
        "\t\t\t\tPokir\t40\tBerita acara\t\n"
        "4 Perizinan\t\t\t\t\t\t\t\n"
    )
    shown = bandingkan(baca(teks), contoh(), KOSONG)
    assert shown.galat == []
    assert [(b.tingkat, b.kode, b.jenis) for b in shown.baris] == [
        ("area", "1", Jenis.BERUBAH),
        ("indikator", "1.1", Jenis.SAMA),
        ("sub indikator", "1.1.1", Jenis.SAMA),
        ("dokumen", "1.1.1", Jenis.SAMA),
        ("dokumen", "1.1.1", Jenis.BARU),
        ("sub indikator", "1.1.2", Jenis.BARU),
        ("dokumen", "1.1.2", Jenis.BARU),
        ("area", "4", Jenis.BARU),
    ]
    assert shown.baris[0].rincian == ("Bobot: 12,5 menjadi 20",)


def test_unknown_units_tasks_and_ways_are_errors_with_their_row() -> None:
    teks = (
        "Area\tIndikator\tSub Indikator\tUnit\tTugas\tCara Menilai\tKriteria Nilai\n"
        'A\tI\tS\tDinas X\t9.a, 99.z\tasal\t"100: lengkap\n50 sebagian\nlain"\n'
    )
    shown = bandingkan(baca(teks), Susunan(), DIKENAL)
    assert [(g.baris, g.kolom, g.nilai) for g in shown.galat] == [
        (2, "Kriteria Nilai", "lain"),
        (2, "Cara Menilai", "asal"),
        (2, "Unit Pengampu", "Dinas X"),
        (2, "Tugas Terkait", "99.z"),
    ]
    sub = shown.area[0].anak[0].anak[0]
    assert (sub.tugas, [(k.nilai, k.uraian) for k in sub.kriteria]) == (
        [77],
        [(100, "lengkap"), (50, "sebagian")],
    )


def test_a_code_of_a_sub_indikator_stands_alone() -> None:
    kepala = "Kode Area\tArea\tKode Indikator\tIndikator\tKode Sub\tSub Indikator\n"
    teks = kepala + "2\tPenganggaran\t2.1\tAPBD\t1.1.1\tLain\n"
    shown = bandingkan(baca(teks), contoh(), KOSONG)
    assert [(g.baris, g.kolom, g.nilai) for g in shown.galat] == [(2, "Kode Sub", "1.1.1")]


def test_a_name_that_is_there_under_another_code_is_an_error() -> None:
    shown = bandingkan(baca(KEPALA + "9 Penganggaran\t\t\t\t\t\t\t\n"), contoh(), KOSONG)
    assert [(g.baris, g.kolom) for g in shown.galat] == [(2, "Area")]


def test_the_fingerprint_follows_what_is_shown() -> None:
    one, other = (baca(KEPALA + f"{nama}\t\t\t\t\t\t\t\n") for nama in ("Satu", "Dua"))

    def sidik(read: Tempelan) -> str:
        return bandingkan(read, Susunan(), KOSONG).sidik

    assert sidik(one) == sidik(one) != sidik(other)


@pytest.mark.parametrize(
    ("teks", "baris"),
    [
        ("1 Tata Kelola\t\t\t\t\t\t\t\nPerencanaan\t\t\t\t\t\t\t\n", 3),
        ("Perencanaan\t\t\t\t\t\t\t\n1 Tata Kelola\t\t\t\t\t\t\t\n", 3),
        ("1 Perencanaan\t\t1.1 Baru\t\t\t\t\t\n\t\tRKPD\t\t\t\t\t\n", 3),
    ],
)
def test_two_rows_may_not_mean_one_row_of_the_instrument(teks: str, baris: int) -> None:
    """One by its code, with another name, and one by its name: the second is the fault."""
    shown = bandingkan(baca(KEPALA + teks), contoh(), KOSONG)
    assert [g.baris for g in shown.galat] == [baris]
    assert "sama-sama berarti" in shown.galat[0].pesan
    assert not shown.dapat_diterapkan


# --- limits ----------------------------------------------------------------------------------

_DUA_MB = 2_000_000
_AWAL = "A\t\tI\t\tS\t\t"
_MUSUH = {
    "one cell": KEPALA + _AWAL + '"' + "".join(f"d{n}\n" for n in range(250_000)) + '"\t\n',
    "one document a row": KEPALA + "".join(f"{_AWAL}d{n}\t{'x' * 350}\n" for n in range(4_999)),
    "sub indikator": KEPALA + "".join(f"A\t\tI\t\ts{n}\t\td\t{'x' * 350}\n" for n in range(4_999)),
    "areas": KEPALA + "".join(f"a{n}\t\ti\t\ts{n}\t\td{n}\t\n" for n in range(4_999)),
    "documents in all": KEPALA
    + "".join(
        f'A\t\tI\t\ts{n}\t\t"' + "".join(f"{m}\n" for m in range(150)) + '"\t\n'
        for n in range(1_900)
    ),
    "tabs": KEPALA + "\t" * _DUA_MB,
    "lines": KEPALA + "\n" * _DUA_MB,
    "quotation marks": KEPALA + '"\t' * (_DUA_MB // 2),
    "a heading": "Area\tDokumen\t" + "(" * _DUA_MB + "\na\tb\n",
    "tasks": "Area\tIndikator\tSub Indikator\tTugas\nA\tI\tS\t"
    + ",".join(str(n) for n in range(280_000)),
    "spaces in a grade": 'Area\tIndikator\tSub Indikator\tKriteria Nilai\nA\tI\tS\t"1'
    + " " * _DUA_MB
    + '\n2: x"\n',
    "wrong grades": 'Area\tIndikator\tSub Indikator\tKriteria Nilai\nA\tI\tS\t"'
    + "x\n" * (_DUA_MB // 2)
    + '"\n',
    "a long name in every error": KEPALA
    + "A" * 1_800_000
    + "\t" * 7
    + "\n"
    + "\t\t\t\tS\t\t\t\n" * 4_900,
}


@pytest.mark.parametrize("nama", list(_MUSUH))
def test_two_megabytes_are_refused_soon(nama: str) -> None:
    teks = _MUSUH[nama]
    started = time.process_time()
    shown = bandingkan(baca(teks), Susunan(), KOSONG)
    assert shown.sidik
    assert time.process_time() - started < 2
    assert 1 <= len(shown.galat) <= MAKS_GALAT + 1
    assert max(len(g.pesan) for g in shown.galat) < 500


def test_the_limits_are_told_with_their_place() -> None:
    def told(teks: str) -> tuple[int, str, str]:
        (only,) = baca(KEPALA + teks).galat
        return only.baris, only.kolom, only.pesan.split(".")[0]

    many = '"' + "".join(f"d{n}\n" for n in range(201)) + '"'
    assert told(f"{_AWAL}{many}\t\n") == (
        2, "Tabel", "Paling banyak 200 dokumen per sub indikator; sel Dokumen ini berisi 201 baris",
    )  # fmt: skip
    rows = "".join(f"{_AWAL}d{n}\t\n" for n in range(201))
    assert told(rows) == (202, "Tabel", "Paling banyak 200 dokumen per sub indikator")
    assert told(f"{_AWAL}{'d' * 4001}\t\n")[:2] == (2, "Dokumen")
    assert told(f"{_AWAL}d\t{'k' * 4001}\n")[:2] == (2, "Kriteria")
    assert baca(KEPALA + "".join(f"{_AWAL}d{n}\t\n" for n in range(200))).galat == []


def test_what_is_there_counts_for_the_limit_of_documents() -> None:
    rows = "".join(
        f"1 Perencanaan\t\t1.1 RKPD\t\t1.1.1 Kualitas RKPD\t\td{n}\t\n" for n in range(199)
    )
    shown = bandingkan(baca(KEPALA + rows), contoh(), KOSONG)
    assert [(g.baris, g.kolom) for g in shown.galat] == [(2, "Dokumen")]
    assert "menjadi 201 dokumen" in shown.galat[0].pesan


# --- weights of the tree ---------------------------------------------------------------------


def test_weights_that_do_not_add_up_are_named() -> None:
    susunan = contoh()
    susunan.area[1].bobot, susunan.area[2].bobot = Decimal("82.5"), None
    assert [satu.teks for satu in periksa_bobot_susunan(susunan)] == [
        "Bobot area berjumlah 95, seharusnya 100. Belum berbobot: 3.",
        "Bobot sub indikator pada indikator 1.1 RKPD berjumlah 60, seharusnya 100.",
    ]


def test_unknown_weights_are_no_fault() -> None:
    susunan = Susunan([AreaSusun(1, "1", "A", None), AreaSusun(2, "2", "B", None)])
    assert periksa_bobot_susunan(susunan) == []
