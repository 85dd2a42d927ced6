"""A portal that cannot start says why in one line, and its exit code is not 0."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher.refusal import Refusal
from launcher.system import SystemPackage, ensure_system_packages
from tests.integration.portal.conftest import Portal

pytestmark = pytest.mark.portal
Start = Callable[..., Portal]


def _refused(portal: Portal, code: int = 1) -> str:
    """The one line of a portal that ended with `code`."""
    assert portal.process.wait(timeout=60) == code
    lines = portal.output().splitlines()
    assert len(lines) == 1, portal.output()
    return lines[0]


def test_taken_port(start: Start, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        line = _refused(start(f"--port={port}", folder=tmp_path / "data"))
    assert line == (
        f"portal: cannot use 127.0.0.1 port {port}: Address already in use; "
        f"choose another with --port, for example --port {port + 1}"
    )
    assert not (tmp_path / "data").exists()


def test_impossible_port(start: Start, tmp_path: Path) -> None:
    line = _refused(start("--port=70000", folder=tmp_path / "data"))
    assert line == "portal: --port 70000: a port is a number from 1 to 65535"


def test_data_folder_that_is_a_file(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("not a folder")
    line = _refused(start(folder=folder))
    assert line == f"portal: the data folder {folder} cannot be used: File exists"


def test_database_that_is_none(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "pantas.sqlite3").write_bytes(b"this is no database" * 100)
    line = _refused(start(folder=folder))
    assert line == (
        f"portal: the data folder {folder} cannot be used: pantas.sqlite3: file is not a database"
    )


def test_spoilt_secret_key(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "secret_key").write_text("short")
    line = _refused(start(folder=folder))
    assert line == (
        f"portal: the data folder {folder} cannot be used: secret_key is shorter than 32 characters"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://root@localhost/pantas"),
        ("REDIS_URL", "localhost:6379"),
        ("DEBUG", "perhaps"),
        ("LOG_LEVEL", "chatty"),
        ("LOG_FORMAT", "xml"),
        ("METRICS_TOKEN", "guessable"),
        ("DISK_WARN_MB", "0"),
        ("ALLOWED_HOSTS", "https://pantas.example"),
        ("CSRF_TRUSTED_ORIGINS", "pantas.example"),
        ("HTTPS", "maybe"),
        ("EMAIL_URL", "carrier-pigeon://dove"),
        ("SESSION_IDLE_MINUTES", "an hour"),
        ("EVIDENCE_MAX_MB", "big"),
    ],
)
def test_invalid_value_is_named(start: Start, tmp_path: Path, name: str, value: str) -> None:
    line = _refused(start(folder=tmp_path / "data", **{name: value}), os.EX_CONFIG)
    assert line.startswith(f"portal: {name}")


def test_missing_system_package_where_apt_get_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    wanted = [
        SystemPackage("qpdf", lambda: False),
        SystemPackage("fonts-liberation", lambda: False, required=False),
        SystemPackage("chromium", lambda: True),
    ]
    with pytest.raises(Refusal) as refusal:
        ensure_system_packages(wanted)
    assert str(refusal.value) == (
        "missing system packages; type: sudo apt-get install -y qpdf fonts-liberation"
    )
    assert ensure_system_packages(wanted[1:]) == ["fonts-liberation"]
