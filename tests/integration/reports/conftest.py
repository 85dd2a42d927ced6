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
