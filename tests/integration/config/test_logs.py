"""Log lines hold ids only, whatever stood in path, query, form, file name or exception."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from pytest_django import Settings

from accounts.middleware import public
from accounts.permissions import Role
from audit.context import job_bound, request_bound
from config import access
from config.logs import JsonFormatter, LineFormatter, SafeFormatter, route
from jobs.models import Job
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.people import SANDI
from tests.integration.evidence.conftest import bangun_dunia

NIP = "197001011990031001"
PRIBADI = (NIP, "Budi", "budi@example.go.id", "rahasia.pdf", SANDI, "Kupang Barat")


@public
def meledak(request: HttpRequest, nama: str = "") -> HttpResponse:
    """A view with a fault; its exception repeats what was typed."""
    try:
        int(request.POST.get("nama") or nama)
    except ValueError as error:
        raise RuntimeError(f"{nama} {request.POST.dict()} {request.FILES}") from error
    raise AssertionError


urlpatterns = [path("meledak/<str:nama>/", meledak), path("", include("config.urls"))]
handler500 = "config.outage.server_error"


class Lines:
    """A handler like that of the settings, on a stream that a test can read."""

    def __init__(self, formatter: SafeFormatter) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(formatter)

    @property
    def text(self) -> str:
        """Everything that was logged."""
        return self.stream.getvalue()

    def rows(self, logger: str = "") -> list[dict[str, Any]]:
        """The lines of a logger as they would be read by a machine."""
        found = [json.loads(line) for line in self.text.splitlines()]
        return [row for row in found if row["logger"].startswith(logger)]


@pytest.fixture(params=["JSON", "LINE"])
def lines(request: pytest.FixtureRequest) -> Iterator[Lines]:
    """Both forms, everything from INFO up."""
    yield from _listening(JsonFormatter() if request.param == "JSON" else LineFormatter())


@pytest.fixture
def rows() -> Iterator[Lines]:
    """The JSON form."""
    yield from _listening(JsonFormatter())


def _listening(formatter: SafeFormatter) -> Iterator[Lines]:
    found, root = Lines(formatter), logging.getLogger()
    level = root.level
    root.addHandler(found.handler)
    root.setLevel(logging.INFO)
    yield found
    root.removeHandler(found.handler)
    root.setLevel(level)


@pytest.fixture
def dunia(db: None) -> SimpleNamespace:
    """A person whose name must not be logged."""
    unit = buat_unit(buat_instansi("alfa"), "akar")
    return SimpleNamespace(budi=buat_user("Budi", Role.ADMIN, unit))


def test_real_requests_with_personal_data_leave_none_in_the_log(
    dunia: SimpleNamespace, lines: Lines, settings: Settings
) -> None:
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.post("/masuk/", {"login": "budi@example.go.id", "password": SANDI})
    client.force_login(dunia.budi)
    form = {"nama": f"Budi {NIP}", "sandi": SANDI, "surel": "budi@example.go.id"}
    assert client.post(f"/meledak/{NIP}/?q=Kupang+Barat", form).status_code == 500
    file = SimpleUploadedFile("rahasia.pdf", b"%PDF-1.7")
    assert client.post("/meledak/Budi/", form | {"berkas": file}).status_code == 500
    assert client.get(f"/cari/?q={NIP}").status_code == 200
    missing = client.get(f"/tidak/ada/Budi/{NIP}/")
    assert (missing.status_code, lines.text.count(missing["X-Request-ID"])) == (404, 2)
    assert Client(enforce_csrf_checks=True).post("/meledak/Budi/", form).status_code == 403
    assert client.get("/cari/?q=Budi%00").status_code == 400
    assert "meledak/<str:nama>/" in lines.text
    for one in PRIBADI:
        assert one not in lines.text, one


def test_access_line(dunia: SimpleNamespace, rows: Lines) -> None:
    client = Client()
    client.force_login(dunia.budi)
    answer = client.get("/cari/?q=Budi")
    (line,) = rows.rows("pantas.access")
    assert line["time"].endswith("Z")
    assert line.pop("ms") >= 0
    assert line.pop("queries") > 3
    assert {k: v for k, v in line.items() if k != "time"} == {
        "level": "INFO",
        "logger": "pantas.access",
        "message": "request",
        "request": answer["X-Request-ID"],
        "user": dunia.budi.pk,
        "method": "GET",
        "route": "cari/",
        "status": 200,
    }


def test_slow_request_is_a_warning(db: None, rows: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "SLOW_SECONDS", 0.0)
    Client().get("/masuk/")
    (line,) = rows.rows("pantas.access")
    assert (line["level"], line["message"], line["route"]) == ("WARNING", "slow request", "masuk/")


def test_exception_tells_types_codes_and_places(db: None, rows: Lines, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    Client(raise_request_exception=False).post("/meledak/x/", {"nama": "Budi"})
    (line,) = rows.rows("django.request")
    assert line["message"] == "500 meledak/<str:nama>/"
    first, second = line["exception"]
    assert (first["type"], second["type"]) == ("builtins.RuntimeError", "builtins.ValueError")
    assert first["at"][-1].startswith("tests/integration/config/test_logs.py:")
    assert "message" not in first


def test_only_debug_shows_the_text_of_an_exception() -> None:
    record = logging.makeLogRecord({"name": "x", "msg": "away", "exc_info": _raised()})
    assert "rahasia" not in LineFormatter().format(record)
    assert "builtins.OSError 28 [Errno 28] rahasia" in LineFormatter(detail=True).format(record)
    assert "builtins.OSError 28\n" in LineFormatter().format(record)


def _raised() -> tuple[type[BaseException], BaseException, Any]:
    try:
        raise OSError(28, "rahasia")
    except OSError as error:
        return type(error), error, error.__traceback__


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (f"NIP {NIP}", "NIP NIP …001"),
        ("to budi@example.go.id now", "to surel … now"),
        ("GET /cari/?q=Budi HTTP", "GET /cari/?… HTTP"),
        ("one\nERROR two", "one ERROR two"),
    ],
)
def test_last_resort(said: str, written: str) -> None:
    record = logging.makeLogRecord({"name": "other", "msg": "%s", "args": (said,)})
    assert json.loads(JsonFormatter().format(record))["message"] == written


def test_loggers_of_others_are_written_anew() -> None:
    task = {"name": "jobs.tasks.kerjakan", "id": "abc", "description": "raised unexpected"}
    record = logging.makeLogRecord(
        {
            "name": "celery.app.trace",
            "msg": "Budi %(exc)s",
            "args": ({"exc": "Budi"},),
            "data": task,
        }
    )
    assert json.loads(JsonFormatter().format(record))["message"] == (
        "task jobs.tasks.kerjakan[abc] raised unexpected"
    )
    record = logging.makeLogRecord(
        {"name": "gunicorn.error", "msg": "Error handling request %s", "args": ("/x/Budi?q=1",)}
    )
    assert json.loads(JsonFormatter().format(record))["message"] == "Error handling request"
    record = logging.makeLogRecord(
        {"name": "gunicorn.error", "msg": "Invalid request from ip=%s: %s", "args": ("::1", "Budi")}
    )
    assert json.loads(JsonFormatter().format(record))["message"] == "Invalid request"


def test_job_and_request_stand_in_each_line() -> None:
    record = logging.makeLogRecord({"name": "jobs", "msg": "x"})
    with request_bound("abc12345", lambda: 7), job_bound(3):
        line = json.loads(JsonFormatter().format(record))
        assert (line["request"], line["user"], line["job"]) == ("abc12345", 7, 3)
    line = json.loads(JsonFormatter().format(record))
    assert {"request", "user", "job"} & set(line) == set()


@pytest.mark.django_db(transaction=True)
def test_from_the_asking_request_to_the_line_of_the_job(data_folder: object, rows: Lines) -> None:
    dunia = bangun_dunia("alfa")
    client = Client()
    client.force_login(dunia.ketua)
    form = {"jenis": "rekap_satgas", "rencana": dunia.rencana.pk, "minta": "1"}
    answer = client.post("/laporan/", form)
    assert answer.status_code == 302
    job = Job.objects.get()
    (line,) = rows.rows("jobs.actions")
    assert line["message"] == f"job {job.pk} (rekap_satgas): asked for"
    assert (line["request"], line["user"]) == (answer["X-Request-ID"], dunia.ketua.pk)
    done = subprocess.run(
        [sys.executable, "manage.py", "run_job", str(job.pk), "--pemegang=nobody"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "LOG_FORMAT": "json"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = [json.loads(text) for text in done.stderr.splitlines()]
    assert [(row["logger"], row["job"]) for row in found] == [("jobs.runner", job.pk)]


def test_factory_request_has_no_route() -> None:
    assert route(RequestFactory().get("/x/")) == "-"
    assert route(None) == "-"
