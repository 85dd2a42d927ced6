"""The dashboard of KPK's instrument: the same scores as its own page, rows by area."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from evidence.actions import mulai_rencana
from evidence.models import Rencana
from satgas.actions.pakai import pakai_instrumen
from satgas.instrumen.nilai import nilai_instrumen
from satgas.models import Instrumen
from tests.factories import dikembalikan, disetujui
from tests.integration.satgas.instrumen import bangun, isi
from tests.integration.satgas.test_instrumen_nilai import capaian, kpk


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The instrument in use, its plan running, something in every state."""
    d = bangun()
    isi(d)
    rencana, _ = pakai_instrumen(instrumen_id=d.instrumen.pk, by=d.admin)
    mulai_rencana(rencana_id=rencana.pk, by=d.admin)
    d.mcp = Rencana.objects.select_related("instansi").get(pk=rencana.pk)
    d.instrumen = Instrumen.objects.get(pk=d.instrumen.pk)
    disetujui(capaian(d, "1.1.1"), d.operator, d.verifikator, klaim=100, nilai=50)
    dikembalikan(capaian(d, "2.1.1"), d.operator_pupr, d.verifikator)
    kpk(d, "1.1.1", "62.5")
    return d


def _client(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    client.get("/")
    return client


def test_scores_are_those_of_the_instrument(dunia: SimpleNamespace) -> None:
    page = _client(dunia.ketua).get("/dasbor/", {"rencana": dunia.mcp.pk})
    nilai = page.context["r"].nilai
    own = nilai_instrumen(dunia.instrumen, dunia.mcp, dunia.ketua, timezone.now()).hasil
    assert (nilai.mandiri, nilai.internal, nilai.kpk) == (
        own.mandiri.nilai,
        own.inspektorat.nilai,
        own.kpk.nilai,
    )
    assert nilai.kpk == Decimal("18.75")
    text = page.content.decode()
    assert "menurut bobot instrumen" in text
    assert "Anggota Satgas" not in text


def test_areas_stand_in_the_order_of_the_instrument(dunia: SimpleNamespace) -> None:
    rows = _client(dunia.ketua).get("/dasbor/area/", {"rencana": dunia.mcp.pk}).context["area"]
    assert [(a.area.kode, a.nilai.internal, a.hitungan.diterima) for a in rows][:2] == [
        ("1", Decimal(25), 2),
        ("2", None, 0),
    ]


def test_returned_documents_wait_for_their_unit(dunia: SimpleNamespace) -> None:
    client = _client(dunia.ketua)
    found = client.get("/dasbor/", {"rencana": dunia.mcp.pk}).context["r"].menunggu
    assert [(m.pihak, m.jumlah, m.unit_id) for m in found] == [("pupr alfa", 1, dunia.pupr.pk)]
    query = {"rencana": dunia.mcp.pk, "unit": dunia.pupr.pk, "status": "kembali"}
    assert client.get("/dasbor/dokumen/", query).context["page_obj"].paginator.count == 1


def test_restricted_reader_gets_the_score_of_what_they_read(dunia: SimpleNamespace) -> None:
    page = _client(dunia.operator).get("/dasbor/", {"rencana": dunia.mcp.pk})
    own = nilai_instrumen(dunia.instrumen, dunia.mcp, dunia.operator, timezone.now()).hasil
    assert page.context["r"].sebagian is True
    assert page.context["r"].nilai.internal == own.inspektorat.nilai


def test_both_views_of_the_year_lead_to_each_other(dunia: SimpleNamespace) -> None:
    page = _client(dunia.ketua).get("/dasbor/", {"rencana": dunia.mcp.pk})
    pair = page.context["menurut"]
    assert pair.mcp == dunia.mcp
    assert pair.lengkap
    assert f'/dasbor/?rencana={pair.satgas.pk}"' in page.content.decode()
