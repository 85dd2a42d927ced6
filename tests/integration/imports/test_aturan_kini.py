"""Rules of a kind hold when an import is applied and undone, not only when it was checked."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Unit, User
from accounts.permissions import Denied, Role
from imports.actions.pengaturan import atur_impor
from imports.actions.terapkan import ajukan, terapkan
from imports.actions.unggah import lanjutkan
from imports.models import Batch
from jobs.models import Job
from satgas.models import SuratKeputusan
from tests.factories import buat_rencana, buat_user
from tests.factories.impor import impor, isi_sekarang, temuan, terapkan_langsung, urungkan_langsung
from tests.integration.imports.dunia import dunia_unit, siap

Keadaan = Batch.Keadaan
pytestmark = pytest.mark.usefixtures("db", "data_folder")
_SENDIRI = "Baris ini tentang peran Anda sendiri. Minta admin lain mengurungkan impor ini."


def _peran(user: User, unit: Unit, peran: Role) -> list[dict[str, Any]]:
    return [
        {
            "nama_pengguna": user.username,
            "nama": user.nama,
            "unit": unit.kode,
            "peran": peran.value,
            "mulai": None,
            "selesai": None,
        }
    ]


def test_a_role_at_a_unit_that_ended_meanwhile_is_not_given() -> None:
    dunia = dunia_unit("alfa", 2)
    orang = buat_user("op.alfa", Role.OPERATOR, dunia.unit[0])
    batch = impor(
        dunia.instansi, dunia.admin, "pengguna", _peran(orang, dunia.unit[1], Role.VERIFIKATOR)
    )
    assert (batch.keadaan, temuan(batch)) == (Keadaan.SIAP, [])
    ended = timezone.localdate() - timedelta(days=1)
    Unit.objects.filter(pk=dunia.unit[1].pk).update(aktif_selesai=ended)
    batch = terapkan_langsung(batch, dunia.admin)
    assert batch.keadaan == Keadaan.BERGESER
    assert [b["sebab"] for b in batch.bentrok] == [
        f"Unit ini hanya aktif sampai {ended:%d-%m-%Y}. Isi tanggal akhir sampai hari itu."
    ]
    assert Membership.objects.filter(user=orang).count() == 1


def test_a_role_given_on_the_screen_meanwhile_is_not_given_twice() -> None:
    dunia = dunia_unit("alfa", 2)
    orang = buat_user("op.alfa", Role.OPERATOR, dunia.unit[0])
    batch = impor(
        dunia.instansi, dunia.admin, "pengguna", _peran(orang, dunia.unit[1], Role.VERIFIKATOR)
    )
    Membership.objects.create(
        user=orang, unit=dunia.unit[1], role=Role.VERIFIKATOR, mulai=timezone.localdate()
    )
    batch = terapkan_langsung(batch, dunia.admin)
    assert (batch.keadaan, len(batch.bentrok)) == (Keadaan.BERGESER, 1)
    assert Membership.objects.filter(user=orang, role=Role.VERIFIKATOR).count() == 1


def test_nobody_takes_back_what_an_import_did_to_their_own_roles() -> None:
    dunia = dunia_unit("alfa", 2)
    own = Membership.objects.create(
        user=dunia.kedua, unit=dunia.unit[0], role=Role.VERIFIKATOR, mulai=None
    )
    rows = [
        {**row, "selesai": timezone.localdate()}
        for row in isi_sekarang(dunia.instansi, dunia.admin, "pengguna")
        if (row["nama_pengguna"], row["peran"]) == (dunia.kedua.username, Role.VERIFIKATOR.value)
    ]
    batch = terapkan_langsung(impor(dunia.instansi, dunia.admin, "pengguna", rows), dunia.admin)
    assert batch.keadaan == Keadaan.DITERAPKAN
    batch = urungkan_langsung(batch, dunia.kedua)
    assert (batch.keadaan, [b["sebab"] for b in batch.bentrok]) == (Keadaan.DITERAPKAN, [_SENDIRI])
    own.refresh_from_db()
    assert own.selesai == timezone.localdate()
    batch = urungkan_langsung(batch, dunia.admin)
    assert batch.keadaan == Keadaan.DIURUNGKAN
    own = Membership.objects.get(pk=own.pk)
    assert own.selesai is None


def test_an_uploader_does_not_go_on_with_what_the_second_person_applies() -> None:
    dunia = dunia_unit("alfa", 2)
    atur_impor(instansi=dunia.instansi, dua_orang=True, by=dunia.admin)
    batch = siap(dunia, ubah=1, baru=0)
    batch = ajukan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
    batch = terapkan(batch_id=batch.pk, versi=batch.versi, by=dunia.kedua)
    assert batch.job is not None
    Job.objects.filter(pk=batch.job.pk).update(status=Job.Status.DIBATALKAN)
    with pytest.raises(Denied, match="orang lain yang melanjutkannya"):
        lanjutkan(batch_id=batch.pk, versi=batch.versi, by=dunia.admin)
    lanjutkan(batch_id=batch.pk, versi=batch.versi, by=dunia.kedua)


def test_a_nip_stays_out_of_names_samples_and_findings() -> None:
    dunia = dunia_unit("alfa", 1)
    nip = "198001012005011001"
    row = {
        "nama_pengguna": "baru.alfa",
        "nama": "Orang Baru",
        "nip": nip,
        "unit": dunia.root.kode,
        "peran": nip,  # typed into the wrong column
        "mulai": None,
        "selesai": None,
    }
    batch = impor(dunia.instansi, dunia.admin, "pengguna", [row], nama=f"pegawai {nip}.xlsx")
    assert batch.keadaan == Keadaan.BERMASALAH
    kept = [Batch.objects.filter(pk=batch.pk).values(), batch.temuan_set.values()]
    assert [table for table in map(list, kept) if nip in str(table)] == []
    assert batch.nama_asli == "pegawai NIP …001.xlsx"


@pytest.mark.parametrize("nama", ["impor_templat", "impor_ekspor"])
def test_a_plan_without_its_decree_is_told_on_the_page_of_the_kind(
    client: Client, nama: str
) -> None:
    dunia = dunia_unit("alfa", 1)
    rencana = buat_rencana(dunia.instansi)
    SuratKeputusan.objects.filter(rencana=rencana).delete()
    client.force_login(dunia.admin)
    answer = client.get(reverse(nama, args=["satgas_tugas"]), {"tujuan": rencana.pk}, follow=True)
    assert answer.redirect_chain[0][1] == 302
    assert "Rencana ini belum mempunyai keputusan." in answer.content.decode()
