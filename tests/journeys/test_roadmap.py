"""Figures of a Road Map in a browser: written, sent, lowered, approved, seen by everybody."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from evidence.models import Capaian, Rencana
from roadmap.actions.target import IsiTarget, ubah_target
from tests.factories import pdf_kecil
from tests.journeys.layar.dasar import CONTOH

pytestmark = pytest.mark.django_db(transaction=True)

KODE = "A-008"  # of Biro Organisasi, "15 produk" and 25,000 as printed; nobody worked on it
TARGET = "15 produk, 10 PD"
CATATAN = "Daftar memuat sembilan produk."
# Claimed (12/15 + 8/10) / 2, verified (9/15 + 8/10) / 2; 20 of 25 million spent.
KLAIM, TERVERIFIKASI, SERAPAN = "80%", "70%", "80%"


class PapanTik:
    """Hands on the keyboard only."""

    def __init__(self, page: Page) -> None:
        """`page` is what they work on."""
        self.page = page
        # Listening from the start: a key may come before the browser knows of a later listener.
        page.on("filechooser", lambda _: None)

    def ke(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        expect(target).to_be_visible()
        for _ in range(700):
            if target.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def tekan(self, target: Locator) -> None:
        """Go to a link or button and press Enter."""
        self.ke(target)
        self.page.keyboard.press("Enter")

    def isi(self, target: Locator, text: str) -> None:
        """Go to a field and write over what it holds."""
        self.ke(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def pilih_berkas(self, target: Locator, path: Path) -> None:
        """Open the file dialogue with Enter and choose a file in it."""
        self.ke(target)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(path)


def rencana() -> Rencana:
    """The sample Road Map."""
    return Rencana.objects.get(instansi__kode=CONTOH, jenis="roadmap")


def tugas(kode: str) -> Capaian:
    """The task of today's window."""
    today = timezone.localdate()
    return Capaian.objects.select_related("butir").get(
        butir__rencana=rencana(), butir__kode=kode, mulai__lte=today, selesai__gte=today, gugur=None
    )


def jadikan_majemuk() -> None:
    """Give the row a second component by a revision, as the admin of the sample."""
    ubah_target(
        butir_id=tugas(KODE).butir_id,
        tahun=timezone.localdate().year,
        isi=IsiTarget(TARGET, "25.000", "Menambah PD penerima.", "Keputusan Contoh 1"),
        versi=1,
        by=User.objects.get(username="admin"),
    )


def rapi(text: str | None) -> str:
    """Return a text with single spaces."""
    return " ".join((text or "").split())


def rupiah(text: str) -> Decimal:
    """Read "Rp 1.200.000"."""
    return Decimal(re.sub(r"[^\d]", "", text))


def program_a(page: Page) -> dict[str, str]:
    """Read the row of program A off the dashboard of the Road Map."""
    page.goto(f"/dasbor/?rencana={rencana().pk}")
    row = page.locator("section[aria-labelledby=h-program] tbody tr").first
    names = ("Pagu", "Realisasi", "Serapan", "Capaian")
    return {n: rapi(row.locator(f"[data-label={n}]").text_content()) for n in names}


def sel_kegiatan(page: Page) -> tuple[str, str]:
    """Read target and budget of the row in this year off the table of kegiatan."""
    page.goto(f"/roadmap/kegiatan/?rencana={rencana().pk}&cari={KODE}&tahun={_tahun()}")
    row = page.locator(".rt-lebar tbody tr", has=page.get_by_role("link", name=KODE, exact=True))
    cells = row.first.locator("td")
    found = [rapi(cells.nth(n).text_content()) for n in range(cells.count())]
    at = next(n for n, text in enumerate(found) if TARGET in text)
    return found[at], found[at + 1]


def _tahun() -> int:
    return timezone.localdate().year


def di_tempat(papan: PapanTik, lebar: int) -> Locator:
    """Open the row of the table in its place; returns the form."""
    page = papan.page
    page.goto("/roadmap/kegiatan/")
    if lebar < 768:
        program = page.locator(".rt-sempit > details").first
        papan.tekan(program.locator("> summary"))
        kegiatan = program.locator("details", has=page.locator(f'a:text-is("{KODE}")'))
        papan.tekan(kegiatan.first.locator("summary"))
    link = page.get_by_role("link", name=f"Isi realisasi {_tahun()} {KODE}")
    papan.tekan(link.locator("visible=true"))
    place = page.locator(f"#realisasi-{tugas(KODE).pk}")
    expect(place).to_be_visible()
    expect(place.get_by_role("heading")).to_be_focused()
    return place


@pytest.mark.parametrize("lebar", [1280, 360])
def test_from_the_row_to_the_dashboard(
    lebar: int,
    masuk: Callable[[str], Page],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    jadikan_majemuk()
    bukti = tmp_path / "daftar-produk.pdf"
    bukti.write_bytes(pdf_kecil("Daftar produk"))
    page = masuk("sekda")
    sebelum = program_a(page)
    page.set_viewport_size({"width": lebar, "height": 800})

    # The operator writes the figures in the row, with the keyboard.
    page = masuk("operator.organisasi")
    papan = PapanTik(page)
    place = di_tempat(papan, lebar)
    expect(place).to_contain_text(TARGET)
    papan.isi(place.get_by_label(re.compile(r"^Realisasi \(produk\)")), "12")
    papan.isi(place.get_by_label(re.compile(r"^Realisasi \(PD\)")), "8")
    potret(page, f"roadmap-1-di-tempat-{lebar}")
    axe(page)
    papan.tekan(place.get_by_role("button", name="Simpan draf"))
    expect(place.get_by_role("status")).to_contain_text("Draf tersimpan pukul")

    # On the page of the task the draft is there; money, evidence and words follow.
    papan.tekan(place.get_by_role("link", name="Buka halaman tugas"))
    expect(page).to_have_url(re.compile(f"/tugas/{tugas(KODE).pk}/"))
    form = page.locator("#kerja")
    expect(form.get_by_label(re.compile(r"^Realisasi \(produk\)"))).to_have_value("12")
    papan.pilih_berkas(form.get_by_label("Pilih berkas untuk dokumen 1"), bukti)
    papan.isi(form.get_by_label(re.compile(r"^Pagu \(Rp\)")), "25.000.000")
    papan.isi(form.get_by_label(re.compile(r"^Realisasi anggaran \(Rp\)")), "20.000.000")
    papan.isi(form.get_by_label(re.compile("^Narasi")), "Produk disusun bersama delapan PD.")
    potret(page, f"roadmap-2-tugas-{lebar}")
    axe(page)
    papan.tekan(form.get_by_role("button", name="Unggah dan kirim ke Inspektorat"))
    expect(page.get_by_text(f"Tugas {KODE} dikirim ke Inspektorat")).to_be_visible()
    assert tugas(KODE).status == "menunggu"

    # The verifikator lowers one component; without a note nothing is decided, what is typed stays.
    page = masuk("verifikator")
    page.goto(f"/verifikasi/{tugas(KODE).pk}/")
    produk = page.locator("#putusan").get_by_label(re.compile(r"^Realisasi \(produk\)"))
    expect(produk).to_have_value("12")
    produk.fill("9")
    potret(page, f"roadmap-3-meja-{lebar}")
    axe(page)
    page.get_by_role("button", name="Setujui & lanjut").click()
    expect(page.get_by_role("alert")).to_contain_text("Catatan")
    expect(produk).to_have_value("9")
    expect(page.locator("#putusan")).to_contain_text("Berbeda dari klaim unit")
    assert tugas(KODE).status == "menunggu"
    potret(page, f"roadmap-4-meja-catatan-{lebar}")
    axe(page)
    page.get_by_label(re.compile("^Catatan untuk unit")).fill(CATATAN)
    page.get_by_role("button", name="Setujui & lanjut").click()
    expect(page.get_by_text(re.compile(f"^{KODE}.* disetujui"))).to_be_visible()
    assert tugas(KODE).status == "disetujui"

    # The operator reads claim beside verified, and why.
    page = masuk("operator.organisasi")
    page.goto(f"/tugas/{tugas(KODE).pk}/")
    row = page.locator(".rm-banding tbody tr", has_text="Realisasi (produk)")
    cells = [rapi(row.locator("td").nth(n).text_content()) for n in range(3)]
    assert cells == ["15 produk", "12 produk", "9 produk berbeda dari klaim"]
    expect(page.locator("main")).to_contain_text(CATATAN)
    nilai = [rapi(n) for n in page.locator(".pn-tri dd").all_text_contents()]
    assert nilai[:3] == [KLAIM, TERVERIFIKASI, SERAPAN]
    potret(page, f"roadmap-5-tugas-terverifikasi-{lebar}")
    axe(page)

    # Table and dashboard of the Sekda show the new figures.
    page = masuk("sekda")
    page.set_viewport_size({"width": 1280, "height": 800})
    fisik, uang = sel_kegiatan(page)
    assert "9 produk" in fisik
    assert f"{TERVERIFIKASI} " in fisik
    assert f"klaim 12 produk, 8 PD, {KLAIM}" in fisik.replace("; ", ", ")
    assert "20.000" in uang
    assert f"serapan {SERAPAN}" in uang
    potret(page, f"roadmap-6-kegiatan-{lebar}")
    axe(page)
    sesudah = program_a(page)
    assert rupiah(sesudah["Pagu"]) == rupiah(sebelum["Pagu"])
    assert rupiah(sesudah["Realisasi"]) - rupiah(sebelum["Realisasi"]) == 20_000_000
    before, after = (_terisi(x["Capaian"]) for x in (sebelum, sesudah))
    assert (after[0] - before[0], after[1]) == (1, before[1])
    potret(page, f"roadmap-7-dasbor-{lebar}")
    axe(page)


def _terisi(text: str) -> tuple[int, int]:
    found = re.search(r"(\d+) dari (\d+) terisi", text)
    assert found, text
    return int(found[1]), int(found[2])


def test_nothing_runs_over_at_360_px(masuk: Callable[[str], Page]) -> None:
    page = masuk("sekda")
    page.set_viewport_size({"width": 360, "height": 740})
    plan = rencana().pk
    for url in (
        "/dasbor/",
        "/dasbor/kerja/",
        "/dasbor/pantauan/",
        "/roadmap/",
        "/roadmap/kegiatan/",
    ):
        page.goto(f"{url}?rencana={plan}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, url
