"""Two institutions of the same shape: one under test, one whose rows could leak."""

from types import SimpleNamespace

import pytest

from accounts.permissions import Role
from jobs.actions import minta
from jobs.models import Job
from tests.factories import buat_user
from tests.integration.evidence.conftest import bangun_dunia

PERAN = ("operator", "operator_pupr", "verifikator", "ketua", "admin", "auditor", "auditor_tugas")


def dunia_lengkap(kode: str) -> SimpleNamespace:
    """The small world of evidence, with an admin and a finished-looking job."""
    dunia = bangun_dunia(kode)
    dunia.admin = buat_user(f"admin2.{kode}", Role.ADMIN, dunia.akar)
    dunia.job = minta(
        jenis="rekap_satgas",
        judul=f"Rekap {kode}",
        parameter={"rencana": dunia.rencana.pk},
        instansi=dunia.instansi,
        by=dunia.ketua,
    )
    Job.objects.filter(pk=dunia.job.pk).update(status=Job.Status.GAGAL, pesan="uji")
    return dunia


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The institution under test."""
    return dunia_lengkap("alfa")


@pytest.fixture
def lain(dunia: SimpleNamespace) -> SimpleNamespace:
    """The other institution."""
    return dunia_lengkap("beta")
