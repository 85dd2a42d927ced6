"""Requests that are refused by their head alone: nothing of them reaches the disk."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from accounts.models import User
from tests.factories import buat_user

BESAR = 300 * 1024 * 1024
SATU_MB = 1024 * 1024
FORMULIR = "multipart/form-data; boundary=batas"


@pytest.fixture
def terbaca(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of files that Django began to write to disk."""
    seen: list[str] = []
    real = TemporaryFileUploadHandler.new_file

    def new_file(self: Any, *args: Any, **kwargs: Any) -> None:
        seen.append(str(args[1]))
        real(self, *args, **kwargs)

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", new_file)
    return seen


def _isi(size: int) -> bytes:
    head = b'--batas\r\nContent-Disposition: form-data; name="f"; filename="f.pdf"\r\n\r\n'
    return head + b"x" * size + b"\r\n--batas--\r\n"


def _kirim(client: Client, size: int, declared: int | None = None) -> Any:
    body = _isi(size)
    return client.generic(
        "POST", "/masuk/", body, FORMULIR, CONTENT_LENGTH=str(declared or len(body))
    )


@pytest.mark.parametrize("cookie", ["", "dikarang0123456789abcdefghijklmn"])
def test_stranger_cannot_fill_the_disk(
    db: None, client: Client, terbaca: list[str], cookie: str
) -> None:
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    for answer in (_kirim(client, 3 * SATU_MB), _kirim(client, 10, declared=BESAR)):
        assert answer.status_code == 413
        assert "Kiriman terlalu besar" in answer.content.decode()
        assert "Content-Security-Policy" in answer
    assert terbaca == []


def test_session_without_a_person_opens_nothing(
    db: None, client: Client, terbaca: list[str]
) -> None:
    session = client.session
    session["isian_tertunda"] = {}
    session.save()
    assert _kirim(client, 3 * SATU_MB).status_code == 413
    assert terbaca == []


def test_person_may_send_as_much_as_the_forms_take_and_no_more(
    db: None, client: Client, terbaca: list[str]
) -> None:
    client.force_login(buat_user("orang"))
    assert _kirim(client, 3 * SATU_MB).status_code == 302
    assert terbaca == ["f.pdf"]
    most = settings.EVIDENCE_MAX_FILES * settings.EVIDENCE_MAX_BYTES + 2 * SATU_MB
    assert _kirim(client, 10, declared=most + 1).status_code == 413


@pytest.mark.parametrize("declared", ["", "banyak", "-1"])
def test_stranger_must_say_the_length(db: None, client: Client, declared: str) -> None:
    head = {"CONTENT_LENGTH": declared, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = client.generic("POST", "/masuk/", _isi(10), FORMULIR, **head)  # type: ignore[arg-type]
    assert answer.status_code == 411
    assert "Permintaan tidak dapat dibaca" in answer.content.decode()


def test_login_form_still_works(db: None, client: Client) -> None:
    user: User = buat_user("orang")
    answer = client.post("/masuk/", {"login": user.username, "password": "sandi-uji-1234"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "address", ["/cari/?q=a%00b", "/tugas-saya/?kata=%00", "/masuk/?next=/%00", "/tautan/a%00b/"]
)
def test_nul_in_an_address_is_refused(db: None, client: Client, address: str) -> None:
    client.force_login(buat_user("orang"))
    answer = client.get(address)
    assert answer.status_code == 400
    assert "Permintaan tidak dapat dibaca" in answer.content.decode()


def test_nul_in_a_cookie_is_refused(db: None, client: Client) -> None:
    answer = client.get("/masuk/", HTTP_COOKIE='sessionid="abc\\000def"')
    assert answer.status_code == 400


def test_escaped_percent_is_no_nul(db: None, client: Client) -> None:
    assert client.get("/masuk/?next=/cari/%3Fq%3D%252500").status_code == 200


def test_pages_need_no_request() -> None:
    for name in ("400.html", "413.html"):
        text = Path(settings.BASE_DIR, "templates", name).read_text()
        assert "request" not in text.replace("without request", "")
