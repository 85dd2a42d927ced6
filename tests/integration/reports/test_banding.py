"""Two Potret side by side: figures, causes, filters, and whose they may be."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from evidence.actions.rencana import tutup_rencana
from evidence.models import Rencana
from reports.actions.periode import buat_amandemen
from reports.datasets.banding import MACAM, Beda, banding, saring
from reports.models import Potret
from reports.potret.bentuk import baca
from tests.factories import buat_rencana, segar
from tests.factories.potret import isi_potret
from tests.integration.reports.dunia_dasbor import client, teks
from tests.integration.reports.dunia_periode import berbatas, dipotret, setujui_satu

URL = "/laporan/banding/"


@pytest.fixture
def d(dunia: SimpleNamespace) -> SimpleNamespace:
    """The institution under test: B03, then B06 with an amendment after 9.b was approved."""
    d = berbatas(dunia)
    d.b03 = dipotret(d, "B03")
    d.satu = dipotret(d)
    setujui_satu(d)
    d.dua = buat_amandemen(
        batas_id=d.batas["B06"].pk, potret_id=d.satu.pk, alasan="9.b terlambat.", by=d.ketua
    )
    d.auditor = client(d.orang[Role.AUDITOR])
    return d


# ------------------------------------------------------------------ pure


def test_a_difference_without_data_is_none() -> None:
    assert (Beda(None, 3).selisih, Beda(None, 3).arah) == (None, "")
    assert (Beda(0, 3).selisih, Beda(0, 3).arah) == (3, "naik")
    assert (Beda(3, 0).selisih, Beda(3, 0).arah) == (-3, "turun")
    assert Beda(2, 2).arah == "tetap"


def test_the_same_figures_differ_in_nothing() -> None:
    isi = isi_potret(60, 100)
    found = banding(isi, replace(isi, no=2, at=isi.at + timedelta(days=1)))
    assert found.kosong
    assert found.perubahan == ()


def test_totals_are_those_of_both_sides() -> None:
    a, b = isi_potret(60, 100), isi_potret(90, 100)
    rows = {t.nama: t.beda for t in banding(a, b).total}
    assert rows["Dokumen diperlukan"] == Beda(a.hitungan.diperlukan, b.hitungan.diperlukan)
    assert rows["Dokumen diterima"] == Beda(a.hitungan.diterima, b.hitungan.diterima)
    assert rows["Nilai terverifikasi"] == Beda(a.nilai.internal.nilai, b.nilai.internal.nilai)
    assert rows["Tugas lewat batas waktu"] == Beda(a.terlambat, b.terlambat)
    assert not banding(a, b).kosong


def test_groups_that_one_side_alone_has_are_kept() -> None:
    a, b = isi_potret(60, 100, anggota=3, area=2), isi_potret(60, 100, anggota=4, area=3)
    found = banding(a, b)
    assert [(k.kode, k.hanya) for k in found.anggota] == [
        ("1", ""), ("2", ""), ("3", ""), ("4", "b")
    ]  # fmt: skip
    back = banding(b, a)
    assert [(k.kode, k.hanya) for k in back.anggota][-1] == ("4", "a")
    assert back.anggota[-1].diterima.baru is None


def test_filters_take_rows_and_lose_none() -> None:
    a = isi_potret(132, 300)
    moved = tuple(
        replace(
            t,
            capaian=tuple(
                replace(c, nilai_internal=1, batas=c.batas + timedelta(days=n % 2))
                for c in t.capaian
            ),
        )
        for n, t in enumerate(a.tugas)
    )
    found = banding(a, replace(a, tugas=moved, at=a.at + timedelta(days=1)))
    rows = found.perubahan
    value = next(m for m in MACAM if m.kode == "terverifikasi")
    limit = next(m for m in MACAM if m.kode == "batas")
    assert {r.capaian for r in saring(rows, macam=limit)} == {
        c.id for n, t in enumerate(moved) for c in t.capaian if n % 2
    }
    assert len(saring(rows, macam=value)) == len(
        [c for t in a.tugas for c in t.capaian if c.nilai_internal != 1]
    )
    whole = {r.capaian for k in found.pilihan_anggota for r in saring(rows, anggota=k)}
    assert whole == {r.capaian for r in rows}
    names = {u.hal for r in rows for u in r.ubahan}
    assert {n for n in names if not any(n.startswith(m.awal) for m in MACAM)} == set()


# ------------------------------------------------------------------ the page


def test_what_changed_and_why(d: SimpleNamespace) -> None:
    answer = d.auditor.get(URL, {"a": d.satu.pk, "b": d.dua.pk})
    page = teks(answer)
    assert "1 tugas terbaca lain pada B06 Potret 2 daripada pada B06 Potret 1." in page
    assert "Dokumen diterima 3 4 +1" in page
    assert "Menunggu verifikasi 3 2 -1" in page
    assert "9.b" in page
    assert "Disetujui. Sesuai." in page
    (row,) = answer.context["page_obj"]
    assert (row.kode, {u.hal for u in row.ubahan}) == (
        "9.b",
        {"Status", "Nilai terverifikasi", "Dokumen 1"},
    )
    assert reverse("tugas", args=[row.capaian]) in answer.content.decode()


def test_two_cut_offs_and_now(d: SimpleNamespace) -> None:
    answer = d.auditor.get(URL, {"a": d.b03.pk, "b": d.dua.pk})
    a, b = baca(d.b03.isi), baca(d.dua.isi)
    assert answer.context["d"].jendela_baru == b.capaian - sum(
        c.mulai <= a.batas.akhir for t in b.tugas for c in t.capaian
    )
    before = Potret.objects.count()
    now = d.auditor.get(URL, {"a": d.satu.pk, "b": "sekarang"})
    assert "1 tugas terbaca lain pada B06 keadaan sekarang" in teks(now)
    same = d.auditor.get(URL, {"a": d.dua.pk, "b": "sekarang"})
    assert "Tidak ada yang berbeda antara B06 Potret 2 dan B06 keadaan sekarang." in teks(same)
    assert Potret.objects.count() == before


def test_without_a_choice_the_last_two(d: SimpleNamespace) -> None:
    answer = d.auditor.get(URL)
    assert (answer.context["a"].potret, answer.context["b"].potret) == (d.satu, d.dua)
    only = d.auditor.get(URL, {"a": d.dua.pk})
    assert (only.context["a"].potret, only.context["b"].potret) == (d.dua, None)


def test_the_wrong_order_is_told_and_swapped(d: SimpleNamespace) -> None:
    answer = d.auditor.get(URL, {"a": d.dua.pk, "b": d.satu.pk})
    assert "B06 Potret 1 lebih tua daripada B06 Potret 2" in teks(answer)
    assert f"{URL}?a={d.satu.pk}&amp;b={d.dua.pk}" in answer.content.decode()
    right = d.auditor.get(URL, {"a": d.satu.pk, "b": d.dua.pk})
    assert "lebih tua daripada" not in teks(right)


def test_the_same_twice_has_a_page(d: SimpleNamespace) -> None:
    page = teks(d.auditor.get(URL, {"a": d.satu.pk, "b": d.satu.pk}))
    assert "Anda memilih potret yang sama dua kali" in page


def test_filters_of_the_page(d: SimpleNamespace) -> None:
    pair = {"a": d.satu.pk, "b": d.dua.pk}
    carrier = next(t.anggota for t in baca(d.dua.isi).tugas if t.kode == "9.b")
    kept = d.auditor.get(URL, {**pair, "anggota": carrier, "macam": "terverifikasi"})
    assert [r.kode for r in kept.context["page_obj"]] == ["9.b"]
    assert 'value="terverifikasi" selected' in kept.content.decode()
    none = d.auditor.get(URL, {**pair, "macam": "jaga"})
    assert "Tidak ada perubahan yang cocok" in teks(none)
    for wrong in ({"macam": "x"}, {"anggota": "x"}, {"area": "x"}):
        assert d.auditor.get(URL, {**pair, **wrong}).status_code == 404


def test_other_plans_and_institutions_are_404(d: SimpleNamespace, lain: SimpleNamespace) -> None:
    other = dipotret(berbatas(lain))
    for pair in (
        {"a": other.pk},
        {"a": d.satu.pk, "b": other.pk},
        {"a": other.pk, "b": d.satu.pk},
        {"a": other.pk, "b": "sekarang"},
        {"a": "sekarang", "b": d.satu.pk},
        {"a": "9" * 20},
        {"a": "²"},
        {"a": d.satu.pk, "b": "9" * 20},
        {"rencana": lain.rencana.pk},
    ):
        assert d.auditor.get(URL, pair).status_code == 404, pair
    for role, user in d.orang.items():
        reads = role in (Role.VERIFIKATOR, Role.KETUA, Role.ADMIN, Role.AUDITOR)
        assert client(user).get(URL).status_code == (200 if reads else 403)


def test_nothing_to_compare(dunia: SimpleNamespace) -> None:
    browser = client(dunia.orang[Role.AUDITOR])
    assert "Belum ada potret untuk dibandingkan" in teks(browser.get(URL))
    other = buat_rencana(dunia.instansi, jenis=Rencana.Jenis.ROADMAP)
    page = teks(browser.get(URL, {"rencana": other.pk}))
    assert "Belum ada potret untuk dibandingkan" in page


def test_the_cost_does_not_follow_the_size(d: SimpleNamespace) -> None:
    """Between Potret a handful of queries; with now those of making figures, a fixed number."""
    found = {}
    for name, b in (("potret", d.dua.pk), ("sekarang", "sekarang")):
        d.auditor.get(URL, {"a": d.satu.pk, "b": b})
        with CaptureQueriesContext(connection) as queries:
            assert d.auditor.get(URL, {"a": d.satu.pk, "b": b}).status_code == 200
        found[name] = len(queries)
    assert found["potret"] <= 12
    assert found["sekarang"] <= 40


def test_a_closed_plan_has_no_figures_of_now(d: SimpleNamespace) -> None:
    """Nothing of it counts any more; that is not a change of every task."""
    tutup_rencana(rencana_id=d.rencana.pk, by=segar(d.orang[Role.ADMIN]))
    page = d.auditor.get(URL, {"a": d.b03.pk, "b": "sekarang"})
    assert page.context["b"].potret == d.dua
    assert "Keadaan sekarang" not in teks(page)
    page = d.auditor.get(URL, {"a": d.dua.pk})
    assert "Rencana ini tidak sedang berjalan" in teks(page)
    assert "tidak dihitung" not in teks(page)
