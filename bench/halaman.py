"""Seconds and queries of lists and dashboards with many Capaian: admin beside a restricted user.

    .venv/bin/python -m bench.halaman [Capaian, default 10000] [runs, default 7]

Runs on a database of its own (SQLite in a folder that goes away; DATABASE_URL chooses another
server, on which a test database is made and dropped). Each page is asked for by the readers in
turn, so that a busy moment of the machine meets all of them; the median counts.
"""

import os
import statistics
import sys
import tempfile
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
sys.modules.setdefault("pytest", sys)  # the settings make their folder for a test run
_FOLDER = tempfile.TemporaryDirectory(prefix="pantas-bench-", ignore_cleanup_errors=True)
os.environ["PANTAS_TEST_ROOT"] = _FOLDER.name

import django  # noqa: E402

django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

HALAMAN = (
    "dasbor",
    "dasbor_periode",
    "dasbor_area",
    "dasbor_cetak",
    "dasbor_dokumen",
    "dasbor_tugas",
    "satgas",
    "cari",
)


def main(count: int, runs: int) -> None:
    """Print one line for each page: queries, median seconds of both readers, and their ratio."""
    from tests.factories.skala import skala

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        world = skala(count)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        clients = {name: Client() for name in ("admin", "operator")}
        for name, client in clients.items():
            client.force_login(getattr(world, name))
            client.get("/")
        print(f"{count} Capaian, {connection.vendor}, median of {runs} runs, seconds")
        print(f"{'page':18} {'queries':>9} {'admin':>8} {'operator':>9} {'ratio':>6}")
        for page in HALAMAN:
            _measure(page, clients, runs)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _measure(page: str, clients: dict[str, Client], runs: int) -> None:
    url, query = reverse(page), {"q": "laporan"} if page == "cari" else {}
    seconds: dict[str, list[float]] = {name: [] for name in clients}
    queries = {}
    for name, client in clients.items():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url, query).status_code == 200
        queries[name] = len(captured)
    for _ in range(runs):
        for name, client in clients.items():
            cache.clear()
            began = time.perf_counter()
            client.get(url, query)
            seconds[name].append(time.perf_counter() - began)
    admin, operator = (statistics.median(seconds[n]) for n in ("admin", "operator"))
    both = f"{queries['admin']}/{queries['operator']}"
    print(f"{page:18} {both:>9} {admin:8.3f} {operator:9.3f} {operator / admin:6.2f}", flush=True)


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:]]
    main(*(arguments + [10000, 7][len(arguments) :]))
