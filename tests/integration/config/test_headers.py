"""Security headers stand on pages, downloads, static files and errors alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from config.headers import HEADERS
from evidence.models import BuktiVersi
from tests.factories import draf
from tests.integration.evidence.conftest import bangun_dunia

ALWAYS = HEADERS | {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def style() -> Iterator[str]:
    """A static file as whitenoise serves it."""
    file = Path(settings.STATIC_ROOT) / "uji.css"
    file.write_text("p {}", encoding="ascii")
    yield "/static/uji.css"
    file.unlink()


def _kept(answer: HttpResponseBase) -> dict[str, str]:
    return {name: answer.headers.get(name, "") for name in ALWAYS}


def test_pages_downloads_static_files_and_errors(db: None, data_folder: Path, style: str) -> None:
    dunia = bangun_dunia("alfa")
    draf(dunia.c_bkd, dunia.operator)
    client = Client()
    static = client.get(style)
    assert (static.status_code, _kept(static)) == (200, ALWAYS)
    assert "Access-Control-Allow-Origin" not in static.headers
    asked = {"/masuk/": 200, "/tidak/ada/": 404, "/healthz": 503, "/metrics": 404, "/": 302}
    for address, status in asked.items():
        answer = client.get(address)
        assert (address, answer.status_code, _kept(answer)) == (address, status, ALWAYS)
    client.force_login(dunia.operator)
    page = client.get(reverse("tugas", args=[dunia.c_bkd.pk]))
    download = client.get(reverse("berkas", args=[BuktiVersi.objects.latest("pk").pk]))
    refused = Client(enforce_csrf_checks=True).post("/masuk/")
    limited = client.get("/cari/?q=%00")
    found = (page.status_code, download.status_code, refused.status_code, limited.status_code)
    assert found == (200, 200, 403, 400)
    for answer in (page, download, refused, limited):
        assert _kept(answer) == ALWAYS
    for answer in (page, refused, limited):
        assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert download["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert page["X-Frame-Options"] == "DENY"
