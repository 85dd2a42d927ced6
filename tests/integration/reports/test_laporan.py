"""The report screens: who sees which job, what they may do, what a download leaves behind."""

import hashlib
import re
import sys
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.permissions import Role
from audit.models import Kejadian
from jobs import engine, runner
from jobs.models import Job
from reports.actions.permohonan import minta_rekap
from reports.pdf import mesin
from tests.factories import buat_user, segar
from tests.integration.reports.dunia import tambah_50

ROLES = [
    Role.OPERATOR,
    Role.VERIFIKATOR,
    Role.KETUA,
    Role.ADMIN,
    Role.AUDITOR,
    Role.AUDITOR_TUGAS,
]
SEES_ALL = {Role.VERIFIKATOR, Role.KETUA, Role.ADMIN, Role.AUDITOR}
READ = ["", "kemajuan/", "unduh/"]
WRITE = ["batal/", "ulang/"]


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(response: Any) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def _minta(d: SimpleNamespace, role: Role) -> Job:
    return minta_rekap(rencana_id=d.rencana.pk, by=segar(d.orang[role]))


def _jalankan(job: Job) -> Job:
    assert engine.claim(job.pk, "w1") is True
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    return job


def _terdaftar(response: Any) -> list[int]:
    found = re.findall(r'href="/laporan/(\d+)/"', response.content.decode())
    return sorted({int(pk) for pk in found})


@pytest.mark.parametrize("role", ROLES)
def test_list_shows_own_jobs_or_all_of_the_institution(
    dunia: SimpleNamespace, lain: SimpleNamespace, role: Role
) -> None:
    jobs = {r: _minta(dunia, r) for r in ROLES}
    for r in ROLES:
        _minta(lain, r)
    expected = [j.pk for j in jobs.values()] if role in SEES_ALL else [jobs[role].pk]
    before = _client(dunia.orang[role]).get("/laporan/")
    assert before.status_code == 200
    assert _terdaftar(before) == sorted(expected)
    assert f"{len(expected)} laporan dapat Anda buka" in _text(before)
    tambah_50(lain)
    after = _client(dunia.orang[role]).get("/laporan/")
    assert _terdaftar(after) == sorted(expected)
    assert _text(after) == _text(before)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_of_another_institutions_job_is_404(
    dunia: SimpleNamespace, lain: SimpleNamespace, role: Role
) -> None:
    job = _jalankan(_minta(lain, Role.AUDITOR))
    client = _client(dunia.orang[role])
    events = Kejadian.objects.count()
    for tail in READ:
        assert client.get(f"/laporan/{job.pk}/{tail}").status_code == 404, tail
    for tail in WRITE:
        assert client.post(f"/laporan/{job.pk}/{tail}").status_code == 404, tail
    job.refresh_from_db()
    assert (job.status, job.minta_batal) == (Job.Status.SELESAI, False)
    assert Kejadian.objects.count() == events


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR_TUGAS])
def test_restricted_roles_do_not_open_jobs_of_colleagues(
    dunia: SimpleNamespace, role: Role
) -> None:
    job = _jalankan(_minta(dunia, Role.KETUA))
    client = _client(dunia.orang[role])
    assert [client.get(f"/laporan/{job.pk}/{tail}").status_code for tail in READ] == [404] * 3
    assert [client.post(f"/laporan/{job.pk}/{tail}").status_code for tail in WRITE] == [404] * 2


def test_platform_gets_the_403_page_and_strangers_the_login(dunia: SimpleNamespace) -> None:
    platform = buat_user("platform", Role.PLATFORM)
    assert _client(platform).get("/laporan/").status_code == 403
    response = Client().get("/laporan/")
    assert (response.status_code, response["Location"]) == (302, "/masuk/?next=/laporan/")


def test_double_submit_makes_one_job(dunia: SimpleNamespace) -> None:
    client = _client(dunia.orang[Role.AUDITOR])
    first = client.post("/laporan/", {"rencana": dunia.rencana.pk})
    second = client.post("/laporan/", {"rencana": dunia.rencana.pk})
    job = Job.objects.get()
    assert (job.oleh, job.instansi, job.parameter, job.judul) == (
        dunia.orang[Role.AUDITOR],
        dunia.instansi,
        {"rencana": dunia.rencana.pk, "semua": True},
        f"Rekap {dunia.rencana.nama}",
    )
    assert [(r.status_code, r["Location"]) for r in (first, second)] == [
        (302, f"/laporan/{job.pk}/")
    ] * 2
    assert Kejadian.objects.filter(aksi="pekerjaan.minta").count() == 1


def test_plan_of_another_institution_is_refused_like_one_that_does_not_exist(
    dunia: SimpleNamespace, lain: SimpleNamespace
) -> None:
    client = _client(dunia.orang[Role.AUDITOR])
    for value in (lain.rencana.pk, 999999, "x", ""):
        response = client.post("/laporan/", {"rencana": value})
        assert response.status_code == 422
        wanted = (
            "Pilih rencana yang akan direkap."
            if value == ""
            else "Rencana ini tidak ada atau bukan untuk unit Anda."
        )
        assert wanted in _text(response)
    assert Job.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "isi"),
    [(Role.KETUA, "11 tugas, 14 dokumen wajib"), (Role.OPERATOR, "5 tugas, 6 dokumen wajib")],
)
def test_form_says_what_the_recap_would_hold(
    dunia: SimpleNamespace, lain: SimpleNamespace, role: Role, isi: str
) -> None:
    text = _text(_client(dunia.orang[role]).get("/laporan/"))
    assert f"{dunia.rencana.nama}, {dunia.instansi.nama}: {isi}" in text
    assert lain.rencana.nama not in text


def test_page_follows_the_work_with_and_without_script(dunia: SimpleNamespace) -> None:
    job = _minta(dunia, Role.AUDITOR)
    client = _client(dunia.orang[Role.AUDITOR])
    page = client.get(f"/laporan/{job.pk}/").content.decode()
    head = page[: page.index("</head>")]
    refresh = f'<meta http-equiv="refresh" content="5; url=/laporan/{job.pk}/">'
    assert f"<noscript>{refresh}</noscript>" in head
    assert "http-equiv" not in head.replace('<noscript><meta http-equiv="refresh"', "")
    assert f'hx-get="/laporan/{job.pk}/kemajuan/" hx-trigger="every 2s"' in page
    assert f'<a class="btn btn-sm btn-outline-secondary" href="/laporan/{job.pk}/">Muat ulang' in (
        page
    )
    engine.claim(job.pk, "w1")
    engine.beat(job.pk, "w1", langkah="Menyusun halaman 7", jumlah_bagian=4, selesai_bagian=2)
    fragment = client.get(f"/laporan/{job.pk}/kemajuan/")
    assert fragment.has_header("HX-Refresh") is False
    content = fragment.content.decode()
    assert "<html" not in content
    assert "Menyusun halaman 7" in content
    assert 'value="50"' in content
    runner.run(job.pk, "w1")
    done = client.get(f"/laporan/{job.pk}/kemajuan/")
    assert done["HX-Refresh"] == "true"
    assert "hx-get" not in done.content.decode()
    page = client.get(f"/laporan/{job.pk}/").content.decode()
    assert "hx-get" not in page
    assert "http-equiv" not in page


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_download_is_an_attachment_and_leaves_an_event(dunia: SimpleNamespace, role: Role) -> None:
    job = _jalankan(_minta(dunia, Role.OPERATOR))
    client = _client(dunia.orang[role])
    response = client.get(f"/laporan/{job.pk}/unduh/")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"%PDF-1.7")
    assert hashlib.sha256(content).hexdigest() == job.hasil_sha256
    assert len(content) == job.hasil_ukuran == int(response["Content-Length"])
    assert re.fullmatch(
        r'attachment; filename="rekap-satgas-alfa-\d{4}-\d{8}-\d{4}\.pdf"',
        response["Content-Disposition"],
    )
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )
    assert response["Cache-Control"] == "private, no-store"
    event = Kejadian.objects.filter(aksi="laporan.unduh").get()
    assert (event.instansi, event.aktor, event.objek_id, event.isi) == (
        "alfa",
        str(dunia.orang[role].pk),
        str(job.pk),
        {"sha256": job.hasil_sha256},
    )
    page = _text(client.get("/laporan/"))
    assert f"{job.hasil_halaman} halaman" in page


def test_what_has_no_file_is_not_downloaded(dunia: SimpleNamespace) -> None:
    client = _client(dunia.orang[Role.AUDITOR])
    waiting = _minta(dunia, Role.AUDITOR)
    response = client.get(f"/laporan/{waiting.pk}/unduh/", follow=True)
    assert "Laporan ini belum mempunyai berkas." in _text(response)
    job = _jalankan(waiting)
    default_storage.delete(str(job.hasil.name))
    response = client.get(f"/laporan/{job.pk}/unduh/", follow=True)
    assert "Berkas laporan ini tidak dapat dibaca. Minta laporan baru." in _text(response)
    assert Kejadian.objects.filter(aksi="laporan.unduh").count() == 0


def test_cancel_and_retry_by_the_person_who_asked(dunia: SimpleNamespace) -> None:
    job = _minta(dunia, Role.OPERATOR)
    client = _client(dunia.orang[Role.OPERATOR])
    assert client.get(f"/laporan/{job.pk}/batal/").status_code == 405
    response = client.post(f"/laporan/{job.pk}/batal/", follow=True)
    assert "Laporan dibatalkan." in _text(response)
    assert "Coba lagi" in _text(response)
    response = client.post(f"/laporan/{job.pk}/ulang/", follow=True)
    assert "Menunggu giliran" in _text(response)
    job = _jalankan(job)
    assert job.status == Job.Status.SELESAI
    response = client.post(f"/laporan/{job.pk}/batal/", follow=True)
    assert "Laporan ini sudah berakhir, jadi tidak dapat dibatalkan." in _text(response)


def test_reader_of_everything_watches_but_does_not_cancel(dunia: SimpleNamespace) -> None:
    job = _minta(dunia, Role.OPERATOR)
    client = _client(dunia.orang[Role.KETUA])
    assert "Batalkan" not in _text(client.get(f"/laporan/{job.pk}/"))
    response = client.post(f"/laporan/{job.pk}/batal/", follow=True)
    assert "Hanya peminta laporan ini yang dapat membatalkan" in _text(response)
    job.refresh_from_db()
    assert job.status == Job.Status.ANTRE


def test_missing_pango_is_a_clear_message_and_the_portal_runs(
    dunia: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # what an import then does: it fails
    job = _jalankan(_minta(dunia, Role.AUDITOR))
    assert (job.status, job.pesan) == (Job.Status.GAGAL, mesin.TANPA_PANGO)
    client = _client(dunia.orang[Role.AUDITOR])
    for address in (f"/laporan/{job.pk}/", "/laporan/"):
        response = client.get(address)
        assert response.status_code == 200
        assert mesin.TANPA_PANGO in _text(response)


def test_empty_list_says_what_to_do(dunia: SimpleNamespace) -> None:
    text = _text(_client(dunia.orang[Role.AUDITOR]).get("/laporan/"))
    assert "Belum ada laporan yang dapat Anda buka." in text
    assert "Belum ada laporan yang selesai" in text
    assert "Minta rekap" in text


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR_TUGAS, Role.AUDITOR])
def test_queries_of_the_list_do_not_grow(dunia: SimpleNamespace, role: Role) -> None:
    def hitung() -> int:
        client = _client(dunia.orang[role])
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/laporan/").status_code == 200
        return len(captured)

    asked = _minta(dunia, role)
    few = hitung()
    people = [
        dunia.orang[role] if role != Role.AUDITOR else buat_user(f"au{n}", Role.AUDITOR, dunia.akar)
        for n in range(60)
    ]
    Job.objects.bulk_create(
        Job(
            instansi=dunia.instansi,
            jenis=asked.jenis,
            judul=f"Rekap {n}",
            oleh=person,
            status=list(Job.Status)[n % 5],
            hasil="laporan/x.pdf",
            hasil_sha256="0" * 64,
            hasil_ukuran=n,
            hasil_halaman=n,
        )
        for n, person in enumerate(people)
    )
    many = hitung()
    assert few == many
    assert many <= 12
