"""`load_official`: the Road Map in the database, twice the same, never over a person's change."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import Instansi, Unit
from audit.chain import chains, verify
from audit.models import Kejadian
from evidence.models import Butir, ButirPendukung, Capaian, DokumenWajib, Rencana
from roadmap.models import (
    AturanUkur,
    BarisAksi,
    CatatanSumber,
    Indikator,
    IsiSenarai,
    Kegiatan,
    Program,
    RoadMap,
    Sasaran,
    Senarai,
    TargetTahun,
    TotalTercetak,
    UsulanBaca,
)
from roadmap.nilai import target
from roadmap.official import load
from roadmap.official.fixture import roadmap
from roadmap.official.institutions import load_units
from roadmap.official.loader import RoadMapLoader
from satgas.official import load as load_satgas
from tests.factories import buat_instansi, buat_rencana, buat_unit
from ukuran.models import PitaCapaian, SkalaPredikat
from ukuran.official import load as load_ukuran
from ukuran.target import JenisTarget

Baca = Callable[[], dict[str, Any]]


def source(name: str = "roadmap") -> dict[str, Any]:
    """A file as it is, read without the loader's own reader."""
    path = settings.BASE_DIR / "fixtures" / "official" / f"{name}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def printed_rows() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for program in source()["lampiran"]["program"]:
        for kegiatan in program["kegiatan"]:
            for row in kegiatan["baris"]:
                yield program["huruf"], kegiatan["no"], row


def test_every_indikator_letter_for_letter(resmi: RoadMap) -> None:
    wanted = [
        (tabel["kode"], no, sasaran["tercetak"], satu["kode"], satu["tercetak"], *satu["target"])
        for tabel in source()["sasaran"]["tabel"]
        for no, sasaran in enumerate(tabel["sasaran"], start=1)
        for satu in sasaran["indikator"]
    ]
    rows = Indikator.objects.order_by("butir__urut").select_related("sasaran__kelompok")
    found = [
        (
            row.sasaran.kelompok.kode,
            row.sasaran.urut,
            row.sasaran.teks,
            row.kode,
            row.teks,
            *row.butir.target_set.order_by("tahun").values_list("target_mentah", flat=True),
        )
        for row in rows
    ]
    assert found == wanted
    assert len(wanted) == 40
    assert Sasaran.objects.count() == 28
    assert set(
        TargetTahun.objects.filter(butir__indikator_roadmap__isnull=False).values_list(
            "anggaran_mentah", "anggaran_jenis", "anggaran_ribu"
        )
    ) == {("", "", None)}


def test_every_cell_of_the_lampiran_letter_for_letter(resmi: RoadMap) -> None:
    cells = 0
    assert list(BarisAksi.objects.values_list("kode", flat=True)) == [
        row["kode"] for _, _, row in printed_rows()
    ]
    rows = {row.kode: row for row in BarisAksi.objects.select_related("kegiatan__program", "butir")}
    wanted = list(printed_rows())
    assert len(rows) == len(wanted) == 90
    for huruf, no, row in wanted:
        found = rows[row["kode"]]
        assert (found.kegiatan.program.huruf, found.kegiatan.no) == (huruf, no)
        for name in (
            "tipe",
            "no_tercetak",
            "kegiatan_tercetak",
            "indikator_tercetak",
            "penanggung_jawab",
            "sel_ocr",
        ):
            assert getattr(found, name) == row[name], (row["kode"], name)
            cells += 1
        for name in ("sub_induk", "sub_kegiatan"):
            assert getattr(found, name) == row.get(name, "")
        if found.butir is None:
            assert {*row["target"], *row["anggaran"]} == {""}
            continue
        stored = list(found.butir.target_set.order_by("tahun"))
        assert [s.tahun for s in stored] == [2018, 2019, 2020, 2021, 2022]
        assert [s.target_mentah for s in stored] == row["target"]
        assert [s.anggaran_mentah for s in stored] == row["anggaran"]
        cells += 10
        if "target_posisi_ocr" in row:
            assert [s.posisi_ocr["target"] for s in stored] == row["target_posisi_ocr"]
            assert [s.posisi_ocr["anggaran"] for s in stored] == row["anggaran_posisi_ocr"]
        else:
            assert [s.posisi_ocr for s in stored] == [{}] * 5
    assert cells == 90 * 6 + 88 * 10


def test_every_list_letter_for_letter(resmi: RoadMap) -> None:
    def lines(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
        for row in rows:
            text = f"{row['teks']}\n{row['uraian']}" if "uraian" in row else row["teks"]
            yield row["label"], text
            yield from lines(row.get("anak", []))

    wanted = {row["kode"]: row for row in source("roadmap_senarai")["senarai"]}
    stored = {row.kunci: row for row in Senarai.objects.filter(roadmap=resmi)}
    assert stored.keys() == wanted.keys() | {"tiga_sasaran", "lima_fokus"}
    for kunci, row in wanted.items():
        found = stored[kunci]
        assert (found.judul, found.bagian, found.kelompok, found.pengantar) == (
            row["judul"],
            row["bagian"],
            row["kelompok"],
            row.get("pengantar", ""),
        )
        isi = found.isi_set.order_by("urut").values_list("label", "teks")
        assert list(isi) == list(lines(row["butir"])), kunci
    focus = stored["lima_fokus"].isi_set.order_by("urut").values_list("teks", flat=True)
    assert list(focus) == source()["lima_fokus"]
    assert IsiSenarai.objects.count() == 161 + 142 + 250


def test_the_head_of_the_document(resmi: RoadMap) -> None:
    assert (resmi.nomor_raw, resmi.tanggal_raw) == ("2018", "2018")
    assert resmi.penandatangan == "DRs. FRANS LEBU RAYA"
    assert resmi.judul_lampiran == source()["lampiran"]["kepala"]
    assert resmi.sel_total == source()["lampiran"]["total"]["sel_ocr"]
    assert list(resmi.total_set.values_list("tahun", "mentah", "ribu")) == [
        (2018, "7,535,604", 7_535_604),
        (2019, "204,990,918", 204_990_918),
        (2020, "10,663,211", 10_663_211),
        (2021, "11,375,515", 11_375_515),
        (2022, "10,146,551", 10_146_551),
    ]
    assert list(resmi.program_set.values_list("huruf", "nama"))[-1] == ("H", "")
    assert resmi.kelompok_set.get(kode="5").teks.startswith("Sasaran maupun target-target")


def test_the_plan_is_closed_and_has_no_work(resmi: RoadMap) -> None:
    plan = resmi.rencana
    assert (plan.nama, plan.jenis, plan.tahun, plan.status) == (
        "Road Map Reformasi Birokrasi 2018-2022",
        "roadmap",
        2018,
        "ditutup",
    )
    assert (str(plan.mulai), str(plan.selesai)) == ("2018-01-01", "2022-12-31")
    assert not Capaian.objects.exists()


def test_cells_are_read_beside_the_raw_text(resmi: RoadMap) -> None:
    def cell(kode: str, tahun: int) -> TargetTahun:
        return TargetTahun.objects.get(butir__rencana=resmi.rencana, butir__kode=kode, tahun=tahun)

    compound = target(cell("A-010", 2019))
    assert [(k.jumlah, k.satuan) for k in compound.komponen] == [
        (Decimal(15), "tim"),
        (Decimal(10), "PD"),
        (Decimal(8), "kab/kota"),
        (Decimal(5), "kl pertemuan"),
    ]
    moved = cell("F-053", 2020)
    assert (moved.target_mentah, moved.anggaran_mentah, moved.anggaran_ribu) == (
        "50 laporan",
        "112,500",
        112_500,
    )
    assert moved.posisi_ocr == {"target": "112,500", "anggaran": "50 laporan"}
    assert cell("A-006", 2019).anggaran_ribu == 190_000_000  # as printed, never repaired
    assert target(cell("B31", 2019)).komponen[0].jumlah == 900
    grades = [target(cell("B26", tahun)) for tahun in range(2018, 2023)]
    assert [g.predikat for g in grades] == ["B", "BB", "BB", "A", "A"]
    assert {g.jenis for g in grades} == {JenisTarget.PREDIKAT}
    assert target(cell("B39", 2022)).jenis is JenisTarget.SEMUA
    three = [cell("G-070", 2019), cell("G-078", 2020), cell("D-022", 2022)]
    assert [(c.anggaran_jenis, c.anggaran_ribu) for c in three] == [
        ("nol", 0),
        ("strip", None),
        ("kosong", None),
    ]


def test_butir_are_due_by_the_classification_of_the_portal(resmi: RoadMap) -> None:
    butir = Butir.objects.filter(rencana=resmi.rencana)
    assert Counter(butir.values_list("pola", "sumber_pola", "cara_nilai")) == {
        ("semester", "portal", "khusus"): 40,
        ("triwulan", "portal", "khusus"): 88,
    }
    assert list(butir.order_by("urut").values_list("urut", flat=True)) == list(range(1, 129))
    documents = DokumenWajib.objects.filter(butir__in=butir)
    assert Counter(documents.values_list("uraian", "urut", "asal")) == {
        ("Bukti capaian indikator", 1, "portal"): 40,
        ("Bukti pelaksanaan kegiatan", 1, "portal"): 88,
    }
    one = butir.get(kode="H-082")
    assert (one.uraian, one.jalur) == (
        "Pengelolaan Pengaduan Masyarakat:",
        "H. / 2. Pengelolaan Pengaduan Masyarakat:",
    )


def test_who_reports_and_who_supports(resmi: RoadMap) -> None:
    def who(kode: str) -> tuple[str, list[str]]:
        butir = Butir.objects.get(rencana=resmi.rencana, kode=kode)
        others = ButirPendukung.objects.filter(butir=butir).order_by("id")
        return butir.unit.kode, list(others.values_list("unit__kode", flat=True))

    assert who("A-001") == ("biro-organisasi", ["pokja-mental-aparatur"])
    assert who("E-031") == ("badan-kepegawaian", ["pokja-sdm-aparatur"])
    assert who("F-046") == ("upg", ["pokja-akuntabilitas-pengawasan"])
    assert who("F-047") == ("pokja-akuntabilitas-pengawasan", [])
    assert who("F-065") == (
        "inspektorat",
        ["pokja-akuntabilitas-pengawasan", "biro-organisasi"],
    )
    assert who("H-081") == ("biro-organisasi", ["pokja-pelayanan-publik"])
    assert who("H-084") == ("pokja-pelayanan-publik", [])
    assert who("B20") == ("dinas-pupr", [])
    assert BarisAksi.objects.get(kode="H-084").penanggung_jawab == ""


def test_units_join_those_of_the_decree(resmi: RoadMap) -> None:
    units = {unit.kode: unit for unit in Unit.objects.filter(instansi__kode="pemprov-ntt")}
    assert len(units) == 15 + 11
    setda = units["setda"].jalur
    assert sum(u.jalur.startswith(setda) for u in units.values()) == 4 + 10
    assert units["pokja-monev"].induk == units["inspektorat"]
    assert Unit.objects.filter(instansi__kode="kpu-ntt").count() == 1


def test_rules_of_the_portal(resmi: RoadMap) -> None:
    rules = AturanUkur.objects.filter(butir__rencana=resmi.rencana)
    assert Counter(rules.values_list("arah", "sifat", "asal", "kini")) == {
        ("maks", "tahunan", "portal", True): 127,
        ("min", "tahunan", "portal", True): 1,
    }
    assert rules.get(arah="min").butir.kode == "B10"
    scales = rules.exclude(skala=None).order_by("butir__urut")
    assert list(scales.values_list("butir__kode", "skala__kode")) == [
        ("B18", "opini-bpk"),
        ("B26", "sakip"),
        ("B27", "kepatuhan"),
    ]
    assert SkalaPredikat.objects.filter(instansi=None, kini=True).count() == 5
    assert PitaCapaian.objects.filter(instansi=None, kini=True).count() == 1


def test_shared_budgets(resmi: RoadMap) -> None:
    shared = BarisAksi.objects.exclude(anggaran_pada=None).order_by("kode")
    assert list(shared.values_list("kode", "anggaran_pada__kode")) == [
        ("H-081", "H-080"),
        ("H-083", "H-082"),
        ("H-084", "H-082"),
        ("H-085", "H-082"),
        ("H-087", "H-086"),
    ]


def test_notes_hang_on_the_rows_they_concern(resmi: RoadMap) -> None:
    program = {p.huruf for p in Program.objects.filter(roadmap=resmi)}
    kegiatan = {f"{k.program.huruf}.{k.no}" for k in Kegiatan.objects.select_related("program")}
    for row in source("catatan_roadmap")["catatan"]:
        note = CatatanSumber.objects.get(roadmap=resmi, kode=row["kode"])
        places = set(row.get("baris", []))
        assert set(note.butir.values_list("kode", flat=True)) == places - program - kegiatan
        assert set(note.program.values_list("huruf", flat=True)) == places & program
        assert {f"{k.program.huruf}.{k.no}" for k in note.kegiatan.all()} == places & kegiatan
        assert (note.mentah, note.usulan, note.dalam_total) == (
            row["mentah"],
            row["usulan"],
            row["dalam_total"],
        )
    assert CatatanSumber.objects.filter(roadmap=resmi).count() == 74
    proposed = UsulanBaca.objects.values_list(
        "catatan__kode", "butir__kode", "tahun", "target_mentah", "anggaran_ribu"
    )
    assert sorted(proposed) == [
        ("R-05", "A-006", 2019, "", 190_000),
        ("R-39", "B31", 2019, "90%", None),
    ]


def test_twice_changes_nothing(resmi: RoadMap, semua_baris: Baca) -> None:
    before = semua_baris()
    assert load() == []
    assert semua_baris() == before


def test_what_a_person_changed_stays(resmi: RoadMap, semua_baris: Baca) -> None:
    Unit.objects.filter(kode="upg").update(nama_pendek="Unit Gratifikasi", induk=None)
    Rencana.objects.filter(pk=resmi.rencana_id).update(nama="Road Map lama")
    RoadMap.objects.filter(pk=resmi.pk).update(nomor_raw="7 Tahun 2018")
    Butir.objects.filter(rencana=resmi.rencana, kode="A-001").update(kode="A.1", pola="tahunan")
    butir = Butir.objects.get(rencana=resmi.rencana, kode="B25")
    Butir.objects.filter(pk=butir.pk).update(unit=Unit.objects.get(kode="dinas-kominfo"))
    butir.dokumen_set.all().delete()
    butir.aturan_set.update(sifat="kumulatif", asal="instansi")
    old = butir.target_set.get(tahun=2020)
    TargetTahun.objects.filter(pk=old.pk).update(kini=False)
    TargetTahun.objects.create(
        butir=butir,
        tahun=2020,
        versi=2,
        target_mentah="85%",
        target_jenis="persen",
        alasan="Perubahan RPJMD",
        dasar_hukum="Pergub 1 Tahun 2020",
    )
    ButirPendukung.objects.filter(butir__kode="F-065").delete()
    note = CatatanSumber.objects.get(roadmap=resmi, kode="R-08")
    note.butir.clear()
    TotalTercetak.objects.filter(tahun=2018).update(mentah="lain")
    before = semua_baris()
    assert load() == []
    assert semua_baris() == before


def test_only_what_is_missing_comes_back(resmi: RoadMap, semua_baris: Baca) -> None:
    CatatanSumber.objects.get(roadmap=resmi, kode="R-05").delete()
    TargetTahun.objects.get(butir__kode="A-010", tahun=2021).delete()
    TotalTercetak.objects.get(tahun=2022).delete()
    before = semua_baris()
    assert load() == [
        "Road Map Reformasi Birokrasi 2018-2022: 1 TOTAL tercetak, 1 target tahunan, "
        "1 catatan sumber, 1 usulan pembacaan"
    ]
    after = semua_baris()
    assert {label for label in after if after[label] != before[label]} == {
        "roadmap.TotalTercetak",
        "roadmap.TargetTahun",
        "roadmap.CatatanSumber",
        "roadmap.CatatanSumber_butir",
        "roadmap.UsulanBaca",
        "audit.Kejadian",
        "audit.Rantai",
    }
    del after["audit.Rantai"]  # the head moved on
    assert [row for label in after for row in before[label] if row not in after[label]] == []
    assert TargetTahun.objects.get(butir__kode="A-010", tahun=2021).kini


def test_a_missing_printed_version_comes_back_behind_a_revision(resmi: RoadMap) -> None:
    cell = TargetTahun.objects.get(butir__kode="D-030", tahun=2020)
    TargetTahun.objects.create(
        butir=cell.butir,
        tahun=2021,
        versi=2,
        kini=False,
        target_jenis="kosong",
        alasan="Perubahan",
        dasar_hukum="Pergub 1 Tahun 2020",
    )
    TargetTahun.objects.filter(butir=cell.butir, tahun=2021, versi=1).delete()
    TargetTahun.objects.filter(butir=cell.butir, tahun=2021).update(kini=True)
    assert load() == ["Road Map Reformasi Birokrasi 2018-2022: 1 target tahunan"]
    versions = TargetTahun.objects.filter(butir=cell.butir, tahun=2021).order_by("versi")
    assert list(versions.values_list("versi", "kini")) == [(1, False), (2, True)]


def test_other_institutions_and_plans_are_untouched(db: None, semua_baris: Baca) -> None:
    load_ukuran()
    load_satgas()
    instansi = buat_instansi("beta")
    buat_rencana(instansi, tahun=2018)
    buat_unit(instansi, "upg")
    before = semua_baris()
    load()
    after = semua_baris()
    made = {label for label in after if after[label] != before[label]}
    assert {label for label in made if not label.startswith(("roadmap.", "audit."))} == {
        "accounts.Unit",
        "evidence.Rencana",
        "evidence.Butir",
        "evidence.ButirPendukung",
        "evidence.DokumenWajib",
    }
    del after["audit.Rantai"]
    assert [row for label in after for row in before[label] if row not in after[label]] == []
    assert Unit.objects.filter(instansi=instansi).count() == 1
    assert Butir.objects.filter(rencana__instansi=instansi).count() == 0


def test_a_copy_in_other_years(resmi: RoadMap) -> None:
    """The same loader puts the Road Map into another institution, its years moved."""
    contoh = buat_instansi("pemprov-contoh", contoh=True)
    for unit in Unit.objects.filter(instansi__kode="pemprov-ntt").exclude(
        jenis__in=("pokja", "tim")
    ):
        Unit.objects.create(
            instansi=contoh,
            kode=unit.kode,
            nama=unit.nama,
            nama_pendek=unit.nama_pendek,
            jenis=unit.jenis,
        )
    units, made = load_units(contoh)
    plan = Rencana.objects.create(
        instansi=contoh,
        jenis=Rencana.Jenis.ROADMAP,
        nama="Road Map (CONTOH)",
        tahun=2024,
        mulai=date(2024, 1, 1),
        selesai=date(2028, 12, 31),
    )
    loader = RoadMapLoader(roadmap(), plan, units, geser_tahun=6)
    copy = loader.run()
    assert (made, loader.made["butir"], loader.made["target tahunan"]) == (11, 128, 640)
    cells = TargetTahun.objects.filter(butir__rencana=plan)
    assert set(cells.values_list("tahun", flat=True)) == {2024, 2025, 2026, 2027, 2028}
    assert cells.get(butir__kode="A-006", tahun=2025).anggaran_ribu == 190_000_000
    assert list(copy.total_set.values_list("tahun", flat=True)) == [2024, 2025, 2026, 2027, 2028]
    assert UsulanBaca.objects.get(catatan__roadmap=copy, anggaran_ribu=190_000).tahun == 2025
    assert set(plan.butir_set.values_list("unit__instansi__kode", flat=True)) == {"pemprov-contoh"}
    again = RoadMapLoader(roadmap(), plan, units, geser_tahun=6)
    again.run()
    assert +again.made == Counter()
    assert resmi.total_set.count() == 5


def test_one_event(resmi: RoadMap) -> None:
    events = Kejadian.objects.filter(objek_id=str(resmi.rencana_id), aksi="rencana.muat")
    (event,) = events.filter(objek_nama="Road Map Reformasi Birokrasi 2018-2022")
    assert (event.instansi, event.aktor) == ("pemprov-ntt", "sistem")
    assert Counter(Kejadian.objects.values_list("instansi", "aksi")) == {
        ("sistem", "ukuran.muat"): 1,
        ("kpu-ntt", "instansi.muat"): 1,
        ("pemprov-ntt", "instansi.muat"): 1,
        ("pemprov-ntt", "rencana.muat"): 2,
    }
    assert {problem for chain in chains() for problem in verify(chain)} == set()


def test_the_institution_must_be_there(db: None) -> None:
    with pytest.raises(Instansi.DoesNotExist):
        load()
    assert not SkalaPredikat.objects.exists()


def test_the_command_says_what_it_did(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_official")
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Road Map")]
    assert lines == [
        "Road Map Reformasi Birokrasi 2018-2022: 11 unit, 1 rencana, 1 road map, "
        "5 TOTAL tercetak, 72 senarai, 553 isi senarai, 22 kelompok sasaran, 28 sasaran, "
        "128 butir, 128 dokumen wajib, 40 indikator, 640 target tahunan, 8 program, 48 kegiatan, "
        "90 baris, 74 catatan sumber, 2 usulan pembacaan"
    ]
    call_command("load_official")
    assert capsys.readouterr().out.splitlines() == [
        "Semua dokumen resmi sudah dimuat; tidak ada yang diubah."
    ]
