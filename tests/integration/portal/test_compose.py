"""docker-compose.yml without Docker: it is valid, careful, and each of its commands works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.places import CHECKOUT
from tests.integration.portal import compose
from tests.integration.portal.tungku import OFFICE, Tungku, until

pytestmark = pytest.mark.portal
OWN = ("prepare", "web", "worker", "scheduler")


def test_the_specification_accepts_it() -> None:
    tool = Path(sys.executable).with_name("check-jsonschema")
    command = [str(tool), "--builtin-schema", "vendor.compose-spec", str(compose.COMPOSE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_every_service_is_confined_limited_and_watched() -> None:
    found = compose.services(OFFICE)
    assert sorted(found) == ["postgres", "prepare", "redis", "scheduler", "web", "worker"]
    for name, service in found.items():
        raw = service.raw
        assert raw["read_only"] is True, name
        assert raw["cap_drop"] == ["ALL"], name
        assert raw["security_opt"] == ["no-new-privileges:true"], name
        assert {"mem_limit", "pids_limit", "logging", "tmpfs", "networks"} <= raw.keys(), name
        assert raw["restart"] == ("no" if name == "prepare" else "unless-stopped"), name
        assert bool(service.health) is (name != "prepare"), name
        assert ("ports" in raw) is (name == "web"), name
        assert ("cap_add" in raw) is (name == "postgres"), name
    assert found["web"].raw["ports"] == ["127.0.0.1:8000:8000"]
    assert [found[n].raw["networks"] for n in ("postgres", "redis")] == [["inner"], ["inner"]]


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD"])
def test_a_missing_secret_is_named(name: str) -> None:
    with pytest.raises(compose.Missing, match=f"{name}: set {name} in .env"):
        compose.services({**OFFICE, name: ""})


def test_the_image_holds_the_code_and_nothing_private(kantor: Tungku) -> None:
    assert sorted(p.name for p in kantor.image.iterdir()) == [
        "accounts", "audit", "config", "evidence", "fixtures", "imports", "jobs", "launcher",
        "manage.py", "portal", "pyproject.toml", "reports", "requirements.txt", "roadmap",
        "satgas", "sheets", "static", "templates", "ukuran", "zonaintegritas",
    ]  # fmt: skip
    text = (CHECKOUT / "Dockerfile").read_text()
    assert "\nUSER pantas\n" in text
    assert "--require-hashes" in text
    assert "HEALTHCHECK" in text
    assert ":latest" not in text + compose.COMPOSE.read_text()


def test_each_command_runs_and_is_healthy(kantor: Tungku) -> None:
    code, said = kantor.run("prepare")  # for the second time: nothing to do, and that is fine
    assert code == 0, said
    assert not kantor.healthy("worker")
    assert not kantor.healthy("scheduler")  # it rings for the first time after 30 seconds
    kantor.start("scheduler", "web", "worker")
    until("health of the portal", kantor.ready)
    until("web healthy", lambda: kantor.healthy("web"))
    until("worker healthy", lambda: kantor.healthy("worker"))
    until("scheduler healthy", lambda: kantor.healthy("scheduler"))
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in kantor.family()}
    assert owners == {kantor.user.uid if kantor.user else os.getuid()}
    assert {kantor.stop(name) for name in OWN[1:]} == {0}
    assert kantor.family() == {}
    assert kantor.leftovers() == []


def test_database_and_broker_answer_their_health_checks(kantor: Tungku) -> None:
    database, broker = kantor.services["postgres"], kantor.services["redis"]
    where = kantor.database.rpartition("@/")[2].rpartition("/")[0]
    assert kantor.call(database.health, "postgres", PGHOST=where)[0] == 0

    second = Tungku(kantor.folder / "second", kantor.image)
    command = [*broker.command, "--bind", "127.0.0.1", "--port", str(second.port)]
    process = second.popen(command, "redis", stdout=subprocess.DEVNULL, cwd=second.tmp)
    check = [broker.health[0], "-p", str(second.port), *broker.health[1:]]
    try:
        until("redis", lambda: second.call(check, "redis") == (0, "PONG\n"))
    finally:
        process.terminate()
    assert process.wait(timeout=10) == 0
