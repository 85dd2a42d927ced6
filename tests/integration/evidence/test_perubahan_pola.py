"""A change in a running plan neither forgives what was due nor takes away what was asked for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine

from accounts.permissions import Role
from evidence.actions import NotAllowed, mulai_rencana
from evidence.actions.batas import IsiBatas, atur_batas, usulkan_batas
from evidence.actions.butir import HasilButir, IsiButir, atur_butir
from evidence.actions.daftar_dokumen import IsiDokumen, hapus_dokumen, tambah_dokumen
from evidence.actions.pengecualian import ajukan, tarik_ajuan
from evidence.models import Butir, Capaian
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    disetujui,
    draf,
    pemenuhan_ids,
)

Buat = Callable[..., SimpleNamespace]


@pytest.fixture
def buat(db: None, data_folder: object) -> Iterator[Buat]:
    """Makes a plan of 2026 with one Butir of two documents, running since the moment given."""
    with time_machine.travel(datetime(2026, 1, 5, 1, tzinfo=UTC), tick=False) as clock:

        def make(pola: str, mulai: datetime | None = None) -> SimpleNamespace:
            instansi = buat_instansi("alfa")
            akar = buat_unit(instansi, "setda", jenis="pimpinan")
            itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
            bkd = buat_unit(instansi, "bkd", induk=akar)
            rencana = buat_rencana(instansi, tahun=2026)
            butir = buat_butir(rencana, bkd, "9.a", dokumen=2)
            Butir.objects.filter(pk=butir.pk).update(pola=pola)
            admin = buat_user("admin.alfa", Role.ADMIN, akar)
            usulkan_batas(rencana_id=rencana.pk, by=admin)
            if mulai is not None:
                clock.move_to(mulai)
            mulai_rencana(rencana_id=rencana.pk, by=admin)
            return SimpleNamespace(
                rencana=rencana,
                butir=Butir.objects.get(pk=butir.pk),
                admin=admin,
                operator=buat_user("operator", Role.OPERATOR, bkd),
                verifikator=buat_user("verif", Role.VERIFIKATOR, itda),
                clock=clock,
            )

        yield make


def _tasks(d: SimpleNamespace) -> list[Capaian]:
    rows = Capaian.objects.filter(butir=d.butir, gugur__isnull=True)
    return list(rows.order_by("mulai", "pk"))


def _windows(d: SimpleNamespace) -> list[tuple[date, date]]:
    return [(c.mulai, c.selesai) for c in _tasks(d)]


def _ganti(d: SimpleNamespace, pola: str) -> HasilButir:
    butir = Butir.objects.get(pk=d.butir.pk)
    return atur_butir(butir_id=butir.pk, isi=IsiButir(pola=pola, unit_id=butir.unit_id), by=d.admin)


# --- pola


def test_one_approved_month_does_not_stand_for_a_year(buat: Buat) -> None:
    d = buat("bulanan")
    january = disetujui(_tasks(d)[0], d.operator, d.verifikator)
    d.clock.move_to(datetime(2026, 10, 12, 1, tzinfo=UTC))
    hasil = _ganti(d, "tahunan")
    assert (hasil.dibuat, hasil.diganti) == (1, 11)
    assert _windows(d) == [
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 12, 31)),
    ]
    kept, rest = _tasks(d)
    assert kept.pk == january.pk
    assert rest.batas == date(2026, 12, 31)
    assert list(rest.pemenuhan_set.values_list("status", flat=True)) == ["belum", "belum"]
    gone = Capaian.objects.filter(butir=d.butir, gugur__isnull=False)
    assert set(gone.values_list("digantikan_oleh", flat=True)) == {rest.pk}


def test_what_was_late_stays_late_where_a_month_of_the_quarter_came(buat: Buat) -> None:
    d = buat("bulanan")
    rows = _tasks(d)
    for row in (rows[0], rows[4]):  # January and, in the middle of its quarter, May
        disetujui(row, d.operator, d.verifikator)
    d.clock.move_to(datetime(2026, 8, 10, 1, tzinfo=UTC))
    _ganti(d, "triwulan")
    assert [(c.mulai, c.selesai, c.batas) for c in _tasks(d)] == [
        (date(2026, 1, 1), date(2026, 1, 31), date(2026, 3, 31)),
        (date(2026, 2, 1), date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 31)),
    ]
    late = Capaian.objects.current().late(date(2026, 8, 10))
    assert sorted(c.mulai for c in late) == [date(2026, 2, 1), date(2026, 4, 1)]


def test_windows_covered_by_work_are_not_asked_twice(buat: Buat) -> None:
    d = buat("bulanan")
    for row in _tasks(d)[:4]:
        draf(row, d.operator, dokumen=1)
    d.clock.move_to(datetime(2026, 5, 20, 1, tzinfo=UTC))
    _ganti(d, "triwulan")
    # The first quarter is there in three months; of the second, April is.
    assert _windows(d)[4:] == [
        (date(2026, 5, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]


def test_work_done_ahead_does_not_stand_for_the_months_after_it(buat: Buat) -> None:
    d = buat("bulanan")
    july = draf(_tasks(d)[6], d.operator, dokumen=1)
    _ganti(d, "semester")
    assert _windows(d) == [
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 7, 31)),
        (date(2026, 8, 1), date(2026, 12, 31)),
    ]
    assert _tasks(d)[1].pk == july.pk


# --- documents


def test_a_document_of_a_continuous_task_is_asked_as_long_as_it_runs(buat: Buat) -> None:
    d = buat("terus")
    (task,) = _tasks(d)
    assert task.batas == date(2026, 3, 31)
    d.clock.move_to(datetime(2026, 5, 20, 1, tzinfo=UTC))
    isi = IsiDokumen("Berita acara")
    assert tambah_dokumen(butir_id=d.butir.pk, isi=isi, by=d.admin) == 1
    assert task.pemenuhan_set.count() == 3
    d.clock.move_to(datetime(2027, 1, 2, 1, tzinfo=UTC))
    isi = IsiDokumen("Foto kegiatan")
    assert tambah_dokumen(butir_id=d.butir.pk, isi=isi, by=d.admin) == 0


def test_a_document_in_a_request_stays_in_the_list(buat: Buat) -> None:
    d = buat("tahunan")
    (task,) = _tasks(d)
    first, second = pemenuhan_ids(task)
    ajuan = ajukan(
        capaian_id=task.pk,
        versi=task.versi,
        jenis="tak_berlaku",
        pemenuhan_ids=[second],
        alasan="Tidak ada kegiatan seperti ini pada unit kami tahun ini.",
        by=d.operator,
    )
    free, asked = d.butir.dokumen_set.order_by("urut")
    with pytest.raises(NotAllowed, match="pengecualian"):
        hapus_dokumen(dokumen_id=asked.pk, by=d.admin)
    assert list(ajuan.dokumen.values_list("pk", flat=True)) == [second]
    tarik_ajuan(ajuan_id=ajuan.pk, by=d.operator)
    with pytest.raises(NotAllowed, match="pengecualian"):
        hapus_dokumen(dokumen_id=asked.pk, by=d.admin)
    hapus_dokumen(dokumen_id=free.pk, by=d.admin)
    assert pemenuhan_ids(task) == [second]
    assert first != second


# --- the day where the institution is


def test_deadlines_follow_the_day_of_the_institution(buat: Buat) -> None:
    """At 17:00 UTC on 31 March it is 1 April there, so the first cut-off is over."""
    d = buat("terus", datetime(2026, 3, 31, 17, tzinfo=UTC))
    (task,) = _tasks(d)
    assert task.batas == date(2026, 6, 30)
    cut_off = d.rencana.batas_set.get(kode="B06")
    isi = replace(IsiBatas.dari(cut_off), batas_unit=date(2026, 6, 25))
    assert atur_batas(rencana_id=d.rencana.pk, isi=isi, by=d.admin, batas_id=cut_off.pk) == 1
    assert _tasks(d)[0].batas == date(2026, 6, 25)
