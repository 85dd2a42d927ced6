"""`/` leads each role to its first work."""

import pytest
from django.test import Client

from accounts.permissions import Role
from tests.factories import buat_instansi, buat_rencana, buat_unit, buat_user


@pytest.mark.parametrize(
    ("role", "target"),
    [
        (Role.OPERATOR, "/tugas-saya/"),
        (Role.VERIFIKATOR, "/verifikasi/"),
        (Role.KETUA, "/dasbor/"),
        (Role.ADMIN, "/dasbor/"),
        (Role.AUDITOR, "/laporan/"),
        (Role.AUDITOR_TUGAS, "/laporan/"),
        (Role.PLATFORM, "/admin/"),
    ],
)
def test_role_lands_on_its_home(db: None, client: Client, role: Role, target: str) -> None:
    unit = buat_unit(buat_instansi("alfa"), "bkd")
    buat_rencana(unit.instansi)
    client.force_login(buat_user("orang", role, None if role is Role.PLATFORM else unit))
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, target)


def test_admin_without_a_plan_begins_with_people(db: None, client: Client) -> None:
    unit = buat_unit(buat_instansi("alfa"), "bkd")
    client.force_login(buat_user("orang", Role.ADMIN, unit))
    assert client.get("/")["Location"] == "/pengguna/"


def test_own_work_comes_before_reading(db: None, client: Client) -> None:
    unit = buat_unit(buat_instansi("alfa"), "bkd")
    user = buat_user("orang", Role.AUDITOR, unit)
    user.membership_set.create(role=Role.OPERATOR, unit=unit)
    client.force_login(user)
    assert client.get("/")["Location"] == "/tugas-saya/"


def test_account_without_a_role_is_told_what_to_do(db: None, client: Client) -> None:
    client.force_login(buat_user("orang"))
    response = client.get("/")
    assert response.status_code == 200
    assert "Akun Anda belum mempunyai peran" in response.content.decode()


def test_nothing_changes_on_post(db: None, client: Client) -> None:
    client.force_login(buat_user("orang"))
    for url in ("/", "/dasbor/", "/dasbor/dokumen/", "/dasbor/tugas/", "/jejak-audit/"):
        assert client.post(url).status_code == 405
