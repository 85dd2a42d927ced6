"""An admin pastes next year's decree from Word, mends it, compares it and makes the plan."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from evidence.models import Rencana
from satgas.models import NaskahTempel
from satgas.official.fixture import decree
from tests.factories.keputusan_word import keputusan_word
from tests.journeys.layar.dasar import CONTOH

pytestmark = pytest.mark.django_db(transaction=True)

SEMULA = "menyusun Dokumen Perjanjian Kinerja/Penetapan Kinerja (untuk JPT);"


def test_a_decree_becomes_next_years_plan(
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
) -> None:
    asal = Rencana.objects.get(instansi__kode=CONTOH, jenis="satgas")
    butir = asal.butir_set.filter(dicabut__isnull=True).count()
    teks = keputusan_word(decree())
    assert teks.count(SEMULA) == 1
    page = masuk("admin")
    page.set_viewport_size({"width": 360, "height": 740})

    # Paste; a table that can't be read is said and stays.
    page.goto("/rencana/")
    page.get_by_role("link", name="Tempel keputusan dari Word").click()
    page.get_by_label("Tabel dari Word").fill("bukan tabel")
    page.get_by_role("button", name="Baca tabel").click()
    expect(page.get_by_role("alert")).to_contain_text("Judul kolom tidak dikenali")
    page.get_by_label("Bandingkan dengan").select_option(f"r{asal.pk}")
    page.get_by_label("Tahun rencana baru").fill(str(asal.tahun + 1))
    page.get_by_label("Tabel dari Word").fill(teks.replace(SEMULA, f"{SEMULA} {SEMULA}"))
    potret(page, "tempel-sk-01-awal")
    axe(page)
    page.get_by_role("button", name="Baca tabel").click()

    # The tree: split one task where the decree has two in one, then delete the second.
    naskah = NaskahTempel.objects.get()
    expect(page.locator("main h1")).to_have_text(f"Naskah keputusan {asal.tahun + 1}")
    page.locator("summary", has_text="Kepala Badan Kepegawaian Daerah").click()
    page.get_by_label("Tugas 9.h", exact=True).fill(f"{SEMULA}\n{SEMULA}")
    page.get_by_role("button", name="Pisah baris 9.h", exact=True).click()
    expect(page.get_by_label("Tugas 9.i", exact=True)).to_have_value(SEMULA)
    expect(page.get_by_label("Tugas 9.m", exact=True)).to_be_visible()
    potret(page, "tempel-sk-02-susun")
    axe(page)
    page.get_by_role("button", name="Hapus 9.i", exact=True).click()
    expect(page.get_by_label("Tugas 9.m", exact=True)).to_have_count(0)

    # The comparison, and the plan.
    page.get_by_role("button", name="Simpan dan bandingkan").first.click()
    expect(page.locator(".pn-tabs")).to_contain_text(f"Sama {butir}")
    potret(page, "tempel-sk-03-banding")
    axe(page)
    page.get_by_role("button", name=f"Buat rencana {asal.tahun + 1}").click()
    baru = Rencana.objects.get(asal=asal)
    expect(page.locator("main h1")).to_have_text(baru.nama)
    assert baru.butir_set.count() == butir
    naskah.refresh_from_db()
    assert naskah.rencana == baru
