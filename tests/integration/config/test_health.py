"""/healthz tells a monitoring system the truth, and strangers nothing more."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from config.celery import beat_file
from config.health import STALE_SECONDS
from tests.worker import celery_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def beat() -> Iterator[Path]:
    """The sign of life of a worker that listens right now."""
    file = beat_file()
    file.touch()
    yield file
    file.unlink(missing_ok=True)


def _ask() -> tuple[int, dict[str, str]]:
    answer = Client().get("/healthz")
    return answer.status_code, answer.json()


def test_all_is_well(beat: Path) -> None:
    assert _ask() == (200, {"database": "ok", "worker": "ok", "storage": "ok"})


def test_worker_that_never_was() -> None:
    assert _ask() == (503, {"database": "ok", "worker": "down", "storage": "ok"})


def test_worker_that_fell_silent(beat: Path) -> None:
    then = time.time() - STALE_SECONDS - 1
    os.utime(beat, (then, then))
    assert _ask() == (503, {"database": "ok", "worker": "down", "storage": "ok"})


def test_data_folder_that_is_gone(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path / "gone"
    assert _ask() == (503, {"database": "ok", "worker": "down", "storage": "down"})


@pytest.mark.django_db(transaction=True)
def test_database_that_is_gone(beat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", "/gone/database")
        state = _ask()
        connection.close()
    assert state == (503, {"database": "down", "worker": "ok", "storage": "ok"})


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading(method: str) -> None:
    assert getattr(Client(), method)("/healthz").status_code == 405


def test_a_real_worker_gives_its_sign_of_life() -> None:
    assert _ask()[1]["worker"] == "down"
    with celery_worker():
        assert _ask()[1]["worker"] == "ok"
