"""The sheet: what stands there for whom, filters, weight and queries."""

import gzip
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.pending import _KEY
from tests.factories.lke import LKEUji, berbukti, buat_tpi, isi_semua, majukan
from tests.integration.zonaintegritas.lke_layar.conftest import Hitung, Masuk, teks
from zonaintegritas.actions.lke import salin_nilai, simpan_jawaban
from zonaintegritas.lke.alur import TAHAP
from zonaintegritas.lke.isian import tanda
from zonaintegritas.models import LKE, JawabanLKE, StatusLKE, Tahap

ORANG = {
    StatusLKE.MANDIRI: "operator",
    StatusLKE.PERBAIKAN: "operator",
    StatusLKE.EVALUASI: "verifikator",
    StatusLKE.TPI_ANGGOTA: "tpi_anggota",
    StatusLKE.TPI_KETUA: "tpi_ketua",
    StatusLKE.TPI_PENGENDALI: "tpi_pengendali",
    StatusLKE.SELESAI: "operator",
}
# A stage that answered before the sheet was given back keeps its column.
KOLOM = {
    StatusLKE.MANDIRI: 1,
    StatusLKE.PERBAIKAN: 2,
    StatusLKE.EVALUASI: 2,
    StatusLKE.TPI_ANGGOTA: 3,
    StatusLKE.TPI_KETUA: 3,
    StatusLKE.TPI_PENGENDALI: 3,
    StatusLKE.SELESAI: 3,
}
KUERI = {"operator": 12, "verifikator": 12, "tpi_anggota": 12, "auditor": 11}


def _lembar(client: Client, lke: LKE, kueri: str = "") -> str:
    answer = client.get(reverse("zi_lke", args=[lke.pk]) + kueri)
    assert answer.status_code == 200
    return answer.content.decode()


def _soal(html: str) -> list[str]:
    return re.findall(r'<article class="lke-q" id="q-([^"]+)"', html)


def test_all_questions_stand_on_one_page(dunia: LKEUji, masuk: Masuk) -> None:
    html = _lembar(masuk(dunia.operator), dunia.lke)
    assert _soal(html) == list(dunia.pertanyaan)
    text = teks(html)
    for kode, soal in dunia.pertanyaan.items():
        assert f"{kode} {soal.teks}" in text
        assert f"Dokumen yang diharapkan: Dokumen {kode}." in text
    assert "Belum ada jawaban mandiri dari 8 pertanyaan." in text
    assert "Isi penilaian mandiri" in text
    assert "A.I Manajemen Perubahan Nilai tanpa data dari 10 , minimal 6" in text
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("status", list(StatusLKE))
def test_only_the_stage_whose_turn_it_is_can_be_typed(
    dunia: LKEUji, masuk: Masuk, status: StatusLKE
) -> None:
    majukan(dunia, status)
    kini = TAHAP.get(status)
    for nama in ("operator", "verifikator", "tpi_anggota", "tpi_ketua", "tpi_pengendali", "ketua"):
        html = _lembar(masuk(dunia.orang[nama]), dunia.lke)
        forms = html.count('name="lama"')
        assert forms == (8 if kini is not None and nama == ORANG[status] else 0), (status, nama)
        columns = [t.label for t in Tahap if f"<span>{t.label}</span>" in html]
        assert columns == [t.label for t in list(Tahap)[: KOLOM[status]]], (status, nama)


def test_three_stages_stand_beside_each_other(dunia: LKEUji, masuk: Masuk) -> None:
    majukan(dunia, StatusLKE.EVALUASI)
    salin_nilai(lke_id=dunia.lke.pk, by=dunia.verifikator)
    html = _lembar(masuk(dunia.verifikator), dunia.lke)
    soal = dunia.pertanyaan["A.I.2"]
    row = JawabanLKE.objects.get(lke=dunia.lke, pertanyaan=soal, tahap=Tahap.EVALUATOR)
    simpan_jawaban(
        lke_id=dunia.lke.pk,
        pertanyaan_id=soal.pk,
        isi={"pilihan": "C", "alasan": "Belum ada notula."},
        lama=tanda(row),
        by=dunia.verifikator,
    )
    assert _soal(_lembar(masuk(dunia.verifikator), dunia.lke, "?saring=beda")) == ["A.I.2"]
    text = teks(_lembar(masuk(dunia.ketua), dunia.lke))
    assert "Mandiri Nilai 0,5 , Mandiri A.I.2 B (Sebagian) Rencana aksi baru sebagian." in text
    assert "Evaluator Nilai 0 , Evaluator A.I.2 C (Belum) Belum ada notula." in text
    assert "Nilai evaluator 87,5 dari 100" in text
    assert html.count('name="lama"') == 8


def test_filters_stand_in_the_address(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.operator)
    simpan_jawaban(
        lke_id=dunia.lke.pk,
        pertanyaan_id=dunia.pertanyaan["A.I.1"].pk,
        isi={"pilihan": "ya"},
        lama="",
        by=dunia.operator,
    )
    semua = list(dunia.pertanyaan)
    assert _soal(_lembar(client, dunia.lke, "?saring=belum")) == semua[1:]
    assert _soal(_lembar(client, dunia.lke, "?saring=tanpa_bukti")) == ["A.I.1"]
    berbukti(dunia)
    html = _lembar(client, dunia.lke, "?saring=tanpa_bukti")
    assert _soal(html) == []
    assert "Tidak ada pertanyaan pada saringan ini." in teks(html)
    html = _lembar(client, dunia.lke, "?komponen=B")
    assert _soal(html) == ["B.I.1", "B.II.1"]
    assert re.findall(r'id="k-([^"]+)"', html) == ["B", "B.I", "B.II"]
    html = _lembar(client, dunia.lke, "?saring=belum&komponen=A")
    assert _soal(html) == ["A.I.2", "A.II.1", "A.II.2"]
    assert "?komponen=A" in html
    assert _soal(_lembar(client, dunia.lke, "?saring=x&komponen=zz")) == semua


def test_the_head_says_what_is_missing(dunia: LKEUji, masuk: Masuk) -> None:
    isi_semua(dunia, dunia.operator)
    text = teks(_lembar(masuk(dunia.operator), dunia.lke))
    assert "Nilai mandiri 90 dari 100; semua 8 syarat WBK terpenuhi." in text
    assert "WBBM: semua syarat terpenuhi" in text
    assert "A.I Manajemen Perubahan Nilai 7,5 dari 10 , minimal 6" in text


def test_the_note_of_the_return_is_the_first_thing_said(dunia: LKEUji, masuk: Masuk) -> None:
    majukan(dunia, StatusLKE.PERBAIKAN)
    text = teks(_lembar(masuk(dunia.operator), dunia.lke))
    assert "Perbaiki menurut catatan evaluator" in text
    assert f"Perbaiki bukti. {dunia.verifikator.nama}" in text
    assert "Menunggu perbaikan unit" in teks(_lembar(masuk(dunia.verifikator), dunia.lke))


def test_what_was_typed_survives_an_expired_session(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.operator)
    alamat = reverse("zi_lke_soal", args=[dunia.lke.pk, dunia.pertanyaan["A.I.2"].pk])
    session = client.session
    session[_KEY] = {
        "pengguna": str(dunia.operator.pk),
        "halaman": alamat,
        "isian": "pilihan=C&alasan=Sebelum+sesi+berakhir&lama=",
    }
    session.save()
    html = client.get(alamat).content.decode()
    assert "belum tersimpan" in teks(html)
    assert "Sebelum sesi berakhir</textarea>" in html
    assert re.search(r'value="C"\s+checked', html)


@pytest.mark.parametrize("siapa", KUERI)
def test_queries_with_eight_and_with_a_hundred_questions(
    dunia: LKEUji, seratus: LKE, masuk: Masuk, hitung: Hitung, siapa: str
) -> None:
    buat_tpi(seratus, dunia.tpi_anggota, "anggota", dunia.admin)
    client = masuk(dunia.orang[siapa])
    found = [hitung(client, reverse("zi_lke", args=[lke.pk])) for lke in (dunia.lke, seratus)]
    assert found == [KUERI[siapa]] * 2


def test_a_hundred_questions_weigh_less_than_forty_kilobytes(
    dunia: LKEUji, seratus: LKE, masuk: Masuk
) -> None:
    client = masuk(dunia.operator)
    for soal in seratus.instrumen.pertanyaan_set.select_related("skala"):
        isi = {"alasan": f"Sudah dilaksanakan menurut rencana kerja {soal.kode}, lihat notula."}
        if soal.skala.jenis == "pilihan":
            isi["pilihan"] = soal.skala.pilihan[0]["kode"]
        JawabanLKE.objects.create(
            lke=seratus,
            pertanyaan=soal,
            tahap=Tahap.MANDIRI,
            oleh=dunia.operator,
            diubah=seratus.dibuat,
            **isi,
        )
    html = _lembar(client, seratus)
    assert len(_soal(html)) == 100
    assert len(gzip.compress(html.encode(), 6)) < 40 * 1024
