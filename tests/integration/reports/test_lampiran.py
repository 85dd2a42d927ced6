"""The Lampiran report: every printed cell, the printed and computed sums, pages, readers."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.permissions import Role
from reports.datasets.lampiran_bentuk import LampiranRoadmap
from reports.datasets.lampiran_roadmap import bangun_lampiran
from reports.pdf.roadmap_lampiran import cetak
from reports.xlsx.lampiran import CATATAN, LEMBAR, tulis_lampiran
from roadmap.actions.target import IsiTarget, ubah_target
from roadmap.lembar import lembar
from roadmap.tabel import tabel
from tests.factories import segar
from tests.integration.reports.dunia_roadmap import (
    baris_berkode,
    halaman_pdf,
    lembar_kerja,
    pandang,
    tanpa_spasi,
    ukuran_pdf,
)
from ukuran.target import JenisAnggaran

_KEPALA = ("Program/Kegiatan", "WaktuPelaksanaan", "Anggaran(Rp.000)", "PenanggungJawab/PDterkait")


def _cetak(lampiran: LampiranRoadmap, folder: Path, nama: str = "lampiran.pdf") -> Path:
    target = folder / nama
    cetak(lampiran, target, lambda page: None)
    return target


def _baris_sumber(d: SimpleNamespace) -> dict[str, dict[str, Any]]:
    return {
        row["kode"]: row
        for program in d.sumber["lampiran"]["program"]
        for kegiatan in program["kegiatan"]
        for row in kegiatan["baris"]
    }


def _mentah(value: object) -> str:
    """Return a cell of the workbook as it was printed."""
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def test_every_printed_cell_is_found_in_the_workbook(
    resmi: SimpleNamespace, tmp_path: Path
) -> None:
    target = tmp_path / "lampiran.xlsx"
    lampiran = bangun_lampiran(pandang(resmi.rencana, resmi.auditor))
    with CaptureQueriesContext(connection) as captured:
        tulis_lampiran(lampiran, target)
    assert len(captured) == 0  # a renderer never queries
    sheet = lembar_kerja(target, LEMBAR)
    source = _baris_sumber(resmi)
    assert len(source) == 90
    rows = baris_berkode(sheet, 15, set(source))
    assert list(rows) == list(source)
    kinds: Counter[str] = Counter()
    compared = 0
    for kode, printed in source.items():
        cells = rows[kode]
        wanted = [printed["no_tercetak"], printed["kegiatan_tercetak"]]
        wanted.append(printed["indikator_tercetak"])
        for target_raw, money_raw in zip(printed["target"], printed["anggaran"], strict=True):
            wanted += [target_raw, money_raw]
        wanted.append(printed["penanggung_jawab"])
        assert [_mentah(c) for c in cells[:14]] == wanted, kode
        assert all(isinstance(c, str | None) for c in cells[3:13:2]), kode  # targets are texts
        compared += len(wanted)
        if printed["tipe"] != "judul":
            kinds.update(_jenis(c) for c in cells[4:13:2])
    assert compared == 90 * 14
    assert kinds == {"amount": 229, "0": 30, "-": 35, "blank": 146}
    texts = [_mentah(c) for row in sheet.iter_rows(values_only=True) for c in row]
    for program in resmi.sumber["lampiran"]["program"]:
        assert program["judul_tercetak"] in texts
    for line in resmi.sumber["lampiran"]["kepala"]:
        assert line in texts


def _jenis(value: object) -> str:
    if value is None:
        return "blank"
    if isinstance(value, int):
        return "amount" if value else "0"
    return str(value)


def test_workbook_sums_are_those_of_the_table_and_the_source(
    resmi: SimpleNamespace, tmp_path: Path
) -> None:
    target = tmp_path / "lampiran.xlsx"
    view = pandang(resmi.rencana, resmi.auditor)
    tulis_lampiran(bangun_lampiran(view), target)
    sheet = lembar_kerja(target, LEMBAR)
    rows = {str(r[1]): [r[n] for n in range(4, 13, 2)] for r in sheet.iter_rows(values_only=True)}
    table = tabel(resmi.rencana, segar(resmi.auditor), at=view.at)
    for program in table.program:
        name = f"Jumlah {program.huruf} menurut Pantas, tidak tercetak"
        assert rows[name] == [s.anggaran_ribu for s in program.subtotal]
    assert rows["TOTAL"] == [7535604, 204990918, 10663211, 11375515, 10146551]
    assert rows["Jumlah seluruh baris menurut Pantas"] == [
        7535604,
        204990917,
        10663211,
        11375515,
        10146550,
    ]
    assert rows["Selisih jumlah terhadap TOTAL tercetak"] == [0, -1, 0, 0, -1]
    assert sheet.freeze_panes == "D11"
    assert sheet.print_title_rows == "$7:$10"
    spans = {str(r) for r in sheet.merged_cells.ranges}
    first = next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 15).value == "H-082")
    assert f"E{first}:E{first + 3}" in spans  # one budget over the four rows of H.2
    notes = lembar_kerja(target, CATATAN)
    codes = [r[0] for r in notes.iter_rows(min_row=2, values_only=True)]
    assert len(codes) == 74
    assert codes[:3] == ["R-01", "R-02", "R-03"]


def test_pdf_is_the_printed_table_on_landscape_f4(resmi: SimpleNamespace, tmp_path: Path) -> None:
    lampiran = bangun_lampiran(pandang(resmi.rencana, resmi.auditor))
    with CaptureQueriesContext(connection) as captured:
        target = _cetak(lampiran, tmp_path)
    assert len(captured) == 0
    pages = halaman_pdf(target)
    assert ukuran_pdf(target) == {(330, 215)}
    total = len(pages)
    assert [f"Halaman{n}dari{total}" in page for n, page in enumerate(pages, 1)] == [True] * total
    assert all("SALINAN" in page for page in pages)
    assert "CONTOH" not in "".join(pages)
    last = max(n for n, page in enumerate(pages) if "SelisihjumlahterhadapTOTAL" in page)
    for n, page in enumerate(pages):
        assert all(head in page for head in _KEPALA) == (n <= last), n
        assert all(f"Tahun{year}" in page for year in range(2018, 2023)) or n > last
    text = "".join(pages)
    for kode, row in _baris_sumber(resmi).items():
        cells = [row["kegiatan_tercetak"], row["indikator_tercetak"], row["penanggung_jawab"]]
        for cell in (*cells, *row["target"], *row["anggaran"]):
            assert tanpa_spasi(cell) in text, (kode, cell)
    for program in resmi.sumber["lampiran"]["program"]:
        assert tanpa_spasi(program["judul_tercetak"]) in text
    assert "TOTAL7,535,604204,990,91810,663,21111,375,51510,146,551" in text
    sums = "7,535,604204,990,91710,663,21111,375,51510,146,550"
    assert f"JumlahseluruhbarismenurutPantas{sums}" in text
    assert (
        tanpa_spasi(
            "Tahun 2019: TOTAL tercetak 204,990,918, jumlah baris 204,990,917, selisih -1 "
            "(Rp.000). Lihat catatan sumber R-03."
        )
        in text
    )
    assert tanpa_spasi("GUBERNUR NUSA TENGGARA TIMUR,") in pages[last]
    assert "DRs.FRANSLEBURAYA" in pages[last]
    assert [n.kode for n in lampiran.catatan_tabel if tanpa_spasi(n.alasan) not in text] == []
    with pikepdf.open(target) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("id", True)
        with pdf.open_metadata() as meta:
            assert meta.pdfa_status == "2A"


def test_same_moment_gives_the_same_bytes(resmi: SimpleNamespace, tmp_path: Path) -> None:
    lampiran = bangun_lampiran(pandang(resmi.rencana, resmi.auditor), tahun_nilai=2019)
    one, two = _cetak(lampiran, tmp_path, "a.pdf"), _cetak(lampiran, tmp_path, "b.pdf")
    assert one.read_bytes() == two.read_bytes()
    tulis_lampiran(lampiran, tmp_path / "a.xlsx")
    tulis_lampiran(lampiran, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    qpdf = shutil.which("qpdf")
    if qpdf:  # where it is installed, it finds nothing
        done = subprocess.run([qpdf, "--check", one], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_closed_plan_says_that_nothing_is_recorded(resmi: SimpleNamespace, tmp_path: Path) -> None:
    lampiran = bangun_lampiran(pandang(resmi.rencana, resmi.auditor), tahun_nilai=2019)
    found = {row.nilai.keadaan for row in lampiran.baris if row.nilai}
    assert found == {"tidak dicatat", "tanpa target"}
    assert lampiran.jumlah.capaian is None
    text = "".join(halaman_pdf(_cetak(lampiran, tmp_path)))
    assert "RencanainitidakberjalandiPantas:capaiantidakdicatat." in text
    assert {(b.nilai.capaian, b.nilai.serapan) for b in lampiran.baris if b.nilai} == {(None, None)}
    assert re.search(r"\d+dari\d+terisi", text) is None


def test_screen_table_pdf_and_workbook_say_the_same(peta: SimpleNamespace, tmp_path: Path) -> None:
    """lembar -> tabel -> dataset -> PDF and workbook, for a row that was verified."""
    ketua = peta.orang[Role.KETUA]
    view = pandang(peta.rencana, ketua)
    sheet = lembar(peta.rencana, segar(ketua), at=view.at)
    cell = sheet.sel(peta.r.butir["A-001"].pk, peta.tahun)
    table = tabel(peta.rencana, segar(ketua), at=view.at)
    assert next(b for b in table.baris if b.kode == "A-001").sel[1] == cell
    lampiran = bangun_lampiran(view, tahun_nilai=peta.tahun)
    row = next(b for b in lampiran.baris if b.kode == "A-001")
    assert row.nilai is not None
    assert (row.nilai.realisasi, row.nilai.capaian, row.nilai.anggaran, row.nilai.serapan) == (
        "18 kasus; 9 laporan",
        cell.capaian,
        Decimal(100_000_000),
        cell.serapan.persen,
    )
    assert cell.capaian == 75  # (18/18 + 9/18) / 2
    assert lampiran.jumlah.ribu == tuple(s.anggaran_ribu for s in table.total)
    assert lampiran.jumlah.serapan == table.total[1].serapan.persen
    text = "".join(halaman_pdf(_cetak(lampiran, tmp_path)))
    assert "18kasus;9laporan75100,00066,4" in text
    assert "1dari6terisi12,5100,0007,7" in text  # the sum over all rows
    target = tmp_path / "l.xlsx"
    tulis_lampiran(lampiran, target)
    rows = baris_berkode(lembar_kerja(target, LEMBAR), 15, {"A-001"})
    assert rows["A-001"][10:14] == [
        "18 kasus; 9 laporan",
        75,
        100_000,
        pytest.approx(float(cell.serapan.persen or 0)),
    ]


def test_blank_dash_and_zero_stay_three_things(peta: SimpleNamespace) -> None:
    rows = {b.kode: b for b in bangun_lampiran(pandang(peta.rencana, peta.lain)).baris}
    cells = {k: [(s.anggaran, s.jenis, s.ribu) for s in rows[k].sel] for k in ("A-004", "A-006")}
    assert cells == {
        "A-004": [
            ("0", JenisAnggaran.NOL, 0),
            ("75,000", JenisAnggaran.JUMLAH, 75_000),
            ("-", JenisAnggaran.STRIP, None),
        ],
        "A-006": [("", JenisAnggaran.KOSONG, None)] * 3,
    }
    assert [(b.kode, b.atas.anggaran) for b in rows.values() if b.atas.anggaran] == [
        ("A-002", True)
    ]
    assert rows["A-003"].judul is True
    assert [s.target for s in rows["A-003"].sel] == ["", "", ""]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR_TUGAS])
def test_who_reads_own_units_gets_all_targets_and_own_realisasi(
    peta: SimpleNamespace, peta_lain: SimpleNamespace, role: Role, tmp_path: Path
) -> None:
    whole = bangun_lampiran(pandang(peta.rencana, peta.orang[Role.KETUA]), tahun_nilai=peta.tahun)
    view = pandang(peta.rencana, peta.lain)  # the unit that has not reported anything
    other = bangun_lampiran(view, tahun_nilai=peta.tahun)
    own = bangun_lampiran(pandang(peta.rencana, peta.orang[role]), tahun_nilai=peta.tahun)
    for seen in (other, own):
        assert [b.sel for b in seen.baris] == [b.sel for b in whole.baris]
    words = {b.kode: b.nilai.keadaan for b in other.baris if b.nilai}
    assert words["A-001"] == "unit lain"
    assert words["A-004"] == "tanpa data"
    assert {b.kode: b.nilai.realisasi for b in own.baris if b.nilai}["A-001"] != ""
    assert other.jumlah.realisasi is None
    assert other.cakupan == "unit Unit dua alfa, termasuk yang didukungnya"
    assert whole.cakupan == ""
    text = "".join(halaman_pdf(_cetak(other, tmp_path)))
    said = "Angka terverifikasi dan klaim unit lain tidak dimuat; angka historis dari semua unit."
    assert tanpa_spasi(f"Cakupan: {other.cakupan}. {said}") in text
    assert "9laporan" not in text
    assert "beta" not in text


def test_revised_target_stands_with_the_printed_one_in_a_list(
    peta: SimpleNamespace, tmp_path: Path
) -> None:
    admin = peta.orang[Role.ADMIN]
    year = peta.r.tahun[2]
    ubah_target(
        butir_id=peta.r.butir["B-007"].pk,
        tahun=year,
        isi=IsiTarget("70 PNS Prov dan 50 PNS Kab/Kota", "900,000", "Pegawai baru.", "Pergub 1"),
        versi=1,
        by=segar(admin),
    )
    lampiran = bangun_lampiran(pandang(peta.rencana, admin))
    row = next(b for b in lampiran.baris if b.kode == "B-007")
    assert [(s.target, s.direvisi) for s in row.sel][2] == ("70 PNS Prov dan 50 PNS Kab/Kota", True)
    (revisi,) = lampiran.revisi
    assert (revisi.kode, revisi.tahun, revisi.versi, revisi.alasan) == (
        "B-007",
        year,
        2,
        "Pegawai baru.",
    )
    assert (lampiran.total[2].jumlah_awal, lampiran.total[2].selisih) == (200_000, 0)
    assert revisi.tercetak == "target 60 PNS Prov dan 44 PNS Kab/Kota; anggaran (kosong)"
    text = "".join(halaman_pdf(_cetak(lampiran, tmp_path)))
    assert tanpa_spasi(revisi.tercetak) in text
    assert lampiran.jumlah.ribu[2] == 1_100_000
    yesterday = timezone.localdate() - timedelta(days=1)
    before = bangun_lampiran(pandang(peta.rencana, admin, yesterday))
    assert before.revisi == ()
    assert before.jumlah.ribu[2] == 200_000


def test_sums_per_program_can_be_left_out(peta: SimpleNamespace, tmp_path: Path) -> None:
    view = pandang(peta.rencana, peta.orang[Role.KETUA])
    with_sums = "".join(halaman_pdf(_cetak(bangun_lampiran(view), tmp_path)))
    assert "JumlahAmenurutPantas,tidaktercetak" in with_sums
    without = bangun_lampiran(view, bersubtotal=False)
    assert "JumlahAmenurutPantas" not in "".join(halaman_pdf(_cetak(without, tmp_path)))
    contoh = replace(without, contoh=True)
    assert all("SALINANCONTOH" in page for page in halaman_pdf(_cetak(contoh, tmp_path)))


def test_number_of_queries_does_not_grow(resmi: SimpleNamespace) -> None:
    """90 rows cost as many queries as the sheet, the table and the notes of any plan."""
    view = pandang(resmi.rencana, resmi.auditor)
    with CaptureQueriesContext(connection) as captured:
        lampiran = bangun_lampiran(view, tahun_nilai=2019)
    assert len(lampiran.baris) == 90
    assert len(captured) <= 24
