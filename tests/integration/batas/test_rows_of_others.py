"""Lists, counters, search and downloads stay the same when the other institution gets 50 rows."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from evidence.jadwal import batas_baku
from evidence.models import Rencana
from reports.datasets.rekap_satgas import bangun
from reports.datasets.ringkasan import ringkasan
from tests.factories import (
    buat_butir,
    buat_rencana,
    buat_user,
    dikembalikan,
    disetujui,
    mulai,
    terkirim,
)
from tests.factories.impor_batch import buat_batch
from tests.factories.instrumen import buat_susunan
from tests.factories.kecuali import buat_ajuan, buat_disposisi
from tests.factories.lke import buat_instrumen_lke
from tests.factories.periode import buat_potret
from tests.factories.rapat_batas import buat_rapat_lengkap
from tests.factories.roadmap import buat_roadmap
from tests.factories.zi import buat_zi
from tests.factories.zi_register import buat_daftar_lengkap
from tests.integration.batas.conftest import PERAN

DAFTAR = {
    "tugas_saya": {},
    "verifikasi": {"status": "semua"},
    "dasbor": {},
    "dasbor_dokumen": {},
    "dasbor_tugas": {},
    "dasbor_periode": {},
    "dasbor_area": {},
    "dasbor_cetak": {},
    "dasbor_kerja": {},
    "dasbor_pantauan": {},
    "dasbor_zi_lke": {},
    "beranda": {},
    "satgas": {},
    "jaga": {},
    "satgas_perubahan": {},
    "satgas_perubahan_baru": {"tambah": "1"},
    "satgas_pokok": {},
    "keputusan_tempel": {},
    "padanan_progres": {},
    "rencana": {},
    "instrumen": {},
    "instrumen_baru": {},
    "berkas_unit": {},
    "laporan": {},
    "periode": {},
    "potret_banding": {},
    "jejak_audit": {},
    "pengguna": {},
    "unit": {},
    "cari": {"q": "laporan"},
    "pengecualian": {"status": "semua"},
    "disposisi": {"keadaan": "semua"},
    "disposisi_beri": {},
    "siapkan_instansi": {},
    "templat_laporan": {},
    "impor": {},
    "impor_baru": {},
    "impor_jenis": {},
    "impor_pengaturan": {},
    "roadmap": {"cari": "a"},
    "roadmap_grafik": {"bagian": "anggaran"},
    "roadmap_kegiatan": {},
    "roadmap_rekonsiliasi": {"usulan": "1"},
    "roadmap_naskah": {"cari": "laporan"},
    "rapat": {},
    "rapat_kalender": {},
    "rapat_masalah": {"keadaan": "semua"},
    "rapat_langkah": {"keadaan": "semua"},
    "rapat_pengaturan": {},
    "rapat_baru": {},
    "roadmap_historis": {},
    "roadmap_historis_isi": {"tahun": str(timezone.localdate().year - 1)},
    "roadmap_ukuran": {},
    "roadmap_pita": {},
    "roadmap_pita_portal": {},
    "roadmap_skala_baru": {},
    "zona_integritas": {},
    "zi_rencana_aksi": {"tim": "1"},
    "zi_lke_daftar": {},
    "zi_lke_banding": {},
    "zi_lke_buka": {},
    "zi_jadwal": {"tim": "1"},
    "zi_jadwal_cetak": {},
    "zi_papan": {},
    "zi_kalender": {},
    "zi_agen": {},
    "zi_agen_baru": {},
    "zi_pengaduan": {},
    "zi_survei": {},
    "zi_unit": {"keadaan": "semua"},
    "zi_unit_baru": {},
    "zi_instrumen": {},
    "zi_instrumen_impor": {},
    "zi_peta": {"dari": "pertanyaan"},
}


# Pages that show the plan of the Satgas unless the Road Map is named.
DAFTAR_ROADMAP = ("dasbor", "dasbor_dokumen", "dasbor_tugas")


def _semua(client: Client, roadmap: int) -> dict[str, tuple[int, str]]:
    found = {name: _text(client, name, query) for name, query in DAFTAR.items()}
    peta = {"rencana": str(roadmap)}
    return found | {f"{name} roadmap": _text(client, name, peta) for name in DAFTAR_ROADMAP}


def _text(client: Client, name: str, query: dict[str, str]) -> tuple[int, str]:
    answer = client.get(reverse(name), query)
    text = re.sub(
        r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", answer.content.decode()
    )
    return answer.status_code, re.sub(r"\b\d{1,2}[.:]\d{2}\b", "", text)


def _figures(user: User, rencana: Rencana) -> tuple[object, object]:
    now = timezone.now()
    return (
        ringkasan(rencana, user, now=now),
        bangun(rencana, user, per_tanggal=now),
    )


def _potret(dunia: SimpleNamespace) -> None:
    """Give an institution cut-offs with a Potret that waits for its Ketua."""
    for row in batas_baku(dunia.rencana.mulai, dunia.rencana.selesai):
        row.rencana = dunia.rencana
        row.save()
    buat_potret(dunia.rencana.batas_set.get(kode="B03"), dunia.ketua)


def _rapat(dunia: SimpleNamespace) -> int:
    """Give an institution a Road Map with a meeting and all that hangs on it; return its id."""
    rm = buat_roadmap(dunia.instansi, [dunia.bkd, dunia.pupr])
    butir = rm.butir["A-001"].pk
    buat_rapat_lengkap(rm.rencana, dunia.bkd, butir, dunia.verifikator, dunia.operator)
    return rm.rencana.pk


@pytest.mark.parametrize("peran", PERAN)
def test_fifty_rows_elsewhere_change_nothing(
    client: Client, dunia: SimpleNamespace, lain: SimpleNamespace, peran: str
) -> None:
    terkirim(dunia.c_bkd, dunia.operator)
    disetujui(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator, nilai=75)
    buat_ajuan(dunia.c_dukung, dunia.operator)
    buat_disposisi(dunia.c_bkd, dunia.ketua)
    roadmap = _rapat(dunia)
    buat_zi(dunia.instansi, dunia.bkd)
    buat_daftar_lengkap(dunia.bkd, dunia.operator)
    buat_instrumen_lke(dunia.instansi, kode="draf")
    _potret(dunia)
    user = getattr(dunia, peran)
    client.force_login(user)
    client.get("/")  # the first request stamps the session and may note the login
    before = _semua(client, roadmap)
    figures = _figures(User.objects.get(pk=user.pk), dunia.rencana)

    terkirim(lain.c_bkd, lain.operator)
    dikembalikan(lain.c_pupr, lain.operator_pupr, lain.verifikator)
    buat_ajuan(lain.c_dukung, lain.operator, lain.verifikator)
    buat_ajuan(lain.c_itda, lain.operator_itda)
    buat_disposisi(lain.c_bkd, lain.ketua)
    _rapat(lain)
    buat_zi(lain.instansi, lain.bkd)
    buat_daftar_lengkap(lain.bkd, lain.operator)
    buat_instrumen_lke(lain.instansi, kode="draf")
    _potret(lain)
    rencana = buat_rencana(lain.instansi, tahun=timezone.localdate().year + 1)
    for n in range(48):
        buat_butir(rencana, lain.bkd, f"9.x{n}")
    mulai(rencana, by=lain.admin)
    buat_susunan(lain.instansi, lain.bkd, lain.admin)
    buat_batch(lain.instansi, lain.admin, baris=1)
    for n in range(5):
        buat_user(f"tambahan{n}.beta", "operator", lain.bkd)

    after = _semua(client, roadmap)
    for name in before:
        assert after[name] == before[name], name
    now_figures = _figures(User.objects.get(pk=user.pk), dunia.rencana)
    assert _without_clock(now_figures) == _without_clock(figures)


def _without_clock(figures: tuple[object, object]) -> str:
    return re.sub(r"datetime\.datetime\([^)]*\)", "", repr(figures))
