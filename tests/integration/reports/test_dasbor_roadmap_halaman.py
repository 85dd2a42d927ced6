"""The dashboard of a Road Map as pages: words, years, past days, closed plans, parts, limits."""

import copy
import html
import re
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.permissions import Role
from evidence.actions import tutup_rencana
from evidence.models import Capaian, Rencana
from roadmap.models import KelompokSasaran
from tests.factories import buat_user
from tests.factories.rapat import buat_langkah, buat_masalah, rapat_terlaksana
from tests.factories.roadmap import buat_roadmap
from tests.integration.reports.dunia_dasbor import (
    client,
    dengan_satgas,
    orang,
    rata,
    ringkas,
    teks,
)

BATAS = 12
HTMX = {"HX-Request": "true"}


@pytest.fixture
def d(peta: SimpleNamespace) -> SimpleNamespace:
    """The institution under test, with a plan of the Satgas beside its Road Map."""
    return dengan_satgas(peta)


def test_groups_are_folded_below_their_priority(d: SimpleNamespace) -> None:
    """K1 150 of 3, K2 nothing of 2: as one priority 150 / 5, else each for itself."""
    r = ringkas(d, d.orang[Role.KETUA])
    assert [(p.judul, p.kode, p.indikator, p.rata, p.rata_klaim) for p in r.prioritas] == [
        ("Bab III.B", "", 5, rata(150, 2, 5), rata(275, 3, 5))
    ]
    ask = {"rencana": d.rencana.pk}
    text = teks(client(d.orang[Role.KETUA]).get("/dasbor/", ask))
    assert "Bab III.B 30% (55%) 2 dari 5 indikator terisi 2 kelompok sasaran A. Peng" in text
    groups = KelompokSasaran.objects.filter(roadmap__rencana=d.rencana)
    groups.filter(kode="K1").update(jalur=["1. Pembinaan", "b. Perizinan", "1) Daring"])
    groups.filter(kode="K2").update(jalur=["4. Zona Integritas"])
    r = ringkas(d, d.orang[Role.KETUA])
    assert [(p.judul, p.kode, p.rata) for p in r.prioritas] == [
        ("1. Pembinaan", "K1", rata(150, 2, 3)),
        ("4. Zona Integritas", "K2", rata(None, 0, 2)),
    ]
    assert [k.judul for k in r.kelompok] == ["b. Perizinan: 1) Daring", "4. Zona Integritas"]
    answer = client(d.orang[Role.KETUA]).get("/dasbor/", ask)
    assert "&amp;kelompok=K2" in answer.content.decode()
    assert "kelompok sasaran" not in teks(answer)


def test_the_page_says_the_figures(d: SimpleNamespace) -> None:
    text = teks(client(d.orang[Role.KETUA]).get("/dasbor/", {"rencana": d.rencana.pk}))
    for words in (
        "Capaian terverifikasi 30% dari 5 indikator (2 terisi)",
        "Serapan 7,7% dari Rp 1.305.500.000",
        "Klaim unit = 55%",
        "A. Penguatan pengawasan 50% (91,7%)",
        "2 dari 3 indikator terisi",
        "Rp 275.500.000 Rp 100.000.000 36,3% 15% 1 dari 5 terisi",
        "B02 Temuan yang ditindaklanjuti satu alfa, capaian 50% dari target 80%",
    ):
        assert words in text
    assert "0%" not in re.findall(r"(?<![\d,.])\d[\d.,]*%", text)


def test_a_year_that_has_not_begun(d: SimpleNamespace) -> None:
    asked = {"rencana": d.rencana.pk, "tahun": d.r.tahun[2]}
    text = teks(client(d.orang[Role.KETUA]).get("/dasbor/", asked))
    assert f"tahun {d.r.tahun[2]}" in text
    assert "0%" not in re.findall(r"(?<![\d,.])\d[\d.,]*%", text)
    assert f"Tahun {d.r.tahun[2]} belum mulai." in text
    assert "tanpa target" not in text
    assert "Tidak ada capaian terverifikasi di bawah target." in text


def test_years_out_of_the_plan(d: SimpleNamespace) -> None:
    peramban = client(d.orang[Role.KETUA])
    wrong = ("1999", str(d.r.tahun[2] + 1), "x", "-1", "²", "9" * 30, f"{d.tahun}.0", "00202699")
    asked = [{"rencana": d.rencana.pk, "tahun": t} for t in wrong]
    assert [peramban.get("/dasbor/", q).status_code for q in asked] == [404] * len(wrong)
    assert peramban.get("/dasbor/", {"rencana": d.rencana.pk, "tahun": ""}).status_code == 200
    for per in ("1999-01-01", "kemarin", "2026-02-30"):
        for name in ("", "kerja/", "pantauan/"):
            answer = peramban.get(f"/dasbor/{name}", {"rencana": d.rencana.pk, "per": per})
            assert answer.status_code == 404
    with pytest.raises(ValueError, match="1999"):
        ringkas(d, d.orang[Role.KETUA], 1999)


def test_a_past_day_shows_what_was_known_then(d: SimpleNamespace) -> None:
    """Yesterday nothing had been sent; today, asked for by its date, is the same as now."""
    ketua = d.orang[Role.KETUA]
    yesterday = timezone.localdate() - timedelta(days=1)
    before = ringkas(d, ketua, per=yesterday)
    assert (before.rata.terisi, before.rata_klaim.terisi, before.serapan.terisi) == (0, 0, 0)
    assert before.hari_ini == yesterday
    now, today = ringkas(d, ketua), ringkas(d, ketua, per=timezone.localdate())
    assert (today.rata, today.serapan, today.terendah) == (now.rata, now.serapan, now.terendah)
    asked = {"rencana": d.rencana.pk, "per": str(yesterday), "tahun": d.tahun}
    text = teks(client(ketua).get("/dasbor/", asked))
    assert "keadaan" in text
    assert "Belum ada capaian terverifikasi dari 5 indikator (0 terisi)" in text
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        later = client(orang(ketua))
        kept = later.get("/dasbor/", asked | {"per": str(yesterday + timedelta(days=1))})
        assert "Capaian terverifikasi 30% dari 5 indikator (2 terisi)" in teks(kept)


def test_a_past_day_is_kept_in_every_link(d: SimpleNamespace) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    asked = {"rencana": d.rencana.pk, "per": str(yesterday)}
    page = client(d.orang[Role.KETUA]).get("/dasbor/", asked).content.decode()
    page = page[page.index("<main") :]
    parts = re.findall(r'(?:hx-get|href)="(/(?:dasbor|roadmap)/[^"]*rencana=[^"]*)"', page)
    plain = [p for p in map(html.unescape, parts) if f"per={yesterday}" not in p]
    year = yesterday.year if yesterday.year in d.r.tahun else d.tahun
    assert plain == [f"/dasbor/?rencana={d.rencana.pk}&tahun={year}"]  # "Keadaan sekarang"
    # matrix, table, two parts twice, rows without data, two groups, two programs, and it
    assert len(parts) == 12


def test_the_lead_counts_what_has_no_data_and_links_to_it(d: SimpleNamespace) -> None:
    """What was claimed is not without data, though it counts as 0 until it is verified."""
    found = {}
    for peran, tahun in ((Role.KETUA, 1), (Role.KETUA, 0), (Role.OPERATOR, 0), (Role.OPERATOR, 1)):
        peramban = client(d.orang[peran])
        asked = {"rencana": d.rencana.pk, "tahun": d.r.tahun[tahun]}
        page = peramban.get("/dasbor/", asked)
        n = found[peran, tahun] = page.context["r"].tanpa_data
        urls = re.findall(r'href="(/roadmap/[^"]*keadaan=tanpa_data[^"]*)"', page.content.decode())
        if not n:
            assert (urls, "dihitung 0" in teks(page)) == ([], False)
            continue
        assert f"{n} indikator tanpa data dihitung 0" in teks(page)
        rows = peramban.get(html.unescape(urls[0])).context["m"].kelompok
        assert (len(urls), sum(len(s.indikator) for k in rows for s in k.sasaran)) == (1, n)
    assert found == {
        (Role.KETUA, 1): 2,
        (Role.KETUA, 0): 5,
        (Role.OPERATOR, 0): 3,
        (Role.OPERATOR, 1): 0,
    }


def _resmi(d: SimpleNamespace) -> SimpleNamespace:
    """A closed plan of the same institution for which nothing was recorded in the portal."""
    old = buat_roadmap(d.instansi, (d.satu, d.dua), tahun=2018, jalan=False)
    Rencana.objects.filter(pk=old.rencana.pk).update(status="ditutup")
    found = copy.copy(d)
    found.r, found.tahun = old, 2020
    found.rencana = Rencana.objects.select_related("instansi").get(pk=old.rencana.pk)
    return found


def test_a_closed_official_plan(d: SimpleNamespace) -> None:
    old = _resmi(d)
    for peran in (Role.KETUA, Role.AUDITOR, Role.OPERATOR):
        text = teks(client(d.orang[peran]).get("/dasbor/", {"rencana": old.rencana.pk}))
        assert "Capaian tidak dicatat di Pantas." in text
        assert "0%" not in re.findall(r"(?<![\d,.])\d[\d.,]*%", text)
        for word in ("lewat batas", "terlambat", "belum mulai", "Unit dengan tugas"):
            assert word not in text.lower()
    peramban = client(d.orang[Role.KETUA])
    asked = {"rencana": old.rencana.pk}
    text = teks(peramban.get("/dasbor/pantauan/", asked))
    assert "tidak sedang berjalan" in text
    assert "tidak ditagih" in teks(peramban.get("/dasbor/kerja/", asked))


def test_a_plan_closed_with_its_figures_keeps_them(d: SimpleNamespace) -> None:
    tutup_rencana(rencana_id=d.rencana.pk, by=orang(d.orang[Role.ADMIN]))
    text = teks(client(d.orang[Role.KETUA]).get("/dasbor/", {"rencana": d.rencana.pk}))
    assert "Capaian terverifikasi 30% dari 5 indikator (2 terisi)" in text
    assert "lewat batas" not in text.lower()


def test_a_plan_being_drawn_up(d: SimpleNamespace) -> None:
    new = buat_roadmap(d.instansi, (d.satu, d.dua), tahun=d.r.tahun[0] + 3, jalan=False)
    text = teks(client(d.orang[Role.KETUA]).get("/dasbor/", {"rencana": new.rencana.pk}))
    assert "Rencana ini masih disusun." in text
    assert "0%" not in re.findall(r"(?<![\d,.])\d[\d.,]*%", text)


def test_the_dashboard_of_the_satgas_leads_to_it(d: SimpleNamespace) -> None:
    peramban = client(d.orang[Role.KETUA])
    page = peramban.get("/dasbor/", {"rencana": d.satgas.pk}).content.decode()
    part = page[page.index('id="h-roadmap"') :]
    assert f'href="/dasbor/?rencana={d.rencana.pk}"' in part
    assert f'hx-get="/dasbor/pantauan/?rencana={d.rencana.pk}"' in part
    assert d.rencana.nama in part
    past = peramban.get("/dasbor/", {"rencana": d.satgas.pk, "per": str(timezone.localdate())})
    assert b'id="h-roadmap"' not in past.content
    tutup_rencana(rencana_id=d.rencana.pk, by=orang(d.orang[Role.ADMIN]))
    closed = peramban.get("/dasbor/", {"rencana": d.satgas.pk})
    assert b'id="h-roadmap"' not in closed.content


def test_late_steps_and_problems_at_the_pleno(d: SimpleNamespace) -> None:
    """A step past its day stands on both dashboards, with the days by which it is late."""
    verif, ketua = orang(d.orang[Role.VERIFIKATOR]), d.orang[Role.KETUA]
    rapat = rapat_terlaksana(d.rencana, verif, None)
    masalah = buat_masalah(rapat, verif, d.r.butir["A-001"].pk)
    tenggat = timezone.localdate() + timedelta(days=2)
    langkah = buat_langkah(masalah, verif, d.satu, tenggat)
    asked = {"rencana": d.rencana.pk}
    today = teks(client(ketua).get("/dasbor/pantauan/", asked))
    assert "Tidak ada langkah perbaikan yang lewat batas waktu." in today
    assert f"A-001 {masalah.uraian}" in today
    with time_machine.travel(timezone.now() + timedelta(days=7), tick=False):
        peramban = client(orang(ketua))
        for query in (asked, {}):
            part = peramban.get("/dasbor/pantauan/", query, headers=HTMX)
            assert b"<html" not in part.content
            assert f"A-001 {langkah.uraian} {d.satu}, lewat 5 hari" in teks(part)
            assert f"/langkah/{langkah.pk}/".encode() in part.content
        per = {"rencana": d.rencana.pk, "per": str(tenggat)}
        before = teks(peramban.get("/dasbor/pantauan/", per))
        assert "Tidak ada langkah perbaikan yang lewat batas waktu." in before


@pytest.mark.parametrize("nama", ["area", "periode", "cetak"])
def test_pages_of_the_satgas_asked_for_a_road_map(d: SimpleNamespace, nama: str) -> None:
    """They fall back on the plan of the Satgas and name it; without one they are not there."""
    peramban = client(d.orang[Role.KETUA])
    answer = peramban.get(f"/dasbor/{nama}/", {"rencana": d.rencana.pk})
    assert answer.status_code == 200
    found = answer.context["rencana"] if nama != "cetak" else answer.context["r"].rencana
    assert found == d.satgas
    assert d.satgas.nama in teks(answer)


@pytest.mark.parametrize("nama", ["area", "periode", "cetak"])
def test_pages_of_the_satgas_where_there_is_only_a_road_map(
    peta_lain: SimpleNamespace, nama: str
) -> None:
    peramban = client(peta_lain.orang[Role.KETUA])
    assert peramban.get(f"/dasbor/{nama}/", {"rencana": peta_lain.rencana.pk}).status_code == 404
    assert peramban.get(f"/dasbor/{nama}/").status_code == 404


@pytest.mark.parametrize("nama", ["kerja", "pantauan"])
def test_parts_of_a_road_map_asked_for_the_satgas(d: SimpleNamespace, nama: str) -> None:
    peramban = client(d.orang[Role.KETUA])
    answer = peramban.get(f"/dasbor/{nama}/", {"rencana": d.satgas.pk})
    assert answer.status_code == 200
    assert answer.context["rencana"] == d.rencana


def test_documents_and_tasks_behind_the_figures(d: SimpleNamespace) -> None:
    """Groups are those of the Lampiran and of Bab III.B; the lists add up to the parts."""
    peramban = client(d.orang[Role.KETUA])
    kerja = peramban.get("/dasbor/kerja/", {"rencana": d.rencana.pk}, headers=HTMX)
    assert kerja.status_code == 200
    assert b"<html" not in kerja.content
    counts = {r.kode: r.jumlah for r in kerja.context["ruas"]}
    for kode, count in counts.items():
        rows = peramban.get("/dasbor/dokumen/", {"rencana": d.rencana.pk, "status": kode})
        assert rows.status_code == 200
        assert rows.context["page_obj"].paginator.count == count, kode
    tasks = peramban.get("/dasbor/tugas/", {"rencana": d.rencana.pk})
    visible = Capaian.objects.visible_to(orang(d.orang[Role.KETUA])).current()
    begun = visible.filter(butir__rencana=d.rencana, mulai__lte=timezone.localdate())
    assert tasks.context["page_obj"].paginator.count == begun.count()
    assert "B01" in teks(tasks)


HALAMAN: dict[str, tuple[str, dict[str, str]]] = {
    "dasbor": ("/dasbor/", {}),
    "dasbor kemarin": ("/dasbor/", {"per": "kemarin"}),
    "dasbor_kerja": ("/dasbor/kerja/", {}),
    "dasbor_kerja kemarin": ("/dasbor/kerja/", {"per": "kemarin"}),
    "dasbor_pantauan": ("/dasbor/pantauan/", {}),
    "dasbor_dokumen": ("/dasbor/dokumen/", {}),
    "dasbor_tugas": ("/dasbor/tugas/", {}),
}
# Session, user and memberships, plans, and one menu count are part of each.
KUERI = {
    "dasbor": 11,
    "dasbor kemarin": 12,
    "dasbor_kerja": 8,
    "dasbor_kerja kemarin": 9,
    "dasbor_pantauan": 8,
    "dasbor_dokumen": 10,
    "dasbor_tugas": 10,
}


@pytest.mark.parametrize("peran", [Role.KETUA, Role.OPERATOR])
def test_a_literal_number_of_queries(d: SimpleNamespace, peran: Role) -> None:
    peramban = client(d.orang[peran])
    peramban.get("/profil/")  # the first request after a login stamps the session
    found = {}
    for name, (url, asked) in HALAMAN.items():
        query = {"rencana": str(d.rencana.pk), **asked}
        if asked:
            query["per"] = str(timezone.localdate() - timedelta(days=1))
        with CaptureQueriesContext(connection) as queries:
            assert peramban.get(url, query).status_code == 200
        found[name] = len(queries)
    assert found == KUERI
    assert max(found.values()) <= BATAS


@pytest.mark.parametrize("peran", [Role.KETUA, Role.OPERATOR, Role.AUDITOR])
def test_other_institutions_never_leak(
    d: SimpleNamespace, peta_lain: SimpleNamespace, peran: Role
) -> None:
    peramban = client(d.orang[peran])
    for name in ("", "kerja/", "pantauan/", "dokumen/", "tugas/"):
        asked = peramban.get(f"/dasbor/{name}", {"rencana": peta_lain.rencana.pk})
        assert asked.status_code == 404
        own = peramban.get(f"/dasbor/{name}", {"rencana": d.rencana.pk})
        assert own.status_code == 200
        assert peta_lain.rencana.nama not in own.content.decode()
    before = ringkas(d, d.orang[peran])
    buat_roadmap(peta_lain.instansi, (peta_lain.satu, peta_lain.dua), tahun=d.r.tahun[0] - 5)
    after = ringkas(d, d.orang[peran])
    assert (after.kelompok, after.program, after.tren) == (
        before.kelompok,
        before.program,
        before.tren,
    )


def test_who_may_not_read_a_dashboard(d: SimpleNamespace) -> None:
    peramban = client(buat_user("platform.rm", Role.PLATFORM))
    for name in ("", "kerja/", "pantauan/"):
        assert peramban.get(f"/dasbor/{name}").status_code in (403, 404)


def test_the_day_ends_in_the_zone_of_the_institution(d: SimpleNamespace) -> None:
    """At 17:30 UTC it is tomorrow in Kupang: the year of the figures follows the institution."""
    new_year = datetime(d.r.tahun[2], 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Makassar"))
    with time_machine.travel(new_year, tick=False):
        answer = client(orang(d.orang[Role.KETUA])).get("/dasbor/", {"rencana": d.rencana.pk})
        assert answer.context["r"].tahun == d.r.tahun[2]
