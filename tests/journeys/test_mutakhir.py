"""A continuous task renewed, and one file used for the decree and for KPK's instrument."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from evidence.models import (
    BuktiTaut,
    BuktiVersi,
    Butir,
    ButirSetara,
    Capaian,
    KriteriaNilai,
    Pemenuhan,
)
from tests.factories import buat_butir, buat_rencana, disetujui, mulai, pdf_kecil
from tests.journeys.layar.dasar import CONTOH

pytestmark = pytest.mark.django_db(transaction=True)

OPERATOR, VERIFIKATOR = "operator.bkd", "verifikator"
BARU: FilePayload = {
    "name": "laporan-terbaru.pdf",
    "mimeType": "application/pdf",
    "buffer": pdf_kecil("laporan terbaru"),
}


def tugas(kode: str) -> Capaian:
    """The first window of a task of the CONTOH plan."""
    rows = Capaian.objects.filter(
        instansi__kode=CONTOH, butir__kode=kode, butir__rencana__jenis="satgas", gugur=None
    )
    return rows.select_related("butir__rencana__instansi", "unit").order_by("mulai")[0]


@pytest.fixture
def terus(contoh: None) -> Capaian:
    """A continuous task whose approval ended three days ago."""
    Butir.objects.filter(instansi__kode=CONTOH, kode="9.e").update(pola="terus")
    c = tugas("9.e")
    operator, verifikator = (User.objects.get(username=u) for u in (OPERATOR, VERIFIKATOR))
    if c.status != "disetujui":
        disetujui(c, operator, verifikator)
    Pemenuhan.objects.filter(capaian=c).update(
        berlaku_sampai=timezone.localdate() - timedelta(days=3)
    )
    return tugas("9.e")


@pytest.fixture
def setara(terus: Capaian) -> Capaian:
    """A sub indikator of another plan that the same document serves, graded by criteria."""
    rencana = buat_rencana(terus.instansi, jenis="mcp", tahun=timezone.localdate().year + 1)
    rencana.mulai = terus.mulai
    rencana.save()
    butir = buat_butir(rencana, terus.unit, "3.2.1")
    ButirSetara.objects.create(dari=butir, ke=terus.butir)
    for urut, (nilai, uraian) in enumerate(
        [(100, "Laporan lengkap untuk semua pejabat."), (50, "Laporan ada untuk sebagian.")], 1
    ):
        KriteriaNilai.objects.create(butir=butir, urut=urut, nilai=nilai, uraian=uraian)
    return mulai(rencana, by=User.objects.get(username="admin"))[0]


def test_renewed_once_and_used_twice(
    masuk: Callable[[str], Page],
    terus: Capaian,
    setara: Capaian,
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
) -> None:
    page = masuk(OPERATOR)
    page.goto(f"/tugas-saya/?kata=9.e&rencana={terus.butir.rencana_id}")
    row = page.locator(f"#t-{terus.pk}")
    expect(row).to_contain_text("Perlu pemutakhiran")
    expect(row).to_contain_text("Lewat batas waktu 3 hari")
    potret(page, "mutakhir-1-daftar")
    row.get_by_role("link", name="Perbarui").click()
    axe(page)
    potret(page, "mutakhir-2-tugas")
    page.get_by_role("button", name="Perbarui").click()
    expect(page.locator("main")).to_contain_text("Berkas pada persetujuan terdahulu")
    files = BuktiVersi.objects.count()
    page.locator("input[type=file]").first.set_input_files(BARU)
    page.locator("button[name=aksi][value=simpan]").click()
    offer = page.locator("section", has=page.get_by_role("heading", name="rencana lain"))
    expect(offer).to_contain_text("MCP 3.2.1")
    axe(page)
    potret(page, "mutakhir-3-setara")
    offer.get_by_role("button", name="Pakai juga di sini").first.click()
    expect(offer).to_contain_text("Sudah dipakai di sini")
    assert BuktiVersi.objects.count() == files + 1
    uses = BuktiTaut.objects.active().filter(versi=BuktiVersi.objects.latest("pk"))
    assert set(uses.values_list("pemenuhan__capaian", flat=True)) == {terus.pk, setara.pk}

    page.goto(f"/tugas/{setara.pk}/")
    page.get_by_label("50: Laporan ada untuk sebagian.").check()
    potret(page, "mutakhir-4-kriteria")
    axe(page)
    page.locator("button[name=aksi][value=kirim]").click()
    expect(page.locator("main")).to_contain_text("dikirim ke Inspektorat")
    assert Capaian.objects.get(pk=setara.pk).nilai_klaim == 50
    assert Capaian.objects.get(pk=terus.pk).status == "draf"  # decided alone
