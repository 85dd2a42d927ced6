"""An upload is outdated by a later approval: on the dashboard as on the sheet."""

import io
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evidence.actions import Isian, buka_kembali, kirim, putuskan, unggah
from evidence.models import Capaian, Pemenuhan
from evidence.workflow import Aksi
from satgas.actions.jaga import JawabanKPK, catat_jawaban, tandai_diunggah
from satgas.jaga.keadaan import Keadaan, dengan_keadaan
from satgas.jaga.status import StatusJaga, status_jaga
from tests.factories import pdf_kecil, pemenuhan_ids
from tests.integration.evidence.conftest import bangun_dunia

PROSES = StatusJaga(diunggah=True, proses=True)
DITOLAK = StatusJaga(diunggah=True, ditolak=True)
DITOLAK_USANG = StatusJaga(diunggah=True, ditolak=True, usang=True)


def hari(n: int) -> datetime:
    """Noon of the n-th day of the played-through month, which lies in the past."""
    return timezone.now().replace(hour=4, minute=0) - timedelta(days=40 - n)


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """A CONTOH institution: times may be given. One approved document in 13.b."""
    dunia = bangun_dunia("alfa", contoh=True)
    (dunia.satu,) = pemenuhan_ids(dunia.c_pupr)
    _unggah(dunia, "pertama", hari(1))
    _kirim(dunia, hari(2))
    _setujui(dunia, hari(3))
    return dunia


def _unggah(dunia: SimpleNamespace, teks: str, at: datetime) -> None:
    files = [(f"{teks}.pdf", io.BytesIO(pdf_kecil(teks)))]
    unggah(pemenuhan_id=dunia.satu, files=files, by=dunia.operator_pupr, at=at)


def _kirim(dunia: SimpleNamespace, at: datetime) -> None:
    c = _segar(dunia)
    isian = Isian(narasi="Sudah dikerjakan.", nilai_mandiri=90)
    kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator_pupr, isian=isian, at=at)


def _lembar(dunia: SimpleNamespace) -> str:
    row = dengan_keadaan(Pemenuhan.objects.filter(pk=dunia.satu)).get()
    return row.keadaan_jaga


def _segar(dunia: SimpleNamespace) -> Capaian:
    return Capaian.objects.get(pk=dunia.c_pupr.pk)


def _setujui(dunia: SimpleNamespace, at: datetime) -> None:
    putuskan(
        capaian_id=dunia.c_pupr.pk,
        versi=_segar(dunia).versi,
        pemenuhan_ids=[dunia.satu],
        aksi=Aksi.SETUJUI,
        by=dunia.verifikator,
        nilai=90,
        at=at,
    )


def test_rejected_and_approved_again_is_ready_from_that_day(
    dunia: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    (kiriman,) = tandai_diunggah(pemenuhan_ids=[dunia.satu], by=dunia.verifikator, at=hari(5))
    answer = JawabanKPK("ditolak", hari(6).date(), "Tanpa cap.")
    catat_jawaban(kiriman_id=kiriman.pk, isian=answer, by=dunia.verifikator, at=hari(7))
    assert (_lembar(dunia), status_jaga(dunia.rencana)[dunia.satu]) == (Keadaan.DITOLAK, DITOLAK)
    _unggah(dunia, "bercap", hari(8))
    _kirim(dunia, hari(9))
    assert status_jaga(dunia.rencana)[dunia.satu] == DITOLAK
    _setujui(dunia, hari(12))
    assert _lembar(dunia) == Keadaan.SIAP
    found = [status_jaga(dunia.rencana, hari(n))[dunia.satu] for n in (6, 7, 11, 12)]
    assert found == [PROSES, DITOLAK, DITOLAK, DITOLAK_USANG]
    with django_assert_num_queries(1):
        assert status_jaga(dunia.rencana) == {dunia.satu: DITOLAK_USANG}
    tandai_diunggah(pemenuhan_ids=[dunia.satu], by=dunia.verifikator, at=hari(14))
    assert (_lembar(dunia), status_jaga(dunia.rencana)[dunia.satu]) == (Keadaan.MENUNGGU, PROSES)


@pytest.mark.parametrize("ganti", [True, False])
def test_reopened_upload_is_outdated_by_other_files_only(
    dunia: SimpleNamespace, ganti: bool
) -> None:
    tandai_diunggah(pemenuhan_ids=[dunia.satu], by=dunia.verifikator, at=hari(5))
    buka_kembali(
        capaian_id=dunia.c_pupr.pk,
        versi=_segar(dunia).versi,
        pemenuhan_id=dunia.satu,
        by=dunia.verifikator,
        catatan="Ada halaman yang kurang.",
        at=hari(6),
    )
    if ganti:
        putuskan(
            capaian_id=dunia.c_pupr.pk,
            versi=_segar(dunia).versi,
            pemenuhan_ids=[dunia.satu],
            aksi=Aksi.MINTA_PERBAIKAN,
            by=dunia.verifikator,
            alasan="belum_ditandatangani",
            catatan="Halaman 3 belum ditandatangani.",
            at=hari(6),
        )
        _unggah(dunia, "lengkap", hari(7))
        _kirim(dunia, hari(8))
    assert status_jaga(dunia.rencana)[dunia.satu] == PROSES
    _setujui(dunia, hari(9))
    assert _lembar(dunia) == (Keadaan.SIAP if ganti else Keadaan.MENUNGGU)
    assert status_jaga(dunia.rencana)[dunia.satu].usang is ganti
