"""An exception from the statement to the batch, and an instruction to its answer."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from evidence.models import Capaian, Disposisi, Pengecualian, Rencana
from tests.factories import pdf_kecil
from tests.factories.kecuali import buat_ajuan
from tests.journeys.layar.dasar import CONTOH

pytestmark = pytest.mark.django_db(transaction=True)

PERNYATAAN = (
    "Pada tahun ini tidak ada pegawai yang pindah, sehingga surat penghentian tunjangan "
    "tidak pernah diterbitkan. Kami sudah memeriksa register kepegawaian."
)
PENDAPAT = "Register kepegawaian sudah kami periksa dan sesuai."
PUTUSAN = "Sesuai pernyataan kepala unit dan pendapat Inspektorat."
DISPOSISI = "Siapkan penjelasan tertulis untuk rapat Satgas."


def kosong(unit: str, jumlah: int) -> list[Capaian]:
    """Return tasks of a unit for which nothing was uploaded."""
    rows = Capaian.objects.filter(
        instansi__kode=CONTOH,
        unit__kode=unit,
        status="belum",
        butir__rencana__jenis=Rencana.Jenis.SATGAS,
        gugur=None,
        pengecualian_set=None,
    )
    found = list(rows.select_related("butir").order_by("butir__urut", "mulai")[:jumlah])
    assert len(found) == jumlah
    return found


def test_exception_from_statement_to_batch(
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    Pengecualian.objects.update(ditarik=timezone.now())  # the sample's own stand aside
    tugas, kedua = kosong("badan-kepegawaian", 2)
    ketiga = kosong("inspektorat", 1)[0]
    surat = tmp_path / "pernyataan-kepala-badan.pdf"
    surat.write_bytes(pdf_kecil("Pernyataan kepala badan"))

    # The operator asks; a statement that is too short keeps everything that was typed.
    page = masuk("operator.bkd")
    page.goto(f"/tugas/{tugas.pk}/")
    page.get_by_role("link", name="Ajukan pengecualian").click()
    page.get_by_label(re.compile("Tidak berlaku:")).check()
    for kotak in page.locator("input[name=dokumen]").all():
        kotak.check()
    page.get_by_label("Pernyataan kepala unit").fill("Tidak ada.")
    page.get_by_role("button", name="Ajukan", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("paling sedikit 20 huruf")
    expect(page.get_by_label("Pernyataan kepala unit")).to_have_value("Tidak ada.")
    expect(page.get_by_label(re.compile("Tidak berlaku:"))).to_be_checked()
    potret(page, "kecuali-01-ditolak-isian")
    page.get_by_label("Pernyataan kepala unit").fill(PERNYATAAN)
    page.get_by_label("Berkas pernyataan bertanda tangan").set_input_files(surat)
    page.get_by_role("button", name="Ajukan", exact=True).click()
    expect(page.get_by_text("Pengecualian diajukan.")).to_be_visible()
    potret(page, "kecuali-02-diajukan")
    page.goto(f"/tugas/{tugas.pk}/")
    expect(page.get_by_text("Menunggu pendapat Inspektorat")).to_be_visible()
    potret(page, "kecuali-03-tugas")

    # The Inspektorat gives its opinion on this one; two more requests wait already.
    verifikator = User.objects.get(username="verifikator")
    buat_ajuan(kedua, User.objects.get(username="operator.bkd"), verifikator)
    buat_ajuan(ketiga, User.objects.get(username="operator.inspektorat"), verifikator)
    page = masuk("verifikator")
    entry = page.locator("nav.pn-side a[href='/pengecualian/']")
    expect(entry.locator(".pn-cnt")).to_contain_text("1")
    entry.click()
    potret(page, "kecuali-04-daftar-verifikator")
    page.get_by_role(
        "link", name=re.compile(f"Beri pendapat.*{re.escape(tugas.butir.kode)}")
    ).click()
    expect(page.get_by_role("link", name=surat.name)).to_be_visible()
    page.get_by_label("Mendukung", exact=True).check()
    page.get_by_label("Catatan Inspektorat").fill(PENDAPAT)
    potret(page, "kecuali-05-pendapat")
    page.get_by_role("button", name="Simpan pendapat").click()
    expect(page.get_by_text("Pendapat Inspektorat tersimpan.")).to_be_visible()

    # The Ketua ticks three and decides them at once.
    page = masuk("sekda")
    page.locator("nav.pn-side a[href='/pengecualian/']").click()
    expect(page.get_by_text("Belum ada ajuan yang dicentang.")).to_be_visible()
    axe(page)
    for kode in (tugas.butir.kode, kedua.butir.kode, ketiga.butir.kode):
        page.get_by_label(f"Putuskan {kode}", exact=True).check()
    expect(page.get_by_text("3 ajuan dicentang")).to_be_visible()
    page.get_by_label("Catatan putusan").fill(PUTUSAN)
    potret(page, "kecuali-06-tiga-dicentang")
    page.get_by_role("button", name="Kabulkan yang dicentang").click()
    expect(page.get_by_text("3 ajuan dikabulkan:")).to_be_visible()
    potret(page, "kecuali-07-diputus")
    rows = Pengecualian.objects.filter(capaian__in=[tugas, kedua, ketiga])
    assert [r.putusan for r in rows] == ["dikabulkan"] * 3
    assert {c.status for c in Capaian.objects.filter(pengecualian_set__in=rows)} == {
        "tak_berlaku",
        "tak_dapat",
    }

    # The operator sees it at the task.
    page = masuk("operator.bkd")
    page.goto(f"/tugas/{tugas.pk}/")
    expect(page.get_by_role("heading", name="Diputus: Tidak berlaku")).to_be_visible()
    expect(page.get_by_text(PUTUSAN).first).to_be_visible()
    axe(page)
    potret(page, "kecuali-08-tugas-diputus")
    page.get_by_role("link", name="Buka pengecualian tugas ini").click()
    expect(page.get_by_text(PENDAPAT)).to_be_visible()
    potret(page, "kecuali-09-riwayat")


def test_a_batch_without_scripts(polos: Page) -> None:
    tugas = kosong("badan-kepegawaian", 1)[0]
    people = {name: User.objects.get(username=name) for name in ("operator.bkd", "verifikator")}
    buat_ajuan(tugas, people["operator.bkd"], people["verifikator"])
    polos.locator("input[name=login]").fill("sekda")
    polos.locator("input[name=password]").fill("sandi-contoh-untuk-uji")
    polos.locator("input[name=password]").press("Enter")
    polos.wait_for_url(lambda url: "/masuk/" not in url)
    polos.goto("/pengecualian/")
    polos.get_by_label(f"Putuskan {tugas.butir.kode}", exact=True).check()
    polos.get_by_role("button", name="Tolak yang dicentang").click()
    expect(polos.get_by_role("alert")).to_contain_text("Tulis alasan penolakan")
    expect(polos.get_by_label(f"Putuskan {tugas.butir.kode}", exact=True)).to_be_checked()
    polos.get_by_label("Catatan putusan").fill("Usahakan sampai triwulan depan.")
    polos.get_by_role("button", name="Tolak yang dicentang").click()
    expect(polos.get_by_text("1 ajuan ditolak:")).to_be_visible()
    tugas.refresh_from_db()
    assert tugas.status == "belum"


def test_an_instruction_and_its_answer(
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
) -> None:
    tugas = kosong("badan-kepegawaian", 1)[0]
    page = masuk("sekda")
    page.goto(f"/tugas/{tugas.pk}/")
    page.get_by_text(re.compile("^Beri disposisi kepada")).click()
    page.get_by_label("Isi disposisi").fill(DISPOSISI)
    potret(page, "disposisi-01-tugas")
    page.get_by_role("button", name="Kirim disposisi").click()
    expect(page).to_have_url(re.compile(f"/tugas/{tugas.pk}/$"))
    expect(page.get_by_text(DISPOSISI)).to_be_visible()

    page = masuk("operator.bkd")
    entry = page.locator("nav.pn-side a[href='/disposisi/']")
    expect(entry.locator(".pn-cnt")).to_contain_text("1")
    entry.click()
    potret(page, "disposisi-02-daftar")
    page.get_by_role("link", name=re.compile("^Tandai selesai")).click()
    page.get_by_label("Tanggapan").fill("Penjelasan sudah dikirim ke sekretariat Satgas.")
    axe(page)
    potret(page, "disposisi-03-tanggapan")
    page.get_by_role("button", name="Tandai selesai").click()
    expect(page.get_by_text("Disposisi ditandai selesai.")).to_be_visible()

    page = masuk("sekda")
    page.goto("/disposisi/?keadaan=selesai")
    expect(page.get_by_text("Penjelasan sudah dikirim")).to_be_visible()
    potret(page, "disposisi-04-tanggapan-dibaca")
    assert Disposisi.objects.get().selesai_oleh == User.objects.get(username="operator.bkd")
