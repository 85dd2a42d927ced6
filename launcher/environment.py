"""The virtual environment beside the script, in step with the pinned requirements."""

import contextlib
import fcntl
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from launcher.lifeline import tied
from launcher.places import CHECKOUT, PYTHON, VENV
from launcher.refusal import Refusal
from launcher.system import VENV_PACKAGES, ensure_system_packages

RUN = "requirements.txt"
DEVELOP = "requirements-dev.txt"  # holds all of requirements.txt too
_STAMP = VENV / "pantas-installed.json"


def ensure_environment(requirements: str = RUN) -> None:
    """Create or update `.venv` so that it holds `requirements`, with every hash checked.

    Does nothing when the stamp in the environment says so already. Raises Refusal when the
    environment cannot be made or a package cannot be installed.
    """
    if _installed().get(requirements) == _digest(requirements) and PYTHON.exists():
        return
    with _alone():
        if not _works():
            ensure_system_packages(VENV_PACKAGES)
            print("portal: making the Python environment", flush=True)
            _run([sys.executable, "-m", "venv", "--clear", str(VENV)], "could not make .venv")
        if _installed().get(requirements) == _digest(requirements):
            return
        print(f"portal: installing the packages of {requirements}", flush=True)
        pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        pip += ["--no-input", "--progress-bar", "off", "--require-hashes", "-r", requirements]
        _run(pip, "could not install the Python packages; is there a network?")
        record = {requirements: _digest(requirements)}
        if requirements == DEVELOP:
            record[RUN] = _digest(RUN)
        _STAMP.write_text(json.dumps(record), encoding="ascii")


def _installed() -> dict[str, Any]:
    try:
        record = json.loads(_STAMP.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}  # no stamp or half a stamp: the installation did not finish
    return record if isinstance(record, dict) else {}


def _digest(requirements: str) -> str:
    return hashlib.sha256((CHECKOUT / requirements).read_bytes()).hexdigest()


def _works() -> bool:
    """Whether the environment's Python runs and has pip (a moved or half-made one does not)."""
    if not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _run(command: list[str], otherwise: str) -> None:
    """Run a step; on failure show its last words and raise Refusal(otherwise)."""
    done = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, check=False, preexec_fn=tied()
    )
    if done.returncode != 0:
        print((done.stderr or done.stdout).strip()[-2000:], file=sys.stderr)
        raise Refusal(otherwise)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the checkout's lock: two portals at once must not fill one environment."""
    with (CHECKOUT / "portal").open("rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
