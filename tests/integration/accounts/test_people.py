"""People: the list, a person's page, adding, correcting, switching off."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import aktifkan, nonaktifkan
from accounts.models import Membership, Unit, User
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from tests.factories import buat_unit, buat_user
from tests.factories.people import SANDI
from tests.integration.accounts.dunia import Dunia

NIP = "198503152010011014"


def names(client: Client, **asked: object) -> list[str]:
    """User names on the first page of the list."""
    response = client.get("/pengguna/", asked)
    assert response.status_code == 200
    return [orang.username for orang in response.context["page_obj"]]


def test_list_shows_only_people_of_the_own_institution(
    alfa: Dunia, beta: Dunia, admin: Client
) -> None:
    assert names(admin) == ["admin.alfa", "operator.alfa"]
    page = admin.get("/pengguna/").content.decode()
    assert "2 orang" in page
    assert "beta" not in page


def test_list_shows_no_other_institutions_role_of_a_shared_person(
    alfa: Dunia, beta: Dunia, admin: Client
) -> None:
    Membership.objects.create(user=alfa.operator, role=Role.KETUA, unit=beta.pimpinan)
    for url in ("/pengguna/", reverse("pengguna_rinci", args=[alfa.operator.pk])):
        page = admin.get(url).content.decode()
        assert "Operator unit" in page
        assert "beta" not in page


def test_search_and_filters_stand_in_the_address(alfa: Dunia, beta: Dunia, admin: Client) -> None:
    tim = buat_unit(alfa.instansi, "tim", induk=alfa.unit)
    lain = buat_unit(alfa.instansi, "lain", induk=alfa.pimpinan)
    buat_user("siti", Role.OPERATOR, tim)
    buat_user("budi", Role.VERIFIKATOR, lain)
    User.objects.filter(username="budi").update(is_active=False, jabatan="Auditor Madya")
    assert names(admin, q="SITI") == ["siti"]
    assert names(admin, q="auditor madya") == ["budi"]
    assert names(admin, q="operator.beta") == []
    assert names(admin, peran=Role.VERIFIKATOR) == ["budi"]
    assert names(admin, unit=alfa.unit.pk) == ["operator.alfa", "siti"]
    assert names(admin, unit=alfa.unit.pk, peran=Role.VERIFIKATOR) == []
    assert names(admin, aktif="tidak") == ["budi"]
    assert names(admin, aktif="ya", unit=lain.pk) == []
    assert names(admin, unit=beta.unit.pk) == names(admin), "a foreign filter is no filter"
    page = admin.get("/pengguna/", {"q": "tidak ada orang ini"}).content.decode()
    assert "Tidak ada pengguna yang cocok" in page


def test_role_filter_asks_the_role_of_today(alfa: Dunia, admin: Client) -> None:
    buat_user("dulu", Role.VERIFIKATOR, alfa.unit, selesai="2020-01-01")
    assert names(admin, peran=Role.VERIFIKATOR) == []
    assert "dulu" in names(admin)


def test_nip_stands_in_no_list_and_only_masked_on_the_page(alfa: Dunia, admin: Client) -> None:
    User.objects.filter(pk=alfa.operator.pk).update(nip=NIP)
    assert NIP[-3:] not in admin.get("/pengguna/").content.decode()
    for name in ("pengguna_rinci", "pengguna_ubah"):
        page = admin.get(reverse(name, args=[alfa.operator.pk])).content.decode()
        assert "••• 014" in page
        assert NIP not in page
    assert names(admin, q=NIP) == [], "a list that can be searched by NIP would tell it"


def test_list_costs_the_same_with_one_and_with_a_thousand_people(
    alfa: Dunia, admin: Client
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            admin.get("/pengguna/")
        return len(seen)

    admin.get("/pengguna/")
    few = count()
    people = User.objects.bulk_create(
        User(username=f"banyak{n}", nama=f"Banyak {n:04}") for n in range(1000)
    )
    units = Unit.objects.bulk_create(
        Unit(
            instansi=alfa.instansi,
            kode=f"u{n}",
            nama=f"Unit {n}",
            nama_pendek=f"U{n}",
            induk=alfa.pimpinan,
            jenis="pd",
            jalur=f"{alfa.pimpinan.jalur}9{n}.",
        )
        for n in range(50)
    )
    Membership.objects.bulk_create(
        Membership(user=orang, role=Role.OPERATOR, unit=units[n % 50])
        for n, orang in enumerate(people)
    )
    response = admin.get("/pengguna/")
    assert len(response.context["page_obj"]) == 50
    assert response.context["page_obj"].paginator.count == 1002
    assert (count(), few <= 12) == (few, True)


def test_people_of_others_do_not_exist(alfa: Dunia, beta: Dunia, admin: Client) -> None:
    pk = beta.operator.pk
    urls = [
        reverse(name, args=[pk])
        for name in (
            "pengguna_rinci",
            "pengguna_ubah",
            "pengguna_tautan",
            "pengguna_tautan_baru",
            "pengguna_aktif",
            "pengguna_dua_langkah",
            "peran_beri",
        )
    ]
    urls.append(reverse("peran_akhiri", args=[beta.operator.membership_set.get().pk]))
    urls.append(reverse("unit_ubah", args=[beta.unit.pk]))
    for url in urls:
        assert admin.get(url).status_code == 404, url
        assert admin.post(url, {"aktif": "tidak"}).status_code in (404, 405), url


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ADMIN, Role.PLATFORM)])
def test_only_admins_see_these_screens(alfa: Dunia, role: Role) -> None:
    client = Client()
    client.force_login(buat_user("orang", role, alfa.unit))
    own = reverse("pengguna_rinci", args=[alfa.operator.pk])
    for url in ("/pengguna/", "/pengguna/tambah/", "/unit/", "/unit/tambah/", "/siapkan/", own):
        assert client.get(url).status_code == 403, url
        assert client.post(url).status_code in (403, 405), url


def baru(alfa: Dunia, **fields: object) -> dict[str, object]:
    return {
        "nama": "Siti Andini, S.H.",
        "username": "Siti.Andini",
        "jabatan": "Analis",
        "nip": NIP,
        "email": "",
        "role": Role.OPERATOR.value,
        "unit": alfa.unit.pk,
        "sebutan": "",
        "mulai": "",
        "selesai": "",
        "dasar": "",
    } | fields


def test_added_person_waits_for_the_link(alfa: Dunia, admin: Client) -> None:
    response = admin.post("/pengguna/tambah/", baru(alfa), follow=True)
    orang = User.objects.get(username="siti.andini")
    assert response.redirect_chain == [(reverse("pengguna_rinci", args=[orang.pk]), 302)]
    assert not orang.has_usable_password()
    row = orang.membership_set.get()
    assert (row.role, row.unit, orang.nip) == ("operator", alfa.unit, NIP)
    assert "periksa kembali" not in response.content.decode()
    events = Kejadian.objects.filter(aksi__in=["pengguna.tambah", "keanggotaan.tambah"])
    assert [e.instansi for e in events] == ["alfa", "alfa"]
    assert NIP not in str(list(Kejadian.objects.values()))


def test_odd_nip_is_kept_with_a_warning(alfa: Dunia, admin: Client) -> None:
    response = admin.post("/pengguna/tambah/", baru(alfa, nip="198513152010011014"), follow=True)
    assert User.objects.get(username="siti.andini").nip == "198513152010011014"
    assert "NIP tersimpan, tetapi periksa kembali: delapan angka" in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("nip", "19850315", "NIP terdiri atas 18 angka tanpa spasi."),
        ("nip", "19850315 201001 1 014", "NIP terdiri atas 18 angka tanpa spasi."),
        ("username", "siti andini", "Pakai huruf kecil, angka, titik, atau tanda hubung."),
        ("username", "operator.alfa", "Nama pengguna ini sudah dipakai."),
        ("username", "operator.beta", "Nama pengguna ini sudah dipakai."),
        ("role", "platform", "Pilih dari daftar."),
        ("unit", "999999", "Pilih dari daftar."),
        ("nama", "", "Wajib diisi."),
    ],
)
def test_bad_input_names_the_field_and_loses_nothing(
    alfa: Dunia, beta: Dunia, admin: Client, field: str, value: str, message: str
) -> None:
    response = admin.post("/pengguna/tambah/", baru(alfa, **{field: value}))
    assert response.status_code == 200
    assert [message in error for error in response.context["form"].errors[field]] == [True]
    page = response.content.decode()
    assert 'value="Analis"' in page
    assert User.objects.count() == 4


def test_unit_of_another_institution_is_no_choice(alfa: Dunia, beta: Dunia, admin: Client) -> None:
    response = admin.post("/pengguna/tambah/", baru(alfa, unit=beta.unit.pk))
    assert list(response.context["form"].errors) == ["unit"]
    assert User.objects.count() == 4


def test_correcting_keeps_replaces_or_removes_the_nip(alfa: Dunia, admin: Client) -> None:
    url = reverse("pengguna_ubah", args=[alfa.operator.pk])
    data = {"nama": "Nama operator.alfa", "jabatan": "Kepala", "email": ""}
    for extra, expected in (
        ({"nip_baru": NIP}, NIP),
        ({}, NIP),
        ({"nip_baru": "198503152010011022"}, "198503152010011022"),
        ({"hapus_nip": "on"}, ""),
    ):
        assert admin.post(url, data | extra).status_code == 302
        alfa.operator.refresh_from_db()
        assert (alfa.operator.nip, alfa.operator.jabatan) == (expected, "Kepala")
    rows = Kejadian.objects.filter(aksi="pengguna.ubah").order_by("id")
    assert [row.isi for row in rows] == [
        {"jabatan": ["Jabatan operator.alfa", "Kepala"], "nip": "diganti"},
        {"nip": "diganti"},
        {"nip": "diganti"},
    ]


def test_shared_person_keeps_data_and_account(alfa: Dunia, beta: Dunia, admin: Client) -> None:
    Membership.objects.create(user=alfa.operator, role=Role.KETUA, unit=beta.pimpinan)
    page = admin.get(reverse("pengguna_rinci", args=[alfa.operator.pk])).content.decode()
    assert "Akun ini juga dipakai di luar instansi Anda." in page
    assert "Nonaktifkan" not in page
    admin.post(reverse("pengguna_aktif", args=[alfa.operator.pk]), {"aktif": "tidak"})
    admin.post(
        reverse("pengguna_ubah", args=[alfa.operator.pk]), {"nama": "Diganti", "jabatan": "x"}
    )
    alfa.operator.refresh_from_db()
    assert (alfa.operator.is_active, alfa.operator.nama) == (True, "Nama operator.alfa")


def test_switching_off_ends_the_running_session_and_on_again_opens(
    alfa: Dunia, admin: Client
) -> None:
    person = Client()
    person.post("/masuk/", {"login": "operator.alfa", "password": SANDI})
    assert person.get("/akun/profil/").status_code == 200
    url = reverse("pengguna_aktif", args=[alfa.operator.pk])
    assert "Nonaktifkan akun" in admin.get(url).content.decode()
    admin.post(url, {"aktif": "tidak"})
    assert person.get("/akun/profil/").status_code == 302
    assert "Aktifkan akun" in admin.get(url).content.decode()
    admin.post(url, {"aktif": "ya"})
    login = Client().post("/masuk/", {"login": "operator.alfa", "password": SANDI})
    assert login["Location"] == "/"
    rows = Kejadian.objects.filter(aksi__startswith="pengguna.").order_by("id")
    assert [row.aksi for row in rows] == ["pengguna.nonaktif", "pengguna.aktif"]


def test_nobody_switches_themselves_off(alfa: Dunia) -> None:
    with pytest.raises(Denied, match="akun Anda sendiri"):
        nonaktifkan(orang_id=alfa.admin.pk, by=alfa.admin)


def test_actions_check_again_without_the_screen(alfa: Dunia, beta: Dunia) -> None:
    verifikator = buat_user("verifikator", Role.VERIFIKATOR, alfa.pimpinan)
    for by in (verifikator, beta.admin):
        with pytest.raises(Denied, match="bukan pengguna instansi Anda"):
            nonaktifkan(orang_id=alfa.operator.pk, by=by)
        with pytest.raises(Denied, match="bukan pengguna instansi Anda"):
            aktifkan(orang_id=alfa.operator.pk, by=by)
