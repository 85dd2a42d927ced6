"""The MCP instrument and KPK's values brought in from spreadsheets."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from evidence.models import Rencana
from imports.models import Batch
from satgas.actions.pakai import pakai_instrumen
from satgas.models import DokumenSub, KriteriaSub, NilaiKPK
from tests.factories import mulai
from tests.factories.impor import (
    angka,
    buku,
    impor,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.integration.satgas.instrumen import bangun, isi, sub
from tests.integration.satgas.putaran import putar, sel_sekarang, semua_tabel


@pytest.fixture
def dunia(db: None) -> SimpleNamespace:
    """An institution with an instrument that is being drawn up."""
    world = bangun()
    world.instrumen = isi(world)
    return world


def _impor(dunia: SimpleNamespace, rows: list[dict[str, Any]]) -> Batch:
    return impor(dunia.instansi, dunia.admin, "mcp_instrumen", rows, dunia.instrumen.pk)


def _sel(dunia: SimpleNamespace) -> list[dict[str, Any]]:
    return sel_sekarang(dunia.instansi, dunia.admin, "mcp_instrumen", dunia.instrumen.pk)


def test_an_instrument_comes_back_as_it_went_out(dunia: SimpleNamespace, tmp_path: Path) -> None:
    batch = putar(dunia.instansi, dunia.admin, "mcp_instrumen", tmp_path, dunia.instrumen.pk)
    assert (batch.pesan, temuan(batch), angka(batch)) == ("", [], (0, 0, 3, 0))


def test_rows_make_and_change_the_tree_and_undo_gives_it_back(dunia: SimpleNamespace) -> None:
    before = semua_tabel()
    rows = _sel(dunia)
    for row in rows[:2]:
        row |= {"area": "Perencanaan daerah", "bobot_area": "60,5"}
    rows[0] |= {
        "dokumen": "Laporan reviu\nNota dinas\nTindak lanjut",
        "kriteria": "[1] ditandatangani\nbernomor\n[3] lengkap",
        "kriteria_nilai": "100: lengkap sekali\n0: tidak ada",
    }
    rows += [
        {"kode_area": "3", "area": "Aset", "kode_indikator": "3.1", "indikator": "Pendataan"},
        {
            "kode_area": "2",
            "area": "Perizinan",
            "bobot_area": 40,
            "kode_indikator": "2.1",
            "indikator": "Layanan",
            "bobot_indikator": 100,
            "kode_sub": "2.1.2",
            "sub": "Loket",
            "unit": str(dunia.bkd),
            "dokumen": "Foto",
            "kriteria": "jelas",
        },
    ]
    batch = _impor(dunia, rows)
    assert (temuan(batch), angka(batch)) == ([], (2, 2, 1, 0))
    batch = terapkan_langsung(batch, dunia.admin)
    assert (batch.keadaan, batch.pesan) == (Batch.Keadaan.DITERAPKAN, "")
    satu = sub(dunia.instrumen, "1.1.1")
    assert satu.indikator.area.nama == "Perencanaan daerah"
    assert satu.indikator.area.bobot == Decimal("60.5")
    assert list(DokumenSub.objects.filter(sub=satu).values_list("uraian", "kriteria")) == [
        ("Laporan reviu", "ditandatangani\nbernomor"),
        ("Nota dinas", ""),
        ("Tindak lanjut", "lengkap"),
    ]
    assert list(
        KriteriaSub.objects.filter(sub=satu).order_by("-nilai").values_list("nilai", "uraian")
    ) == [(100, "lengkap sekali"), (0, "tidak ada")]
    assert sub(dunia.instrumen, "2.1.2").dokumen_set.get().kriteria == "jelas"
    assert angka(_impor(dunia, rows)) == (0, 0, 5, 0)
    batch = urungkan_langsung(batch, dunia.admin)
    assert (batch.keadaan, batch.bentrok) == (Batch.Keadaan.DIURUNGKAN, [])
    assert semua_tabel() == before


def test_rows_that_contradict_each_other_are_refused(dunia: SimpleNamespace) -> None:
    rows = _sel(dunia)
    rows[1]["bobot_indikator"] = 7
    rows[2]["kriteria_nilai"] = "bagus"
    rows += [
        {"kode_area": "2", "area": "Perizinan", "bobot_area": 40, "sub": "tanpa kode"},
        {
            "kode_area": "2",
            "area": "Perizinan",
            "bobot_area": 40,
            "kode_indikator": "2.9",
            "indikator": "Lain",
            "kode_sub": "1.1.1",
            "sub": "kembar",
            "dokumen": "A\nB\nC",
            "kriteria": "satu\ndua",
        },
    ]
    batch = _impor(dunia, rows)
    assert sorted(pesan for _, _, pesan in temuan(batch)) == sorted(
        [
            "Bobot indikator berbeda dengan barisnya yang lain di berkas ini.",
            "“bagus” bukan kriteria nilai.",
            "Kode sub belum diisi.",
            "Kriteria tidak dapat dibagi menurut dokumennya.",
            "Kode sub indikator ini sudah dipakai pada indikator lain.",
        ]
    )


def test_a_frozen_instrument_is_only_compared(dunia: SimpleNamespace) -> None:
    pakai_instrumen(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    rows = _sel(dunia)
    rows[0]["sub"] = "Nama lain"
    batch = _impor(dunia, rows)
    assert (batch.keadaan, angka(batch)) == (Batch.Keadaan.BERMASALAH, (0, 1, 2, 0))
    assert "arsip" in batch.pesan


def _jaga(dunia: SimpleNamespace) -> Rencana:
    pakai_instrumen(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    rencana = Rencana.objects.get(instansi=dunia.instansi, jenis=Rencana.Jenis.MCP)
    mulai(rencana, by=dunia.admin)
    return rencana


def test_values_of_jaga_are_recorded_and_given_back(dunia: SimpleNamespace, tmp_path: Path) -> None:
    rencana = _jaga(dunia)
    today = timezone.localdate() - timedelta(days=2)
    kepala = [
        "Instansi", "Area", "Indikator", "Sub Indikator", "Tgl Lapor", "Tgl Verif",
        "Bobot Area", "Bobot Indikator", "Bobot Sub Indikator", "Nilai", "Nilai Verifikasi",
    ]  # fmt: skip
    nama = dunia.instansi.nama
    rows = [
        [nama, "Perencanaan", "RKPD", "Reviu RKPD", today, today, 60, 100, 50, 120, "87,5"],
        [nama, "Perencanaan", "RKPD", "1.1.2 Pokir", None, today, 61, 100, 50, None, 70],
        [nama, "Perizinan", "Layanan", "SOP", None, None, 40, 100, 100, None, None],
    ]
    before = semua_tabel()
    data = buku(kepala, rows)
    batch = impor(dunia.instansi, dunia.verifikator, "jaga_nilai", data, rencana.pk)
    assert [(t, p) for t, _, p in temuan(batch)] == [
        ("peringatan", "Nilai 120 lebih dari 100."),
        ("peringatan", "Bobot area berbeda dengan instrumen yang dipakai: 60."),
    ]
    assert angka(batch) == (0, 2, 1, 0)
    batch = terapkan_langsung(batch, dunia.verifikator)
    assert (batch.keadaan, batch.pesan) == (Batch.Keadaan.DITERAPKAN, "")
    made = NilaiKPK.objects.order_by("butir__urut").values_list("nilai", "tanggal", "sumber")
    assert list(made) == [
        (Decimal("87.50"), today, "JAGA.ID, berkas isi.xlsx"),
        (Decimal("70.00"), today, "JAGA.ID, berkas isi.xlsx"),
    ]
    again = impor(dunia.instansi, dunia.verifikator, "jaga_nilai", data, rencana.pk)
    assert angka(again) == (0, 0, 3, 0)
    batch2 = putar(dunia.instansi, dunia.verifikator, "jaga_nilai", tmp_path, rencana.pk)
    assert angka(batch2) == (0, 0, 3, 0)
    batch = urungkan_langsung(batch, dunia.verifikator)
    assert (batch.keadaan, batch.bentrok) == (Batch.Keadaan.DIURUNGKAN, [])
    assert semua_tabel() == before


def test_values_of_another_institution_and_impossible_ones_are_refused(
    dunia: SimpleNamespace,
) -> None:
    rencana = _jaga(dunia)
    soon = timezone.localdate() + timedelta(days=3)
    today = timezone.localdate() - timedelta(days=2)
    rows: list[dict[str, Any]] = [
        {"instansi": "Kabupaten Lain", "sub": "1.1.1", "tgl_verif": today, "nilai_verif": 50},
        {"instansi": None, "sub": "1.1.2", "tgl_verif": soon, "nilai_verif": 50},
        {"instansi": None, "sub": "2.1.1", "tgl_verif": today, "nilai_verif": 101},
        {"instansi": None, "sub": "Reviu RKPDD", "tgl_verif": today, "nilai_verif": 5},
    ]
    batch = impor(dunia.instansi, dunia.verifikator, "jaga_nilai", rows, rencana.pk)
    found = batch.temuan_set.order_by("baris").values_list("baris", "pesan", "saran")
    assert list(found) == [
        (
            2,
            "Baris ini milik instansi lain: Kabupaten Lain.",
            "Hapus baris instansi lain dari berkas.",
        ),
        (3, "Tanggal nilai KPK belum tiba.", "Perbaiki tanggalnya."),
        (4, "Paling besar 100, di sini 101.", ""),
        (5, "Sub indikator “Reviu RKPDD” tidak dikenal.", "Mungkin maksudnya “Reviu RKPD”."),
    ]
    assert angka(batch) == (0, 0, 0, 4)
    assert NilaiKPK.objects.count() == 0
