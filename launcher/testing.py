"""`portal test`: one command for every test on every backend."""

import contextlib
import os
import signal
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from launcher import servers
from launcher.environment import DEVELOP, ensure_environment
from launcher.lifeline import end_group, has_ended, signal_group, start_server
from launcher.places import CHECKOUT, PYTHON
from launcher.system import PDF_PACKAGES, TEST_PACKAGES, ensure_system_packages
from launcher.variables import outside_removed

UNIT = "tests/unit"
INTEGRATION = "tests/integration"
JOURNEYS = "tests/journeys"


@dataclass(frozen=True)
class Outcome:
    """What one pytest run came to."""

    title: str
    passed: int
    failed: int
    skipped: int
    code: int
    seconds: float

    def line(self) -> str:
        """One row of the closing table."""
        counts = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        note = "" if self.code in (0, 1) else f"  (pytest ended with code {self.code})"
        return f"{self.title:36} {counts:40} {self.seconds:6.1f} s{note}"


class Interrupted(BaseException):
    """The run is to end now."""


def test(arguments: list[str]) -> int:
    """Run the tests; return the exit code.

    Without arguments everything on every backend, with `--fast` unit and integration tests
    on SQLite without the thorough ones, with other arguments one pytest on SQLite with just these.
    """
    fast = arguments == ["--fast"]
    ensure_system_packages(PDF_PACKAGES if fast else (*PDF_PACKAGES, *TEST_PACKAGES))
    ensure_environment(DEVELOP)
    if arguments and not fast:
        os.chdir(CHECKOUT)
        os.execve(PYTHON, [str(PYTHON), "-m", "pytest", *arguments], outside_removed())
    for signum in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(signum, _interrupt)
    try:
        outcomes = list(_fast() if fast else _everything())
    except Interrupted:
        print("portal: the tests were interrupted", file=sys.stderr)
        return 130
    return close(outcomes)


def _fast() -> Iterator[Outcome]:
    yield _pytest(
        "unit + integration, SQLite, fast ones",
        ["-n2", "-mnot portal and not thorough", UNIT, INTEGRATION],
    )


def _everything() -> Iterator[Outcome]:
    yield _pytest("unit + integration, SQLite", ["-n2", "-mnot portal", UNIT, INTEGRATION])
    with _folder("pantas-servers-") as folder:
        postgres, redis = folder / "postgres", folder / "redis"
        postgres.mkdir()
        redis.mkdir()
        folder.chmod(0o755)  # the account postgres passes through it
        with servers.postgres(postgres) as database, servers.redis(redis) as broker:
            yield _pytest(
                "integration, PostgreSQL + Redis",
                ["-n2", "-mnot portal", INTEGRATION],
                DATABASE_URL=database,
                REDIS_URL=broker,
            )
    # Tours differ much in length: a worker that is done takes over what the other has not begun.
    yield _pytest("journeys, SQLite, Chromium", ["-n2", "--dist=worksteal", JOURNEYS])
    # Alone on the machine: these measure seconds and memory.
    yield _pytest("launcher", ["-mportal", INTEGRATION])


def _pytest(title: str, arguments: list[str], **backend: str) -> Outcome:
    """Run one pytest to its end in a folder of its own and read its results."""
    print(f"\n== {title} ==", flush=True)
    began = time.monotonic()
    with _folder("pantas-test-") as folder:
        results = folder / "results.xml"
        env = {**outside_removed(), **backend, "PANTAS_TEST_ROOT": str(folder)}
        command = [
            str(PYTHON),
            "-m",
            "pytest",
            "-q",
            "--tb=short",
            f"--junitxml={results}",
            *arguments,
        ]
        process = start_server(command, env=env, cwd=CHECKOUT)
        try:
            while not has_ended(process):
                time.sleep(0.1)
        except Interrupted:
            signal_group(process.pid, signal.SIGINT)
            end_group(process, seconds=10)
            raise
        end_group(process, seconds=0)
        passed, failed, skipped = counts(results)
    seconds = time.monotonic() - began
    return Outcome(title, passed, failed, skipped, process.returncode, seconds)


def counts(results: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of a junit file; all 0 when pytest wrote none."""
    if not results.exists():
        return 0, 0, 0
    passed = failed = skipped = 0
    for case in ElementTree.parse(results).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def close(outcomes: list[Outcome]) -> int:
    """Print the table and the one closing line; return the exit code."""
    print()
    for outcome in outcomes:
        print(outcome.line())
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    strict = os.environ.get("CI") == "true"
    if strict and skipped:
        print("A skipped test is a failure in CI.")
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    broken = failed or any(outcome.code != 0 for outcome in outcomes)
    return 1 if broken or (strict and skipped) else 0


@contextlib.contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        yield Path(name)


def _interrupt(signum: int, _frame: FrameType | None) -> None:
    for other in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(other, signal.SIG_IGN)
    raise Interrupted
