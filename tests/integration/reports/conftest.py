"""Two institutions of the same shape, built once a module: an upload costs a process."""

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from evidence.models import Rencana
from tests.integration.reports.dunia import bangun
from tests.integration.reports.dunia_roadmap import bangun_roadmap, muat_resmi
from tests.integration.reports.dunia_terbitan import bangun_terbitan


@pytest.fixture(scope="module")
def _dua_instansi(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[SimpleNamespace, SimpleNamespace]]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield bangun("alfa"), bangun("beta")
        transaction.set_rollback(True)
    shutil.rmtree(Path(settings.DATA_DIR) / "berkas", ignore_errors=True)


def _segar(d: SimpleNamespace) -> SimpleNamespace:
    fresh = copy.copy(d)
    fresh.rencana = Rencana.objects.select_related("instansi").get(pk=d.rencana.pk)
    return fresh


@pytest.fixture
def dunia(_dua_instansi: tuple[SimpleNamespace, ...], db: None) -> SimpleNamespace:
    """The institution under test; what a test changes is rolled back after it."""
    return _segar(_dua_instansi[0])


@pytest.fixture
def lain(_dua_instansi: tuple[SimpleNamespace, ...], db: None) -> SimpleNamespace:
    """The other institution: rows that could leak."""
    return _segar(_dua_instansi[1])


@pytest.fixture(scope="module")
def _dua_roadmap(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[SimpleNamespace, SimpleNamespace]]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield bangun_roadmap("alfa"), bangun_roadmap("beta")
        transaction.set_rollback(True)
    shutil.rmtree(Path(settings.DATA_DIR) / "berkas", ignore_errors=True)


@pytest.fixture
def peta(_dua_roadmap: tuple[SimpleNamespace, ...], db: None) -> SimpleNamespace:
    """The institution with a Road Map under test."""
    return _segar(_dua_roadmap[0])


@pytest.fixture
def peta_lain(_dua_roadmap: tuple[SimpleNamespace, ...], db: None) -> SimpleNamespace:
    """The other institution's Road Map: rows that could leak."""
    return _segar(_dua_roadmap[1])


@pytest.fixture(scope="module")
def _resmi(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield muat_resmi()
        transaction.set_rollback(True)


@pytest.fixture
def resmi(_resmi: SimpleNamespace, db: None) -> SimpleNamespace:
    """The official Road Map as it is loaded, with an auditor of its institution."""
    return _segar(_resmi)


@pytest.fixture(scope="module")
def _dua_terbitan(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[SimpleNamespace, SimpleNamespace]]:
    """Two institutions with a frozen period and reports issued from it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield bangun_terbitan("alfa"), bangun_terbitan("beta")
        transaction.set_rollback(True)
