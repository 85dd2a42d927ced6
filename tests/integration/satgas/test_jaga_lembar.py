"""The sheet as a page: order, states, what it offers to whom, and what a step leads back to."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from evidence.actions import buka_kembali
from evidence.models import Capaian, DokumenWajib
from evidence.workflow import Status
from satgas.actions.jaga import JawabanKPK, catat_jawaban, tandai_diunggah
from satgas.actions.nilai_kpk import catat_nilai_kpk
from satgas.jaga.lembar import lembar
from satgas.jaga.saringan import Saringan
from satgas.models import KirimanJaga, NilaiKPK
from tests.factories import disetujui, pemenuhan_ids, segar, terkirim
from tests.integration.evidence.conftest import bangun_dunia


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The small world: two offices, the Inspektorat, every role."""
    return bangun_dunia("alfa")


def halaman(
    client: Client, dunia: SimpleNamespace, oleh: str = "verifikator", **query: object
) -> str:
    """Return the sheet as a person reads it."""
    client.force_login(getattr(dunia, oleh))
    answer = client.get("/jaga/", {"rencana": dunia.rencana.pk, **query})
    assert answer.status_code == 200
    return answer.content.decode()


def keadaan(dunia: SimpleNamespace) -> dict[str, list[str]]:
    """Return kode -> the words of its documents."""
    page = lembar(segar(dunia.verifikator), dunia.rencana, Saringan())
    return {
        b.capaian.butir.kode: [d.tanda.label for d in b.dokumen]
        for k in page.kelompok
        for b in k.baris
    }


def test_lines_stand_in_the_order_of_the_decree_with_the_state_of_each_document(
    client: Client, dunia: SimpleNamespace
) -> None:
    disetujui(dunia.c_bkd, dunia.operator, dunia.verifikator)
    one, two = pemenuhan_ids(dunia.c_bkd)
    tandai_diunggah(pemenuhan_ids=[one], by=dunia.verifikator)
    terkirim(dunia.c_pupr, dunia.operator_pupr)
    assert keadaan(dunia) == {
        "9.a": ["Proses verifikasi KPK", "Siap diunggah"],
        "13.a": ["Belum siap"],
        "4.a": ["Belum siap"],
        "13.b": ["Belum siap"],
    }
    text = halaman(client, dunia)
    assert "1 dokumen siap diunggah, 1 menunggu KPK, 0 ditolak." in " ".join(text.split())
    assert f'id="nilai-{dunia.c_bkd.pk}"' in text
    assert 'value="90"' in text
    assert "Sudah dikerjakan.</textarea>" in text
