"""A portal that runs: it is healthy, heals itself, and ends without a trace."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.portal.conftest import Portal

pytestmark = pytest.mark.portal
OK = {"database": "ok", "worker": "ok", "storage": "ok"}


def _kilobytes(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Rss:\s+(\d+) kB", rollup, re.MULTILINE)
    assert found is not None
    return int(found.group(1))


def test_ctrl_c_ends_all_of_it(running: Portal) -> None:
    assert running.health() == (200, OK)
    assert len(running.family()) == 4  # gunicorn and its worker, Celery's worker and beat

    assert running.end(signal.SIGINT) == 0
    assert running.family() == {}
    assert running.output().endswith("portal: stopped\n")


def test_second_start_is_ready_within_five_seconds(
    running: Portal, start: Callable[..., Portal]
) -> None:
    running.end(signal.SIGTERM)
    again = start()
    again.wait_for("Stop with Ctrl-C.")

    found = re.search(r"ready after ([\d.]+) s", again.output())
    assert found is not None
    assert float(found.group(1)) < 5
    assert "migrat" not in again.output()
    assert "preparing" not in again.output()


def test_kill_9_of_the_portal_ends_all_of_it(running: Portal) -> None:
    running.end(signal.SIGKILL)
    assert running.family() == {}


def test_a_killed_master_takes_its_web_worker_along_and_is_replaced(running: Portal) -> None:
    master = running.member("gunicorn")
    before = {pid for pid, command in running.family().items() if "gunicorn" in command}
    os.kill(master, signal.SIGKILL)
    running.wait_for("the web server ended (exit -9); starting it again in 1 s")

    deadline_status = None
    for _ in range(200):
        try:
            deadline_status = running.health()
        except OSError:
            continue
        break
    assert deadline_status == (200, OK)
    assert before.isdisjoint(running.family())


def test_all_processes_together_stay_small(running: Portal) -> None:
    pids = [running.process.pid, *running.family()]
    assert sum(_kilobytes(pid) for pid in pids) < 512 * 1024


def test_a_second_portal_on_the_same_folder_is_refused(
    running: Portal, start: Callable[..., Portal]
) -> None:
    second = start()
    assert second.process.wait(timeout=30) == 1
    assert second.output() == (
        f"portal: another portal is running on the data folder {running.data}; "
        "stop it, or choose another folder with --data\n"
    )


def test_a_portal_that_is_told_its_name_still_answers_its_own_health_check(
    start: Callable[..., Portal],
) -> None:
    portal = start(ALLOWED_HOSTS="pantas.example.go.id")
    portal.wait_for("Stop with Ctrl-C.")
    assert portal.health() == (200, OK)
