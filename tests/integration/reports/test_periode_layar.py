"""Screens of periods: who reads them, who acts, what each step says before it is taken."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from audit.models import Kejadian
from evidence.models import Batas, Capaian, Rencana
from reports.actions.periode import ALASAN_MAKS
from reports.datasets.periode_menunggu import periode_menunggu
from reports.datasets.ringkas_potret import ringkas
from reports.models import KeadaanPeriode, LangkahPeriode, Potret
from tests.factories import buat_rencana, buat_user, segar
from tests.integration.reports.dunia_dasbor import client, teks
from tests.integration.reports.dunia_periode import (
    berbatas,
    berkeadaan,
    dipotret,
    setujui_satu,
)

PEMBACA = (Role.VERIFIKATOR, Role.KETUA, Role.ADMIN, Role.AUDITOR)
LANGKAH = ("periode_potret", "periode_amandemen", "periode_setujui", "periode_buka")
ADA = {
    KeadaanPeriode.TERBUKA: {"periode_potret"},
    KeadaanPeriode.DIPOTRET: {"periode_amandemen", "periode_setujui"},
    KeadaanPeriode.DISETUJUI: {"periode_buka"},
    KeadaanPeriode.DIBUKA: {"periode_amandemen", "periode_setujui"},
}


@pytest.fixture
def d(dunia: SimpleNamespace) -> SimpleNamespace:
    """The institution under test with its cut-offs."""
    return berbatas(dunia)


def _alamat(nama: str, batas: Batas) -> str:
    return reverse(nama, args=[batas.pk])


def _rinci(d: SimpleNamespace, role: Role = Role.KETUA, kode: str = "B06") -> str:
    return teks(client(d.orang[role]).get(_alamat("periode_rinci", d.batas[kode])))


# ------------------------------------------------------------------ who


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.PLATFORM])
def test_who_reads_periods(d: SimpleNamespace, lain: SimpleNamespace, role: Role) -> None:
    """Those who read all reports of the institution; the other institution's is a 404 for all."""
    user = d.orang.get(role) or buat_user("koordinator.alfa", role, d.bkd)
    browser = client(user)
    dipotret(d)
    berbatas(lain)
    dipotret(lain)
    reads = role in PEMBACA
    assert browser.get(reverse("periode")).status_code == (200 if reads else 403)
    own = {_alamat("periode_rinci", b) for b in d.batas.values()}
    assert {browser.get(url).status_code for url in own} == {200 if reads else 404}
    other = {_alamat(n, lain.batas["B06"]) for n in ("periode_rinci", *LANGKAH)}
    for url in other:
        assert (browser.get(url).status_code, browser.post(url).status_code) in {
            (404, 404),
            (404, 405),
        }
    chosen = browser.get(reverse("periode"), {"rencana": lain.rencana.pk})
    assert chosen.status_code == (404 if reads else 403)


@pytest.mark.parametrize("keadaan", list(KeadaanPeriode))
def test_who_takes_which_step_in_which_state(d: SimpleNamespace, keadaan: KeadaanPeriode) -> None:
    """Role x state x step: only the Ketua gets through, and only where the flow has an arrow."""
    batas = berkeadaan(d, keadaan)
    before = (Potret.objects.count(), LangkahPeriode.objects.count())
    for role, user in d.orang.items():
        browser = client(user)
        for nama in LANGKAH:
            url = _alamat(nama, batas)
            found = browser.get(url).status_code
            if role is Role.KETUA:
                assert found == (200 if nama in ADA[keadaan] else 302), (role, nama)
            else:
                refused = 403 if role in PEMBACA else 404
                sent = browser.post(url, {"alasan": "x", "potret": 1}).status_code
                assert (found, sent) == (refused, refused), (role, nama)
    assert (Potret.objects.count(), LangkahPeriode.objects.count()) == before


def test_only_the_ketua_has_buttons(d: SimpleNamespace) -> None:
    dipotret(d)
    for role in PEMBACA:
        page = client(d.orang[role]).get(reverse("periode")).content.decode()
        wanted = role is Role.KETUA
        assert (_alamat("periode_setujui", d.batas["B06"]) in page) is wanted
        assert (_alamat("periode_potret", d.batas["B03"]) in page) is wanted
        assert _alamat("periode_potret", d.batas["B09"]) not in page  # has not opened


# ------------------------------------------------------------------ the list


def test_the_list_says_where_each_period_stands(d: SimpleNamespace) -> None:
    berkeadaan(d, KeadaanPeriode.DISETUJUI, "B03")
    p = dipotret(d)
    page = teks(client(d.ketua).get(reverse("periode")))
    assert "1 dari 3 periode disetujui Ketua. B06 menunggu persetujuan Anda." in page
    assert "B09" in page
    assert "Belum dipotret" in page
    figures = ringkas([p.pk])[p.pk]
    sentence = f"{figures.hitungan.diterima} dari {figures.hitungan.diperlukan} dokumen diterima "
    assert (sentence in page, figures.hitungan.diperlukan) == (True, 14)
    auditor = teks(client(d.orang[Role.AUDITOR]).get(reverse("periode")))
    assert "B06 menunggu persetujuan Ketua." in auditor


def test_without_cut_offs_it_says_where_they_are_set(dunia: SimpleNamespace) -> None:
    admin = client(dunia.orang[Role.ADMIN]).get(reverse("periode"))
    assert "Rencana ini belum mempunyai periode." in teks(admin)
    assert reverse("rencana_batas", args=[dunia.rencana.pk]) in admin.content.decode()
    auditor = client(dunia.orang[Role.AUDITOR]).get(reverse("periode"))
    assert "Admin instansi mengaturnya" in teks(auditor)
    assert reverse("rencana_batas", args=[dunia.rencana.pk]) not in auditor.content.decode()


def test_plans_that_go_nowhere_have_no_periods(d: SimpleNamespace) -> None:
    other = buat_rencana(d.instansi, jenis=Rencana.Jenis.ROADMAP)
    browser = client(d.ketua)
    page = teks(browser.get(reverse("periode"), {"rencana": other.pk}))
    assert "Rencana ini tidak mempunyai periode" in page
    assert d.rencana.nama in page
    batas = Batas.objects.create(
        rencana=other,
        kode="B03",
        **dict.fromkeys(
            (
                "akhir",
                "dibuka",
                "batas_unit",
                "batas_inspektorat",
                "batas_jaga",
                "verifikasi_kpk",
                "ditutup",
            ),
            d.batas["B03"].akhir,
        ),
    )
    assert browser.get(_alamat("periode_rinci", batas)).status_code == 404
    assert browser.get(_alamat("periode_potret", batas)).status_code == 404


def test_impossible_plans(d: SimpleNamespace) -> None:
    browser = client(d.ketua)
    for text in ("9" * 20, "²", "x"):
        assert browser.get(reverse("periode"), {"rencana": text}).status_code == 404


# ------------------------------------------------------------------ the steps


def test_freezing_says_what_will_be_frozen_and_freezes_that(d: SimpleNamespace) -> None:
    browser, url = client(d.ketua), _alamat("periode_potret", d.batas["B06"])
    asked = teks(browser.get(url))
    assert "3 dokumen masih menunggu putusan Inspektorat" in asked
    assert "tidak dapat dihapus" in asked
    assert Potret.objects.count() == 0
    answer = browser.post(url, follow=True)
    assert answer.redirect_chain == [(_alamat("periode_rinci", d.batas["B06"]), 302)]
    assert "B06 dipotret. Angkanya menunggu persetujuan Anda." in teks(answer)
    potret = Potret.objects.get()
    frozen = ringkas([potret.pk])[potret.pk]
    for label, value in (
        ("Tugas ditagih", frozen.tugas_ditagih),
        ("Dokumen diperlukan", frozen.hitungan.diperlukan),
        ("Diterima", frozen.hitungan.diterima),
        ("Belum dikirim", frozen.hitungan.belum_ada),
        ("Tugas lewat batas waktu", frozen.terlambat),
    ):
        assert f"{label} {value} " in f"{asked} ", label
    assert f"{frozen.terlambat} tugas lewat batas waktu. Lihat tugasnya" in asked
    again = browser.post(url, follow=True)
    assert "Langkah ini tidak tersedia pada status Menunggu persetujuan Ketua." in teks(again)
    assert Potret.objects.count() == 1


def test_approving_shows_the_figures_and_ends_draf(d: SimpleNamespace) -> None:
    potret = dipotret(d)
    browser, url = client(d.ketua), _alamat("periode_setujui", d.batas["B06"])
    asked = teks(browser.get(url))
    assert "tidak lagi bertanda DRAF" in asked
    assert "Dokumen diperlukan 14" in asked
    assert potret.sha256 in asked
    for wrong in ({}, {"potret": "x"}, {"potret": "9" * 20}):
        assert browser.post(url, wrong).status_code == 422
    browser.post(url, {"potret": potret.pk})
    step = LangkahPeriode.objects.latest("pk")
    assert (step.ke, step.oleh, step.potret) == (KeadaanPeriode.DISETUJUI, d.ketua, potret)
    assert "Periode ini disetujui Ketua" in _rinci(d)


def test_opening_again_asks_why(d: SimpleNamespace) -> None:
    batas = berkeadaan(d, KeadaanPeriode.DISETUJUI)
    potret = Potret.objects.get()
    browser, url = client(d.ketua), _alamat("periode_buka", batas)
    assert "Belum ada laporan yang terbit dari periode ini." in teks(browser.get(url))
    for reason, said in (
        ("", "Tulis alasannya."),
        ("   ", "Tulis alasannya."),
        ("x" * (ALASAN_MAKS + 1), f"Paling panjang {ALASAN_MAKS} huruf."),
    ):
        answer = browser.post(url, {"potret": potret.pk, "alasan": reason})
        assert answer.status_code == 422
        assert said in teks(answer)
    assert LangkahPeriode.objects.latest("pk").ke == KeadaanPeriode.DISETUJUI
    browser.post(url, {"potret": potret.pk, "alasan": "Nilai salah ketik."})
    page = _rinci(d)
    assert "Periode ini dibuka kembali" in page
    assert "Nilai salah ketik." in page


def test_an_amendment_shows_the_difference_and_asks_why(d: SimpleNamespace) -> None:
    potret = dipotret(d)
    browser, url = client(d.ketua), _alamat("periode_amandemen", d.batas["B06"])
    same = browser.get(url)
    assert "Tidak ada yang diamandemen" in teks(same)
    assert b"<textarea" not in same.content  # nothing is offered
    setujui_satu(d)
    asked = teks(browser.get(url))
    assert "1 tugas terbaca lain daripada Potret 1" in asked
    assert "Nilai terverifikasi tanpa data menjadi 90" in asked
    typed = browser.post(url, {"potret": potret.pk, "alasan": " "})
    assert (typed.status_code, Potret.objects.count()) == (422, 1)
    browser.post(url, {"potret": potret.pk, "alasan": "9.b disetujui sesudah dipotret."})
    second = Potret.objects.get(no=2)
    assert (second.sebelum, second.alasan) == (potret, "9.b disetujui sesudah dipotret.")
    page = _rinci(d)
    assert "Potret 2 menunggu persetujuan Anda" in page
    assert "9.b disetujui sesudah dipotret." in page
    pair = f"{reverse('potret_banding')}?a={potret.pk}&amp;b={second.pk}"
    detail = client(d.ketua).get(_alamat("periode_rinci", d.batas["B06"]))
    assert pair in detail.content.decode()


def test_who_saw_an_older_potret_looks_again(d: SimpleNamespace) -> None:
    """Nothing is decided on figures that the person did not see; what was typed stays."""
    first = dipotret(d)
    setujui_satu(d)
    browser = client(d.ketua)
    amend = _alamat("periode_amandemen", d.batas["B06"])
    browser.post(amend, {"potret": first.pk, "alasan": "Pertama."})
    second = Potret.objects.get(no=2)
    stale = browser.post(
        _alamat("periode_setujui", d.batas["B06"]), {"potret": first.pk}, follow=True
    )
    assert "Periode ini baru saja dipotret lagi." in teks(stale)
    assert LangkahPeriode.objects.latest("pk").ke == KeadaanPeriode.DIPOTRET
    browser.post(_alamat("periode_setujui", d.batas["B06"]), {"potret": second.pk})
    opened = _alamat("periode_buka", d.batas["B06"])
    again = browser.post(opened, {"potret": first.pk, "alasan": "Kata-kata saya."})
    assert again.status_code == 422
    assert "Kata-kata saya." in again.content.decode()
    assert f'name="potret" value="{second.pk}"' in again.content.decode()
    assert LangkahPeriode.objects.latest("pk").ke == KeadaanPeriode.DISETUJUI


def test_of_a_closed_plan_the_last_potret_is_only_approved(d: SimpleNamespace) -> None:
    dipotret(d)
    Rencana.objects.filter(pk=d.rencana.pk).update(status=Rencana.Keadaan.DITUTUP)
    browser = client(d.ketua)
    found = {nama: browser.get(_alamat(nama, d.batas["B06"])).status_code for nama in LANGKAH}
    assert found == {**dict.fromkeys(LANGKAH, 302), "periode_setujui": 200}
    page = browser.get(_alamat("periode_rinci", d.batas["B03"]))
    assert "Rencana ini tidak sedang berjalan" in teks(page)
    assert _alamat("periode_potret", d.batas["B03"]) not in page.content.decode()


# ------------------------------------------------------------------ home, menu, cost


def test_the_home_of_the_ketua_says_what_waits(d: SimpleNamespace, lain: SimpleNamespace) -> None:
    browser = client(d.ketua)
    assert "menunggu persetujuan Anda" not in teks(browser.get(reverse("dasbor")))
    berbatas(lain)
    dipotret(lain)
    assert list(periode_menunggu(segar(d.ketua))) == []
    dipotret(d)
    page = browser.get(reverse("dasbor"))
    assert "B06 menunggu persetujuan Anda" in teks(page)
    assert _alamat("periode_setujui", d.batas["B06"]) in page.content.decode()
    for role in (Role.VERIFIKATOR, Role.ADMIN, Role.AUDITOR):
        assert list(periode_menunggu(d.orang[role])) == []
        other = teks(client(d.orang[role]).get(reverse("dasbor")))
        assert "menunggu persetujuan Anda" not in other


def test_the_menu_counts_only_for_the_ketua(d: SimpleNamespace) -> None:
    dipotret(d)
    for role, user in d.orang.items():
        page = client(user).get(reverse("dasbor")).content.decode()
        entry = re.search(r'<a href="/laporan/periode/".*?</a>', page, re.DOTALL)
        assert (entry is not None) is (role in PEMBACA), role
        if entry is not None:
            counted = "menunggu Anda" in entry[0]
            assert counted is (role is Role.KETUA), role


def test_the_pages_cost_the_same_with_many_amendments(d: SimpleNamespace) -> None:
    """One Potret or seven, one cut-off with some or two: the same number of queries."""

    def cost(url: str) -> int:
        browser = client(d.ketua)
        browser.get(url)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(url).status_code == 200
        return len(found)

    first = dipotret(d)
    pages = {
        "periode": reverse("periode"),
        "rinci": _alamat("periode_rinci", d.batas["B06"]),
        "potret": reverse("potret_rinci", args=[first.pk]),
    }
    few = {nama: cost(url) for nama, url in pages.items()}
    for n in range(5):
        setujui_satu(d, "9.b") if n == 0 else _ubah_nilai(d, n)
        client(d.ketua).post(
            _alamat("periode_amandemen", d.batas["B06"]),
            {"potret": Potret.objects.latest("pk").pk, "alasan": f"Alasan {n}."},
        )
    dipotret(d, "B03")
    assert Potret.objects.count() == 7
    many = {nama: cost(url) for nama, url in pages.items()}
    assert many == few
    assert max(few.values()) <= 12, few


def _ubah_nilai(d: SimpleNamespace, n: int) -> None:
    """Make another change that a Potret shows: the deadline of a task."""
    task = Capaian.objects.get(pk=d.c["4.a"].pk)
    Capaian.objects.filter(pk=task.pk).update(batas=task.batas + timedelta(days=n))


def test_steps_are_in_the_audit_trail(d: SimpleNamespace, client: Client) -> None:
    berkeadaan(d, KeadaanPeriode.DIBUKA)
    steps = Kejadian.objects.filter(aksi__startswith="periode.").order_by("no")
    assert [e.aksi for e in steps] == ["periode.potret", "periode.setujui", "periode.buka"]
    client.force_login(d.ketua)
    page = teks(client.get(reverse("jejak_audit")))
    for words in ("Periode dipotret", "Periode disetujui", "Periode dibuka kembali"):
        assert words in page
