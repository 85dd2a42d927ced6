"""Every list as a file: who opens it, and whose rows are in it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from sheets import unduhan
from tests.factories import buat_user
from tests.integration.batas.conftest import PERAN
from tests.integration.imports.dunia_unduh import ambil, dunia_unduh, semua

SEMUA = frozenset(PERAN)
UNIT = frozenset({"operator", "operator_pupr"})
PEMERIKSA = frozenset({"ketua", "admin", "auditor"})
LAPORAN = frozenset({"verifikator", "ketua", "admin", "auditor"})
TERBUKA = {
    "berkas_unit": UNIT,
    "cari_berkas": SEMUA,
    "cari_tugas": SEMUA,
    "dasbor": SEMUA,
    "dasbor_area": SEMUA,
    "dasbor_dokumen": SEMUA,
    "dasbor_tugas": SEMUA,
    "disposisi": SEMUA,
    "impor_perubahan": PEMERIKSA,
    "impor_temuan": PEMERIKSA,
    "instrumen": SEMUA,
    "instrumen_nilai": frozenset[str](),  # in use it has scores; asked in test_unduh_isi
    "instrumen_rinci": SEMUA,
    "jaga": SEMUA,
    "jejak_audit": PEMERIKSA,
    "laporan": SEMUA,
    "padanan_progres": frozenset({"admin"}),
    "pengecualian": SEMUA,
    "pengguna": frozenset({"admin"}),
    "periode": LAPORAN,
    "periode_terbitan": LAPORAN,
    "potret_banding": LAPORAN,
    "potret_tugas": LAPORAN,
    "rapat": SEMUA,
    "rapat_langkah": SEMUA,
    "rapat_masalah": SEMUA,
    "rencana": SEMUA,
    "rencana_banding": SEMUA,
    "rencana_butir": SEMUA,
    "roadmap": SEMUA,
    "roadmap_historis": SEMUA,
    "roadmap_kegiatan": SEMUA,
    "roadmap_rekonsiliasi": SEMUA,
    "satgas": SEMUA,
    "satgas_anggota": SEMUA,
    "satgas_perubahan": SEMUA,
    "tugas_saya": UNIT,
    "unit": frozenset({"admin"}),
    "verifikasi": frozenset({"verifikator"}),
    "zi_agen": SEMUA,
    "zi_instrumen": SEMUA,
    "zi_jadwal": SEMUA,
    "zi_lke_banding": SEMUA - {"operator", "auditor_tugas"},  # it is of another unit
    "zi_lke_daftar": SEMUA,
    "zi_papan": SEMUA,
    "zi_pengaduan": SEMUA,
    "zi_rencana_aksi": SEMUA,
    "zi_survei": SEMUA,
    "zi_tpi": SEMUA - {"operator", "auditor_tugas"},  # it is of another unit
    "zi_unit": SEMUA,
    "zona_integritas": SEMUA,
}
KOSONG = {"berkas_unit", "tugas_saya", "verifikasi", "instrumen_nilai"}
DIJAGA_OBJEK = {"instrumen_nilai", "zi_tpi"}
"""Lists with no door but that of what they hang on."""
TANPA_BARIS = {"dasbor_area", "potret_banding", "roadmap_historis", "satgas_perubahan"}
"""Lists that this institution has no rows for; the others must have some for the admin."""


def test_role_by_list_and_nothing_of_the_other_institution(
    client: Client, db: None, data_folder: object
) -> None:
    alfa = dunia_unduh("alfa")
    before, mengimpor = {}, set()  # who imports is said by the kinds of table
    for peran in PERAN:
        client.force_login(getattr(alfa, peran))
        before[peran] = semua(client, alfa)
        if client.get(reverse("impor")).status_code == 200:
            mengimpor.add(peran)
    assert {
        satu.kode: frozenset(p for p in PERAN if before[p][satu.kode][0] == 200)
        for satu in unduhan.semua()
    } == TERBUKA | {"impor": mengimpor}
    admin = before["admin"]
    assert {k for k in admin if admin[k][1].count("\n") < 2} == KOSONG | TANPA_BARIS
    assert before["operator"]["tugas_saya"][1].count("\n") > 1
    assert before["operator"]["berkas_unit"][1].count("\n") > 1
    assert before["verifikator"]["verifikasi"][1].count("\n") > 1
    assert before["operator_pupr"]["tugas_saya"] != before["operator"]["tugas_saya"]

    beta = dunia_unduh("beta")
    for peran in ("admin", "operator"):
        client.force_login(getattr(alfa, peran))
        after = semua(client, alfa)
        for kode, found in after.items():
            # A regulation that both use is frozen anew by the second one.
            same = [re.sub(r"\b\d{2}:\d{2}\b", "", t) for _, t in (found, before[peran][kode])]
            assert same[0] == same[1], (peran, kode)
            assert "beta" not in found[1], (peran, kode)
        for kode, objek in beta.objek.items():
            door = mengimpor if kode.startswith("impor_") else TERBUKA[kode]
            expected = 404 if peran in door or kode in DIJAGA_OBJEK else 403
            assert ambil(client, kode, {"objek": str(objek)})[0] == expected, (peran, kode)
        forged = {"rencana": str(beta.rencana.pk)}
        for kode in ("dasbor_dokumen", "jaga", "satgas", "rapat", "zi_jadwal", "disposisi"):
            assert ambil(client, kode, forged)[0] == 404, (peran, kode)
    assert ambil(client, "jejak_audit", {"rantai": "beta"})[0] == 403
    client.force_login(alfa.ketua)
    assert ambil(client, "jejak_audit", {"rantai": "beta"})[0] == 404


@pytest.mark.django_db
def test_unknown_lists_forms_and_people_without_institution(
    client: Client, data_folder: object
) -> None:
    client.force_login(buat_user("plat", "platform"))
    assert client.get(reverse("unduh", args=["tidak_ada"])).status_code == 404
    for kode in ("rencana", "cari_tugas"):
        assert client.get(reverse("unduh", args=[kode]), {"q": "abc"}).status_code == 403
