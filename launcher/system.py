"""Debian packages the portal stands on: found out without dpkg, installed when allowed."""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from launcher.refusal import Refusal


@dataclass(frozen=True)
class SystemPackage:
    """A Debian package, how to see that it is there, and whether a start can do without."""

    name: str
    present: Callable[[], bool]
    required: bool = True


def _library(name: str) -> Callable[[], bool]:
    return lambda: ctypes.util.find_library(name) is not None


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _venv_works() -> bool:
    # A new interpreter: this one may have looked before the package came.
    probe = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _liberation_fonts() -> bool:
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return any(any(folder.rglob("LiberationSans-Regular.*")) for folder in folders)


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres of the newest installed PostgreSQL, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return Path(program).resolve().parent if program else None


VENV_PACKAGES = (SystemPackage("python3-venv", _venv_works),)
PDF_PACKAGES = (
    SystemPackage("libpangoft2-1.0-0", _library("pangoft2-1.0"), required=False),
    SystemPackage("libharfbuzz-subset0", _library("harfbuzz-subset"), required=False),
    SystemPackage("fonts-liberation", _liberation_fonts, required=False),
)
TEST_PACKAGES = (
    SystemPackage("postgresql", lambda: postgres_programs() is not None),
    SystemPackage("redis-server", _program("redis-server")),
    SystemPackage("chromium", _program("chromium")),
    SystemPackage("poppler-utils", _program("pdftotext")),
    SystemPackage("qpdf", _program("qpdf")),
)


def ensure_system_packages(packages: Iterable[SystemPackage]) -> list[str]:
    """Make sure the packages are installed; return the names of optional ones still missing.

    As root on Debian or Ubuntu what is missing is installed. Raises Refusal with the one
    line to type when a required package is missing and may not or cannot be installed.
    """
    missing = _missing(packages)
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        names = [package.name for package in missing]
        print(f"portal: installing {' '.join(names)}", flush=True)
        _apt_install(names)
        missing = _missing(missing)
    required = [package.name for package in missing if package.required]
    if required:
        names = [package.name for package in missing]
        raise Refusal(f"missing system packages; type: {apt_line(names)}")
    return [package.name for package in missing]


def apt_line(names: list[str]) -> str:
    """The line an operator types to install the packages."""
    return f"sudo apt-get install -y {' '.join(names)}"


def _missing(packages: Iterable[SystemPackage]) -> list[SystemPackage]:
    return [package for package in packages if not package.present()]


def _apt_install(names: list[str]) -> None:
    """Install with apt-get, refreshing its lists when the first try fails.

    The outcome is not read from apt-get but by looking for the packages again; its own
    words stay visible when it fails.
    """
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names]
    first = subprocess.run(install, env=env, capture_output=True, check=False)
    if first.returncode == 0:
        return
    subprocess.run(["apt-get", "update", "-q"], env=env, capture_output=True, check=False)
    second = subprocess.run(install, env=env, capture_output=True, text=True, check=False)
    if second.returncode != 0:
        print(second.stderr.strip(), file=sys.stderr)
