"""The sheet for JAGA: carried by hand, rejected by KPK, repaired, carried again, accepted."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from evidence.models import Capaian, Pemenuhan
from satgas.models import KirimanJaga
from tests.factories import pdf_kecil
from tests.journeys.layar.dasar import CONTOH

pytestmark = pytest.mark.django_db(transaction=True)

KODE = "9.h"
CATATAN = "Halaman pengesahan belum ditandatangani."


def tugas() -> Capaian:
    """The approved task of the CONTOH plan that the journey carries."""
    return Capaian.objects.select_related("butir__rencana").get(
        instansi__kode=CONTOH,
        butir__kode=KODE,
        butir__rencana__jenis="satgas",
        status="disetujui",
        gugur=None,
    )


def lembar(page: Page, capaian: Capaian) -> Locator:
    """Open the sheet at the line of the task; return the line."""
    page.goto(f"/jaga/?rencana={capaian.butir.rencana_id}&kata={KODE}")
    return page.locator(f"#baris-{capaian.pk}")


def salinan(page: Page) -> str:
    """Return what is on the clipboard."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_from_copying_to_rejection_and_back(
    masuk: Callable[[str], Page],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    capaian = tugas()
    dokumen = Pemenuhan.objects.get(capaian=capaian)
    page = masuk("verifikator")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name=re.compile("Lembar Unggah JAGA")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lembar Unggah JAGA")
    baris = lembar(page, capaian)
    expect(baris).to_contain_text("Siap diunggah")
    potret(page, "jaga-1-siap")
    axe(page)

    # Copy, download, tick.
    baris.get_by_role("button", name="Salin nilai").click()
    expect(baris.get_by_role("status").first).to_have_text("Tersalin")
    assert salinan(page) == str(capaian.nilai_klaim)
    baris.get_by_role("button", name="Salin narasi").click()
    expect(baris.get_by_role("status").last).to_have_text("Tersalin")
    assert salinan(page) == capaian.narasi
    with page.expect_download() as unduhan:
        baris.get_by_role("link", name=re.compile("^Unduh berkas")).first.click()
    assert Path(unduhan.value.path()).read_bytes()[:5] == b"%PDF-"
    baris.get_by_role("button", name=re.compile("^Sudah diunggah")).click()
    expect(page.get_by_text(f"{KODE}: 1 dokumen ditandai sudah diunggah ke JAGA.")).to_be_visible()
    assert page.url.endswith(f"#dok-{dokumen.pk}")
    expect(page.locator(f"#dok-{dokumen.pk}")).to_be_focused()
    potret(page, "jaga-2-diunggah")

    # KPK rejects; the note is asked for, what was chosen stays.
    jawab(page, "Ditolak KPK", "")
    expect(page.get_by_role("alert")).to_contain_text("Tulis catatan KPK")
    expect(page.get_by_label("Ditolak KPK")).to_be_checked()
    axe(page)
    potret(page, "jaga-3-catatan-kurang")
    page.get_by_label(re.compile("^Catatan KPK")).fill(CATATAN)
    page.get_by_role("button", name="Simpan jawaban").click()
    baris = page.locator(f"#baris-{capaian.pk}")
    expect(baris).to_contain_text(CATATAN)
    expect(baris).to_contain_text("Status di Pantas: Perlu perbaikan")
    potret(page, "jaga-4-ditolak")
    axe(page)

    # The unit reads KPK's note and sends a new version.
    page = masuk("operator.bkd")
    page.goto("/tugas-saya/")
    expect(page.locator("main")).to_contain_text(CATATAN)
    page.goto(f"/tugas/{capaian.pk}/")
    expect(page.locator("main .pn-next").first).to_contain_text(CATATAN)
    expect(page.locator("main .pn-next").first).to_contain_text("Ditolak KPK")
    potret(page, "jaga-5-tugas-unit")
    baru = tmp_path / "laporan-disahkan.pdf"
    baru.write_bytes(pdf_kecil("Disahkan"))
    page.get_by_role("link", name=re.compile("Unggah versi baru")).first.click()
    page.get_by_label("Berkas").set_input_files(baru)
    page.locator("main form button[type=submit]").click()
    page.locator("button[name=aksi][value=kirim]").click()
    expect(page.get_by_text(f"Tugas {KODE} dikirim ke Inspektorat")).to_be_visible()

    # Approved again, the line is ready again; uploaded and accepted.
    page = masuk("verifikator")
    page.goto(f"/verifikasi/{capaian.pk}/")
    page.locator("label:has(input[name=nilai][value='90'])").click()
    page.get_by_role("button", name="Setujui & lanjut").click()
    expect(page.get_by_text(f"{KODE}, dokumen 1 disetujui")).to_be_visible()
    baris = lembar(page, capaian)
    expect(baris).to_contain_text("Siap diunggah")
    baris.get_by_text("Riwayat di JAGA (1)").click()
    potret(page, "jaga-6-siap-lagi")
    baris.get_by_role("button", name=re.compile("^Sudah diunggah")).press("Enter")
    jawab(page, "Diterima KPK", "")
    expect(page.locator(f"#baris-{capaian.pk}")).to_contain_text("Diterima KPK")
    potret(page, "jaga-7-diterima")
    rows = KirimanJaga.objects.filter(pemenuhan=dokumen).values_list("jawaban", "catatan")
    assert list(rows) == [("ditolak", CATATAN), ("diterima", "")]

    # KPK's value, as it is written in the office.
    page.locator(f"#baris-{capaian.pk}").get_by_role(
        "link", name=re.compile("Catat nilai KPK")
    ).click()
    page.get_by_label("Nilai KPK").fill("68,25")
    page.get_by_label("Tanggal nilai").fill(timezone.localdate().isoformat())
    page.get_by_label("Sumber").fill("JAGA.ID")
    axe(page)
    potret(page, "jaga-8-nilai")
    page.get_by_role("button", name="Simpan nilai").click()
    expect(page.locator(f"#baris-{capaian.pk}")).to_contain_text("68,25")


def jawab(page: Page, jawaban: str, catatan: str) -> None:
    """Record KPK's answer of today in the row of the upload that waits."""
    row = page.locator("li[id^=dok-]", has=page.get_by_text("Catat jawaban KPK")).first
    row.get_by_text("Catat jawaban KPK").click()
    row.get_by_label(jawaban).check()
    row.get_by_label("Tanggal jawaban KPK").fill(timezone.localdate().isoformat())
    row.get_by_label("Catatan KPK").fill(catatan)
    row.get_by_role("button", name="Simpan jawaban").click()


def test_without_scripts_the_text_can_be_selected_and_the_steps_work(polos: Page) -> None:
    polos.locator("input[name=login]").fill("verifikator")
    polos.locator("input[name=password]").fill("sandi-contoh-untuk-uji")
    polos.locator("input[name=password]").press("Enter")
    capaian = tugas()
    baris = lembar(polos, capaian)
    expect(baris.get_by_role("button", name="Salin nilai")).to_be_hidden()
    nilai = baris.get_by_label(re.compile("^Nilai mandiri"))
    expect(nilai).to_have_value(str(capaian.nilai_klaim))
    expect(nilai).not_to_be_editable()
    baris.get_by_role("button", name=re.compile("^Sudah diunggah")).click()
    expect(polos.locator(f"#baris-{capaian.pk}")).to_contain_text("Batalkan tanda unggah")
    polos.locator(f"#baris-{capaian.pk}").get_by_role(
        "button", name=re.compile("^Batalkan tanda unggah")
    ).click()
    expect(polos.locator(f"#baris-{capaian.pk}")).to_contain_text("Siap diunggah")


def test_nothing_runs_over_at_360_px(masuk: Callable[[str], Page]) -> None:
    page = masuk("verifikator")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/jaga/?rencana={tugas().butir.rencana_id}")
    wide = page.evaluate(
        """[...document.querySelectorAll("main *")]
        .filter((e) => e.getBoundingClientRect().right > 360)
        .map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
