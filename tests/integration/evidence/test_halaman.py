"""Page images of evidence: the job that draws them, and what the desk shows meanwhile."""

import io
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.permissions import Role
from audit.models import Kejadian
from evidence.halaman import kerja
from evidence.halaman.minta import minta_gambar
from evidence.models import BuktiVersi, GambarBukti, HalamanBukti
from jobs import engine, runner
from jobs.models import Job
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    mulai,
    terkirim,
)
from tests.factories.pages import (
    alamat,
    antre,
    bergambar,
    digambar,
    ganti_isi,
    jumlah_gambar,
    pindaian,
    rusak,
    terkunci,
    unggah_satu,
)
from tests.hostile.sound import docx
from tests.integration.evidence.conftest import bangun_dunia
from tests.worker import celery_worker

HTMX = {"HX-Request": "true"}
Keadaan = GambarBukti.Keadaan


@pytest.fixture
def meja(client: Client, dunia: SimpleNamespace) -> Client:
    """The verifikator's browser."""
    client.force_login(dunia.verifikator)
    return client


# --- the job -----------------------------------------------------------------------------------


def test_pages_of_a_sixty_page_scan_appear_while_the_job_runs(
    dunia: SimpleNamespace, meja: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real job code draws the real scan; the desk is asked after each page it commits."""
    versi = unggah_satu(dunia, "pindaian.pdf", pindaian(60))
    url = alamat(dunia.c_bkd, versi)
    job = antre(versi, dunia.operator)
    waiting = meja.get(url, headers=HTMX).content
    assert b"Pratinjau sedang dibuat, menunggu giliran" in waiting
    seen: list[tuple[int, str, int, bool, bool]] = []
    keep = kerja.simpan

    def simpan(gambar: GambarBukti, lembar: Any) -> None:
        keep(gambar, lembar)
        keadaan = GambarBukti.objects.get(versi=versi).keadaan
        page = meja.get(url, headers=HTMX).content
        berikut = min(lembar.no + 1, 60)
        line = f"Halaman <b>{berikut}</b> dari 60 sedang disiapkan".encode()
        again = f'hx-get="{url}?dari={lembar.no}"'.encode()
        seen.append((lembar.no, keadaan, jumlah_gambar(page), line in page, again in page))

    monkeypatch.setattr(kerja, "simpan", simpan)
    runner.run(job.pk, "w1")
    assert seen == [(no, "berjalan", no, True, True) for no in range(1, 61)]

    job.refresh_from_db()
    assert (job.status, job.pesan, bool(job.hasil)) == (Job.Status.SELESAI, "", False)
    gambar = GambarBukti.objects.get(versi=versi)
    assert (gambar.keadaan, gambar.jumlah, gambar.pesan) == (Keadaan.SELESAI, 60, "")
    pages = list(HalamanBukti.objects.filter(versi=versi).order_by("no"))
    assert [p.no for p in pages] == list(range(1, 61))
    assert {(p.lebar, p.tinggi) for p in pages} == {(1100, 1556)}
    assert max(p.ukuran for p in pages) <= 150 * 1024
    assert len({p.berkas.name for p in pages}) == 60
    done = meja.get(url, headers=HTMX).content
    assert (jumlah_gambar(done), b"hx-trigger" in done) == (60, False)
    assert b"<b>60</b> halaman" in done


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_draws_what_was_uploaded(data_folder: Path) -> None:
    dunia = bangun_dunia("alfa")
    with celery_worker():
        versi = unggah_satu(dunia, "pindaian.pdf", pindaian(3))
        deadline = time.monotonic() + 30
        while Job.objects.get().status in (Job.Status.ANTRE, Job.Status.BERJALAN):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    gambar = GambarBukti.objects.get(versi=versi)
    assert (gambar.keadaan, gambar.pesan) == (Keadaan.SELESAI, "")
    assert [p.no for p in HalamanBukti.objects.order_by("no")] == [1, 2, 3]
    aksi = Kejadian.objects.filter(objek_jenis="job").order_by("no").values_list("aksi", flat=True)
    assert list(aksi) == ["pekerjaan.minta", "pekerjaan.mulai", "pekerjaan.selesai"]


def test_an_answer_while_it_runs_brings_only_the_new_pages(
    dunia: SimpleNamespace, meja: Client
) -> None:
    versi = unggah_satu(dunia, "pindaian.pdf", pindaian(3))
    digambar(versi, dunia.operator)
    GambarBukti.objects.filter(versi=versi).update(keadaan=Keadaan.BERJALAN)
    Job.objects.update(status=Job.Status.BERJALAN)
    answer = meja.get(alamat(dunia.c_bkd, versi), {"dari": 1}, headers=HTMX)
    text = answer.content.decode()
    assert jumlah_gambar(answer.content) == 2
    assert f'hx-swap-oob="beforeend:#lembar-{versi.pk}"' in text
    assert f'src="{alamat(dunia.c_bkd, versi, 2, nama="meja_gambar")}"' in text
    assert "?dari=3" in text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]
    for strange in ("x", "-1", "9" * 30, "²", ""):
        answer = meja.get(alamat(dunia.c_bkd, versi), {"dari": strange}, headers=HTMX)
        assert jumlah_gambar(answer.content) == 3


def test_a_second_run_changes_nothing(dunia: SimpleNamespace) -> None:
    versi = unggah_satu(dunia, "pindaian.pdf", pindaian(2))
    job = digambar(versi, dunia.operator)
    before = list(HalamanBukti.objects.order_by("no").values())
    assert minta_gambar(versi_id=versi.pk, by=dunia.verifikator) == GambarBukti.objects.get()
    assert Job.objects.count() == 1
    Job.objects.filter(pk=job.pk).update(status=Job.Status.ANTRE)
    assert engine.claim(job.pk, "w2")
    runner.run(job.pk, "w2")
    job.refresh_from_db()
    assert job.status == Job.Status.SELESAI
    assert list(HalamanBukti.objects.order_by("no").values()) == before


def test_a_cancelled_run_keeps_whole_pages_and_goes_on_where_it_was(
    dunia: SimpleNamespace, meja: Client, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    versi = unggah_satu(dunia, "pindaian.pdf", pindaian(4))
    job = antre(versi, dunia.operator)
    monkeypatch.setattr(runner, "EVERY_SECONDS", 0.0)
    keep = kerja.simpan

    def simpan(gambar: GambarBukti, lembar: Any) -> None:
        keep(gambar, lembar)
        if lembar.no == 2:
            Job.objects.filter(pk=job.pk).update(minta_batal=True)

    monkeypatch.setattr(kerja, "simpan", simpan)
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    assert job.status == Job.Status.DIBATALKAN
    rows = {p.berkas.name for p in HalamanBukti.objects.all()}
    stored = (data_folder / "berkas").rglob("*.webp")
    assert {str(p.relative_to(data_folder / "berkas")) for p in stored} == rows
    assert len(rows) == 2
    page = meja.get(alamat(dunia.c_bkd, versi), headers=HTMX).content
    assert b"Pembuatan gambar halaman terhenti sebelum selesai." in page
    assert (jumlah_gambar(page), b"hx-trigger" in page) == (2, False)
    assert b"Coba buat lagi" in page

    monkeypatch.undo()
    digambar(versi, dunia.verifikator)
    assert GambarBukti.objects.get().keadaan == Keadaan.SELESAI
    assert [p.no for p in HalamanBukti.objects.order_by("no")] == [1, 2, 3, 4]
    assert rows < {p.berkas.name for p in HalamanBukti.objects.all()}


def test_a_page_that_can_not_be_kept_leaves_no_bytes(
    dunia: SimpleNamespace, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versi = unggah_satu(dunia, "pindaian.pdf", pindaian(1))

    def penuh(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(HalamanBukti, "save", penuh)
    job = digambar(versi, dunia.operator)
    assert (job.status, job.pesan) == (Job.Status.GAGAL, runner.PENUH)
    assert list((data_folder / "berkas").rglob("*.webp")) == []
    gambar = GambarBukti.objects.get()
    assert (gambar.terbuka, gambar.alasan) == (False, runner.PENUH)


@pytest.mark.parametrize("halaman", [2, 5])
def test_pages_beyond_the_limit_are_named(
    dunia: SimpleNamespace, meja: Client, monkeypatch: pytest.MonkeyPatch, halaman: int
) -> None:
    monkeypatch.setattr(kerja, "PALING_BANYAK", 2)
    versi = unggah_satu(dunia, "tebal.pdf", pindaian(halaman))
    assert digambar(versi, dunia.operator).status == Job.Status.SELESAI
    note = b"Hanya 2 halaman pertama dari 5 yang digambar. Unduh berkasnya untuk membaca sisanya."
    page = meja.get(alamat(dunia.c_bkd, versi), headers=HTMX).content
    assert (jumlah_gambar(page), note in page) == (2, halaman == 5)


# --- files that can't be drawn -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("isi", "halaman", "pesan"),
    [
        (
            rusak(4, 3),
            3,
            "Halaman 3 tidak dapat digambar: berkas rusak di bagian itu. "
            "Unduh berkasnya untuk memeriksa.",
        ),
        (b"%PDF-1.7\nno more", 0, kerja._SELURUH["rusak"]),
        (terkunci(), 0, kerja._SELURUH["sandi"]),
    ],
    ids=["one page", "whole file", "locked"],
)
def test_what_can_not_be_drawn_ends_in_a_note_and_can_be_fetched(
    dunia: SimpleNamespace, meja: Client, isi: bytes, halaman: int, pesan: str
) -> None:
    """Such bytes do not pass the upload; they come by damage of the storage, or by an import."""
    versi = unggah_satu(dunia, "laporan.pdf", pindaian(4))
    ganti_isi(versi, isi)
    job = digambar(versi, dunia.operator)
    gambar = GambarBukti.objects.get(versi=versi)
    assert (job.status, job.pesan) == (Job.Status.GAGAL, pesan)
    assert (gambar.keadaan, gambar.pesan, gambar.terbuka) == (Keadaan.GAGAL, pesan, False)
    page = meja.get(alamat(dunia.c_bkd, versi), headers=HTMX).content.decode()
    assert pesan in page
    assert (jumlah_gambar(page.encode()), "hx-trigger" in page) == (halaman, False)
    download = reverse("berkas", args=[versi.pk])
    assert f'href="{download}"' in page
    answer = meja.get(download)
    assert (answer.status_code, answer.getvalue()) == (200, isi)  # type: ignore[attr-defined]


def test_a_stored_file_that_is_gone(dunia: SimpleNamespace, meja: Client) -> None:
    versi = unggah_satu(dunia, "laporan.pdf", pindaian(1))
    default_storage.delete(str(versi.berkas.name))
    assert digambar(versi, dunia.operator).pesan == kerja._HILANG
    page = meja.get(alamat(dunia.c_bkd, versi), headers=HTMX).content.decode()
    assert "tidak ditemukan di tempat penyimpanan" in page


def test_a_picture_gives_one_page(dunia: SimpleNamespace, meja: Client) -> None:
    out = io.BytesIO()
    Image.effect_noise((1600, 1200), 12).convert("RGB").save(out, "JPEG")
    versi = unggah_satu(dunia, "foto.jpg", out.getvalue())
    assert digambar(versi, dunia.operator).status == Job.Status.SELESAI
    halaman = HalamanBukti.objects.get(versi=versi)
    assert (halaman.no, halaman.lebar, halaman.tinggi) == (1, 1100, 825)
    assert jumlah_gambar(meja.get(alamat(dunia.c_bkd, versi), headers=HTMX).content) == 1


def test_office_files_have_a_note_and_no_job(
    dunia: SimpleNamespace,
    meja: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        versi = unggah_satu(dunia, "notula.docx", docx())
    assert (Job.objects.count(), GambarBukti.objects.count()) == (0, 0)
    for url in (reverse("meja", args=[dunia.c_bkd.pk]), alamat(dunia.c_bkd, versi)):
        text = " ".join(meja.get(url).content.decode().split())
        assert "Pratinjau tidak tersedia untuk DOCX; <a" in text
        assert f'href="{reverse("berkas", args=[versi.pk])}" download>unduh berkasnya' in text


# --- the files stay known ----------------------------------------------------------------------


def test_stored_images_are_verified_with_all_files(
    dunia: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    versi = unggah_satu(dunia, "laporan.pdf", pindaian(1))
    bergambar(versi, 2)
    call_command("verify_files")
    assert capsys.readouterr().out == "3 berkas cocok dengan SHA-256-nya\n"


def test_images_go_with_a_sample_institution(
    dunia: SimpleNamespace, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    instansi = buat_instansi("contoh", contoh=True)
    unit = buat_unit(instansi, "bkd")
    rencana = buat_rencana(instansi)
    buat_butir(rencana, unit, "9.a")
    operator = buat_user("operator.contoh", Role.OPERATOR, unit)
    (capaian,) = mulai(rencana)
    terkirim(capaian, operator)
    sample = BuktiVersi.objects.get(instansi=instansi)
    digambar(sample, operator)
    kept = unggah_satu(dunia, "laporan.pdf", pindaian(1))
    bergambar(kept)
    gone = [str(h.berkas.name) for h in HalamanBukti.objects.filter(versi=sample)]
    assert [default_storage.exists(name) for name in gone] == [True]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("remove_demo", stdout=io.StringIO())
    assert [h.versi for h in HalamanBukti.objects.select_related("versi")] == [kept]
    assert [g.versi_id for g in GambarBukti.objects.all()] == [kept.pk]
    assert [default_storage.exists(name) for name in gone] == [False]
    assert default_storage.exists(str(HalamanBukti.objects.get().berkas.name))
