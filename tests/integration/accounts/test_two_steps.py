"""Login in two steps: switching on, logging in, recovery codes, where it is required."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from accounts.models import Instansi, User
from accounts.permissions import Role
from audit.models import Kejadian
from tests.factories import buat_user
from tests.factories.people import SANDI
from tests.integration.accounts.dunia import Dunia


def kode(secret: str) -> str:
    """The code that an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def logged_in(username: str) -> Client:
    client = Client()
    client.post("/masuk/", {"login": username, "password": SANDI})
    return client


def confirm(client: Client, following: str) -> None:
    client.post(reverse("account_reauthenticate"), {"password": SANDI, "next": following})


def pasang(client: Client) -> tuple[str, list[str]]:
    """Switch the second step on; return the secret and the recovery codes."""
    url = reverse("mfa_activate_totp")
    confirm(client, url)
    page = client.get(url).content.decode()
    found = re.search(r'id="kunci"\s+type="text"\s+value="(\w+)"', page)
    assert found
    response = client.post(url, {"code": kode(found.group(1))}, follow=True)
    assert response.redirect_chain == [(reverse("mfa_view_recovery_codes"), 302)]
    return found.group(1), re.findall(r"<code>(\d+)</code>", response.content.decode())


def aksi() -> list[str]:
    rows = Kejadian.objects.filter(aksi__startswith="akun.dua") | Kejadian.objects.filter(
        aksi="akun.kode_cadangan"
    )
    return list(rows.order_by("id").values_list("aksi", flat=True))


def test_switching_on_asks_for_the_password_first(alfa: Dunia) -> None:
    client = logged_in("operator.alfa")
    url = reverse("mfa_activate_totp")
    response = client.get(url)
    assert (
        response["Location"]
        == f"{reverse('account_reauthenticate')}?next={url.replace('/', '%2F')}"
    )


@pytest.mark.django_db(transaction=True)  # allauth tells after the commit
def test_switched_on_the_login_asks_for_a_code(alfa: Dunia) -> None:
    _, codes = pasang(logged_in("operator.alfa"))
    assert len(codes) == 10
    assert aksi() == ["akun.dua_langkah_aktif"]
    client = Client()
    response = client.post("/masuk/", {"login": "operator.alfa", "password": SANDI})
    assert response["Location"] == reverse("mfa_authenticate")
    assert "Masukkan kode" in client.get(reverse("mfa_authenticate")).content.decode()
    assert client.get("/akun/profil/")["Location"] == "/masuk/?next=/akun/profil/"
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Kode tidak cocok" in wrong.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get("/akun/profil/").status_code == 200
    failed = Kejadian.objects.get(aksi="akun.masuk_gagal")
    assert (failed.objek_nama, failed.isi["langkah"]) == ("Nama operator.alfa", "kode dua langkah")


def test_recovery_code_works_once(alfa: Dunia) -> None:
    _, codes = pasang(logged_in("operator.alfa"))
    for expected in (200, 302):
        client = logged_in("operator.alfa")
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert client.get("/akun/profil/").status_code == expected


def test_five_wrong_codes_lock_the_second_step(alfa: Dunia) -> None:
    _, codes = pasang(logged_in("operator.alfa"))
    client = logged_in("operator.alfa")
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    locked = client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert "Terlalu banyak percobaan. Coba lagi 15 menit lagi." in locked.content.decode()


def test_cancelling_at_the_code_leads_back_to_an_empty_login(alfa: Dunia) -> None:
    pasang(logged_in("operator.alfa"))
    client = logged_in("operator.alfa")
    response = client.post("/keluar/", {"next": "/masuk/"}, follow=True)
    assert response.redirect_chain == [("/masuk/", 302)]


@pytest.mark.django_db(transaction=True)  # allauth tells after the commit
def test_new_codes_and_switching_off_are_recorded(alfa: Dunia) -> None:
    client = logged_in("operator.alfa")
    pasang(client)
    asked = client.get(reverse("mfa_generate_recovery_codes")).content.decode()
    assert "Kode cadangan yang lama tidak berlaku lagi." in asked
    client.post(reverse("mfa_generate_recovery_codes"))
    assert "attachment" in client.get(reverse("mfa_download_recovery_codes"))["Content-Disposition"]
    assert "Matikan" in client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.count() == 0
    assert aksi() == ["akun.dua_langkah_aktif", "akun.kode_cadangan", "akun.dua_langkah_mati"]


def test_confirming_by_code_instead_of_password(alfa: Dunia) -> None:
    _, codes = pasang(logged_in("operator.alfa"))
    client = logged_in("operator.alfa")
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    url = reverse("mfa_view_recovery_codes")
    page = client.get(reverse("account_reauthenticate"), {"next": url}).content.decode()
    assert "Pakai kode dari aplikasi autentikator" in page
    assert "masukkan kode dua langkah" in client.get(reverse("mfa_reauthenticate")).content.decode()
    response = client.post(reverse("mfa_reauthenticate"), {"code": codes[1], "next": url})
    assert response["Location"] == url


@pytest.mark.parametrize(
    ("role", "path", "opens"),
    [
        (Role.OPERATOR, "/pengguna/", False),
        (Role.OPERATOR, "/siapkan/", False),
        (Role.OPERATOR, "/akun/profil/", True),
        (Role.OPERATOR, "/akun/dua-langkah/", True),
        (Role.OPERATOR, "/keluar/", True),
        (Role.VERIFIKATOR, "/akun/profil/", True),
    ],
)
def test_required_role_opens_nothing_else_before_the_second_step(
    alfa: Dunia, role: Role, path: str, opens: bool
) -> None:
    Instansi.objects.update(mfa_wajib=["operator"])
    client = Client()
    client.force_login(buat_user("orang", role, alfa.unit))
    response = client.get(path)
    if opens:
        assert response.status_code == 200
    else:
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))


def test_requirement_is_met_by_the_second_step(alfa: Dunia) -> None:
    Instansi.objects.update(mfa_wajib=["admin"])
    client = logged_in("admin.alfa")
    assert client.get("/pengguna/")["Location"] == reverse("mfa_index")
    pasang(client)
    assert client.get("/pengguna/").status_code == 200


def test_requirement_of_another_institution_concerns_nobody_here(alfa: Dunia, beta: Dunia) -> None:
    Instansi.objects.filter(pk=beta.instansi.pk).update(mfa_wajib=["admin"])
    assert logged_in("admin.alfa").get("/pengguna/").status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells after the commit
def test_admin_takes_a_lost_second_step_away(alfa: Dunia, admin: Client) -> None:
    pasang(logged_in("operator.alfa"))
    url = reverse("pengguna_dua_langkah", args=[alfa.operator.pk])
    assert "kehilangan ponsel" in admin.get(url).content.decode()
    admin.post(url)
    assert Authenticator.objects.count() == 0
    assert aksi() == ["akun.dua_langkah_aktif", "akun.dua_langkah_mati"]
    assert logged_in("operator.alfa").get("/akun/profil/").status_code == 200


def test_admin_of_another_institution_cannot(alfa: Dunia, beta: Dunia) -> None:
    pasang(logged_in("operator.alfa"))
    client = logged_in("admin.beta")
    url = reverse("pengguna_dua_langkah", args=[alfa.operator.pk])
    assert client.post(url).status_code == 404
    assert Authenticator.objects.filter(user=User.objects.get(pk=alfa.operator.pk)).count() == 2
