"""Where a Zona Integritas ends: calendars without login, other institutions, guests of a TPI."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from accounts.models import User
from evidence.models import Capaian, Rencana
from tests.journeys.layar import LAYAR
from tests.journeys.layar.dasar import Layar
from zonaintegritas.models import LKE, AnggotaTPI, BuktiLKE, LanggananKalender

pytestmark = pytest.mark.django_db(transaction=True)

KPU = "kpu-ntt-contoh"
TERTUTUP = (403, 404)
SEBUTAN = ("KPU", "Zona Integritas 20", "Tim Pengawasan", "tim-pengawasan")
"""Words by which pages of the KPU would be known."""


def layar_zi() -> list[Layar]:
    """Every page of the Zona Integritas as people of the KPU open it."""
    return [
        satu
        for satu in LAYAR
        if satu.nama.startswith("zi_") or satu.nama == "zona_integritas"
        if satu.oleh.endswith(".kpu")
    ]


def rencana() -> Rencana:
    """The sample plan."""
    return Rencana.objects.get(instansi__kode=KPU, jenis="zi")


def acara(address: str) -> dict[str, tuple[str, date]]:
    """Fetch a feed without any session; return kode and day by the id of the event."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = Calendar.from_ical(answer.read())
    return {
        str(event["uid"]): (str(event["summary"]).split()[0], event.decoded("dtstart"))
        for event in calendar.walk("VEVENT")
    }


def tugas_tim() -> dict[str, tuple[str, date]]:
    """Return the same out of the tasks of the koordinator's team."""
    rows = Capaian.objects.filter(
        butir__rencana=rencana(), unit__kode="tim-pengawasan", gugur=None
    ).select_related("butir")
    return {f"capaian-{c.pk}.{KPU}@pantas": (c.butir.kode, c.batas) for c in rows}


def status(address: str) -> int:
    """Fetch an address without any session; return the status."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def langganan_baru(page: Page, nama: str) -> str:
    """Make a subscription; return its address, which is shown once."""
    page.goto(f"/zona-integritas/kalender/?rencana={rencana().pk}")
    page.get_by_label("Nama langganan").fill(nama)
    page.get_by_role("button", name="Buat langganan").click()
    address = page.get_by_label("Alamat", exact=True)
    expect(address).to_be_visible()
    return address.input_value()


def test_a_calendar_lives_until_it_is_revoked(
    masuk: Callable[[str], Page],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
) -> None:
    page = masuk("koordinator.kpu")
    ponsel = langganan_baru(page, "Ponsel saya")
    potret(page, "zi-kalender-1-alamat")
    axe(page)
    komputer = langganan_baru(page, "Komputer kantor")
    expected = tugas_tim()
    assert len(expected) > 0
    assert acara(ponsel) == acara(komputer) == expected

    # The address is shown once; the page says that the calendar was read.
    page.reload()
    assert page.get_by_label("Alamat", exact=True).count() == 0
    token = ponsel.rpartition("/")[2].removesuffix(".ics")
    assert token not in page.content()
    item = page.locator(".pn-items li", has_text="Ponsel saya")
    expect(item).to_contain_text("Terakhir dibaca")
    potret(page, "zi-kalender-2-dibaca")

    # Revoked: this address is dead, the other one lives.
    item.get_by_role("link", name="Cabut langganan Ponsel saya").click()
    potret(page, "zi-kalender-3-cabut")
    axe(page)
    assert status(ponsel) == 200
    page.get_by_role("button", name="Cabut langganan").click()
    expect(page.get_by_text("Langganan Ponsel saya dicabut.")).to_be_visible()
    assert status(ponsel) == 404
    assert acara(komputer) == expected
    assert LanggananKalender.objects.filter(dicabut=None).count() == 1
    assert status(komputer.replace(token[:8], "x" * 8) + "x") == 404


@pytest.mark.parametrize("siapa", ["operator.bkd", "admin"])
def test_another_institution_finds_nothing(
    siapa: str, masuk: Callable[[str], Page], potret: Callable[[Page, str], None]
) -> None:
    addresses = [(satu.nama, satu.alamat()) for satu in layar_zi()]
    page = masuk(siapa)
    wrong = []
    for nama, address in addresses:
        answer = page.request.get(address, max_redirects=0)
        text = "" if answer.status in TERTUTUP else answer.text()
        # As words: a token of the page may hold the three letters by chance.
        named = [word for word in SEBUTAN if re.search(rf"\b{word}\b", text)]
        if answer.status not in (200, *TERTUTUP) or named:
            wrong.append((nama, address, answer.status, named))
    assert wrong == []

    # In the browser: neither the plan in an address, nor the search, nor an LKE of the KPU.
    page.goto(f"/zona-integritas/?rencana={rencana().pk}")
    potret(page, f"zi-batas-{siapa}-keputusan")
    for word in SEBUTAN:
        expect(page.locator("main")).not_to_contain_text(word)
    lke = LKE.objects.filter(instansi__kode=KPU).latest("tahun")
    for path in ("", "simulasi/", "penjelasan/", "alur/", "langkah/ajukan/"):
        assert page.request.get(f"/zona-integritas/lke/{lke.pk}/{path}").status == 404
    page.goto("/cari/?q=gratifikasi")
    expect(page.locator("main")).not_to_contain_text("KPU")


def tautan(page: Page) -> set[str]:
    """Return the paths that the open page leads to; of a hundred derivations and files one each."""
    found = page.locator("a[href^='/']").evaluate_all("all => all.map((a) => a.pathname)")
    seen: set[str] = set()
    paths = set()
    for path in sorted(set(found)):
        kind = re.sub(r"(/penjelasan|/berkas|/lepas)/[^/]+/", r"\1/", path)
        if kind not in seen:
            paths.add(path)
        seen.add(kind)
    return paths


def test_a_guest_of_the_tpi_sees_one_lke(
    masuk: Callable[[str], Page],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
) -> None:
    rows = LKE.objects.filter(instansi__kode=KPU).order_by("-tahun")
    ini, lalu = rows[0], rows[1]
    bukti = BuktiLKE.objects.filter(lke=ini, dilepas=None).earliest("pk")
    file = f"/zona-integritas/lke/{ini.pk}/berkas/{bukti.pk}/"
    addresses = [(satu.nama, satu.alamat()) for satu in layar_zi()]

    page = masuk("tpi.anggota")
    expect(page.locator("table[aria-label='Daftar LKE'] tbody tr")).to_have_count(1)
    expect(page.locator("main")).to_contain_text(f"{ini.unit.nama}, {ini.tahun}")
    potret(page, "zi-tamu-1-beranda")
    axe(page)
    offered = tautan(page)
    page.get_by_role("link", name=f"{ini.unit.nama}, {ini.tahun}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"LKE {ini.tahun}")
    potret(page, "zi-tamu-2-lembar")
    offered |= tautan(page)
    assert page.request.get(file).status == 200

    # What the guest is led to opens; what is of the KPU beside this LKE stays closed.
    broken = {p: s for p in offered if (s := page.request.get(p).status) != 200}
    assert broken == {}
    assert page.request.get(f"/zona-integritas/lke/{lalu.pk}/").status == 404
    own = f"/zona-integritas/lke/{ini.pk}/"
    opened = []
    for nama, address in addresses:
        if address.startswith(own) or nama == "zi_lke_daftar":
            continue
        answer = page.request.get(address)
        if answer.status not in TERTUTUP and re.search(r"\bKPU\b", answer.text()):
            opened.append((nama, address))
    assert opened == []

    # The day after the last one nothing is left.
    AnggotaTPI.objects.filter(user=User.objects.get(username="tpi.anggota")).update(
        mulai=timezone.localdate() - timedelta(days=9),
        selesai=timezone.localdate() - timedelta(days=1),
    )
    assert [page.request.get(path).status for path in (own, f"{own}alur/", file)] == [404] * 3
    page.goto("/zona-integritas/lke/")
    expect(page.get_by_role("heading", name="Belum ada LKE")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("KPU")
    potret(page, "zi-tamu-3-berakhir")
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("KPU")
    potret(page, "zi-tamu-4-beranda-berakhir")
