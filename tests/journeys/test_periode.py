"""The Ketua closes a period on a phone; the auditor asks what changed and if a file is true."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, ViewportSize, expect

from accounts.models import User
from audit.models import Kejadian
from evidence.models import Batas
from jobs.models import Job
from reports.kemajuan.parameter import kode_terbaca
from reports.models import KeadaanPeriode, LangkahPeriode, Potret, Terbitan
from tests.factories.periode import buat_potret
from tests.journeys.layar.dasar import CONTOH
from tests.journeys.layar.laporan import periode

pytestmark = pytest.mark.django_db(transaction=True)

SABAR = 180_000  # a report of the whole plan, on a machine that does other things too
PONSEL: ViewportSize = {"width": 360, "height": 740}


def _batas(keadaan: KeadaanPeriode) -> Batas:
    return Batas.objects.select_related("rencana__instansi").get(pk=periode(keadaan)())


def _laporan(page: Page) -> str:
    """Wait for the report that the page is about; return the address of its file."""
    expect(page.get_by_role("heading", name="Laporan siap")).to_be_visible(timeout=SABAR)
    href = page.get_by_role("link", name="Unduh PDF").get_attribute("href")
    assert href is not None
    return href


def test_the_ketua_closes_a_period_on_a_phone(
    pekerja: None,
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    open_one = _batas(KeadaanPeriode.TERBUKA)
    Batas.objects.filter(pk=open_one.pk).update(dibuka=open_one.rencana.mulai)
    page = masuk("sekda")
    page.set_viewport_size(PONSEL)

    # Home says what waits; the menu leads to all periods.
    waiting = _batas(KeadaanPeriode.DIPOTRET)
    expect(page.locator(".pn-decide")).to_contain_text(f"{waiting.kode} menunggu persetujuan Anda")
    potret(page, "ketua-periode-beranda")
    page.get_by_role("link", name="Menu", exact=True).click()
    page.get_by_role("navigation", name="Menu utama").get_by_role(
        "link", name=re.compile("^Periode")
    ).click()
    expect(page.locator(".pn-lead")).to_contain_text("menunggu persetujuan Anda")
    potret(page, "ketua-periode-daftar")
    axe(page)

    # Freeze: the page says what, then the figures stand still.
    kode = open_one.kode
    page.get_by_role("link", name=f"Potret sekarang {kode}").click()
    expect(page.get_by_role("heading", name=f"Potret {kode} sekarang")).to_be_visible()
    potret(page, "ketua-potret-konfirmasi")
    axe(page)
    page.get_by_role("button", name=f"Potret {kode} sekarang").click()
    expect(page.get_by_role("heading", name="Potret 1 menunggu persetujuan Anda")).to_be_visible()
    frozen = Potret.objects.get(batas=open_one)

    # Approve: figures once more, then no DRAF from here on.
    page.get_by_role("link", name="Setujui periode").click()
    expect(page.locator("form.pn-konfirmasi")).to_contain_text("tidak lagi bertanda DRAF")
    potret(page, "ketua-setujui-konfirmasi")
    axe(page)
    page.get_by_role("button", name=f"Setujui {kode}").click()
    expect(page.get_by_role("heading", name="Periode ini disetujui Ketua")).to_be_visible()
    assert LangkahPeriode.objects.latest("pk").ke == KeadaanPeriode.DISETUJUI
    potret(page, "ketua-periode-disetujui")

    # The report of exactly this Potret, opened on the phone.
    page.get_by_role("link", name="Minta laporan").click()
    expect(page.get_by_label("Periode dan Potret")).to_have_value(str(frozen.pk))
    page.get_by_role("button", name="Minta laporan kemajuan").click()
    href = _laporan(page)
    potret(page, "ketua-laporan-siap")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Unduh PDF").click()
    target = tmp_path / "laporan.pdf"
    taken.value.save_as(target)
    assert target.read_bytes().startswith(b"%PDF-")
    issued = Terbitan.objects.get(potret=frozen)
    assert issued.parameter["persetujuan"]["oleh"] == User.objects.get(username="sekda").nama
    page.goto(f"/laporan/periode/{open_one.pk}/")
    expect(page.locator("main")).to_contain_text(kode_terbaca(issued.kode))
    potret(page, "ketua-periode-rinci")
    axe(page)
    assert Kejadian.objects.filter(aksi="laporan.unduh").exists()
    assert href.endswith("/unduh/")


def test_the_auditor_compares_two_periods_and_checks_a_file(
    pekerja: None,
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
) -> None:
    sekda = User.objects.get(username="sekda")
    a, b = (
        buat_potret(_batas(keadaan), sekda)
        for keadaan in (KeadaanPeriode.DISETUJUI, KeadaanPeriode.DIPOTRET)
    )
    page = masuk("auditor")

    # What changed between two periods, narrowed to one kind of change.
    page.get_by_role("link", name="Periode", exact=True).first.click()
    potret(page, "auditor-periode-daftar")
    page.get_by_role("link", name="Bandingkan dua potret").click()
    page.get_by_label("Dari", exact=True).select_option(str(a.pk))
    page.get_by_label("ke", exact=True).select_option(str(b.pk))
    page.get_by_role("button", name="Bandingkan").click()
    expect(page.locator(".pn-lead")).to_contain_text("tugas terbaca lain")
    expect(page.get_by_role("heading", name="Anggota Satgas")).to_be_visible()
    potret(page, "auditor-banding")
    axe(page)
    page.get_by_label("Perubahan", exact=True).select_option("status")
    page.get_by_role("button", name="Saring").click()
    expect(page.get_by_label("Perubahan", exact=True)).to_have_value("status")
    potret(page, "auditor-banding-saring")
    page.get_by_role("link", name="Hapus saringan").click()

    # The frozen figures themselves.
    page.goto(f"/laporan/potret/{b.pk}/")
    expect(page.locator("main")).to_contain_text(b.sha256)
    potret(page, "auditor-potret")
    axe(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Unduh JSON kanonik").click()
    assert Path(taken.value.path()).read_text("utf-8") == Potret.objects.get(pk=b.pk).isi

    # A report, its code typed by hand, its file and a file with one byte changed.
    page.get_by_role("link", name="Minta laporan").click()
    page.get_by_role("button", name="Minta laporan kemajuan").click()
    _laporan(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Unduh PDF").click()
    content = Path(taken.value.path()).read_bytes()
    job = Job.objects.filter(jenis="kemajuan", instansi__kode=CONTOH).latest("pk")
    kode = Terbitan.objects.get(potret=b).kode
    page.context.clear_cookies()
    page.goto("/periksa/")
    page.get_by_label("Kode periksa").fill(kode_terbaca(kode).lower())
    page.get_by_label("Kode periksa").press("Enter")
    expect(page.locator("main")).to_contain_text(job.hasil_sha256)
    changed = content[:-200] + bytes([content[-200] ^ 1]) + content[-199:]
    for body, said in ((content, "Berkas ini cocok"), (changed, "Berkas ini tidak cocok")):
        chosen: FilePayload = {
            "name": "laporan.pdf",
            "mimeType": "application/pdf",
            "buffer": body,
        }
        page.get_by_label("Berkas yang Anda terima").set_input_files(chosen)
        page.get_by_role("button", name="Cocokkan berkas").click()
        expect(page.get_by_role("heading", name=said, exact=True)).to_be_visible()
        potret(page, f"periksa-{said.lower().replace(' ', '-')}")
    axe(page)
