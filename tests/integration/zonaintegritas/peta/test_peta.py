"""The mapping from indikator to questions: both ways, what is left, who sets it, queries."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Role
from tests.factories.lke import buat_instrumen_lke
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.zi import buat_zi
from zonaintegritas.models import IndikatorKeberhasilan, InstrumenLKE, PetaIndikator


@pytest.fixture
def zi(db: None) -> SimpleNamespace:
    """A plan with one indikator, a regulation with questions, one without, people."""
    instansi, luar = buat_instansi("alfa"), buat_instansi("luar")
    akar, jauh = buat_unit(instansi, "akar"), buat_unit(luar, "jauh")
    keputusan = buat_zi(instansi, akar)
    InstrumenLKE.objects.create(kode="kosong", nama="Tanpa pertanyaan")
    rows = IndikatorKeberhasilan.objects.filter(kegiatan__tim__keputusan=keputusan)
    return SimpleNamespace(
        keputusan=keputusan,
        indikator=rows.earliest("pk"),
        banyak=rows.count(),
        instrumen=buat_instrumen_lke(kode="umum"),
        asing=buat_instrumen_lke(luar, kode="asing"),
        operator=buat_user("operator", Role.OPERATOR, akar),
        verifikator=buat_user("verifikator", Role.VERIFIKATOR, akar),
        admin=buat_user("admin", Role.ADMIN, akar),
        admin_luar=buat_user("admin.luar", Role.ADMIN, jauh),
    )


def _buka(client: Client, zi: SimpleNamespace, **query: Any) -> Any:
    return client.get(reverse("zi_peta"), {"rencana": zi.keputusan.rencana_id, **query})


def test_chosen_once_and_read_both_ways(client: Client, zi: SimpleNamespace) -> None:
    client.force_login(zi.admin)
    soal = list(zi.instrumen.pertanyaan_set.order_by("urut")[:2])
    page = reverse("zi_peta_atur", args=[zi.indikator.pk])
    assert client.get(page).context["form"]["pertanyaan"].value() == []
    answer = client.post(page, {"pertanyaan": [p.pk for p in soal]})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#i-{zi.indikator.pk}")
    assert set(client.get(page).context["form"]["pertanyaan"].value()) == {p.pk for p in soal}
    answer = _buka(client, zi)
    row = next(r for r in answer.context["page_obj"] if r.pk == zi.indikator.pk)
    assert [one.pertanyaan for one in row.peta_instrumen] == soal
    assert (answer.context["banyak"], answer.context["tersisa"]) == (zi.banyak, zi.banyak - 1)
    back = _buka(client, zi, dari="pertanyaan")
    found = {r.kode: [one.indikator for one in r.peta_keputusan] for r in back.context["page_obj"]}
    assert found[soal[0].kode] == found[soal[1].kode] == [zi.indikator]
    assert (back.context["banyak"], back.context["tersisa"]) == (8, 6)


def test_the_filter_shows_what_is_left(client: Client, zi: SimpleNamespace) -> None:
    client.force_login(zi.operator)
    soal = zi.instrumen.pertanyaan_set.earliest("urut")
    PetaIndikator.objects.create(
        pertanyaan=soal, indikator=zi.indikator, oleh=zi.admin, dibuat=timezone.now()
    )
    left = _buka(client, zi, belum="1", dari="pertanyaan").context["page_obj"]
    assert soal.kode not in {row.kode for row in left}
    assert len(left) == 7
    left = _buka(client, zi, belum="1").context["page_obj"]
    assert zi.indikator.pk not in {row.pk for row in left}


def test_only_an_admin_of_the_plan_sets_it(client: Client, zi: SimpleNamespace) -> None:
    page = reverse("zi_peta_atur", args=[zi.indikator.pk])
    for siapa, wanted in (("operator", 403), ("verifikator", 403), ("admin_luar", 404)):
        client.force_login(getattr(zi, siapa))
        assert client.get(page).status_code == wanted
        assert client.post(page, {"pertanyaan": []}).status_code == wanted
    client.force_login(zi.operator)
    assert page not in _buka(client, zi).content.decode()


def test_questions_of_other_instruments_are_refused(client: Client, zi: SimpleNamespace) -> None:
    client.force_login(zi.admin)
    page = reverse("zi_peta_atur", args=[zi.indikator.pk])
    alien = zi.asing.pertanyaan_set.earliest("urut").pk
    assert client.post(page, {"pertanyaan": [alien]}).status_code == 422
    assert (
        client.post(f"{page}?instrumen={zi.asing.pk}", {"pertanyaan": [alien]}).status_code == 422
    )
    assert PetaIndikator.objects.count() == 0


def test_without_plan_or_questions_the_page_says_what_to_do(
    client: Client, zi: SimpleNamespace
) -> None:
    client.force_login(zi.admin_luar)
    assert "Belum ada rencana aksi" in client.get(reverse("zi_peta")).content.decode()
    zi.instrumen.pertanyaan_set.all().delete()
    client.force_login(zi.admin)
    assert "Belum ada instrumen dengan pertanyaan" in _buka(client, zi).content.decode()


@pytest.mark.parametrize("banyak", [0, 60])
def test_the_page_costs_the_same_however_many_rows(
    client: Client, zi: SimpleNamespace, banyak: int
) -> None:
    soal = list(zi.instrumen.pertanyaan_set.all())
    for n in range(banyak):
        row = IndikatorKeberhasilan.objects.create(
            kegiatan=zi.indikator.kegiatan, urut=50 + n, teks=f"Indikator {n}"
        )
        PetaIndikator.objects.create(
            pertanyaan=soal[n % 8], indikator=row, oleh=zi.admin, dibuat=timezone.now()
        )
    client.force_login(zi.verifikator)
    _buka(client, zi)
    found = {}
    for dari in ("indikator", "pertanyaan"):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert _buka(client, zi, dari=dari).status_code == 200
        found[dari] = len(queries)
    assert found == {"indikator": 12, "pertanyaan": 12}
