"""An admin fills a template, sees the faults in colours, mends, applies and undoes."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from accounts.models import Instansi, Unit
from audit.models import Kejadian
from imports.models import Batch

pytestmark = pytest.mark.django_db(transaction=True)

CONTOH = "pemprov-ntt-contoh"
ODS = Path(__file__).resolve().parents[1] / "berkas" / "unit.ods"
KODE, NAMA = "badan-kepegawaian", "Badan Kepegawaian Daerah yang baru"
_MERAH = "FFF8B4AE"


def _unduh(page: Page, nama: str, index: int = 0) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=nama).nth(index).click()
    return Path(download.value.path()).read_bytes()


def _isi(buku: Workbook) -> Worksheet:
    """Return the sheet of a template that takes rows."""
    lembar = buku["Isi"]
    assert isinstance(lembar, Worksheet)
    return lembar


def _simpan(buku: Workbook) -> bytes:
    out = io.BytesIO()
    buku.save(out)
    return out.getvalue()


def _unggah(page: Page, nama: str, data: bytes) -> Batch:
    """Bring a file in by the page that is open, and wait until it has been checked."""
    page.locator("input[type=file]").set_input_files(
        {"name": nama, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.locator("#h-berikut")).to_be_visible(timeout=30_000)
    return Batch.objects.latest("pk")


def test_template_faults_mended_applied_undone(
    masuk: Callable[[str], Page],
    pekerja: None,
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
) -> None:
    instansi = Instansi.objects.get(kode=CONTOH)
    before = list(Unit.objects.filter(instansi=instansi).order_by("pk").values())
    old = Unit.objects.get(instansi=instansi, kode=KODE).nama
    page = masuk("admin")

    # The template, filled as in Excel: one wrong word in a column of choices.
    page.get_by_role("link", name="Impor", exact=True).click()
    page.get_by_role("link", name="Templat dan isi sekarang").click()
    potret(page, "impor-jenis")
    axe(page)
    buku = load_workbook(io.BytesIO(_unduh(page, "Unduh templat Unit")))
    lembar = _isi(buku)
    heads = [cell.value for cell in lembar[1]]
    row = {"Kode": KODE, "Nama": NAMA, "Jenis": "OPDD", "Unit induk": "Gubernur"}
    lembar.append([row.get(str(head)) for head in heads])
    page.get_by_role("link", name="Impor berkas Unit").click()
    batch = _unggah(page, "unit dari Excel.xlsx", _simpan(buku))
    assert (batch.keadaan, batch.ditolak) == (Batch.Keadaan.BERMASALAH, 1)
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("“OPDD” bukan pilihan kolom ini.")
    potret(page, "impor-temuan")
    axe(page)

    # The same workbook comes back with the cell in red and the reason as its note.
    page.get_by_role("link", name="Berkas bertanda").click()
    page.get_by_role("button", name="Buat berkas bertanda").click()
    link = page.get_by_role("link", name="Unduh berkas bertanda")
    for _ in range(20):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    potret(page, "impor-berkas")
    axe(page)
    marked = _isi(load_workbook(io.BytesIO(_unduh(page, "Unduh berkas bertanda"))))
    cell = marked.cell(lembar.max_row, heads.index("Jenis") + 1)
    assert (cell.value, cell.fill.fgColor.rgb) == ("OPDD", _MERAH)
    assert cell.comment is not None
    assert "bukan pilihan kolom ini" in cell.comment.text

    # Mended: old and new stand beside each other, then it is applied.
    lembar.cell(lembar.max_row, heads.index("Jenis") + 1).value = "Perangkat daerah"
    page.get_by_role("link", name="Unggah perbaikan").click()
    batch = _unggah(page, "unit dari Excel.xlsx", _simpan(buku))
    assert (batch.keadaan, batch.berubah) == (Batch.Keadaan.SIAP, 1)
    expect(page.locator("tbody")).to_contain_text(NAMA)
    potret(page, "impor-perubahan")
    axe(page)
    page.get_by_role("link", name="Terapkan", exact=True).click()
    potret(page, "impor-terapkan")
    axe(page)
    page.get_by_role("button", name="Terapkan").click()
    expect(page.locator("#h-berikut")).to_have_text("Impor ini sudah diterapkan", timeout=30_000)
    assert Unit.objects.get(instansi=instansi, kode=KODE).nama == NAMA
    potret(page, "impor-diterapkan")

    # Undone: everything as it was, and the trail has both.
    page.get_by_role("link", name="Urungkan").click()
    axe(page)
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator("#h-berikut")).to_have_text("Impor ini sudah diurungkan", timeout=30_000)
    assert list(Unit.objects.filter(instansi=instansi).order_by("pk").values()) == before
    assert Unit.objects.get(instansi=instansi, kode=KODE).nama == old
    for aksi in ("impor.selesai", "impor.terurung"):
        assert Kejadian.objects.filter(aksi=aksi, objek_id=str(batch.pk)).count() == 1

    # A file that LibreOffice saved, with headings of an office's own.
    page.get_by_role("link", name="Impor", exact=True).first.click()
    potret(page, "impor-daftar")
    axe(page)
    page.get_by_role("link", name="Impor berkas").click()
    batch = _unggah(page, ODS.name, ODS.read_bytes())
    assert batch.jenis == "unit"
    assert batch.keadaan == Batch.Keadaan.SIAP, list(batch.temuan_set.values("sel", "pesan"))
    expect(page.locator("h1")).to_have_text(re.compile("unit.ods"))
