"""What every test stands on: the backend under test and a database that can be emptied."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import TransactionTestCase

from audit.triggers import create_triggers, drop_triggers

# Whole tables of role x state x object, every address, pages of a thousand rows, bombs, PDFs,
# samples, real workers:
# `portal test --fast` leaves them out, everything else runs them.
THOROUGH = (
    "tests/integration/accounts/test_going_live.py",
    "tests/integration/audit/test_upgrade.py",
    "tests/integration/batas/",
    "tests/integration/config/test_health.py::test_a_real_worker",
    "tests/integration/config/test_redis_gone.py::test_redis_gone_for_seconds",
    "tests/integration/evidence/test_disposisi.py",
    "tests/integration/evidence/test_halaman.py",
    "tests/integration/evidence/test_halaman_meja.py",
    "tests/integration/evidence/test_meja.py",
    "tests/integration/evidence/test_mutakhir.py",
    "tests/integration/evidence/test_pembagian.py",
    "tests/integration/evidence/test_pengecualian",
    "tests/integration/evidence/test_perubahan_pola.py",
    "tests/integration/evidence/test_progres.py",
    "tests/integration/evidence/test_rencana_",
    "tests/integration/evidence/test_serah.py",
    "tests/integration/evidence/test_setara.py",
    "tests/integration/evidence/test_views_access.py",
    "tests/integration/evidence/test_views_queries.py",
    "tests/integration/evidence/test_views_tugas.py",
    "tests/integration/evidence/test_views_verifikasi.py",
    "tests/integration/jobs/test_supervision.py",
    "tests/integration/reports/test_angka_dan_baris.py",
    "tests/integration/reports/test_dasbor.py",
    "tests/integration/reports/test_dasbor_mcp.py",
    "tests/integration/reports/test_dasbor_roadmap",
    "tests/integration/reports/test_empat_keluaran.py",
    "tests/integration/reports/test_evaluasi.py",
    "tests/integration/reports/test_lampiran.py",
    "tests/integration/reports/test_laporan.py",
    "tests/integration/reports/test_lhe.py",
    "tests/integration/reports/test_lost_rights.py",
    "tests/integration/reports/test_minta_kemajuan.py",
    "tests/integration/reports/test_minta_lhe.py",
    "tests/integration/reports/test_minta_pantauan_zi.py",
    "tests/integration/reports/test_minta_roadmap.py",
    "tests/integration/reports/test_pantauan_zi.py",
    "tests/integration/reports/test_papan.py",
    "tests/integration/reports/test_pdf_panjang.py",
    "tests/integration/reports/test_per_tanggal.py",
    "tests/integration/reports/test_banding.py",
    "tests/integration/reports/test_periode",
    "tests/integration/reports/test_potret_layar.py",
    "tests/integration/reports/potret/",
    "tests/integration/reports/test_pusat_laporan.py",
    "tests/integration/reports/test_rekap_satgas.py",
    "tests/integration/reports/test_xlsx.py",
    "tests/integration/roadmap/test_aturan.py",
    "tests/integration/roadmap/test_butir.py",
    "tests/integration/roadmap/test_demo.py",
    "tests/integration/roadmap/test_grafik.py",
    "tests/integration/roadmap/test_historis.py",
    "tests/integration/roadmap/test_matriks.py",
    "tests/integration/roadmap/test_official.py",
    "tests/integration/roadmap/test_serentak.py",
    "tests/integration/roadmap/test_target.py",
    "tests/integration/roadmap/test_ukuran.py",
    "tests/integration/roadmap/rapat/",
    "tests/integration/satgas/test_demo.py",
    "tests/integration/satgas/test_demo_instrumen.py",
    "tests/integration/satgas/test_demo_tanggal.py",
    "tests/integration/satgas/test_instrumen",
    "tests/integration/satgas/test_jaga_",
    "tests/integration/satgas/test_kewajiban.py",
    "tests/integration/satgas/test_pages.py",
    "tests/integration/satgas/test_pakai_kembali.py",
    "tests/integration/satgas/test_perubahan.py",
    "tests/integration/satgas/test_salin.py",
    "tests/integration/test_every_url_guarded.py",
    "tests/unit/evidence/test_filecheck.py",
    "tests/unit/evidence/test_filecheck_limits.py",
    "tests/unit/imports/reading/test_memory.py",
    "tests/unit/evidence/test_halaman_lukis.py",
    "tests/unit/satgas/test_tempel.py",
    "tests/unit/ukuran/test_skor_sifat.py",
    "tests/integration/zonaintegritas/contoh/",
    "tests/integration/zonaintegritas/instrumen/",
    "tests/integration/zonaintegritas/peta/",
    "tests/integration/zonaintegritas/register/test_halaman.py",
    "tests/integration/zonaintegritas/unit/",
    "tests/integration/zonaintegritas/test_halaman.py",
    "tests/integration/zonaintegritas/test_official.py",
    "tests/integration/zonaintegritas/lke/test_bukti.py",
    "tests/integration/zonaintegritas/lke/test_hak.py",
    "tests/integration/zonaintegritas/jadwal/test_petak.py",
    "tests/integration/zonaintegritas/jadwal/test_hak.py",
    "tests/integration/zonaintegritas/jadwal/test_sifat.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the thorough tests before `-m` chooses, and give journeys time for the sample data.

    The first journey of a run makes it, and that counts as its own time.
    """
    for item in items:
        if item.nodeid.startswith(THOROUGH):
            item.add_marker(pytest.mark.thorough)
        if item.nodeid.startswith("tests/journeys/") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(900))


def pytest_report_header() -> str:
    """Name the backend in the head of the run."""
    broker = "Redis" if settings.REDIS_URL else "files"
    return f"backend: database {connection.vendor}, broker and cache {broker}"


@pytest.fixture(scope="session", autouse=True)
def _emptying_passes_append_only_triggers() -> Iterator[None]:
    """Let transactional tests empty the tables that are append-only for everybody else."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        for name in case._databases_names(include_mirrors=False):
            drop_triggers(connections[name])
        flush(case)
        for name in case._databases_names(include_mirrors=False):
            drop_triggers(connections[name])  # the flush may have made them again
            create_triggers(connections[name])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Tell processes that tests start which database the tests use."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{values['NAME']}"
    else:
        host, port = values["HOST"], values["PORT"] or 5432
        place = f"/{host}" if host.startswith("/") else f"{host}:{port}"
        secret = f":{quote(values['PASSWORD'], safe='')}" if values["PASSWORD"] else ""
        url = f"postgres://{values['USER']}{secret}@{place}/{values['NAME']}"
    os.environ["DATABASE_URL"] = url


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Each test begins with an empty cache: no lock-out, no throttling from the one before."""
    cache.clear()


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """The data folder of this run; files that a test stores are removed after it."""
    folder = Path(settings.DATA_DIR)
    yield folder
    shutil.rmtree(folder / "berkas", ignore_errors=True)
