"""The progress report as a workbook: the figures of the Potret as numbers, days and percentages."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from evidence.hitungan import Hitungan
from reports.kemajuan import kata
from reports.kemajuan.kalimat import persetujuan as kalimat_sah
from reports.kemajuan.kalimat import ringkasan
from reports.kinds.bentuk import Bentuk
from reports.potret.bentuk import IsiPotret, NilaiPotret, kanonik, sidik
from reports.xlsx.kemajuan import tulis_kemajuan
from tests.factories.potret import isi_potret, parameter_kemajuan, persetujuan

KODE = "K7QF2MXP9TAB34CDE6FG"
LEMBAR = [
    "Ringkasan",
    "Area",
    "Anggota",
    "Tugas",
    "Dokumen",
    "Bukti",
    "Pengecualian",
    "Amandemen",
    "Catatan sumber",
    "Keterangan",
]


def tulis(path: Path, isi: IsiPotret, **parameter: Any) -> Workbook:
    """Write a workbook and read it back."""
    tulis_kemajuan(
        isi, sidik(kanonik(isi)), parameter_kemajuan(Bentuk.XLSX, **parameter), KODE, path
    )
    return load_workbook(path)


@pytest.fixture(scope="module")
def isi() -> IsiPotret:
    return isi_potret(tugas=20, berkas=60, jendela=2, anggota=4, area=3, perubahan=2, amandemen=1)


@pytest.fixture(scope="module")
def buku(isi: IsiPotret, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return tulis(tmp_path_factory.mktemp("xlsx") / "laporan.xlsx", isi)


def _baris(buku: Workbook, lembar: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by their heads; empty cells as ""."""
    head, *rows = buku[lembar].iter_rows(values_only=True)
    return [
        {str(k): "" if v is None else v for k, v in zip(head, row, strict=True)} for row in rows
    ]


def _hari(hari: date | None) -> datetime | str:
    return "tanpa tanggal" if hari is None else datetime.combine(hari, time())


def _angka(nilai: Decimal | int | None) -> Any:
    return "tanpa data" if nilai is None else pytest.approx(float(nilai))


def _rekap(h: Hitungan, v: NilaiPotret) -> dict[str, Any]:
    persen = None if h.kelengkapan is None else h.kelengkapan / 100
    found = {
        "Dokumen diperlukan": h.diperlukan,
        "Dokumen diunggah": h.diunggah,
        "Dokumen diterima": h.diterima,
        "Dokumen dikembalikan": h.perbaikan,
        "Kelengkapan": _angka(persen),
    }
    for name, s in (("mandiri", v.mandiri), ("Inspektorat", v.internal), ("KPK", v.kpk)):
        found |= {
            f"Nilai {name}": _angka(s.nilai),
            f"Jumlah {name}": _angka(s.jumlah),
            f"Pembagi {name}": _angka(s.pembagi),
            f"Dinilai {name}": s.terisi,
            f"Dari {name}": s.penyebut,
        }
    return found


def test_sheets_stand_in_their_order(buku: Workbook) -> None:
    assert buku.sheetnames == LEMBAR
    for sheet in buku.worksheets:
        assert sheet.freeze_panes in ("A2", "B2")
        assert sheet.HeaderFooter.oddHeader.right.text == "DRAF CONTOH"
        assert sheet.page_setup.fitToWidth == 1


def test_recaps_are_those_of_the_potret(buku: Workbook, isi: IsiPotret) -> None:
    areas = [{"Kode": a.kode, "Tugas": a.tugas} | _rekap(a.hitungan, a.nilai) for a in isi.area]
    areas.append({"Kode": "", "Tugas": isi.tugas_ditagih} | _rekap(isi.hitungan, isi.nilai))
    members = [
        {"No.": m.no, "Anggota Satgas": m.jabatan, "Lewat batas waktu": m.terlambat}
        | _rekap(m.hitungan, m.nilai)
        for m in isi.anggota
    ]
    for sheet, expected in (("Area", areas), ("Anggota", members)):
        found = _baris(buku, sheet)
        assert [{k: row[k] for k in want} for row, want in zip(found, expected, strict=True)] == (
            expected
        )


def test_summary_says_each_figure_as_a_number(buku: Workbook, isi: IsiPotret) -> None:
    rows = [(a.value, b) for a, b in buku["Ringkasan"].iter_rows(min_row=2)]
    found = {label: cell.value for label, cell in rows}
    assert [cell.value for label, cell in rows if label == "Ringkasan"] == list(ringkasan(isi))
    h = isi.hitungan
    assert {
        "Tugas dalam rencana": isi.jumlah_tugas,
        "Jadwal ditagih": isi.capaian,
        "Lewat batas waktu": isi.terlambat,
        "Dokumen diperlukan": h.diperlukan,
        "Dokumen diterima": h.diterima,
        "Dokumen dikembalikan": h.perbaikan,
        "Dokumen tidak berlaku": h.tak_berlaku,
        "Cara hitung kelengkapan": kata.cara_kelengkapan(h),
        "Nilai mandiri, cara hitung": kata.cara_nilai(isi.nilai.mandiri),
    }.items() <= found.items()
    (percent,) = [cell for label, cell in rows if label == "Kelengkapan"]
    assert percent.number_format == "0.00%"
    assert percent.value == pytest.approx(float(h.kelengkapan or 0) / 100)


def test_tasks_documents_and_files_are_all_there(buku: Workbook, isi: IsiPotret) -> None:
    zone = ZoneInfo(isi.zona_waktu)
    windows = [(t, c) for t in isi.tugas for c in t.capaian]
    assert [
        {k: row[k] for k in ("Kode", "Mulai", "Batas", "Nilai mandiri", "Nilai Inspektorat")}
        | {"hari": row["Lewat batas waktu (hari)"], "kirim": row["Dikirim (WITA)"]}
        for row in _baris(buku, "Tugas")
    ] == [
        {
            "Kode": t.kode,
            "Mulai": _hari(c.mulai),
            "Batas": _hari(c.batas),
            "Nilai mandiri": "tanpa data" if c.nilai_mandiri is None else c.nilai_mandiri,
            "Nilai Inspektorat": "tanpa data" if c.nilai_internal is None else c.nilai_internal,
            "hari": c.lewat_hari,
            "kirim": c.dikirim.astimezone(zone).replace(tzinfo=None) if c.dikirim else "tanpa data",
        }
        for t, c in windows
    ]
    documents = [(t, c, d) for t, c in windows for d in c.dokumen]
    assert [(r["Kode"], r["No."], r["Status"], r["Bukti"]) for r in _baris(buku, "Dokumen")] == [
        (t.kode, d.urut, kata.keadaan(d.golongan, "Inspektorat"), len(d.bukti))
        for t, _, d in documents
    ]
    assert [
        (r["Kode"], r["Nama berkas"], r["Nomor"], r["Tanggal"], r["Halaman"], r["SHA-256"])
        for r in _baris(buku, "Bukti")
    ] == [
        (
            t.kode,
            kata.DIKECUALIKAN if b.dikecualikan else b.nama,
            b.nomor,
            _hari(b.tanggal),
            "tanpa data" if b.halaman is None else b.halaman,
            b.sha256,
        )
        for t, _, d in documents
        for b in d.bukti
    ]


def test_amendments_stand_with_their_reason(buku: Workbook, isi: IsiPotret) -> None:
    (amendment,) = isi.amandemen
    rows = _baris(buku, "Amandemen")
    changes = [(u.hal, u.lama, u.baru) for p in amendment.perubahan for u in p.ubahan]
    changes += [(u.hal, u.lama, u.baru) for p in isi.perubahan for u in p.ubahan]
    assert [(r["Yang berubah"], r["Semula"], r["Menjadi"]) for r in rows] == changes
    assert rows[0]["Dibandingkan"] == "Amandemen: Potret 2 periode B03"
    assert rows[0]["Alasan"] == amendment.alasan
    assert rows[-1]["Dibandingkan"] == "Sejak Potret 1 periode B03"


def test_notes_say_what_the_workbook_is(buku: Workbook, isi: IsiPotret) -> None:
    rows = list(buku["Keterangan"].iter_rows(min_row=2, values_only=True))
    found = {row[0]: row[1] for row in rows}
    assert found["SHA-256 potret"] == sidik(kanonik(isi))
    assert found["Kode periksa"] == "K7QF2-MXP9T-AB34C-DE6FG"
    assert found["Alamat periksa"] == f"https://pantas.example.go.id/periksa/{KODE}/"
    assert found["Tanda"] == "DRAF CONTOH"
    assert found["Data per"] == datetime(2026, 6, 30, 23, 59, 59)
    assert found["Potret"] == isi.no
    assert found["NIP"] == "19620524 198903 1 014"
    assert found["Persetujuan"] == kalimat_sah(isi, parameter_kemajuan())


def test_words_of_the_institution_approval_and_empty_sheets(tmp_path: Path) -> None:
    isi = isi_potret(
        tugas=1,
        berkas=0,
        anggota=0,
        area=0,
        jenis="mcp",
        sebutan="verifikator",
        pengecualian=0,
        catatan=0,
        contoh=False,
    )
    made = tulis(tmp_path / "b.xlsx", isi, persetujuan=persetujuan(), nomor="1/2026")
    for name in ("Area", "Anggota", "Bukti", "Pengecualian", "Amandemen", "Catatan sumber"):
        assert made[name]["A2"].value == "Tidak ada"
        assert made[name].HeaderFooter.oddHeader.right.text is None
    texts = [str(c) for s in made for row in s.iter_rows(values_only=True) for c in row if c]
    assert [text for text in texts if "DRAF" in text] == []
    assert "Nilai verifikator" in [c.value for c in made["Tugas"][1]]
    assert made["Tugas"]["B1"].value == "Sub indikator"


def test_cells_that_begin_like_formulas_stay_texts(tmp_path: Path) -> None:
    isi = isi_potret(tugas=1, berkas=1, anggota=1, area=1)
    (task,) = isi.tugas
    window = replace(task.capaian[0], kendala="=cmd|' /C calc'!A0", tindak_lanjut="@SUM(1;2)")
    isi = replace(isi, tugas=(replace(task, teks="-2+3", capaian=(window,)),))
    sheet = tulis(tmp_path / "f.xlsx", isi)["Tugas"]
    cells = {cell.value: cell for cell in sheet[2] if isinstance(cell, Cell)}
    for text in ("=cmd|' /C calc'!A0", "@SUM(1;2)", "-2+3"):
        assert (cells[text].data_type, cells[text].quotePrefix) == ("s", True)
    with ZipFile(tmp_path / "f.xlsx") as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist())


_SEKALI = """
import sys, django
django.setup()
from pathlib import Path
from tests.integration.reports.test_kemajuan_xlsx import tulis
from tests.factories.potret import isi_potret
tulis(Path(sys.argv[1]), isi_potret(tugas=3, berkas=4, anggota=2, area=2))
"""


def test_same_figures_and_parameters_give_the_same_bytes(tmp_path: Path) -> None:
    tulis(tmp_path / "sini.xlsx", isi_potret(tugas=3, berkas=4, anggota=2, area=2))
    env = {"PYTHONHASHSEED": "7", "TZ": "America/New_York", "PYTHONPATH": str(settings.BASE_DIR)}
    subprocess.run(
        [sys.executable, "-c", _SEKALI, str(tmp_path / "sana.xlsx")],
        env=os.environ | env | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=settings.BASE_DIR,
        check=True,
    )
    assert (tmp_path / "sini.xlsx").read_bytes() == (tmp_path / "sana.xlsx").read_bytes()
