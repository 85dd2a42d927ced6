"""A meeting raises a problem to the pleno; its step is late, is done, and is gone again."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from evidence.models import Rencana
from roadmap.models import LangkahPerbaikan, Masalah
from tests.factories import pdf_kecil
from tests.journeys.layar.dasar import CONTOH

pytestmark = pytest.mark.django_db(transaction=True)

KODE = "E-042"
MASALAH = "Penyedia pelatihan belum dapat ditetapkan."
LANGKAH = "Tetapkan penyedia pelatihan bersama Biro Pengadaan."


@pytest.fixture
def waktu(contoh: None) -> Iterator[Callable[[int], None]]:
    """Let days pass on the server; the clock runs on."""
    travels: list[time_machine.travel] = []

    def lewat(hari: int) -> None:
        travels.append(time_machine.travel(timezone.now() + timedelta(days=hari)))
        travels[-1].start()

    yield lewat
    for travel in reversed(travels):
        travel.stop()


def roadmap() -> Rencana:
    """The sample Road Map."""
    return Rencana.objects.get(instansi__kode=CONTOH, jenis="roadmap")


def tanggal(hari: int) -> str:
    """Return a day from today as a date field takes it."""
    return (timezone.localdate() + timedelta(days=hari)).isoformat()


def pilih(field: Locator, kata: str) -> None:
    """Choose the one option with a word in it."""
    field.select_option(field.locator("option", has_text=kata).get_attribute("value"))


def dasbor(page: Page, *, menurut_satgas: bool) -> str:
    """Return what the Sekda's screen says of problems and steps."""
    page.goto("/dasbor/" if menurut_satgas else f"/dasbor/?rencana={roadmap().pk}")
    part = page.locator(f"section[aria-labelledby={'h-roadmap' if menurut_satgas else 'h-pantau'}]")
    expect(part.get_by_role("heading", name="Masalah yang diangkat ke pleno")).to_be_visible()
    return " ".join((part.text_content() or "").split())


def test_from_a_meeting_to_the_sekda_and_back(
    masuk: Callable[[str], Page],
    waktu: Callable[[int], None],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    berkas = tmp_path / "notula.pdf"
    berkas.write_bytes(pdf_kecil("Notula"))
    page = masuk("operator.bkd")
    _rapat(page, berkas, axe, potret)

    # The pleno lays down a step; before its day the Sekda sees the problem only.
    page = masuk("sekda")
    assert LANGKAH not in dasbor(page, menurut_satgas=True)
    page.get_by_role("link", name=re.compile(f"{KODE} {MASALAH}")).click()
    form = page.locator("form[aria-labelledby=h-langkah]")
    form.get_by_label(re.compile("^Langkah perbaikan")).fill(LANGKAH)
    pilih(form.get_by_label("Unit pelaksana"), "Kepegawaian")
    form.get_by_label("Tenggat").fill(tanggal(1))
    form.get_by_role("button", name="Tetapkan langkah").click()
    expect(page.get_by_role("link", name=LANGKAH)).to_be_visible()
    potret(page, "roadmap-rapat-4-masalah")
    axe(page)
    assert "E-042 Tetapkan" not in dasbor(page, menurut_satgas=True)

    # Five days pass: the step is four days late on both dashboards.
    waktu(5)
    page = masuk("sekda")
    for by_decree in (True, False):
        shown = dasbor(page, menurut_satgas=by_decree)
        assert f"{KODE} {LANGKAH} Badan Kepegawaian, lewat 4 hari" in shown
        assert f"{KODE} {MASALAH} di pleno sejak" in shown
        potret(page, f"roadmap-rapat-5-sekda-{'satgas' if by_decree else 'roadmap'}")
        axe(page)

    # The unit says that it is done, with evidence.
    page = masuk("operator.bkd")
    page.goto(f"/roadmap/rapat/langkah/?rencana={roadmap().pk}")
    page.get_by_role("link", name=LANGKAH).click()
    form = page.locator("form:has(button[value=lapor])")
    form.get_by_label(re.compile("^Yang sudah dikerjakan")).fill("Penyedia sudah ditetapkan.")
    form.get_by_label(re.compile("^Bukti")).set_input_files(berkas)
    form.get_by_role("button", name="Nyatakan selesai").click()
    expect(page.locator("main")).to_contain_text("Penyedia sudah ditetapkan.")
    potret(page, "roadmap-rapat-6-dilaporkan")
    axe(page)
    page = masuk("sekda")
    assert (
        f"{LANGKAH} Badan Kepegawaian, lewat 4 hari , dilaporkan selesai" in
        dasbor(page, menurut_satgas=False)
    )  # fmt: skip

    # The Inspektorat confirms: nothing is late any more; the pleno closes the problem.
    page = masuk("verifikator")
    page.goto(f"/roadmap/rapat/langkah/{LangkahPerbaikan.objects.get(uraian=LANGKAH).pk}/")
    page.get_by_role("button", name="Konfirmasi selesai").click()
    expect(page.get_by_role("button", name="Konfirmasi selesai")).to_have_count(0)
    potret(page, "roadmap-rapat-7-dikonfirmasi")
    axe(page)
    page = masuk("sekda")
    shown = dasbor(page, menurut_satgas=True)
    assert LANGKAH not in shown
    assert MASALAH in shown
    page.get_by_role("link", name=re.compile(f"{KODE} {MASALAH}")).click()
    form = page.locator("form:has(button[value=selesai])")
    form.get_by_label("Penyelesaian").fill("Penyedia ditetapkan, pelatihan terjadwal.")
    form.get_by_role("button", name="Tutup sebagai selesai").click()
    expect(page.locator("main")).to_contain_text("Penyedia ditetapkan, pelatihan terjadwal.")
    for by_decree in (True, False):
        shown = dasbor(page, menurut_satgas=by_decree)
        assert (LANGKAH in shown, MASALAH in shown) == (False, False)
    potret(page, "roadmap-rapat-8-selesai")


def _rapat(
    page: Page, berkas: Path, axe: Callable[[Page], None], potret: Callable[[Page, str], None]
) -> None:
    """The unit plans a meeting for today, writes it down, finds a problem and raises it."""
    page.goto(f"/roadmap/rapat/?rencana={roadmap().pk}")
    potret(page, "roadmap-rapat-1-daftar")
    axe(page)
    page.get_by_role("link", name="Jadwalkan rapat").first.click()
    pilih(page.get_by_label("Rapat", exact=True), "Kepegawaian")
    page.get_by_label("Maksud").select_option("monitoring")
    page.get_by_label(re.compile("^Tanggal")).fill(tanggal(0))
    page.get_by_label(re.compile("^Acara")).fill("Kemajuan pelatihan.")
    axe(page)
    page.get_by_role("button", name="Simpan jadwal").click()
    page.get_by_role("link", name="Catat pelaksanaan").click()
    page.get_by_label(re.compile("^Tanggal pelaksanaan")).fill(tanggal(0))
    page.get_by_label(re.compile("^Tempat")).fill("Ruang rapat")
    page.get_by_label(re.compile("^Pimpinan rapat")).fill("Kepala Badan (CONTOH)")
    page.get_by_label(re.compile("^Ringkasan hasil")).fill("Pelatihan belum dapat dimulai.")
    orang = page.get_by_role("group", name="Orang ke-1", exact=True)
    orang.get_by_label("Nama").fill("Kepala Bidang (CONTOH)")
    axe(page)
    page.get_by_role("button", name="Simpan catatan rapat").click()
    page.get_by_label("Berkas notula").set_input_files(berkas)
    page.get_by_role("button", name="Unggah notula").click()
    expect(page.get_by_role("link", name="notula.pdf", exact=True)).to_be_visible()
    page.get_by_role("link", name="Catat masalah").click()
    pilih(page.get_by_label("Indikator atau kegiatan"), KODE)
    page.get_by_label("Masalah").fill(MASALAH)
    page.get_by_role("button", name="Simpan masalah").click()
    potret(page, "roadmap-rapat-2-rapat")
    axe(page)
    form = page.locator("form[aria-labelledby=h-angkat]")
    form.get_by_label("Angkat ke").select_option(label="Pleno")
    form.get_by_label("Alasan").fill("Penetapan penyedia di luar kewenangan Badan Kepegawaian.")
    form.get_by_role("button", name="Angkat masalah").click()
    expect(page.locator("main")).to_contain_text("Di Pleno")
    potret(page, "roadmap-rapat-3-diangkat")
    axe(page)
    assert Masalah.objects.get(uraian=MASALAH).tingkat == "pleno"
