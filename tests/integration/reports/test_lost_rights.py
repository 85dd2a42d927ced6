"""A report holds what its owner could read when asking; with less today it stays closed."""

from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.models import Membership, User
from accounts.permissions import Role
from jobs import engine, runner
from jobs.models import Job
from reports.actions.permohonan import minta_rekap
from tests.factories import segar

READ = ("", "kemajuan/", "unduh/")


def _selesai(job: Job) -> Job:
    assert engine.claim(job.pk, "w1") is True
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    return job


def _status(user: User, job: Job) -> list[int]:
    client = Client()
    client.force_login(user)
    return [client.get(f"/laporan/{job.pk}/{tail}").status_code for tail in READ]


def test_recap_of_everything_closes_with_the_right(dunia: SimpleNamespace) -> None:
    user = dunia.orang[Role.KETUA]
    job = _selesai(minta_rekap(rencana_id=dunia.rencana.pk, by=segar(user)))
    assert (job.status, job.parameter) == (
        Job.Status.SELESAI,
        {"rencana": dunia.rencana.pk, "semua": True},
    )
    assert _status(user, job) == [200, 200, 200]
    Membership.objects.filter(user=user).update(role=Role.OPERATOR, unit=dunia.bkd)
    assert _status(user, job) == [404, 404, 404]
    assert Job.objects.visible_to(segar(user)).count() == 0
    own = minta_rekap(rencana_id=dunia.rencana.pk, by=segar(user))
    assert list(Job.objects.visible_to(segar(user))) == [own]


def test_recap_of_units_needs_each_of_them(dunia: SimpleNamespace) -> None:
    user = dunia.orang[Role.OPERATOR]
    second = Membership.objects.create(user=user, unit=dunia.pupr, role=Role.OPERATOR)
    job = _selesai(minta_rekap(rencana_id=dunia.rencana.pk, by=segar(user)))
    assert job.parameter == {
        "rencana": dunia.rencana.pk,
        "semua": False,
        "unit": sorted([dunia.bkd.pk, dunia.pupr.pk]),
    }
    assert _status(user, job) == [200, 200, 200]
    second.delete()
    assert _status(user, job) == [404, 404, 404]
    Membership.objects.filter(user=user).update(role=Role.AUDITOR)
    assert _status(user, job) == [200, 200, 200]


@pytest.mark.parametrize("role", [Role.KETUA, Role.OPERATOR])
def test_rights_changed_while_waiting(dunia: SimpleNamespace, role: Role) -> None:
    user = dunia.orang[role]
    job = minta_rekap(rencana_id=dunia.rencana.pk, by=segar(user))
    other = Role.OPERATOR if role == Role.KETUA else Role.KETUA
    Membership.objects.filter(user=user).update(role=other)
    job = _selesai(job)
    assert (job.status, job.pesan) == (
        Job.Status.GAGAL,
        "Peran peminta berubah sejak laporan ini diminta. Minta laporan baru.",
    )
