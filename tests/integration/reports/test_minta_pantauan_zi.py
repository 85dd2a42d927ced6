"""Asking for the monthly monitoring report: who may, what is checked, what is made."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, User
from accounts.permissions import Denied, Role
from jobs import engine, runner
from jobs.actions import TidakBisa
from jobs.models import Job
from reports.actions.permohonan import minta_pantauan_zi
from reports.datasets.pantauan_zi import bangun_pantauan
from reports.kinds import Bentuk
from reports.kinds.lampiran_zi import TANPA_KEPUTUSAN
from tests.factories import segar
from tests.factories.zi import buat_zi
from tests.integration.reports.dunia_pantauan_zi import bangun_pantauan_zi
from tests.integration.reports.dunia_roadmap import pandang
from tests.integration.zonaintegritas.jadwal.conftest import bangun_zi
from zonaintegritas.models import KegiatanZI, KeputusanZI

HARI_INI = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def _zi(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Stand on 15 June 2026, 10.00 WITA; the plan and one of others are built once."""
    with (
        time_machine.travel(HARI_INI, tick=True),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        d = bangun_pantauan_zi("alfa")
        d.lain = bangun_zi("beta")
        yield d
        transaction.set_rollback(True)
    shutil.rmtree(Path(settings.DATA_DIR) / "berkas", ignore_errors=True)


@pytest.fixture
def zi(_zi: SimpleNamespace, db: None) -> SimpleNamespace:
    """The plan under test; what a test changes is rolled back after it."""
    return _zi


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(response: Any) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def _jalankan(job: Job) -> Job:
    assert engine.claim(job.pk, "w1") is True
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    return job


def _isian(d: SimpleNamespace, **lain: Any) -> dict[str, Any]:
    return {"rencana": d.rencana.pk, "bulan": "6", "hari": "", "bentuk": "xlsx"} | lain


@pytest.mark.parametrize(
    "siapa", ["operator", "koordinator", "verifikator", "ketua", "admin", "auditor"]
)
def test_every_role_that_makes_reports_asks(zi: SimpleNamespace, siapa: str) -> None:
    client = _client(getattr(zi, siapa))
    page = _text(client.get("/laporan/", {"jenis": "pantauan_zi"}))
    holds = "2 tim, 3 dari 5 baris mempunyai bulan; 11 bulan direncanakan"
    assert f"{zi.rencana.nama}, Instansi alfa: {holds}" in page
    assert "beta" not in page
    answer = client.post("/laporan/?jenis=pantauan_zi", _isian(zi))
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/laporan/{job.pk}/")
    assert (job.jenis, job.judul) == (
        "pantauan_zi",
        f"Pemantauan Juni 2026, {zi.rencana.nama} (Excel (xlsx))",
    )
    assert (_jalankan(job).status, job.pesan) == (Job.Status.SELESAI, "")
    assert re.fullmatch(r"pantauan-zi-alfa-2026-06-\d{8}-\d{4}\.xlsx", job.hasil_nama)


def test_pdf_of_a_past_day_has_its_type(zi: SimpleNamespace) -> None:
    client = _client(zi.koordinator)
    client.post(
        "/laporan/?jenis=pantauan_zi", _isian(zi, bulan="5", hari="2026-05-31", bentuk="pdf")
    )
    job = _jalankan(Job.objects.get())
    assert (job.status, job.pesan, job.parameter["hari"]) == (
        Job.Status.SELESAI,
        "",
        "2026-05-31",
    )
    response = client.get(f"/laporan/{job.pk}/unduh/")
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")  # type: ignore[attr-defined]
    stranger = _client(zi.lain.admin)
    assert stranger.get(f"/laporan/{job.pk}/unduh/").status_code == 404


def test_preview_says_what_the_report_says(zi: SimpleNamespace) -> None:
    answer = _client(zi.verifikator).post("/laporan/?jenis=pantauan_zi", _isian(zi, lihat="ya"))
    report = bangun_pantauan(pandang(zi.rencana, zi.verifikator), date(2026, 6, 1))
    assert answer.status_code == 200
    assert " ".join(report.ringkasan) in _text(answer)
    assert '<option value="6" selected>Juni' in answer.content.decode()
    assert Job.objects.count() == 0


def test_mistakes_are_named_and_what_was_chosen_stays(zi: SimpleNamespace) -> None:
    client = _client(zi.ketua)
    for change, words in (
        ({"rencana": ""}, "Pilih rencana Zona Integritas."),
        ({"rencana": zi.lain.rencana.pk}, "Rencana ini tidak ada atau bukan untuk unit Anda."),
        ({"bulan": ""}, "Pilih bulan."),
        ({"bulan": "13"}, "Pilih bulan Januari sampai Desember."),
        ({"bulan": "7"}, "Juli 2026 belum mulai pada tanggal yang dipilih."),
        ({"hari": "2026-05-31"}, "Juni 2026 belum mulai pada tanggal yang dipilih."),
        ({"hari": "2026-06-16"}, "Tanggal ini belum tiba. Pilih hari ini atau sebelumnya."),
        ({"hari": "2025-12-31"}, "belum dimulai pada tanggal ini."),
        ({"bentuk": "doc"}, "Pilih PDF atau xlsx."),
    ):
        answer = client.post("/laporan/?jenis=pantauan_zi", _isian(zi, **change))
        assert answer.status_code == 422, change
        assert words in _text(answer), change
        if "bulan" not in change:
            assert '<option value="6" selected>Juni' in answer.content.decode()
    assert Job.objects.count() == 0


def test_form_proposes_the_month_that_ended_last(zi: SimpleNamespace) -> None:
    page = _client(zi.ketua).get("/laporan/", {"jenis": "pantauan_zi"}).content.decode()
    assert '<option value="5" selected>Mei' in page


def test_action_refuses_what_the_form_refuses(zi: SimpleNamespace) -> None:
    def minta(by: User, bulan: int, hari: date | None = None) -> Job:
        return minta_pantauan_zi(
            rencana_id=zi.rencana.pk, bulan=bulan, bentuk=Bentuk.XLSX, by=segar(by), hari=hari
        )

    for by in (zi.platform, zi.lain.admin):
        with pytest.raises(Denied):
            minta(by, 6)
    for bulan, hari in ((7, None), (13, None), (6, date(2026, 5, 31)), (1, date(2025, 12, 31))):
        with pytest.raises(TidakBisa):
            minta(zi.ketua, bulan, hari)
    bare = buat_zi(zi.instansi, zi.unit[0], tahun=2025)
    KegiatanZI.objects.filter(tim__keputusan=bare).delete()
    KeputusanZI.objects.filter(pk=bare.pk).delete()
    with pytest.raises(TidakBisa, match=TANPA_KEPUTUSAN):
        minta_pantauan_zi(
            rencana_id=bare.rencana_id, bulan=6, bentuk=Bentuk.PDF, by=segar(zi.ketua)
        )
    assert Job.objects.count() == 0


def test_lost_rights_are_told(zi: SimpleNamespace) -> None:
    job = minta_pantauan_zi(
        rencana_id=zi.rencana.pk, bulan=6, bentuk=Bentuk.XLSX, by=segar(zi.ketua)
    )
    Membership.objects.filter(user=zi.ketua).update(role=Role.OPERATOR, unit=zi.unit[0])
    assert (_jalankan(job).status, job.pesan) == (
        Job.Status.GAGAL,
        "Peran peminta berubah sejak laporan ini diminta. Minta laporan baru.",
    )


def test_page_costs_the_same_however_many_plans(zi: SimpleNamespace) -> None:
    client = _client(zi.ketua)

    def hitung() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get("/laporan/", {"jenis": "pantauan_zi"})
            assert answer.status_code == 200
        return len(captured)

    hitung()
    few = hitung()
    for year in (2023, 2024, 2025):
        buat_zi(zi.instansi, zi.unit[0], tahun=year)
    assert hitung() == few
    assert few <= 12
