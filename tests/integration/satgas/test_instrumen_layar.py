"""The screens of the instrument: who opens what in which state, and what they cost."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from evidence.actions import mulai_rencana
from satgas.actions.instrumen import versi_baru
from satgas.actions.pakai import pakai_instrumen
from satgas.models import Instrumen, SubIndikator
from tests.factories import buat_user
from tests.integration.satgas.instrumen import ISI, KEPALA, TAHUN, bangun, besar, isi, sub

PERAN = ("operator", "verifikator", "ketua", "admin", "auditor", "auditor_tugas", "platform")
BACA = ("instrumen_rinci", "instrumen_nilai", "instrumen_tabel")
SUNTING = ("instrumen_tempel", "instrumen_pakai", "instrumen_nama", "instrumen_hapus")
BAGIAN = ("instrumen_tambah", "instrumen_ubah", "instrumen_hapus_bagian", "instrumen_tugas")


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    d = bangun()
    d.platform = buat_user("plat", Role.PLATFORM)
    d.instrumen = isi(d)
    return d


def alamat(instrumen: Instrumen) -> dict[str, str]:
    """Every GET address about an instrument."""
    satu = sub(instrumen, "1.1.1")
    found = {
        nama: reverse(nama, args=[instrumen.pk]) for nama in (*BACA, *SUNTING, "instrumen_versi")
    }
    return found | {
        "instrumen_tambah": reverse("instrumen_tambah", args=[instrumen.pk, "area"]),
        "instrumen_ubah": reverse("instrumen_ubah", args=[instrumen.pk, "sub", satu.pk]),
        "instrumen_hapus_bagian": reverse(
            "instrumen_hapus_bagian", args=[instrumen.pk, "sub", satu.pk]
        ),
        "instrumen_tugas": reverse("instrumen_tugas", args=[instrumen.pk, satu.pk]),
    }


def harap(peran: str, keadaan: str) -> dict[str, int]:
    """Codes by name of address."""
    if peran == "platform":
        return dict.fromkeys((*BACA, *SUNTING, *BAGIAN, "instrumen_versi"), 404)
    codes = dict.fromkeys(BACA, 200)
    edits = 403 if peran != "admin" else 200 if keadaan == "disusun" else 302
    codes |= dict.fromkeys((*SUNTING, *BAGIAN), edits)
    return codes | {"instrumen_versi": 200 if peran == "admin" else 403}


@pytest.mark.parametrize("keadaan", ["disusun", "dipakai", "diganti"])
def test_each_role_in_each_state(dunia: SimpleNamespace, client: Client, keadaan: str) -> None:
    if keadaan != "disusun":
        pakai_instrumen(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    if keadaan == "diganti":
        new = versi_baru(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
        pakai_instrumen(instrumen_id=new.pk, by=dunia.admin)
    found = alamat(dunia.instrumen)
    got = {}
    for peran in PERAN:
        client.force_login(getattr(dunia, peran))
        got[peran] = {nama: client.get(url).status_code for nama, url in found.items()}
    assert got == {peran: harap(peran, keadaan) for peran in PERAN}


@pytest.mark.parametrize("peran", PERAN)
def test_the_other_institution_is_not_there(
    dunia: SimpleNamespace, client: Client, peran: str
) -> None:
    other = bangun("beta")
    found = alamat(isi(other))
    client.force_login(getattr(dunia, peran))
    before = Instrumen.objects.values_list("keadaan", "nama")
    answers = {client.get(url).status_code for url in found.values()}
    answers |= {client.post(url).status_code for url in found.values()}
    move = reverse(
        "instrumen_pindah", args=[other.instrumen.pk, "sub", sub(other.instrumen, "1.1.1").pk]
    )
    answers |= {client.post(move).status_code}
    assert answers <= {404, 405}
    assert list(before) == list(Instrumen.objects.values_list("keadaan", "nama"))
    listing = client.get(reverse("instrumen"))
    assert listing.status_code == 200
    assert b"beta" not in listing.content


@pytest.mark.parametrize("peran", [p for p in PERAN if p != "admin"])
def test_readers_change_nothing(dunia: SimpleNamespace, client: Client, peran: str) -> None:
    client.force_login(getattr(dunia, peran))
    found = alamat(dunia.instrumen)
    codes = {client.post(found[n], {"nama": "x"}).status_code for n in (*SUNTING, *BAGIAN)}
    codes |= {client.post(reverse("instrumen_baru"), {"tahun": 2030}).status_code}
    assert codes <= {403, 404}
    assert Instrumen.objects.count() == 1
    assert SubIndikator.objects.count() == 3


def test_a_row_below_another_instrument_is_not_found(
    dunia: SimpleNamespace, client: Client
) -> None:
    foreign = sub(isi(bangun("beta")), "1.1.1")
    client.force_login(dunia.admin)
    for url in (
        reverse("instrumen_ubah", args=[dunia.instrumen.pk, "sub", foreign.pk]),
        reverse("instrumen_hapus_bagian", args=[dunia.instrumen.pk, "sub", foreign.pk]),
        reverse("instrumen_tugas", args=[dunia.instrumen.pk, foreign.pk]),
        reverse("instrumen_ubah", args=[dunia.instrumen.pk, "antah", foreign.pk]),
        reverse("instrumen_tambah", args=[dunia.instrumen.pk, "dokumen"]) + f"?induk={foreign.pk}",
        reverse("instrumen_tambah", args=[dunia.instrumen.pk, "dokumen"]),
        reverse("instrumen_tambah", args=[dunia.instrumen.pk, "dokumen"]) + f"?induk={'9' * 20}",
    ):
        assert client.get(url).status_code == 404, url


# --- editing through the screens -------------------------------------------------------------


def test_a_form_keeps_what_was_typed(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.admin)
    satu = sub(dunia.instrumen, "1.1.1")
    url = reverse("instrumen_ubah", args=[dunia.instrumen.pk, "sub", satu.pk])
    page = client.get(url).content.decode()
    assert 'value="50"' in page
    typed = {"nama": "Nama baru", "bobot": "12,3456", "kode": "2.1.1", "cara_nilai": "pilih"}
    answer = client.post(url, typed | {"induk": satu.indikator_id})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Paling banyak tiga angka di belakang koma." in page
    assert 'value="12,3456"' in page
    answer = client.post(url, typed | {"bobot": "12,5", "induk": satu.indikator_id})
    assert "Kode 2.1.1 sudah dipakai." in answer.content.decode()
    assert sub(dunia.instrumen, "1.1.1").bobot == 50


def test_rows_are_added_moved_and_deleted(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.admin)
    pk = dunia.instrumen.pk
    added = client.post(
        reverse("instrumen_tambah", args=[pk, "sub"])
        + f"?induk={sub(dunia.instrumen, '1.1.1').indikator_id}",
        {"nama": "Sub baru", "cara_nilai": "rasio", "bobot": "-"},
    )
    new = sub(dunia.instrumen, "1.1.3")
    assert added.status_code == 302
    assert added["Location"] == reverse("instrumen_ubah", args=[pk, "sub", new.pk])
    assert (new.cara_nilai, new.bobot) == ("rasio", None)
    moved = client.post(reverse("instrumen_pindah", args=[pk, "sub", new.pk]), {"arah": "naik"})
    assert moved["Location"] == reverse("instrumen_rinci", args=[pk]) + f"?area=1#sub-{new.pk}"
    new.refresh_from_db()
    assert new.urut == 2
    delete = reverse("instrumen_hapus_bagian", args=[pk, "sub", sub(dunia.instrumen, "1.1.1").pk])
    assert "Ikut terhapus: 2 dokumen, 3 kriteria nilai." in client.get(delete).content.decode()
    assert client.post(delete).status_code == 302
    assert not SubIndikator.objects.filter(kode="1.1.1").exists()


def test_a_changed_table_is_shown_again_before_it_is_applied(
    dunia: SimpleNamespace, client: Client
) -> None:
    client.force_login(dunia.admin)
    url = reverse("instrumen_tempel", args=[dunia.instrumen.pk])
    first = KEPALA + "7 Baru\t\t\t\t\t\t\t\t\t\t\n"
    shown = client.post(url, {"aksi": "periksa", "teks": first})
    sidik = shown.context["pratinjau"].sidik
    other = KEPALA + "8 Lain\t\t\t\t\t\t\t\t\t\t\n"
    again = client.post(url, {"aksi": "terapkan", "teks": other, "sidik": sidik})
    assert again.status_code == 200
    assert "berubah sejak diperiksa" in again.content.decode()
    assert [b.nama for b in again.context["tampil"]] == ["Lain"]
    done = client.post(
        url, {"aksi": "terapkan", "teks": other, "sidik": again.context["pratinjau"].sidik}
    )
    assert done.status_code == 302
    same = client.post(url, {"aksi": "periksa", "teks": KEPALA + ISI.replace("{k}", "alfa")})
    assert "Tidak ada yang perlu diterapkan" in same.content.decode()


def test_two_rows_that_mean_one_are_refused_and_the_text_stays(
    dunia: SimpleNamespace, client: Client
) -> None:
    client.force_login(dunia.admin)
    url = reverse("instrumen_tempel", args=[dunia.instrumen.pk])
    teks = KEPALA + "1 Tata Kelola\t\t1.1 Y" + "\t" * 8 + "\nPerencanaan\t\t1.1 Z" + "\t" * 8
    for aksi in ("periksa", "terapkan"):
        answer = client.post(url, {"aksi": aksi, "teks": teks})
        assert answer.status_code == 200
        assert [(g.baris, g.kolom) for g in answer.context["pratinjau"].galat] == [(3, "Area")]
        assert answer.context["teks"] == teks


def test_the_text_stays_when_the_instrument_was_put_into_use(
    dunia: SimpleNamespace, client: Client
) -> None:
    pakai_instrumen(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    client.force_login(dunia.admin)
    url = reverse("instrumen_tempel", args=[dunia.instrumen.pk])
    answer = client.post(url, {"aksi": "terapkan", "teks": KEPALA + "7 Kirimanku"})
    page = answer.content.decode()
    assert (answer.status_code, "7 Kirimanku" in page) == (200, True)
    assert "Tabel Anda masih ada di bawah" in page


def test_the_switch_leads_to_both_documents(dunia: SimpleNamespace, client: Client) -> None:
    rencana, _ = pakai_instrumen(instrumen_id=dunia.instrumen.pk, by=dunia.admin)
    client.force_login(dunia.operator)
    page = client.get(reverse("satgas")).content.decode()
    assert f"/instrumen/?rencana={rencana.pk}" in page
    opened = client.get(reverse("instrumen"), {"rencana": rencana.pk})
    assert opened["Location"] == reverse("instrumen_rinci", args=[dunia.instrumen.pk])
    page = client.get(opened["Location"]).content.decode()
    assert f"/satgas/?rencana={dunia.satgas.pk}" in page
    moved = client.get(reverse("satgas"), {"rencana": rencana.pk})
    assert moved["Location"] == f"/instrumen/?rencana={rencana.pk}"


# --- what they cost --------------------------------------------------------------------------

KUERI = {
    "operator instrumen": 7,
    "operator instrumen_rinci": 10,
    "operator instrumen_nilai": 11,
    "operator instrumen_tabel": 11,
    "verifikator instrumen": 7,
    "verifikator instrumen_rinci": 10,
    "verifikator instrumen_nilai": 11,
    "verifikator instrumen_tabel": 11,
    "admin instrumen": 6,
    "admin instrumen_rinci": 9,
    "admin instrumen_nilai": 10,
    "admin instrumen_tabel": 10,
}


@pytest.mark.parametrize("jumlah", [1, 600])
def test_pages_cost_the_same_with_one_and_with_six_hundred(
    db: None, data_folder: object, client: Client, jumlah: int
) -> None:
    d = bangun()
    d.instrumen = besar(d, jumlah, d.admin)
    rencana, _ = pakai_instrumen(instrumen_id=d.instrumen.pk, by=d.admin)
    mulai_rencana(rencana_id=rencana.pk, by=d.admin)
    assert SubIndikator.objects.count() == jumlah
    found = {}
    for peran in ("operator", "verifikator", "admin"):
        client.force_login(getattr(d, peran))
        for nama in ("instrumen", *BACA):
            url = reverse(nama, args=[] if nama == "instrumen" else [d.instrumen.pk])
            client.get(url)  # the first request after a login stamps the session
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found[f"{peran} {nama}"] = len(queries)
    assert found == KUERI
    assert max(found.values()) <= 12


def test_a_large_area_comes_in_pages(db: None, data_folder: object, client: Client) -> None:
    d = bangun()
    d.instrumen = besar(d, 120, d.admin)
    client.force_login(d.operator)
    url = reverse("instrumen_rinci", args=[d.instrumen.pk])
    sizes = [
        sum(len(b.sub) for b in client.get(url, {"page": n}).context["halaman"].bagian)
        for n in (1, 2, 3)
    ]
    assert sizes == [50, 50, 20]
    assert "(lanjutan)" not in client.get(url, {"page": 2}).content.decode()


def test_pages_of_impossible_addresses(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    url = reverse("instrumen_rinci", args=[dunia.instrumen.pk])
    for query in ({"area": "9" * 30}, {"page": "-1"}, {"page": "x"}, {"area": "²"}):
        assert client.get(url, query).status_code == 200
    assert Instrumen.objects.get().tahun == TAHUN
