"""One small world for the tests of meetings."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.factories.rapat import dunia_rapat


@pytest.fixture
def lalu() -> datetime:
    """The moment at which the plan was started, 40 days ago, where the institution is."""
    return timezone.localtime(timezone=ZoneInfo("Asia/Makassar")) - timedelta(days=40)


@pytest.fixture
def dunia(db: None, data_folder: object, lalu: datetime) -> SimpleNamespace:
    """The institution under test."""
    return dunia_rapat("alfa", at=lalu)


@pytest.fixture
def lain(dunia: SimpleNamespace, lalu: datetime) -> SimpleNamespace:
    """Another institution with the same shape: rows that could leak."""
    return dunia_rapat("beta", at=lalu)
