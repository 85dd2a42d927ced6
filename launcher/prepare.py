"""What must be true before the servers start: database, static files, documents, CONTOH data.

All steps are idempotent commands of Django. On the default SQLite database they are skipped
when a stamp in the data folder says that this very code has done them there.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from launcher.folder import DataFolder
from launcher.lifeline import tied
from launcher.places import APPS, CHECKOUT, MANAGE, PYTHON
from launcher.refusal import Refusal, invalid_setting
from launcher.variables import VARIABLES


class Preparation:
    """Brings a data folder up to the code beside the script."""

    def __init__(self, folder: DataFolder, env: Mapping[str, str], *, empty: bool) -> None:
        """`empty` leaves out the official documents and the CONTOH institutions."""
        self._folder = folder
        self._env = dict(env)
        self._stamp = folder.run / "prepared.json"
        self.with_official = not empty
        self.with_demo = not empty and env.get("PORTAL_NO_DEMO") != "1"

    def run(self) -> None:
        """Do what is not done yet; raises Refusal with one line when a step fails."""
        self._folder.check_database()
        wanted = self._wanted()
        done = self._done()
        if any(done.get(name) != wanted[name] for name in ("settings", "code")):
            self._check_settings()
        if all(done.get(name) == value for name, value in wanted.items()):
            return
        if done.get("static") != wanted["static"]:
            self._step("collecting static files", ["collectstatic", "--noinput", "-v0"])
        self._step("preparing the database", ["migrate", "--noinput", "-v0"])
        if self.with_official:
            self._step("loading the official documents", ["load_official"])
        if self.with_demo:
            self._step("making the CONTOH institutions", ["make_demo"])
            wanted["accounts"] = self._demo_accounts()
        self._stamp.write_text(json.dumps(wanted), encoding="utf-8")

    def welcome(self, address: str) -> str:
        """What the operator needs to log in: demo accounts, or the one-time set-up link.

        Empty when neither applies any more.
        """
        if not self.with_demo:
            return self._manage(["setup_link", "--base", address]).strip()
        password = self._folder.path / "demo_password"
        if not password.is_file():
            return ""  # `manage remove_demo` took the accounts away
        names = self._done().get("accounts") or self._demo_accounts()
        return f"{names}\nPassword of all of them: {password.read_text(encoding='utf-8').strip()}"

    def _demo_accounts(self) -> str:
        return self._manage(["demo_accounts"]).strip()

    def _check_settings(self) -> None:
        """Read the settings once, without Django's apps: an invalid value is named here."""
        probe = [str(PYTHON), "-c", "import config.settings"]
        result = self._call(probe)
        if result.returncode == 0:
            return
        last = _last_line(result.stderr)
        kind, _, reason = last.partition(": ")
        if kind.endswith("ImproperlyConfigured"):
            raise invalid_setting(reason)
        raise Refusal(f"the settings cannot be read: {last}")

    def _wanted(self) -> dict[str, Any]:
        """The stamp of a preparation by this code with these settings."""
        return {
            "settings": _digest_of({name: self._env.get(name, "") for name in VARIABLES}),
            "code": _digest(_sources()),
            "static": _digest(_static_sources()),
            "official": self.with_official,
            "demo": self.with_demo,
        }

    def _done(self) -> dict[str, Any]:
        """The stamp of the last preparation; without a database of its own, what it says
        about the static files."""
        try:
            stamp = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}  # never prepared, or interrupted while the stamp was written
        if self._env.get("DATABASE_URL") or not self._folder.database.exists():
            return {"static": stamp.get("static")}
        return dict(stamp)

    def _step(self, title: str, arguments: list[str]) -> None:
        print(f"portal: {title}", flush=True)
        self._manage(arguments)

    def _manage(self, arguments: list[str]) -> str:
        result = self._call([str(PYTHON), str(MANAGE), *arguments])
        if result.returncode != 0:
            log = self._folder.logs / "prepare.log"
            log.write_text(result.stdout + result.stderr, encoding="utf-8")
            reason = _last_line(result.stderr) or f"exit code {result.returncode}"
            if result.returncode == os.EX_CONFIG:
                raise invalid_setting(reason.removeprefix("portal: "))
            raise Refusal(f"{arguments[0]} failed: {reason} (all of it: {log})")
        return result.stdout

    def _call(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            cwd=CHECKOUT,
            env=self._env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=tied(),
        )


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _sources() -> Iterable[Path]:
    yield CHECKOUT / "requirements.txt"
    yield CHECKOUT / "pyproject.toml"
    yield from (CHECKOUT / "fixtures").rglob("*")
    for app in (*APPS, "config"):
        yield from (CHECKOUT / app).rglob("*.py")


def _static_sources() -> Iterable[Path]:
    yield CHECKOUT / "requirements.txt"  # Bootstrap, htmx and the admin come from packages
    yield from (CHECKOUT / "static").rglob("*")
    for app in APPS:
        yield from (CHECKOUT / app / "static").rglob("*")


def _digest_of(values: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(file for file in files if file.is_file()):
        digest.update(str(file.relative_to(CHECKOUT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
