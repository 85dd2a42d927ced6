"""A month of the Zona Integritas: planned with the keyboard, evidenced, returned, approved.

Grid, board and curve follow, and say what their dataset says.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from evidence.models import Butir, Capaian, Rencana
from sheets.values import BULAN
from tests.factories import pdf_kecil
from zonaintegritas.jadwal.isi_petak import Petak, Sel
from zonaintegritas.jadwal.kurva import kurva
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.kata_jadwal import DIGESER, SIFAT
from zonaintegritas.models import BentukJadwal

pytestmark = pytest.mark.django_db(transaction=True)

KPU = "kpu-ntt-contoh"
TIM = 5  # the team of koordinator.kpu and anggota.kpu
CATATAN = "Halaman pengesahan belum ada. Lengkapi, lalu kirim lagi."
TAB_PALING_BANYAK = 250
KOLOM_PAPAN = (
    "Baris",
    "Belum ada bulan",
    "Terlambat",
    "Perlu perbaikan",
    "Bulan ini",
    "Menunggu verifikasi",
    "Selesai",
)


def rencana() -> Rencana:
    """The sample plan."""
    return Rencana.objects.get(instansi__kode=KPU, jenis="zi")


def jala() -> Petak:
    """The whole grid as the Ketua reads it now."""
    return petak(rencana(), User.objects.get(username="ketua.kpu"))


def bulan_ini() -> int:
    """The month in which the journey is walked."""
    return timezone.localdate().month


def pilih_baris() -> Butir:
    """A row of the team with one document and evidence each month, nothing planned for today."""
    (tim,) = (one for one in jala().tim if one.tim.no_lampiran_2 == TIM)
    found = [
        row.butir
        for row in tim.baris
        if row.bentuk == BentukJadwal.Bentuk.BERULANG
        and row.sel[bulan_ini() - 1].capaian_id is None
        and not row.sel[bulan_ini() - 1].direncanakan
        and row.butir.dokumen_set.count() == 1
    ]
    assert found, "the sample leaves a row of the team free this month"
    return found[0]


def tugas(butir: Butir) -> Capaian:
    """The task of the row in this month."""
    today = timezone.localdate()
    rows = Capaian.objects.filter(butir=butir, gugur=None, mulai__lte=today, selesai__gte=today)
    return rows.get()


def ke(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    expect(target).to_be_visible()
    for _ in range(TAB_PALING_BANYAK):
        if target.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def rencanakan(page: Page, butir: Butir) -> None:
    """Tick this month of a row and save, with nothing but keys."""
    page.goto(f"/zona-integritas/jadwal/?rencana={butir.rencana_id}&tim={TIM}")
    rows = page.locator("tr[data-baris]")
    expect(page.locator("[data-jadwal-ringkas]")).to_have_text("Belum ada perubahan.")
    ke(page, page.locator('.zi-m > input[tabindex="0"]'))
    kode = rows.evaluate_all("all => all.map((row) => row.dataset.kode)")
    for _ in range(kode.index(butir.kode)):
        page.keyboard.press("ArrowDown")
    for _ in range(bulan_ini() - 1):
        page.keyboard.press("ArrowRight")
    sel = page.locator(f"#baris-{butir.pk} .zi-m > input[value='{bulan_ini()}']")
    expect(sel).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("[data-jadwal-ringkas]")).to_have_text("1 perubahan belum disimpan.")
    ke(page, page.get_by_role("button", name=f"Simpan tim {TIM}"))
    page.keyboard.press("Enter")
    saved = page.get_by_role("status").filter(has_text="Jadwal tersimpan")
    expect(saved).to_contain_text("1 bulan ditambah")


def unggah(page: Page, butir: Butir, path: Path) -> None:
    """Open the task from the list of the person, choose a file, say what was done, send it."""
    page.goto(f"/tugas-saya/?rencana={butir.rencana_id}&kata={butir.kode}")
    page.locator(f"a.pn-doc[href='/tugas/{tugas(butir).pk}/']").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Pilih berkas untuk dokumen 1").click()
    chooser.value.set_files(path)
    page.get_by_label(re.compile("^Narasi")).fill("Dilaksanakan bersama semua bagian.")
    page.locator("button[name=aksi][value=kirim]").click()
    expect(page.get_by_text(f"Tugas {butir.kode} dikirim")).to_be_visible()


def kembalikan(page: Page, butir: Butir) -> None:
    """Open the desk from the queue and send the document back with a reason."""
    page.goto(f"/verifikasi/?rencana={butir.rencana_id}&kata={butir.kode}")
    page.locator(f"a.pn-doc[href^='/verifikasi/{tugas(butir).pk}/']").click()
    page.get_by_role("button", name="Minta perbaikan").click()
    expect(page.get_by_role("alert")).to_contain_text("Catatan")
    page.get_by_label("Alasan perbaikan").select_option("tidak_lengkap")
    page.get_by_label("Catatan untuk unit").fill(CATATAN)
    page.get_by_role("button", name="Minta perbaikan").click()
    expect(page.get_by_text(f"{butir.kode}, dokumen 1 dikembalikan kepada unit")).to_be_visible()


def perbaiki(page: Page, butir: Butir, path: Path) -> None:
    """Read the note, put a new version in place of the file, send again."""
    page.goto(f"/tugas-saya/?rencana={butir.rencana_id}&kata={butir.kode}")
    row = page.locator(f"#t-{tugas(butir).pk}")
    expect(row).to_contain_text(CATATAN)
    row.locator("a.pn-doc").click()
    page.get_by_role("link", name=re.compile("Unggah versi baru")).click()
    page.get_by_label("Berkas").set_input_files(path)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("link", name=path.name, exact=True)).to_be_visible()
    page.locator("button[name=aksi][value=kirim]").click()
    expect(page.get_by_text(f"Tugas {butir.kode} dikirim")).to_be_visible()


def kata_sel(satu: Sel) -> str:
    """What the grid has to say of one month."""
    if not satu.direncanakan:
        moved = any(one.ke for one in satu.riwayat)
        return f"{BULAN[satu.no - 1]}: {DIGESER.label}" if moved else ""
    return f"{BULAN[satu.no - 1]}: {SIFAT[satu.keadaan.value].label}"


def periksa_petak(page: Page) -> None:
    """Compare every month of every row on the page of the grid with the dataset."""
    page.goto(f"/zona-integritas/jadwal/?rencana={rencana().pk}")
    shown = page.locator("tr[id^=baris-]").evaluate_all(
        "rows => rows.map((r) => [r.id, ...[...r.querySelectorAll('td')]"
        ".map((c) => c.textContent.trim())])"
    )
    grid = jala()
    expected = [[f"baris-{row.butir.pk}", *map(kata_sel, row.sel)] for row in grid.baris]
    assert shown == expected
    tugas_ = grid.jumlah.tugas
    assert tugas_ is not None
    expect(page.locator(".pn-lead")).to_contain_text(
        f"{tugas_.selesai} dari {tugas_.ditagih} tugas selesai, {tugas_.terlambat} terlambat. "
        f"{grid.jumlah.tanpa_jadwal} dari {grid.jumlah.baris} baris belum mempunyai bulan."
    )


def kurva_papan(page: Page) -> list[tuple[int, int | None]]:
    """Read planned and done by month off the table behind the curve of the board."""
    page.goto(f"/zona-integritas/papan/?rencana={rencana().pk}")
    rows = page.locator("section[aria-labelledby=h-kurva] tbody tr").evaluate_all(
        "rows => rows.map((r) => [...r.querySelectorAll('td')].map((c) => c.textContent.trim()))"
    )
    return [(int(plan), None if done == "belum mulai" else int(done)) for plan, done in rows]


def titik() -> list[tuple[int, int | None]]:
    """Return the same out of the dataset."""
    return [(one.rencana, one.selesai) for one in kurva(jala())]


def baris_papan(page: Page) -> tuple[str, ...]:
    """Read what the board says of the team: unplanned, late, returned, waiting, done."""
    row = page.locator("tbody tr", has=page.locator(f"th a[href$='tim={TIM}']"))
    cells = (row.locator(f"[data-label='{name}']").text_content() for name in KOLOM_PAPAN)
    return tuple(" ".join((text or "").split()) for text in cells)


def harapan_papan() -> tuple[str, ...]:
    """Return the same out of the dataset."""
    (sum_,) = (one.jumlah for one in jala().tim if one.tim.no_lampiran_2 == TIM)
    assert sum_.tugas is not None
    n = sum_.tugas
    figures = (sum_.baris, sum_.tanpa_jadwal, n.terlambat, n.perbaikan, n.bulan_ini, n.menunggu)
    return (*map(str, figures), f"{n.selesai} dari {n.ditagih}")


@pytest.mark.parametrize("lebar", [1280, 360])
def test_from_a_planned_month_to_the_curve(
    lebar: int,
    masuk: Callable[[str], Page],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    satu, dua = tmp_path / "bukti-bulan-ini.pdf", tmp_path / "bukti-lengkap.pdf"
    satu.write_bytes(pdf_kecil(f"Bukti tanpa pengesahan {lebar}"))
    dua.write_bytes(pdf_kecil(f"Bukti lengkap {lebar}"))
    butir = pilih_baris()
    sebelum = titik()
    nama = BULAN[bulan_ini() - 1]

    # The koordinator plans the month; its task is there at once.
    page = masuk("koordinator.kpu")
    page.set_viewport_size({"width": lebar, "height": 800})
    rencanakan(page, butir)
    row = page.locator(f"#baris-{butir.pk}")
    expect(row.get_by_role("link", name=f"{nama}: berjalan, buka tugas")).to_have_count(1)
    assert tugas(butir).status == "belum"
    potret(page, "zi-bukti-1-direncanakan")

    # A member brings evidence.
    page = masuk("anggota.kpu")
    unggah(page, butir, satu)
    potret(page, "zi-bukti-2-dikirim")
    axe(page)
    assert tugas(butir).status == "menunggu"

    # The verifikator returns it; without a note nothing happens.
    page = masuk("verifikator.kpu")
    kembalikan(page, butir)
    potret(page, "zi-bukti-3-dikembalikan")
    assert tugas(butir).status == "perbaikan"

    # The member mends it.
    page = masuk("anggota.kpu")
    perbaiki(page, butir, dua)
    potret(page, "zi-bukti-4-diperbaiki")
    assert tugas(butir).status == "menunggu"

    # The verifikator approves.
    page = masuk("verifikator.kpu")
    page.goto(f"/verifikasi/{tugas(butir).pk}/")
    page.locator("label:has(input[name=nilai][value='100'])").click()
    potret(page, "zi-bukti-5-meja")
    page.get_by_role("button", name="Setujui & lanjut").click()
    expect(page.get_by_text(re.compile(f"^{re.escape(butir.kode)}.* disetujui"))).to_be_visible()
    assert tugas(butir).status == "disetujui"

    # Everybody reads it: one task more was planned and done, from this month on.
    page = masuk("ketua.kpu")
    periksa_petak(page)
    cell = page.locator(f"#baris-{butir.pk} td").nth(bulan_ini() - 1)
    expect(cell).to_have_text(f"{nama}: selesai")
    potret(page, "zi-bukti-6-jadwal")
    shown = kurva_papan(page)
    assert shown == titik()
    assert baris_papan(page) == harapan_papan()
    assert [
        (plan - plan_0, None if done is None or done_0 is None else done - done_0)
        for (plan, done), (plan_0, done_0) in zip(shown, sebelum, strict=True)
    ] == [
        (int(n >= bulan_ini()), None if n > bulan_ini() else int(n == bulan_ini()))
        for n in range(1, 13)
    ]
    caption = page.locator("section[aria-labelledby=h-kurva] figcaption")
    plan, done = shown[bulan_ini() - 1]
    expect(caption).to_contain_text(f"Sampai {nama} direncanakan {plan}, selesai {done}.")
    potret(page, "zi-bukti-7-papan")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= lebar
