"""A koordinator plans months by keyboard and mouse, and finds them on the board and on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from evidence.models import Butir, Capaian
from evidence.workflow import Status
from zonaintegritas.actions.jadwal import atur_bulan
from zonaintegritas.models import BulanJadwal

pytestmark = pytest.mark.django_db(transaction=True)

KPU = "kpu-ntt-contoh"


def bulan(butir: Butir) -> list[int]:
    """Return the planned months of a row, as they are stored."""
    rows = BulanJadwal.objects.berlaku().filter(butir=butir).order_by("bulan")
    return [found.month for found in rows.values_list("bulan", flat=True)]


def dicentang(page: Page, butir: Butir) -> list[int]:
    """Return the ticked months of a row on the page."""
    boxes = page.locator(f"#baris-{butir.pk} .zi-m > input:checked")
    return [int(value or 0) for value in boxes.evaluate_all("found => found.map((x) => x.value)")]


def kosong(jumlah: int) -> list[Butir]:
    """Return rows of the fifth team that nobody has worked on, with no month planned."""
    rows = Butir.objects.filter(
        rencana__instansi__kode=KPU, rencana__jenis="zi", kode__startswith="5."
    ).exclude(capaian_set__in=Capaian.objects.exclude(status=Status.BELUM))
    found = list(rows.order_by("-urut")[:jumlah])
    assert len(found) == jumlah
    atur_bulan(
        rencana_id=found[0].rencana_id,
        isi={row.pk: [] for row in found},
        alasan="Disusun ulang",
        by=User.objects.get(username="koordinator.kpu"),
    )
    return found


@pytest.mark.timeout(900)  # the sample is made first, and axe reads large tables
@pytest.mark.parametrize("lebar", [360, 1280])
def test_plan_months_by_keyboard(
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    lebar: int,
) -> None:
    page = masuk("koordinator.kpu")
    page.set_viewport_size({"width": lebar, "height": 800})
    page.goto("/zona-integritas/papan/")
    potret(page, "zi-papan")
    page.goto("/zona-integritas/jadwal/")
    potret(page, "zi-jadwal-semua")
    satu, dua = kosong(2)
    page.get_by_role("link", name="Susun bulan tim 5").click()
    ringkas = page.locator("[data-jadwal-ringkas]")
    expect(ringkas).to_have_text("Belum ada perubahan.")

    # One cell of the grid is in the tab order.
    assert page.locator('.zi-m > input[tabindex="0"]').count() == 1

    def sel(butir: Butir, month: int) -> str:
        return f"#baris-{butir.pk} .zi-m > input[value='{month}']"

    # Space ticks, Shift and an arrow carry on, arrows only move.
    page.locator(sel(satu, 11)).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowRight")
    assert dicentang(page, satu) == [11, 12]
    expect(page.locator(sel(satu, 12))).to_be_focused()
    expect(ringkas).to_have_text("2 perubahan belum disimpan.")
    page.keyboard.press("Home")
    expect(page.locator(sel(satu, 1))).to_be_focused()
    assert page.locator('.zi-m > input[tabindex="0"]').count() == 1

    # C copies the row, V puts it into another, Ctrl+Z takes it back, V again.
    page.keyboard.press("c")
    page.locator(sel(dua, 1)).focus()
    page.keyboard.press("v")
    assert dicentang(page, dua) == [11, 12]
    expect(ringkas).to_have_text("4 perubahan belum disimpan.")
    page.keyboard.press("Control+z")
    assert dicentang(page, dua) == []
    page.keyboard.press("v")
    page.keyboard.press("End")
    page.keyboard.press("Space")
    assert dicentang(page, dua) == [11]
    potret(page, "zi-jadwal-susun")
    axe(page)

    # A mouse ticks by dragging; what it did is taken back as one.
    if lebar == 1280:
        page.locator(sel(dua, 11)).evaluate(
            "found => found.scrollIntoView({block: 'center', behavior: 'instant'})"
        )
        start = page.locator(sel(dua, 11)).bounding_box()
        end = page.locator(sel(dua, 12)).bounding_box()
        assert start is not None
        assert end is not None
        page.mouse.move(start["x"] + 8, start["y"] + 8)
        page.mouse.down()
        page.mouse.move(end["x"] + 8, end["y"] + 8, steps=6)
        page.mouse.up()
        assert dicentang(page, dua) == []
        page.locator(sel(dua, 1)).focus()
        page.keyboard.press("Control+z")
        assert dicentang(page, dua) == [11]

    # Enter does not send the form; nothing is stored before Simpan.
    page.keyboard.press("Enter")
    assert (bulan(satu), bulan(dua)) == ([], [])
    page.get_by_label("Alasan perubahan").fill("Disusun ulang")
    page.get_by_role("button", name="Simpan tim 5").click()
    expect(page.get_by_role("status").filter(has_text="Jadwal tersimpan")).to_be_visible()
    assert (bulan(satu), bulan(dua)) == ([11, 12], [11])
    page.reload()
    assert (dicentang(page, satu), dicentang(page, dua)) == ([11, 12], [11])
    expect(page.get_by_text("belum terkirim")).to_have_count(0)

    # A closed tab loses nothing that was not sent.
    page.locator(sel(dua, 12)).check()
    page.wait_for_timeout(600)
    page.reload()
    page.get_by_role("button", name="Pulihkan").click()
    assert dicentang(page, dua) == [11, 12]
    expect(ringkas).to_have_text("1 perubahan belum disimpan.")
    potret(page, "zi-jadwal-draf")

    # A month is shifted with its reason, and the row tells it.
    page.goto(page.url)
    page.get_by_role("button", name="Buang").click()
    page.locator(f"#baris-{dua.pk} a[data-geser]").click()
    page.get_by_label("Bulan yang digeser").select_option("11")
    page.get_by_label("Digeser ke").select_option("12")
    page.get_by_label("Alasan").fill("Menunggu hasil survei")
    potret(page, "zi-jadwal-geser")
    axe(page)
    page.get_by_role("button", name="Geser bulan").click()
    expect(page.get_by_text("Alasannya tercatat")).to_be_visible()
    assert bulan(dua) == [12]
    row = page.locator(f"#baris-{dua.pk}")
    row.get_by_text("bulan diubah").click()
    expect(row.get_by_text("November digeser ke Desember oleh")).to_be_visible()
    axe(page)

    page.goto("/zona-integritas/jadwal/cetak/")
    potret(page, "zi-jadwal-cetak")
    axe(page)
    page.goto("/zona-integritas/papan/")
    axe(page)


def test_the_month_plan_works_without_script(
    polos: Page, potret: Callable[[Page, str], None]
) -> None:
    page = polos
    page.locator("input[name=login]").fill("koordinator.kpu")
    page.locator("input[name=password]").fill("sandi-contoh-untuk-uji")
    page.locator("input[name=password]").press("Enter")
    (satu,) = kosong(1)
    page.goto("/zona-integritas/jadwal/?tim=5")
    page.locator(f"#baris-{satu.pk} .zi-m > input[value='12']").check()
    page.get_by_label("Alasan perubahan").fill("Disusun ulang")
    page.get_by_role("button", name="Simpan tim 5").click()
    assert bulan(satu) == [12]
    page.goto("/zona-integritas/kalender/")
    page.get_by_label("Nama langganan").fill("Ponsel")
    page.get_by_role("button", name="Buat langganan").click()
    address = page.get_by_label("Alamat", exact=True)
    expect(address).to_be_visible()
    assert address.input_value().endswith(".ics")
    potret(page, "zi-kalender")
