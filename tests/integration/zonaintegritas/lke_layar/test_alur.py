"""Steps of the flow, the TPI, the guest's way in, and the end of an LKE."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import buat_user
from tests.factories.lke import LKEUji, buat_tpi, isi_semua, majukan
from tests.integration.zonaintegritas.lke_layar.conftest import Hitung, Masuk, teks
from zonaintegritas.lke.alur import KERJA, AksiLKE
from zonaintegritas.lke.lanjut import AKIBAT, GILIRAN
from zonaintegritas.models import LKE, AnggotaTPI, JawabanLKE, LangkahLKE, StatusLKE, Tahap

JALAN = (
    (StatusLKE.MANDIRI, "operator", "ajukan"),
    (StatusLKE.EVALUASI, "verifikator", "teruskan"),
    (StatusLKE.TPI_ANGGOTA, "tpi_anggota", "ajukan_ketua"),
    (StatusLKE.TPI_KETUA, "tpi_ketua", "ajukan_pengendali"),
    (StatusLKE.TPI_PENGENDALI, "tpi_pengendali", "tetapkan"),
)


def _alamat(dunia: LKEUji, aksi: str) -> str:
    return reverse("zi_lke_langkah", args=[dunia.lke.pk, aksi])


def test_every_step_and_state_has_its_words() -> None:
    assert set(AKIBAT) == set(AksiLKE) - set(KERJA)
    assert set(GILIRAN) == set(StatusLKE)


def test_from_the_unit_to_the_end_by_the_pages(dunia: LKEUji, masuk: Masuk) -> None:
    isi_semua(dunia, dunia.operator)
    for status, nama, aksi in JALAN:
        lke = dunia.segar()
        assert lke.status == status
        client = masuk(dunia.orang[nama])
        lembar = client.get(reverse("zi_lke", args=[lke.pk])).content.decode()
        assert _alamat(dunia, aksi) in lembar
        if nama in ("verifikator", "tpi_anggota"):
            salin = reverse("zi_lke_salin", args=[lke.pk])
            assert salin in lembar
            assert "tanpa alasannya" in client.get(salin).content.decode()
            assert client.post(salin).status_code == 302
            lembar = client.get(reverse("zi_lke", args=[lke.pk])).content.decode()
            assert salin not in lembar  # nothing is missing any more
        tanya = client.get(_alamat(dunia, aksi)).content.decode()
        assert AKIBAT[AksiLKE(aksi)] in tanya
        assert dunia.segar().status == status  # asking changes nothing
        answer = client.post(_alamat(dunia, aksi), {"versi": lke.versi, "catatan": ""})
        assert answer.headers["Location"] == reverse("zi_lke", args=[lke.pk])
    assert dunia.segar().status == StatusLKE.SELESAI
    text = teks(
        masuk(dunia.ketua).get(reverse("zi_lke_alur", args=[dunia.lke.pk])).content.decode()
    )
    assert "Penilaian selesai" in text
    assert "Tetapkan hasil , menjadi Selesai" in text
    assert text.count("menjadi ") == 5


def test_what_is_missing_is_named_before_the_step(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.operator)
    text = teks(client.get(_alamat(dunia, "ajukan")).content.decode())
    assert "8 pertanyaan belum dijawab" in text
    for kode in dunia.pertanyaan:
        assert kode in text
    answer = client.post(_alamat(dunia, "ajukan"), {"versi": dunia.lke.versi})
    assert answer.status_code == 422
    assert "8 pertanyaan belum dijawab unit: A.I.1" in teks(answer.content.decode())
    isi_semua(dunia, dunia.operator)
    text = teks(client.get(_alamat(dunia, "ajukan")).content.decode())
    assert "8 pertanyaan yang dijawab tidak mempunyai bukti." in text
    assert dunia.segar().status == StatusLKE.MANDIRI


def test_a_return_needs_a_note_and_keeps_what_was_typed(dunia: LKEUji, masuk: Masuk) -> None:
    majukan(dunia, StatusLKE.EVALUASI)
    client = masuk(dunia.verifikator)
    versi = dunia.segar().versi
    answer = client.post(_alamat(dunia, "minta_perbaikan"), {"versi": versi, "catatan": " "})
    assert answer.status_code == 422
    assert "Tulis catatan supaya unit tahu" in teks(answer.content.decode())
    stale = client.post(
        _alamat(dunia, "minta_perbaikan"), {"versi": versi + 7, "catatan": "Lengkapi notula."}
    )
    assert stale.status_code == 409
    assert "Lengkapi notula.</textarea>" in stale.content.decode()
    client.post(_alamat(dunia, "minta_perbaikan"), {"versi": versi, "catatan": "Lengkapi notula."})
    assert dunia.segar().status == StatusLKE.PERBAIKAN
    assert LangkahLKE.objects.get(aksi="minta_perbaikan").catatan == "Lengkapi notula."


def test_a_step_of_another_state_leads_back_with_the_reason(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.operator)
    answer = client.get(_alamat(dunia, "tetapkan"), follow=True)
    assert "Tetapkan hasil tidak tersedia: LKE sedang pada Penilaian mandiri." in teks(
        answer.content.decode()
    )
    assert client.get(_alamat(dunia, "isi")).status_code == 404
    assert client.get(_alamat(dunia, "ngawur")).status_code == 404
    assert client.post(_alamat(dunia, "tetapkan"), {"versi": "1"}).status_code == 422
    assert dunia.segar().status == StatusLKE.MANDIRI


def test_an_admin_appoints_and_dismisses(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.admin)
    alamat = reverse("zi_lke_alur", args=[dunia.lke.pk])
    baru = buat_user("tamu.tpi")
    hari = timezone.localdate()
    isian = {
        "username": "tamu.tpi",
        "peran": "anggota",
        "mulai": hari.isoformat(),
        "selesai": (hari + timedelta(days=400)).isoformat(),
        "surat_tugas": "ST-9/2026",
    }
    answer = client.post(alamat, isian)
    assert answer.status_code == 422
    assert "Penugasan paling lama 12 bulan." in teks(answer.content.decode())
    assert 'value="ST-9/2026"' in answer.content.decode()
    isian["selesai"] = (hari + timedelta(days=30)).isoformat()
    assert client.post(alamat, {**isian, "username": "tidak.ada"}).status_code == 422
    assert client.post(alamat, isian).status_code == 302
    row = AnggotaTPI.objects.get(user=baru)
    assert (row.peran, row.surat_tugas, row.ditetapkan_oleh) == (
        "anggota",
        "ST-9/2026",
        dunia.admin,
    )
    cabut = reverse("zi_lke_tpi_cabut", args=[dunia.lke.pk, row.pk])
    assert "tetap tersimpan" in client.get(cabut).content.decode()
    assert client.post(cabut).status_code == 302
    row.refresh_from_db()
    assert row.dicabut is not None
    assert client.post(cabut).status_code == 422


@pytest.mark.parametrize("siapa", ["operator", "verifikator", "ketua", "auditor", "tpi_ketua"])
def test_nobody_else_appoints(dunia: LKEUji, masuk: Masuk, siapa: str) -> None:
    client = masuk(dunia.orang[siapa])
    alamat = reverse("zi_lke_alur", args=[dunia.lke.pk])
    assert 'name="surat_tugas"' not in client.get(alamat).content.decode()
    hari = timezone.localdate().isoformat()
    isian = {
        "username": dunia.orang_luar.username,
        "peran": "anggota",
        "mulai": hari,
        "selesai": hari,
        "surat_tugas": "ST",
    }
    assert client.post(alamat, isian).status_code == 422
    row = dunia.lke.tpi_set.earliest("pk")
    assert client.post(reverse("zi_lke_tpi_cabut", args=[dunia.lke.pk, row.pk])).status_code in (
        403,
        422,
    )
    assert AnggotaTPI.objects.filter(dicabut=None).count() == 3


def test_a_guest_comes_home_to_the_lke(dunia: LKEUji, masuk: Masuk) -> None:
    tamu = buat_user("tamu.tpi")
    client = masuk(tamu)
    assert "belum mempunyai peran" in client.get("/").content.decode()
    row = buat_tpi(dunia.lke, tamu, "anggota", dunia.admin)
    assert client.get("/").headers["Location"] == reverse("zi_lke_daftar")
    html = client.get(reverse("zi_lke_daftar")).content.decode()
    assert "Penilaian TPI" in html
    assert html.count(reverse("zi_lke", args=[dunia.lke.pk])) == 1
    assert reverse("zi_lke", args=[dunia.lke_lain.pk]) not in html
    assert "Buka LKE" not in html
    assert client.get(reverse("zi_lke_buka")).status_code == 403
    for nama in ("zi_lke", "zi_lke_nilai", "zi_lke_simulasi", "zi_lke_alur"):
        assert client.get(reverse(nama, args=[dunia.lke.pk])).status_code == 200
        assert client.get(reverse(nama, args=[dunia.lke_lain.pk])).status_code == 404
    AnggotaTPI.objects.filter(pk=row.pk).update(
        selesai=timezone.localdate() - timedelta(days=1), mulai=timezone.localdate() - timedelta(9)
    )
    assert client.get(reverse("zi_lke", args=[dunia.lke.pk])).status_code == 404
    assert "belum mempunyai peran" in client.get("/").content.decode()


def test_an_empty_lke_can_be_removed_and_no_other(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.admin)
    alamat = reverse("zi_lke_hapus", args=[dunia.lke_lain.pk])
    assert client.get(alamat).status_code == 200
    assert LKE.objects.filter(pk=dunia.lke_lain.pk).exists()
    assert client.post(alamat).headers["Location"] == reverse("zi_lke_daftar")
    assert not LKE.objects.filter(pk=dunia.lke_lain.pk).exists()
    isi_semua(dunia, dunia.operator)
    used = client.post(reverse("zi_lke_hapus", args=[dunia.lke.pk]))
    assert used.status_code == 422
    assert "sudah diisi" in teks(used.content.decode())
    other = masuk(dunia.operator).post(reverse("zi_lke_hapus", args=[dunia.lke.pk]))
    assert other.status_code == 422


def test_answers_taken_over_are_a_beginning_only(dunia: LKEUji, masuk: Masuk) -> None:
    majukan(dunia, StatusLKE.EVALUASI)
    masuk(dunia.verifikator).post(reverse("zi_lke_salin", args=[dunia.lke.pk]))
    rows = JawabanLKE.objects.filter(lke=dunia.lke, tahap=Tahap.EVALUATOR)
    assert rows.count() == 8
    assert set(rows.values_list("alasan", flat=True)) == {""}
    again = masuk(dunia.operator).post(reverse("zi_lke_salin", args=[dunia.lke.pk]))
    assert again.status_code == 422


def test_the_page_of_steps_costs_the_same(dunia: LKEUji, masuk: Masuk, hitung: Hitung) -> None:
    client = masuk(dunia.admin)
    alamat = reverse("zi_lke_alur", args=[dunia.lke.pk])
    first = hitung(client, alamat)
    majukan(dunia, StatusLKE.SELESAI)
    assert (first, hitung(client, alamat)) == (8, 8)
