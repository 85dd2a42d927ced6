"""A refused undo tells who, when and where, from what is written down; its page by cause."""

from datetime import date
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions.keanggotaan import Masa, akhiri_keanggotaan, beri_keanggotaan
from accounts.actions.unit import DataUnit, tambah_unit, ubah_unit
from accounts.models import Membership, Unit
from accounts.permissions import Role
from audit.models import Kejadian
from imports.dependents import Halangan, Objek, Sebab
from imports.halangan import kelompok
from imports.models import Batch
from imports.saksi import bersaksi
from imports.sumber import SUMBER
from tests.factories import buat_user
from tests.factories.impor import impor, terapkan_langsung, urungkan_langsung
from tests.factories.impor_batch import buat_batch
from tests.integration.imports.dunia import baris_unit, dunia_unit, siap
from ukuran.format import tanggal_waktu

DIUBAH = "Baris ini sudah diubah setelah impor diterapkan."
PANJANG = "Badan Pengelola Keuangan, Pendapatan, dan Aset Daerah Kabupaten Timor Tengah Selatan"


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """An institution with units and two admins."""
    return dunia_unit("alfa")


def _kejadian(aksi: str) -> Kejadian:
    return Kejadian.objects.get(instansi="alfa", aksi=aksi)


def _data(unit: Unit, **isi: Any) -> DataUnit:
    return DataUnit(**{"nama": unit.nama, "nama_pendek": "Pendek", "jenis": unit.jenis, **isi})


def test_the_later_import_is_named_and_linked(client: Client, dunia: SimpleNamespace) -> None:
    first = terapkan_langsung(siap(dunia, ubah=2, baru=1, tanda="Satu"), dunia.admin)
    second = terapkan_langsung(siap(dunia, ubah=1, baru=0, tanda="Dua"), dunia.kedua)
    first = urungkan_langsung(first, dunia.admin)
    assert second.diterapkan is not None
    assert first.bentrok == [
        {
            "baris": 3,
            "kunci": dunia.unit[0].kode,
            "sebab": DIUBAH,
            "jenis": "diubah",
            "oleh": dunia.kedua.nama,
            "pada": second.diterapkan.isoformat(),
            "impor": second.pk,
            "berkas": "isi.xlsx",
            "tempat": f"/unit/{dunia.unit[0].pk}/",
        }
    ]
    (found,) = kelompok(first, dunia.admin)
    assert (found.judul, found.saran, found.jumlah, found.impor) == (
        f"Ditulis lagi oleh impor nomor {second.pk} (isi.xlsx).",
        f"Urungkan impor nomor {second.pk} dahulu, lalu urungkan impor ini.",
        1,
        reverse("impor_rinci", args=[second.pk]),
    )
    assert (found.oleh, found.pada) == (dunia.kedua.nama, second.diterapkan)
    client.force_login(dunia.admin)
    for address in (found.impor, found.baris[0].tempat):
        assert client.get(address).status_code == 200
    assert urungkan_langsung(second, dunia.kedua).keadaan == Batch.Keadaan.DIURUNGKAN
    first.refresh_from_db()
    first = urungkan_langsung(first, dunia.admin)
    assert (first.keadaan, first.bentrok) == (Batch.Keadaan.DIURUNGKAN, [])


def test_an_import_of_others_is_named_without_a_way_to_it(dunia: SimpleNamespace) -> None:
    orang = buat_user("operator.alfa", Role.OPERATOR, dunia.unit[0])
    batch = buat_batch(
        dunia.instansi,
        dunia.admin,
        Batch.Keadaan.DITERAPKAN,
        bentrok=[
            {"baris": 2, "kunci": "A.1", "sebab": DIUBAH, "jenis": "diubah", "impor": lain}
            for lain in (buat_batch(dunia.instansi, dunia.admin).pk,)
        ],
    )
    assert kelompok(batch, orang)[0].impor == ""
    assert kelompok(batch, dunia.kedua)[0].impor != ""


def test_people_are_named_from_the_trail(client: Client, dunia: SimpleNamespace) -> None:
    orang = buat_user("operator.alfa", Role.OPERATOR, dunia.unit[5])
    before = Membership.objects.count()
    batch = terapkan_langsung(siap(dunia, ubah=3, baru=2), dunia.admin)
    made = Unit.objects.get(kode="baru-0-alfa")
    mine = dunia.unit[0]
    mine.refresh_from_db()
    ubah_unit(unit_id=mine.pk, data=_data(mine, nama="Diganti"), penerus_id=None, by=dunia.kedua)
    silent = dunia.unit[1]
    Unit.objects.filter(pk=silent.pk).update(nama="Tanpa jejak")
    beri_keanggotaan(
        orang_id=orang.pk,
        unit_id=made.pk,
        role=Role.OPERATOR,
        masa=Masa(),
        by=dunia.kedua,
    )
    anak = tambah_unit(induk_id=made.pk, data=_data(made, nama="Anak"), by=dunia.admin)
    assert Membership.objects.count() == before + 1
    batch = urungkan_langsung(batch, dunia.admin)
    trail = {aksi: _kejadian(aksi) for aksi in ("unit.ubah", "keanggotaan.tambah", "unit.tambah")}

    def siapa(aksi: str) -> dict[str, str]:
        return {"oleh": trail[aksi].aktor_nama, "pada": trail[aksi].at.isoformat()}

    used = {"baris": 9, "kunci": "baru-0-alfa", "jenis": "dipakai"}
    assert sorted(batch.bentrok, key=lambda row: (row["baris"], row["sebab"])) == [
        {
            "baris": 3,
            "kunci": mine.kode,
            "sebab": DIUBAH,
            "jenis": "diubah",
            **siapa("unit.ubah"),
            "tempat": f"/unit/{mine.pk}/",
        },
        {
            "baris": 4,
            "kunci": silent.kode,
            "sebab": DIUBAH,
            "jenis": "diubah",
            "tempat": f"/unit/{silent.pk}/",
        },
        {
            **used,
            "sebab": "Sudah dipakai pada keanggotaan.",
            **siapa("keanggotaan.tambah"),
            "tempat": f"/pengguna/{orang.pk}/",
        },
        {
            **used,
            "sebab": "Sudah dipakai pada unit.",
            **siapa("unit.tambah"),
            "tempat": f"/unit/{anak.pk}/",
        },
    ]
    assert trail["unit.ubah"].aktor_nama == dunia.kedua.nama
    client.force_login(dunia.admin)
    page = client.get(reverse("impor_rinci", args=[batch.pk])).content.decode()
    assert page.count("tidak tercatat") == 1
    for row in batch.bentrok:
        assert f'<a href="{row["tempat"]}">' in page
        assert client.get(row["tempat"]).status_code == 200


def test_a_row_that_is_gone_says_who_took_it_away(dunia: SimpleNamespace) -> None:
    orang = buat_user("operator.alfa", Role.OPERATOR, dunia.unit[0])
    rows = [
        {
            "nama_pengguna": orang.username,
            "nama": orang.nama,
            "peran": Role.KOORDINATOR.label,
            "unit": dunia.unit[1].kode,
            "mulai": date(2099, 1, 1),
        }
    ]
    batch = terapkan_langsung(impor(dunia.instansi, dunia.admin, "pengguna", rows), dunia.admin)
    assert batch.keadaan == Batch.Keadaan.DITERAPKAN, batch.pesan
    row = Membership.objects.get(user=orang, role=Role.KOORDINATOR)
    akhiri_keanggotaan(membership_id=row.pk, selesai=date(2098, 1, 1), by=dunia.kedua)
    batch = urungkan_langsung(batch, dunia.admin)
    event = _kejadian("keanggotaan.batal")
    assert [{**row, "kunci": ""} for row in batch.bentrok] == [
        {
            "baris": 2,
            "kunci": "",
            "sebab": "Baris ini sudah tidak ada.",
            "jenis": "hilang",
            "oleh": dunia.kedua.nama,
            "pada": event.at.isoformat(),
        }
    ]


@pytest.mark.parametrize("jumlah", [1, 60])
def test_witnesses_cost_the_same_for_many_rows(dunia: SimpleNamespace, jumlah: int) -> None:
    first = terapkan_langsung(siap(dunia, ubah=3, baru=0), dunia.admin)
    terapkan_langsung(siap(dunia, ubah=2, baru=0, tanda="Dua"), dunia.admin)
    ids = list(Unit.objects.values_list("pk", flat=True))
    against = [
        Halangan(n, "x", DIUBAH, Sebab.DIUBAH, (Objek("accounts.unit", ids[n % len(ids)]),))
        for n in range(jumlah)
    ]
    with CaptureQueriesContext(connection) as queries:
        assert len(bersaksi(first, against)) == jumlah
    assert len(queries) == 5  # institution, later imports, their journals, the rows, the events


@pytest.mark.parametrize("jumlah", [1, 250])
def test_the_page_stays_readable(
    client: Client, db: None, data_folder: object, jumlah: int
) -> None:
    dunia = dunia_unit("alfa", unit=jumlah)
    names = [f"{PANJANG} {no}" for no in range(jumlah)]
    done = []
    for tanda in ("Satu", "Dua"):
        rows = baris_unit(dunia)[1:]
        for row, nama in zip(rows, names, strict=True):
            row["nama"] = f"{nama} {tanda}"
        batch = impor(dunia.instansi, dunia.admin, "unit", rows, nama=f"{PANJANG}.xlsx")
        done.append(terapkan_langsung(batch, dunia.kedua))
    first, second = urungkan_langsung(done[0], dunia.admin), done[1]
    assert (first.keadaan, first.pesan) == (
        Batch.Keadaan.DITERAPKAN,
        f"Impor ini tidak diurungkan: {jumlah} hal bergantung padanya.",
    )
    (found,) = kelompok(first, dunia.admin)
    shown = min(jumlah, 200)
    assert (found.jumlah, len(found.baris), found.lagi) == (jumlah, shown, jumlah - shown)
    client.force_login(dunia.admin)
    url = reverse("impor_rinci", args=[first.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url).content.decode()
    assert len(queries) == 10
    assert page.count("im-halangan") == 1
    assert page.count("<details>") == (1 if jumlah > 10 else 0)
    assert ("50 baris lain dengan sebab yang sama" in page) == (jumlah == 250)
    assert second.diterapkan is not None
    when = tanggal_waktu(second.diterapkan, ZoneInfo(dunia.instansi.zona_waktu))
    assert page.count(f"terakhir oleh <b>{dunia.kedua.nama}</b>, {when}") == 1


def test_an_applied_import_without_a_refusal_shows_none(
    client: Client, dunia: SimpleNamespace
) -> None:
    batch = terapkan_langsung(siap(dunia, ubah=1, baru=0), dunia.admin)
    client.force_login(dunia.admin)
    page = client.get(reverse("impor_rinci", args=[batch.pk])).content.decode()
    assert "Yang menghalangi pengurungan" not in page
    assert kelompok(batch, dunia.admin) == ()


def test_every_source_names_columns_and_addresses_that_are_there(db: None) -> None:
    for model, sumber in SUMBER.items():
        event = sumber.peristiwa
        names = ["pk", *sumber.di, *(sumber.ubah or ()), *(sumber.buat or ())]
        names += [event.id, event.isi[1] if event.isi else "pk"] if event else []
        assert list(apps.get_model(model)._base_manager.values_list(*names)[:1]) == []
        if sumber.tempat:
            assert reverse(sumber.tempat, args=[1] * len(sumber.di)).endswith("/")
