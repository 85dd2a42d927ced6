"""`portal check`: lint, types, structure and generated documents, one line for each."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from launcher.environment import DEVELOP, ensure_environment
from launcher.places import CHECKOUT, MANAGE, PYTHON, VENV
from launcher.refusal import Refusal
from launcher.variables import outside_removed


@dataclass(frozen=True)
class Step:
    """One check: its name in the list and its command."""

    name: str
    command: list[str]


@dataclass(frozen=True)
class Result:
    """How a check went."""

    step: Step
    code: int
    output: str
    seconds: float


def check(arguments: list[str]) -> int:
    """Run all checks, two at a time, and print a line for each; 0 when all pass."""
    if arguments:
        raise Refusal(f"check takes no arguments, not {' '.join(arguments)}", code=2)
    ensure_environment(DEVELOP)
    with tempfile.TemporaryDirectory(prefix="pantas-check-") as folder:
        env = _production_like(folder)
        with ThreadPoolExecutor(max_workers=2) as pool:
            results = list(_report(pool.map(lambda step: _run(step, env), _steps())))
    failed = [result.step.name for result in results if result.code != 0]
    print(f"{len(results) - len(failed)} checks passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


def _steps() -> list[Step]:
    tools = VENV / "bin"
    manage = [str(PYTHON), str(MANAGE)]
    return [
        Step("mypy", [str(tools / "mypy")]),
        Step("ruff check", [str(tools / "ruff"), "check", "."]),
        Step("ruff format", [str(tools / "ruff"), "format", "--check", "."]),
        Step("import order", [str(tools / "lint-imports"), "--no-cache"]),
        Step("djlint", [str(tools / "djlint"), "--lint", "--quiet", "templates"]),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"]),
        Step("generated docs", [*manage, "states_doc", "--check"]),
        Step("obligations", [*manage, "kewajiban_doc", "--check"]),
        Step("obligations of the Road Map", [*manage, "roadmap_doc", "--check"]),
    ]


def _production_like(folder: str) -> dict[str, str]:
    """Settings as on a server, so that `check --deploy` judges what will be deployed."""
    return {
        **outside_removed(),
        "PORTAL_DATA_DIR": folder,
        "SECRET_KEY": "only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
        "ALLOWED_HOSTS": "pantas.example",
        "HTTPS": "true",
    }


def _run(step: Step, env: dict[str, str]) -> Result:
    began = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=CHECKOUT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Result(step, done.returncode, done.stdout, time.monotonic() - began)


def _report(results: Iterator[Result]) -> Iterator[Result]:
    for result in results:
        word = "ok" if result.code == 0 else "FAILED"
        print(f"{result.step.name:16} {word:7} {result.seconds:6.1f} s", flush=True)
        if result.code != 0:
            print(result.output.rstrip(), file=sys.stdout, flush=True)
        yield result
