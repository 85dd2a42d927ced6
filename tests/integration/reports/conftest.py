"""Two institutions of the same shape."""

from types import SimpleNamespace

import pytest

from tests.integration.reports.dunia import bangun


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The institution under test."""
    return bangun("alfa")


@pytest.fixture
def lain(dunia: SimpleNamespace) -> SimpleNamespace:
    """Another institution: rows that could leak."""
    return bangun("beta")
