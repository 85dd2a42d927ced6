"""Units: a tree that only grows; ends by date, with a successor, never in a circle."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import DataUnit, IsianKeliru, tambah_unit, ubah_unit
from accounts.models import Unit
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from tests.factories import buat_unit, buat_user
from tests.integration.accounts.dunia import Dunia

DATA = DataUnit(nama="Badan Baru", nama_pendek="Baru", jenis="pd")


def ubah(dunia: Dunia, unit: Unit, penerus: Unit | None = None, **fields: object) -> None:
    data = DataUnit(nama=unit.nama, nama_pendek=unit.nama_pendek, jenis=unit.jenis)
    ubah_unit(
        unit_id=unit.pk,
        data=replace(data, **fields),  # type: ignore[arg-type]
        penerus_id=penerus.pk if penerus else None,
        by=dunia.admin,
    )


def test_tree_shows_depth_and_people_of_today_of_the_own_institution(
    alfa: Dunia, beta: Dunia, admin: Client
) -> None:
    buat_user("dulu", Role.OPERATOR, alfa.unit, selesai=date(2020, 1, 1))
    response = admin.get("/unit/")
    rows = [(depth, unit.kode, unit.orang) for depth, unit in response.context["pohon"]]
    assert rows == [(0, "pimpinan-alfa", 1), (1, "bkd-alfa", 1)]
    assert "beta" not in response.content.decode()


def test_added_unit_hangs_below_its_parent(alfa: Dunia, admin: Client) -> None:
    response = admin.post(
        "/unit/tambah/",
        {"induk": alfa.unit.pk, "nama": "Bidang Mutasi", "nama_pendek": "Mutasi", "jenis": "tim"},
    )
    assert response["Location"] == "/unit/"
    unit = Unit.objects.get(nama="Bidang Mutasi")
    assert (unit.kode, unit.instansi, unit.jalur) == (
        "mutasi",
        alfa.instansi,
        f"{alfa.unit.jalur}{unit.pk}.",
    )
    assert Kejadian.objects.get(aksi="unit.tambah").instansi == "alfa"


def test_same_name_gets_another_code(alfa: Dunia) -> None:
    codes = [
        tambah_unit(induk_id=alfa.pimpinan.pk, data=DATA, by=alfa.admin).kode for _ in range(3)
    ]
    assert codes == ["baru", "baru-2", "baru-3"]


def test_renaming_and_ending_by_the_page(alfa: Dunia, admin: Client) -> None:
    heir = buat_unit(alfa.instansi, "penerus", induk=alfa.pimpinan)
    url = reverse("unit_ubah", args=[alfa.unit.pk])
    assert alfa.unit.nama in admin.get(url).content.decode()
    response = admin.post(
        url,
        {
            "nama": "Badan Kepegawaian",
            "nama_pendek": "BKD",
            "jenis": "pd",
            "aktif_selesai": "2026-12-31",
            "penerus": heir.pk,
        },
    )
    assert response["Location"] == "/unit/"
    alfa.unit.refresh_from_db()
    assert (alfa.unit.nama, alfa.unit.aktif_selesai, alfa.unit.penerus) == (
        "Badan Kepegawaian",
        date(2026, 12, 31),
        heir,
    )
    changed = Kejadian.objects.get(aksi="unit.ubah").isi
    assert changed == {
        "nama": ["Unit bkd-alfa alfa", "Badan Kepegawaian"],
        "nama_pendek": ["bkd-alfa alfa", "BKD"],
        "aktif_selesai": ["", "2026-12-31"],
        "penerus": ["", "penerus alfa"],
    }


def test_successors_never_close_a_circle(alfa: Dunia) -> None:
    b = buat_unit(alfa.instansi, "b", induk=alfa.pimpinan)
    c = buat_unit(alfa.instansi, "c", induk=alfa.pimpinan)
    ubah(alfa, alfa.unit, b)
    ubah(alfa, b, c)
    with pytest.raises(IsianKeliru, match="diteruskan kembali"):
        ubah(alfa, c, alfa.unit)
    with pytest.raises(IsianKeliru, match="diteruskan kembali"):
        ubah(alfa, c, c)


def test_successor_is_of_the_same_institution(alfa: Dunia, beta: Dunia) -> None:
    with pytest.raises(IsianKeliru, match="instansi yang sama"):
        ubah(alfa, alfa.unit, beta.unit)


def test_parent_ends_after_its_children(alfa: Dunia) -> None:
    with pytest.raises(IsianKeliru, match="Akhiri dahulu unit di bawahnya: bkd-alfa alfa"):
        ubah(alfa, alfa.pimpinan, aktif_selesai=date(2027, 1, 1))
    ubah(alfa, alfa.unit, aktif_selesai=date(2027, 1, 1))
    ubah(alfa, alfa.pimpinan, aktif_selesai=date(2027, 1, 1))


def test_end_before_the_beginning_is_refused(alfa: Dunia) -> None:
    with pytest.raises(IsianKeliru):
        ubah(alfa, alfa.unit, aktif_mulai=date(2027, 1, 1), aktif_selesai=date(2026, 1, 1))


def test_units_of_others_are_not_touched(alfa: Dunia, beta: Dunia) -> None:
    with pytest.raises(Denied):
        tambah_unit(induk_id=beta.pimpinan.pk, data=DATA, by=alfa.admin)
    with pytest.raises(Denied):
        ubah(alfa, beta.unit, nama="Diambil alih")
    with pytest.raises(Denied):
        tambah_unit(induk_id=alfa.pimpinan.pk, data=DATA, by=alfa.operator)


def test_page_offers_no_foreign_unit(alfa: Dunia, beta: Dunia, admin: Client) -> None:
    for url in ("/unit/tambah/", reverse("unit_ubah", args=[alfa.unit.pk]), "/pengguna/tambah/"):
        assert "beta" not in admin.get(url).content.decode(), url
