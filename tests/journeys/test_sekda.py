"""The Sekda's four minutes before the Governor: read, decide, instruct, print one page."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from evidence.models import Disposisi, Pengecualian, Rencana
from tests.journeys.layar.dasar import CONTOH

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_minutes(
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    page = masuk("sekda")
    rencana = Rencana.objects.get(instansi__kode=CONTOH, jenis="satgas")

    # Minute one: how far, how long, how fast; the parts below come by themselves.
    lead = page.locator(".pn-lead")
    expect(lead).to_contain_text(re.compile(r"\d+ dari \d+ dokumen diterima\."))
    expect(lead).to_contain_text(re.compile(r"Sisa \d+ hari, perlu \d+ per minggu\."))
    expect(page.get_by_role("heading", name="Tren kelengkapan")).to_be_visible()
    expect(page.get_by_role("heading", name="Area intervensi")).to_be_visible()
    expect(page.locator(".pn-hm tbody tr")).not_to_have_count(0)
    potret(page, "sekda-dasbor")
    axe(page)

    # Minute two: an exception that carries the opinion of the Inspektorat is granted here.
    first = page.locator(".pn-decide .pn-items > li").first
    expect(first).to_contain_text("Pendapat Inspektorat: mendukung")
    judul = first.get_by_role("link").first.inner_text()
    first.get_by_role("button", name="Setujui").click()
    expect(page.get_by_text(re.compile("1 ajuan dikabulkan"))).to_be_visible()
    kode = judul.split(": ")[1].split(",")[0]
    assert Pengecualian.objects.get(capaian__butir__kode=kode).putusan == "dikabulkan"
    expect(page.locator(".pn-decide")).not_to_contain_text(judul)

    # Minute three: a unit that holds things up gets an instruction, with the text at hand.
    late = page.locator(".pn-decide li", has_text="lewat batas waktu").first
    name = late.get_by_role("link").first.inner_text()
    late.get_by_text("Beri disposisi").click()
    expect(late.get_by_label("Isi disposisi")).to_have_value(re.compile("Mohon lengkapi"))
    potret(page, "sekda-disposisi")
    late.get_by_role("button", name="Kirim disposisi").click()
    expect(page.get_by_text(re.compile("Disposisi kepada .* tersimpan"))).to_be_visible()
    assert Disposisi.objects.get(rencana=rencana).isi.startswith("Mohon lengkapi")
    expect(page.locator(".pn-decide")).not_to_contain_text(name)

    # A figure leads to its rows, and back.
    number = page.locator(".pn-nums a").first
    shown = number.inner_text()
    number.click()
    expect(page.locator("h1")).to_contain_text(f": {shown}")
    page.get_by_role("link", name="Dasbor").last.click()

    # Another day and another cut-off stay in the address.
    page.get_by_label("Periode", exact=True).select_option("B12")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page).to_have_url(re.compile("batas=B12"))
    page.get_by_role("link", name="Keadaan sekarang").click()

    # Minute four: one page of paper.
    page.get_by_role("link", name="Cetak satu halaman").click()
    potret(page, "sekda-cetak")
    axe(page)
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    (tmp_path / "satu.pdf").write_bytes(paper)
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        assert len(pdf.pages) == 1
        box = pdf.pages[0].mediabox
        assert (round(float(box[2])), round(float(box[3]))) == (842, 595)  # A4 landscape


def test_on_a_phone_decisions_come_first(
    masuk: Callable[[str], Page], axe: Callable[[Page], None]
) -> None:
    page = masuk("sekda")
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    expect(page.get_by_role("heading", name="Area intervensi")).to_be_visible()
    places = {
        name: page.get_by_role("heading", name=name, exact=True).bounding_box()
        for name in ("Perlu keputusan Anda", "Kelengkapan dokumen", "Anggota Satgas")
    }
    tops = [place["y"] for place in places.values() if place]
    assert tops == sorted(tops)
    assert len(tops) == 3
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    axe(page)


def test_without_scripts_everything_is_a_link_away(
    masuk: Callable[[str], Page],
) -> None:
    page = masuk("sekda")
    page.route("**/htmx*.js", lambda route: route.fulfill(status=200, body=""))
    page.goto("/dasbor/")
    page.get_by_role("link", name="Buka tren dan anggota per periode").click()
    expect(page.get_by_role("heading", name="Tren kelengkapan")).to_be_visible()
    page.get_by_role("link", name="Dasbor").last.click()
    page.get_by_role("link", name="Buka area intervensi dan jawaban KPK").click()
    expect(page.get_by_role("heading", name="Area intervensi")).to_be_visible()
