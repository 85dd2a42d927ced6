"""Number and date of a letter, entered after the report was issued."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Kejadian
from reports.actions.terbitan import catat_nomor
from reports.kemajuan.parameter import dari_json
from reports.models import Terbitan
from tests.factories import segar
from tests.integration.reports.dunia_terbitan import PERAN, bangun_terbitan, terbitkan


@pytest.fixture(scope="module")
def _dunia(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), transaction.atomic():
        d = bangun_terbitan("alfa")
        d.lain = bangun_terbitan("beta")
        d.terbitan = terbitkan(d, tmp_path_factory.mktemp("nomor"), b"isi")
        yield d
        transaction.set_rollback(True)


@pytest.fixture
def d(_dunia: SimpleNamespace, db: None) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(_dunia), "terbitan": Terbitan.objects.get()})


def _masuk(orang: Any) -> Client:
    client = Client()
    client.force_login(segar(orang))
    return client


def _alamat(d: SimpleNamespace) -> str:
    return reverse("terbitan_nomor", args=[d.terbitan.pk])


def test_entered_corrected_and_both_kept_in_the_trail(d: SimpleNamespace) -> None:
    client = _masuk(d.verifikator)
    with CaptureQueriesContext(connection) as asked:
        assert "belum dinomori" in client.get(_alamat(d)).content.decode()
    assert len(asked) <= 12
    for nomor, hari in (("700/1/ITDA", "2026-07-03"), ("700/2/ITDA", "04-07-2026")):
        response = client.post(_alamat(d), {"nomor": f"  {nomor} ", "tanggal": hari})
        assert response["Location"] == _alamat(d)
    row = Terbitan.objects.get(pk=d.terbitan.pk)
    assert (row.nomor, row.nomor_tanggal, row.nomor_oleh) == (
        "700/2/ITDA",
        date(2026, 7, 4),
        d.verifikator,
    )
    told = Kejadian.objects.filter(aksi="terbitan.nomor").order_by("pk")
    assert [e.isi["lama"]["nomor"] for e in told] == ["", "700/1/ITDA"]
    shown = client.get(_alamat(d)).content.decode()
    assert "700/2/ITDA, 4 Juli 2026" in shown
    assert "Buat ulang dengan nomor" in shown


@pytest.mark.parametrize(
    ("isian", "pesan"),
    [
        ({"nomor": "", "tanggal": "2026-07-03"}, "Nomor laporan: Wajib diisi."),
        ({"nomor": "1", "tanggal": ""}, "Tanggal laporan: Wajib diisi."),
        ({"nomor": "1", "tanggal": "31-02-2026"}, "Tanggal laporan: Tanggal tidak ada."),
    ],
)
def test_faults_are_told_and_what_was_typed_stays(
    d: SimpleNamespace, isian: dict[str, str], pesan: str
) -> None:
    response = _masuk(d.admin).post(_alamat(d), isian)
    assert response.status_code == 422
    shown = response.content.decode()
    assert pesan in shown
    assert [v for v in isian.values() if v and f'value="{v}"' not in shown] == []
    assert Terbitan.objects.get(pk=d.terbitan.pk).nomor == ""


def test_made_again_with_the_number_under_a_code_of_its_own(
    d: SimpleNamespace, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://pantas.uji.go.id"
    client = _masuk(d.ketua)
    early = client.post(_alamat(d), {"langkah": "ulang"}, follow=True)
    assert "Belum ada nomor yang dicatat" in early.content.decode()
    hari = date(2026, 7, 3)
    catat_nomor(terbitan_id=d.terbitan.pk, nomor="700/1", tanggal=hari, by=segar(d.ketua))
    response = client.post(_alamat(d), {"langkah": "ulang"})
    made = Terbitan.objects.exclude(pk=d.terbitan.pk).get()
    assert response.status_code == 302
    assert made.kode != d.terbitan.kode
    parameter = dari_json(made.parameter)
    assert (parameter.nomor, parameter.nomor_tanggal) == ("700/1", hari)
    assert parameter.alamat == "https://pantas.uji.go.id"
    assert dari_json(Terbitan.objects.get(pk=d.terbitan.pk).parameter).nomor == ""
    shown = client.get(reverse("terbitan_nomor", args=[made.pk])).content.decode()
    assert "sudah tercetak" in shown
    assert "Buat ulang dengan nomor" not in shown


def test_who_enters_numbers(d: SimpleNamespace) -> None:
    found = {peran: _masuk(getattr(d, peran)).get(_alamat(d)).status_code for peran in PERAN}
    assert found == {
        "operator": 404,
        "verifikator": 200,
        "ketua": 200,
        "admin": 200,
        "auditor": 403,
    }
    assert (
        _masuk(d.auditor).post(_alamat(d), {"nomor": "1", "tanggal": "2026-07-03"}).status_code
        == 403
    )
    assert {_masuk(getattr(d.lain, p)).get(_alamat(d)).status_code for p in PERAN} == {404}
