"""Figures in place: the small page, the part for htmx, who may, and what stays."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from evidence.actions import Isian, simpan_draf
from evidence.models import Butir, Capaian
from roadmap.models import Realisasi, RealisasiTercatat
from tests.factories import buat_butir, buat_rencana, mulai
from tests.factories.roadmap import bangun_roadmap, isi_realisasi, kirim_realisasi

PAGU = 150_500_000
HTMX = {"HX-Request": "true"}


@pytest.fixture
def d(db: None, data_folder: object) -> SimpleNamespace:
    """The institution under test, and one task of it."""
    d = bangun_roadmap("alfa")
    d.c = d.rm.capaian("A-001")
    d.url = reverse("roadmap_isi", args=[d.c.pk])
    return d


@pytest.fixture
def masuk(client: Client, d: SimpleNamespace) -> Client:
    """The operator of the row, logged in."""
    client.force_login(d.op)
    return client


def simpan(client: Client, d: SimpleNamespace, *, htmx: bool = False, **data: Any) -> HttpResponse:
    """Submit every field, blank unless named."""
    body: dict[str, Any] = dict.fromkeys(
        ("fisik_0", "fisik_1", "pagu", "pergeseran", "anggaran"), ""
    )
    body["versi"] = Capaian.objects.get(pk=d.c.pk).versi
    answer: Any = client.post(d.url, body | data, headers=HTMX if htmx else {})
    return answer  # type: ignore[no-any-return]


def test_the_page_has_just_the_figures(masuk: Client, d: SimpleNamespace) -> None:
    isi_realisasi(d.c, d.op, [5, None], pagu=PAGU)
    page = masuk.get(d.url, {"kembali": "/roadmap/?cari=tim"})
    text = page.content.decode()
    assert page.status_code == 200
    assert [f.html_name for f in page.context["khusus_form"]] == [
        "fisik_0",
        "fisik_1",
        "pagu",
        "pergeseran",
        "anggaran",
    ]
    for shown in ('value="5"', 'value="150.500.000"', "Target 18 kasus.", "<html"):
        assert shown in text
    assert 'href="/roadmap/?cari=tim"' in text
    assert 'name="narasi"' not in text


def test_htmx_gets_the_part_only(masuk: Client, d: SimpleNamespace) -> None:
    text = masuk.get(d.url, headers=HTMX).content.decode()
    assert "<html" not in text
    assert text.count("<form") == 1
    assert f'id="realisasi-{d.c.pk}"' in text
    assert f'hx-post="{d.url}' in text


def test_saving_keeps_text_and_status_and_leads_back(masuk: Client, d: SimpleNamespace) -> None:
    simpan_draf(
        capaian_id=d.c.pk,
        versi=d.c.versi,
        by=d.op,
        isian=Isian(
            narasi="Narasi", kendala="Kendala", tindak_lanjut="Lanjut", progres="disiapkan"
        ),
    )
    answer = simpan(
        masuk, d, fisik_0="1.250,5", fisik_1="0", pagu="1.000", kembali="/roadmap/kegiatan/?tahun=1"
    )
    assert (answer.status_code, answer["Location"]) == (302, "/roadmap/kegiatan/?tahun=1")
    row = Realisasi.objects.get(capaian=d.c)
    assert (row.komponen, row.pagu, row.anggaran) == (["1250.5", "0"], Decimal(1000), None)
    c = Capaian.objects.get(pk=d.c.pk)
    assert (c.narasi, c.kendala, c.tindak_lanjut, c.progres) == (
        "Narasi",
        "Kendala",
        "Lanjut",
        "disiapkan",
    )
    assert (c.status, c.nilai_mandiri) == ("belum", 50)
    assert not RealisasiTercatat.objects.exists()


@pytest.mark.parametrize("kembali", ["https://jahat.example/", "//jahat.example", "roadmap", ""])
def test_only_addresses_of_the_portal_are_gone_back_to(
    masuk: Client, d: SimpleNamespace, kembali: str
) -> None:
    assert simpan(masuk, d, fisik_0="1", kembali=kembali)["Location"] == reverse(
        "tugas", args=[d.c.pk]
    )
    assert "jahat" not in masuk.get(d.url, {"kembali": kembali}).content.decode()


def test_htmx_answers_with_the_saved_part(masuk: Client, d: SimpleNamespace) -> None:
    answer = simpan(masuk, d, htmx=True, fisik_0="9", fisik_1="9")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Draf tersimpan pukul" in text
    assert "kasus: 9 / 18 x 100 = 50%." in text
    versi = Capaian.objects.get(pk=d.c.pk).versi
    assert f'name="versi" value="{versi}"' in text.replace("\n", " ")
    again = simpan(masuk, d, htmx=True, fisik_0="9", fisik_1="9").content.decode()
    assert "Belum ada angka yang berubah." in again
    assert Capaian.objects.get(pk=d.c.pk).versi == versi


@pytest.mark.parametrize(("htmx", "status"), [(False, 422), (True, 200)])
def test_a_wrong_figure_is_named_and_stays(
    masuk: Client, d: SimpleNamespace, htmx: bool, status: int
) -> None:
    answer = simpan(masuk, d, htmx=htmx, fisik_0="tiga", fisik_1="7")
    text = answer.content.decode()
    assert answer.status_code == status
    assert 'value="tiga"' in text
    assert 'value="7"' in text
    assert "Bukan angka. Tulis misalnya 1250 atau 1.250,5." in text
    assert not Realisasi.objects.exists()


def test_a_field_that_was_not_sent_is_refused(masuk: Client, d: SimpleNamespace) -> None:
    isi_realisasi(d.c, d.op, [5, 6], pagu=PAGU)
    answer = masuk.post(d.url, {"versi": Capaian.objects.get(pk=d.c.pk).versi, "fisik_0": "7"})
    assert answer.status_code == 422
    assert Realisasi.objects.get(capaian=d.c).komponen == ["5", "6"]


@pytest.mark.parametrize(("htmx", "status"), [(False, 409), (True, 200)])
def test_a_conflict_keeps_both(masuk: Client, d: SimpleNamespace, htmx: bool, status: int) -> None:
    isi_realisasi(d.c, d.op, [5, 6], pagu=PAGU)
    answer = simpan(masuk, d, htmx=htmx, versi=d.c.versi, fisik_0="7")
    text = answer.content.decode()
    assert answer.status_code == status
    assert 'value="7"' in text
    assert "Realisasi (kasus) 5;" in " ".join(text.split())
    assert Realisasi.objects.get(capaian=d.c).komponen == ["5", "6"]


@pytest.mark.parametrize("htmx", [False, True])
def test_what_was_sent_is_shown_and_can_not_be_changed(
    masuk: Client, d: SimpleNamespace, htmx: bool
) -> None:
    kirim_realisasi(d.c, d.op, [18, 9], pagu=PAGU, anggaran=1)
    page = masuk.get(d.url, headers=HTMX if htmx else {})
    text = page.content.decode()
    assert "tidak dapat diubah pada status Menunggu verifikasi" in text
    assert reverse("tugas", args=[d.c.pk]) in text
    assert "Simpan draf" not in text
    answer = simpan(masuk, d, htmx=htmx, fisik_0="1", fisik_1="1", pagu="1", anggaran="1")
    assert answer.status_code == (200 if htmx else 409)
    assert Realisasi.objects.get(capaian=d.c).komponen == ["18", "9"]


def test_a_plan_that_does_not_run_says_so(masuk: Client, d: SimpleNamespace) -> None:
    d.rm.rencana.status = "ditutup"
    d.rm.rencana.save()
    assert "Rencana ini tidak sedang berjalan" in masuk.get(d.url).content.decode()
    assert simpan(masuk, d, fisik_0="1").status_code == 409


@pytest.mark.parametrize(
    ("siapa", "status"),
    [("op2", 404), ("verifikator", 403), ("ketua", 403), ("admin", 403), ("auditor", 403)],
)
def test_only_the_operator_of_the_row(
    client: Client, d: SimpleNamespace, siapa: str, status: int
) -> None:
    client.force_login(getattr(d, siapa))
    assert client.get(d.url).status_code == status
    assert simpan(client, d, fisik_0="1").status_code == status
    assert not Realisasi.objects.exists()


def test_another_institution_gets_404(client: Client, d: SimpleNamespace) -> None:
    lain = bangun_roadmap("beta")
    client.force_login(lain.op)
    assert client.get(d.url).status_code == 404
    assert simpan(client, d, fisik_0="1").status_code == 404


def test_a_task_of_another_kind_of_plan_is_404(client: Client, d: SimpleNamespace) -> None:
    satgas = buat_rencana(d.instansi)
    buat_butir(satgas, d.pupr, "9.a")
    (capaian,) = mulai(satgas)
    client.force_login(d.op)
    assert client.get(reverse("roadmap_isi", args=[capaian.pk])).status_code == 404
    # Nor a Butir of the Road Map that is graded in the common way: saving would erase its grade.
    Butir.objects.filter(pk=d.c.butir_id).update(cara_nilai="pilih")
    assert simpan(client, d, fisik_0="1").status_code == 404


def test_figures_of_an_expired_session_come_back(client: Client, d: SimpleNamespace) -> None:
    answer = simpan(client, d, fisik_0="12", pn_pengguna=d.op.pk, pn_halaman=d.url)
    assert answer.status_code == 302
    kept = client.session["isian_tertunda"]
    client.force_login(d.op)
    session = client.session
    session["isian_tertunda"] = kept
    session.save()
    assert 'value="12"' in client.get(d.url).content.decode()
