"""An admin copies the plan to a new year and compares; and records an amending decree."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from evidence.models import Capaian, Rencana
from satgas.models import Anggota

pytestmark = pytest.mark.django_db(transaction=True)

CONTOH = "pemprov-ntt-contoh"


@pytest.mark.parametrize("lebar", [360, 1280])
def test_copy_the_plan_to_a_new_year_and_compare(
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    lebar: int,
) -> None:
    asal = Rencana.objects.get(instansi__kode=CONTOH, jenis="satgas")
    butir = asal.butir_set.filter(dicabut__isnull=True).count()
    tugas = Capaian.objects.count()
    page = masuk("admin")
    page.set_viewport_size({"width": lebar, "height": 800})

    # The list, then the plan with its obligations.
    if lebar < 992:
        page.get_by_role("link", name="Menu", exact=True).click()
    page.get_by_role("link", name="Kelola rencana").click()
    expect(page.get_by_role("heading", name="Rencana", exact=True)).to_be_visible()
    potret(page, "rencana-daftar")
    page.get_by_role("link", name=asal.nama).first.click()
    expect(page.get_by_role("heading", name="Batas dan jumlah yang ditagih")).to_be_visible()
    expect(page.get_by_text("Menurut teks:").first).to_be_visible()
    potret(page, "rencana-berjalan")

    # Copy: the taken year is refused with what was typed, the next one is made.
    page.get_by_role("link", name="Salin ke tahun baru").click()
    page.get_by_label("Tahun rencana baru").fill(str(asal.tahun))
    page.get_by_role("button", name="Salin rencana").click()
    expect(page.get_by_role("alert")).to_contain_text("Pilih tahun lain")
    expect(page.get_by_label("Tahun rencana baru")).to_have_value(str(asal.tahun))
    page.get_by_label("Tahun rencana baru").fill(str(asal.tahun + 1))
    page.get_by_role("button", name="Salin rencana").click()
    baru = Rencana.objects.get(asal=asal)
    expect(page.locator("main h1")).to_have_text(baru.nama)
    expect(page.get_by_text("Nomor, tanggal, dan penanda tangan")).to_be_visible()
    expect(page.get_by_text("Disusun", exact=True)).to_be_visible()
    assert baru.butir_set.count() == butir
    assert Capaian.objects.count() == tugas
    potret(page, "rencana-salinan")

    # Change one task of the new year.
    satu = baru.butir_set.get(kode="9.d")
    page.get_by_role("searchbox", name="Kode atau kata").fill("9.d")
    page.get_by_role("button", name="Saring").click()
    page.get_by_role("link", name=satu.uraian).click()
    page.get_by_label("Pola", exact=True).select_option("bulanan")
    page.get_by_role("button", name="Simpan", exact=True).first.click()
    expect(page.get_by_text("Tersimpan.")).to_be_visible()
    potret(page, "rencana-butir")
    axe(page)

    # Compare: one changed, all others the same.
    page.get_by_role("link", name=baru.nama).first.click()
    page.get_by_role("link", name="Bandingkan").click()
    tabs = page.locator(".pn-tabs")
    expect(tabs).to_contain_text(f"Semua {butir}")
    expect(tabs).to_contain_text(f"Sama {butir - 1}")
    page.get_by_role("link", name="Berubah 1").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr ins")).to_have_text("Bulanan")
    assert page.url.endswith(f"?dengan={asal.pk}&hasil=berubah")
    potret(page, "rencana-banding")
    axe(page)

    # What starting it would ask, and nothing is asked yet.
    page.goto(f"/rencana/{baru.pk}/mulai/")
    expect(page.locator(".pn-lead")).to_contain_text("akan ditagih")
    potret(page, "rencana-mulai")
    assert Capaian.objects.count() == tugas
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= lebar


def test_record_an_amending_decree(
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
) -> None:
    """Choose tasks, type what changes, look at it, apply it; the member's page is marked."""
    rencana = Rencana.objects.get(instansi__kode=CONTOH, jenis="satgas")
    page = masuk("admin")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/satgas/perubahan/?rencana={rencana.pk}")
    potret(page, "perubahan-pilih")
    page.get_by_label("Jumlah tugas yang ditambah").fill("1")
    page.get_by_label("Ubah 9.a", exact=True).check()
    page.get_by_label("Cabut 9.b", exact=True).check()
    page.get_by_role("button", name="Lanjut mengisi").click()

    page.get_by_label("Nomor keputusan perubahan").fill("7/KEP/HK/CONTOH")
    page.get_by_label("Tanggal keputusan").fill(str(timezone.localdate()))
    page.get_by_label("Bunyi baru 9.a").fill("menyusun laporan yang bunyinya diubah;")
    page.get_by_label("Tugas baru 1: anggota").select_option(index=9)
    page.get_by_label("Tugas baru 1: huruf").fill("zz")
    page.get_by_label("Tugas baru 1: bunyi").fill("melaporkan hal yang baru;")
    potret(page, "perubahan-isian")
    axe(page)
    page.get_by_role("button", name="Lihat pratinjau").click()
    expect(page.get_by_text("Belum diterapkan")).to_be_visible()
    potret(page, "perubahan-pratinjau")
    axe(page)
    assert not rencana.butir_set.filter(dicabut__isnull=False).exists()
    page.get_by_role("button", name="Terapkan perubahan").click()
    expect(page.get_by_role("status")).to_contain_text("dicatat dan diterapkan")
    assert [b.kode for b in rencana.butir_set.filter(dicabut__isnull=False)] == ["9.b"]
    potret(page, "perubahan-tercatat")

    anggota = Anggota.objects.get(sk__rencana=rencana, no=9)
    page.goto(f"/satgas/anggota/{anggota.pk}/?rencana={rencana.pk}")
    expect(page.locator("#butir-9\\.a")).to_contain_text("Diubah oleh Keputusan Nomor 7/KEP/HK")
    expect(page.locator("#butir-9\\.b")).to_contain_text("Dicabut")
    potret(page, "perubahan-anggota")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
