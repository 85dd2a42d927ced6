"""/admin/: for the platform role only; it makes institutions and first admins, reads nothing."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.admin import situs
from accounts.models import Instansi, Membership, Unit, User
from accounts.permissions import Role
from audit.models import Kejadian
from tests.factories import buat_user
from tests.integration.accounts.dunia import Dunia

NIP = "198503152010011014"


@pytest.fixture
def platform(alfa: Dunia, beta: Dunia) -> Client:
    """A browser of the platform."""
    client = Client()
    client.force_login(buat_user("platform", Role.PLATFORM))
    return client


def test_only_institutions_and_people_are_registered() -> None:
    assert set(situs._registry) == {Instansi, User}


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.PLATFORM])
def test_other_roles_are_refused_even_with_djangos_flags(alfa: Dunia, role: Role) -> None:
    user = buat_user("orang", role, alfa.unit)
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user)
    for name in ("admin:index", "admin:accounts_instansi_changelist"):
        assert client.get(reverse(name), follow=True).status_code == 403


def test_login_logout_and_password_of_the_admin_are_the_portals(platform: Client) -> None:
    assert platform.get(reverse("admin:login"))["Location"] == "/admin/"
    assert platform.get(reverse("admin:password_change"))["Location"] == "/akun/sandi/"
    assert platform.post(reverse("admin:logout"))["Location"] == "/masuk/"
    assert platform.get("/admin/")["Location"] == "/masuk/?next=/admin/"
    assert platform.post(reverse("admin:login"), {"username": "platform", "password": "x"})[
        "Location"
    ].startswith("/masuk/")


def test_screens_render(platform: Client, alfa: Dunia) -> None:
    User.objects.update(nip=NIP)
    for url in (
        "/admin/",
        reverse("admin:accounts_instansi_changelist"),
        reverse("admin:accounts_instansi_add"),
        reverse("admin:accounts_instansi_change", args=[alfa.instansi.pk]),
        reverse("admin:accounts_instansi_admin_pertama", args=[alfa.instansi.pk]),
        reverse("admin:accounts_user_changelist"),
        reverse("admin:accounts_user_change", args=[alfa.admin.pk]),
    ):
        response = platform.get(url)
        assert response.status_code == 200, url
        page = response.content.decode()
        assert NIP[-4:] not in page, url
        assert not re.search(r"<script(?![^>]*\b(src|type=\"application/json\"))", page), url


def test_platform_reads_no_screen_of_an_institution(platform: Client) -> None:
    for url in ("/pengguna/", "/unit/", "/siapkan/"):
        assert platform.get(url).status_code == 403


def test_new_institution_gets_a_root_and_a_first_admin_by_link(platform: Client) -> None:
    url = reverse("admin:accounts_instansi_add")
    data = {"nama": "Kota Baru", "kop": "", "tempat": "", "zona_waktu": "Asia/Makassar"}
    data["pemutus_pengecualian"] = "ketua"
    assert platform.post(url, data).status_code == 302
    instansi = Instansi.objects.get(kode="kota-baru")
    assert Unit.objects.get(instansi=instansi).jenis == "pimpinan"
    again = platform.post(url, data)
    assert "Instansi dengan nama ini sudah ada." in again.content.decode()
    page = platform.post(
        reverse("admin:accounts_instansi_admin_pertama", args=[instansi.pk]),
        {"nama": "Maria", "username": "maria", "jabatan": ""},
    )
    found = re.search(r'value="http://testserver(/akun/tautan/[^"]+)"', page.content.decode())
    assert found
    assert Client().get(found.group(1)).status_code == 302
    row = Membership.objects.get(user__username="maria")
    assert (row.role, row.unit and row.unit.instansi) == ("admin", instansi)
    events = Kejadian.objects.filter(instansi="kota-baru").order_by("id")
    assert [event.aksi for event in events] == [
        "instansi.tambah",
        "unit.tambah",
        "pengguna.tambah",
        "keanggotaan.tambah",
        "akun.tautan",
    ]


def test_institution_with_an_admin_gets_no_second_one_from_here(
    platform: Client, alfa: Dunia
) -> None:
    url = reverse("admin:accounts_instansi_admin_pertama", args=[alfa.instansi.pk])
    response = platform.post(url, {"nama": "X", "username": "x"}, follow=True)
    assert "sudah mempunyai admin" in response.content.decode()
    assert not User.objects.filter(username="x").exists()


def test_institution_is_corrected_never_deleted(platform: Client, alfa: Dunia) -> None:
    url = reverse("admin:accounts_instansi_change", args=[alfa.instansi.pk])
    data = {
        "nama": "Alfa Baru",
        "kop": alfa.instansi.kop,
        "tempat": "Kupang",
        "zona_waktu": "Asia/Makassar",
        "mfa_wajib": ["admin"],
        "pemutus_pengecualian": "ketua",
    }
    assert platform.post(url, data).status_code == 302
    alfa.instansi.refresh_from_db()
    assert (alfa.instansi.nama, alfa.instansi.kode) == ("Alfa Baru", "alfa")
    assert Kejadian.objects.get(aksi="instansi.ubah").aktor_nama == "Nama platform"
    delete = reverse("admin:accounts_instansi_delete", args=[alfa.instansi.pk])
    assert platform.post(delete, {"post": "yes"}).status_code == 403


def test_link_only_for_the_only_admin_and_for_the_platform(
    platform: Client, alfa: Dunia, beta: Dunia
) -> None:
    buat_user("admin.dua", Role.ADMIN, beta.pimpinan)
    listed = platform.get(reverse("admin:accounts_user_changelist")).content.decode()
    assert ("admin.alfa" in listed, "admin.beta" in listed, "operator" in listed) == (
        True,
        False,
        False,
    )

    def made(user: User) -> bool:
        url = reverse("admin:accounts_user_tautan", args=[user.pk])
        return "/akun/tautan/" in platform.post(url, follow=True).content.decode()

    assert made(alfa.admin)
    assert not made(beta.admin)
    assert not made(alfa.operator)
    assert Kejadian.objects.get(aksi="akun.tautan").instansi == "alfa"
    Membership.objects.create(user=alfa.admin, role=Role.OPERATOR, unit=beta.unit)
    assert not made(alfa.admin), "would open beta, too"


def test_link_page_asked_by_get_makes_none(platform: Client, alfa: Dunia) -> None:
    url = reverse("admin:accounts_user_tautan", args=[alfa.admin.pk])
    assert platform.get(url).status_code == 302
    assert Kejadian.objects.filter(aksi="akun.tautan").count() == 0


@pytest.mark.django_db
def test_command_adds_a_person_of_the_platform_with_a_link() -> None:
    out = io.StringIO()
    call_command("add_platform_admin", "kelola", "Pengelola", base="http://p:1/", stdout=out)
    orang = User.objects.get()
    assert (orang.is_staff, orang.is_superuser, orang.has_usable_password()) == (True, False, False)
    assert orang.membership_set.get().role == "platform"
    path = out.getvalue().strip().removeprefix("http://p:1")
    assert Client().get(path).status_code == 302
    with pytest.raises(CommandError, match="sudah dipakai"):
        call_command("add_platform_admin", "kelola", "Lain")
