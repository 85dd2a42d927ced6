"""The screens of imports cost the same with 1 and with 50 rows."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from imports.models import BarisBatch, Batch
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.impor_batch import buat_batch

BATAS = 12
KUERI = {
    "impor": 6,
    "impor_baru": 4,
    "impor_jenis": 4,
    "impor_jenis_rinci": 4,
    "perubahan": 10,
    "temuan": 8,
    "berkas": 7,
    "impor_pilih": 5,
    "impor_terapkan": 6,
}


def _dunia(baris: int) -> SimpleNamespace:
    """An institution with so many imports, the first one with as many rows and findings."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    admin = buat_user("admin.satu", Role.ADMIN, akar)
    batch = buat_batch(instansi, admin, baris=baris, temuan=baris)
    BarisBatch.objects.filter(batch=batch, no=1).update(jenis=BarisBatch.Jenis.DITOLAK)
    BarisBatch.objects.create(
        batch=batch,
        no=0,
        baris=1,
        jenis=BarisBatch.Jenis.BARU,
        kunci="baru",
        nilai={"kode_unit": "baru", "nama": "Baru", "induk": "akar"},
    )
    for n in range(baris - 1):
        other = buat_user(f"admin.{n}", Role.ADMIN, akar)
        buat_batch(instansi, other, Batch.Keadaan.DITERAPKAN)
    return SimpleNamespace(admin=admin, batch=batch)


@pytest.mark.parametrize("baris", [1, 50])
def test_pages_cost_a_literal_number_of_queries(
    client: Client, db: None, data_folder: object, baris: int
) -> None:
    dunia = _dunia(baris)
    client.force_login(dunia.admin)
    rinci = reverse("impor_rinci", args=[dunia.batch.pk])
    pages: dict[str, tuple[str, dict[str, str]]] = {
        "impor": (reverse("impor"), {}),
        "impor_baru": (reverse("impor_baru"), {"jenis": "unit"}),
        "impor_jenis": (reverse("impor_jenis"), {}),
        "impor_jenis_rinci": (reverse("impor_jenis_rinci", args=["unit"]), {}),
        "perubahan": (rinci, {"cari": ""}),
        "temuan": (rinci, {"bagian": "temuan"}),
        "berkas": (rinci, {"bagian": "berkas"}),
        "impor_pilih": (reverse("impor_pilih", args=[dunia.batch.pk]), {}),
        "impor_terapkan": (reverse("impor_terapkan", args=[dunia.batch.pk]), {}),
    }
    found = {}
    for nama, (url, query) in pages.items():
        client.get(url, query)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, query).status_code == 200
        found[nama] = len(queries)
    assert found == KUERI
    assert max(found.values()) <= BATAS
