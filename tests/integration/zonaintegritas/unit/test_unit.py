"""ZI units: who names, corrects and ends them; two units of one institution; queries."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions.errors import IsianKurang
from evidence.workflow import NotAllowed
from tests.factories.people import buat_unit
from tests.factories.zi_register import buat_unit_zi
from zonaintegritas.actions.unit import IsiUnitZI, akhiri_unit, tetapkan_unit, ubah_unit
from zonaintegritas.models import UnitZI

ISI = IsiUnitZI("wbk", "Keputusan 1 Tahun 2026", date(2026, 1, 5))
BUKAN_ADMIN = (
    "operator",
    "koordinator",
    "operator_dua",
    "verifikator",
    "ketua",
    "auditor",
    "auditor_tugas",
    "orang_luar",
    "admin_luar",
)
# Who reads the ZI unit `satu`, who `dua`.
BACA = {
    "operator": (True, False),
    "koordinator": (True, False),
    "operator_dua": (False, True),
    "verifikator": (True, True),
    "ketua": (True, True),
    "admin": (True, True),
    "auditor": (True, True),
    "auditor_tugas": (True, False),
    "orang_luar": (False, False),
    "admin_luar": (False, False),
}


@pytest.mark.parametrize("siapa", list(BACA))
def test_two_zi_units_see_each_other_only_as_roles_allow(
    client: Client, zi: SimpleNamespace, siapa: str
) -> None:
    client.force_login(getattr(zi, siapa))
    answer = client.get(reverse("zi_unit"))
    found = {row.pk for row in answer.context["page_obj"]}
    assert (zi.satu.pk in found, zi.dua.pk in found) == BACA[siapa]
    admin = siapa == "admin"
    for unit, sees in zip((zi.satu, zi.dua), BACA[siapa], strict=True):
        wanted = 200 if admin else 403 if sees else 404
        for nama in ("zi_unit_ubah", "zi_unit_akhiri"):
            assert client.get(reverse(nama, args=[unit.pk])).status_code == wanted


@pytest.mark.parametrize("siapa", BUKAN_ADMIN)
def test_only_an_admin_of_the_institution_names_units(zi: SimpleNamespace, siapa: str) -> None:
    by = getattr(zi, siapa)
    baru = buat_unit(zi.instansi, "tiga", induk=zi.akar)
    with pytest.raises(Denied):
        tetapkan_unit(unit_id=baru.pk, isi=ISI, by=by)
    with pytest.raises(Denied):
        ubah_unit(unit_zi_id=zi.satu.pk, isi=ISI, by=by)
    with pytest.raises(Denied):
        akhiri_unit(unit_zi_id=zi.satu.pk, berakhir=date(2026, 5, 1), by=by)
    assert UnitZI.objects.filter(instansi=zi.instansi).count() == 2


def test_any_unit_of_the_tree_is_named_corrected_ended_and_named_again(
    zi: SimpleNamespace,
) -> None:
    baru = buat_unit(zi.instansi, "rsud", induk=zi.satu.unit)
    row = tetapkan_unit(unit_id=baru.pk, isi=ISI, by=zi.admin)
    assert (row.sasaran, row.dasar, row.instansi_id) == (
        "wbk",
        "Keputusan 1 Tahun 2026",
        zi.instansi.pk,
    )
    with pytest.raises(NotAllowed):
        tetapkan_unit(unit_id=baru.pk, isi=ISI, by=zi.admin)
    ubah_unit(unit_zi_id=row.pk, isi=IsiUnitZI("wbbm", ISI.dasar, ISI.ditetapkan), by=zi.admin)
    assert Kejadian.objects.get(aksi="zi.unit_ubah").isi == {"sasaran": ["wbk", "wbbm"]}
    with pytest.raises(IsianKurang):
        akhiri_unit(unit_zi_id=row.pk, berakhir=date(2025, 1, 1), by=zi.admin)
    akhiri_unit(unit_zi_id=row.pk, berakhir=date(2026, 6, 1), by=zi.admin)
    again = tetapkan_unit(unit_id=baru.pk, isi=ISI, by=zi.admin)
    assert (again.pk, again.berakhir) == (row.pk, None)
    codes = list(
        Kejadian.objects.filter(aksi__startswith="zi.unit")
        .order_by("no")
        .values_list("aksi", flat=True)
    )
    assert codes == [
        "zi.unit_tetapkan",
        "zi.unit_ubah",
        "zi.unit_akhiri",
        "zi.unit_tetapkan",
    ]


def test_an_ended_unit_of_the_tree_and_wrong_fields_are_refused(zi: SimpleNamespace) -> None:
    bubar = buat_unit(zi.instansi, "bubar", induk=zi.akar)
    bubar.aktif_selesai = date(2025, 1, 1)
    bubar.save()
    with pytest.raises(IsianKurang) as error:
        tetapkan_unit(unit_id=bubar.pk, isi=IsiUnitZI("x", "d" * 251), by=zi.admin)
    assert set(error.value.galat) == {"unit", "sasaran", "dasar"}


def _pilihan(answer: Any) -> set[int]:
    return {pk for pk, _ in answer.context["form"].fields["unit"].choices if pk}


def test_the_form_offers_units_of_the_own_institution_only(
    client: Client, zi: SimpleNamespace
) -> None:
    baru = buat_unit(zi.instansi, "tiga", induk=zi.akar)
    client.force_login(zi.admin)
    answer = client.get(reverse("zi_unit_baru"))
    assert _pilihan(answer) == {zi.akar.pk, baru.pk}
    data = {"unit": baru.pk, "sasaran": "wbk", "dasar": "SK", "ditetapkan": "2026-01-05"}
    refused = client.post(reverse("zi_unit_baru"), {**data, "unit": zi.jauh.unit_id})
    assert refused.status_code == 422
    assert 'value="SK"' in refused.content.decode()
    assert client.post(reverse("zi_unit_baru"), data).status_code == 302
    row = UnitZI.objects.get(unit=baru)
    where = reverse("zi_unit_akhiri", args=[row.pk])
    assert client.post(where, {"berakhir": ""}).status_code == 422
    assert client.post(where, {"berakhir": "2026-02-01"}).status_code == 302
    ended = client.get(reverse("zi_unit"), {"keadaan": "berakhir"}).context["page_obj"]
    assert [one.pk for one in ended] == [row.pk]


@pytest.mark.parametrize("banyak", [1, 70])
def test_the_list_costs_the_same_however_many_units(
    client: Client, zi: SimpleNamespace, banyak: int
) -> None:
    for n in range(banyak):
        buat_unit_zi(buat_unit(zi.instansi, f"u{n}", induk=zi.akar))
    client.force_login(zi.admin)
    client.get(reverse("zi_unit"))
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("zi_unit")).status_code == 200
    assert len(queries) == 6
