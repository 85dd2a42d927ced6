"""A task handed over between two units, given back once, accepted; progress with one tap."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from evidence.models import Capaian, SerahTerima
from tests.factories import buat_serah
from tests.journeys.layar.dasar import CONTOH

pytestmark = pytest.mark.django_db(transaction=True)

PEMBERI, PENERIMA = "operator.pengadaan", "operator.inspektorat"
CATATAN = "Daftar sembilan paket pengadaan strategis, lengkap dengan kertas kerjanya."
KURANG = "Kertas kerja paket ketiga belum ada."


def tugas(kode: str) -> Capaian:
    """The task of the CONTOH plan that is due first."""
    rows = Capaian.objects.filter(
        instansi__kode=CONTOH, butir__kode=kode, butir__rencana__jenis="satgas", gugur=None
    )
    return rows.select_related("butir__rencana", "unit").order_by("mulai")[0]


@pytest.fixture
def serah(contoh: None) -> SerahTerima:
    """The Biro Pengadaan owes the Inspektorat a list; the task that needs it is past its date."""
    row = buat_serah(tugas("12.b"), tugas("4.n"), "Daftar paket pengadaan strategis")
    Capaian.objects.filter(pk=row.ke_id).update(batas=timezone.localdate() - timedelta(days=4))
    return row


def baris(page: Page, serah: SerahTerima) -> str:
    """The words of the receiving task's row in Tugas saya."""
    page.goto("/tugas-saya/?kata=4.n")
    return " ".join((page.locator(f"#t-{serah.ke_id}").inner_text()).split())


def test_hand_over_between_two_units(
    masuk: Callable[[str], Page],
    serah: SerahTerima,
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
) -> None:
    pemberi, penerima = serah.dari.unit, serah.ke.unit

    page = masuk(PENERIMA)
    words = baris(page, serah)
    assert f"Menunggu penyerahan dari {pemberi.nama}" in words
    assert "Lewat batas" not in words
    axe(page)
    potret(page, "serah-1-menunggu")

    page = masuk(PEMBERI)
    page.goto("/tugas-saya/")
    waiting = page.locator("section", has=page.get_by_role("heading", name="Serah terima"))
    expect(waiting).to_contain_text("Lewat batas waktu 4 hari")
    potret(page, "serah-2-daftar-pemberi")
    waiting.get_by_role("link", name=re.compile(f"{serah.dari.butir.kode}$")).first.click()
    axe(page)
    page.get_by_label("Catatan penyerahan").fill(CATATAN)
    potret(page, "serah-3-serahkan")
    page.get_by_role("button", name="Serahkan").click()
    expect(page.locator("main")).to_contain_text(f"diserahkan kepada {penerima.nama}")

    page = masuk(PENERIMA)
    assert "Lewat batas waktu 4 hari" in baris(page, serah)  # now it is theirs
    page.goto(f"/serah/{serah.pk}/")
    expect(page.locator("main")).to_contain_text(CATATAN)
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.get_by_role("alert")).to_contain_text("Tulis alasan")
    potret(page, "serah-4-alasan")
    page.get_by_label("Catatan").fill(KURANG)
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.locator("main")).to_contain_text(f"dikembalikan kepada {pemberi.nama}")

    page = masuk(PEMBERI)
    page.goto(f"/tugas/{serah.dari_id}/")
    block = page.locator("section", has=page.get_by_role("heading", name="Serah terima"))
    expect(block).to_contain_text(KURANG)
    axe(page)
    potret(page, "serah-5-tugas-pemberi")
    note = page.locator(f"#catatan-{serah.pk}")
    note.fill("Kertas kerja paket ketiga menyusul di halaman 9.")
    page.locator("li", has=note).get_by_role("button", name="Serahkan").click()

    page = masuk(PENERIMA)
    page.goto(f"/tugas/{serah.ke_id}/")
    potret(page, "serah-6-tugas-penerima")
    page.locator("li", has=page.locator(f"#catatan-{serah.pk}")).get_by_role(
        "button", name="Terima"
    ).click()
    expect(page.locator("main")).to_contain_text(f"diterima dari {pemberi.nama}")
    serah.refresh_from_db()
    assert (serah.keadaan, serah.jawaban) == ("diterima", "")
    assert Capaian.objects.get(pk=serah.ke_id).pemegang is None
    potret(page, "serah-7-diterima")


def test_progress_with_one_tap_in_the_row_and_on_the_task(
    masuk: Callable[[str], Page],
    serah: SerahTerima,
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
) -> None:
    page = masuk(PENERIMA)
    page.goto("/tugas-saya/?kata=4.n")
    row = page.locator(f"#t-{serah.ke_id}")
    row.locator("summary").click()
    axe(page)
    potret(page, "progres-1-baris")
    row.get_by_role("button", name="Menunggu pihak lain").click()
    expect(row.locator("summary")).to_contain_text("Menunggu pihak lain")
    assert page.url.endswith("?kata=4.n")  # only the piece was swapped
    expect(row.locator("summary")).to_be_focused()

    page.goto(f"/tugas/{serah.ke_id}/")
    page.get_by_label("Narasi capaian").fill("Sedang diketik.")
    page.get_by_role("button", name="Sedang disiapkan").click()
    expect(page.locator("#progres")).to_contain_text("Sedang disiapkan")
    expect(page.get_by_role("button", name="Sedang disiapkan")).to_have_attribute(
        "aria-pressed", "true"
    )
    # What was typed is still there, and still fits the version it was made from.
    expect(page.get_by_label("Narasi capaian")).to_have_value("Sedang diketik.")
    potret(page, "progres-2-tugas")
    page.locator("button[name=aksi][value=simpan]").click()
    expect(page.locator("main")).to_contain_text("Draf tersimpan")
    c = Capaian.objects.get(pk=serah.ke_id)
    assert (c.progres, c.narasi) == ("disiapkan", "Sedang diketik.")


def test_progress_without_scripts(polos: Page, serah: SerahTerima) -> None:
    polos.locator("input[name=login]").fill(PENERIMA)
    polos.locator("input[name=password]").fill("sandi-contoh-untuk-uji")
    polos.locator("input[name=password]").press("Enter")
    polos.goto("/tugas-saya/?kata=4.n")
    row = polos.locator(f"#t-{serah.ke_id}")
    row.locator("summary").click()
    row.get_by_role("button", name="Menunggu tanda tangan").click()
    expect(polos.locator(f"#t-{serah.ke_id} summary")).to_contain_text("Menunggu tanda tangan")
    assert polos.url.endswith(f"?kata=4.n#t-{serah.ke_id}")
