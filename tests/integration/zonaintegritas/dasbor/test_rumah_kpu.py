"""Where people of a KPU land: on the page that says what they have to do next."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from tests.factories import buat_instansi, buat_rencana, buat_unit, buat_user

Masuk = Callable[[User], Client]


@pytest.mark.parametrize("peran", ["koordinator", "operator", "verifikator", "ketua"])
def test_who_works_lands_on_the_dashboard(
    terisi: SimpleNamespace, masuk: Masuk, peran: str
) -> None:
    answer = masuk(getattr(terisi, peran)).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/dasbor/")


def test_admin_and_auditor_reach_the_dashboard_from_their_home(
    terisi: SimpleNamespace, masuk: Masuk
) -> None:
    for orang in (terisi.admin, terisi.auditor, terisi.bertugas):
        page = masuk(orang).get("/").content.decode()
        assert f'href="/dasbor/?rencana={terisi.rencana.pk}"' in page
        assert "menurut jadwal bulanan" in page


def test_a_koordinator_elsewhere_lands_on_the_tasks(db: None, client: Client) -> None:
    unit = buat_unit(buat_instansi("alfa"), "bkd")
    buat_rencana(unit.instansi)
    client.force_login(buat_user("koordinator.alfa", Role.KOORDINATOR, unit))
    assert client.get("/")["Location"] == "/tugas-saya/"
