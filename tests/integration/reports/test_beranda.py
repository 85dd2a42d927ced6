"""`/` leads each role to its first work."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.permissions import Role
from accounts.readiness import checks
from tests.factories import buat_instansi, buat_rencana, buat_unit, buat_user, mulai


@pytest.mark.parametrize(
    ("role", "target"),
    [
        (Role.OPERATOR, "/tugas-saya/"),
        (Role.VERIFIKATOR, "/verifikasi/"),
        (Role.KETUA, "/dasbor/"),
        (Role.PLATFORM, "/admin/"),
    ],
)
def test_role_lands_on_its_home(db: None, client: Client, role: Role, target: str) -> None:
    unit = buat_unit(buat_instansi("alfa"), "bkd")
    buat_rencana(unit.instansi)
    client.force_login(buat_user("orang", role, None if role is Role.PLATFORM else unit))
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, target)


def test_admin_is_told_what_is_missing_and_where_plans_stand(db: None, client: Client) -> None:
    unit = buat_unit(buat_instansi("alfa"), "bkd")
    rencana = buat_rencana(unit.instansi)
    client.force_login(buat_user("orang", Role.ADMIN, unit))
    page = client.get("/")
    assert page.status_code == 200
    text = " ".join(page.content.decode().split())
    assert [c.label for c in page.context["kurang"]] == [
        c.label for c in checks(unit.instansi) if not c.ada
    ]
    assert "Berikutnya: " in text
    assert page.context["rencana"] == [(rencana, None)]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.AUDITOR_TUGAS])
def test_auditor_finds_plans_and_reports(db: None, client: Client, role: Role) -> None:
    unit = buat_unit(buat_instansi("alfa"), "bkd")
    rencana = buat_rencana(unit.instansi)
    lain = buat_rencana(buat_unit(buat_instansi("beta"), "bkd").instansi)
    client.force_login(buat_user("orang", role, unit))
    page = client.get("/")
    assert page.status_code == 200
    assert page.context["rencana"] == [(rencana, None)]
    assert lain.nama not in page.content.decode()
    assert bool(page.context["jejak"]) is (role is Role.AUDITOR)


def test_start_pages_show_the_cut_off_that_is_worked_on(db: None, client: Client) -> None:
    unit = buat_unit(buat_instansi("alfa"), "bkd")
    rencana = buat_rencana(unit.instansi)
    mulai(rencana)
    today = timezone.localdate()
    for kode, days in (("B06", -30), ("B09", 10), ("B12", 100)):
        day = today + timedelta(days=days)
        names = ("akhir", "batas_unit", "batas_inspektorat", "batas_jaga", "verifikasi_kpk")
        rencana.batas_set.create(kode=kode, dibuka=day, ditutup=day, **dict.fromkeys(names, day))
    client.force_login(buat_user("orang", Role.ADMIN, unit))
    ((_, batas),) = client.get("/").context["rencana"]
    assert batas.kode == "B09"


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
