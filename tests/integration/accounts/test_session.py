"""Idle time-out, and the text that survives it."""

from datetime import timedelta

import time_machine
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import User
from audit.models import Kejadian
from tests.factories.people import SANDI
from tests.integration.accounts.dunia import Dunia

PAGE = "/pengguna/tambah/"


def masuk(client: Client, username: str, following: str = "/akun/profil/") -> None:
    client.post("/masuk/", {"login": username, "password": SANDI, "next": following})


def test_idle_session_ends_and_the_reason_is_said_and_recorded(alfa: Dunia) -> None:
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        masuk(client, "operator.alfa")
        client.get("/akun/profil/")
        clock.shift(settings.SESSION_IDLE_TIMEOUT + timedelta(seconds=1))
        response = client.get("/akun/profil/", follow=True)
    assert response.redirect_chain == [("/masuk/?next=/akun/profil/", 302)]
    assert "Anda keluar otomatis karena lama tidak aktif." in response.content.decode()
    row = Kejadian.objects.get(aksi="akun.keluar")
    assert (row.objek_nama, row.isi) == ("Nama operator.alfa", {"sebab": "lama tidak aktif"})


def test_used_session_lives_on(alfa: Dunia) -> None:
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        masuk(client, "operator.alfa")
        for _ in range(4):
            clock.shift(settings.SESSION_IDLE_TIMEOUT / 2)
            assert client.get("/akun/profil/").status_code == 200


@override_settings(SESSION_IDLE_TIMEOUT=timedelta(minutes=2))
def test_busy_person_stays_with_a_short_limit(alfa: Dunia) -> None:
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        masuk(client, "operator.alfa")
        for _ in range(8):
            clock.shift(61)
            assert client.get("/akun/profil/").status_code == 200
        clock.shift(121)
        assert client.get("/akun/profil/").status_code == 302


def test_session_is_written_at_most_every_five_minutes(alfa: Dunia) -> None:
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        masuk(client, "operator.alfa")
        client.get("/akun/profil/")
        stamp = client.session["terakhir"]
        clock.shift(299)
        client.get("/akun/profil/")
        assert client.session["terakhir"] == stamp
        clock.shift(2)
        client.get("/akun/profil/")
        assert client.session["terakhir"] == stamp + 301


def send_after_time_out(client: Client, owner: User, **fields: str) -> str:
    """Type on a page, come back too late, send; return where that leads."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        masuk(client, owner.username)
        client.get(PAGE)
        clock.shift(settings.SESSION_IDLE_TIMEOUT + timedelta(seconds=1))
        response = client.post(PAGE, {"pn_pengguna": str(owner.pk), "pn_halaman": PAGE, **fields})
    assert response.status_code == 302
    return str(response["Location"])


def test_text_sent_too_late_waits_for_its_owner(alfa: Dunia) -> None:
    client = Client()
    target = send_after_time_out(client, alfa.admin, nama="Siti Ándini, S.H.", jabatan="Analis")
    assert target == f"/masuk/?next={PAGE}"
    assert "Isian Anda tersimpan. Masuk lagi" in client.get(target).content.decode()
    masuk(client, "admin.alfa", PAGE)
    page = client.get(PAGE).content.decode()
    assert 'value="Siti Ándini, S.H."' in page
    assert 'value="Analis"' in page
    assert "Siti" not in client.get(PAGE).content.decode(), "given back once"
    assert User.objects.filter(nama__startswith="Siti").count() == 0, "nothing was saved unseen"


def test_text_is_never_shown_to_another_person_on_the_same_device(alfa: Dunia, beta: Dunia) -> None:
    client = Client()
    send_after_time_out(client, alfa.admin, nama="Siti Andini")
    masuk(client, "admin.beta", PAGE)
    assert "Siti" not in client.get(PAGE).content.decode()
    client.post("/keluar/")
    masuk(client, "admin.alfa", PAGE)
    assert "Siti" not in client.get(PAGE).content.decode()


def test_form_that_names_no_page_leads_to_the_front_after_login(alfa: Dunia) -> None:
    response = Client().post("/pengguna/tambah/", {"nama": "Siti"})
    assert response["Location"] == "/masuk/?next=/"


def test_page_of_another_site_is_not_followed(alfa: Dunia) -> None:
    fields = {"pn_pengguna": "1", "pn_halaman": "https://jahat.example/"}
    client = Client()
    assert client.post(PAGE, fields)["Location"] == "/masuk/?next=/"
    assert "isian_tertunda" not in client.session


def test_huge_text_is_not_kept(alfa: Dunia) -> None:
    client = Client()
    target = send_after_time_out(client, alfa.admin, nama="x" * 70_000)
    assert target == f"/masuk/?next={PAGE}"
    assert "tersimpan" not in client.get(target).content.decode()
