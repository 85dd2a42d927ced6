"""The official documents with the samples, made once for all tests of this folder."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from accounts.models import Instansi, Unit, User
from accounts.permissions import Role
from satgas.demo.password import password_file
from tests.factories import buat_user

PERAN = (Role.ADMIN, Role.VERIFIKATOR, Role.OPERATOR, Role.KETUA)


@pytest.fixture(scope="package")
def orang(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, User]]:
    """The official documents with the samples; a person with many roles in each institution."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_official", stdout=io.StringIO())
        call_command("make_demo", stdout=io.StringIO())
        people = {}
        for instansi in Instansi.objects.all():
            root = Unit.objects.filter(instansi=instansi, induk=None).order_by("pk")[0]
            people[instansi.kode] = user = buat_user(f"uji.{instansi.kode}")
            for role in PERAN:
                user.membership_set.create(unit=root, role=role)
        yield people
        transaction.set_rollback(True)
    password_file().unlink(missing_ok=True)
    for name in ("berkas", "laporan"):
        shutil.rmtree(Path(settings.DATA_DIR) / name, ignore_errors=True)
