"""Every screen, for everybody who opens it: readable, narrow, light, and without faults."""

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import FilePayload, Page, Response, expect

from accounts.models import User
from evidence.models import Capaian
from jobs.models import Job
from tests.factories import pdf_kecil
from tests.journeys.conftest import PASSWORD, isi_masuk
from tests.journeys.layar import BUKAN_LAYAR, LAYAR, MENU, PENGGUNA, SENDIRI
from tests.journeys.layar.akun import orang
from tests.journeys.layar.dasar import AUDITOR_TUGAS, CONTOH, TAMU, auditor_bertugas
from tests.journeys.layar.tugas import capaian

pytestmark = pytest.mark.django_db(transaction=True)

PERTAMA, BERIKUTNYA = 150 * 1024, 40 * 1024
LEBAR = (320, 360, 1280)

Masuk = Callable[[str], Page]
Axe = Callable[[Page], None]


@dataclass
class Timbangan:
    """Weighs what a page brings over the line: pages as sent, static files packed by gzip.

    A static file is weighed once: the browser keeps it for good, its name holds its hash.
    """

    page: Page
    seen: set[str] = field(default_factory=set)
    answers: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", lambda answer: self.answers.append(answer))

    def berat(self) -> int:
        """Return the bytes since the last weighing."""
        total = 0
        for answer in self.answers:
            path = urlsplit(answer.url).path
            if not path.startswith("/static/"):
                total += answer.request.sizes()["responseBodySize"]
            elif path not in self.seen:
                self.seen.add(path)
                total += len(gzip.compress(answer.body(), 9))
        self.answers.clear()
        return total


def test_every_address_is_on_a_list() -> None:
    opened = {layar.nama for layar in LAYAR if not layar.nama.startswith("admin:")}
    listed = opened | MENU | SENDIRI | BUKAN_LAYAR
    names = {
        pattern.name
        for pattern in _patterns(get_resolver().url_patterns)
        if pattern.name is not None
    }
    assert listed == names


def _patterns(patterns: list[Any]) -> Iterator[URLPattern]:
    """Yield the addresses of the portal; those of the Django admin have names of its own."""
    for pattern in patterns:
        if not isinstance(pattern, URLResolver):
            yield pattern
        elif pattern.app_name != "admin":
            yield from _patterns(pattern.url_patterns)


@pytest.mark.timeout(1200)  # a whole tour, with axe on every page
@pytest.mark.parametrize("username", PENGGUNA, ids=[u or "tamu" for u in PENGGUNA])
def test_every_page_of(
    username: str,
    page: Page,
    masuk: Masuk,
    axe: Axe,
    potret: Callable[[Page, str], None],
) -> None:
    timbangan = Timbangan(page)
    if username == AUDITOR_TUGAS:
        auditor_bertugas(PASSWORD)
    page.goto("/masuk/")
    _periksa(page, axe)
    assert timbangan.berat() < PERTAMA
    menu: list[str] = []
    if username != TAMU:
        masuk(username)
        menu = [a.get_attribute("href") or "" for a in page.locator("nav.pn-side li a").all()]
        assert menu or username == "platform"
        timbangan.berat()  # the home page comes again below
    assert {resolve(alamat).view_name for alamat in menu} <= MENU | {"admin:index"}
    pages = [(alamat, 200) for alamat in menu]
    pages += [(layar.alamat(), layar.status) for layar in LAYAR if layar.oleh == username]
    faults = []
    for nomor, (alamat, status) in enumerate(pages, 1):
        try:
            _buka(page, timbangan, axe, alamat, status)
        except AssertionError as fault:  # say all of them, not only the first
            faults.append(f"{alamat}: {fault}")
        potret(page, f"layar-{username or 'tamu'}-{nomor:02}")
    assert not faults, "\n".join(faults)


def _buka(page: Page, timbangan: Timbangan, axe: Axe, alamat: str, status: int) -> None:
    answer = page.goto(alamat)
    assert answer is not None
    assert answer.status == status, alamat
    if not alamat.startswith("/akun/tautan/"):  # its token leaves the address at once
        assert urlsplit(page.url).path == urlsplit(alamat).path
    berat = timbangan.berat()
    limit = PERTAMA if "/admin/" in alamat else BERIKUTNYA
    assert berat < limit, f"{alamat}: {berat} bytes"
    _periksa(page, axe)


def _periksa(page: Page, axe: Axe) -> None:
    """A page fits every width; axe finds nothing, by day on a desk and by night on a phone."""
    for width in LEBAR:
        page.set_viewport_size({"width": width, "height": 800})
        needed = page.evaluate("document.documentElement.scrollWidth")
        assert needed <= width, f"{page.url} needs {needed} px at {width} px"
    # Without motion: colours are judged at rest, not on their way.
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    axe(page)
    page.emulate_media(color_scheme="light")


def test_pages_of_the_second_step(page: Page, contoh: None, axe: Axe) -> None:
    user = User.objects.get(username="admin.kpu")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    page.goto("/masuk/")
    page.locator("input[name=login]").fill("admin.kpu")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/masuk/kode/")
    _periksa(page, axe)
    page.locator("input[name=code]").fill(_kode(secret))
    page.locator("input[name=code]").press("Enter")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    _buka_dan_periksa(page, axe, "/akun/dua-langkah/")
    page.goto("/akun/dua-langkah/matikan/")
    page.wait_for_url("**/akun/konfirmasi/?next=**")
    page.get_by_role("link", name="Pakai kode").click()
    page.wait_for_url("**/akun/konfirmasi/kode/**")
    _periksa(page, axe)
    page.goto("/akun/dua-langkah/matikan/")
    _konfirmasi(page, axe)
    expect(page).to_have_url(re.compile("/akun/dua-langkah/matikan/$"))
    _periksa(page, axe)
    _buka_dan_periksa(page, axe, "/akun/kode-cadangan/")
    _buka_dan_periksa(page, axe, "/akun/kode-cadangan/buat/")


def test_page_that_connects_an_authenticator(masuk: Masuk, axe: Axe) -> None:
    page = masuk("operator.kpu")
    page.goto("/akun/dua-langkah/aktifkan/")
    _konfirmasi(page, axe)
    expect(page).to_have_url(re.compile("/akun/dua-langkah/aktifkan/$"))
    _periksa(page, axe)


def _buka_dan_periksa(page: Page, axe: Axe, alamat: str) -> None:
    page.goto(alamat)
    expect(page).to_have_url(re.compile(f"{alamat}$"))
    _periksa(page, axe)


def _konfirmasi(page: Page, axe: Axe) -> None:
    """Give the password again where the portal asks for it."""
    page.wait_for_url("**/akun/konfirmasi/**")
    _periksa(page, axe)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/akun/konfirmasi/" not in url)


def _kode(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_page_of_a_new_one_time_link(page: Page, masuk: Masuk, axe: Axe) -> None:
    masuk("admin")
    page.goto(f"/pengguna/{orang('verifikator')}/tautan/")
    page.get_by_role("button", name="Buat tautan").click()
    page.wait_for_url("**/tautan/baru/")
    assert page.locator("#tautan").input_value().startswith(urljoin(page.url, "/akun/tautan/"))
    _periksa(page, axe)


def test_pages_of_a_finished_report(pekerja: None, page: Page, masuk: Masuk, axe: Axe) -> None:
    masuk("auditor")
    page.goto("/laporan/")
    page.get_by_role("button", name="Minta rekap").click()
    expect(page.get_by_role("link", name="Unduh PDF")).to_be_visible(timeout=90_000)
    _periksa(page, axe)
    assert Job.objects.get(oleh__username="auditor").status == Job.Status.SELESAI
    page.goto("/laporan/")
    expect(page.get_by_role("link", name=re.compile("PDF Rekap"))).to_be_visible()
    _periksa(page, axe)


# --- without JavaScript -------------------------------------------------------------------------


def _ganti(page: Page, username: str) -> None:
    """Somebody else sits down at the browser."""
    page.context.clear_cookies()
    page.goto("/masuk/")
    isi_masuk(page, username)


def test_the_basic_tasks_work_without_javascript(pekerja: None, polos: Page) -> None:
    page = polos
    pk = capaian("9.d")
    _ganti(page, "operator.bkd")
    page.get_by_role("link", name="Unggah 9.d").click()
    page.get_by_label("Pilih berkas untuk dokumen 1").set_input_files(
        [
            FilePayload(name=nama, mimeType="application/pdf", buffer=pdf_kecil(nama))
            for nama in ("satu.pdf", "dua.pdf")
        ]
    )
    page.get_by_role("radio", name="90").check(force=True)
    page.get_by_label("Narasi capaian").fill("Seleksi terbuka selesai bulan lalu.")
    page.get_by_role("button", name="Unggah dan kirim ke Inspektorat").click()
    expect(page.get_by_text("2 berkas diunggah. Tugas 9.d dikirim")).to_be_visible()

    _ganti(page, "verifikator")
    page.get_by_role("link", name=re.compile("^Periksa 9.d")).click()
    expect(page.get_by_role("checkbox", name="Putuskan dokumen 1")).to_be_checked()
    page.get_by_role("button", name="Setujui & lanjut").click()
    page.get_by_role("radio", name="90").check(force=True)
    page.get_by_role("button", name="Setujui & lanjut").click()
    expect(page.get_by_text("9.d, dokumen 1 disetujui dengan nilai 90.")).to_be_visible()
    hasil = Capaian.objects.get(pk=pk)
    assert (hasil.instansi.kode, hasil.status) == (CONTOH, "disetujui")
    assert (hasil.nilai_mandiri, hasil.nilai_internal) == (90, 90)
    assert hasil.narasi == "Seleksi terbuka selesai bulan lalu."

    # Reports come without script too: the page loads itself anew.
    _ganti(page, "auditor")
    page.goto("/laporan/")
    page.get_by_role("button", name="Minta rekap").click()
    expect(page.get_by_role("link", name="Unduh PDF")).to_be_visible(timeout=90_000)

    # And out again.
    page.locator(".pn-user summary").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page).to_have_url(re.compile("/masuk/"))
