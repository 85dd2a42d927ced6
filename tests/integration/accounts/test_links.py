"""One-time links: who may make one, that opening never uses it up, that it works once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import TautanBasi, pakai_tautan
from accounts.links import password_path
from accounts.models import Membership, User
from accounts.permissions import Role
from audit.models import Kejadian
from tests.factories import buat_user
from tests.factories.people import SANDI
from tests.integration.accounts.dunia import Dunia

NEW = {"sandi": "kursi-hijau-77", "ulang": "kursi-hijau-77"}
SPENT = "Tautan ini sudah dipakai atau kedaluwarsa. Minta tautan baru kepada admin Anda."


def buat(admin: Client, orang: User) -> str:
    """Let the admin make a link; return its path."""
    response = admin.post(reverse("pengguna_tautan", args=[orang.pk]), follow=True)
    assert response.redirect_chain == [(reverse("pengguna_tautan_baru", args=[orang.pk]), 302)]
    found = re.search(
        r'id="tautan"\s+type="text"\s+value="http://testserver([^"]+)"', response.content.decode()
    )
    assert found
    return found.group(1)


def test_asking_makes_no_link(alfa: Dunia, admin: Client) -> None:
    page = admin.get(reverse("pengguna_tautan", args=[alfa.operator.pk])).content.decode()
    assert "Buat tautan" in page
    assert "/akun/tautan/" not in page
    assert Kejadian.objects.filter(aksi="akun.tautan").count() == 0


def test_link_is_shown_once_with_a_text_for_whatsapp_and_recorded(
    alfa: Dunia, admin: Client
) -> None:
    url = reverse("pengguna_tautan", args=[alfa.operator.pk])
    page = admin.post(url, follow=True).content.decode()
    assert page.count("http://testserver/akun/tautan/") == 2
    assert "Yth. Nama operator.alfa" in page
    assert "Nama pengguna: operator.alfa" in page
    again = admin.get(reverse("pengguna_tautan_baru", args=[alfa.operator.pk]), follow=True)
    assert "Tautan hanya ditampilkan sekali." in again.content.decode()
    row = Kejadian.objects.get(aksi="akun.tautan")
    assert (row.instansi, row.aktor_nama, row.objek_nama, row.isi) == (
        "alfa",
        "Nama admin.alfa",
        "Nama operator.alfa",
        {},
    )


def test_opening_never_uses_the_link_up(alfa: Dunia, admin: Client) -> None:
    path = buat(admin, alfa.operator)
    for _ in range(3):  # WhatsApp's preview, then the person, then again
        whatsapp = Client()
        whatsapp.head(path)
        response = whatsapp.get(path, follow=True)
        page = response.content.decode()
        assert "Nama pengguna Anda untuk masuk: <b>operator.alfa</b>" in page
        assert path.rsplit("/", 2)[1] not in page, "the token does not stay in the page"
        assert response.redirect_chain == [(path.rsplit("/", 2)[0] + "/atur-sandi/", 302)]


def test_link_sets_the_password_once(alfa: Dunia, admin: Client) -> None:
    path = buat(admin, alfa.operator)
    person = Client()
    form = person.get(path)["Location"]
    response = person.post(form, NEW, follow=True)
    assert response.redirect_chain == [("/masuk/", 302)]
    assert "Sandi tersimpan. Silakan masuk." in response.content.decode()
    for client in (person, Client()):
        again = client.get(path)
        assert (again.status_code, SPENT in again.content.decode()) == (410, True)
    assert SPENT in person.post(form, NEW).content.decode()
    alfa.operator.refresh_from_db()
    assert alfa.operator.check_password("kursi-hijau-77")
    row = Kejadian.objects.get(aksi="akun.sandi")
    assert (row.instansi, row.objek_nama) == ("alfa", "Nama operator.alfa")


def test_two_people_with_the_form_open_only_the_first_sets_it(alfa: Dunia) -> None:
    token = password_path(alfa.operator).rsplit("/", 2)[1]
    pakai_tautan(orang_id=alfa.operator.pk, token=token, sandi="kursi-hijau-77")
    with pytest.raises(TautanBasi):
        pakai_tautan(orang_id=alfa.operator.pk, token=token, sandi="meja-merah-88")


def test_weak_and_unequal_passwords_keep_the_link(alfa: Dunia, admin: Client) -> None:
    person = Client()
    form = person.get(buat(admin, alfa.operator))["Location"]
    weak = person.post(form, {"sandi": "operator.alfa", "ulang": "operator.alfa"})
    assert "mirip" in weak.content.decode()
    unequal = person.post(form, {"sandi": "kursi-hijau-77", "ulang": "kursi-hijau-78"})
    assert "Dua isian sandi baru tidak sama." in unequal.content.decode()
    assert person.post(form, NEW).status_code == 302


def test_link_dies_after_three_days_after_a_login_and_with_the_account(alfa: Dunia) -> None:
    path = password_path(alfa.operator)
    with time_machine.travel(timezone.localtime() + timedelta(days=3, seconds=5)):
        assert Client().get(path).status_code == 410
    assert Client().get(path).status_code == 302
    User.objects.filter(pk=alfa.operator.pk).update(is_active=False)
    assert Client().get(path).status_code == 410
    User.objects.filter(pk=alfa.operator.pk).update(is_active=True)
    Client().post("/masuk/", {"login": "operator.alfa", "password": SANDI})
    assert Client().get(path).status_code == 410


@pytest.mark.parametrize("uid", ["AAA", "999999", "-", "MQ", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"])
def test_invented_links_say_the_same(alfa: Dunia, uid: str) -> None:
    response = Client().get(f"/akun/tautan/{uid}/abc-def/")
    assert (response.status_code, SPENT in response.content.decode()) == (410, True)


def test_link_opens_a_locked_name_again(alfa: Dunia, admin: Client) -> None:
    for _ in range(6):
        Client().post("/masuk/", {"login": "operator.alfa", "password": "salah"})
    person = Client()
    person.post(person.get(buat(admin, alfa.operator))["Location"], NEW)
    login = person.post("/masuk/", {"login": "operator.alfa", "password": NEW["sandi"]})
    assert login.status_code == 302


def test_link_does_not_pass_by_the_second_step(alfa: Dunia, admin: Client) -> None:
    person = Client()
    person.post(person.get(buat(admin, alfa.operator))["Location"], NEW)
    assert "_auth_user_id" not in person.session


def test_somebody_else_logged_in_is_warned_and_logged_out(alfa: Dunia, admin: Client) -> None:
    path = buat(admin, alfa.operator)
    form = admin.get(path)["Location"]
    assert "Anda sedang masuk sebagai Nama admin.alfa" in admin.get(form).content.decode()
    admin.post(form, NEW)
    assert "_auth_user_id" not in admin.session


def refused(client: Client, orang: User) -> bool:
    """Whether the client is refused a link for a person (404, or a message)."""
    response = client.post(reverse("pengguna_tautan", args=[orang.pk]), follow=True)
    return "/akun/tautan/" not in response.content.decode()


def test_admin_makes_no_link_for_another_institution_or_the_platform(
    alfa: Dunia, beta: Dunia, admin: Client
) -> None:
    platform = buat_user("platform")
    Membership.objects.create(user=platform, role=Role.PLATFORM)
    both = buat_user("berdua", Role.AUDITOR, alfa.pimpinan)
    Membership.objects.create(user=both, role=Role.AUDITOR, unit=beta.pimpinan)
    both_platform = buat_user("platform.alfa", Role.AUDITOR, alfa.pimpinan)
    Membership.objects.create(user=both_platform, role=Role.PLATFORM)
    assert refused(admin, beta.operator)
    assert refused(admin, platform)
    assert refused(admin, both)
    assert refused(admin, both_platform)
    assert not refused(admin, alfa.operator)


def test_person_who_left_another_institution_belongs_to_the_new_one(
    alfa: Dunia, beta: Dunia, admin: Client
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    moved = buat_user("pindah", Role.OPERATOR, beta.unit, selesai=yesterday)
    Membership.objects.create(user=moved, role=Role.OPERATOR, unit=alfa.unit)
    assert not refused(admin, moved)
    other = Client()
    other.force_login(beta.admin)
    assert refused(other, moved)


def test_every_role_but_admin_is_refused_the_page(alfa: Dunia) -> None:
    for role in (Role.OPERATOR, Role.VERIFIKATOR, Role.KETUA, Role.AUDITOR, Role.AUDITOR_TUGAS):
        client = Client()
        client.force_login(buat_user(f"u-{role}", role, alfa.unit))
        response = client.post(reverse("pengguna_tautan", args=[alfa.operator.pk]))
        assert response.status_code == 403, role


def test_no_link_for_a_switched_off_account(alfa: Dunia, admin: Client) -> None:
    User.objects.filter(pk=alfa.operator.pk).update(is_active=False)
    assert refused(admin, alfa.operator)


def test_ended_admin_is_refused_at_once(alfa: Dunia, admin: Client) -> None:
    Membership.objects.create(user=alfa.admin, unit=alfa.unit, role=Role.OPERATOR)
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=alfa.admin, role=Role.ADMIN).update(selesai=yesterday)
    response = admin.post(reverse("pengguna_tautan", args=[alfa.operator.pk]))
    assert response.status_code == 403
