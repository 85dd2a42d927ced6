"""Two people change a plan in the same moment: one wins, the other is told."""

import io
import threading
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection

from accounts.permissions import Role
from evidence.actions import IsianKurang, NotAllowed, mulai_rencana, unggah
from evidence.actions.butir import IsiButir, atur_butir
from evidence.actions.salin import salin_rencana
from evidence.models import BuktiTaut, Butir, Capaian, Pemenuhan, Rencana
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    pdf_kecil,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def d(transactional_db: None, data_folder: object) -> SimpleNamespace:
    """A plan that is being drawn up and two admins."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    bkd = buat_unit(instansi, "bkd", induk=akar)
    rencana = buat_rencana(instansi)
    butir = buat_butir(rencana, bkd, "9.a")
    Butir.objects.filter(pk=butir.pk).update(pola="tahunan")
    return SimpleNamespace(
        instansi=instansi,
        bkd=bkd,
        rencana=rencana,
        butir=butir,
        satu=buat_user("admin.satu", Role.ADMIN, akar),
        dua=buat_user("admin.dua", Role.ADMIN, akar),
        operator=buat_user("operator", Role.OPERATOR, bkd),
    )


def _together(*calls: Callable[[], object]) -> list[object]:
    """Run calls in threads that begin together; return their results or exceptions."""
    barrier = threading.Barrier(len(calls))
    found: list[object] = [None] * len(calls)

    def one(number: int) -> None:
        barrier.wait(timeout=30)
        try:
            found[number] = calls[number]()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return found


def _lost(found: list[object]) -> list[type]:
    return [type(f) for f in found if isinstance(f, Exception)]


def test_a_year_gets_one_plan_also_from_two_sources(d: SimpleNamespace) -> None:
    other = buat_rencana(d.instansi, tahun=d.rencana.tahun - 1)
    year = d.rencana.tahun + 1
    found = _together(
        lambda: salin_rencana(rencana_id=d.rencana.pk, tahun=year, by=d.satu),
        lambda: salin_rencana(rencana_id=other.pk, tahun=year, by=d.dua),
    )
    assert _lost(found) == [IsianKurang]
    assert Rencana.objects.filter(tahun=year).count() == 1


def test_a_plan_starts_once(d: SimpleNamespace) -> None:
    found = _together(
        lambda: mulai_rencana(rencana_id=d.rencana.pk, by=d.satu),
        lambda: mulai_rencana(rencana_id=d.rencana.pk, by=d.dua),
    )
    assert _lost(found) == [NotAllowed]
    assert Capaian.objects.count() == 1


def test_a_file_and_a_new_pola_at_once_lose_nothing(d: SimpleNamespace) -> None:
    mulai_rencana(rencana_id=d.rencana.pk, by=d.satu)
    document = Pemenuhan.objects.get().pk
    file = pdf_kecil("serempak")
    found = _together(
        lambda: atur_butir(
            butir_id=d.butir.pk, isi=IsiButir(pola="bulanan", unit_id=d.bkd.pk), by=d.satu
        ),
        lambda: unggah(pemenuhan_id=document, files=[("a.pdf", io.BytesIO(file))], by=d.operator),
    )
    used = BuktiTaut.objects.filter(pemenuhan=document).exists()
    task = Capaian.objects.get(pemenuhan_set=document)
    # Either the file came first and its task stands, or the task was replaced and takes no file.
    assert _lost(found) == ([] if used else [NotAllowed])
    assert (task.gugur is None) == used
