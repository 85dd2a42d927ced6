"""`./portal backup` beside a running portal, and `./portal restore` into a folder of its own."""

import signal
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher.places import CHECKOUT
from launcher.variables import outside_removed
from tests.integration.portal.conftest import Portal

pytestmark = [pytest.mark.portal, pytest.mark.timeout(900)]


def _portal(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the launcher in `folder`; return its exit code and what it printed."""
    done = subprocess.run(
        [str(CHECKOUT / "portal"), *arguments],
        cwd=folder,
        env=outside_removed(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_backup_while_it_runs_and_restore_elsewhere(
    running: Portal, start: Callable[..., Portal], tmp_path: Path
) -> None:
    data, archive = f"--data={running.data}", tmp_path / "cadangan.zip"
    code, said = _portal(tmp_path, "backup", "cadangan.zip", data, "--with-key")
    assert code == 0, said
    assert said.splitlines()[-1] == (
        "The secret key is in it: whoever has the archive has the portal."
    )
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert _portal(tmp_path, "backup", "cadangan.zip", data) == (
        1,
        f"CommandError: {archive} exists already; choose another name\n",
    )
    assert _portal(tmp_path, "restore", "cadangan.zip", data, "--force") == (
        1,
        "CommandError: the portal is running on this data folder; stop it first "
        "(nothing was changed)\n",
    )
    assert running.health()[0] == 200
    running.end(signal.SIGINT)

    elsewhere = tmp_path / "lain"
    code, said = _portal(tmp_path, "restore", "cadangan.zip", f"--data={elsewhere}")
    assert code == 0, said
    key = "secret_key"
    assert (elsewhere / key).read_text() == (running.data / key).read_text().strip()
    again = start(folder=elsewhere)
    again.wait_for("Stop with Ctrl-C.")
    assert again.health()[0] == 200
    again.end(signal.SIGINT)
