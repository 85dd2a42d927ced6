"""What an installation survives: every report once or failed with a reason, nothing half."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.portal.orang import Orang, pdf_besar
from tests.integration.portal.siksa import (
    Peladen,
    Penilik,
    fill,
    postmaster,
    redis_server,
    small_disk,
)
from tests.integration.portal.tungku import Tungku, until

pytestmark = [pytest.mark.portal, pytest.mark.timeout(600)]
PENUH = "Ruang simpan server penuh"


def _settled(penilik: Penilik, ids: list[int], seconds: float = 240) -> list[dict[str, Any]]:
    """Wait until nothing waits or runs any more; return the rows of these jobs."""
    until("end of all jobs", lambda: penilik("terbuka") == 0, seconds)
    rows: list[dict[str, Any]] = penilik("keadaan", ids)
    return rows


def _whole(tungku: Tungku, penilik: Penilik) -> None:
    """Chains and files are sound, and no file or process is left that nobody knows."""
    penilik("periksa")
    assert tungku.stored() == penilik("dikenal")
    until("processes of jobs are gone", lambda: not tungku.family("run_job"))
    until("temporary files are gone", lambda: tungku.leftovers() == [])


def _evidence(tungku: Tungku) -> list[str]:
    """The stored files that people have sent; page images come when they come."""
    return [name for name in tungku.stored() if "/halaman/" not in name]


def _once(rows: list[dict[str, Any]]) -> None:
    """Each report is done, exactly once."""
    assert {(row["status"], row["selesai"]) for row in rows} == {("selesai", 1)}, rows


@pytest.fixture
def ringan(image: Path, data: Path, tempat: Callable[[str], Path]) -> Iterator[Tungku]:
    """The default installation: SQLite, a broker in files.

    The tables are copied when a test before has made them with `./portal up --empty`.
    """
    tungku = Tungku(tempat("ringan"), image)
    for file in data.glob("pantas.sqlite3*"):
        shutil.copyfile(file, tungku.data / file.name)
        tungku.own(tungku.data / file.name)
    code, said = tungku.call(["python", "manage.py", "migrate", "--noinput", "-v0"], seconds=200)
    assert code == 0, said
    yield tungku
    tungku.end()


@pytest.fixture
def bertanya() -> Iterator[Callable[[Tungku], Penilik]]:
    """Send somebody who asks questions to an installation."""
    sent: list[Penilik] = []

    def kirim(tungku: Tungku) -> Penilik:
        sent.append(Penilik(tungku))
        return sent[-1]

    yield kirim
    for penilik in sent:
        penilik.end()


@pytest.fixture
def dunia(kantor: Tungku, bertanya: Callable[[Tungku], Penilik]) -> Iterator[tuple[Penilik, Any]]:
    """A new institution at the office, whose services run; they are stopped afterwards."""
    penilik = bertanya(kantor)
    instansi = f"siksa{len(list(kantor.folder.glob('dunia*')))}"
    (kantor.folder / f"dunia-{instansi}").touch()
    made = penilik("dunia", instansi, 2, 2, 2)
    kantor.start("web", "worker", "scheduler")
    until("health of the portal", kantor.ready)
    yield penilik, made
    for name in list(kantor.running):
        kantor.stop(name)


def test_twenty_reports_survive_ten_kills_of_the_worker(
    ringan: Tungku, bertanya: Callable[[Tungku], Penilik]
) -> None:
    penilik = bertanya(ringan)
    made = penilik("dunia", "siksa", 4, 5, 2)
    ids = penilik("minta", made["auditor"], made["rencana"])
    assert len(ids) == 20
    for number in range(10):
        ringan.start("worker")
        until("a report is being made", lambda: ringan.children("worker"))
        time.sleep(0.4 * (number % 5))  # at another moment each time
        ringan.kill("worker")
        penilik("periksa")
    ringan.start("worker")
    rows = _settled(penilik, ids)
    failed = [row for row in rows if row["status"] == "gagal"]
    assert all("berhenti mendadak 3 kali" in row["pesan"] for row in failed)
    penilik("ulangi", [row["id"] for row in failed])
    ringan.start("scheduler")  # what a bell did not reach
    _once(_settled(penilik, ids))
    _whole(ringan, penilik)


def test_uploads_survive_kills_of_the_web_process(
    kantor: Tungku, dunia: tuple[Penilik, Any]
) -> None:
    penilik, made = dunia
    operator = Orang(kantor.port, made["operator"])
    for number in range(3):
        tugas, isi = made["tugas"][number], pdf_besar(number)
        line = operator.unggah_pelan(tugas, "bukti.pdf", isi)
        before = _evidence(kantor)
        for pid in kantor.children("web"):
            os.kill(pid, signal.SIGKILL)
        line.close()
        until("a new web process", kantor.ready)
        assert penilik("bukti", tugas[0]) == {"versi": 1, "berkas": 0}
        assert _evidence(kantor) == before
        assert [p for p in kantor.leftovers() if "web" in p] == []

        status, page = operator.unggah(tugas, "bukti.pdf", isi)  # the session goes on, too
        assert status == 302, page
        assert penilik("bukti", tugas[0])["berkas"] == 1
    line = operator.unggah_pelan(made["tugas"][3], "bukti.pdf", pdf_besar(3), bagian=1.0)
    for pid in kantor.children("web"):  # somewhere between the last byte and the answer
        os.kill(pid, signal.SIGKILL)
    line.close()
    kantor.kill("worker")
    kantor.start("worker")  # which looks at once for what the dead have left
    _settled(penilik, [])
    until("rows and files agree", lambda: kantor.stored() == penilik("dikenal"))
    _whole(kantor, penilik)


def test_broker_and_database_may_go_and_come_back(
    kantor: Tungku, dunia: tuple[Penilik, Any]
) -> None:
    penilik, made = dunia
    operator = Orang(kantor.port, made["operator"])
    redis = redis_server(kantor.redis)
    postgres = postmaster(Path(kantor.database.rpartition("@/")[2]).parent)
    try:
        redis.kill()
        ids = penilik("minta", made["auditor"], made["rencana"][:1])  # nobody hears the bell
        assert operator.get("/tugas-saya/")[0] == 200
        redis.start()
        _once(_settled(penilik, ids))

        ids = penilik("minta", made["auditor"], made["rencana"][1:])
        until("a report is being made", lambda: kantor.children("worker"))
        postgres.kill()
        assert operator.get("/tugas-saya/")[0] in (500, 503)
        assert not kantor.ready()
        postgres.start()
        until("a page", lambda: operator.get("/tugas-saya/")[0] == 200)
        _once(_settled(penilik, ids))
        until("health of the portal", kantor.ready)
        _whole(kantor, penilik)
    finally:
        _end(redis, postgres)


def test_a_full_disk_refuses_and_loses_nothing(kantor: Tungku, dunia: tuple[Penilik, Any]) -> None:
    penilik, made = dunia
    operator = Orang(kantor.port, made["operator"])
    tugas, isi = made["tugas"][0], pdf_besar(9)
    with small_disk(kantor.data / "berkas", 64 * 1024 * 1024) as disk:
        until("no work in progress", lambda: penilik("terbuka") == 0)
        filler = fill(disk, 8 * 1024)
        before = kantor.stored()

        status, page = operator.unggah(tugas, "bukti.pdf", isi)
        assert (status, PENUH in page) == (422, True), page
        ids = penilik("minta", made["auditor"], made["rencana"])
        rows = _settled(penilik, ids)
        assert [row["status"] for row in rows] == ["gagal"] * 4
        assert all(PENUH in row["pesan"] for row in rows), rows
        archive = disk / "cadangan.zip"
        code, said = kantor.call(["python", "manage.py", "backup", str(archive)])
        assert (code, archive.exists()) == (1, False), said
        assert len(said.splitlines()) == 1, said
        assert penilik("bukti", tugas[0])["berkas"] == 0
        assert kantor.stored() == before

        filler.unlink()
        status, page = operator.unggah(tugas, "bukti.pdf", isi)
        assert status == 302, page
        penilik("ulangi", ids)
        _once(_settled(penilik, ids))
        code, said = kantor.call(["python", "manage.py", "backup", str(archive)])
        assert code == 0, said
        archive.unlink()
        _whole(kantor, penilik)


def _end(*servers: Peladen) -> None:
    for server in servers:
        if not server.up():
            server.start()
