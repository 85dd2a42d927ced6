"""Claims, leases and ends of jobs: one holder, no lost work, no second result."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone

from audit.models import Kejadian
from jobs import engine
from jobs.models import Job
from jobs.registry import Dibatalkan
from jobs.runner import Pelapor
from tests.integration.jobs.conftest import serempak

Status = Job.Status


def _aksi(job: Job) -> list[str]:
    rows = Kejadian.objects.filter(objek_jenis="job", objek_id=str(job.pk)).order_by("no")
    return list(rows.values_list("aksi", flat=True))


def _diam(job: Job, seconds: int | None = None) -> None:
    """Let the last sign of life be older than allowed."""
    silent = settings.JOB_STALE_SECONDS + 1 if seconds is None else seconds
    Job.objects.filter(pk=job.pk).update(denyut=timezone.now() - timedelta(seconds=silent))


@pytest.mark.django_db(transaction=True)
def test_one_of_eight_threads_claims_a_job(pesan: Callable[..., Job]) -> None:
    job = pesan()
    found = serempak(*[lambda n=n: engine.claim(job.pk, f"w{n}") for n in range(8)])
    assert sorted(found) == [False] * 7 + [True]
    job.refresh_from_db()
    assert (job.status, job.pemegang, job.percobaan) == (
        Status.BERJALAN,
        f"w{found.index(True)}",
        1,
    )
    assert _aksi(job) == ["pekerjaan.minta", "pekerjaan.mulai"]


@pytest.mark.django_db(transaction=True)
def test_threads_take_one_of_two_jobs_of_a_person(pesan: Callable[..., Job]) -> None:
    jobs = [pesan(), pesan()]
    found = serempak(*[lambda n=n: engine.claim(jobs[n % 2].pk, f"w{n}") for n in range(4)])
    assert sorted(found) == [False] * 3 + [True]
    assert Job.objects.filter(status=Status.BERJALAN).count() == 1


@pytest.mark.django_db
def test_oldest_first_and_one_running_job_a_person(
    pesan: Callable[..., Job], dunia: SimpleNamespace
) -> None:
    first, second = pesan(), pesan()
    third = pesan(dunia.operator)
    assert engine.waiting() == [first.pk, third.pk]
    assert engine.claim_next("w1") == first.pk
    assert engine.waiting() == [third.pk]
    assert engine.claim(second.pk, "w2") is False
    assert engine.claim_next("w2") == third.pk
    assert engine.claim_next("w3") is None
    first.refresh_from_db()
    assert engine.succeed(first, "w1", hasil_sha256="x") is True
    assert engine.claim_next("w1") == second.pk


@pytest.mark.django_db
def test_silent_job_waits_again_and_its_old_holder_writes_no_more(
    pesan: Callable[..., Job],
) -> None:
    job = pesan()
    engine.claim(job.pk, "w1")
    _diam(job)
    assert engine.requeue_stale() == [job.pk]
    job.refresh_from_db()
    assert (job.status, job.pemegang, job.percobaan) == (Status.ANTRE, "", 1)
    assert engine.claim(job.pk, "w2") is True
    assert engine.succeed(job, "w1", hasil_sha256="x") is False
    assert engine.fail(job, "w1", "x") is False
    assert engine.stop(job, "w1") is False
    with pytest.raises(engine.Direbut):
        engine.beat(job.pk, "w1")
    with pytest.raises(engine.Direbut):
        Pelapor(job.pk, "w1").denyut()
    job.refresh_from_db()
    assert (job.status, job.pemegang, job.percobaan) == (Status.BERJALAN, "w2", 2)
    assert _aksi(job) == [
        "pekerjaan.minta",
        "pekerjaan.mulai",
        "pekerjaan.antre_lagi",
        "pekerjaan.mulai",
    ]


@pytest.mark.django_db
def test_job_with_a_sign_of_life_is_left_alone(pesan: Callable[..., Job]) -> None:
    job = pesan()
    engine.claim(job.pk, "w1")
    _diam(job, settings.JOB_STALE_SECONDS - 5)
    assert engine.requeue_stale() == []
    job.refresh_from_db()
    assert (job.status, job.pemegang) == (Status.BERJALAN, "w1")


@pytest.mark.django_db
def test_given_up_after_the_last_attempt(pesan: Callable[..., Job]) -> None:
    job = pesan()
    for attempt in range(settings.JOB_MAX_ATTEMPTS):
        assert engine.claim(job.pk, f"w{attempt}") is True
        _diam(job)
        engine.requeue_stale()
    job.refresh_from_db()
    assert (job.status, job.percobaan) == (Status.GAGAL, settings.JOB_MAX_ATTEMPTS)
    assert job.pesan == engine.TERHENTI.format(kali=settings.JOB_MAX_ATTEMPTS)
    assert engine.waiting() == []


@pytest.mark.django_db
def test_silent_job_that_was_cancelled_does_not_wait_again(pesan: Callable[..., Job]) -> None:
    job = pesan()
    engine.claim(job.pk, "w1")
    Job.objects.filter(pk=job.pk).update(minta_batal=True)
    _diam(job)
    assert engine.requeue_stale() == []
    job.refresh_from_db()
    assert job.status == Status.DIBATALKAN


@pytest.mark.django_db
def test_shutdown_does_not_count_as_attempt(pesan: Callable[..., Job]) -> None:
    job = pesan()
    engine.claim(job.pk, "w1")
    held = engine.held(job.pk, "w1")
    assert held is not None
    assert engine.release(held, counted=False) == Status.ANTRE
    job.refresh_from_db()
    assert (job.status, job.percobaan) == (Status.ANTRE, 0)


@pytest.mark.django_db
def test_progress_is_written_at_most_once_a_second(
    pesan: Callable[..., Job], django_assert_num_queries: Callable[..., object]
) -> None:
    job = pesan()
    engine.claim(job.pk, "w1")
    lapor = Pelapor(job.pk, "w1", every=60)
    lapor.bagian(4)
    with django_assert_num_queries(0):
        for number in range(100):
            lapor.langkah(f"Halaman {number}", selesai=2)
    job.refresh_from_db()
    assert (job.jumlah_bagian, job.selesai_bagian, job.langkah) == (4, 0, "")
    sering = Pelapor(job.pk, "w1", every=0)
    sering.langkah("Halaman 7", selesai=2)
    job.refresh_from_db()
    assert (job.selesai_bagian, job.langkah, job.persen) == (2, "Halaman 7", 50)


@pytest.mark.django_db
def test_progress_raises_when_asked_to_stop(pesan: Callable[..., Job]) -> None:
    job = pesan()
    engine.claim(job.pk, "w1")
    lapor = Pelapor(job.pk, "w1", every=0)
    lapor.denyut()
    Job.objects.filter(pk=job.pk).update(minta_batal=True)
    with pytest.raises(Dibatalkan):
        lapor.langkah("Halaman 2")


@pytest.mark.django_db
def test_background_work_waits_behind_reports_and_takes_nobodys_turn(
    pesan: Callable[..., Job], jenis: Callable[..., str], dunia: SimpleNamespace
) -> None:
    kode = jenis(latar=True)
    pictures = [pesan(kode=kode), pesan(dunia.operator, kode)]
    report, second = pesan(), pesan()
    assert engine.waiting() == [report.pk, pictures[0].pk]
    assert engine.claim_next("w1") == report.pk
    assert engine.claim_next("w2") == pictures[0].pk  # the person's report runs beside it
    assert engine.waiting() == []
    assert engine.claim(pictures[1].pk, "w3") is False
    report.refresh_from_db()
    assert engine.succeed(report, "w1", hasil_sha256="x")
    assert engine.claim_next("w1") == second.pk
    pictures[0].refresh_from_db()
    assert engine.succeed(pictures[0], "w2")
    assert engine.claim_next("w2") == pictures[1].pk


@pytest.mark.django_db(transaction=True)
def test_threads_take_one_background_job_at_a_time(
    pesan: Callable[..., Job], jenis: Callable[..., str], dunia: SimpleNamespace
) -> None:
    kode = jenis(latar=True)
    jobs = [pesan(by, kode) for by in (dunia.auditor, dunia.operator)]
    found = serempak(*[lambda n=n: engine.claim(jobs[n % 2].pk, f"w{n}") for n in range(4)])
    assert sorted(found) == [False] * 3 + [True]
