"""What an apply asks of the database, and that rows written many at once are rows like others."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Instansi, User
from imports.actions.terapkan import terapkan, terapkan_batch
from imports.models import Batch
from sheets.journal import sidik_banyak, sidik_baris
from sheets.rows import sisipkan, tulis_ulang
from tests.factories.impor import Diam
from tests.integration.imports.dunia import dunia_unit, siap

pytestmark = pytest.mark.django_db


def _terapkan(kode: str, baru: int) -> list[str]:
    dunia = dunia_unit(kode)
    batch = siap(dunia, ubah=3, baru=baru)
    terapkan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
    with CaptureQueriesContext(connection) as kueri:
        terapkan_batch(batch.pk, dunia.admin, Diam())
    batch.refresh_from_db()
    assert (batch.keadaan, batch.baru) == (Batch.Keadaan.DITERAPKAN, baru)
    return [query["sql"] for query in kueri.captured_queries]


def test_an_apply_asks_as_often_for_400_rows_as_for_ten(data_folder: object) -> None:
    few, many = _terapkan("alfa", 10), _terapkan("beta", 400)
    assert len(many) == len(few)
    if connection.vendor == "sqlite":
        assert len(few) == 22


def _baris(instansi: Instansi, by: User) -> list[Batch]:
    """Return unsaved rows of a model with nearly every kind of column, plain values and others."""
    at = timezone.now()
    plain: dict[str, Any] = {"berkas": "impor/a.xlsx", "bentuk": "xlsx", "oleh": by, "dibuat": at}
    return [
        Batch(instansi=instansi, ukuran=n, nama_asli=f"isi {n}.xlsx", **plain, **lain)
        for n, lain in enumerate(
            (
                {"pemetaan": {"b": 1, "a": ["x", None]}, "pesan": "Tidak “biasa”", "tujuan": 7},
                {"keadaan": Batch.Keadaan.DITERAPKAN, "diterapkan": at, "diterapkan_oleh": by},
                {"baru": True, "kenalan": {}, "diperiksa": at.replace(microsecond=0)},
            )
        )
    ]


def test_rows_inserted_and_rewritten_together_are_as_saved_one_by_one() -> None:
    dunia = dunia_unit()
    saved, together = (_baris(dunia.instansi, dunia.admin) for _ in range(2))
    for row, twin in zip(saved, together, strict=True):
        twin.dibuat = row.dibuat
        twin.diperiksa, twin.diterapkan = row.diperiksa, row.diterapkan
        row.save()
    with transaction.atomic():
        sisipkan(Batch, together)
    for n, (row, twin) in enumerate(zip(saved, together, strict=True)):
        row.dasar = twin.dasar = f"Perda {n}"
        row.keadaan = twin.keadaan = Batch.Keadaan.DIBATALKAN
        row.save()
    names: tuple[str, ...] = ("dasar", "keadaan")
    tulis_ulang(Batch, [(twin, names) for twin in together])
    columns = [f.attname for f in Batch._meta.concrete_fields if not f.primary_key]
    read = [
        list(Batch.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk").values(*columns))
        for rows in (saved, together)
    ]
    assert read[0] == read[1]
    assert len(read[1]) == len(together)
    again = [Batch.objects.get(pk=row.pk) for row in together]
    assert sidik_banyak(Batch, together) == [sidik_baris(row) for row in again]
