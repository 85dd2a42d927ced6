"""Environment values are read strictly."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", True), ("TRUE", True), (" yes ", True), ("0", False), ("off", False), ("", True)],
)
def test_yes_no(monkeypatch: pytest.MonkeyPatch, text: str, expected: bool) -> None:
    monkeypatch.setenv("SWITCH", text)
    assert values.yes_no("SWITCH", default=True) is expected


@pytest.mark.parametrize("text", ["perhaps", "2", "ya"])
def test_yes_no_refuses(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SWITCH", text)
    with pytest.raises(ImproperlyConfigured, match=f"^SWITCH: '{text}' is neither"):
        values.yes_no("SWITCH")


@pytest.mark.parametrize("text", ["0", "-3", "2.5", "many", "²"])
def test_whole_refuses(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("NUMBER", text)
    with pytest.raises(ImproperlyConfigured, match=r"^NUMBER: "):
        values.whole("NUMBER", default=7)


def test_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert values.whole("NUMBER", default=7) == 7
    monkeypatch.setenv("NUMBER", "25")
    assert values.whole("NUMBER", default=7) == 25


def test_hosts_and_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", "a.example, b.example,")
    assert values.hosts("HOSTS", default=["x"]) == ["a.example", "b.example"]
    monkeypatch.setenv("HOSTS", "https://a.example")
    assert values.origins("HOSTS") == ["https://a.example"]
    with pytest.raises(ImproperlyConfigured, match=r"^HOSTS: "):
        values.hosts("HOSTS", default=["x"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" https://a.example/ ", "https://a.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_origin(monkeypatch: pytest.MonkeyPatch, text: str, expected: str) -> None:
    monkeypatch.setenv("PUBLIC", text)
    assert values.origin("PUBLIC") == expected


@pytest.mark.parametrize(
    "text", ["a.example", "ftp://a.example", "https://", "https://a.example/portal", "https://a b"]
)
def test_origin_refuses(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PUBLIC", text)
    with pytest.raises(ImproperlyConfigured, match=r"^PUBLIC: "):
        values.origin("PUBLIC")
