"""The semester evaluation: figures by hand, one dataset behind PDF and workbook, readers, days."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.permissions import Role
from evidence.models import Capaian
from reports.datasets.evaluasi_bentuk import EvaluasiRoadmap, Semester
from reports.datasets.evaluasi_roadmap import TIDAK_DICATAT, bangun_evaluasi, isi_evaluasi
from reports.pdf.roadmap_evaluasi import cetak
from reports.xlsx.evaluasi import (
    BELUM,
    CARA,
    KEGIATAN,
    KENDALA,
    RINGKASAN,
    SASARAN,
    tulis_evaluasi,
)
from roadmap.lembar import lembar
from roadmap.matriks import matriks
from roadmap.models import RealisasiHistoris
from roadmap.tabel import subtotal, tabel
from tests.factories import segar
from tests.factories.roadmap import kirim_realisasi, verifikasi_realisasi
from tests.integration.reports.dunia_roadmap import (
    baris_berkode,
    halaman_pdf,
    lembar_kerja,
    pandang,
    tanpa_spasi,
    ukuran_pdf,
)


def _evaluasi(d: SimpleNamespace, role: Role, semester: int = 1) -> EvaluasiRoadmap:
    return bangun_evaluasi(pandang(d.rencana, d.orang[role]), Semester(d.tahun, semester))


def _teks(evaluasi: EvaluasiRoadmap, folder: Path) -> tuple[Path, list[str]]:
    target = folder / "evaluasi.pdf"
    cetak(evaluasi, target, lambda page: None)
    return target, halaman_pdf(target)


def test_figures_by_hand(peta: SimpleNamespace) -> None:
    """Verified B01 100, B02 40/80 = 50, three without; claimed 100, 75, 100 and two without."""
    e = _evaluasi(peta, Role.KETUA)
    assert (e.rata.nilai_eksak, e.rata.terisi, e.rata.jumlah) == (Fraction(30), 2, 5)
    assert (e.rata_klaim.nilai_eksak, e.rata_klaim.terisi) == (Fraction(55), 3)
    assert (e.jumlah.rata.nilai_eksak, e.jumlah.rata.jumlah) == (Fraction(75, 6), 6)
    assert (e.pagu, e.jumlah.serapan.realisasi) == (Decimal(1_305_500_000), Decimal(100_000_000))
    assert [b.kode for b in e.indikator] == ["B01", "B02", "B03", "B04", "B05"]
    assert [b.kode for b in e.baris] == [
        "A-001",
        "A-002",
        "A-004",
        "A-005",
        "A-006",
        "B-007",
        "B-008",
    ]
    assert [(b.kode, b.isi.keadaan) for b in e.belum][:2] == [
        ("B03", "menunggu verifikasi"),
        ("B04", "tanpa data"),
    ]
    b02 = e.indikator[1].isi
    assert (b02.realisasi, b02.capaian, b02.klaim, b02.capaian_klaim) == ("40%", 50, "60%", 75)
    (told,) = e.kendala
    assert (told.kode, told.kendala, told.tindak_lanjut) == (
        "B03",
        "Data pengaduan terlambat.",
        "Menyurati unit.",
    )
    assert (e.keterangan, e.cakupan, e.berakhir) == ("", "", True)
    assert e.pita is not None
    assert (e.pita.versi, len(e.pita.rentang)) == (1, 5)
    assert (("B01",), 1) in [(a.baris, a.versi) for a in e.aturan]


def test_report_and_screen_read_the_same_cells(peta: SimpleNamespace) -> None:
    """The semester has all windows told so far, so sheet, matrix and table give the same."""
    view = pandang(peta.rencana, peta.orang[Role.KETUA])
    user, at = view.user, view.at
    e = bangun_evaluasi(view, Semester(peta.tahun, 1))
    sheet = lembar(peta.rencana, user, at=at)
    grid = matriks(peta.rencana, user, at=at)
    table = tabel(peta.rencana, user, at=at, tahun=peta.tahun)
    assert e.rata == grid.rata[1]
    assert e.rata_klaim == grid.rata_klaim[1]
    for row in (*e.indikator, *e.baris):
        cell = sheet.sel(peta.r.butir[row.kode].pk, peta.tahun)
        assert (row.isi.target, row.isi.capaian, row.isi.serapan) == (
            cell.target.mentah,
            cell.capaian,
            cell.serapan.persen,
        ), row.kode
    assert [p.jumlah.serapan for p in e.program] == [p.subtotal[0].serapan for p in table.program]
    assert e.jumlah.rata == subtotal(table.baris, peta.tahun).rata


def test_pdf_and_workbook_say_what_the_dataset_says(peta: SimpleNamespace, tmp_path: Path) -> None:
    e = _evaluasi(peta, Role.KETUA)
    target = tmp_path / "e.xlsx"
    with CaptureQueriesContext(connection) as captured:
        pdf, pages = _teks(e, tmp_path)
        tulis_evaluasi(e, target)
    assert len(captured) == 0  # renderers never query
    text, total = "".join(pages), len(pages)
    assert [f"Halaman{n}dari{total}" in page for n, page in enumerate(pages, 1)] == [True] * total
    assert all("DRAF" in page for page in pages)
    for words in (
        f"Semester I Tahun {peta.tahun}",
        "Capaian indikator 30% menurut angka terverifikasi; 2 dari 5 indikator bertarget sudah "
        "terisi, yang belum terisi dihitung 0. Menurut klaim unit 55% (3 dari 5 terisi).",
        "Capaian fisik kegiatan 12,5% (1 dari 6 baris bertarget terisi). Realisasi anggaran "
        "Rp 100.000.000 dari pagu Rp 1.305.500.000, serapan 7,7% (1 dari 5 baris beranggaran "
        "melapor).",
        "9 indikator atau baris kegiatan belum mempunyai angka yang dihitung.",
        "Data pengaduan terlambat.",
        "Tidak ada masalah terbuka pada pleno.",
        "Pita capaian versi 1",
        "Persentase di atas 100.",  # a source note of A-004
    ):
        expected = tanpa_spasi(words)
        assert expected in text or expected.upper() in text, words
    for row in (*e.indikator, *e.baris):
        assert row.kode in text
        assert tanpa_spasi(row.isi.realisasi) in text
    assert ukuran_pdf(pdf) == {(215, 330), (330, 215)}
    with pikepdf.open(pdf) as document, document.open_metadata() as meta:
        assert meta.pdfa_status == "2A"
    sheet = lembar_kerja(target, SASARAN)
    rows = baris_berkode(sheet, 1, {b.kode for b in e.indikator})
    assert {k: (r[3], r[4], r[5], r[7], r[8]) for k, r in rows.items()} == {
        b.kode: (
            b.isi.target,
            b.isi.realisasi or b.isi.keadaan,
            None if b.isi.capaian is None else float(b.isi.capaian),
            b.isi.klaim or None,
            None if b.isi.capaian_klaim is None else float(b.isi.capaian_klaim),
        )
        for b in e.indikator
    }
    rows = baris_berkode(lembar_kerja(target, KEGIATAN), 1, {b.kode for b in e.baris})
    assert rows["A-001"][3:10] == [
        "18 kasus/18 laporan",
        "18 kasus; 9 laporan",
        75,
        "Sedang",
        150_500_000,
        100_000_000,
        pytest.approx(66.4451827),
    ]
    assert rows["B-008"][3:10] == [None, "tanpa data", None, None, 30_000_000, None, None]
    pairs = dict(lembar_kerja(target, RINGKASAN).iter_rows(max_col=2, values_only=True))
    assert (pairs["Capaian indikator terverifikasi (%)"], pairs["Realisasi anggaran (Rp)"]) == (
        30,
        100_000_000,
    )
    assert pairs["Serapan (%)"] == pytest.approx(float(e.jumlah.serapan.persen or 0))
    missing = [r[0] for r in lembar_kerja(target, BELUM).iter_rows(min_row=2, values_only=True)]
    assert missing == [b.kode for b in e.belum]
    told = list(lembar_kerja(target, KENDALA).iter_rows(min_row=2, values_only=True))
    assert told[0][5:] == ("Data pengaduan terlambat.", "Menyurati unit.")
    assert lembar_kerja(target, CARA).max_row > 6


def test_a_semester_counts_windows_that_end_in_it(peta: SimpleNamespace) -> None:
    """A claim of the second half changes the second evaluation and not the first."""
    op, verif = peta.orang[Role.OPERATOR], peta.orang[Role.VERIFIKATOR]
    before = _evaluasi(peta, Role.KETUA, 1)
    second = peta.r.capaian("B02", ke=2)
    assert second.selesai == date(peta.tahun, 12, 31)
    kirim_realisasi(second, segar(op), [80])
    verifikasi_realisasi(second, segar(verif))
    after = _evaluasi(peta, Role.KETUA, 1)
    assert after.indikator == before.indikator
    assert after.rata == before.rata
    whole = _evaluasi(peta, Role.KETUA, 2)
    assert whole.indikator[1].isi.capaian == 100
    assert whole.rata.nilai_eksak == Fraction(40)


def test_restricted_reader_gets_own_rows_and_is_told_so(
    peta: SimpleNamespace, peta_lain: SimpleNamespace, tmp_path: Path
) -> None:
    e = _evaluasi(peta, Role.OPERATOR)
    assert [b.kode for b in (*e.indikator, *e.baris)] == ["B01", "B02", "B03", "A-001", "A-002"]
    assert (e.rata.nilai_eksak, e.rata.jumlah) == (Fraction(50), 3)
    assert e.pagu == Decimal(150_500_000)
    assert e.cakupan == "unit Unit satu alfa, termasuk yang didukungnya"
    other = bangun_evaluasi(pandang(peta.rencana, peta.lain), Semester(peta.tahun, 1))
    assert [b.kode for b in other.indikator] == ["B04", "B05"]
    assert other.kendala == ()
    _, pages = _teks(other, tmp_path)
    text = "".join(pages)
    assert tanpa_spasi(f"klaim hanya dari {other.cakupan}; angka historis dari semua unit.") in text
    for hidden in ("B01", "B02", "A-001", "OpiniBPK", "100.000.000", "terlambat", "beta"):
        assert hidden not in text, hidden
    target = tmp_path / "o.xlsx"
    tulis_evaluasi(other, target)
    pairs = dict(lembar_kerja(target, RINGKASAN).iter_rows(max_col=2, values_only=True))
    assert pairs["Cakupan"] == f"Hanya {other.cakupan}"
    assert baris_berkode(lembar_kerja(target, SASARAN), 1, {"B01", "B02", "B03"}) == {}
    found = isi_evaluasi(pandang(peta.rencana, peta.lain), Semester(peta.tahun, 1))
    assert (found.indikator, found.baris, found.terisi, found.diminta) == (2, 5, 0, 7)


def test_nothing_unsent_is_told(peta: SimpleNamespace) -> None:
    row = peta.r.capaian("B04")
    Capaian.objects.filter(pk=row.pk).update(kendala="Belum dikirim.")
    assert [k.kode for k in _evaluasi(peta, Role.KETUA).kendala] == ["B03"]


def test_a_past_day_is_before_the_figures(peta: SimpleNamespace) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    view = pandang(peta.rencana, peta.orang[Role.KETUA], yesterday)
    e = bangun_evaluasi(view, Semester(peta.tahun, 1))
    assert (e.rata.terisi, e.rata_klaim.terisi, e.kendala) == (0, 0, ())
    assert {b.isi.keadaan for b in e.indikator} == {"tanpa data"}


def test_historis_is_marked_and_belongs_to_the_second_half(
    peta: SimpleNamespace, tmp_path: Path
) -> None:
    first = peta.r.tahun[0]
    RealisasiHistoris.objects.create(
        instansi=peta.instansi,
        butir=peta.r.butir["B05"],
        tahun=first,
        komponen=["2"],
        rujukan="LKjIP halaman 12",
        oleh=peta.orang[Role.ADMIN],
        dibuat=timezone.now(),
    )
    view = pandang(peta.rencana, peta.orang[Role.KETUA])
    half = bangun_evaluasi(view, Semester(first, 1))
    assert half.historis == ()
    whole = bangun_evaluasi(view, Semester(first, 2))
    assert [(b.kode, b.isi.capaian, b.isi.rujukan) for b in whole.historis] == [
        ("B05", 100, "LKjIP halaman 12")
    ]
    _, pages = _teks(whole, tmp_path)
    text = "".join(pages)
    assert "historis,tidakdiverifikasi:LKjIPhalaman12" in text
    assert "1memakaiangkahistorisyangtidakdiverifikasi." in text


def test_official_plan_says_that_capaian_is_not_recorded(
    resmi: SimpleNamespace, tmp_path: Path
) -> None:
    view = pandang(resmi.rencana, resmi.auditor)
    with CaptureQueriesContext(connection) as captured:
        e = bangun_evaluasi(view, Semester(2020, 2))
    assert len(captured) <= 32
    assert (len(e.indikator), len(e.baris), e.keterangan) == (40, 88, TIDAK_DICATAT)
    target, pages = _teks(e, tmp_path)
    assert tanpa_spasi(f"{TIDAK_DICATAT} Laporan ini memuat 40 indikator") in pages[0]
    first = target.read_bytes()
    cetak(e, target, lambda page: None)
    assert target.read_bytes() == first
    tulis_evaluasi(e, tmp_path / "a.xlsx")
    tulis_evaluasi(e, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("semester", [Semester(1999, 1), Semester(2100, 2)])
def test_semester_outside_the_plan_is_an_error(peta: SimpleNamespace, semester: Semester) -> None:
    with pytest.raises(ValueError, match="no semester of the plan"):
        bangun_evaluasi(pandang(peta.rencana, peta.orang[Role.KETUA]), semester)
