"""The list of LKE: who sees which rows, filters, opening a new one, queries."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from tests.factories import buat_unit
from tests.factories.lke import LKEUji, isi_semua, majukan
from tests.integration.zonaintegritas.lke_layar.conftest import Hitung, Masuk, teks
from zonaintegritas.models import LKE, InstrumenLKE, PertanyaanLKE, StatusLKE, UnitZI

TERLIHAT = {
    "operator": ("lke",),
    "koordinator": ("lke",),
    "operator_lain": ("lke_lain",),
    "bawahan": (),
    "verifikator": ("lke", "lke_lain"),
    "ketua": ("lke", "lke_lain"),
    "admin": ("lke", "lke_lain"),
    "auditor": ("lke", "lke_lain"),
    "auditor_tugas": ("lke",),
    "tpi_ketua": ("lke", "lke_luar"),
    "orang_luar": ("lke_luar",),
    "admin_luar": ("lke_luar",),
}


@pytest.mark.parametrize("siapa", TERLIHAT)
def test_who_sees_which_rows(dunia: LKEUji, masuk: Masuk, siapa: str) -> None:
    """Two ZI units of one institution see each other only as the role allows."""
    client = masuk(dunia.orang[siapa])
    html = client.get(reverse("zi_lke_daftar")).content.decode()
    semua = {nama: getattr(dunia, nama) for nama in ("lke", "lke_lain", "lke_luar")}
    found = {nama for nama, lke in semua.items() if f'"{reverse("zi_lke", args=[lke.pk])}"' in html}
    assert found == set(TERLIHAT[siapa])
    pages = {
        nama: client.get(reverse("zi_lke", args=[lke.pk])).status_code
        for nama, lke in semua.items()
    }
    assert pages == {nama: 200 if nama in found else 404 for nama in semua}
    if not found:
        assert "Belum ada LKE yang dapat Anda baca" in teks(html)


def test_a_row_says_state_turn_totals_and_predicate(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.admin)
    alamat = reverse("zi_lke_daftar")
    assert "Belum ada jawaban" in teks(client.get(alamat).content.decode())
    isi_semua(dunia, dunia.operator, ganti={"A.I.2": {"pilihan": ""}})
    text = teks(client.get(alamat).content.decode())
    assert "Giliran unit 87,5 7 dari 8" in text  # 90 - 2.5
    assert "Sementara 1 dari 8 syarat WBK kurang Menurut nilai mandiri" in text
    isi_semua(dunia, dunia.operator)
    majukan(dunia, StatusLKE.SELESAI)
    text = teks(client.get(f"{alamat}?status=selesai").content.decode())
    assert "Selesai Tidak ada lagi yang perlu dilakukan 90 90 90" in text
    assert "Memenuhi syarat WBBM Menurut nilai TPI" in text


def test_filters(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.admin)
    alamat = reverse("zi_lke_daftar")

    def rows(kueri: str) -> set[str]:
        html = client.get(alamat + kueri).content.decode()
        semua = {"satu": dunia.lke, "dua": dunia.lke_lain}
        return {n for n, x in semua.items() if f'"{reverse("zi_lke", args=[x.pk])}"' in html}

    majukan(dunia, StatusLKE.EVALUASI)
    assert rows(f"?tahun={dunia.lke.tahun}") == {"satu", "dua"}
    assert rows("?tahun=2011") == set()
    assert rows("?status=evaluasi") == {"satu"}
    assert rows("?kata=DUA") == {"dua"}
    assert rows("?status=ngawur&tahun=²") == {"satu", "dua"}
    empty = teks(client.get(f"{alamat}?tahun=2011").content.decode())
    assert "Tidak ada LKE pada saringan ini." in empty


def test_an_admin_opens_an_lke(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.admin)
    alamat = reverse("zi_lke_buka")
    html = client.get(alamat).content.decode()
    assert dunia.unit.nama_pendek in html
    assert dunia.unit_luar.nama_pendek not in html
    isian = {
        "unit": dunia.unit.pk,
        "tahun": dunia.lke.tahun,
        "sasaran": "wbbm",
        "instrumen": dunia.instrumen.pk,
    }
    answer = client.post(alamat, isian)
    assert answer.status_code == 422
    assert "sudah mempunyai LKE tahun" in teks(answer.content.decode())
    answer = client.post(alamat, {**isian, "tahun": dunia.lke.tahun + 1})
    row = LKE.objects.get(unit=dunia.unit, tahun=dunia.lke.tahun + 1)
    assert answer.headers["Location"] == reverse("zi_lke", args=[row.pk])
    assert (row.sasaran, row.instrumen, row.status) == (
        "wbbm",
        dunia.instrumen,
        StatusLKE.MANDIRI,
    )
    wrong = client.post(alamat, {**isian, "unit": dunia.unit_luar.pk, "tahun": "dua ribu"})
    assert wrong.status_code == 422
    assert "empat angka" in teks(wrong.content.decode())


def test_what_is_missing_before_an_lke_can_be_opened(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.admin)
    LKE.objects.all().delete()
    PertanyaanLKE.objects.all().delete()
    InstrumenLKE.objects.all().delete()
    text = teks(client.get(reverse("zi_lke_buka")).content.decode())
    assert "Belum ada instrumen yang siap" in text
    UnitZI.objects.all().delete()
    text = teks(client.get(reverse("zi_lke_buka")).content.decode())
    assert "Belum ada unit Zona Integritas" in text


@pytest.mark.parametrize("siapa", ["operator", "verifikator", "ketua", "auditor", "tpi_ketua"])
def test_nobody_else_opens_one(dunia: LKEUji, masuk: Masuk, siapa: str) -> None:
    client = masuk(dunia.orang[siapa])
    assert client.get(reverse("zi_lke_buka")).status_code == 403
    assert client.post(reverse("zi_lke_buka")).status_code == 403


def test_the_list_costs_the_same_however_many_rows(
    dunia: LKEUji, seratus: LKE, masuk: Masuk, hitung: Hitung
) -> None:
    client = masuk(dunia.admin)
    alamat = reverse("zi_lke_daftar")
    few = hitung(client, alamat)
    units: list[Unit] = [buat_unit(dunia.instansi, f"zi-{n}", induk=dunia.akar) for n in range(12)]
    for unit in units:
        LKE.objects.create(
            instansi=dunia.instansi,
            unit=unit,
            tahun=dunia.lke.tahun,
            instrumen=seratus.instrumen,
            dibuat=timezone.now(),
            dibuat_oleh=dunia.admin,
        )
    assert (few, hitung(client, alamat)) == (10, 10)
