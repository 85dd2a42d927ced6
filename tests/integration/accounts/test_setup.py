"""The first start of a portal by a signed link, and the page of one's own institution."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.actions import DataInstansi, DataOrang, TautanBasi, siapkan_awal
from accounts.links import setup_path
from accounts.models import Instansi, Membership, Unit, User
from accounts.permissions import Role
from accounts.readiness import checks
from audit.models import Kejadian
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.integration.accounts.dunia import Dunia

SPENT = "Tautan penyiapan ini sudah dipakai atau kedaluwarsa."
FORM = {
    "nama_instansi": "Pemerintah Kabupaten Uji",
    "kop": "PEMERINTAH KABUPATEN UJI\r\nSEKRETARIAT DAERAH",
    "tempat": "Soe",
    "zona_waktu": "Asia/Makassar",
    "nama": "Maria Uji, S.E.",
    "jabatan": "Kepala Bagian",
    "username": "Maria.Uji",
    "sandi": "kursi-hijau-77",
    "ulang": "kursi-hijau-77",
}


def printed(base: str = "http://10.0.0.5:8000/") -> str:
    out = io.StringIO()
    call_command("setup_link", base=base, stdout=out, stderr=io.StringIO())
    return out.getvalue().strip()


@pytest.mark.django_db
def test_printed_link_makes_institution_root_and_admin_and_logs_in() -> None:
    text = printed()
    assert text.splitlines()[-1].startswith("http://10.0.0.5:8000/siapkan/awal/")
    path = text.splitlines()[-1].removeprefix("http://10.0.0.5:8000")
    browser = Client()
    for _ in range(2):
        assert browser.get(path).status_code == 200
    assert Instansi.objects.count() == 0, "opening does nothing"
    response = browser.post(path, FORM, follow=True)
    assert response.redirect_chain == [("/siapkan/", 302)]
    assert "Siapkan Pemerintah Kabupaten Uji" in response.content.decode()
    instansi = Instansi.objects.get()
    assert (instansi.kode, instansi.kop_baris, instansi.contoh) == (
        "pemerintah-kabupaten-uji",
        ["PEMERINTAH KABUPATEN UJI", "SEKRETARIAT DAERAH"],
        False,
    )
    root = Unit.objects.get()
    assert (root.induk, root.jenis, root.nama) == (None, "pimpinan", instansi.nama)
    row = Membership.objects.get()
    assert (row.user.username, row.role, row.unit) == ("maria.uji", "admin", root)
    assert row.user.check_password("kursi-hijau-77")
    assert not row.user.is_staff
    events = Kejadian.objects.order_by("id").values_list("instansi", "aksi", "aktor_nama")
    assert sorted(events) == [
        ("pemerintah-kabupaten-uji", "akun.masuk", "Maria Uji, S.E."),
        ("pemerintah-kabupaten-uji", "instansi.siapkan", "Pantas"),
        ("pemerintah-kabupaten-uji", "instansi.tambah", "Pantas"),
        ("pemerintah-kabupaten-uji", "keanggotaan.tambah", "Pantas"),
        ("pemerintah-kabupaten-uji", "pengguna.tambah", "Pantas"),
        ("pemerintah-kabupaten-uji", "unit.tambah", "Pantas"),
        ("sistem", "instansi.tambah", "Pantas"),
    ]
    again = Client().get(path)
    assert (again.status_code, SPENT in again.content.decode()) == (410, True)
    assert printed() == ""


@pytest.mark.django_db
def test_second_of_two_open_forms_is_refused() -> None:
    path = setup_path()
    token = path.split("/")[3]
    data, orang = DataInstansi(nama="Instansi A"), DataOrang("Orang A", "orang.a")
    siapkan_awal(token=token, data=data, instansi_id=None, orang=orang, sandi="kursi-hijau-77")
    with pytest.raises(TautanBasi):
        siapkan_awal(
            token=token,
            data=DataInstansi(nama="Instansi B"),
            instansi_id=None,
            orang=DataOrang("Orang B", "orang.b"),
            sandi="kursi-hijau-77",
        )
    assert list(Instansi.objects.values_list("nama", flat=True)) == ["Instansi A"]


@pytest.mark.django_db
def test_link_lives_a_day_and_cannot_be_invented() -> None:
    path = setup_path()
    with time_machine.travel(timezone.localtime() + timedelta(hours=23, minutes=59)):
        assert Client().get(path).status_code == 200
    with time_machine.travel(timezone.localtime() + timedelta(hours=24, seconds=2)):
        assert Client().get(path).status_code == 410
    assert Client().get("/siapkan/awal/ImF3YWwi:1abcde:xxxx/").status_code == 410


@pytest.mark.django_db
def test_contoh_admins_do_not_close_the_link_but_a_real_one_does() -> None:
    contoh = buat_unit(buat_instansi("contoh", contoh=True), "p")
    buat_user("admin", Role.ADMIN, contoh)
    path = setup_path()
    assert Client().get(path).status_code == 200
    buat_user("nyata", Role.ADMIN, buat_unit(buat_instansi("nyata"), "p"))
    assert Client().get(path).status_code == 410


@pytest.mark.django_db
def test_loaded_institution_can_be_taken_over_but_never_a_contoh_one() -> None:
    loaded = buat_unit(buat_instansi("pemprov-ntt", nama="Pemprov NTT"), "gubernur")
    contoh = buat_unit(buat_instansi("contoh", contoh=True), "p")
    path = setup_path()
    form = {**FORM, "nama_instansi": ""}
    refused = Client().post(path, {**form, "instansi": contoh.instansi_id})
    assert "instansi" in refused.context["form"].errors
    both = Client().post(path, {**FORM, "instansi": loaded.instansi_id})
    assert list(both.context["form"].errors) == ["nama_instansi"]
    none = Client().post(path, form)
    assert list(none.context["form"].errors) == ["nama_instansi"]
    assert Client().post(path, {**form, "instansi": loaded.instansi_id}).status_code == 302
    assert Membership.objects.get().unit == loaded
    assert Instansi.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sandi": "pendek", "ulang": "pendek"}, "sandi"),
        ({"ulang": "lain-sekali-88"}, "ulang"),
        ({"username": "Dengan Spasi"}, "username"),
        ({"nama_instansi": ""}, "nama_instansi"),
        ({"nama_instansi": "???"}, "nama_instansi"),
        ({"nama_instansi": "Sistem"}, "nama_instansi"),
    ],
)
def test_refused_first_start_leaves_nothing_and_keeps_what_was_typed(
    changed: dict[str, str], field: str
) -> None:
    response = Client().post(setup_path(), FORM | changed)
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert 'value="Maria Uji, S.E."' in page
    assert "kursi-hijau-77" not in page
    counts = [model.objects.count() for model in (Instansi, Unit, User, Membership, Kejadian)]
    assert counts == [0, 0, 0, 0, 0]


def test_own_institution_is_corrected_and_recorded(alfa: Dunia, beta: Dunia, admin: Client) -> None:
    data = {
        "nama": "Instansi alfa",
        "kop": "PEMERINTAH ALFA",
        "tempat": "Atambua",
        "zona_waktu": "Asia/Jayapura",
        "mfa_wajib": ["verifikator", "ketua"],
        "pemutus_pengecualian": "inspektorat",
    }
    assert admin.post("/siapkan/", data)["Location"] == "/siapkan/"
    alfa.instansi.refresh_from_db()
    assert (alfa.instansi.tempat, alfa.instansi.mfa_wajib) == ("Atambua", ["verifikator", "ketua"])
    assert alfa.instansi.pemutus_pengecualian == "inspektorat"
    event = Kejadian.objects.get(aksi="instansi.ubah")
    assert (event.instansi, sorted(event.isi)) == (
        "alfa",
        ["kop", "mfa_wajib", "pemutus_pengecualian", "tempat", "zona_waktu"],
    )
    before = beta.instansi.tempat
    admin.post(f"/siapkan/?instansi={beta.instansi.pk}", data | {"tempat": "Diambil"})
    beta.instansi.refresh_from_db()
    assert beta.instansi.tempat == before


def test_times_are_shown_in_the_zone_of_the_institution(alfa: Dunia, admin: Client) -> None:
    Instansi.objects.update(zona_waktu="Asia/Jayapura")
    noon = timezone.now().replace(year=2026, month=9, day=1, hour=3, minute=0)
    User.objects.filter(pk=alfa.operator.pk).update(last_login=noon)
    page = admin.get(f"/pengguna/{alfa.operator.pk}/").content.decode()
    assert "1 September 2026, 12.00 WIT" in page


def test_check_list_says_what_is_missing(alfa: Dunia, beta: Dunia, admin: Client) -> None:
    def state() -> dict[str, bool]:
        return {check.label: check.ada for check in checks(alfa.instansi)}

    buat_user("v.beta", Role.VERIFIKATOR, beta.pimpinan)
    assert state() == {
        "Kop surat dan tempat": True,
        "Unit": True,
        "Operator unit": True,
        "Dua verifikator": False,
        "Rencana berjalan": False,
    }
    buat_user("v1", Role.VERIFIKATOR, alfa.pimpinan)
    page = admin.get("/siapkan/").content.decode()
    second = (
        "Belum ada verifikator kedua: tugas yang ditulis Nama v1 tidak dapat diputus siapa pun."
    )
    assert second in page
    assert "Belum ada rencana" in page
    off = buat_user("v2", Role.VERIFIKATOR, alfa.pimpinan)
    User.objects.filter(pk=off.pk).update(is_active=False)
    assert state()["Dua verifikator"] is False
    buat_user("v3", Role.VERIFIKATOR, alfa.pimpinan)
    assert state()["Dua verifikator"] is True
    Membership.objects.filter(unit__instansi=alfa.instansi, role=Role.OPERATOR).delete()
    assert state()["Operator unit"] is False
