"""An LKE in the browser: unit, evaluator, TPI, simulation, and the report about it."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from audit.models import Kejadian
from tests.factories import pdf_kecil
from ukuran.format import angka
from ukuran.lke.instrumen import Predikat
from ukuran.lke.nilai import HasilLKE
from ukuran.lke.simulasi import simulasi
from zonaintegritas.actions.lke import langkah, salin_nilai, simpan_jawaban
from zonaintegritas.lke.alur import AksiLKE
from zonaintegritas.lke.isian import tanda
from zonaintegritas.lke.lembar import LembarLKE, lembar
from zonaintegritas.models import (
    LKE,
    JawabanLKE,
    LangkahLKE,
    PertanyaanLKE,
    StatusLKE,
    SurveiZI,
    Tahap,
)

pytestmark = pytest.mark.django_db(transaction=True)

KPU = "kpu-ntt-contoh"
PILIHAN, RASIO, INDEKS = "A.2.6.2.c", "A.2.4.2.a", "B.3.a"
"""Questions of three scale kinds that the evaluator has not judged yet."""
CATATAN = "Dokumen pendukung belum ditandatangani. Turunkan jawabannya atau lengkapi buktinya."
ALASAN = "Bukti yang dilampirkan baru mendukung sebagian."


def lke_ini() -> LKE:
    """The assessment of this year, read anew."""
    rows = LKE.objects.filter(instansi__kode=KPU).select_related("instansi", "unit", "instrumen")
    return rows.latest("tahun")


def orang(username: str) -> User:
    """A person of the sample."""
    return User.objects.get(username=username)


def isi(siapa: str = "operator.kpu") -> LembarLKE:
    """The dataset of the sheet as a person reads it now."""
    return lembar(lke_ini(), orang(siapa))


def soal(kode: str) -> PertanyaanLKE:
    """A question by its code."""
    return PertanyaanLKE.objects.select_related("skala", "komponen__induk").get(
        instrumen=lke_ini().instrumen, kode=kode
    )


def kosongkan() -> None:
    """Take back three answers of the unit, by the unit."""
    for kode in (PILIHAN, RASIO, INDEKS):
        row = lke_ini().jawaban_set.get(pertanyaan__kode=kode, tahap=Tahap.MANDIRI)
        simpan_jawaban(
            lke_id=row.lke_id,
            pertanyaan_id=row.pertanyaan_id,
            isi={},
            lama=tanda(row),
            by=orang("operator.kpu"),
        )


def jawaban(kode: str, tahap: Tahap) -> JawabanLKE:
    """What is stored of one answer."""
    return lke_ini().jawaban_set.get(pertanyaan__kode=kode, tahap=tahap)


def artikel(page: Page, kode: str) -> Locator:
    """One question on the sheet."""
    return page.locator(f'[id="q-{kode}"]')


def pilih(page: Page, kode: str, pilihan: str, alasan: str) -> None:
    """Choose an answer on the sheet, give the reason, save it in its place."""
    q = artikel(page, kode)
    q.locator(f"input[name=pilihan][value='{pilihan}']").check()
    q.get_by_label("Alasan").fill(alasan)
    q.get_by_role("button", name=f"Simpan {kode}").click()
    expect(q.get_by_role("status")).to_contain_text("Tersimpan pukul")


def lembar_bagian(page: Page, kode: str) -> None:
    """Open the sheet at the component of a question, without the ninety others."""
    komponen = soal(kode).komponen.induk
    assert komponen is not None
    page.goto(f"/zona-integritas/lke/{lke_ini().pk}/?komponen={komponen.kode}")


def tekan_langkah(page: Page, aksi: AksiLKE, catatan: str = "") -> None:
    """Go the way of one step: its button on the sheet, its page, its note, its button."""
    lembar_bagian(page, PILIHAN)
    page.locator(".pn-next").get_by_role("link", name=aksi.label).click()
    if catatan:
        page.get_by_label("Catatan").fill(catatan)
    page.locator("main").get_by_role("button", name=aksi.label).click()
    expect(page.get_by_text(f"{aksi.label}: langkah ini tercatat.")).to_be_visible()


def mulai_dari(page: Page, tahap: str) -> None:
    """Take over the answers of the stage before, after the question whether to."""
    lembar_bagian(page, PILIHAN)
    page.get_by_role("link", name=f"Mulai dari jawaban {tahap}").click()
    page.get_by_role("button", name="Ambil jawaban").click()
    expect(page.get_by_text("jawaban diambil sebagai titik awal")).to_be_visible()
    lembar_bagian(page, PILIHAN)


def nilai_lembar(page: Page) -> tuple[str, str]:
    """Read score and number of answers off the head of the sheet."""
    b = [text.strip() for text in page.locator("#lke-angka b").all_text_contents()]
    expect(page.locator("#lke-kalimat")).to_contain_text(f" {b[0]} dari 100;")
    return b[0], b[1]


def harapan(hasil: HasilLKE) -> tuple[str, str]:
    """What the head has to say."""
    return angka(hasil.nilai, 2), str(hasil.terjawab)


def test_unit_and_evaluator(
    contoh: None,
    masuk: Callable[[str], Page],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    bukti = tmp_path / "notula-reviu.pdf"
    bukti.write_bytes(pdf_kecil("Notula reviu"))
    lke = lke_ini()
    assert lke.status == StatusLKE.PERBAIKAN
    kosongkan()

    # The unit finds its sheet; three questions keep it from being sent.
    page = masuk("operator.kpu")
    page.goto("/zona-integritas/lke/")
    potret(page, "zi-lke-01-daftar")
    page.get_by_role("link", name=f"{lke.unit.nama}, {lke.tahun}").click()
    expect(page.locator(".pn-next").first).to_contain_text("menurut catatan evaluator")
    assert nilai_lembar(page) == harapan(isi().nilai[Tahap.MANDIRI])
    page.get_by_role("link", name=AksiLKE.AJUKAN.label).click()
    expect(page.locator("main")).to_contain_text("3 pertanyaan belum dijawab")
    listed = page.locator("main form .pn-bul a").all_text_contents()
    assert listed == sorted(listed, key=lambda kode: soal(kode).urut)
    assert set(listed) == {PILIHAN, RASIO, INDEKS}
    page.locator("main").get_by_role("button", name=AksiLKE.AJUKAN.label).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert lke_ini().status == StatusLKE.PERBAIKAN
    potret(page, "zi-lke-03-belum-lengkap")
    axe(page)

    # It answers them: a choice with evidence, a ratio (first in words), the result of a survey.
    page.goto(f"/zona-integritas/lke/{lke.pk}/?saring=belum")
    assert page.locator(".lke-q").count() == 3
    pilih(page, PILIHAN, "B", "Sudah berjalan pada sebagian layanan.")
    q = artikel(page, PILIHAN)
    q.get_by_text("Tambah bukti").click()
    q.get_by_label(f"Berkas untuk {PILIHAN}").set_input_files(bukti)
    q.get_by_role("button", name="Unggah").click()
    expect(q).to_contain_text("1 berkas dilampirkan.")
    expect(q.get_by_role("link", name=bukti.name, exact=True)).to_be_visible()
    q = artikel(page, RASIO)
    q.locator("input[name=pembilang]").fill("empat puluh")
    q.locator("input[name=penyebut]").fill("46")
    q.get_by_role("button", name=f"Simpan {RASIO}").click()
    expect(q).to_contain_text("Bukan angka")
    expect(q.locator("input[name=pembilang]")).to_have_value("empat puluh")
    expect(q.locator("input[name=penyebut]")).to_have_value("46")
    potret(page, "zi-lke-04-galat")
    q.locator("input[name=pembilang]").fill("40")
    q.get_by_role("button", name=f"Simpan {RASIO}").click()
    expect(q.get_by_role("status")).to_contain_text("Tersimpan pukul")
    artikel(page, INDEKS).get_by_role("link", name="Ambil dari survei").click()
    potret(page, "zi-lke-05-survei")
    page.get_by_role("button", name="Ambil dari survei").click()
    expect(page.get_by_text(f"Jawaban {INDEKS} tersimpan pukul")).to_be_visible()
    row = jawaban(RASIO, Tahap.MANDIRI)
    assert (row.pembilang, row.penyebut) == (Decimal(40), Decimal(46))
    survei = SurveiZI.objects.filter(unit_zi__unit=lke.unit, jenis="ipkp", dihapus=None)
    figures = survei.order_by("-tanggal").values_list("nilai", flat=True)
    assert jawaban(INDEKS, Tahap.MANDIRI).angka == figures[0]
    assert nilai_lembar(page) == harapan(isi().nilai[Tahap.MANDIRI])
    tekan_langkah(page, AksiLKE.AJUKAN)
    assert lke_ini().status == StatusLKE.EVALUASI

    # The evaluator sends it back, which takes a note.
    page = masuk("verifikator.kpu")
    page.goto(f"/zona-integritas/lke/{lke.pk}/langkah/{AksiLKE.MINTA_PERBAIKAN}/")
    page.locator("main").get_by_role("button", name=AksiLKE.MINTA_PERBAIKAN.label).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("main form")).not_to_contain_text("boleh kosong")
    assert lke_ini().status == StatusLKE.EVALUASI
    potret(page, "zi-lke-07-catatan-kurang")
    tekan_langkah(page, AksiLKE.MINTA_PERBAIKAN, CATATAN)
    assert lke_ini().status == StatusLKE.PERBAIKAN

    # The unit reads the note, mends, and sends again.
    page = masuk("operator.kpu")
    lembar_bagian(page, PILIHAN)
    expect(page.locator(".pn-next blockquote")).to_have_text(CATATAN)
    potret(page, "zi-lke-08-catatan")
    pilih(page, PILIHAN, "C", "Diturunkan menurut catatan evaluator.")
    assert nilai_lembar(page) == harapan(isi().nilai[Tahap.MANDIRI])
    tekan_langkah(page, AksiLKE.AJUKAN)

    # The evaluator begins from its answers, lowers one, and hands the sheet to the TPI.
    page = masuk("verifikator.kpu")
    mulai_dari(page, "mandiri")
    pilih(page, PILIHAN, "D", ALASAN)
    q = artikel(page, PILIHAN)
    expect(q).to_contain_text("Diturunkan menurut catatan evaluator.")
    evaluator = isi("verifikator.kpu").nilai
    assert nilai_lembar(page) == harapan(evaluator[Tahap.EVALUATOR])
    assert evaluator[Tahap.EVALUATOR].terjawab == evaluator[Tahap.MANDIRI].terjawab
    potret(page, "zi-lke-09-evaluator")
    axe(page)
    tekan_langkah(page, AksiLKE.TERUSKAN, "Penilaian lengkap.")
    assert lke_ini().status == StatusLKE.TPI_ANGGOTA
    steps = LangkahLKE.objects.filter(lke=lke).exclude(aksi=AksiLKE.ISI).order_by("-pk")
    assert list(steps.values_list("aksi", "oleh__username")[:4]) == [
        ("teruskan", "verifikator.kpu"),
        ("ajukan", "operator.kpu"),
        ("minta_perbaikan", "verifikator.kpu"),
        ("ajukan", "operator.kpu"),
    ]
    page.goto(f"/zona-integritas/lke/{lke.pk}/alur/")
    expect(page.locator("section[aria-labelledby=h-riwayat]")).to_contain_text(CATATAN)
    potret(page, "zi-lke-10-langkah")
    axe(page)


def ke_tpi() -> None:
    """Bring the assessment to the TPI by the actions that unit and evaluator use."""
    pk = lke_ini().pk
    langkah(lke_id=pk, aksi=AksiLKE.AJUKAN, by=orang("operator.kpu"))
    evaluator = orang("verifikator.kpu")
    salin_nilai(lke_id=pk, by=evaluator)
    langkah(lke_id=pk, aksi=AksiLKE.TERUSKAN, by=evaluator, catatan="Penilaian lengkap.")


def baca_lhe(path: Path) -> dict[str, object]:
    """Read the summary of the report."""
    with path.open("rb") as file:  # a download has no extension
        sheet = openpyxl.load_workbook(file)["Ringkasan"]
        return {str(row[0]): row[1] for row in sheet.iter_rows(values_only=True)}


def tetapkan() -> None:
    """Bring the assessment to its result, by the actions that everybody in it uses."""
    ke_tpi()
    pk, anggota = lke_ini().pk, orang("tpi.anggota")
    salin_nilai(lke_id=pk, by=anggota)
    row = jawaban(PILIHAN, Tahap.TPI)
    simpan_jawaban(
        lke_id=pk,
        pertanyaan_id=row.pertanyaan_id,
        isi={"pilihan": "D", "alasan": ALASAN},
        lama=tanda(row),
        by=anggota,
    )
    for aksi, siapa in (
        (AksiLKE.AJUKAN_KETUA, "tpi.anggota"),
        (AksiLKE.AJUKAN_PENGENDALI, "tpi.kpu"),
        (AksiLKE.TETAPKAN, "tpi.pengendali"),
    ):
        langkah(lke_id=pk, aksi=aksi, by=orang(siapa), catatan="Sesudah klarifikasi.")


def test_the_tpi_settles_the_result(
    contoh: None, masuk: Callable[[str], Page], potret: Callable[[Page, str], None]
) -> None:
    ke_tpi()
    lke = lke_ini()

    # A member of the TPI comes to the sheet, and lowers one answer.
    page = masuk("tpi.anggota")
    expect(page).to_have_url(re.compile("/zona-integritas/lke/$"))
    page.get_by_role("link", name=f"{lke.unit.nama}, {lke.tahun}").click()
    expect(page.locator(".pn-next").first).to_contain_text("sebagai anggota TPI")
    mulai_dari(page, "evaluator")
    pilih(page, PILIHAN, "D", "Menurut wawancara belum berjalan.")
    assert nilai_lembar(page) == harapan(isi("tpi.anggota").nilai[Tahap.TPI])
    potret(page, "zi-lke-11-tpi")
    tekan_langkah(page, AksiLKE.AJUKAN_KETUA)
    assert lke_ini().status == StatusLKE.TPI_KETUA

    # The chair reviews it, then the pengendali teknis settles it; nobody writes after that.
    page = masuk("tpi.kpu")
    tekan_langkah(page, AksiLKE.AJUKAN_PENGENDALI)
    assert lke_ini().status == StatusLKE.TPI_PENGENDALI
    page = masuk("tpi.pengendali")
    tekan_langkah(page, AksiLKE.TETAPKAN, "Hasil ditetapkan sesudah klarifikasi.")
    assert lke_ini().status == StatusLKE.SELESAI
    lembar_bagian(page, PILIHAN)
    expect(artikel(page, PILIHAN)).to_contain_text("Menurut wawancara belum berjalan.")
    assert page.locator(".lke-q form").count() == 0
    potret(page, "zi-lke-12-selesai")


def test_the_report_says_what_the_sheet_says(
    pekerja: None,
    masuk: Callable[[str], Page],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
) -> None:
    tetapkan()
    lke = lke_ini()
    page = masuk("operator.kpu")

    # The list says three scores, those of the dataset.
    hasil = isi().nilai
    scores = {tahap: angka(hasil[tahap].nilai, 2) for tahap in Tahap}
    assert len(set(scores.values())) > 1
    page.goto("/zona-integritas/lke/")
    row = page.locator("tbody tr", has_text=f", {lke.tahun}").first
    for tahap in Tahap:
        expect(row.locator(f"[data-label='{tahap.label}']")).to_contain_text(scores[tahap])
    page.goto(f"/zona-integritas/lke/{lke.pk}/penjelasan/")
    potret(page, "zi-lke-13-nilai")
    axe(page)

    # The report is asked for, made and fetched; its totals are the same.
    page.goto(f"/laporan/?jenis=lhe&lke={lke.pk}")
    expect(page.locator("select[name=lke]")).to_have_value(str(lke.pk))
    page.get_by_label("Bentuk berkas").select_option("xlsx")
    potret(page, "zi-lke-14-minta-lhe")
    page.get_by_role("button", name="Minta LHE").click()
    expect(page.get_by_role("heading", name="Laporan siap")).to_be_visible(timeout=90_000)
    potret(page, "zi-lke-15-lhe-siap")
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("^Unduh")).click()
    found = baca_lhe(Path(started.value.path()))
    assert found["Keadaan LKE"] == StatusLKE.SELESAI.label
    for tahap in Tahap:
        assert angka(Decimal(str(found[f"Nilai {tahap.label}"])), 2) == scores[tahap]
        of = f"{hasil[tahap].terjawab} dari {hasil[tahap].jumlah}"
        assert found[f"Pertanyaan bernilai, {tahap.label}"] == of


def test_a_simulation_proposes_and_stores_nothing(
    contoh: None,
    masuk: Callable[[str], Page],
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
) -> None:
    lke = lke_ini()
    page = masuk("operator.kpu")
    stored = list(JawabanLKE.objects.order_by("pk").values())
    events = Kejadian.objects.filter(aksi__startswith="lke").count()
    for sasaran in Predikat:
        page.goto(f"/zona-integritas/lke/{lke.pk}/simulasi/?sasaran={sasaran}&survei=1")
        sheet = isi()
        found = simulasi(
            sheet.instrumen,
            sheet.jawaban[Tahap.MANDIRI],
            sasaran,
            {b.pertanyaan.kode: b.dokumen_kurang for b in sheet.baris()},
        )
        facts = [text.strip() for text in page.locator(".pn-facts dd").all_text_contents()]
        assert facts[:2] == [angka(found.sebelum.nilai, 2), angka(found.sesudah.nilai, 2)]
        assert found.terjangkau
        assert facts[2:] == [str(len(found.usulan)), angka(found.dokumen_kurang)]
        codes = page.locator("section[aria-labelledby=h-usulan] tbody th a").all_text_contents()
        assert codes == [one.kode for one in found.usulan]
        potret(page, f"zi-lke-16-simulasi-{sasaran}")
        axe(page)
    assert found.usulan, "WBBM needs more than the sample has"
    page.locator("section[aria-labelledby=h-usulan] tbody th a").first.click()
    expect(artikel(page, found.usulan[0].kode)).to_be_in_viewport()
    assert list(JawabanLKE.objects.order_by("pk").values()) == stored
    assert Kejadian.objects.filter(aksi__startswith="lke").count() == events > 0
