"""One small LKE, one with a hundred questions, and ways to look at their pages."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests.factories.lke import LKEUji, buat_lke
from zonaintegritas.lke.muat import muat_contoh
from zonaintegritas.models import LKE

Masuk = Callable[[User], Client]
Hitung = Callable[[Client, str], int]


@pytest.fixture
def dunia(db: None, data_folder: object) -> LKEUji:
    """The LKE under test."""
    return buat_lke("contoh-zi", contoh=True)


@pytest.fixture
def seratus(dunia: LKEUji) -> LKE:
    """An LKE of last year for the same unit, with the CONTOH instrument of a hundred questions."""
    lke = LKE.objects.create(
        instansi=dunia.instansi,
        unit=dunia.unit,
        tahun=dunia.lke.tahun - 1,
        instrumen=muat_contoh(dunia.instansi),
        dibuat=timezone.now(),
        dibuat_oleh=dunia.admin,
    )
    assert lke.instrumen.pertanyaan_set.count() == 100
    return lke


@pytest.fixture
def masuk() -> Masuk:
    """Log a person in."""

    def login(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return login


@pytest.fixture
def hitung() -> Hitung:
    """Count the queries of a page that opens."""

    def count(client: Client, address: str) -> int:
        client.get(address)  # the first request after a login stamps the session
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count


def teks(html: str) -> str:
    """The text of a page or a part of one, with its white space made one."""
    body = html[html.index("<main") :] if "<main" in html else html
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
