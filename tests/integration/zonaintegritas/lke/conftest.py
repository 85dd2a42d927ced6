"""One small LKE and the ways to move it."""

import pytest

from tests.factories.lke import LKEUji, buat_lke


@pytest.fixture
def dunia(db: None, data_folder: object) -> LKEUji:
    """The LKE under test."""
    return buat_lke()


@pytest.fixture
def contoh(db: None, data_folder: object) -> LKEUji:
    """The same in a CONTOH institution."""
    return buat_lke("contoh-zi", contoh=True)
