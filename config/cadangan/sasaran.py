"""The database a restore goes into: built beside or inside a transaction, then put in place."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, transaction

from config.cadangan import CadanganGagal
from config.cadangan.buat import flush_folder
from config.cadangan.saat import pada

_LOCK_TIMEOUT = "10s"
_PREFIX = ".pemulihan-"


def tolak_bila_terisi(*, force: bool) -> None:
    """Raise CadanganGagal when there is a database already and not `force`, or it is in use."""
    if connection.vendor == "postgresql":
        others = _number(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        if others:
            raise CadanganGagal(
                f"the database is in use by {others} other connection(s); stop the portal first"
            )
        filled, advice = bool(connection.introspection.table_names()), "every table is dropped"
    else:
        filled, advice = _filled(Path(connection.settings_dict["NAME"])), "it is moved aside"
    if filled and not force:
        raise CadanganGagal(
            "there is an installation already; a restore needs an empty one "
            f"(with --force {advice})"
        )


@contextmanager
def basis_data_baru(aside: Path) -> Iterator[None]:
    """Give the block an empty database; when it ends well, that one is the installation's.

    SQLite: another file, which takes the place of the old one in one step; the old one goes to
    `aside`. PostgreSQL: one transaction that drops every table first. If the block raises,
    nothing has changed.
    """
    with _postgres() if connection.vendor == "postgresql" else _sqlite(aside):
        yield


@contextmanager
def _sqlite(aside: Path) -> Iterator[None]:
    place = Path(connection.settings_dict["NAME"])
    for left in place.parent.glob(f"{_PREFIX}*"):
        shutil.rmtree(left)  # of a restore that was killed; the caller holds the lock
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=place.parent) as name:
        fresh = Path(name) / place.name
        fresh.touch(mode=0o600)
        with pada(fresh):
            yield
        _whole(fresh)
        if place.exists():
            _put_aside(place, aside)
        try:
            fresh.replace(place)
        except OSError:
            (aside / place.name).unlink(missing_ok=True)  # a second name of what stays
            raise
        flush_folder(place.parent)


def _filled(place: Path) -> bool:
    """Whether a file holds tables; one that cannot be read as a database counts as filled."""
    if not place.exists():
        return False
    with closing(sqlite3.connect(place)) as database:
        try:
            return bool(database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        except sqlite3.DatabaseError:
            return True


def _whole(file: Path) -> None:
    """Fold the write-ahead log of a database into its one file, and see it onto the disk."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        mode = database.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        if mode != "delete":
            raise CadanganGagal(f"{file} is in use by another process")
    with file.open("rb") as handle:
        os.fsync(handle.fileno())


def _put_aside(place: Path, aside: Path) -> None:
    """Give the old database a second name, so that its first can be taken over in one step.

    A log beside it would be taken for that of the new one: it is folded in, or goes aside.
    """
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _whole(place)
    except sqlite3.OperationalError as error:
        raise CadanganGagal(f"{place} is in use by another process") from error
    except sqlite3.DatabaseError:
        # Broken, which may be why it is replaced: as it is, with its log.
        for suffix in ("-wal", "-shm"):
            log = place.with_name(place.name + suffix)
            if log.exists():
                log.rename(aside / log.name)
    os.link(place, aside / place.name)
    flush_folder(aside)


@contextmanager
def _postgres() -> Iterator[None]:
    with transaction.atomic():
        tables = sorted(connection.introspection.table_names())
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_LOCK_TIMEOUT])
            if tables:
                names = ", ".join(connection.ops.quote_name(table) for table in tables)
                cursor.execute(f"DROP TABLE {names} CASCADE")
            # No check waits for the end: a table with waiting checks can't be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
