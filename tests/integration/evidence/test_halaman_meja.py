"""Page images on the desk: asking for them, who may see them, the trace and the cost."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.halaman.minta import GAMBAR_HALAMAN, minta_gambar
from evidence.models import BuktiVersi, GambarBukti, HalamanBukti
from jobs import engine
from jobs.models import Job
from reports.actions.permohonan import minta_rekap
from tests.factories import buat_user
from tests.factories.pages import (
    alamat,
    bergambar,
    digambar,
    pindaian,
    unggah_satu,
)

HTMX = {"HX-Request": "true"}
Keadaan = GambarBukti.Keadaan


@pytest.fixture
def meja(client: Client, dunia: SimpleNamespace) -> Client:
    """The verifikator's browser."""
    client.force_login(dunia.verifikator)
    return client


# --- asking ------------------------------------------------------------------------------------


def test_an_upload_asks_for_the_images_after_its_commit(
    dunia: SimpleNamespace, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        versi = unggah_satu(dunia, "laporan.pdf", pindaian(1))
        assert Job.objects.count() == 0
    job = Job.objects.get()
    assert (job.jenis, job.oleh, job.judul) == (
        GAMBAR_HALAMAN,
        dunia.operator,
        "Gambar halaman: laporan.pdf",
    )
    gambar = GambarBukti.objects.get()
    assert (gambar.versi, gambar.job, gambar.keadaan) == (versi, job, Keadaan.ANTRE)


def test_the_desk_asks_by_a_button_and_opening_it_changes_nothing(
    dunia: SimpleNamespace, meja: Client
) -> None:
    versi = unggah_satu(dunia, "laporan.pdf", pindaian(1))
    url, button = alamat(dunia.c_bkd, versi), alamat(dunia.c_bkd, versi, nama="meja_halaman_buat")
    desk = meja.get(reverse("meja", args=[dunia.c_bkd.pk])).content.decode()
    assert f'hx-get="{url}"' in desk
    assert f'<a href="{url}">Lihat gambar halaman' in desk
    page = meja.get(url, headers=HTMX).content.decode()
    assert "Gambar halaman berkas ini belum dibuat." in page
    assert f'action="{button}"' in page
    assert (Job.objects.count(), GambarBukti.objects.count()) == (0, 0)
    assert meja.get(button).status_code == 405
    for _ in range(2):  # a double click is one job
        answer = meja.post(button)
        assert (answer.status_code, answer.headers["Location"]) == (302, url)
    assert Job.objects.get().oleh == dunia.verifikator
    plain = meja.get(url).content.decode()
    assert "menunggu giliran" in plain
    assert f'href="{url}">Muat ulang</a>' in plain


def test_asking_needs_a_file_that_is_visible(dunia: SimpleNamespace, lain: SimpleNamespace) -> None:
    versi = unggah_satu(dunia, "laporan.pdf", pindaian(1))
    for user in (lain.verifikator, dunia.operator_pupr, buat_user("plat", "platform")):
        with pytest.raises(Denied):
            minta_gambar(versi_id=versi.pk, by=user)
    assert Job.objects.count() == 0


def test_uploads_stand_behind_reports_and_on_no_list_of_reports(
    dunia: SimpleNamespace, client: Client
) -> None:
    versions = [unggah_satu(dunia, f"b{n}.pdf", pindaian(n)) for n in (1, 2, 3)]
    pictures = [minta_gambar(versi_id=v.pk, by=dunia.operator) for v in versions]
    jobs = [g.job_id for g in pictures if g is not None]
    report = minta_rekap(rencana_id=dunia.rencana.pk, by=dunia.operator)
    other = minta_rekap(rencana_id=dunia.rencana.pk, by=dunia.ketua)
    assert engine.waiting() == [report.pk, other.pk, jobs[0]]
    assert engine.claim(jobs[0] or 0, "w1") is True
    # one at a time, and it takes nobody's turn
    assert engine.claim(jobs[1] or 0, "w2") is False
    assert engine.waiting() == [report.pk, other.pk]
    assert engine.claim_next("w2") == report.pk
    assert engine.waiting() == [other.pk]
    for user in (dunia.operator, dunia.ketua, dunia.verifikator):
        assert not Job.objects.visible_to(user).filter(jenis=GAMBAR_HALAMAN).exists()
    client.force_login(dunia.ketua)
    assert b"Gambar halaman" not in client.get(reverse("laporan")).content
    assert client.get(reverse("laporan_rinci", args=[jobs[0]])).status_code == 404


# --- delivery ----------------------------------------------------------------------------------


def test_an_image_is_delivered_for_good_and_as_nothing_else(
    dunia: SimpleNamespace, meja: Client
) -> None:
    versi = unggah_satu(dunia, "laporan.pdf", pindaian(1))
    digambar(versi, dunia.operator)
    answer = meja.get(alamat(dunia.c_bkd, versi, 1, nama="meja_gambar"))
    content = answer.getvalue()  # type: ignore[attr-defined]
    halaman = HalamanBukti.objects.get()
    assert content == halaman.berkas.open("rb").read()
    assert {
        name: answer.headers[name]
        for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options", "Content-Length")
    } == {
        "Content-Type": "image/webp",
        "Cache-Control": "private, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Length": str(len(content)),
    }
    assert meja.get(alamat(dunia.c_bkd, versi, 2, nama="meja_gambar")).status_code == 404
    default_storage.delete(str(halaman.berkas.name))
    assert meja.get(alamat(dunia.c_bkd, versi, 1, nama="meja_gambar")).status_code == 404


def test_a_file_is_shown_only_at_the_task_it_is_used_for(
    dunia: SimpleNamespace, meja: Client
) -> None:
    versi = unggah_satu(dunia, "laporan.pdf", pindaian(1))
    bergambar(versi)
    for nama, nomor in (("meja_halaman", ()), ("meja_gambar", (1,))):
        assert meja.get(alamat(dunia.c_bkd, versi, *nomor, nama=nama)).status_code == 200
        assert meja.get(alamat(dunia.c_pupr, versi, *nomor, nama=nama)).status_code == 404
    assert meja.post(alamat(dunia.c_pupr, versi, nama="meja_halaman_buat")).status_code == 404


@pytest.mark.parametrize(
    ("peran", "status"),
    [
        ("verifikator", 200),
        ("operator", 403),
        ("ketua", 403),
        ("auditor", 403),
        ("operator_pupr", 404),
        ("tamu", 404),
    ],
)
def test_who_sees_the_images(
    client: Client, dunia: SimpleNamespace, lain: SimpleNamespace, peran: str, status: int
) -> None:
    """Rows of two institutions; the desk is the verifikator's own, strangers learn nothing."""
    versi = unggah_satu(dunia, "laporan.pdf", pindaian(1))
    bergambar(versi)
    bergambar(unggah_satu(lain, "laporan.pdf", pindaian(1)))
    user: User = lain.verifikator if peran == "tamu" else getattr(dunia, peran)
    client.force_login(user)
    for nama, nomor in (("meja_halaman", ()), ("meja_gambar", (1,))):
        assert client.get(alamat(dunia.c_bkd, versi, *nomor, nama=nama)).status_code == status
    assert list(
        HalamanBukti.objects.visible_to(lain.verifikator).values_list(
            "versi__instansi__kode", flat=True
        )
    ) == ["beta"]


# --- the trace ---------------------------------------------------------------------------------


def _lihat(versi: BuktiVersi) -> list[str]:
    rows = Kejadian.objects.filter(aksi="bukti.lihat", objek_id=str(versi.pk)).order_by("no")
    return list(rows.values_list("aktor", flat=True))


def test_looking_is_recorded_once_for_each_person_version_and_day(
    dunia: SimpleNamespace, client: Client
) -> None:
    versi = unggah_satu(dunia, "laporan.pdf", pindaian(1))
    url = alamat(dunia.c_bkd, versi)
    client.force_login(dunia.verifikator)
    client.get(url)
    assert _lihat(versi) == []  # there was nothing to see
    bergambar(versi)
    client.head(url)
    assert _lihat(versi) == []
    for _ in range(3):
        client.get(url)
        client.get(url, {"dari": 1}, headers=HTMX)
        client.get(alamat(dunia.c_bkd, versi, 1, nama="meja_gambar"))
    assert _lihat(versi) == [str(dunia.verifikator.pk)]
    client.force_login(dunia.verifikator2)
    client.get(url)
    assert _lihat(versi) == [str(dunia.verifikator.pk), str(dunia.verifikator2.pk)]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        client.force_login(dunia.verifikator2)
        client.get(url)
    assert _lihat(versi)[2:] == [str(dunia.verifikator2.pk)]


# --- cost --------------------------------------------------------------------------------------

KUERI_BAGIAN = 7
KUERI_GAMBAR = 6


@pytest.mark.parametrize("halaman", [1, 60])
def test_frame_and_image_cost_a_literal_number_of_queries(
    dunia: SimpleNamespace, meja: Client, halaman: int
) -> None:
    versi = unggah_satu(dunia, "laporan.pdf", pindaian(1))
    bergambar(versi, halaman)
    url, image = alamat(dunia.c_bkd, versi), alamat(dunia.c_bkd, versi, halaman, nama="meja_gambar")
    meja.get(url)  # the first look is recorded
    counts = []
    for address in (url, image):
        with CaptureQueriesContext(connection) as queries:
            assert meja.get(address, headers=HTMX).status_code == 200
        counts.append(len(queries))
    assert counts == [KUERI_BAGIAN, KUERI_GAMBAR]
