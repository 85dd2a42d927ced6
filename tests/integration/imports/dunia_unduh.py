"""One institution with a row on every list, and the lists fetched as a person sees them."""

import csv
from io import StringIO
from types import SimpleNamespace

from django.test import Client
from django.urls import reverse

from evidence.jadwal import batas_baku
from satgas.actions.padanan import tambah_padanan
from satgas.models import Anggota
from sheets import unduhan
from tests.factories import disetujui, terkirim
from tests.factories.impor import impor, isi_sekarang
from tests.factories.instrumen import buat_susunan
from tests.factories.kecuali import buat_ajuan, buat_disposisi
from tests.factories.lke import buat_instrumen_lke, buat_lke
from tests.factories.periode import buat_potret
from tests.factories.rapat_batas import buat_rapat_lengkap
from tests.factories.roadmap import buat_roadmap
from tests.factories.terbitan import buat_terbitan
from tests.factories.zi import buat_zi
from tests.factories.zi_register import buat_daftar_lengkap
from tests.integration.batas.conftest import dunia_lengkap

KUERI = {
    "verifikasi": {"status": "semua"},
    "pengecualian": {"status": "semua"},
    "disposisi": {"keadaan": "semua"},
    "cari_tugas": {"q": "laporan"},
    "cari_berkas": {"q": "pdf"},
    "zi_unit": {"keadaan": "semua"},
    "rapat_masalah": {"keadaan": "semua"},
    "rapat_langkah": {"keadaan": "semua"},
    "jejak_audit": {"aksi": "capaian.kirim"},  # taking a list out is an event itself
}
"""The filters with which most lists have rows."""


def dunia_unduh(kode: str) -> SimpleNamespace:
    """Return an institution whose lists all have rows; `objek` names what some hang on."""
    dunia = dunia_lengkap(kode)
    terkirim(dunia.c_bkd, dunia.operator)
    disetujui(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator, nilai=75)
    buat_ajuan(dunia.c_dukung, dunia.operator)
    buat_disposisi(dunia.c_bkd, dunia.ketua)
    rm = buat_roadmap(dunia.instansi, [dunia.bkd, dunia.pupr])
    dunia.roadmap = rm.rencana
    butir = rm.butir["A-001"].pk
    buat_rapat_lengkap(rm.rencana, dunia.bkd, butir, dunia.verifikator, dunia.operator)
    buat_zi(dunia.instansi, dunia.bkd)
    buat_daftar_lengkap(dunia.bkd, dunia.operator)
    buat_instrumen_lke(dunia.instansi, kode="draf")
    dunia.lke = buat_lke(instansi=dunia.instansi, unit=dunia.pupr)
    for row in batas_baku(dunia.rencana.mulai, dunia.rencana.selesai):
        row.rencana = dunia.rencana
        row.save()
    potret = buat_potret(dunia.rencana.batas_set.get(kode="B03"), dunia.ketua)
    buat_terbitan(potret, dunia.ketua)
    tambah_padanan(
        instansi_id=dunia.instansi.pk, teks=f"otw {kode}", keadaan="disiapkan", by=dunia.admin
    )
    susunan = buat_susunan(dunia.instansi, dunia.bkd, dunia.admin)
    rows = isi_sekarang(dunia.instansi, dunia.admin, "unit")
    rows[-1]["nama"] = f"=1+1 {kode}"
    rows.append({**rows[-1], "kode_unit": f"baru-{kode}", "nama": f"Unit baru {kode}"})
    rows.append({**rows[-1], "kode_unit": f"lagi-{kode}", "nama": None})
    batch = impor(dunia.instansi, dunia.admin, "unit", rows)
    dunia.objek = {
        "impor_perubahan": batch.pk,
        "impor_temuan": batch.pk,
        "rencana_butir": dunia.rencana.pk,
        "rencana_banding": dunia.rencana.pk,
        "satgas_anggota": Anggota.objects.filter(sk__rencana=dunia.rencana)[0].pk,
        "periode_terbitan": potret.batas_id,
        "potret_tugas": potret.pk,
        "instrumen_rinci": susunan.instrumen,
        "instrumen_nilai": susunan.instrumen,
        "zi_tpi": dunia.lke.lke.pk,
    }
    return dunia


def ambil(client: Client, kode: str, kueri: dict[str, str]) -> tuple[int, str]:
    """Return status and text of a list as CSV; '' where it is no file."""
    answer = client.get(reverse("unduh", args=[kode]), {**kueri, "bentuk": "csv"})
    if answer.status_code != 200:
        return answer.status_code, ""
    assert answer["Content-Type"] == "text/csv; charset=utf-8", kode
    return 200, answer.content.decode("utf-8-sig")


def baris(teks: str) -> list[dict[str, str]]:
    """Return the rows of such a text by heading."""
    return list(csv.DictReader(StringIO(teks, newline=""), delimiter=";"))


def semua(client: Client, dunia: SimpleNamespace) -> dict[str, tuple[int, str]]:
    """Return every list as the person of the client gets it."""
    found = {}
    for satu in unduhan.semua():
        asked = dict(KUERI.get(satu.kode, {}))
        if satu.kode in dunia.objek:
            asked["objek"] = str(dunia.objek[satu.kode])
        if satu.kode == "rencana_banding":
            asked["dengan"] = str(dunia.roadmap.pk)
        found[satu.kode] = ambil(client, satu.kode, asked)
    return found
