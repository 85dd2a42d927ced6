"""`reconcile` of the Road Map: counts and sums from the database, each difference explained."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from evidence.models import Butir
from roadmap.models import (
    BarisAksi,
    CatatanSumber,
    IsiSenarai,
    RoadMap,
    TargetTahun,
    TotalTercetak,
    UsulanBaca,
)
from roadmap.official import reconcile
from roadmap.rekonsiliasi import rekonsiliasi
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit
from zonaintegritas.official import load as load_zi

JUMLAH = {
    "tabel": 21,
    "sasaran": 28,
    "indikator": 40,
    "program": 8,
    "kegiatan": 48,
    "baris": 90,
    "judul": 2,
    "baris_indikator": 86,
    "lanjutan": 1,
    "kegiatan_beranggaran": 1,
    "butir": 128,
    "dokumen_wajib": 128,
    "senarai_kegiatan": 21,
    "isi_kegiatan": 161,
    "program_iii_c": 6,
    "isi_program": 133,
    "daftar_lain": 44,
    "isi_daftar": 250,
    "catatan": 74,
}
TERCETAK = (7_535_604, 204_990_918, 10_663_211, 11_375_515, 10_146_551)
POSISI_OCR = (7_535_604, 204_985_917, 10_550_711, 11_263_015, 10_034_050)
SETELAH_GESER = (7_535_604, 204_990_917, 10_663_211, 11_375_515, 10_146_550)
USULAN = (7_535_604, 15_180_917, 10_663_211, 11_375_515, 10_146_550)
SUBTOTAL = {
    "A": (200_000, 191_145_000, 1_200_000, 1_577_000, 1_379_200),
    "B": (450_000, 495_000, 525_000, 543_000, 597_000),
    "C": (1_117_452, 928_726, 614_598, 676_058, 0),
    "D": (300_000, 1_905_000, 1_135_500, 1_324_050, 797_225),
    "E": (3_526_966, 8_266_572, 4_909_994, 5_248_163, 5_330_881),
    "F": (877_883, 1_168_119, 1_550_619, 1_250_619, 1_285_619),
    "G": (513_303, 280_000, 0, 0, 0),
    "H": (550_000, 802_500, 727_500, 756_625, 756_625),
}


def document() -> dict[str, Any]:
    (found,) = reconcile()
    return found


def years(name: str) -> tuple[Any, ...]:
    return tuple(year[name] for year in document()["tahun"])


def causes(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (year["tahun"], c["tentang"], c["ribu"], c["baris"], c["catatan"])
        for year in found["tahun"]
        for c in year["penjelasan"]
    ]


def test_counts(resmi: RoadMap) -> None:
    found = document()
    assert found["jumlah"] == JUMLAH
    assert (found["selaras"], found["beda"]) == (True, [])
    assert (found["rencana"], found["status"]) == (
        "Road Map Reformasi Birokrasi 2018-2022",
        "ditutup",
    )
    assert found["sel_anggaran"] == {
        "jumlah": 229,
        "nol": 30,
        "strip": 35,
        "kosong": 146,
        "tak_terbaca": 0,
    }
    assert found["sel_target"] == {"nilai": 288, "nol": 1, "strip": 29, "kosong": 122}
    assert [c["kode"] for c in found["catatan"]] == [
        *(f"R-{n:02d}" for n in range(1, 74)),
        "X-01",
    ]


def test_yearly_sums_beside_the_printed_total(resmi: RoadMap) -> None:
    found = document()
    table = [
        (
            y["tahun"],
            y["total_tercetak"],
            y["jumlah_posisi_ocr"],
            y["selisih_posisi_ocr"],
            y["jumlah_setelah_geser"],
            y["selisih_setelah_geser"],
            y["jumlah_usulan"],
            y["sel_berjumlah"],
            y["dijelaskan"],
        )
        for y in found["tahun"]
    ]
    assert table == list(
        zip(
            (2018, 2019, 2020, 2021, 2022),
            TERCETAK,
            POSISI_OCR,
            (0, -5_001, -112_500, -112_500, -112_501),
            SETELAH_GESER,
            (0, -1, 0, 0, -1),
            USULAN,
            (30, 59, 49, 48, 43),
            (True,) * 5,
            strict=True,
        )
    )
    assert sum(TERCETAK) == 244_711_799


def test_every_difference_is_explained_to_the_unit(resmi: RoadMap) -> None:
    found = document()
    assert causes(found) == [
        (2019, "letak sel", 5_000, ["F-064"], ["R-02"]),
        (2019, "sisa", 1, [], ["R-03"]),
        (2019, "usulan", -189_810_000, ["A-006"], ["R-05"]),
        (2020, "letak sel", 112_500, ["F-053"], ["R-01"]),
        (2021, "letak sel", 112_500, ["F-053"], ["R-01"]),
        (2022, "letak sel", 112_500, ["F-053"], ["R-01"]),
        (2022, "sisa", 1, [], ["R-03"]),
    ]
    for year in found["tahun"]:
        closes = sum(c["ribu"] for c in year["penjelasan"] if c["tentang"] != "usulan")
        assert year["jumlah_posisi_ocr"] + closes == year["total_tercetak"]
        assert all(text for c in year["penjelasan"] for text in c["alasan"])


def test_subtotals_per_program_and_year(resmi: RoadMap) -> None:
    found: dict[str, list[int]] = {}
    proposed = ocr = 0
    for row in document()["program"]:
        found.setdefault(row["program"], []).append(row["jumlah"])
        proposed += row["jumlah_usulan"]
        ocr += row["jumlah_ocr"]
    assert {huruf: tuple(sums) for huruf, sums in found.items()} == SUBTOTAL
    assert (proposed, ocr) == (sum(USULAN), sum(POSISI_OCR))


def test_sums_come_from_the_database(resmi: RoadMap) -> None:
    """A changed cell is in the sums, and what it opens is left unexplained."""
    TargetTahun.objects.filter(butir__kode="B-014", tahun=2020).update(
        anggaran_ribu=1_175_000, anggaran_mentah="1,175,000"
    )
    found = document()
    year = found["tahun"][2]
    assert (year["jumlah_setelah_geser"], year["selisih_setelah_geser"]) == (11_663_211, 1_000_000)
    assert not year["dijelaskan"]
    assert (found["selaras"], found["beda"]) == (False, ["sel.B-014.2020"])
    TotalTercetak.objects.filter(tahun=2018).delete()
    year = document()["tahun"][0]
    assert (year["total_tercetak"], year["selisih_setelah_geser"]) == (None, None)
    assert year["jumlah_setelah_geser"] == 7_535_604


def test_a_revision_is_not_what_the_source_prints(resmi: RoadMap) -> None:
    cell = TargetTahun.objects.get(butir__kode="A-002", tahun=2018)
    TargetTahun.objects.filter(pk=cell.pk).update(kini=False)
    TargetTahun.objects.create(
        butir=cell.butir,
        tahun=2018,
        versi=2,
        target_mentah="2 keg.",
        target_jenis="cacah",
        anggaran_mentah="900,000",
        anggaran_jenis="jumlah",
        anggaran_ribu=900_000,
        alasan="Perubahan",
        dasar_hukum="Pergub 1 Tahun 2018",
    )
    assert years("jumlah_setelah_geser") == SETELAH_GESER
    assert document()["selaras"]


def test_without_the_proposed_reading(resmi: RoadMap) -> None:
    UsulanBaca.objects.all().delete()
    assert years("jumlah_usulan") == SETELAH_GESER


def test_without_notes_the_residual_is_open(resmi: RoadMap) -> None:
    CatatanSumber.objects.filter(kode="R-03").delete()
    assert years("dijelaskan") == (True, False, True, True, False)


def test_other_institutions_do_not_count(resmi: RoadMap) -> None:
    for kode, contoh in (("beta", False), ("gamma", True)):
        instansi = buat_instansi(kode, contoh=contoh)
        plan = buat_rencana(instansi, tahun=2018)
        for n in range(5):
            buat_butir(plan, buat_unit(instansi, f"u{n}"), f"{n + 1}.a", dokumen=3)
        other = RoadMap.objects.create(rencana=plan, judul="lain")
        other.total_set.create(tahun=2018, mentah="1", ribu=1)
    assert document()["jumlah"] == JUMLAH
    assert years("total_tercetak") == TERCETAK


def test_a_changed_letter_is_named(resmi: RoadMap) -> None:
    BarisAksi.objects.filter(kode="F-059").update(
        indikator_tercetak="Terlaksananya evaluasi monev WBS"
    )
    Butir.objects.filter(kode="B31").update(uraian="lain")
    TargetTahun.objects.filter(butir__kode="B31", tahun=2019).update(target_mentah="90%")
    TargetTahun.objects.filter(butir__kode="F-053", tahun=2021).update(posisi_ocr={})
    IsiSenarai.objects.filter(senarai__kunci="quickwins.bab3", urut=2).update(teks="E-Budgeting")
    RoadMap.objects.filter(pk=resmi.pk).update(tanggal_raw="1 Januari 2018")
    CatatanSumber.objects.filter(kode="R-05").update(usulan="")
    found = document()
    assert found["beda"] == [
        "baris.F-059",
        "butir.B31",
        "catatan.R-05",
        "dokumen.tanggal_raw",
        "sel.B31.2019",
        "sel.F-053.2021",
        "senarai.quickwins.bab3.2",
    ]
    assert not found["selaras"]
    assert found["jumlah"] == JUMLAH


def test_missing_and_surplus_rows_are_named_and_counted(resmi: RoadMap) -> None:
    CatatanSumber.objects.filter(kode="X-01").delete()
    resmi.catatan_set.create(kode="R-99", golongan="X", alasan="tambahan")
    TargetTahun.objects.filter(butir__kode="A-001", tahun=2018).delete()
    resmi.total_set.create(tahun=2023, mentah="1", ribu=1)
    found = document()
    assert found["beda"] == ["catatan.R-99", "catatan.X-01", "sel.A-001.2018", "total.2023"]
    assert found["jumlah"] == JUMLAH
    assert found["sel_anggaran"]["strip"] == 34


def test_not_loaded(db: None) -> None:
    assert document() == {
        "dokumen": "roadmap",
        "instansi": "pemprov-ntt",
        "jumlah": {},
        "selaras": False,
        "beda": ["belum dimuat"],
        "catatan": [],
    }


def test_queries_do_not_grow(resmi: RoadMap, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(6):
        result = rekonsiliasi(resmi)
        assert len(result.subtotal) == 40


def test_the_command(resmi: RoadMap, capsys: pytest.CaptureFixture[str]) -> None:
    load_zi()  # the command reads every official document
    call_command("reconcile", json=True)
    result = json.loads(capsys.readouterr().out)
    assert result["selaras"]
    assert [d["dokumen"] for d in result["dokumen"]] == ["satgas", "roadmap", "zi"]
    call_command("reconcile")
    lines = capsys.readouterr().out.splitlines()
    head = lines.index(
        "roadmap (pemprov-ntt), Nomor 2018, Road Map Reformasi Birokrasi 2018-2022, ditutup"
    )
    table = [line.split() for line in lines[head + 1 :]]
    assert ["2018", "7.535.604", "7.535.604", "7.535.604", "7.535.604", "0"] in table
    assert ["2019", "204.990.918", "204.985.917", "204.990.917", "15.180.917", "-1"] in table
    assert "R-03" in next(line for line in lines if line.startswith("    2022 sisa"))
    assert lines.count("  selaras dengan sumber, huruf demi huruf") == 3
