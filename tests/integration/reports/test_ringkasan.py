"""The figures, each added up by hand; see `dunia.bangun` for the traps in it."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.permissions import Role
from evidence.actions import kirim, tutup_rencana, unggah
from evidence.hitungan import Hitungan
from evidence.models import Capaian, Rencana
from evidence.workflow import Status
from reports.datasets.nilai import Nilai
from reports.datasets.ringkasan import RingkasanSatgas, ringkasan
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    mulai,
    pdf_kecil,
    segar,
    terkirim,
)
from tests.integration.reports.dunia import tambah_50


def _baca(d: SimpleNamespace, role: Role = Role.KETUA) -> RingkasanSatgas:
    return ringkasan(d.rencana, segar(d.orang[role]), now=timezone.now())


def _ringkas(nilai: Nilai) -> tuple[int, int, int, Decimal, Decimal]:
    """Leaves, those with a claim, with a verified value, and the two sums."""
    claimed, verified = nilai.hasil.mandiri.cara_hitung, nilai.hasil.inspektorat.cara_hitung
    assert claimed is not None
    assert verified is not None
    return (
        nilai.jumlah,
        nilai.terisi_mandiri,
        nilai.terisi_internal,
        claimed.jumlah,
        verified.jumlah,
    )


def test_documents_are_counted_over_the_required_ones(dunia: SimpleNamespace) -> None:
    total = _baca(dunia).total
    assert total.diperlukan == 14
    assert total == Hitungan(disetujui=3, menunggu=3, perbaikan=1, draf=2, belum=5)
    assert (total.diunggah, total.belum_ada) == (7, 7)
    assert total.kelengkapan_klaim == Decimal(50)
    assert total.rincian.persen_terpenuhi == total.kelengkapan
    assert round(total.kelengkapan or 0, 6) == Decimal("21.428571")


def test_scores_count_due_tasks_and_only_sent_claims(dunia: SimpleNamespace) -> None:
    nilai = _baca(dunia).nilai
    assert _ringkas(nilai) == (9, 4, 1, 340, 80)
    assert nilai.hasil.mandiri.nilai_eksak == Fraction(340, 9)
    assert nilai.hasil.inspektorat.nilai_eksak == Fraction(80, 9)


def test_members_stand_as_in_the_decree_with_their_own_figures(dunia: SimpleNamespace) -> None:
    rows = _baca(dunia).anggota
    assert [(r.no, r.tugas, r.hitungan, _ringkas(r.nilai), r.terlambat) for r in rows] == [
        (1, 1, Hitungan(), (0, 0, 0, 0, 0), 0),
        (2, 0, Hitungan(), (0, 0, 0, 0, 0), 0),
        (4, 2, Hitungan(belum=2), (2, 0, 0, 0, 0), 0),
        (
            9,
            4,
            Hitungan(disetujui=3, menunggu=1, draf=1),
            (3, 2, 1, 190, 80),
            0,
        ),
        (
            13,
            2,
            Hitungan(menunggu=2, perbaikan=1, belum=1),
            (2, 2, 0, 150, 0),
            2,
        ),
        (15, 2, Hitungan(draf=1, belum=2), (2, 0, 0, 0, 0), 1),
    ]


def test_the_shared_task_is_counted_once_and_says_where(dunia: SimpleNamespace) -> None:
    r = _baca(dunia)
    assert [(row.no, row.dihitung_pada) for row in r.anggota[:3]] == [(1, ()), (2, (1,)), (4, ())]
    assert r.tugas == 11


def test_nothing_required_is_no_data_and_nothing_done_is_zero(dunia: SimpleNamespace) -> None:
    rows = {row.no: row for row in _baca(dunia).anggota}
    assert (rows[1].hitungan.kelengkapan, rows[1].hitungan.kelengkapan_klaim) == (None, None)
    assert (rows[1].nilai.mandiri, rows[1].nilai.internal) == (None, None)
    assert (rows[15].hitungan.kelengkapan, rows[15].hitungan.kelengkapan_klaim) == (0, 0)
    # nobody has given a value: no data, though the tasks stand in the denominator
    assert (rows[15].nilai.mandiri, rows[15].nilai.internal) == (None, None)
    assert rows[15].nilai.hasil.mandiri.nilai == 0


def test_who_has_not_sent_includes_what_was_withdrawn(dunia: SimpleNamespace) -> None:
    r = _baca(dunia)
    assert [row.no for row in r.belum_mengirim] == [4, 15]
    assert {row.no for row in r.anggota if row.terakhir} == {9, 13}


def test_late_is_only_what_the_unit_still_holds(dunia: SimpleNamespace) -> None:
    r = _baca(dunia)
    assert r.terlambat == 3  # 13.a sent in part, 13.b returned, 15.a never sent; 9.a is done
    assert r.batas_terdekat == timezone.localdate() + timedelta(days=5)  # 9.d is done


def test_midnight_is_that_of_the_institution(dunia: SimpleNamespace) -> None:
    Capaian.objects.update(batas=date(2026, 9, 18))
    ketua = segar(dunia.orang[Role.KETUA])
    before = ringkasan(dunia.rencana, ketua, now=datetime(2026, 9, 18, 15, 59, tzinfo=UTC))
    after = ringkasan(dunia.rencana, ketua, now=datetime(2026, 9, 18, 16, 1, tzinfo=UTC))
    assert (before.terlambat, before.batas_terdekat) == (0, date(2026, 9, 18))
    # a document still with the unit: 4.a, 4.b (new), 9.c, 13.a, 13.b, 15.a, 15.b
    assert (after.terlambat, after.batas_terdekat) == (7, None)


def test_oldest_wait_survives_a_later_partial_send(db: None, data_folder: object) -> None:
    instansi = buat_instansi("gama")
    unit = buat_unit(instansi, "bkd")
    rencana = buat_rencana(instansi)
    buat_butir(rencana, unit, "9.a", dokumen=2)
    (capaian,) = mulai(rencana)
    operator = buat_user("operator", Role.OPERATOR, unit)
    first = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    with time_machine.travel(first, tick=False):
        terkirim(capaian, operator, dokumen=1)
    with time_machine.travel(first + timedelta(days=9), tick=False):
        rest = capaian.pemenuhan_set.get(status=Status.BELUM)
        unggah(
            pemenuhan_id=rest.pk,
            files=[("b.pdf", io.BytesIO(pdf_kecil("kedua")))],
            by=segar(operator),
        )
        capaian.refresh_from_db()
        kirim(capaian_id=capaian.pk, versi=capaian.versi, by=segar(operator))
    r = ringkasan(rencana, segar(operator), now=timezone.now())
    assert [(m.pihak, m.jumlah, m.terlama) for m in r.menunggu] == [
        ("Verifikator Inspektorat", 2, first)
    ]
    assert r.anggota[0].terakhir == first + timedelta(days=9)


def test_what_waits_for_whom(dunia: SimpleNamespace) -> None:
    found = _baca(dunia).menunggu
    assert [(m.pihak, m.jumlah, m.anggota_id) for m in found] == [
        ("Verifikator Inspektorat", 3, None),
        ("pupr alfa", 1, dunia.anggota[13].pk),
    ]
    assert all(m.terlama is not None for m in found)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR_TUGAS])
def test_restricted_reader_gets_own_and_supported_tasks_only(
    dunia: SimpleNamespace, role: Role
) -> None:
    r = _baca(dunia, role)
    assert r.sebagian is True
    assert [(row.no, row.tugas, row.hitungan.diperlukan) for row in r.anggota] == [
        (9, 4, 5),
        (13, 1, 1),
    ]
    assert r.total == Hitungan(disetujui=3, menunggu=1, perbaikan=1, draf=1)


@pytest.mark.parametrize("role", [Role.VERIFIKATOR, Role.KETUA, Role.ADMIN, Role.AUDITOR])
def test_reader_of_everything_gets_everything(dunia: SimpleNamespace, role: Role) -> None:
    r = _baca(dunia, role)
    assert (r.sebagian, r.total.diperlukan, len(r.anggota)) == (False, 14, 6)


def test_stranger_to_the_institution_gets_nothing(
    dunia: SimpleNamespace, lain: SimpleNamespace
) -> None:
    for user in lain.orang.values():
        r = ringkasan(dunia.rencana, segar(user), now=timezone.now())
        assert (r.anggota, r.total, _ringkas(r.nilai), r.menunggu) == (
            (),
            Hitungan(),
            (0, 0, 0, 0, 0),
            (),
        )


def test_other_institution_changes_no_figure(dunia: SimpleNamespace, lain: SimpleNamespace) -> None:
    now = timezone.now()
    read = [segar(user) for user in dunia.orang.values()]
    before = [ringkasan(dunia.rencana, user, now=now) for user in read]
    tambah_50(lain)
    assert [ringkasan(dunia.rencana, user, now=now) for user in read] == before


def test_closed_plan_counts_nothing_and_is_never_late(dunia: SimpleNamespace) -> None:
    tutup_rencana(rencana_id=dunia.rencana.pk, by=segar(dunia.orang[Role.ADMIN]))
    dunia.rencana = Rencana.objects.select_related("instansi").get(pk=dunia.rencana.pk)
    r = _baca(dunia)
    assert (r.total, r.nilai.jumlah, r.terlambat, r.batas_terdekat) == (Hitungan(), 0, 0, None)
    assert [(row.no, row.tugas) for row in r.anggota] == [
        (1, 1), (2, 0), (4, 2), (9, 4), (13, 2), (15, 2),
    ]  # fmt: skip


def test_four_queries(
    dunia: SimpleNamespace, django_assert_num_queries: Callable[[int], Any]
) -> None:
    ketua = segar(dunia.orang[Role.KETUA])
    assert ketua.akses.grants
    with django_assert_num_queries(4):
        ringkasan(dunia.rencana, ketua, now=timezone.now())
