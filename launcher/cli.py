"""The commands of `portal`."""

import os
import sys

from launcher.places import CHECKOUT, MANAGE, PYTHON
from launcher.refusal import Refusal

HELP = """\
./portal up [--port 8000] [--host 127.0.0.1] [--data DIR] [--empty]   start the portal
./portal test [--fast | pytest arguments]                             run the tests
./portal check                                                        lint, types, structure
./portal backup [FILE] [--data DIR] [--with-key]                      database and files to one file
./portal restore FILE [--data DIR] [--force]                          bring a backup back
./portal manage COMMAND ...                                           Django's manage.py
"""


def main(arguments: list[str]) -> int:
    """Run the command named first in `arguments`; return the exit code.

    A Refusal becomes one line on standard error.
    """
    os.umask(0o077)  # database, files and logs are for the portal's own account only
    command, *rest = arguments or ["help"]
    try:
        if command == "up":
            from launcher.up import up

            return up(rest)
        if command == "test":
            from launcher.testing import test

            return test(rest)
        if command == "check":
            from launcher.checking import check

            return check(rest)
        if command in ("backup", "restore"):
            from launcher import backup

            backup.backup(rest) if command == "backup" else backup.restore(rest)
        if command == "manage":
            return manage(rest)
    except Refusal as refusal:
        print(f"portal: {refusal}", file=sys.stderr)
        return refusal.code
    print(HELP, end="")
    return 0 if command in ("help", "-h", "--help") else 2


def manage(arguments: list[str]) -> int:
    """Become Django's manage.py in the environment and on the data folder of the portal."""
    from launcher.environment import ensure_environment
    from launcher.folder import child_environment, data_folder, settings_environment

    env = settings_environment()
    folder = data_folder(None, env)
    ensure_environment()
    os.chdir(CHECKOUT)
    os.execve(PYTHON, [str(PYTHON), str(MANAGE), *arguments], child_environment(env, folder))
