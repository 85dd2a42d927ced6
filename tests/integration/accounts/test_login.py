"""Login: where it leads, what it says after a wrong password, when it locks, what it records."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from audit.models import Kejadian
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.people import SANDI
from tests.integration.accounts.dunia import Dunia

LOGIN = "/masuk/"
LOCKED = "Terlalu banyak percobaan gagal. Masuk dikunci sementara; coba lagi 15 menit lagi."


def masuk(client: Client, username: str, sandi: str = SANDI, **extra: str) -> str:
    """Post the login form; return the page that comes back ('' after a redirect)."""
    response = client.post(LOGIN, {"login": username, "password": sandi, **extra})
    return "" if response.status_code == 302 else response.content.decode()


def trail(aksi: str) -> list[tuple[str, str, str]]:
    """Chain, actor and object of the events of a kind, oldest first."""
    rows = Kejadian.objects.filter(aksi=aksi).order_by("id")
    return list(rows.values_list("instansi", "aktor_nama", "objek_nama"))


def test_login_leads_to_the_asked_page(alfa: Dunia) -> None:
    response = Client().post(
        LOGIN, {"login": "operator.alfa", "password": SANDI, "next": "/akun/profil/"}
    )
    assert (response.status_code, response["Location"]) == (302, "/akun/profil/")


def test_login_without_asked_page_leads_to_the_front(alfa: Dunia) -> None:
    response = Client().post(LOGIN, {"login": "OPERATOR.alfa ", "password": SANDI})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_login_never_leads_to_another_site(alfa: Dunia) -> None:
    response = Client().post(
        LOGIN, {"login": "operator.alfa", "password": SANDI, "next": "https://jahat.example/"}
    )
    assert response["Location"] == "/"


def test_hidden_next_field_survives_a_wrong_password(alfa: Dunia) -> None:
    page = masuk(Client(), "operator.alfa", "salah", next="/akun/profil/")
    assert '<input type="hidden" name="next" value="/akun/profil/">' in page


def test_wrong_password_says_the_same_for_a_name_that_nobody_has(alfa: Dunia) -> None:
    kept = masuk(Client(), "operator.alfa", "salah")
    nobody = masuk(Client(), "tidak.ada", "salah")
    message = (
        "Nama pengguna atau sandi tidak cocok. Masih 4 percobaan sebelum masuk dengan nama ini "
        "dikunci 15 menit."
    )
    assert (kept.count(message), nobody.count(message)) == (1, 1)


@pytest.mark.parametrize("username", ["operator.alfa", "tidak.ada"])
def test_fifth_wrong_password_locks_the_name_also_for_the_right_one(
    alfa: Dunia, username: str
) -> None:
    client = Client()
    for _ in range(4):
        assert "Masih" in masuk(client, username, "salah")
    assert "Masuk dengan nama ini dikunci 15 menit." in masuk(client, username, "salah")
    assert LOCKED in masuk(client, username, "salah")
    assert LOCKED in masuk(client, username)
    assert "_auth_user_id" not in client.session


def test_lock_holds_from_another_address_in_other_case_and_by_another_host_name(
    alfa: Dunia,
) -> None:
    for _ in range(5):
        masuk(Client(), "operator.alfa", "salah")
    assert LOCKED in masuk(Client(REMOTE_ADDR="10.1.1.1"), "operator.alfa")
    assert LOCKED in masuk(Client(), "OPERATOR.ALFA")
    assert LOCKED in masuk(Client(HTTP_HOST="127.0.0.1"), "operator.alfa")
    assert masuk(Client(), "admin.alfa") == ""


def test_lock_counts_down_and_opens_after_fifteen_minutes(alfa: Dunia) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            masuk(Client(), "operator.alfa", "salah")
        clock.shift(timedelta(minutes=10, seconds=30))
        assert "coba lagi 5 menit lagi." in masuk(Client(), "operator.alfa")
        clock.shift(timedelta(minutes=5))
        assert masuk(Client(), "operator.alfa") == ""


def test_login_and_logout_are_recorded_in_the_chain_of_the_institution(alfa: Dunia) -> None:
    client = Client()
    masuk(client, "operator.alfa")
    client.post("/keluar/")
    name = "Nama operator.alfa"
    assert trail("akun.masuk") == [("alfa", name, name)]
    assert trail("akun.keluar") == [("alfa", name, name)]


def test_failures_are_recorded_without_password_and_without_unknown_names(alfa: Dunia) -> None:
    masuk(Client(), "operator.alfa", "rahasia-keliru")
    masuk(Client(), "rahasia-di-kolom-nama", "x")
    assert trail("akun.masuk_gagal") == [
        ("alfa", "Tidak dikenal", "Nama operator.alfa"),
        ("sistem", "Tidak dikenal", ""),
    ]
    written = "".join(str(row) for row in Kejadian.objects.values())
    assert "rahasia" not in written


def test_lock_is_recorded_once(alfa: Dunia) -> None:
    for _ in range(7):
        masuk(Client(), "operator.alfa", "salah")
    assert trail("akun.kunci") == [("alfa", "Tidak dikenal", "Nama operator.alfa")]
    assert len(trail("akun.masuk_gagal")) == 5


def test_opening_the_logout_page_logs_nobody_out(alfa: Dunia) -> None:
    client = Client()
    client.force_login(alfa.operator)
    assert client.get("/keluar/").status_code == 200
    assert client.session["_auth_user_id"] == str(alfa.operator.pk)
    assert client.post("/keluar/")["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


def test_switched_off_account_is_told_so_only_with_the_right_password(alfa: Dunia) -> None:
    User.objects.filter(pk=alfa.operator.pk).update(is_active=False)
    assert "tidak cocok" in masuk(Client(), "operator.alfa", "salah")
    response = Client().post(LOGIN, {"login": "operator.alfa", "password": SANDI}, follow=True)
    assert response.redirect_chain == [("/masuk/nonaktif/", 302)]
    assert "Akun Anda sudah dinonaktifkan." in response.content.decode()


def test_login_page_lists_contoh_accounts_only_while_a_contoh_institution_exists(
    alfa: Dunia,
) -> None:
    assert "Akun contoh" not in Client().get(LOGIN).content.decode()
    contoh = buat_instansi("contoh", contoh=True)
    bkd = buat_unit(contoh, "bkd")
    buat_user("operator.bkd", Role.OPERATOR, bkd)
    buat_user("orang.sungguhan", Role.OPERATOR, bkd)
    page = Client().get(LOGIN).content.decode()
    assert page.count("operator.bkd") == 1
    assert page.count("Operator unit, bkd contoh") == 1
    assert "orang.sungguhan" not in page
    assert "operator.alfa" not in page


@pytest.mark.django_db
def test_fresh_portal_says_how_to_get_the_first_link() -> None:
    assert "./portal manage setup_link" in Client().get(LOGIN).content.decode()
    buat_user("seseorang")
    assert "setup_link" not in Client().get(LOGIN).content.decode()


def test_too_many_tries_at_the_old_password_meet_our_page(alfa: Dunia) -> None:
    client = Client()
    client.force_login(alfa.operator)
    url = reverse("account_change_password")
    answers = [client.post(url, {"oldpassword": "salah"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "portal membatasi jumlah percobaan" in answers[-1].content.decode()


def test_address_of_a_login_is_recorded_and_not_what_a_stranger_claims(alfa: Dunia) -> None:
    client = Client(REMOTE_ADDR="10.20.30.40", headers={"x-forwarded-for": "1.2.3.4"})
    masuk(client, "operator.alfa")
    assert Kejadian.objects.get(aksi="akun.masuk").isi == {"alamat": "10.20.30.40"}


def test_password_change_needs_the_old_one_is_recorded_and_keeps_the_session(
    alfa: Dunia,
) -> None:
    client = Client()
    client.force_login(alfa.operator)
    url = reverse("account_change_password")
    new = {"password1": "kursi-hijau-77", "password2": "kursi-hijau-77"}
    refused = client.post(url, {"oldpassword": "salah", **new})
    assert "Sandi sekarang tidak cocok." in refused.content.decode()
    unequal = client.post(url, {"oldpassword": SANDI, **new, "password2": "lain-sekali-88"})
    assert "Dua isian sandi baru tidak sama." in unequal.content.decode()
    weak = client.post(url, {"oldpassword": SANDI, "password1": "pendek", "password2": "pendek"})
    assert weak.status_code == 200
    response = client.post(url, {"oldpassword": SANDI, **new})
    assert (response.status_code, response["Location"]) == (302, reverse("profil"))
    assert client.get(reverse("profil")).status_code == 200
    alfa.operator.refresh_from_db()
    assert alfa.operator.check_password("kursi-hijau-77")
    assert trail("akun.sandi") == [("alfa", "Nama operator.alfa", "Nama operator.alfa")]
