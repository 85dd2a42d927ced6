"""The data folder: made, locked, and turned into the environment of every child."""

import contextlib
import fcntl
import os
import secrets
import socket
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from launcher.places import CHECKOUT
from launcher.refusal import Refusal, invalid_setting

_MINIMUM_KEY = 32


class DataFolder:
    """A usable data folder: it exists, can be written, and has a secret key."""

    def __init__(self, path: Path) -> None:
        """Make or open the folder at `path`, for its owner only.

        Raises Refusal with the reason when it is broken or belongs to somebody else.
        """
        self.path = path.resolve()
        self.run = self.path / "run"
        self.logs = self.path / "logs"
        self.database = self.path / "pantas.sqlite3"
        try:
            for folder in (self.path, self.run, self.logs, *self._broker_folders()):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = self.run / "probe"
            probe.write_bytes(b"")
            probe.unlink()
            self.path.chmod(0o700)  # a folder made by hand is open to everybody on the machine
        except OSError as error:
            raise self._broken(error.strerror or str(error)) from error
        self.secret_key = self._secret_key()

    def _broker_folders(self) -> tuple[Path, ...]:
        return tuple(self.path / "broker" / name for name in ("queue", "control"))

    def _broken(self, reason: str) -> Refusal:
        return Refusal(f"the data folder {self.path} cannot be used: {reason}")

    def _secret_key(self) -> str:
        file = self.path / "secret_key"
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w", encoding="ascii") as handle:
                handle.write(secrets.token_urlsafe(48))
        try:
            key = file.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise self._broken(f"secret_key: {error}") from error
        if len(key) < _MINIMUM_KEY:
            raise self._broken(f"secret_key is shorter than {_MINIMUM_KEY} characters")
        return key

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep a second portal away; raises Refusal when one runs on this folder already."""
        with (self.run / "lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Refusal(
                    f"another portal is running on the data folder {self.path}; "
                    "stop it, or choose another folder with --data"
                ) from error
            yield

    def check_database(self) -> None:
        """Raises Refusal when the SQLite file is there but is no readable database."""
        if not self.database.exists():
            return
        try:
            with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            raise self._broken(f"{self.database.name}: {error}") from error


def settings_environment() -> dict[str, str]:
    """The environment of the caller over the values of `.env` beside the script."""
    return {**_dotenv(CHECKOUT / ".env"), **os.environ}


def data_folder(chosen: str | None, env: Mapping[str, str]) -> DataFolder:
    """The data folder from `--data`, else PORTAL_DATA_DIR, else `var/` beside the script."""
    if chosen is not None:
        return DataFolder(Path(chosen))
    return DataFolder(CHECKOUT / (env.get("PORTAL_DATA_DIR") or "var"))


def child_environment(env: Mapping[str, str], folder: DataFolder) -> dict[str, str]:
    """The environment in which Django, Celery and gunicorn run on this data folder."""
    child = dict(env)
    child["PORTAL_DATA_DIR"] = str(folder.path)
    child["DJANGO_SETTINGS_MODULE"] = "config.settings"
    child["PYTHONUNBUFFERED"] = "1"
    child.setdefault("MALLOC_ARENA_MAX", "2")  # threads would spread memory over 8 arenas
    if not child.get("SECRET_KEY"):
        child["SECRET_KEY"] = folder.secret_key
    return child


def allowed_hosts(host: str) -> str:
    """ALLOWED_HOSTS for an address to listen on, when the operator named none."""
    hosts = ["127.0.0.1", "localhost", "[::1]"]
    if host not in ("127.0.0.1", "localhost", "::1"):
        name = socket.gethostname()
        hosts += [name, host]
        with contextlib.suppress(OSError):  # a name without an address is not one to allow
            hosts += [str(entry[4][0]) for entry in socket.getaddrinfo(name, None)]
    unwanted = {"0.0.0.0", "::", ""}
    return ",".join(dict.fromkeys(h for h in hosts if h not in unwanted))


def _dotenv(file: Path) -> dict[str, str]:
    """NAME=value lines of a file, or nothing when there is none; '#' begins a comment line."""
    if not file.is_file():
        return {}
    values: dict[str, str] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise invalid_setting(f".env line {number}: expected NAME=value")
        values[name.strip()] = value.strip().strip("\"'")
    return values
