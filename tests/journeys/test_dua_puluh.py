"""A verifikator goes through twenty tasks by keyboard only, from the queue to its end."""

import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.permissions import Role
from evidence.actions import Isian, kirim, putuskan, unggah, versi_baru
from evidence.actions.pembagian import bagi_rata
from evidence.models import (
    BuktiTaut,
    BuktiVersi,
    Capaian,
    DokumenWajib,
    GambarBukti,
    Keputusan,
    KriteriaNilai,
)
from evidence.workflow import Aksi, Status
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    mulai,
    pemenuhan_ids,
    terkirim,
)
from tests.factories.pages import bergambar, digambar, pindaian
from tests.factories.people import SANDI

pytestmark = pytest.mark.django_db(transaction=True)

BANYAK = 20
TURUN, KEMBALI = range(3, 6), range(8, 12)
"""Places of the tasks that get less than they claim, and of those that are returned."""
CATATAN_TURUN = "Baru tiga dari empat triwulan."
CATATAN_KEMBALI = "Halaman terakhir belum ditandatangani. Pindai ulang."


@pytest.fixture
def dunia(live_server: LiveServer, transactional_db: None, data_folder: Path) -> SimpleNamespace:
    """Twenty tasks that wait, of two offices: one with criteria, one that comes back."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    units = [buat_unit(instansi, kode, induk=akar) for kode in ("bkd", "pupr")]
    operators = [buat_user(f"operator.{u.kode}", Role.OPERATOR, u) for u in units]
    rencana = buat_rencana(instansi)
    for n in range(BANYAK):
        buat_butir(rencana, units[n % 2], f"{9 + n % 2}.{chr(97 + n // 2)}")
    rows = mulai(rencana, by=buat_user("admin", Role.ADMIN, akar))
    rows[0].butir.kriteria_set.bulk_create(
        KriteriaNilai(butir=rows[0].butir, urut=n, nilai=nilai, uraian=kata)
        for n, (nilai, kata) in enumerate(KRITERIA.items())
    )
    DokumenWajib.objects.filter(butir=rows[0].butir).update(
        uraian="Laporan hasil reviu pemaketan",
        kriteria="Ditetapkan pimpinan, memuat jadwal reviu, dan bertanda tangan pada tiap lembar.",
    )
    verifikator = buat_user("verifikator", Role.VERIFIKATOR, itda)
    dua = buat_user("verifikator.dua", Role.VERIFIKATOR, itda)
    sent = [_pindaian(rows[0], operators[0]), _kembali(rows[1], operators[1], dua)]
    sent += [terkirim(row, operators[n % 2]) for n, row in enumerate(rows) if n > 1]
    GambarBukti.objects.exclude(keadaan=GambarBukti.Keadaan.SELESAI).delete()  # no worker runs
    for versi in BuktiVersi.objects.filter(gambar=None):
        bergambar(versi)
    Capaian.objects.filter(pk=rows[0].pk).update(dikirim=rows[0].dibuat)  # the oldest
    Capaian.objects.filter(pk=rows[1].pk).update(dikirim=rows[1].dibuat)
    bagi_rata(
        capaian_ids=[c.pk for c in sent[:6]],
        pemeriksa_ids=[verifikator.pk, dua.pk],
        by=verifikator,
    )
    return SimpleNamespace(capaian=rows, verifikator=verifikator)


KRITERIA = {
    100: "Laporan lengkap, ditetapkan, dan seluruh rekomendasi ditindaklanjuti",
    75: "Laporan lengkap dan ditetapkan, sebagian rekomendasi ditindaklanjuti",
    50: "Laporan ada, belum ditetapkan pimpinan",
    0: "Tidak ada laporan",
}


def _pindaian(capaian: Capaian, operator: User) -> Capaian:
    """Send a real scan of three pages, drawn by the real job."""
    unggah(
        pemenuhan_id=capaian.pemenuhan_set.get().pk,
        files=[("LHR-pemaketan.pdf", io.BytesIO(pindaian(3)))],
        by=operator,
    )
    digambar(BuktiVersi.objects.get(nama_asli="LHR-pemaketan.pdf"), operator)
    capaian.refresh_from_db()
    return kirim(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        by=operator,
        isian=Isian(narasi="Reviu atas 64 paket, 5 sampai 16 Juli.", nilai_mandiri=75),
    )


def _kembali(capaian: Capaian, operator: User, pemutus: User) -> Capaian:
    """Send, have it returned, and send a new version."""
    capaian = terkirim(capaian, operator)
    putuskan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        pemenuhan_ids=pemenuhan_ids(capaian),
        aksi=Aksi.MINTA_PERBAIKAN,
        alasan="tidak_terbaca",
        catatan="Pindaian halaman 2 tidak terbaca.",
        by=pemutus,
    )
    taut = BuktiTaut.objects.get(pemenuhan__capaian=capaian)
    versi_baru(
        taut_id=taut.pk,
        nama="pindaian-ulang.pdf",
        file=io.BytesIO(pindaian(1)),
        by=operator,
    )
    digambar(BuktiVersi.objects.get(nama_asli="pindaian-ulang.pdf"), operator)
    capaian.refresh_from_db()
    return kirim(capaian_id=capaian.pk, versi=capaian.versi, by=operator)


class PapanTik:
    """A person without a mouse; counts the keys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tekan: Counter[str] = Counter()

    def tik(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.tekan[key] += 1
            self.page.keyboard.press(key)

    def tulis(self, text: str) -> None:
        """Type a text."""
        self.page.keyboard.type(text)

    def buka(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.tik(key)

    def fokus(self) -> str:
        """Name of what has the focus: its field name, id or text."""
        found: str = self.page.evaluate(
            "() => { const u = document.activeElement;"
            " return u.name || u.id || u.innerText.trim().split('\\n')[0]; }"
        )
        return found

    def sampai(self, nama: str, batas: int) -> None:
        """Tab on until something has the focus; at most so many times."""
        for _ in range(batas):
            self.tik("Tab")
            if self.fokus().startswith(nama):
                return
        raise AssertionError(f"{nama} not reached by {batas} tabs")


def test_twenty_tasks_by_keyboard_only(
    dunia: SimpleNamespace,
    page: Page,
    axe: Callable[[Page], None],
    potret: Callable[[Page, str], None],
) -> None:
    page.goto("/masuk/")
    tangan = PapanTik(page)
    page.locator("input[name=login]").focus()
    tangan.tulis("verifikator")
    tangan.tik("Tab")
    tangan.tulis(SANDI)
    tangan.buka("Enter")
    page.goto("/verifikasi/")
    expect(page.get_by_text("20 tugas menunggu putusan Inspektorat")).to_be_visible()
    axe(page)
    potret(page, "duapuluh-1-antrean")

    tangan.sampai("Mulai periksa", 25)
    tangan.buka("Enter")

    for n, capaian in enumerate(dunia.capaian):
        expect(page).to_have_url(re.compile(rf"/verifikasi/{capaian.pk}/$"))
        keys = _putus(tangan, n, axe, potret)
        assert keys <= 12, f"{capaian}: {keys} keys"

    expect(page.get_by_text("Antrean kosong")).to_be_visible()
    potret(page, "duapuluh-8-selesai")
    decided = Keputusan.objects.filter(pemenuhan__isnull=False, oleh=dunia.verifikator)
    assert Counter(decided.values_list("aksi", flat=True)) == {
        "setujui": BANYAK - len(KEMBALI),
        "minta_perbaikan": len(KEMBALI),
    }
    values = [Capaian.objects.get(pk=c.pk).nilai_internal for c in dunia.capaian]
    expected: list[int | None] = [90] * BANYAK
    expected[0] = 75
    for n in TURUN:
        expected[n] = 75
    for n in KEMBALI:
        expected[n] = None
    assert values == expected
    returned = decided.filter(aksi="minta_perbaikan").values_list("alasan", "catatan")
    assert set(returned) == {("belum_ditandatangani", CATATAN_KEMBALI)}
    lowered = decided.filter(aksi="setujui", nilai=75).exclude(catatan="")
    assert lowered.count() == len(TURUN)
    assert Capaian.objects.filter(status=Status.MENUNGGU).count() == 0


def _putus(
    tangan: PapanTik, n: int, axe: Callable[[Page], None], potret: Callable[[Page, str], None]
) -> int:
    """Decide the task on the desk as its place says; return the keys it took, text aside."""
    page = tangan.page
    if n == 0:
        _kriteria(tangan, axe, potret)
    elif n == 1:
        _versi(tangan, axe, potret)
    before = tangan.tekan.total()
    if n in KEMBALI:
        tangan.tik("k")
        assert tangan.fokus() == "alasan"
        tangan.tulis("Belum")  # a select is chosen from by typing
        tangan.tik("Tab")
        assert tangan.fokus() == "catatan"
        tangan.tulis(CATATAN_KEMBALI)
        tangan.tik("Escape")
        assert tangan.fokus() == "h-putusan"
        if n == KEMBALI[0]:
            axe(page)
            potret(page, "duapuluh-6-kembali")
        tangan.buka("k")
    elif n in TURUN:
        tangan.tik("3", "s")
        assert tangan.fokus() == "catatan"
        expect(page.locator("[data-selisih]")).to_have_text(
            "15 di bawah klaim. Catatan wajib diisi."
        )
        tangan.tulis(CATATAN_TURUN)
        if n == TURUN[0]:
            potret(page, "duapuluh-5-turun")
        tangan.tik("Escape")
        tangan.buka("s")
    else:
        tangan.tik("2" if n == 0 else "5")
        tangan.buka("s")
    return tangan.tekan.total() - before


def _kriteria(
    tangan: PapanTik, axe: Callable[[Page], None], potret: Callable[[Page, str], None]
) -> None:
    """On the first desk: criteria, page images, keys on and off, next and back."""
    page = tangan.page
    expect(page.locator(".pn-page img").first).to_be_visible()
    expect(page.get_by_text("Ditetapkan pimpinan, memuat jadwal reviu")).to_be_visible()
    expect(page.locator(".pn-kriteria span").nth(1)).to_contain_text("75: Laporan lengkap dan")
    axe(page)
    potret(page, "duapuluh-2-meja-kriteria")
    tangan.tik("l")
    assert tangan.fokus().startswith("lembar-")
    here = page.url
    tangan.tik("s")  # no grade yet: led there, nothing decided
    assert tangan.fokus() == "nilai"
    tangan.tik("Enter")
    assert page.url == here
    tangan.buka("b")
    assert page.url != here
    tangan.buka("m")
    assert page.url == here
    page.locator("#saklar-pintasan").press("Enter")
    expect(page.locator("[data-meja-pintasan=mati]")).to_be_visible()
    tangan.tik("2")
    assert page.locator("input[name=nilai]:checked").count() == 0
    page.reload()
    expect(page.locator("[data-meja-pintasan=mati]")).to_be_visible()
    page.locator("#saklar-pintasan").press("Enter")
    expect(page.locator("[data-meja-pintasan=hidup]")).to_be_visible()


def _versi(
    tangan: PapanTik, axe: Callable[[Page], None], potret: Callable[[Page, str], None]
) -> None:
    """On the second desk: what was returned, by whom and why, and the file of that time."""
    page = tangan.page
    expect(page.get_by_text("Pindaian halaman 2 tidak terbaca.").first).to_be_visible()
    potret(page, "duapuluh-3-meja-lagi")
    page.get_by_role("link", name="Versi sebelumnya").press("Enter")
    expect(page.get_by_text("Anda melihat berkas yang diputus")).to_be_visible()
    axe(page)
    potret(page, "duapuluh-4-versi-sebelumnya")
    page.get_by_role("link", name="Versi ini").press("Enter")
    expect(page.get_by_text("Anda melihat berkas yang diputus")).to_have_count(0)
