"""Rencana aksi brought in from a table: what changes, what is refused, and its undo."""

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from openpyxl import load_workbook

from accounts.permissions import Role
from evidence.models import Butir, Capaian, DokumenWajib
from imports.models import Batch
from roadmap.models import BarisAksi, Kegiatan, TargetTahun
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.impor import (
    angka,
    buku_dari,
    impor,
    isi_sekarang,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.factories.roadmap import buat_roadmap

KODE = "roadmap_aksi"
Keadaan = Batch.Keadaan
BARU = {
    "kode_baris": "C-001",
    "program_huruf": "C",
    "program": "Penguatan pelayanan",
    "kegiatan_no": "1",
    "kegiatan": "Survei kepuasan",
    "indikator": "Nilai survei",
    "target_1": "80%",
    "anggaran_1": 15000,
    "target_2": "-",
    "anggaran_2": "-",
}


def _dunia(*, jalan: bool) -> SimpleNamespace:
    instansi = buat_instansi("alfa")
    root = buat_unit(instansi, "setda-alfa")
    units = [buat_unit(instansi, f"u{n}-alfa", induk=root) for n in range(2)]
    return SimpleNamespace(
        instansi=instansi,
        units=units,
        admin=buat_user("admin.alfa", Role.ADMIN, root),
        peta=buat_roadmap(instansi, units, jalan=jalan),
    )


@pytest.fixture
def susun(db: None) -> SimpleNamespace:
    """A Road Map that is being written."""
    return _dunia(jalan=False)


@pytest.fixture
def jalan(db: None) -> SimpleNamespace:
    """The same, running."""
    return _dunia(jalan=True)


def _rows(dunia: SimpleNamespace) -> dict[str, dict[str, Any]]:
    rows = isi_sekarang(dunia.instansi, dunia.admin, KODE, dunia.peta.rencana.pk)
    return {str(row["kode_baris"]): dict(row) for row in rows}


def _masuk(dunia: SimpleNamespace, rows: list[dict[str, Any]]) -> Batch:
    cells = [{k: "\n".join(v) if isinstance(v, tuple) else v for k, v in r.items()} for r in rows]
    return impor(dunia.instansi, dunia.admin, KODE, cells, dunia.peta.rencana.pk)


def _isi() -> dict[str, list[Any]]:
    """Return every row of plan and road map."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for label in ("evidence", "roadmap")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def test_new_changed_and_same_rows_and_their_undo(susun: SimpleNamespace) -> None:
    rows, before = _rows(susun), _isi()
    changed = rows["B-007"]
    changed["anggaran_3"], changed["indikator"] = 900000, "Pegawai yang lulus pelatihan"
    rows["A-004"]["target_1"] = "95%"
    fresh = {**BARU, "unit": susun.units[0].kode, "pendukung": susun.units[1].kode}
    second = {**fresh, "kode_baris": "C-002", "indikator": "Laporan survei", "anggaran_1": None}
    second |= {"anggaran_bersama": "C-001", "anggaran_2": None}
    batch = _masuk(susun, [*rows.values(), fresh, second])
    assert (batch.keadaan, angka(batch)) == (Keadaan.SIAP, (2, 2, 6, 0)), temuan(batch)
    batch = terapkan_langsung(batch, susun.admin, alasan="Pergeseran", dasar="Pergub 1/2026")
    assert batch.keadaan == Keadaan.DITERAPKAN, batch.pesan

    year = susun.peta.tahun
    aim = TargetTahun.objects.get(butir__kode="B-007", tahun=year[2], kini=True)
    assert (aim.versi, aim.target_mentah, aim.anggaran_mentah, aim.anggaran_ribu) == (
        2,
        "60 PNS Prov dan 44 PNS Kab/Kota",
        "900,000",
        900000,
    )
    assert (aim.alasan, aim.dasar_hukum, aim.oleh) == ("Pergeseran", "Pergub 1/2026", susun.admin)
    assert Butir.objects.get(kode="B-007").uraian == "Pegawai yang lulus pelatihan"
    row = BarisAksi.objects.get(kode="C-001")
    assert (row.no_tercetak, row.kegiatan_tercetak, row.tipe) == (
        "1",
        "Survei kepuasan",
        "indikator",
    )
    assert row.kegiatan.program.judul_tercetak == "C. Penguatan pelayanan"
    assert BarisAksi.objects.get(kode="C-002").anggaran_pada == row
    versions = TargetTahun.objects.filter(butir__kode="C-001").order_by("tahun")
    assert list(versions.values_list("versi", "target_jenis", "anggaran_jenis")) == [
        (1, "persen", "jumlah"),
        (1, "strip", "strip"),
        (1, "kosong", "kosong"),
    ]
    assert DokumenWajib.objects.filter(butir__kode="C-001").count() == 1
    assert not Capaian.objects.exists()

    again = _masuk(susun, list(_rows(susun).values()))
    assert (again.keadaan, angka(again)) == (Keadaan.SAMA, (0, 0, 10, 0))
    batch = urungkan_langsung(batch, susun.admin)
    assert batch.keadaan == Keadaan.DIURUNGKAN, (batch.pesan, batch.bentrok)
    assert _isi() == before


def test_a_running_plan_gets_tasks_of_new_rows_and_refuses_what_moves_tasks(
    jalan: SimpleNamespace,
) -> None:
    rows, before = _rows(jalan), _isi()
    rows["B-007"]["target_3"] = "61 PNS Prov dan 44 PNS Kab/Kota"
    fresh = {**BARU, "unit": jalan.units[0].kode, "target_2": "90%"}
    batch = _masuk(jalan, [*rows.values(), fresh])
    assert (batch.keadaan, angka(batch)) == (Keadaan.SIAP, (1, 1, 7, 0)), temuan(batch)
    batch = terapkan_langsung(batch, jalan.admin, alasan="Revisi", dasar="Pergub 2")
    tasks = Capaian.objects.filter(butir__kode="C-001")
    assert {row.selesai.year for row in tasks} == {jalan.peta.tahun[1]}
    assert tasks.exists()
    batch = urungkan_langsung(batch, jalan.admin)
    assert batch.keadaan == Keadaan.DIURUNGKAN, (batch.pesan, batch.bentrok)
    assert _isi() == before

    rows = _rows(jalan)
    rows["A-001"]["pola"], rows["A-002"]["unit"] = "bulanan", jalan.units[1].kode
    rows["A-005"]["target_2"] = rows["A-005"]["anggaran_2"] = "-"
    rows["A-006"]["target_3"] = "5x"
    batch = _masuk(jalan, list(rows.values()))
    assert (batch.keadaan, angka(batch)) == (Keadaan.BERMASALAH, (0, 0, 4, 4))
    told = [pesan.split(" pada ")[0] for tingkat, _, pesan in temuan(batch) if tingkat == "galat"]
    assert told == [
        "Pola rencana yang berjalan tidak diubah lewat impor, karena tugas unit ikut berubah.",
        "Unit pelapor rencana yang berjalan tidak diubah lewat impor, karena tugas unit ikut "
        "berubah.",
        f"Perubahan ini mencabut tugas tahun {jalan.peta.tahun[1]}",
        f"Perubahan ini membuat tugas tahun {jalan.peta.tahun[2]}",
    ]


def test_what_a_row_may_not_say(susun: SimpleNamespace) -> None:
    rows = _rows(susun)
    first = susun.peta.tahun[0]
    rows["A-001"]["kegiatan"] = "Nama lain"
    rows["A-002"]["anggaran_1"] = 5
    rows["A-003"]["target_1"] = "100%"
    rows["A-004"] |= {"tahun_pertama": first + 1, "target_4": "1 dokumen"}
    rows["A-005"]["anggaran_2"] = "lima juta"
    fresh = {**BARU, "unit": None}
    clash = {**BARU, "kode_baris": "B01", "unit": susun.units[0].kode, "kegiatan": "Survei lain"}
    batch = _masuk(susun, [*rows.values(), fresh, clash])
    assert (batch.keadaan, angka(batch)) == (Keadaan.BERMASALAH, (0, 0, 3, 7))
    assert [pesan for tingkat, _, pesan in temuan(batch) if tingkat == "galat"] == [
        "Kegiatan baris A-001 di Pantas adalah “Pembinaan SPIP”.",
        "Baris yang berbagi anggaran tidak mempunyai anggaran sendiri.",
        "Judul kegiatan tidak mempunyai target atau anggaran.",
        f"Rencana ini mulai tahun {first}, bukan {first + 1}.",
        "Rencana ini hanya 3 tahun.",
        "Anggaran “lima juta” tidak terbaca.",
        "Unit pelapor belum diisi.",
        "Kode B01 sudah dipakai indikator Bab III.B rencana ini.",
        "Kegiatan ini bernama “Survei kepuasan”.",
    ]


def test_what_looks_wrong_is_said_and_may_be_written(susun: SimpleNamespace) -> None:
    rows = _rows(susun)
    rows["B-007"] |= {"target_1": "900%", "target_2": 0.9, "anggaran_2": 900_000_000}
    rows["A-006"]["anggaran_1"] = "150.000"
    batch = _masuk(susun, list(rows.values()))
    assert (batch.keadaan, angka(batch)) == (Keadaan.SIAP, (0, 2, 6, 0)), temuan(batch)
    assert [pesan for _, _, pesan in temuan(batch)][:4] == [
        "Ada anggaran 150.000 tanpa target.",
        "Target “900%”: Persentase lebih dari 100%.",
        "Target 0,9 mungkin persentase yang terbaca sebagai pecahan.",
        "Anggaran 900.000.000 sepuluh kali tahun sebelumnya (1.200.287) atau lebih.",
    ]
    assert all("sedangkan TOTAL tercetak" in pesan for _, _, pesan in temuan(batch)[4:])


def test_a_percentage_that_excel_made_a_fraction_is_read_as_it_shows(
    susun: SimpleNamespace,
) -> None:
    rows = [_rows(susun)["B-007"] | {"target_1": 1, "target_2": 0.125, "target_3": 2}]
    book = load_workbook(BytesIO(buku_dari("roadmap_aksi", rows)))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for tahun, looks in ((1, "0%"), (2, "0.00%"), (3, "0")):
        sheet.cell(2, heads[f"Target tahun ke-{tahun}"]).number_format = looks
    out = BytesIO()
    book.save(out)
    plan = susun.peta.rencana.pk
    batch = impor(susun.instansi, susun.admin, KODE, out.getvalue(), plan)
    assert batch.keadaan == Keadaan.SIAP, temuan(batch)
    written = batch.baris_set.get(kunci="B-007").nilai
    assert [written[f"target_{n}"] for n in (1, 2, 3)] == ["100%", "12,5%", "2"]


def test_a_closed_plan_is_only_compared(susun: SimpleNamespace) -> None:
    susun.peta.rencana.status = "ditutup"
    susun.peta.rencana.save()
    rows = _rows(susun)
    rows["B-007"]["target_1"] = "1 PNS"
    batch = _masuk(susun, list(rows.values()))
    assert (batch.keadaan, angka(batch)) == (Keadaan.BERMASALAH, (0, 1, 7, 0))
    assert batch.pesan.endswith("adalah arsip, jadi isinya hanya dapat dibandingkan.")
    assert Kegiatan.objects.count() == 3


def test_a_column_that_the_file_does_not_hold_stands_against_undo(susun: SimpleNamespace) -> None:
    """Months of validity are set on a screen; the row that the import made is no longer its own."""
    fresh = {**BARU, "unit": susun.units[0].kode}
    batch = terapkan_langsung(_masuk(susun, [*_rows(susun).values(), fresh]), susun.admin)
    butir = Butir.objects.get(rencana=susun.peta.rencana, kode="C-001")
    Butir.objects.filter(pk=butir.pk).update(masa_mutakhir=7)
    after = _isi()
    batch = urungkan_langsung(batch, susun.admin)
    assert (batch.keadaan, batch.bentrok) == (
        Keadaan.DITERAPKAN,
        [
            {
                "baris": len(_rows(susun)) + 1,
                "kunci": "C-001",
                "sebab": "Baris ini sudah diubah setelah impor diterapkan.",
                "jenis": "diubah",
                "tempat": f"/rencana/{susun.peta.rencana.pk}/butir/{butir.pk}/",
            }
        ],
    )
    assert _isi() == after
