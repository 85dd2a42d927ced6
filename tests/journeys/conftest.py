"""A real browser on a live portal with the documents, the CONTOH data and a Celery worker."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    WebError,
    expect,
)
from pytest_django.live_server_helper import LiveServer

from launcher.places import CHECKOUT
from tests.worker import celery_worker

# Playwright runs an event loop in the test's thread; Django would refuse the ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["PORTAL_DEMO_PASSWORD"] = PASSWORD = "sandi-contoh-untuk-uji"
expect.set_options(timeout=15_000)  # two browsers and two portals share the machine
SCREENSHOTS = CHECKOUT / "var" / "screenshots"
_ASKED = ("document", "xhr", "fetch")  # their status is the test's own business
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium: Playwright brings its own browsers only by download."""
    chromium = shutil.which("chromium")
    assert chromium is not None, "chromium is not installed"
    return {**browser_type_launch_args, "executable_path": chromium, "args": _FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any], live_server: LiveServer
) -> dict[str, Any]:
    """An official's browser: Indonesian, in Kupang, on a laptop."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "id-ID",
        "timezone_id": "Asia/Makassar",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture
def context(context: BrowserContext) -> Iterator[BrowserContext]:
    """Every page of a journey runs without script errors and without breaking the CSP."""
    wrong: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # What the network refused is judged below, where it is known what was asked for.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            wrong.append(message.text)

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type not in _ASKED:
            wrong.append(f"{response.status} {response.url}")

    def on_error(error: WebError) -> None:
        wrong.append(str(error.error))

    context.on("console", on_console)
    context.on("response", on_response)
    context.on("weberror", on_error)
    yield context
    assert wrong == []


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the database is kept once the documents and CONTOH data are in it."""
    return tmp_path_factory.mktemp("prepared") / "database.sqlite3"


@pytest.fixture
def contoh(live_server: LiveServer, transactional_db: None, _prepared: Path) -> None:
    """The official documents and the CONTOH institutions, as after `portal up`.

    Made by the real commands once; later tests get a copy of the database, page by page
    through SQLite, so that the server and the worker may stay connected.
    """
    name = connection.settings_dict["NAME"]
    if _prepared.exists():
        _copy(_prepared, name)
        return
    call_command("load_official")
    call_command("make_demo")
    _copy(name, _prepared)


@pytest.fixture(scope="session")
def _worker(django_db_setup: None) -> Iterator[None]:
    """A Celery worker on the test database and broker, for the whole run."""
    with celery_worker():
        yield


@pytest.fixture
def pekerja(_worker: None, contoh: None) -> None:
    """CONTOH data and a worker that carries out what is asked for in the background."""


def isi_masuk(page: Page, username: str) -> None:
    """Fill in the login page that is open and wait for what comes after it."""
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/masuk/" not in url)


@pytest.fixture
def masuk(page: Page, contoh: None) -> Callable[[str], Page]:
    """Log in through the login page; returns the page on the role's home."""

    def log_in(username: str) -> Page:
        page.context.clear_cookies()
        page.goto("/masuk/")
        isi_masuk(page, username)
        return page

    return log_in


@pytest.fixture
def polos(browser: Browser, browser_context_args: dict[str, Any], contoh: None) -> Iterator[Page]:
    """A page in a browser that runs no scripts, at the login page."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/masuk/")
    yield page
    context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Assert that axe finds nothing on a page."""
    scanner = Axe()

    def check(page: Page) -> None:
        # Without preload axe adds no style elements of its own, which the CSP would report.
        violations = scanner.run(page, options={"preload": False}).response["violations"]
        found = [
            (violation["id"], node["target"], node["html"][:200])
            for violation in violations
            for node in violation["nodes"]
        ]
        assert found == [], page.url

    return check


@pytest.fixture(scope="session")
def potret() -> Callable[[Page, str], None]:
    """Take screenshots of a page at 360 and 1280 px when PANTAS_SCREENSHOTS=1."""

    def shoot(page: Page, name: str) -> None:
        if os.environ.get("PANTAS_SCREENSHOTS") != "1":
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        before = page.viewport_size
        for width, height in ((360, 740), (1280, 800)):
            page.set_viewport_size({"width": width, "height": height})
            # As tall as the page: bars that stick to an edge are pictured in their own place.
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(height, tall)})
            page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png")
        if before is not None:
            page.set_viewport_size(before)

    return shoot


def _copy(source: str | Path, target: str | Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(source, timeout=30)) as old,
        contextlib.closing(sqlite3.connect(target, timeout=30)) as new,
    ):
        old.backup(new)
