"""Every stored file against its SHA-256."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from accounts.permissions import Role
from evidence.models import BuktiVersi
from jobs.models import Job
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    draf,
    mulai,
)


@pytest.fixture
def berkas(db: None, data_folder: Path) -> tuple[BuktiVersi, Job]:
    """One uploaded file and one file that a job made."""
    instansi = buat_instansi("alfa")
    unit = buat_unit(instansi, "bkd")
    rencana = buat_rencana(instansi)
    buat_butir(rencana, unit, "9.a")
    (capaian,) = mulai(rencana)
    operator = buat_user("operator", Role.OPERATOR, unit)
    draf(capaian, operator)
    job = Job(instansi=instansi, jenis="rekap", judul="Rekap", oleh=operator, status="selesai")
    content = b"%PDF-1.7 rekap"
    job.hasil.save("rekap.pdf", ContentFile(content), save=False)
    job.hasil_sha256 = hashlib.sha256(content).hexdigest()
    job.save()
    return BuktiVersi.objects.get(), job


def _perintah() -> tuple[str, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_files", stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


def _path(name: str | None) -> Path:
    return Path(settings.MEDIA_ROOT) / str(name)


def test_all_files_fit(berkas: tuple[BuktiVersi, Job]) -> None:
    assert _perintah() == ("2 berkas cocok dengan SHA-256-nya\n", "", "")


def test_changed_byte_is_named(berkas: tuple[BuktiVersi, Job]) -> None:
    versi, _ = berkas
    path = _path(versi.berkas.name)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    assert _perintah() == (
        "",
        f"bukti versi {versi.pk} ({versi.berkas.name}): isi berubah\n",
        "1 dari 2 berkas hilang atau berubah",
    )


def test_missing_files_are_all_named(berkas: tuple[BuktiVersi, Job]) -> None:
    versi, job = berkas
    _path(versi.berkas.name).unlink()
    _path(job.hasil.name).unlink()
    out, err, error = _perintah()
    assert out == ""
    assert err.splitlines() == [
        f"bukti versi {versi.pk} ({versi.berkas.name}): berkas hilang",
        f"hasil pekerjaan {job.pk} ({job.hasil.name}): berkas hilang",
    ]
    assert error == "2 dari 2 berkas hilang atau berubah"


def test_nothing_stored(db: None) -> None:
    assert _perintah()[0] == "0 berkas cocok dengan SHA-256-nya\n"


def test_a_job_without_a_file_is_no_file(berkas: tuple[BuktiVersi, Job]) -> None:
    _, job = berkas
    Job.objects.create(instansi=job.instansi, jenis="rekap", judul="Antre", oleh=job.oleh)
    assert _perintah()[0] == "2 berkas cocok dengan SHA-256-nya\n"
