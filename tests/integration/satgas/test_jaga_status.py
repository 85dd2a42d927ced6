"""What JAGA and KPK had said by a day: only what was recorded by then counts."""

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.permissions import Denied
from evidence.models import Rencana
from satgas.actions.jaga import (
    JawabanKPK,
    batalkan_centang,
    catat_jawaban,
    koreksi_jawaban,
    tandai_diunggah,
)
from satgas.actions.nilai_kpk import catat_nilai_kpk
from satgas.jaga.lembar import (
    BELUM_DIUNGGAH,
    NilaiSaatItu,
    StatusJaga,
    nilai_kpk,
    status_jaga,
)
from satgas.models import KirimanJaga
from tests.factories import disetujui, pemenuhan_ids
from tests.integration.evidence.conftest import bangun_dunia

PROSES = StatusJaga(diunggah=True, proses=True)
DITERIMA = StatusJaga(diunggah=True, diterima=True)
DITOLAK = StatusJaga(diunggah=True, ditolak=True)


def hari(n: int) -> datetime:
    """Noon of the n-th day of the played-through month, which lies in the past."""
    return timezone.now().replace(hour=4, minute=0) - timedelta(days=40 - n)


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """A CONTOH institution: times may be given. Two approved documents in 9.a."""
    dunia = bangun_dunia("alfa", contoh=True)
    disetujui(dunia.c_bkd, dunia.operator, dunia.verifikator)
    dunia.satu, dunia.dua = pemenuhan_ids(dunia.c_bkd)
    return dunia


def unggah(dunia: SimpleNamespace, n: int) -> KirimanJaga:
    """Tick the first document on day n."""
    return tandai_diunggah(pemenuhan_ids=[dunia.satu], by=dunia.verifikator, at=hari(n))[0]


def pada(dunia: SimpleNamespace, *days: int) -> list[StatusJaga]:
    """Return the status of the first document on some days."""
    return [status_jaga(dunia.rencana, hari(n)).get(dunia.satu, BELUM_DIUNGGAH) for n in days]


def test_upload_and_answer_count_from_the_day_they_were_recorded(dunia: SimpleNamespace) -> None:
    kiriman = unggah(dunia, 5)
    answer = JawabanKPK("diterima", hari(8).date())
    catat_jawaban(kiriman_id=kiriman.pk, isian=answer, by=dunia.verifikator, at=hari(12))
    assert pada(dunia, 4, 5, 9, 11, 12, 30) == [
        BELUM_DIUNGGAH,
        PROSES,
        PROSES,
        PROSES,
        DITERIMA,
        DITERIMA,
    ]


def test_a_tick_taken_back_had_counted_until_then(dunia: SimpleNamespace) -> None:
    kiriman = unggah(dunia, 5)
    batalkan_centang(kiriman_id=kiriman.pk, by=dunia.verifikator, at=hari(7))
    assert pada(dunia, 6, 7) == [PROSES, BELUM_DIUNGGAH]


def test_a_corrected_answer_had_counted_until_then(dunia: SimpleNamespace) -> None:
    kiriman = unggah(dunia, 5)
    wrong = JawabanKPK("diterima", hari(6).date())
    right = JawabanKPK("ditolak", hari(6).date(), "Tanpa cap.")
    catat_jawaban(kiriman_id=kiriman.pk, isian=wrong, by=dunia.verifikator, at=hari(10))
    koreksi_jawaban(
        kiriman_id=kiriman.pk, isian=right, alasan="Salah baca.", by=dunia.verifikator, at=hari(15)
    )
    assert pada(dunia, 4, 5, 9, 10, 14, 15) == [
        BELUM_DIUNGGAH,
        PROSES,
        PROSES,
        DITERIMA,
        DITERIMA,
        DITOLAK,
    ]


def test_one_query_for_a_plan_and_for_ids(
    dunia: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tandai_diunggah(pemenuhan_ids=[dunia.satu], by=dunia.verifikator)  # after its approval
    lain = bangun_dunia("beta")
    disetujui(lain.c_pupr, lain.operator_pupr, lain.verifikator)
    other = pemenuhan_ids(lain.c_pupr)
    tandai_diunggah(pemenuhan_ids=other, by=lain.verifikator)
    with django_assert_num_queries(1):
        assert status_jaga(dunia.rencana) == {dunia.satu: PROSES}
    with django_assert_num_queries(1):
        assert status_jaga([dunia.dua, *other]) == {other[0]: PROSES}


def test_the_value_recorded_last_by_then_holds(
    dunia: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    butir = dunia.c_bkd.butir_id
    for day, nilai in ((10, "86.2"), (12, "68.2")):
        catat_nilai_kpk(
            butir_id=butir,
            nilai=Decimal(nilai),
            tanggal=hari(8).date(),
            sumber="JAGA.ID",
            by=dunia.verifikator,
            at=hari(day),
        )
    rencana: Rencana = dunia.rencana
    eighth = hari(8).date()
    assert nilai_kpk(rencana, hari(9)) == {}
    assert nilai_kpk(rencana, hari(11)) == {butir: NilaiSaatItu(Decimal("86.2"), eighth, "JAGA.ID")}
    with django_assert_num_queries(1):
        found = nilai_kpk(rencana)
    assert found == {butir: NilaiSaatItu(Decimal("68.2"), eighth, "JAGA.ID")}


def test_nobody_sets_the_time_outside_of_contoh(dunia: SimpleNamespace) -> None:
    lain = bangun_dunia("beta")
    disetujui(lain.c_pupr, lain.operator_pupr, lain.verifikator)
    (lain.satu,) = pemenuhan_ids(lain.c_pupr)
    with pytest.raises(Denied, match="CONTOH"):
        unggah(lain, 5)
