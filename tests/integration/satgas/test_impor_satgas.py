"""Decree, members and tasks of the Satgas brought in from spreadsheets."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.permissions import Denied, Role
from audit.recorder import audited
from evidence.actions import IsianKurang
from evidence.models import Butir, Capaian, DokumenWajib
from imports.models import Batch
from satgas.models import Anggota, RincianTugas, SuratKeputusan
from sheets.values import Keliru
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    mulai,
)
from tests.factories.impor import (
    angka,
    impor,
    jenis_data,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.integration.satgas.putaran import putar, sel_sekarang, semua_tabel


@pytest.fixture
def dunia(db: None) -> SimpleNamespace:
    """An institution with a plan of two members that is being drawn up."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    bkd = buat_unit(instansi, "bkd", induk=akar)
    pupr = buat_unit(instansi, "pupr", induk=akar)
    rencana = buat_rencana(instansi)
    return SimpleNamespace(
        instansi=instansi,
        bkd=bkd,
        pupr=pupr,
        rencana=rencana,
        satu=buat_butir(rencana, bkd, "9.a", dokumen=2, pendukung=(pupr,)),
        dua=buat_butir(rencana, pupr, "13"),
        admin=buat_user("admin.alfa", Role.ADMIN, akar),
    )


def _impor(dunia: SimpleNamespace, kode: str, rows: list[dict[str, Any]]) -> Batch:
    return impor(dunia.instansi, dunia.admin, kode, rows, dunia.rencana.pk)


def _sel(dunia: SimpleNamespace, kode: str) -> list[dict[str, Any]]:
    return sel_sekarang(dunia.instansi, dunia.admin, kode, dunia.rencana.pk)


def test_the_official_decree_comes_back_as_it_went_out(
    resmi: SuratKeputusan, tmp_path: Path
) -> None:
    instansi = resmi.rencana.instansi
    admin = buat_user("admin.ntt", Role.ADMIN, instansi.unit_set.get(induk=None))
    tujuan = resmi.rencana_id
    counts = {"satgas_keputusan": 1, "satgas_anggota": 28, "satgas_tugas": 0}
    counts["satgas_anggota"] = resmi.anggota_set.count()
    counts["satgas_tugas"] = Butir.objects.filter(rencana=resmi.rencana).count()
    for kode, jumlah in counts.items():
        batch = putar(instansi, admin, kode, tmp_path, tujuan)
        assert (kode, batch.keadaan, batch.pesan, temuan(batch)) == (
            kode,
            Batch.Keadaan.SAMA,
            "",
            [],
        )
        assert angka(batch) == (0, 0, jumlah, 0)
    batch = putar(instansi, admin, "unit", tmp_path)
    assert angka(batch) == (0, 0, instansi.unit_set.count(), 0)
    rows = sel_sekarang(instansi, admin, "satgas_anggota", tujuan)
    rows[0]["jabatan"] = "Jabatan lain"
    batch = impor(instansi, admin, "satgas_anggota", rows, tujuan)
    assert (batch.keadaan, angka(batch)[1]) == (Batch.Keadaan.BERMASALAH, 1)
    assert "arsip" in batch.pesan


def test_a_plan_being_drawn_up_takes_new_and_changed_tasks_and_gives_them_back(
    dunia: SimpleNamespace,
) -> None:
    before = semua_tabel()
    rows = _sel(dunia, "satgas_tugas")
    rows[0] |= {
        "uraian": "menyusun laporan setiap saat;",
        "dokumen": "Dokumen 2 9.a\nBaru",
        "asal_dokumen": None,
        "pendukung": None,
        "sub": "satu\ndua",
        "pola": "Triwulan",
    }
    rows += [
        {
            "kode_tugas": "9.b",
            "uraian": "melaporkan minimal tiap semester;",
            "sub": "1. laporan A\n2. laporan B",
            "bersama": "13",
            "dinilai": "Ya",
            "pendukung": str(dunia.pupr),
        },
        {"kode_tugas": "13.a", "uraian": "menata arsip;"},
    ]
    batch = _impor(dunia, "satgas_tugas", rows)
    assert (temuan(batch), angka(batch)) == ([], (2, 1, 1, 0))
    batch = terapkan_langsung(batch, dunia.admin)
    assert (batch.keadaan, batch.pesan) == (Batch.Keadaan.DITERAPKAN, "")
    baru = Butir.objects.get(rencana=dunia.rencana, kode="9.b")
    assert (baru.pola, baru.sumber_pola, baru.kutipan_pola, baru.urut, baru.unit) == (
        "semester",
        "teks",
        "minimal tiap semester",
        2,
        dunia.bkd,
    )
    assert list(baru.dokumen_set.values_list("urut", "uraian", "asal")) == [
        (1, "laporan A", "sumber"),
        (2, "laporan B", "sumber"),
    ]
    tugas = RincianTugas.objects.get(butir=baru)
    assert [a.no for a in tugas.bersama.all()] == [13]
    assert list(tugas.sub_set.values_list("no", "teks")) == [(1, "laporan A"), (2, "laporan B")]
    lama = Butir.objects.get(pk=dunia.satu.pk)
    assert (lama.uraian, lama.pola, lama.pendukung.count()) == (
        "menyusun laporan setiap saat;",
        "triwulan",
        0,
    )
    assert list(DokumenWajib.objects.filter(butir=lama).values_list("uraian", flat=True)) == [
        "Dokumen 2 9.a",
        "Baru",
    ]
    again = _impor(dunia, "satgas_tugas", rows)
    assert angka(again) == (0, 0, 4, 0)
    batch = urungkan_langsung(batch, dunia.admin)
    assert (batch.keadaan, batch.bentrok) == (Batch.Keadaan.DIURUNGKAN, [])
    assert semua_tabel() == before


def test_a_running_plan_takes_new_tasks_only(dunia: SimpleNamespace) -> None:
    mulai(dunia.rencana, by=dunia.admin)
    before = semua_tabel()
    rows = _sel(dunia, "satgas_tugas")
    bad = [rows[0] | {"uraian": "lain"}, rows[1] | {"pola": "Bulanan"}]
    batch = _impor(dunia, "satgas_tugas", bad)
    assert list(batch.temuan_set.values_list("pesan", "saran")) == [
        (
            "Bunyi tugas rencana yang berjalan tidak diubah lewat berkas.",
            "Catat melalui Keputusan perubahan.",
        ),
        (
            "Tugas rencana yang berjalan sudah dikerjakan unit.",
            "Ubah di halaman tugas itu pada menu Rencana.",
        ),
    ]
    baru = {"kode_tugas": "9.q", "uraian": "melapor;", "pola": "Bulanan"}
    batch = terapkan_langsung(_impor(dunia, "satgas_tugas", [*rows, baru]), dunia.admin)
    made = Capaian.objects.filter(butir__kode="9.q")
    assert batch.keadaan == Batch.Keadaan.DITERAPKAN
    assert made.count() > 0
    batch = urungkan_langsung(batch, dunia.admin)
    assert (batch.keadaan, batch.bentrok) == (Batch.Keadaan.DIURUNGKAN, [])
    assert semua_tabel() == before
    rows = _sel(dunia, "satgas_anggota")
    batch = _impor(dunia, "satgas_anggota", [rows[0] | {"kedudukan": "Ketua"}])
    assert temuan(batch)[0][2] == "Susunan anggota rencana yang berjalan tidak diubah di sini."


def test_tasks_that_cannot_be_are_refused(dunia: SimpleNamespace) -> None:
    batch = _impor(
        dunia,
        "satgas_tugas",
        [
            {"kode_tugas": "77.a", "uraian": "tanpa anggota"},
            {"kode_tugas": "9.c", "uraian": "kode", "huruf": "d"},
            {"kode_tugas": "9.e", "uraian": "urutan", "urut": 1},
            {"kode_tugas": "9.f", "uraian": "bersama", "bersama": "9"},
            {"kode_tugas": "9.g", "uraian": "dokumen", "dokumen": "A\na"},
            {"kode_tugas": "9.h", "uraian": "tempo", "jatuh_tempo": date(2001, 1, 1)},
            {"kode_tugas": "9.i", "uraian": "unit", "unit": "tidak ada"},
        ],
    )
    assert sorted(pesan for _, _, pesan in temuan(batch)) == sorted(
        [
            "Anggota nomor 77 tidak ada pada keputusan ini.",
            "Kode tidak cocok dengan anggota dan hurufnya: seharusnya 9.d.",
            "Urutan ini sudah dipakai tugas lain anggota itu.",
            "Anggota bersama nomor 9 tidak ada.",
            "Ada dokumen yang disebut dua kali.",
            "Jatuh tempo harus berada di dalam masa rencana.",
            "Unit “tidak ada” tidak dikenal.",
        ]
    )
    assert angka(batch) == (0, 0, 0, 7)


def test_members_and_heading_are_made_changed_and_given_back(dunia: SimpleNamespace) -> None:
    before = semua_tabel()
    rows = _sel(dunia, "satgas_anggota")
    rows[0]["jabatan"] = "Kepala Badan Baru"
    rows.append({"no": 14, "jabatan": "Kepala Dinas", "kedudukan": "Anggota", "unit": "pupr"})
    batch = terapkan_langsung(_impor(dunia, "satgas_anggota", rows), dunia.admin)
    assert (batch.keadaan, angka(batch)) == (Batch.Keadaan.DITERAPKAN, (1, 1, 1, 0))
    assert Anggota.objects.get(no=14).unit == dunia.pupr
    assert Butir.objects.get(pk=dunia.satu.pk).jalur == "9. Kepala Badan Baru"
    batch = urungkan_langsung(batch, dunia.admin)
    assert semua_tabel() == before
    rows = _sel(dunia, "satgas_keputusan")
    rows[0] |= {"nomor": "7/KEP/HK", "tanggal": date(dunia.rencana.tahun, 2, 3)}
    batch = terapkan_langsung(_impor(dunia, "satgas_keputusan", rows), dunia.admin)
    sk = SuratKeputusan.objects.get(rencana=dunia.rencana)
    assert (sk.nomor, sk.nomor_raw) == ("7/KEP/HK", "7/KEP/HK")
    assert sk.tanggal_raw == f"3 FEBRUARI {dunia.rencana.tahun}"
    urungkan_langsung(batch, dunia.admin)
    assert semua_tabel() == before
    batch = _impor(dunia, "satgas_keputusan", [rows[0] | {"tahun": 2001}])
    assert temuan(batch)[0][2].startswith("Rencana yang dipilih adalah rencana tahun")


def test_a_plan_of_another_institution_cannot_be_named(dunia: SimpleNamespace) -> None:
    beta = buat_instansi("beta")
    lain = buat_rencana(beta)
    rows = _sel(dunia, "satgas_anggota")
    before = semua_tabel()
    with pytest.raises(IsianKurang, match="Pilih tujuan dari daftar"):
        impor(dunia.instansi, dunia.admin, "satgas_anggota", rows, lain.pk)
    with pytest.raises(Keliru, match="Rencana ini bukan milik instansi ini"):
        jenis_data(dunia.instansi, dunia.admin, "satgas_anggota", lain.pk)
    resource = jenis_data(dunia.instansi, dunia.admin, "satgas_anggota", dunia.rencana.pk)
    resource.konteks = replace(resource.konteks, tujuan=lain.pk)
    with audited(), pytest.raises(Denied):
        resource.kunci_tulis()
    assert semua_tabel() == before
