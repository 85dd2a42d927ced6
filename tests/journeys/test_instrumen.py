"""An admin sets up KPK's instrument: areas of 2025, a pasted table, mapping, use; its scores."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from evidence.actions.salin import salin_rencana
from evidence.models import ButirSetara, Rencana
from satgas.models import Instrumen
from tests.journeys.layar.dasar import CONTOH

pytestmark = pytest.mark.django_db(transaction=True)

KEPALA = (
    "Area Intervensi\tBobot\tIndikator\tBobot\tSub Indikator\tBobot\tPerangkat Daerah\t"
    "Dokumen yang diperlukan\tKriteria\n"
)
ISI = (
    "Perencanaan\t15\tRKPD\t100\tReviu RKPD\t60\tInspektorat\t"
    '"1. Laporan reviu\n2. Surat tugas"\t"Ditandatangani\nBernomor"\n'
    "\t\t\t\tTindak lanjut reviu\t40\t{unit}\tMatriks tindak lanjut\tLengkap\n"
    "Pengadaan Barang dan Jasa\t{bobot}\tUKPBJ\t100\tPokja permanen\t100\tBiro Pengadaan\t"
    "Keputusan pembentukan Pokja\tBerlaku\n"
)


def tabel(unit: str, bobot: str) -> str:
    """The rows as a spreadsheet copies them."""
    return KEPALA + ISI.format(unit=unit, bobot=bobot)


@pytest.mark.parametrize("lebar", [1280, 360])
def test_admin_sets_up_the_instrument(
    contoh: None,
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    lebar: int,
) -> None:
    tahun = timezone.localdate().year - 1
    plan = Rencana.objects.get(instansi__kode=CONTOH, jenis=Rencana.Jenis.SATGAS)
    salin_rencana(rencana_id=plan.pk, tahun=tahun, by=User.objects.get(username="admin"))
    page = masuk("admin")
    page.set_viewport_size({"width": lebar, "height": 800})

    page.goto("/instrumen/")
    potret(page, "instrumen-01-daftar")
    page.get_by_role("link", name="Susun instrumen").click()
    page.get_by_label("Tahun").fill(str(tahun))
    page.get_by_label("Area intervensi MCSP 2025").check()
    axe(page)
    page.get_by_role("button", name="Susun instrumen").click()
    expect(page.get_by_text("8 area, 0 indikator, 0 sub indikator.")).to_be_visible()
    expect(page.get_by_role("heading", name="Bobot belum diketahui")).to_be_visible()
    potret(page, "instrumen-02-area")

    # A table with two mistakes: every one is told, nothing is applied, nothing typed is lost.
    page.get_by_role("link", name="Tempel tabel").click()
    page.get_by_label("Tabel dari Excel").fill(tabel("Bappeda Lama", "delapan puluh"))
    page.get_by_role("button", name="Periksa tabel").click()
    expect(page.get_by_role("heading", name="2 hal perlu diperbaiki")).to_be_visible()
    expect(page.get_by_role("cell", name="Bappeda Lama")).to_be_visible()
    assert page.get_by_role("button", name="Terapkan").count() == 0
    potret(page, "instrumen-03-galat")
    axe(page)
    page.get_by_label("Tabel dari Excel").fill(tabel("", "80"))
    page.get_by_role("button", name="Periksa tabel").click()
    potret(page, "instrumen-04-pratinjau")
    axe(page)
    page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_text("Tabel diterapkan: 9 baru, 2 berubah.")).to_be_visible()
    expect(
        page.get_by_text(
            "Bobot area berjumlah 95, seharusnya 100. Belum berbobot: 2, 4, 5, 6, 7, 8."
        )
    ).to_be_visible()
    potret(page, "instrumen-05-isi")
    axe(page)

    # The sub indikator without a unit blocks; its page gives it one, and a task of the decree.
    page.get_by_role("link", name="Pakai instrumen").click()
    expect(page.get_by_role("heading", name="Belum mempunyai unit pengampu")).to_be_visible()
    assert page.get_by_role("button", name="Pakai instrumen").count() == 0
    potret(page, "instrumen-06-terhalang")
    axe(page)
    page.get_by_role("link", name="1.1.2 Tindak lanjut reviu").click()
    page.get_by_label("Unit pengampu").select_option(label="– Bappelitbangda")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Perubahan tersimpan.")).to_be_visible()
    page.get_by_role("link", name="Reviu RKPD", exact=True).click()
    potret(page, "instrumen-07-sub")
    axe(page)
    page.get_by_role("link", name="Pilih tugas").click()
    page.get_by_label("Kode atau kata").fill("reviu rkpd")
    page.get_by_role("button", name="Cari", exact=True).click()
    page.get_by_label("4.a").check()
    potret(page, "instrumen-08-tugas")
    axe(page)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("1 tugas terkait tersimpan.")).to_be_visible()

    page.goto("/instrumen/")
    page.get_by_role("link", name=f"Instrumen MCP {tahun}").click()
    page.get_by_role("link", name="Pakai instrumen").click()
    potret(page, "instrumen-09-pakai")
    axe(page)
    page.get_by_role("button", name="Pakai instrumen").click()
    expect(page.get_by_text("3 sub indikator baru, 0 tetap.")).to_be_visible()
    potret(page, "instrumen-10-dipakai")
    made = Instrumen.objects.get(instansi__kode=CONTOH, tahun=tahun)
    assert made.rencana is not None
    assert (made.keadaan, made.rencana.status) == ("dipakai", "disusun")
    assert list(
        ButirSetara.objects.filter(ke__rencana=made.rencana).values_list("dari__kode", "ke__kode")
    ) == [("4.a", "1.1.1")]
    expect(page.get_by_role("heading", name="Rencananya masih disusun")).to_be_visible()
    page.get_by_role("link", name="Menurut SK").click()
    expect(page.get_by_role("link", name="Menurut instrumen KPK")).to_be_visible()


@pytest.mark.parametrize("lebar", [1280, 360])
def test_scores_of_the_sample_say_how_they_came_about(
    contoh: None,
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    lebar: int,
) -> None:
    page = masuk("sekda")
    page.set_viewport_size({"width": lebar, "height": 800})
    page.goto("/satgas/")
    page.get_by_role("link", name="Menurut instrumen KPK").click()
    potret(page, "instrumen-11-contoh")
    axe(page)
    page.get_by_role("link", name="Lihat nilai").click()
    potret(page, "instrumen-12-nilai")
    page.get_by_text("Cara hitung").first.click()
    expect(page.get_by_role("cell", name="belum ada data").first).to_be_visible()
    potret(page, "instrumen-13-cara")
    axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= lebar
