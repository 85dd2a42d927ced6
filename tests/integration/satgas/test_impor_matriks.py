"""The MCSP matrix of an office brought in: progress in its own words."""

import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from evidence.actions.progres import atur_progres
from evidence.models import Capaian, Rencana
from evidence.workflow import Status
from imports.models import Batch
from satgas.actions.padanan import tambah_padanan
from satgas.actions.pakai import pakai_instrumen
from tests.factories import buat_user, mulai
from tests.factories.impor import (
    angka,
    buku,
    impor,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.integration.satgas.instrumen import bangun, isi
from tests.integration.satgas.putaran import putar, semua_tabel

KEPALA = ["No", "Area Intervensi", "OPD", "Dokumen yang diperlukan", "Komitmen", "Progress"]


@pytest.fixture
def dunia(db: None) -> SimpleNamespace:
    """An institution with a running MCP plan."""
    world = bangun()
    pakai_instrumen(instrumen_id=isi(world).pk, by=world.admin)
    world.rencana = Rencana.objects.get(instansi=world.instansi, jenis=Rencana.Jenis.MCP)
    mulai(world.rencana, by=world.admin)
    return world


def _impor(dunia: SimpleNamespace, rows: list[list[Any]]) -> Batch:
    data = buku(KEPALA, rows, "Matriks")
    return impor(dunia.instansi, dunia.admin, "mcsp_matriks", data, dunia.rencana.pk)


def _tugas(kode: str) -> Capaian:
    return Capaian.objects.get(butir__kode=kode, butir__rencana__jenis="mcp")


def test_a_plan_comes_back_as_it_went_out(dunia: SimpleNamespace, tmp_path: Path) -> None:
    batch = putar(dunia.instansi, dunia.admin, "mcsp_matriks", tmp_path, dunia.rencana.pk)
    assert (batch.pesan, temuan(batch), angka(batch)) == ("", [], (0, 0, 4, 0))


def test_words_become_progress_and_undo_takes_them_back(dunia: SimpleNamespace) -> None:
    before = semua_tabel()
    versi = _tugas("1.1.1").versi
    rows = [
        [1, "Perencanaan", str(dunia.bkd), "Laporan  reviu", "selesai Juni", "Dalam proses"],
        [2, "Perencanaan", str(dunia.bkd), "Tindak lanjut", None, None],
        [3, "1. Perencanaan", "BKD Lain", "Berita acara", "rapat", "Menunggu TTD"],
        [4, "Perizinan", str(dunia.pupr), "SOP", None, "100%"],
    ]
    batch = _impor(dunia, rows)
    assert temuan(batch) == [
        ("peringatan", "C4", f"Di Pantas dokumen ini tugas {dunia.pupr}."),
        ("peringatan", "F5", "Selesai dicatat lewat bukti yang disetujui, bukan lewat progres."),
    ]
    assert angka(batch) == (0, 2, 2, 0)
    batch = terapkan_langsung(batch, dunia.admin)
    assert (batch.keadaan, batch.pesan) == (Batch.Keadaan.DITERAPKAN, "")
    task = _tugas("1.1.1")
    assert (task.progres, task.tindak_lanjut, task.versi, task.diubah_oleh) == (
        "disiapkan",
        "selesai Juni",
        versi + 1,
        dunia.admin,
    )
    assert list(task.penulis.all()) == [dunia.admin]
    assert _tugas("1.1.2").progres == "tanda_tangan"
    assert angka(_impor(dunia, rows)) == (0, 0, 4, 0)
    batch = urungkan_langsung(batch, dunia.admin)
    assert (batch.keadaan, batch.bentrok) == (Batch.Keadaan.DIURUNGKAN, [])
    assert semua_tabel() == before


def test_progress_is_taken_back_only_while_nobody_saved_in_the_task(
    dunia: SimpleNamespace,
) -> None:
    rows = [[1, "Perencanaan", str(dunia.bkd), "Laporan reviu", "selesai Juni", "Dalam proses"]]
    batch = terapkan_langsung(_impor(dunia, rows), dunia.admin)
    assert batch.keadaan == Batch.Keadaan.DITERAPKAN, batch.pesan
    by = buat_user("operator.bkd", Role.OPERATOR, dunia.bkd)
    saved = atur_progres(capaian_id=_tugas("1.1.1").pk, progres="pihak_lain", by=by)
    batch = urungkan_langsung(batch, dunia.admin)
    assert (batch.keadaan, saved.diubah is not None) == (Batch.Keadaan.DITERAPKAN, True)
    assert [{k: v for k, v in row.items() if k != "kunci"} for row in batch.bentrok] == [
        {
            "baris": 2,
            "sebab": "Tugas ini sudah disimpan setelah impor diterapkan. Impor hanya dapat "
            "diurungkan selama belum ada yang menyimpan di tugas itu.",
            "jenis": "disimpan",
            "oleh": by.nama,
            "pada": saved.diubah.isoformat() if saved.diubah else "",
            "tempat": f"/tugas/{saved.pk}/",
        }
    ]


def test_own_words_override_and_unknown_ones_name_the_page(dunia: SimpleNamespace) -> None:
    rows = [[1, "Perizinan", str(dunia.pupr), "SOP", None, "Otw bos"]]
    found = _impor(dunia, rows).temuan_set.values_list("sel", "pesan", "saran")
    assert list(found) == [
        (
            "F2",
            "Progress “Otw bos” belum mempunyai padanan.",
            "Atur padanannya, lalu periksa ulang.",
        )
    ]
    for teks, keadaan in (("OTW  bos", "disiapkan"), ("dalam proses", "pihak_lain")):
        tambah_padanan(instansi_id=dunia.instansi.pk, teks=teks, keadaan=keadaan, by=dunia.admin)
    assert angka(_impor(dunia, rows)) == (0, 1, 0, 0)
    rows[0][5] = "Dalam Proses"
    batch = terapkan_langsung(_impor(dunia, rows), dunia.admin)
    assert (batch.keadaan, _tugas("2.1.1").progres) == (Batch.Keadaan.DITERAPKAN, "pihak_lain")


def test_an_unknown_word_leads_to_its_page_and_back(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.admin)
    rows = [
        [1, "Perizinan", str(dunia.pupr), "SOP", None, "Otw & bos"],
        [2, "Perizinann", str(dunia.pupr), "SOP", None, "proses"],
    ]
    batch = _impor(dunia, rows)
    here = f"{reverse('impor_rinci', args=[batch.pk])}?bagian=temuan"
    [there] = re.findall(r'href="([^"]*padanan-progres[^"]*)"', _isi(client, here))
    page = _isi(client, unescape(there))
    assert re.findall(r'name="teks"[^>]*value="([^"]*)"', page) == ["Otw &amp; bos"]
    assert [unescape(url) for url in re.findall(r'href="([^"]*)">Kembali<', page)] == [here]
    there = unescape(there)
    answer = client.post(there, {"teks": "Otw & bos", "keadaan": "disiapkan"})
    assert (answer.status_code, answer.headers["Location"]) == (302, here)
    elsewhere = there.replace(quote(here, safe=""), quote("https://lain.example/", safe=""))
    assert elsewhere != there
    answer = client.post(elsewhere, {"teks": "bos lain", "keadaan": "disiapkan"})
    assert answer.headers["Location"] == reverse("padanan_progres")
    assert angka(_impor(dunia, rows[:1])) == (0, 1, 0, 0)
    kinds = {
        kode: _isi(client, reverse("impor_jenis_rinci", args=[kode])).count("padanan-progres")
        for kode in ("mcsp_matriks", "unit")
    }
    assert kinds == {"mcsp_matriks": 1, "unit": 0}


def _isi(client: Client, alamat: str) -> str:
    answer = client.get(alamat)
    assert answer.status_code == 200
    return answer.content.decode()


def test_rows_that_cannot_be_are_refused(dunia: SimpleNamespace) -> None:
    Capaian.objects.filter(butir__kode="2.1.1").update(status=Status.MENUNGGU)
    batch = _impor(
        dunia,
        [
            [1, "Perencanaan", None, "Laporan reviu", "a", "proses"],
            [2, "Perencanaan", None, "Tindak lanjut", "b", "belum"],
            [3, "Perencanaan", None, "Berita acaraa", None, "proses"],
            [4, "Perizinan", None, "SOP", None, "proses"],
            [5, "Perizinann", None, "SOP", None, None],
        ],
    )
    found = batch.temuan_set.order_by("baris", "no").values_list("baris", "pesan")
    assert list(found) == [
        (3, "Komitmen berbeda dengan dokumen lain dari tugas yang sama."),
        (3, "Progress berbeda dengan dokumen lain dari tugas yang sama."),
        (4, "Dokumen “Berita acaraa” tidak dikenal."),
        (5, "Tugas dokumen ini berstatus Menunggu verifikasi."),
        (6, "Area “Perizinann” tidak dikenal."),
        (6, "Baris ini kembar dengan baris 5: SOP."),
    ]
