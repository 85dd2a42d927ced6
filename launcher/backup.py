"""`portal backup` and `portal restore`: the commands of Django on the portal's data folder."""

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from launcher.environment import ensure_environment
from launcher.folder import child_environment, data_folder, settings_environment
from launcher.places import CHECKOUT, MANAGE, PYTHON


def backup(arguments: list[str]) -> NoReturn:
    """Write database and stored files into one archive, while the portal runs or not."""
    parser = argparse.ArgumentParser(prog="portal backup", description=backup.__doc__)
    name = f"pantas-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip"
    parser.add_argument("file", nargs="?", default=name, help="the archive (pantas-<time>.zip)")
    _data(parser)
    parser.add_argument(
        "--with-key", action="store_true", help="put the secret key into the archive too"
    )
    parser.add_argument(
        "--allow-missing", action="store_true", help="leave out stored files that are missing"
    )
    options = parser.parse_args(arguments)
    flags = {"--with-key": options.with_key, "--allow-missing": options.allow_missing}
    _become("backup", options, flags)


def restore(arguments: list[str]) -> NoReturn:
    """Bring an archive of `portal backup` back; the portal must not run."""
    parser = argparse.ArgumentParser(prog="portal restore", description=restore.__doc__)
    parser.add_argument("file", help="an archive of `portal backup`")
    _data(parser)
    parser.add_argument(
        "--force",
        action="store_true",
        help="over an installation that is there: SQLite is moved aside, PostgreSQL dropped",
    )
    parser.add_argument(
        "--keep-faulty",
        action="store_true",
        help="keep what was restored even when its verification finds faults",
    )
    options = parser.parse_args(arguments)
    flags = {"--force": options.force, "--keep-faulty": options.keep_faulty}
    _become("restore", options, flags)


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="data folder (PORTAL_DATA_DIR, or var/)")


def _become(command: str, options: argparse.Namespace, flags: dict[str, bool]) -> NoReturn:
    """Become manage.py; the archive is named from the caller's folder."""
    file = Path(options.file).absolute()
    chosen = [flag for flag, wanted in flags.items() if wanted]
    env = settings_environment()
    folder = data_folder(options.data, env)
    ensure_environment()
    os.chdir(CHECKOUT)
    program = [str(PYTHON), str(MANAGE), command, str(file), *chosen]
    os.execve(PYTHON, program, child_environment(env, folder))
