"""The data folder is for its owner only, however it came to be."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.folder import DataFolder
from launcher.places import CHECKOUT

_MAIN = """
import os, sqlite3, sys
from pathlib import Path
os.umask(0o022)
from launcher.cli import main
from launcher.folder import DataFolder
main(["help"])
folder = DataFolder(Path(sys.argv[1]))
with sqlite3.connect(folder.database) as connection:
    connection.execute("CREATE TABLE t (a)")
"""


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("loose", [0o755, 0o777])
def test_loose_folder_is_closed(tmp_path: Path, loose: int) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(loose)
    DataFolder(folder)
    assert _mode(folder) == 0o700


def test_what_the_launcher_starts_makes_private_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    subprocess.run(
        [sys.executable, "-c", _MAIN, str(folder)],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        check=True,
        capture_output=True,
    )
    assert _mode(folder / "pantas.sqlite3") == 0o600
    assert {_mode(p) for p in folder.rglob("*") if p.is_dir()} == {0o700}
