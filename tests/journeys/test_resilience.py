"""What goes wrong in an office: lost lines, ended sessions, two hands on one task, bad files."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from evidence.models import BuktiVersi, Capaian, Keputusan
from evidence.workflow import Aksi
from tests.factories import pdf_kecil
from tests.hostile import KASUS
from tests.journeys.conftest import isi_masuk
from tests.journeys.layar.tugas import capaian

pytestmark = pytest.mark.django_db(transaction=True)

Masuk = Callable[[str], Page]

NARASI = "Seleksi terbuka selesai.\nHasilnya dilaporkan kepada Gubernur."
CATATAN = "Surat tugas belum ditandatangani."
DIPULIHKAN = "Isian Anda sebelum sesi berakhir sudah dipulihkan"
KIRIM = "button[name=aksi][value=kirim]"
SIMPAN = "button[name=aksi][value=simpan]"


def berkas(nama: str, isi: bytes | None = None) -> FilePayload:
    """Return a file as a person would choose it."""
    content = pdf_kecil(nama) if isi is None else isi
    return {"name": nama, "mimeType": "application/pdf", "buffer": content}


def langkah(pk: int, *aksi: Aksi) -> int:
    """Return how often these things happened to the one document of a task."""
    steps = Keputusan.objects.filter(capaian_id=pk, pemenuhan__isnull=False)
    return steps.filter(aksi__in=aksi).count()


def kiriman(pk: int) -> int:
    """Return how often a task was sent."""
    return langkah(pk, Aksi.KIRIM)


def putusan(pk: int) -> int:
    """Return how often a task was decided."""
    return langkah(pk, Aksi.SETUJUI, Aksi.MINTA_PERBAIKAN)


# --- an ended session ---------------------------------------------------------------------------


def _sesi_berakhir_pada_tugas(page: Page) -> None:
    pk = capaian("9.e")
    page.goto(f"/tugas/{pk}/")
    page.get_by_label("Narasi capaian").fill(NARASI)
    page.get_by_role("radio", name="75").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="75")).to_be_checked()
    Session.objects.all().delete()
    page.locator(SIMPAN).click()
    page.wait_for_url("**/masuk/**")
    expect(page.get_by_text("Isian Anda tersimpan. Masuk lagi untuk melanjutkan.")).to_be_visible()
    isi_masuk(page, "operator.bkd")
    expect(page).to_have_url(re.compile(f"/tugas/{pk}/$"))
    expect(page.get_by_text(DIPULIHKAN)).to_be_visible()
    expect(page.get_by_label("Narasi capaian")).to_have_value(NARASI)
    expect(page.get_by_role("radio", name="75")).to_be_checked()
    assert Capaian.objects.get(pk=pk).narasi == ""
    page.locator(SIMPAN).click()
    expect(page.get_by_text("Draf tersimpan pukul")).to_be_visible()
    stored = Capaian.objects.get(pk=pk)
    assert stored.narasi.splitlines() == NARASI.splitlines()
    assert stored.nilai_mandiri == 75


def test_text_survives_an_ended_session(masuk: Masuk) -> None:
    _sesi_berakhir_pada_tugas(masuk("operator.bkd"))


def test_text_survives_an_ended_session_without_javascript(polos: Page) -> None:
    isi_masuk(polos, "operator.bkd")
    _sesi_berakhir_pada_tugas(polos)


def test_a_note_on_the_desk_survives_an_ended_session(masuk: Masuk) -> None:
    page = masuk("verifikator")
    pk = capaian("9.j")
    page.goto(f"/verifikasi/{pk}/")
    page.get_by_label("Catatan untuk unit").fill(CATATAN)
    page.get_by_label("Alasan perbaikan").select_option("belum_ditandatangani")
    Session.objects.all().delete()
    page.get_by_role("button", name="Minta perbaikan").click()
    page.wait_for_url("**/masuk/**")
    isi_masuk(page, "verifikator")
    expect(page).to_have_url(re.compile(f"/verifikasi/{pk}/$"))
    expect(page.get_by_label("Catatan untuk unit")).to_have_value(CATATAN)
    expect(page.get_by_label("Alasan perbaikan")).to_have_value("belum_ditandatangani")
    assert Capaian.objects.get(pk=pk).status == "menunggu"


def test_somebody_else_never_sees_the_text_of_an_ended_session(masuk: Masuk) -> None:
    page = masuk("operator.bkd")
    pk = capaian("9.e")
    page.goto(f"/tugas/{pk}/")
    page.get_by_label("Narasi capaian").fill(NARASI)
    Session.objects.all().delete()
    page.locator(SIMPAN).click()
    page.wait_for_url("**/masuk/**")
    isi_masuk(page, "admin")
    page.goto(f"/tugas/{pk}/")
    expect(page.get_by_text("Seleksi terbuka selesai.")).to_have_count(0)
    expect(page.get_by_text(DIPULIHKAN)).to_have_count(0)


def test_chosen_files_survive_an_ended_session(masuk: Masuk) -> None:
    page = masuk("operator.bkd")
    pk = capaian("9.e")
    page.goto(f"/tugas/{pk}/")
    page.get_by_label("Pilih berkas untuk dokumen 1").set_input_files([berkas("satu.pdf")])
    page.get_by_role("radio", name="90").check(force=True)
    page.get_by_label("Narasi capaian").fill(NARASI)
    Session.objects.all().delete()
    page.locator(KIRIM).click()
    expect(page.get_by_text("Sesi Anda berakhir sebelum berkas terkirim.")).to_be_visible()
    expect(page.get_by_label("Narasi capaian")).to_have_value(NARASI)
    tab = page.context.new_page()
    tab.goto("/masuk/")
    isi_masuk(tab, "operator.bkd")
    tab.close()
    page.locator(KIRIM).click()
    expect(page.get_by_text("1 berkas diunggah. Tugas 9.e dikirim")).to_be_visible()
    assert kiriman(pk) == 1


# --- a lost line --------------------------------------------------------------------------------


def test_a_lost_line_keeps_text_and_files(masuk: Masuk) -> None:
    page = masuk("operator.bkd")
    pk = capaian("9.e")
    page.goto(f"/tugas/{pk}/")
    page.get_by_label("Pilih berkas untuk dokumen 1").set_input_files([berkas("satu.pdf")])
    page.get_by_role("radio", name="90").check(force=True)
    page.context.set_offline(True)
    expect(
        page.get_by_text("Sambungan terputus. Isian Anda disimpan di perangkat ini.")
    ).to_be_visible()
    page.get_by_label("Narasi capaian").fill(NARASI)
    page.locator(KIRIM).click()
    expect(page.get_by_text("Sambungan terputus. Berkas belum terkirim.")).to_be_visible()
    expect(page.get_by_label("Narasi capaian")).to_have_value(NARASI)
    assert kiriman(pk) == 0
    page.context.set_offline(False)
    expect(page.get_by_text("disimpan di perangkat ini")).to_have_count(0)
    page.locator(KIRIM).click()
    expect(page.get_by_text("1 berkas diunggah. Tugas 9.e dikirim")).to_be_visible()
    assert kiriman(pk) == 1


def test_text_sent_into_a_lost_line_is_offered_again(masuk: Masuk) -> None:
    page = masuk("operator.bkd")
    pk = capaian("9.e")
    page.goto(f"/tugas/{pk}/")
    page.get_by_label("Narasi capaian").fill(NARASI)
    page.context.set_offline(True)
    # Its message moves the button: a click that begins before it could end beside it.
    expect(page.get_by_text("Sambungan terputus. Isian Anda disimpan")).to_be_visible()
    page.locator(SIMPAN).click()
    expect(page).to_have_url(re.compile("^chrome-error:"), timeout=15_000)
    page.context.set_offline(False)
    page.goto(f"/tugas/{pk}/")
    expect(page.get_by_text("Isian yang belum terkirim ditemukan di perangkat ini")).to_be_visible()
    expect(page.get_by_label("Narasi capaian")).to_have_value("")
    page.get_by_role("button", name="Pulihkan").click()
    expect(page.get_by_label("Narasi capaian")).to_have_value(NARASI)
    page.locator(SIMPAN).click()
    expect(page.get_by_text("Draf tersimpan pukul")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Isian yang belum terkirim ditemukan")).to_have_count(0)


def test_logging_out_leaves_no_text_on_the_device(masuk: Masuk) -> None:
    page = masuk("operator.bkd")
    pk = capaian("9.e")
    page.goto(f"/tugas/{pk}/")
    page.get_by_label("Narasi capaian").fill(NARASI)
    page.wait_for_timeout(1000)  # it is written once the hands rest
    assert page.evaluate("Object.values(localStorage).join()").count("Seleksi terbuka") == 1
    page.get_by_label("Narasi capaian").press_sequentially(" Lagi.")  # and at once away from it
    page.route("**/keluar/", _lambat)
    page.locator(".pn-user summary").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/masuk/")
    assert page.evaluate("Object.keys(localStorage)") == []


def _lambat(route: Route) -> None:
    """A weak line: the answer comes well after the next save of a draft would."""
    time.sleep(1.5)
    route.continue_()


# --- two clicks, two people ---------------------------------------------------------------------


def test_two_clicks_with_files_send_once(masuk: Masuk) -> None:
    page = masuk("operator.bkd")
    pk = capaian("9.e")
    page.goto(f"/tugas/{pk}/")
    page.get_by_label("Pilih berkas untuk dokumen 1").set_input_files([berkas("satu.pdf")])
    page.get_by_role("radio", name="90").check(force=True)
    page.locator(KIRIM).dblclick()
    expect(page.get_by_text("1 berkas diunggah. Tugas 9.e dikirim")).to_be_visible()
    assert kiriman(pk) == 1
    assert BuktiVersi.objects.filter(nama_asli="satu.pdf").count() == 1


def test_two_clicks_without_files_send_once(masuk: Masuk) -> None:
    page = masuk("operator.bkd")
    pk = capaian("9.k")
    page.goto(f"/tugas/{pk}/")
    page.get_by_role("radio", name="90").check(force=True)
    page.locator(KIRIM).dblclick()
    expect(page.get_by_text("Tugas 9.k dikirim ke Inspektorat")).to_be_visible()
    assert kiriman(pk) == 1


def test_two_clicks_without_javascript_send_once(polos: Page) -> None:
    isi_masuk(polos, "operator.bkd")
    pk = capaian("9.k")
    polos.goto(f"/tugas/{pk}/")
    polos.get_by_role("radio", name="90").check(force=True)
    polos.locator(KIRIM).dblclick()
    # Which answer arrives is the browser's choice; the second sending never counts.
    expect(
        polos.get_by_text("Tugas 9.k dikirim ke Inspektorat").or_(
            polos.get_by_text("Perubahan Anda belum tersimpan: tugas ini baru saja diubah")
        )
    ).to_be_visible()
    assert kiriman(pk) == 1


def test_two_clicks_on_the_desk_decide_once(masuk: Masuk) -> None:
    page = masuk("verifikator")
    pk = capaian("15.e")
    page.goto(f"/verifikasi/{pk}/")
    page.get_by_role("radio", name="75").check(force=True)
    page.get_by_role("button", name="Setujui & lanjut").dblclick()
    expect(page.get_by_text("15.e, dokumen 1 disetujui dengan nilai 75.")).to_be_visible()
    assert putusan(pk) == 1


@pytest.fixture
def orang_kedua(
    browser: Browser, browser_context_args: dict[str, Any], contoh: None
) -> Iterator[Page]:
    """A second person in a browser of their own, at the login page."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.goto("/masuk/")
    yield page
    context.close()


def test_two_verifikator_decide_the_same_task(masuk: Masuk, orang_kedua: Page) -> None:
    pk = capaian("9.j")
    satu, dua = masuk("verifikator"), orang_kedua
    isi_masuk(dua, "verifikator.dua")
    satu.goto(f"/verifikasi/{pk}/")
    dua.goto(f"/verifikasi/{pk}/")
    satu.get_by_role("radio", name="80").check(force=True)
    dua.get_by_label("Catatan untuk unit").fill(CATATAN)
    dua.get_by_label("Alasan perbaikan").select_option("belum_ditandatangani")
    satu.get_by_role("button", name="Setujui & lanjut").click()
    expect(satu.get_by_text("9.j, dokumen 1 disetujui dengan nilai 80.")).to_be_visible()
    dua.get_by_role("button", name="Minta perbaikan").click()
    pesan = dua.get_by_role("alert")
    expect(pesan).to_contain_text("Putusan Anda belum tersimpan: dokumen ini baru saja diputus")
    expect(pesan).to_contain_text("Verifikator Satu (CONTOH): Disetujui Inspektorat, nilai 80")
    expect(pesan).to_contain_text(CATATAN)
    assert putusan(pk) == 1
    stored = Capaian.objects.get(pk=pk)
    assert (stored.status, stored.nilai_internal) == ("disetujui", 80)


# --- bad files ----------------------------------------------------------------------------------

TIPUAN = {kasus.id: kasus for kasus in KASUS}


@pytest.mark.parametrize("kode", ["akhiran-ganda", "kosong"])
def test_a_refused_file_says_why_and_keeps_the_rest(masuk: Masuk, kode: str) -> None:
    kasus = TIPUAN[kode]
    page = masuk("operator.bkd")
    pk = capaian("9.e")
    page.goto(f"/tugas/{pk}/")
    page.get_by_label("Pilih berkas untuk dokumen 1").set_input_files(
        [berkas("baik.pdf"), berkas(kasus.nama, kasus.build())]
    )
    page.get_by_role("radio", name="90").check(force=True)
    page.get_by_label("Narasi capaian").fill(NARASI)
    page.locator(KIRIM).click()
    pesan = page.get_by_role("alert")
    expect(pesan).to_contain_text("1 berkas ditolak, tugas belum dikirim")
    expect(pesan).to_contain_text(kasus.potongan)
    expect(pesan).to_contain_text("Sudah diunggah dan tersimpan: baik.pdf")
    expect(page.get_by_label("Narasi capaian")).to_have_value(NARASI)
    expect(page.get_by_role("radio", name="90")).to_be_checked()
    expect(page.get_by_role("link", name="baik.pdf", exact=True)).to_be_visible()
    assert kiriman(pk) == 0
    assert not BuktiVersi.objects.filter(nama_asli=kasus.nama).exists()
    page.locator(KIRIM).click()
    expect(page.get_by_text("Tugas 9.e dikirim ke Inspektorat")).to_be_visible()
    assert kiriman(pk) == 1


# --- keys of the desk ---------------------------------------------------------------------------


def test_keys_of_the_desk_wait_while_a_field_has_focus(masuk: Masuk) -> None:
    page = masuk("verifikator")
    alamat = f"/verifikasi/{capaian('4.d')}/"
    page.goto(alamat)
    before = Keputusan.objects.count()
    for field in (page.get_by_label("Catatan untuk unit"), page.get_by_role("searchbox")):
        field.click()
        page.keyboard.type("skbm1")
        expect(field).to_have_value("skbm1")
    page.get_by_label("Alasan perbaikan").focus()
    page.keyboard.type("skbm1")
    expect(page).to_have_url(re.compile(f"{alamat}$"))
    expect(page.locator("input[name=nilai]:checked")).to_have_count(0)
    assert Keputusan.objects.count() == before


def test_keys_of_the_desk_work_and_can_be_switched_off(masuk: Masuk) -> None:
    page = masuk("verifikator")
    pk = capaian("9.j")
    page.goto(f"/verifikasi/{pk}/")
    awal = page.url
    page.get_by_role("button", name="Matikan pintasan").click()
    expect(page.get_by_role("button", name="Hidupkan pintasan")).to_be_visible()
    page.locator("h2#h-item").click()
    page.keyboard.type("m4s")
    expect(page).to_have_url(awal)
    expect(page.locator("input[name=nilai]:checked")).to_have_count(0)
    page.reload()
    page.get_by_role("button", name="Hidupkan pintasan").click()
    expect(page.get_by_role("button", name="Matikan pintasan")).to_be_visible()
    page.locator("h2#h-item").click()
    page.keyboard.press("m")
    page.wait_for_url(lambda url: url != awal)
    page.keyboard.press("b")
    page.wait_for_url(awal)
    page.keyboard.press("4")
    expect(page.get_by_role("radio", name="80")).to_be_checked()
    page.keyboard.press("s")
    expect(page.get_by_text("9.j, dokumen 1 disetujui dengan nilai 80.")).to_be_visible()
    assert Capaian.objects.get(pk=pk).nilai_internal == 80
