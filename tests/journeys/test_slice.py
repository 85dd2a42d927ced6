"""One task from evidence to PDF, through every hand it passes, in a real browser."""

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from evidence.models import Capaian, Keputusan
from jobs.models import Job
from tests.factories import pdf_kecil

pytestmark = pytest.mark.django_db(transaction=True)

KODE = "9.d"
KLAIM, TERVERIFIKASI = 100, 80
ALASAN = "Belum ditandatangani"
CATATAN_KEMBALI = "Halaman terakhir belum ditandatangani Kepala Badan. Pindai ulang surat tugasnya."
CATATAN_SETUJU = "Dokumen lengkap, tetapi hanya mencakup tiga dari empat triwulan."
SATU, DUA, BARU = (
    "laporan-kepatuhan-lhkasn.pdf",
    "surat-tugas-tim.pdf",
    "surat-tugas-tim-ditandatangani.pdf",
)


@dataclass(frozen=True)
class Angka:
    """What the dashboard says in figures."""

    dokumen: dict[str, int]
    mandiri: int
    internal: int
    terisi_mandiri: int
    terisi_internal: int
    anggota: str


@dataclass
class Tetikus:
    """A hand on the mouse that counts its clicks."""

    page: Page
    klik: int = 0

    def pada(self, selector: str) -> None:
        """Click on the one thing that the selector finds."""
        self.klik += 1
        self.page.locator(selector).click()

    def pilih_berkas(self, label: re.Pattern[str], *paths: Path) -> None:
        """Open the file dialogue with one click and choose files in it."""
        self.klik += 1
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_label(label).click()
        chooser.value.set_files(paths)


def angka(page: Page, no: int) -> Angka:
    """Read the figures off the dashboard; those of one member with them."""
    page.goto("/dasbor/")
    pairs = page.locator("section[aria-labelledby=h-dokumen] .pn-nums > div").all()
    dokumen = {
        (div.locator("dt").text_content() or "").strip(): bilangan(
            div.locator("dd").text_content() or ""
        )
        for div in pairs
    }
    hitungan = page.locator("section[aria-labelledby=h-nilai] details").text_content() or ""
    internal = re.search(r"nilai terverifikasi ÷ tugas yang dinilai =\s*([\d.]+)", hitungan)
    mandiri = re.search(r"mandiri yang dikirim ÷ tugas yang dinilai =\s*([\d.]+)", hitungan)
    terisi = re.search(r"([\d.]+)\s+terverifikasi dan\s+([\d.]+)\s+diklaim", hitungan)
    assert internal, hitungan
    assert mandiri, hitungan
    assert terisi, hitungan
    row = page.locator("section[aria-labelledby=h-anggota] tbody tr").filter(
        has=page.locator(".code", has_text=re.compile(rf"^{no}\.$"))
    )
    return Angka(
        dokumen,
        bilangan(mandiri[1]),
        bilangan(internal[1]),
        bilangan(terisi[2]),
        bilangan(terisi[1]),
        (row.locator("[data-label=Dokumen]").text_content() or "").strip(),
    )


def bilangan(text: str) -> int:
    """Read a whole number as the portal writes it."""
    return int(text.strip().replace(".", ""))


def tanpa_spasi(text: str) -> str:
    """Return text without any white space: a hash may break over lines."""
    return re.sub(r"\s+", "", text)


def test_one_task_from_evidence_to_pdf(
    pekerja: None,
    masuk: Callable[[str], Page],
    potret: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    satu, dua, baru = (tmp_path / name for name in (SATU, DUA, BARU))
    satu.write_bytes(pdf_kecil("Laporan kepatuhan"))
    dua.write_bytes(pdf_kecil("Surat tugas tanpa tanda tangan"))
    baru.write_bytes(pdf_kecil("Surat tugas dengan tanda tangan"))
    capaian = Capaian.objects.select_related("butir").get(
        instansi__kode="pemprov-ntt-contoh", butir__kode=KODE
    )
    dokumen = capaian.pemenuhan_set.get()

    # What the Sekda sees before.
    page = masuk("sekda")
    sebelum = angka(page, 9)
    potret(page, "01-dasbor-sebelum")

    # The operator sends two files.
    page = masuk("operator.bkd")
    expect(page).to_have_url(re.compile("/tugas-saya/$"))
    potret(page, "02-tugas-saya")
    tangan = Tetikus(page)
    tangan.pada(f"a.pn-doc[href='/tugas/{capaian.pk}/']")
    potret(page, "03-tugas-belum")
    tangan.pilih_berkas(re.compile("Pilih berkas untuk dokumen 1"), satu, dua)
    tangan.pada(f"label:has(input[name=nilai_mandiri][value='{KLAIM}'])")
    potret(page, "04-tugas-berkas-dipilih")
    tangan.pada("button[name=aksi][value=kirim]")
    expect(page.get_by_text(f"2 berkas diunggah. Tugas {KODE} dikirim")).to_be_visible()
    assert tangan.klik <= 5, f"{tangan.klik} clicks"
    potret(page, "05-tugas-terkirim")
    assert status(capaian) == "menunggu"

    # The verifikator returns it.
    page = masuk("verifikator")
    potret(page, "06-verifikasi")
    page.locator(f"a.pn-doc[href='/verifikasi/{capaian.pk}/']").click()
    potret(page, "07-meja")
    page.get_by_label("Catatan untuk unit").fill(CATATAN_KEMBALI)
    page.get_by_label("Alasan perbaikan").select_option(label=ALASAN)
    page.get_by_role("button", name="Minta perbaikan").click()
    expect(page.get_by_text(f"{KODE}, dokumen 1 dikembalikan kepada unit")).to_be_visible()
    potret(page, "08-meja-berikutnya")
    assert status(capaian) == "perbaikan"

    # The operator reads the note and sends the right file.
    page = masuk("operator.bkd")
    row = page.locator("tr", has=page.locator(f"a[href='/tugas/{capaian.pk}/']"))
    expect(row.first).to_contain_text(CATATAN_KEMBALI)
    potret(page, "09-tugas-saya-catatan")
    page.locator(f"a.pn-doc[href='/tugas/{capaian.pk}/']").click()
    berikut = page.locator("main .pn-next").first
    expect(berikut).to_contain_text(ALASAN)
    expect(berikut).to_contain_text(CATATAN_KEMBALI)
    potret(page, "10-tugas-perlu-perbaikan")
    lampiran = page.locator(".pn-lampiran", has_text=DUA)
    lampiran.get_by_role("link", name=re.compile("Unggah versi baru")).click()
    potret(page, "11-versi-baru")
    page.get_by_label("Berkas").set_input_files(baru)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("link", name=BARU, exact=True)).to_be_visible()
    potret(page, "12-tugas-draf")
    page.locator("button[name=aksi][value=kirim]").click()
    expect(page.get_by_text(f"Tugas {KODE} dikirim ke Inspektorat")).to_be_visible()
    assert status(capaian) == "menunggu"

    # The verifikator approves it with a lower value.
    page = masuk("verifikator")
    page.goto(f"/verifikasi/{capaian.pk}/")
    page.locator(f"label:has(input[name=nilai][value='{TERVERIFIKASI}'])").click()
    expect(page.get_by_text("20 di bawah klaim. Catatan wajib diisi.")).to_be_visible()
    page.get_by_label("Catatan untuk unit").fill(CATATAN_SETUJU)
    potret(page, "13-meja-menyetujui")
    page.get_by_role("button", name="Setujui & lanjut").click()
    expect(
        page.get_by_text(f"{KODE}, dokumen 1 disetujui dengan nilai {TERVERIFIKASI}.")
    ).to_be_visible()
    capaian.refresh_from_db()
    assert (capaian.status, capaian.nilai_mandiri, capaian.nilai_internal) == (
        "disetujui",
        KLAIM,
        TERVERIFIKASI,
    )
    putusan = list(
        Keputusan.objects.filter(capaian=capaian, pemenuhan=dokumen)
        .order_by("pk")
        .values_list("dari", "ke")
    )
    assert putusan[-4:] == [
        ("menunggu", "perbaikan"),
        ("perbaikan", "draf"),
        ("draf", "menunggu"),
        ("menunggu", "disetujui"),
    ]

    # The Sekda sees both values, and nothing else moved.
    page = masuk("sekda")
    sesudah = angka(page, 9)
    potret(page, "14-dasbor-sesudah")
    pindah = {name: sesudah.dokumen[name] - n for name, n in sebelum.dokumen.items()}
    assert {name: n for name, n in pindah.items() if n} == {
        "Sudah dikirim": 1,
        "Disetujui Inspektorat": 1,
        "Belum diunggah": -1,
    }
    assert sesudah.mandiri - sebelum.mandiri == KLAIM
    assert sesudah.internal - sebelum.internal == TERVERIFIKASI
    assert sesudah.terisi_mandiri - sebelum.terisi_mandiri == 1
    assert sesudah.terisi_internal - sebelum.terisi_internal == 1
    disetujui, _, diperlukan = sebelum.anggota.partition("/")
    assert sesudah.anggota == f"{int(disetujui) + 1}/{diperlukan}"
    page.goto(f"/tugas/{capaian.pk}/")
    nilai = page.locator(".pn-tri dd").all_text_contents()
    assert [n.strip() for n in nilai] == [str(KLAIM), str(TERVERIFIKASI), "belum dinilai"]
    potret(page, "15-tugas-disetujui")

    # The auditor asks for the recap and reads it.
    page = masuk("auditor")
    page.goto("/laporan/")
    potret(page, "16-laporan")
    page.get_by_role("button", name="Minta rekap").click()
    expect(page.get_by_role("link", name="Unduh PDF")).to_be_visible(timeout=90_000)
    potret(page, "17-laporan-siap")
    with page.expect_download() as started:
        page.get_by_role("link", name="Unduh PDF").click()
    content = Path(started.value.path()).read_bytes()
    job = Job.objects.get(oleh__username="auditor")
    assert hashlib.sha256(content).hexdigest() == job.hasil_sha256
    assert started.value.suggested_filename == job.hasil_nama
    reader = PdfReader(io.BytesIO(content))
    pages = [halaman.extract_text() for halaman in reader.pages]
    # The task has its own stretch of the recap: from its text to the text of the next task.
    text = tanpa_spasi(" ".join(pages))
    berikutnya = Capaian.objects.get(
        butir__rencana=capaian.butir.rencana, butir__kode="9.e"
    ).butir.uraian
    mulai = text.index(tanpa_spasi(capaian.butir.uraian))
    bagian = text[mulai : text.index(tanpa_spasi(berikutnya), mulai)]
    for file in (satu, baru):
        assert tanpa_spasi(file.name) in bagian
        assert hashlib.sha256(file.read_bytes()).hexdigest() in bagian
    assert DUA not in bagian
    assert tanpa_spasi(CATATAN_SETUJU) in bagian
    assert f"Nilaimandiri{KLAIM}NilaiInspektorat{TERVERIFIKASI}" in bagian


def status(capaian: Capaian) -> str:
    """Return the state of the task as stored now."""
    return Capaian.objects.values_list("status", flat=True).get(pk=capaian.pk)
