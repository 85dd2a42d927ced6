"""One's own page."""

from django.test import Client

from accounts.models import User
from audit.models import Kejadian
from tests.integration.accounts.dunia import Dunia


def test_profile_shows_own_data_with_masked_nip(alfa: Dunia) -> None:
    User.objects.filter(pk=alfa.operator.pk).update(nip="198503152010011014")
    client = Client()
    client.force_login(alfa.operator)
    page = client.get("/akun/profil/").content.decode()
    assert "••• 014" in page
    assert "198503152010011014" not in page
    assert "Operator unit, Unit bkd-alfa alfa, Instansi alfa" in page


def test_look_is_kept_and_recorded_once(alfa: Dunia) -> None:
    client = Client()
    client.force_login(alfa.operator)
    for _ in range(2):
        assert client.post("/akun/profil/", {"tema": "gelap"})["Location"] == "/akun/profil/"
    assert 'data-bs-theme="dark"' in client.get("/akun/profil/").content.decode()
    event = Kejadian.objects.get(aksi="profil.tema")
    assert (event.instansi, event.isi) == ("alfa", {"tema": ["perangkat", "gelap"]})


def test_unknown_look_is_refused(alfa: Dunia) -> None:
    client = Client()
    client.force_login(alfa.operator)
    response = client.post("/akun/profil/", {"tema": "ungu"})
    assert list(response.context["form"].errors) == ["tema"]


def test_person_without_a_role_sees_a_way_on(alfa: Dunia) -> None:
    alfa.operator.membership_set.all().delete()
    client = Client()
    client.force_login(alfa.operator)
    page = client.get("/akun/profil/").content.decode()
    assert "Belum ada peran. Hubungi admin instansi Anda." in page
