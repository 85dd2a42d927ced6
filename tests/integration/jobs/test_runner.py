"""What becomes of a handler's result or exception."""

import errno
import hashlib
import logging
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Membership
from audit.models import Kejadian
from jobs import engine, runner
from jobs.actions import batalkan
from jobs.models import Job
from jobs.registry import Gagal, Hasil, Pekerjaan

Status = Job.Status
pytestmark = pytest.mark.django_db


def _jalankan(job: Job) -> Job:
    assert engine.claim(job.pk, "w1") is True
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    return job


def _stored(folder: Path) -> list[Path]:
    return [p for p in (folder / "berkas").rglob("*") if p.is_file()]


def test_result_is_stored_hashed_and_audited(pesan: Callable[..., Job], data_folder: Path) -> None:
    job = _jalankan(pesan())
    content = f"isi {job.parameter}".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    assert (job.status, job.hasil_sha256, job.hasil_ukuran, job.hasil_halaman, job.hasil_nama) == (
        Status.SELESAI,
        sha256,
        len(content),
        3,
        "hasil uji.pdf",
    )
    assert (job.langkah, job.pesan) == ("", "")
    assert [p.read_bytes() for p in _stored(data_folder)] == [content]
    folder, _, name = str(job.hasil.name).rpartition("/")
    assert folder == f"laporan/{job.instansi_id}/{name[:2]}"
    assert len(name) == 32 + len(".pdf")
    events = Kejadian.objects.filter(objek_jenis="job").order_by("no")
    assert [(e.aksi, e.aktor) for e in events] == [
        ("pekerjaan.minta", str(job.oleh_id)),
        ("pekerjaan.mulai", "sistem"),
        ("pekerjaan.selesai", "sistem"),
    ]
    assert events[2].isi == {"status": "selesai", "sha256": sha256}


def test_reason_of_a_failure_stands_in_the_row(
    pesan: Callable[..., Job], jenis: Callable[..., str], data_folder: Path
) -> None:
    def gagal(pekerjaan: Pekerjaan) -> Hasil:
        raise Gagal("Rencana ini tidak ada lagi.")

    job = _jalankan(pesan(kode=jenis(gagal)))
    assert (job.status, job.pesan) == (Status.GAGAL, "Rencana ini tidak ada lagi.")
    assert _stored(data_folder) == []


def test_exception_goes_to_the_log_and_not_to_the_screen(
    pesan: Callable[..., Job], jenis: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    def rusak(pekerjaan: Pekerjaan) -> Hasil:
        raise KeyError("rahasia")

    with caplog.at_level(logging.ERROR):
        job = _jalankan(pesan(kode=jenis(rusak)))
    assert (job.status, job.pesan) == (Status.GAGAL, runner.GANGGUAN)
    assert "KeyError: 'rahasia'" in caplog.text


def test_full_disk_is_named(pesan: Callable[..., Job], jenis: Callable[..., str]) -> None:
    def penuh(pekerjaan: Pekerjaan) -> Hasil:
        raise OSError(errno.ENOSPC, "No space left on device")

    job = _jalankan(pesan(kode=jenis(penuh)))
    assert (job.status, job.pesan) == (Status.GAGAL, runner.PENUH)


def test_person_who_lost_the_right_gets_nothing(
    pesan: Callable[..., Job], dunia: SimpleNamespace, data_folder: Path
) -> None:
    job = pesan()
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    Membership.objects.filter(user=dunia.auditor).update(selesai=yesterday)
    job = _jalankan(job)
    assert (job.status, job.pesan) == (
        Status.GAGAL,
        "Peminta tidak lagi berwenang meminta laporan ini.",
    )
    assert _stored(data_folder) == []


def test_cancel_during_the_work(
    pesan: Callable[..., Job],
    jenis: Callable[..., str],
    dunia: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
    data_folder: Path,
) -> None:
    monkeypatch.setattr(runner, "EVERY_SECONDS", 0.0)

    def lama(pekerjaan: Pekerjaan) -> Hasil:
        pekerjaan.kemajuan.langkah("Halaman 1")
        batalkan(job_id=pekerjaan.job.pk, by=dunia.auditor)
        pekerjaan.kemajuan.langkah("Halaman 2")
        raise AssertionError("the work went on")

    job = _jalankan(pesan(kode=jenis(lama)))
    assert job.status == Status.DIBATALKAN
    assert _stored(data_folder) == []


def test_file_of_a_lost_job_is_removed(
    pesan: Callable[..., Job], jenis: Callable[..., str], data_folder: Path
) -> None:
    def direbut(pekerjaan: Pekerjaan) -> Hasil:
        Job.objects.filter(pk=pekerjaan.job.pk).update(pemegang="w2")
        file = pekerjaan.folder / "hasil.pdf"
        file.write_bytes(b"x")
        return Hasil(file, "hasil.pdf")

    job = _jalankan(pesan(kode=jenis(direbut)))
    assert (job.status, job.pemegang, job.hasil.name) == (Status.BERJALAN, "w2", "")
    assert _stored(data_folder) == []


def test_job_held_by_somebody_else_is_not_run(pesan: Callable[..., Job]) -> None:
    job = pesan()
    engine.claim(job.pk, "w1")
    runner.run(job.pk, "w2")
    job.refresh_from_db()
    assert (job.status, job.pemegang) == (Status.BERJALAN, "w1")


def test_unknown_kind_fails_with_a_reason(pesan: Callable[..., Job]) -> None:
    job = pesan()
    Job.objects.filter(pk=job.pk).update(jenis="dari_versi_lain")
    job = _jalankan(job)
    assert job.status == Status.GAGAL
    assert job.pesan.startswith("Jenis pekerjaan ini tidak dikenal")
    assert default_storage.exists("laporan") is False


def test_background_work_ends_without_a_file_and_is_no_report(
    pesan: Callable[..., Job],
    jenis: Callable[..., str],
    dunia: SimpleNamespace,
    data_folder: Path,
) -> None:
    def tanpa_berkas(pekerjaan: Pekerjaan) -> None:
        pekerjaan.kemajuan.bagian(2)

    job = _jalankan(pesan(kode=jenis(tanpa_berkas, latar=True)))
    assert (job.status, bool(job.hasil), job.hasil_sha256) == (Status.SELESAI, False, "")
    assert _stored(data_folder) == []
    report = pesan()
    assert list(Job.objects.visible_to(dunia.auditor)) == [report]
    assert list(Job.objects.filter(oleh=dunia.auditor)) == [report, job]
