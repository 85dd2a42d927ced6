"""Installations of their own for one test: a data folder, a database, and commands on them."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from resource import RLIMIT_FSIZE, setrlimit
from typing import Any

import psycopg2
from django.conf import settings

from launcher.variables import outside_removed

DUNIA = "tests.integration.cadangan.dunia"
Isi = dict[str, list[dict[str, Any]]]


class Instalasi:
    """One installation; `url` names its database, else it is SQLite in the data folder."""

    def __init__(self, root: Path, url: str = "") -> None:
        self.root = root
        self.folder = root / "main"  # as tests/settings.py names it
        self.url = url
        self.database = self.folder / "pantas.sqlite3"
        self._env = {
            **outside_removed(),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PANTAS_TEST_ROOT": str(root),
            **({"DATABASE_URL": url} if url else {}),
        }

    def copy(self, root: Path) -> "Instalasi":
        """Return a copy of an SQLite installation that nobody works on."""
        shutil.copytree(self.root, root)
        return Instalasi(root)

    def manage(self, *arguments: str, code: int = 0, largest: int = 0) -> str:
        """Run manage.py to its end; return what it said, on standard error when it refused.

        `largest`: bytes after which the system refuses to let a file grow, as on a full disk.
        """
        return self._run([str(Path(settings.BASE_DIR, "manage.py")), *arguments], code, largest)

    def dunia(self, *arguments: str) -> Any:
        """Run a part of `dunia.py` on this installation; return what it prints, as JSON."""
        return json.loads(self._run(["-m", DUNIA, *arguments], 0).splitlines()[-1])

    @contextmanager
    def sibuk(self) -> Iterator["subprocess.Popen[str]"]:
        """Let a process write through the real actions while the block runs."""
        process = subprocess.Popen(
            [sys.executable, "-m", DUNIA, "menulis"],
            cwd=settings.BASE_DIR,
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "begins\n"
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            output, _ = process.communicate(timeout=60)
        assert process.returncode == 0, output

    def files(self) -> dict[str, bytes]:
        """Return everything in the storage."""
        root = self.folder / "berkas"
        return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}

    def isi(self) -> Isi:
        """Return all rows of all tables, read without Django, in order of their first column."""
        if self.url:
            with closing(psycopg2.connect(alamat(self.url))) as server:
                return _postgres(server)
        with closing(sqlite3.connect(self.database)) as file:
            return _sqlite(file)

    def triggers(self) -> set[str]:
        """Return the names of the triggers of an SQLite installation."""
        with closing(sqlite3.connect(self.database)) as file:
            rows = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            return {name for (name,) in rows}

    def _run(self, arguments: list[str], code: int, largest: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=partial(setrlimit, RLIMIT_FSIZE, (largest, largest)) if largest else None,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stderr if code else done.stdout


def alamat(url: str) -> str:
    """Return a DATABASE_URL of a socket in a form that psycopg2 reads."""
    place, _, name = url.removeprefix("postgres://pantas@/").rpartition("/")
    return f"host={place} user=pantas dbname={name}"


_OMITTED = {"django_migrations", "django_session", "sqlite_sequence"}


def _sqlite(db: sqlite3.Connection) -> Isi:
    names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: _rows(db.cursor(), name) for name in sorted(set(names) - _OMITTED)}


def _postgres(db: Any) -> Isi:
    cursor = db.cursor()
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    names = {name for (name,) in cursor.fetchall()}
    return {name: _rows(cursor, name) for name in sorted(names - _OMITTED)}


def _rows(cursor: Any, table: str) -> list[dict[str, Any]]:
    cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def seperti(sqlite: Any, postgres: Any) -> Any:
    """Return a value of SQLite in the type that PostgreSQL gave for the same column."""
    if sqlite is None:
        return None
    if isinstance(postgres, bool):
        return bool(sqlite)
    if isinstance(postgres, Decimal):
        return Decimal(str(sqlite)).quantize(postgres)
    if isinstance(postgres, datetime):
        return datetime.fromisoformat(sqlite).replace(tzinfo=UTC)
    if isinstance(postgres, date):
        return date.fromisoformat(sqlite)
    if isinstance(postgres, (dict, list)):
        return json.loads(sqlite)
    return sqlite


def sama(sqlite: list[dict[str, Any]], postgres: list[dict[str, Any]]) -> bool:
    """Whether two tables hold the same rows."""
    return len(sqlite) == len(postgres) and all(
        {name: seperti(left.get(name), value) for name, value in right.items()}
        == {name: _plain(value) for name, value in right.items()}
        for left, right in zip(sqlite, postgres, strict=True)
    )


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
