"""The admin revises a target, edits a band, enters an earlier year; the auditor reads and takes."""

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from evidence.models import Butir, Rencana
from jobs.models import Job
from roadmap.models import RealisasiHistoris, TargetTahun
from tests.factories import pdf_kecil
from tests.journeys.layar.dasar import CONTOH
from ukuran.models import PitaCapaian

pytestmark = pytest.mark.django_db(transaction=True)

KODE = "A-008"
DASAR = "Keputusan Gubernur Contoh Nomor 1"


def butir(kode: str = KODE) -> Butir:
    """A row of the sample Road Map."""
    return Butir.objects.get(rencana__instansi__kode=CONTOH, rencana__jenis="roadmap", kode=kode)


def resmi() -> Rencana:
    """The official Road Map."""
    return Rencana.objects.get(instansi__kode="pemprov-ntt", jenis="roadmap")


def test_target_band_and_an_earlier_year(
    masuk: Callable[[str], Page],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    page = masuk("admin")
    _target(page, axe, potret)
    _pita(page, axe, potret)
    laporan = tmp_path / "lkjip.pdf"
    laporan.write_bytes(pdf_kecil("LKjIP"))
    _historis(page, laporan, axe, potret)


def _target(page: Page, axe: Callable[[Page], None], potret: Callable[[Page, str], None]) -> None:
    """A revision: refused without its basis, read before it is saved, the old one kept."""
    tahun = timezone.localdate().year
    rows = TargetTahun.objects.filter(butir=butir(), tahun=tahun).order_by("versi")
    page.goto(f"/roadmap/butir/{butir().pk}/")
    page.get_by_role("link", name=f"Revisi target {tahun}").click()
    page.get_by_label(re.compile("^Target baru")).fill("12 produk, 10 PD")
    page.get_by_label(re.compile(r"^Anggaran baru")).fill("30.000")
    page.get_by_label(re.compile("^Alasan perubahan")).fill("Menambah PD penerima.")
    page.get_by_role("button", name="Lihat pratinjau").click()
    expect(page.get_by_role("alert")).to_contain_text("Dasar perubahan")
    expect(page.get_by_label(re.compile("^Target baru"))).to_have_value("12 produk, 10 PD")
    axe(page)
    page.get_by_label(re.compile("^Dasar perubahan")).fill(DASAR)
    page.get_by_role("button", name="Lihat pratinjau").click()
    expect(page.get_by_text("dibaca sebagai:").first).to_contain_text("12 produk")
    expect(page.get_by_text("dibaca sebagai:").first).to_contain_text("10 PD")
    expect(page.get_by_text("dibaca sebagai:").nth(1)).to_contain_text("30.000.000")
    potret(page, "roadmap-admin-1-pratinjau")
    axe(page)
    assert rows.count() == 1
    page.get_by_role("button", name="Simpan target").click()
    expect(page.locator("main")).to_contain_text("12 produk, 10 PD")
    assert list(rows.values_list("target_mentah", "anggaran_ribu", "dasar_hukum")) == [
        ("15 produk", 25_000, ""),
        ("12 produk, 10 PD", 30_000, DASAR),
    ]
    page.goto(f"/roadmap/butir/{butir().pk}/")
    expect(page.locator("main")).to_contain_text(DASAR)
    potret(page, "roadmap-admin-2-butir")
    axe(page)


def _pita(page: Page, axe: Callable[[Page], None], potret: Callable[[Page, str], None]) -> None:
    """A gap between two bands is shown at its row; mended, the next version is in force."""
    page.goto("/roadmap/ukuran/")
    axe(page)
    page.get_by_role("link", name=re.compile("pita", re.IGNORECASE)).first.click()
    page.get_by_label("Sampai sebelum, baris 2").fill("60")
    page.get_by_label("Nama baris 2", exact=True).fill("Kurang")
    page.get_by_label(re.compile("^Alasan")).fill("Istilah di instansi ini.")
    page.get_by_role("button", name="Simpan versi baru").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Nama baris 2", exact=True)).to_have_value("Kurang")
    potret(page, "roadmap-admin-3-pita-celah")
    axe(page)
    assert not PitaCapaian.objects.filter(instansi__kode=CONTOH).exists()
    page.get_by_label("Mulai dari, baris 3").fill("60")
    page.get_by_role("button", name="Simpan versi baru").click()
    expect(page.locator(".rv-pita").first).to_contain_text("Kurang")
    made = PitaCapaian.objects.get(instansi__kode=CONTOH)
    assert [r["atas"] for r in made.rentang] == ["51", "60", "76", "91", None]
    potret(page, "roadmap-admin-4-ukuran")
    page.goto("/roadmap/")
    expect(page.locator("main")).to_contain_text("Kurang")
    potret(page, "roadmap-admin-5-matriks")
    axe(page)


def _historis(
    page: Page, laporan: Path, axe: Callable[[Page], None], potret: Callable[[Page, str], None]
) -> None:
    """One document for two rows; a wrong figure keeps both, right ones are marked everywhere."""
    tahun = timezone.localdate().year - 1
    page.goto("/roadmap/historis/")
    axe(page)
    page.get_by_label("Tahun angka").select_option(str(tahun))
    page.get_by_label("Nama dokumen").fill(f"LKjIP {tahun}")
    page.get_by_label(re.compile("^Berkas")).set_input_files(laporan)
    page.get_by_role("button", name="Simpan dokumen, lalu isi angkanya").click()
    expect(page.get_by_text("lkjip.pdf tersimpan.")).to_be_visible()
    a004, a005 = (
        page.locator("tbody tr", has=page.locator(".code", has_text=kode)).first
        for kode in ("A-004", "A-005")
    )
    a004.get_by_label(re.compile(r"^Realisasi \(keg")).fill("1")
    a004.get_by_label(re.compile(r"^Realisasi anggaran")).fill("seratus juta")
    a004.get_by_label(re.compile("^Halaman")).fill("12")
    a005.get_by_label(re.compile(r"^Realisasi \(keg")).fill("0")
    page.get_by_role("button", name="Simpan semua baris").click()
    expect(a004).to_contain_text("Bukan angka")
    expect(a005.get_by_label(re.compile(r"^Realisasi \(keg"))).to_have_value("0")
    potret(page, "roadmap-admin-6-historis-galat")
    axe(page)
    rows = RealisasiHistoris.objects.filter(
        butir__kode__in=("A-004", "A-005"), tahun=tahun, diganti=None
    )
    assert not rows.filter(butir__rencana__instansi__kode=CONTOH).exists()
    a004.get_by_label(re.compile(r"^Realisasi anggaran")).fill("100.000.000")
    page.get_by_role("button", name="Simpan semua baris").click()
    expect(page.get_by_role("alert")).to_contain_text("A-005, Halaman")
    assert not rows.filter(butir__rencana__instansi__kode=CONTOH).exists()
    a005.get_by_label(re.compile("^Halaman")).fill("13")
    page.get_by_role("button", name="Simpan semua baris").click()
    expect(page.get_by_text(f"Historis {tahun}: 2 baris baru")).to_be_visible()
    found = rows.order_by("butir__kode").values_list("butir__kode", "komponen", "anggaran")
    assert list(found) == [("A-004", ["1"], 100_000_000), ("A-005", ["0"], None)]
    potret(page, "roadmap-admin-7-historis")
    page.goto(f"/roadmap/kegiatan/?cari=A-004&tahun={tahun}")
    row = page.locator(".rt-lebar tbody tr", has_text="A-004").first
    expect(row).to_contain_text("historis")
    expect(row).to_contain_text("100%")
    axe(page)


def test_the_auditor_reads_and_takes_the_official_lampiran(
    pekerja: None,
    masuk: Callable[[str], Page],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
) -> None:
    page = masuk("auditor")
    page.goto(f"/roadmap/rekonsiliasi/?rencana={resmi().pk}")
    row = page.locator("table.rk tbody tr", has=page.get_by_role("rowheader", name="2019"))
    expect(row.first).to_contain_text("204.990.917")
    expect(row.first).to_contain_text("204.990.918")
    potret(page, "roadmap-auditor-1-rekonsiliasi")
    axe(page)
    page.goto(f"/roadmap/rekonsiliasi/?rencana={resmi().pk}&usulan=1")
    expect(row.first).to_contain_text("15.180.917")
    potret(page, "roadmap-auditor-2-usulan")
    axe(page)

    page.goto("/laporan/?jenis=lampiran")
    page.get_by_label("Rencana", exact=True).select_option(str(resmi().pk))
    axe(page)
    page.locator("section[aria-labelledby=h-minta] form").get_by_role("button").first.click()
    expect(page.get_by_role("link", name=re.compile("^Unduh"))).to_be_visible(timeout=120_000)
    potret(page, "roadmap-auditor-3-laporan")
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("^Unduh")).click()
    content = Path(started.value.path()).read_bytes()
    job = Job.objects.get(oleh__username="auditor", jenis="lampiran_roadmap")
    assert hashlib.sha256(content).hexdigest() == job.hasil_sha256
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(content)).pages]
    text = " ".join(" ".join(pages).split())
    for printed in ("7,535,604", "204,990,918", "10,663,211", "11,375,515", "10,146,551"):
        assert printed in text
    assert len(pages) == job.hasil_halaman
    assert all("Indikator" in p for p in pages[:-2])
