"""One moment of the database, while the portal goes on writing."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, transaction

from config.cadangan import CadanganGagal

_SPARE = 16 * 1024 * 1024
_PREFIX = ".cadangan-"


@contextmanager
def pada(berkas: Path) -> Iterator[None]:
    """Let the default connection work on another SQLite file for the length of a block."""
    values = connection.settings_dict
    before = values["NAME"]
    connection.close()
    values["NAME"] = str(berkas)
    try:
        yield
    finally:
        connection.close()
        values["NAME"] = before


@contextmanager
def satu_saat(folder: Path) -> Iterator[None]:
    """Let everything read inside the block be of one moment.

    PostgreSQL: one read-only transaction. SQLite: a copy in `folder`, made in one read
    transaction, which in WAL mode keeps no writer waiting. Raises CadanganGagal when the copy
    has no room or the database is damaged.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    for left in folder.glob(f"{_PREFIX}*"):
        shutil.rmtree(left)  # of a backup that was killed; the caller holds the lock
    room(folder, ukuran_basis_data())
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder) as name:
        copy = Path(name) / "salinan.sqlite3"
        _copy(copy)
        with pada(copy):
            _refuse_damaged()
            yield


def ukuran_basis_data() -> int:
    """Return the bytes that the database takes on disk."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = str(connection.settings_dict["NAME"])
    files = (Path(name + suffix) for suffix in ("", "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def room(folder: Path, needed: int) -> None:
    """Raise CadanganGagal when the disk of `folder` has not `needed` bytes and some to spare."""
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise CadanganGagal(
            f"not enough room in {folder}: {megabytes(needed + _SPARE)} needed, "
            f"{megabytes(free)} free"
        )


def megabytes(size: int) -> str:
    """Return a number of bytes for people."""
    return f"{size / 1_000_000:.1f} MB"


def _copy(target: Path) -> None:
    target.touch(mode=0o600)
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        try:
            connection.connection.backup(copy)
        except sqlite3.Error as error:
            raise CadanganGagal(f"the database cannot be copied: {error}") from error


def _refuse_damaged() -> None:
    with connection.cursor() as cursor:  # Django's own: constraints call its functions
        cursor.execute("PRAGMA quick_check(1)")
        found = cursor.fetchone()[0]
    if found != "ok":
        raise CadanganGagal(f"the database is damaged: {found}")
