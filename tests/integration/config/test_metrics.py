"""/metrics: for whoever knows the token, in five queries; for all others there is no page."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from accounts.permissions import Role
from audit.berkala import Catatan
from audit.models import Pemeriksaan
from config.celery import beat_file
from jobs import engine
from jobs.models import Job
from tests.factories import buat_instansi, buat_unit, buat_user

pytestmark = pytest.mark.django_db
TOKEN = "token-of-a-test-0123456789"
Found = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture(autouse=True)
def _token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def beat() -> Iterator[None]:
    """A worker that listens."""
    beat_file().touch()
    yield
    beat_file().unlink(missing_ok=True)


def _ask(authorization: str = f"Bearer {TOKEN}") -> Found:
    answer = Client().get("/metrics", headers={"Authorization": authorization})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize(
    "given", ["", TOKEN, "Bearer ", f"Bearer {TOKEN}x", f"bearer {TOKEN}", "Bearer é"]
)
def test_wrong_token_is_a_page_that_does_not_exist(given: str) -> None:
    headers = {"Authorization": given} if given else {}
    answer = Client().get("/metrics", headers=headers)
    assert answer.status_code == 404
    assert b"pantas_" not in answer.content


@pytest.mark.parametrize("given", ["Bearer ", "Bearer", "", "Bearer None"])
def test_without_a_token_there_is_no_page(settings: Settings, given: str) -> None:
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": given}).status_code == 404


def test_only_reading() -> None:
    answer = Client().post("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 405


def test_jobs_and_checks(beat: None) -> None:
    instansi = buat_instansi("alfa")
    by = buat_user("admin", Role.ADMIN, buat_unit(instansi, "akar"))
    made = [
        Job.objects.create(instansi=instansi, jenis="uji", judul="x", oleh=by) for _ in range(3)
    ]
    old = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=made[1].pk).update(dibuat=old)
    assert engine.claim(made[0].pk, "p")
    assert engine.fail(made[0], "p", "uji")
    catatan = Catatan()
    catatan.cacat("alfa", "berkas 1", "berkas hilang")
    row = catatan.simpan(Pemeriksaan.Jenis.BERKAS)
    found = _ask()
    assert found["pantas_jobs", (("kind", "uji"), ("status", "antre"))] == 2
    assert found["pantas_jobs", (("kind", "uji"), ("status", "gagal"))] == 1
    assert found["pantas_failed_jobs_total", ()] == 1
    assert 300 <= found["pantas_oldest_waiting_job_seconds", ()] < 360
    assert 0 <= found["pantas_worker_beat_age_seconds", ()] < 60
    assert found["pantas_database_up", ()] == 1
    assert found["pantas_database_bytes", ()] > 100_000
    assert found["pantas_data_free_bytes", ()] > 0
    assert found["pantas_check_ok", (("kind", "berkas"),)] == 0
    at = found["pantas_check_timestamp_seconds", (("kind", "berkas"),)]
    assert at == pytest.approx(row.at.timestamp())
    assert ("pantas_check_ok", (("kind", "rantai"),)) not in found
    engine.settle(made[0], Job.Status.ANTRE, "ulang", dari=[Job.Status.GAGAL], oleh=by)
    assert _ask()["pantas_failed_jobs_total", ()] == 1  # a retry takes no failure back


def test_requests_are_counted_by_pattern() -> None:
    key = ("pantas_requests_total", (("method", "GET"), ("route", "masuk/"), ("status", "200")))
    none = ("pantas_requests_total", (("method", "OTHER"), ("route", "-"), ("status", "404")))
    before = _ask()
    Client().get("/masuk/?q=Budi")
    Client().generic("BREW", "/tidak/ada/Budi/")
    after = _ask()
    assert after[key] == before.get(key, 0) + 1
    assert after[none] == before.get(none, 0) + 1
    seconds = ("pantas_request_seconds_count", (("route", "masuk/"),))
    assert after[seconds] == before.get(seconds, 0) + 1
    assert "Budi" not in str(after)


def test_cost() -> None:
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        _ask()
    assert len(queries) == (5 if connection.vendor == "postgresql" else 4)
    assert time.perf_counter() - began < 2


@pytest.mark.django_db(transaction=True)
def test_database_away(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", "/gone/database")
        found = _ask()
        connection.close()
    assert found["pantas_database_up", ()] == 0
    assert found["pantas_data_free_bytes", ()] > 0
    assert ("pantas_jobs", ()) not in found
