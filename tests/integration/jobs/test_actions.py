"""Asking, cancelling, asking again; and a bell that nobody hears."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from accounts.permissions import Denied
from audit.models import Kejadian
from jobs import engine, runner
from jobs.actions import TidakBisa, batalkan, minta, ulangi
from jobs.models import Job
from tests.integration.jobs.conftest import serempak

Status = Job.Status


@pytest.mark.django_db(transaction=True)
def test_double_submit_at_the_same_moment_makes_one_job(
    dunia: SimpleNamespace, jenis: Callable[..., str]
) -> None:
    code = jenis()

    def kirim() -> int:
        return minta(
            jenis=code, judul="Uji", parameter={"a": 1}, instansi=dunia.instansi, by=dunia.auditor
        ).pk

    found = serempak(*[kirim] * 6)
    assert len(set(found)) == 1
    assert Job.objects.count() == 1
    assert Kejadian.objects.filter(aksi="pekerjaan.minta").count() == 1


@pytest.mark.django_db
def test_other_parameter_person_or_ended_job_makes_a_new_one(
    dunia: SimpleNamespace, jenis: Callable[..., str]
) -> None:
    code = jenis()
    request = {"jenis": code, "judul": "Uji", "instansi": dunia.instansi}
    first = minta(**request, parameter={"a": 1}, by=dunia.auditor)
    assert minta(**request, parameter={"a": 1}, by=dunia.auditor) == first
    assert minta(**request, parameter={"a": 2}, by=dunia.auditor) != first
    assert minta(**request, parameter={"a": 1}, by=dunia.operator) != first
    engine.claim(first.pk, "w1")
    assert minta(**request, parameter={"a": 1}, by=dunia.auditor) == first
    runner.run(first.pk, "w1")
    assert minta(**request, parameter={"a": 1}, by=dunia.auditor) != first


@pytest.mark.django_db
def test_only_people_of_the_institution_ask(
    dunia: SimpleNamespace, jenis: Callable[..., str]
) -> None:
    with pytest.raises(Denied):
        minta(
            jenis=jenis(), judul="Uji", parameter={}, instansi=dunia.instansi, by=dunia.orang_lain
        )
    assert Job.objects.count() == 0
    assert Kejadian.objects.count() == 0


@pytest.mark.django_db
def test_waiting_job_is_cancelled_at_once_and_tried_again(
    pesan: Callable[..., Job], dunia: SimpleNamespace
) -> None:
    job = pesan()
    assert batalkan(job_id=job.pk, by=dunia.auditor).status == Status.DIBATALKAN
    assert engine.claim_next("w1") is None
    with pytest.raises(TidakBisa):
        batalkan(job_id=job.pk, by=dunia.auditor)
    assert ulangi(job_id=job.pk, by=dunia.auditor).status == Status.ANTRE
    engine.claim(job.pk, "w1")
    runner.run(job.pk, "w1")
    with pytest.raises(TidakBisa) as refused:
        ulangi(job_id=job.pk, by=dunia.auditor)
    assert str(refused.value) == "Hanya laporan yang gagal atau dibatalkan yang dapat dicoba lagi."
    assert list(Kejadian.objects.order_by("no").values_list("aksi", flat=True)) == [
        "pekerjaan.minta",
        "pekerjaan.batal",
        "pekerjaan.ulang",
        "pekerjaan.mulai",
        "pekerjaan.selesai",
    ]


@pytest.mark.django_db
def test_trying_again_returns_the_same_request_that_waits_already(
    pesan: Callable[..., Job], dunia: SimpleNamespace
) -> None:
    first, second = pesan(), pesan()
    Job.objects.filter(pk=second.pk).update(parameter=first.parameter)
    batalkan(job_id=first.pk, by=dunia.auditor)
    assert ulangi(job_id=first.pk, by=dunia.auditor) == second
    first.refresh_from_db()
    assert first.status == Status.DIBATALKAN


@pytest.mark.django_db
def test_running_job_is_asked_to_stop(pesan: Callable[..., Job], dunia: SimpleNamespace) -> None:
    job = pesan()
    engine.claim(job.pk, "w1")
    for _ in range(2):  # the second click changes nothing
        asked = batalkan(job_id=job.pk, by=dunia.auditor)
        assert (asked.status, asked.minta_batal) == (Status.BERJALAN, True)
    assert Kejadian.objects.filter(aksi="pekerjaan.minta_batal").count() == 1
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    assert job.status == Status.DIBATALKAN


@pytest.mark.django_db
def test_jobs_of_others_are_not_touched(pesan: Callable[..., Job], dunia: SimpleNamespace) -> None:
    job = pesan(dunia.operator)
    for by in (dunia.auditor, dunia.orang_lain):
        for action in (batalkan, ulangi):
            with pytest.raises(Denied):
                action(job_id=job.pk, by=by)
    job.refresh_from_db()
    assert (job.status, job.minta_batal) == (Status.ANTRE, False)


_RING = """
import django
from pathlib import Path
django.setup()
from django.conf import settings
if not settings.REDIS_URL:
    queue = Path(settings.DATA_DIR, "broker", "queue")
    queue.rmdir()
    queue.write_text("no folder")
from jobs.tasks import ring
ring(7)
"""


@pytest.mark.parametrize("broker", ["files", "redis"])
def test_absent_broker_loses_no_request(broker: str, tmp_path: Path) -> None:
    env = {**os.environ, "PANTAS_TEST_ROOT": str(tmp_path)}
    env.pop("REDIS_URL", None)
    if broker == "redis":
        env["REDIS_URL"] = "redis://127.0.0.1:1/0"
    done = subprocess.run(
        [sys.executable, "-c", _RING],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "job 7: no broker, it waits for the scheduler" in done.stderr
