"""The grid: states, sums, who sees what, past days, queries; and the curve made of it."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, User
from evidence.actions import mulai_rencana, tutup_rencana
from evidence.models import Capaian, Rencana
from tests.factories import dikembalikan, disetujui, segar, terkirim
from tests.integration.zonaintegritas.jadwal.conftest import bangun_zi
from tests.integration.zonaintegritas.jadwal.test_atur import atur
from zonaintegritas.actions.jadwal import atur_bentuk, geser_bulan
from zonaintegritas.jadwal.kurva import Titik, kurva
from zonaintegritas.jadwal.petak import HitungTugas, Jumlah, Keadaan, petak
from zonaintegritas.models import KeputusanZI

K = Keadaan


@pytest.fixture
def kerja(zi: SimpleNamespace) -> SimpleNamespace:
    """A running plan with every state: 1.A.1 monthly from January to July and in October."""
    atur(zi, 0, 1, 3, 4, 5, 6, 7, 10)
    atur(zi, 1, 5, 6, 7)
    atur_bentuk(butir_id=zi.butir[1].pk, bentuk="rentang", by=zi.koordinator)
    atur(zi, 3, 4, 12)
    mulai_rencana(rencana_id=zi.rencana.pk, by=zi.admin)
    zi.rencana.refresh_from_db()

    def month(n: int) -> Capaian:
        return Capaian.objects.get(butir=zi.butir[0], mulai=date(2026, n, 1))

    with time_machine.travel(datetime(2026, 4, 20, tzinfo=UTC)):
        disetujui(month(3), zi.operator, zi.verifikator, klaim=100, nilai=100)
    with time_machine.travel(datetime(2026, 5, 10, tzinfo=UTC)):
        disetujui(month(5), zi.operator, zi.verifikator, klaim=100, nilai=100)
    dikembalikan(month(6), zi.operator, zi.verifikator)
    terkirim(month(7), zi.operator)
    return zi


def keadaan(dunia: SimpleNamespace, user: User, row: int, **more: datetime) -> list[str]:
    """States of the twelve months of a row for a reader."""
    return [sel.keadaan.value for sel in petak(dunia.rencana, user, **more).baris[row].sel]


def test_states(kerja: SimpleNamespace) -> None:
    kosong = K.KOSONG.value
    assert keadaan(kerja, kerja.verifikator, 0) == [
        "sebelum",
        kosong,
        "selesai",
        "terlambat",
        "selesai",
        "perbaikan",
        "menunggu",
        kosong,
        kosong,
        "rencana",
        kosong,
        kosong,
    ]
    assert keadaan(kerja, kerja.verifikator, 1) == [kosong] * 4 + ["berjalan"] * 3 + [kosong] * 5
    assert keadaan(kerja, kerja.verifikator, 2) == [kosong] * 12
    run = petak(kerja.rencana, kerja.verifikator).baris[1].sel[4:7]
    assert [(sel.awal, sel.akhir) for sel in run] == [(True, False), (False, False), (False, True)]
    assert len({sel.capaian_id for sel in run}) == 1
    assert {sel.batas for sel in run} == {date(2026, 7, 31)}


def test_sums_count_capaian_and_not_months(kerja: SimpleNamespace) -> None:
    found = petak(kerja.rencana, kerja.verifikator)
    assert [team.jumlah for team in found.tim] == [
        Jumlah(
            baris=3,
            tanpa_jadwal=1,
            bulan=10,
            tugas=HitungTugas(
                ditagih=7,
                selesai=2,
                terlambat=1,
                menunggu=1,
                perbaikan=1,
                berjalan=1,
                tidak_berlaku=0,
                akan_datang=1,
                bulan_ini=1,
            ),
        ),
        Jumlah(
            baris=2,
            tanpa_jadwal=1,
            bulan=2,
            tugas=HitungTugas(
                ditagih=2,
                selesai=0,
                terlambat=1,
                menunggu=0,
                perbaikan=0,
                berjalan=0,
                tidak_berlaku=0,
                akan_datang=1,
                bulan_ini=0,
            ),
        ),
    ]
    assert found.jumlah.tugas is not None
    assert (found.jumlah.baris, found.jumlah.tanpa_jadwal, found.jumlah.bulan) == (5, 2, 12)
    assert (found.jumlah.tugas.ditagih, found.jumlah.tugas.terlambat) == (9, 2)
    late = Capaian.objects.filter(butir__rencana=kerja.rencana).late(date(2026, 6, 15))
    assert late.count() == 2


def test_the_shape_of_the_grid(kerja: SimpleNamespace) -> None:
    found = petak(kerja.rencana, kerja.koordinator)
    assert [
        (t.tim.no_lampiran_2, [(k.kode, [b.butir.kode for b in k.baris]) for k in t.kegiatan])
        for t in found.tim
    ] == [
        (1, [("1.A", ["1.A.1", "1.A.2"]), ("1.B", ["1.B"])]),
        (2, [("2.A", ["2.A.1", "2.A.2"])]),
    ]
    assert [(b.no, b.bentuk, b.dikonfirmasi, b.boleh) for b in found.baris] == [
        ("1", "berulang", False, True),
        ("2", "rentang", True, True),
        ("", "berulang", False, True),
        ("1", "berulang", False, False),
        ("2", "berulang", False, False),
    ]
    assert [t.boleh for t in found.tim] == [True, False]
    assert [b.usulan.kutipan if b.usulan else None for b in found.baris] == [
        None,
        "minimal 4 kali dalam setahun",
        None,
        "semesteran",
        None,
    ]
    one = petak(kerja.rencana, kerja.koordinator, tim=kerja.tim[1].pk)
    assert [b.butir.kode for b in one.baris] == ["2.A.1", "2.A.2"]
    assert one.jumlah.baris == 2


def test_another_team_shows_its_plan_and_no_states(kerja: SimpleNamespace) -> None:
    for reader in (kerja.operator, kerja.koordinator, kerja.auditor_tugas):
        found = petak(kerja.rencana, reader)
        assert found.tim[0].jumlah.tugas is not None
        assert found.tim[1].jumlah == Jumlah(baris=2, tanpa_jadwal=1, bulan=2, tugas=None)
        assert keadaan(kerja, reader, 3)[3] == "rencana"
        assert {sel.capaian_id for sel in found.baris[3].sel} == {None}
        assert {task.tim_id for task in found.tugas} == {kerja.tim[0].pk}


def test_other_institutions_see_nothing(kerja: SimpleNamespace) -> None:
    lain = bangun_zi("beta")
    for reader in (lain.admin, lain.koordinator, lain.auditor, lain.platform):
        found = petak(kerja.rencana, reader)
        assert (found.tim, found.tugas) == ((), ())
        assert found.jumlah == Jumlah(baris=0, tanpa_jadwal=0, bulan=0, tugas=None)


def test_nobody_plans_a_closed_plan(kerja: SimpleNamespace) -> None:
    tutup_rencana(rencana_id=kerja.rencana.pk, by=kerja.admin)
    kerja.rencana.refresh_from_db()
    found = petak(kerja.rencana, kerja.admin)
    assert not any(row.boleh for row in found.baris)
    assert found.jumlah == Jumlah(baris=5, tanpa_jadwal=2, bulan=12, tugas=None)


def test_a_plan_being_drawn_up_is_only_planned(zi: SimpleNamespace) -> None:
    atur(zi, 0, 1, 4, 6, 9)
    states = keadaan(zi, zi.admin, 0)
    assert [states[n] for n in (0, 3, 5, 8)] == ["sebelum", "rencana", "rencana", "rencana"]


def test_a_past_day(kerja: SimpleNamespace) -> None:
    # Everything was planned and started on 15 June; a shift of today is not yet made then.
    moment = timezone.now()
    geser_bulan(butir_id=kerja.butir[0].pk, dari=10, ke=11, alasan="Mundur.", by=kerja.koordinator)
    then = petak(kerja.rencana, kerja.verifikator, at=moment)
    now = petak(kerja.rencana, kerja.verifikator)
    assert then.baris[0].bulan == (1, 3, 4, 5, 6, 7, 10)
    assert now.baris[0].bulan == (1, 3, 4, 5, 6, 7, 11)
    assert then.baris[0].sel[9].riwayat == ()
    before_start = petak(kerja.rencana, kerja.verifikator, at=datetime(2026, 6, 1, tzinfo=UTC))
    assert before_start.tugas == ()
    assert before_start.baris[0].bulan == ()
    assert before_start.hari == date(2026, 6, 1)


def test_now_reads_like_the_decisions(kerja: SimpleNamespace) -> None:
    now = petak(kerja.rencana, kerja.verifikator)
    replayed = petak(kerja.rencana, kerja.verifikator, at=timezone.now())
    assert [[sel.keadaan for sel in row.sel] for row in replayed.baris] == [
        [sel.keadaan for sel in row.sel] for row in now.baris
    ]
    assert replayed.jumlah == now.jumlah


def test_queries_do_not_grow(kerja: SimpleNamespace, resmi: KeputusanZI) -> None:
    reader = segar(kerja.verifikator)
    assert reader.akses.grants
    plan = Rencana.objects.select_related("instansi").get(pk=kerja.rencana.pk)
    with CaptureQueriesContext(connection) as small:
        petak(plan, reader)
    Membership.objects.filter(user=reader).update(
        unit=resmi.rencana.instansi.unit_set.filter(induk__isnull=True)[0]
    )
    reader = segar(reader)
    assert reader.akses.grants
    Rencana.objects.filter(pk=resmi.rencana.pk).update(status=Rencana.Keadaan.BERJALAN)
    plan = Rencana.objects.select_related("instansi").get(pk=resmi.rencana.pk)
    with CaptureQueriesContext(connection) as large:
        found = petak(plan, reader)
    assert len(found.baris) == 69
    assert len(small) == len(large) == 5
    with CaptureQueriesContext(connection) as past:
        petak(plan, reader, at=timezone.now())
    assert len(past) == 6


def test_the_curve(kerja: SimpleNamespace) -> None:
    found = petak(kerja.rencana, kerja.verifikator)
    planned = [0, 0, 1, 3, 4, 5, 7, 7, 7, 8, 8, 9]
    done: list[int | None] = [0, 0, 0, 1, 2, 2, *[None] * 6]
    assert kurva(found) == tuple(
        Titik(date(2026, n + 1, 1), planned[n], done[n]) for n in range(12)
    )
    second = kurva(found, kerja.tim[1].pk)
    assert [p.rencana for p in second] == [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2]
    assert [p.selesai for p in second] == [0] * 6 + [None] * 6
    assert kurva(petak(kerja.rencana, kerja.operator), kerja.tim[1].pk) == ()
