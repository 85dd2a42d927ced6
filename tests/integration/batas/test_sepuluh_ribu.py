"""Every list and dashboard costs the same few queries with a handful and with 10,000 Capaian."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from evidence.models import Capaian
from tests.factories.skala import skala

BATAS = 12
SEBULAN_LALU = str(timezone.localdate() - timedelta(days=30))
HALAMAN: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "operator": (
        ("tugas_saya", {}),
        ("dasbor", {}),
        ("dasbor_periode", {}),
        ("dasbor_area", {}),
        ("dasbor_cetak", {}),
        ("dasbor_dokumen", {}),
        ("dasbor_tugas", {}),
        ("rencana", {}),
        ("pengecualian", {"status": "semua"}),
        ("disposisi", {"keadaan": "semua"}),
        ("instrumen", {}),
        ("cari", {"q": "laporan"}),
    ),
    "verifikator": (
        ("verifikasi", {"status": "semua"}),
        ("dasbor", {}),
        ("dasbor_area", {}),
        ("pengecualian", {"status": "semua"}),
        ("jaga", {}),
    ),
    "ketua": (
        ("dasbor", {}),
        ("dasbor", {"per": SEBULAN_LALU}),
        ("dasbor_periode", {}),
        ("dasbor_dokumen", {"batas": "B12"}),
        ("pengecualian", {"status": "semua"}),
        ("disposisi", {"keadaan": "semua"}),
    ),
    "admin": (("beranda", {}), ("rencana", {}), ("satgas", {}), ("instrumen", {})),
}


def _count(client: Client, url: str, query: dict[str, str]) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url, query)
    assert answer.status_code == 200, url
    return len(queries)


def _alamat(world: SimpleNamespace) -> Iterator[tuple[str, User, str, dict[str, str]]]:
    for who, pages in HALAMAN.items():
        user = getattr(world, who)
        for name, query in pages:
            yield f"{who} {name} {query}", user, reverse(name), query
        plan = reverse("rencana_rinci", args=[world.rencana.pk])
        yield f"{who} rencana_rinci", user, plan, {}


def _hitung(world: SimpleNamespace) -> dict[str, int]:
    found = {}
    for name, user, url, query in _alamat(world):
        client = Client()
        client.force_login(user)
        client.get(reverse("profil"))  # the first request after a login stamps the session
        found[name] = _count(client, url, query)
    return found


@pytest.mark.timeout(600)
def test_ten_thousand_capaian_cost_no_more_queries(db: None, data_folder: object) -> None:
    small, large = skala(5, "lima"), skala(10_000, "banyak")  # five: one in each state
    assert Capaian.objects.filter(instansi=large.instansi).count() == 10_000
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does for committed rows
    with_few, with_many = _hitung(small), _hitung(large)
    assert with_many == with_few
    assert {name: n for name, n in with_many.items() if n > BATAS} == {}
