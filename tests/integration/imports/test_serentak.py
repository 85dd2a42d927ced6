"""Two people apply overlapping imports at once: one wins, the other is told which rows moved."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts.models import Unit, User
from imports.actions.terapkan import terapkan, terapkan_batch
from imports.models import Batch
from tests.factories.impor import Diam
from tests.integration.imports.dunia import dunia_unit, siap

pytestmark = pytest.mark.django_db(transaction=True)
Keadaan = Batch.Keadaan


def _terapkan(batch: Batch, by: User, barrier: Barrier) -> None:
    try:
        barrier.wait(timeout=20)
        terapkan_batch(batch.pk, by, Diam())
    finally:
        connections.close_all()


def test_one_of_two_overlapping_imports_wins_and_the_other_names_the_rows() -> None:
    dunia = dunia_unit()
    first = siap(dunia, ubah=3, baru=2, tanda="Satu")
    second = siap(dunia, ubah=2, baru=1, tanda="Dua")
    for batch, by in ((first, dunia.admin), (second, dunia.kedua)):
        terapkan(batch_id=batch.pk, versi=batch.versi, by=by)
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        for done in [
            pool.submit(_terapkan, first, dunia.admin, barrier),
            pool.submit(_terapkan, second, dunia.kedua, barrier),
        ]:
            done.result(timeout=60)
    for batch in (first, second):
        batch.refresh_from_db()
    assert {first.keadaan, second.keadaan} == {Keadaan.DITERAPKAN, Keadaan.BERGESER}
    won, lost = (first, second) if first.keadaan == Keadaan.DITERAPKAN else (second, first)
    overlap = [unit.kode for unit in [*dunia.unit][:2]]
    assert [(row["kunci"], row["sebab"]) for row in lost.bentrok] == [
        (kode, "Baris ini sudah diubah.") for kode in overlap
    ]
    assert lost.pesan.startswith("2 baris berubah sejak berkas diperiksa,")
    tanda = "Satu" if won == first else "Dua"
    assert Unit.objects.filter(nama__startswith=tanda).count() == won.berubah
    other = "Dua" if won == first else "Satu"
    assert not Unit.objects.filter(nama__contains=other).exists()


def test_two_jobs_for_one_import_apply_it_once() -> None:
    dunia = dunia_unit()
    batch = siap(dunia)
    terapkan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
    before = Unit.objects.count()
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_terapkan, batch, dunia.admin, barrier) for _ in range(2)]:
            done.result(timeout=60)
    batch.refresh_from_db()
    assert batch.keadaan == Keadaan.DITERAPKAN
    assert Unit.objects.count() == before + batch.baru
    assert batch.jejak_set.filter(cara="buat").count() == 1
