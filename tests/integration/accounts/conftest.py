"""Two institutions with people, so that there is always something that could leak."""

import pytest
from django.test import Client

from tests.integration.accounts.dunia import Dunia, bangun


@pytest.fixture
def alfa(db: None) -> Dunia:
    """The institution under test."""
    return bangun("alfa")


@pytest.fixture
def beta(db: None) -> Dunia:
    """The other institution, whose rows must never show."""
    return bangun("beta")


@pytest.fixture
def admin(alfa: Dunia, beta: Dunia) -> Client:
    """A browser in which alfa's admin is logged in."""
    client = Client()
    client.force_login(alfa.admin)
    return client
