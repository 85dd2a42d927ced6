"""The dashboard of a Road Map: figures by hand, equal to matrix and table, for every reader."""

import copy
import html
import io
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from evidence.actions import tutup_rencana
from evidence.models import Capaian, Rencana
from reports.datasets.pandangan import Pandangan
from reports.datasets.roadmap import RingkasanRoadmap, ringkasan_roadmap, tahun_baku
from roadmap.actions.historis import IsiHistoris, catat_historis, simpan_dokumen
from roadmap.matriks import matriks
from roadmap.nilai import Serapan
from roadmap.tabel import tabel
from tests.factories import buat_butir, buat_rencana, buat_user, mulai, pdf_kecil
from tests.factories.rapat import buat_langkah, buat_masalah, rapat_terlaksana
from tests.factories.roadmap import angka_khusus, buat_roadmap
from tests.integration.reports.dunia_roadmap import bangun_roadmap
from ukuran.capaian import RataCapaian

JUTA = Decimal(1_000_000)
BATAS = 12
HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def _dua(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[SimpleNamespace, SimpleNamespace]]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = bangun_roadmap("alfa"), bangun_roadmap("beta")
        made[0].satgas = buat_rencana(made[0].instansi)
        buat_butir(made[0].satgas, made[0].satu, "9.a")
        mulai(made[0].satgas, by=made[0].orang[Role.ADMIN])
        yield made
        transaction.set_rollback(True)
    shutil.rmtree(Path(settings.DATA_DIR) / "berkas", ignore_errors=True)


@pytest.fixture
def d(_dua: tuple[SimpleNamespace, ...], db: None) -> SimpleNamespace:
    """The institution under test; what a test changes is rolled back after it."""
    found = copy.copy(_dua[0])
    found.rencana = Rencana.objects.select_related("instansi").get(pk=found.rencana.pk)
    return found


@pytest.fixture
def lain(_dua: tuple[SimpleNamespace, ...], db: None) -> SimpleNamespace:
    """The other institution: figures that could leak."""
    return _dua[1]


def _orang(user: User) -> User:
    """Return the person with memberships read anew."""
    return User.objects.get(pk=user.pk)


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _teks(answer: HttpResponse) -> str:
    """Return the words of the page below its menus."""
    body = answer.content.decode()
    body = body[body.index("<main") :] if "<main" in body else body
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def _ringkas(
    d: SimpleNamespace, user: User, tahun: int | None = None, per: date | None = None
) -> RingkasanRoadmap:
    view = Pandangan(d.rencana, _orang(user), timezone.now(), per)
    return ringkasan_roadmap(view, tahun or d.tahun)


def _rata(jumlah: int | Fraction | None, terisi: int, dari: int) -> RataCapaian:
    """The mean of figures that add up to `jumlah`, over `dari` that are due."""
    eksak = None if jumlah is None else Fraction(jumlah) / dari
    return RataCapaian(eksak, terisi, dari, lengkap=0 < terisi == dari)


def test_means_by_hand(d: SimpleNamespace) -> None:
    """B01 100, B02 40 of 80 = 50 (claimed 75), B03 15 of at most 15 = 100, claimed only."""
    r = _ringkas(d, d.orang[Role.KETUA])
    assert [(k.kode, k.judul, k.indikator, k.rata, k.rata_klaim) for k in r.kelompok] == [
        ("K1", "A. Penguatan pengawasan", 3, _rata(150, 2, 3), _rata(275, 3, 3)),
        ("K2", "B. Penguatan pelayanan", 2, _rata(None, 0, 2), _rata(None, 0, 2)),
    ]
    assert (r.rata, r.rata_klaim) == (_rata(150, 2, 5), _rata(275, 3, 5))
    assert (r.rata.nilai, r.rata_klaim.nilai) == (Decimal(30), Decimal(55))
    # (18/18 + 9/18) / 2 = 75; six rows have a target this year, B-008 has money only.
    assert r.rata_kegiatan == _rata(75, 1, 6)
    assert (r.sebagian, r.tercatat, r.tahun_semua) == (False, True, d.r.tahun)


def test_money_by_hand(d: SimpleNamespace) -> None:
    r = _ringkas(d, d.orang[Role.KETUA])
    a = Serapan(Decimal("275.5") * JUTA, 100 * JUTA, 3, 1)  # 150.5 + 75 + 50
    b = Serapan(1030 * JUTA, Decimal(0), 2, 0)  # 1,000 + 30, nothing told
    assert [(p.huruf, p.nama, p.baris, p.anggaran, p.serapan) for p in r.program] == [
        ("A", "Program Penguatan Pengawasan", 5, Decimal("275.5") * JUTA, a),
        ("B", "", 2, 1030 * JUTA, b),
    ]
    assert [(p.rata, p.rata_klaim) for p in r.program] == [
        (_rata(75, 1, 5), _rata(75, 1, 5)),
        (_rata(None, 0, 1), _rata(None, 0, 1)),
    ]
    assert r.serapan == a + b
    assert r.serapan.persen == 100 * 100 * JUTA / (Decimal("1305.5") * JUTA)
    assert b.persen is None


def test_lowest_and_years_by_hand(d: SimpleNamespace) -> None:
    r = _ringkas(d, d.orang[Role.KETUA])
    assert [(t.kode, t.uraian, t.sel.capaian) for t in r.terendah] == [
        ("B02", "Temuan yang ditindaklanjuti", Decimal(50)),
        ("A-001", "Terbentuknya tim SPIP", Decimal(75)),
    ]
    first, second, third = d.r.tahun
    assert [(t.tahun, t.rata, t.rata_klaim) for t in r.tren] == [
        (first, _rata(None, 0, 5), _rata(None, 0, 5)),
        (second, r.rata, r.rata_klaim),
        (third, RataCapaian(None, 0, 0, lengkap=False), RataCapaian(None, 0, 0, lengkap=False)),
    ]
    # First year: 120 + 0 (A-004) + 1,200.287; third: 200 + 0.
    assert [(t.serapan.pagu, t.serapan.jumlah, t.serapan.terisi) for t in r.tren] == [
        (Decimal("1320.287") * JUTA, 3, 0),
        (Decimal("1305.5") * JUTA, 5, 1),
        (200 * JUTA, 2, 0),
    ]


@pytest.mark.parametrize(
    "peran", [Role.KETUA, Role.OPERATOR, Role.VERIFIKATOR, Role.AUDITOR, Role.AUDITOR_TUGAS]
)
@pytest.mark.parametrize("per", [None, -1, 0])
def test_equal_to_matrix_and_table(d: SimpleNamespace, peran: Role, per: int | None) -> None:
    user = _orang(d.orang[peran])
    today = timezone.localdate()
    day = None if per is None else today + timedelta(days=per)
    view = Pandangan(d.rencana, user, timezone.now(), day)
    past = view.at != view.now
    m = matriks(d.rencana, user, at=view.at, lampau=past)
    t = tabel(d.rencana, user, at=view.at, lampau=past)
    for n, tahun in enumerate(d.r.tahun):
        r = ringkasan_roadmap(view, tahun)
        assert (r.rata, r.rata_klaim) == (m.rata[n], m.rata_klaim[n])
        assert (r.serapan, r.rata_kegiatan) == (t.total[n].serapan, t.total[n].rata)
        assert m.serapan[n] == r.serapan
        assert [(p.huruf, p.serapan, p.rata) for p in r.program] == [
            (p.huruf, p.subtotal[n].serapan, p.subtotal[n].rata) for p in t.program
        ]
        assert [p.anggaran for p in r.program] == [
            1000 * p.subtotal[n].anggaran_ribu for p in t.program
        ]
        assert [x.rata for x in r.tren] == list(m.rata)
        assert [x.serapan for x in r.tren] == [s.serapan for s in t.total]
        assert (r.sebagian, r.sebagian) == (m.sebagian, t.sebagian)
        groups = {k.kode: [s.rata[n] for s in k.sasaran] for k in m.kelompok}
        assert [(k.kode, k.rata) for k in r.kelompok] == [
            (kode, _gabung(parts)) for kode, parts in groups.items()
        ]


def test_historis_figures_belong_to_the_plan(d: SimpleNamespace) -> None:
    """They count for every reader, as the targets do: B02 63 of 70, A-001 all and 60 of 120."""
    admin = _orang(d.orang[Role.ADMIN])
    first = d.r.tahun[0]
    paper = simpan_dokumen(
        rencana_id=d.rencana.pk,
        unit_id=d.akar.pk,
        nama="lkjip.pdf",
        file=io.BytesIO(pdf_kecil("LKjIP")),
        sebutan="LKjIP",
        by=admin,
    )
    isi = {
        "B02": angka_khusus([63]),
        "A-001": angka_khusus([15, 10, 8, 5], pagu=120 * 10**6, anggaran=60 * 10**6),
    }
    catat_historis(
        rencana_id=d.rencana.pk,
        tahun=first,
        sumber_id=paper.pk,
        dokumen="LKjIP",
        baris=[IsiHistoris(d.r.butir[kode].pk, angka, "12") for kode, angka in isi.items()],
        by=admin,
    )
    ketua = _ringkas(d, d.orang[Role.KETUA], first)
    assert (ketua.rata, ketua.rata_kegiatan) == (_rata(90, 1, 5), _rata(100, 1, 4))
    assert ketua.serapan == Serapan(Decimal("1320.287") * JUTA, 60 * JUTA, 3, 1)
    other = _ringkas(d, d.lain, first)
    assert (other.rata, other.rata_kegiatan) == (_rata(90, 1, 3), _rata(100, 1, 3))
    assert other.serapan == Serapan(Decimal("1320.287") * JUTA, 60 * JUTA, 3, 1)
    now = timezone.now()
    m = matriks(d.rencana, _orang(d.lain), at=now)
    t = tabel(d.rencana, _orang(d.lain), at=now)
    assert (m.rata[0], m.serapan[0]) == (other.rata, other.serapan)
    assert (t.total[0].rata, t.total[0].serapan) == (other.rata_kegiatan, other.serapan)


def _gabung(parts: list[RataCapaian]) -> RataCapaian:
    """Return the mean over all indikator of several sasaran."""
    dari, terisi = sum(p.jumlah for p in parts), sum(p.terisi for p in parts)
    total = sum(((p.nilai_eksak or Fraction(0)) * p.jumlah for p in parts), Fraction(0))
    return _rata(total if terisi else None, terisi, dari)


def test_a_unit_sees_only_its_own_figures(d: SimpleNamespace) -> None:
    """Unit `dua` has B04, B05, A-004 to B-008; nothing of them was reported."""
    r = _ringkas(d, d.lain)
    assert r.sebagian
    assert not r.tercatat
    assert r.terendah == ()
    assert (r.rata, r.rata_klaim) == (_rata(None, 0, 2), _rata(None, 0, 2))
    assert r.serapan == Serapan(1155 * JUTA, Decimal(0), 4, 0)
    text = _teks(_client(d.lain).get("/dasbor/", {"rencana": d.rencana.pk}))
    assert "Realisasi di halaman ini hanya dari unit Anda" in text
    assert "100.000.000" not in text
    assert "A. Penguatan pengawasan bukan unit Anda" in text
    for word in ("B01", "B02", "A-001"):
        assert word not in text
    own = _ringkas(d, d.orang[Role.OPERATOR])
    assert own.sebagian
    assert (own.rata, own.rata_klaim) == (_rata(150, 2, 3), _rata(275, 3, 3))
    assert own.serapan == Serapan(Decimal("150.5") * JUTA, 100 * JUTA, 1, 1)
    assert [(k.indikator, k.terbaca) for k in own.kelompok] == [(3, 3), (2, 0)]
    assert [(p.baris, p.terbaca) for p in own.program] == [(5, 2), (2, 0)]
    # The budget of the plan is everybody's to read.
    assert [p.anggaran for p in own.program] == [Decimal("275.5") * JUTA, 1030 * JUTA]


def test_the_page_says_the_figures(d: SimpleNamespace) -> None:
    text = _teks(_client(d.orang[Role.KETUA]).get("/dasbor/", {"rencana": d.rencana.pk}))
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
    text = _teks(_client(d.orang[Role.KETUA]).get("/dasbor/", asked))
    assert f"tahun {d.r.tahun[2]}" in text
    assert "0%" not in re.findall(r"(?<![\d,.])\d[\d.,]*%", text)
    assert f"Tahun {d.r.tahun[2]} belum mulai." in text
    assert "tanpa target" not in text
    assert "Tidak ada capaian terverifikasi di bawah target." in text


def test_years_out_of_the_plan(d: SimpleNamespace) -> None:
    client = _client(d.orang[Role.KETUA])
    wrong = ("1999", str(d.r.tahun[2] + 1), "x", "-1", "²", "9" * 30, f"{d.tahun}.0")
    asked = [{"rencana": d.rencana.pk, "tahun": t} for t in wrong]
    assert [client.get("/dasbor/", q).status_code for q in asked] == [404] * len(wrong)
    assert client.get("/dasbor/", {"rencana": d.rencana.pk, "tahun": ""}).status_code == 200
    for per in ("1999-01-01", "kemarin", "2026-02-30"):
        for name in ("", "kerja/", "pantauan/"):
            answer = client.get(f"/dasbor/{name}", {"rencana": d.rencana.pk, "per": per})
            assert answer.status_code == 404
    with pytest.raises(ValueError, match="1999"):
        _ringkas(d, d.orang[Role.KETUA], 1999)


@pytest.mark.parametrize(("hari", "ke"), [(-400, 0), (0, 1), (500, 2), (5000, 2)])
def test_the_year_unless_asked(d: SimpleNamespace, hari: int, ke: int) -> None:
    middle = date(d.tahun, 7, 1)
    assert tahun_baku(d.rencana, middle + timedelta(days=hari)) == d.r.tahun[ke]


def test_a_past_day_shows_what_was_known_then(d: SimpleNamespace) -> None:
    """Yesterday nothing had been sent; today, asked for by its date, is the same as now."""
    ketua = d.orang[Role.KETUA]
    yesterday = timezone.localdate() - timedelta(days=1)
    before = _ringkas(d, ketua, per=yesterday)
    assert (before.rata.terisi, before.rata_klaim.terisi, before.serapan.terisi) == (0, 0, 0)
    assert before.hari_ini == yesterday
    now, today = _ringkas(d, ketua), _ringkas(d, ketua, per=timezone.localdate())
    assert (today.rata, today.serapan, today.terendah) == (now.rata, now.serapan, now.terendah)
    asked = {"rencana": d.rencana.pk, "per": str(yesterday), "tahun": d.tahun}
    text = _teks(_client(ketua).get("/dasbor/", asked))
    assert "keadaan" in text
    assert "Belum ada capaian terverifikasi dari 5 indikator (0 terisi)" in text
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        later = _client(_orang(ketua))
        kept = later.get("/dasbor/", asked | {"per": str(yesterday + timedelta(days=1))})
        assert "Capaian terverifikasi 30% dari 5 indikator (2 terisi)" in _teks(kept)


def test_a_past_day_is_kept_in_every_link(d: SimpleNamespace) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    asked = {"rencana": d.rencana.pk, "per": str(yesterday)}
    page = _client(d.orang[Role.KETUA]).get("/dasbor/", asked).content.decode()
    page = page[page.index("<main") :]
    parts = re.findall(r'(?:hx-get|href)="(/(?:dasbor|roadmap)/[^"]*rencana=[^"]*)"', page)
    plain = [p for p in map(html.unescape, parts) if f"per={yesterday}" not in p]
    year = yesterday.year if yesterday.year in d.r.tahun else d.tahun
    assert plain == [f"/dasbor/?rencana={d.rencana.pk}&tahun={year}"]  # "Keadaan sekarang"
    assert len(parts) == 11  # matrix, table, two parts twice, two groups, two programs, and it


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
        text = _teks(_client(d.orang[peran]).get("/dasbor/", {"rencana": old.rencana.pk}))
        assert "Capaian tidak dicatat di Pantas." in text
        assert "0%" not in re.findall(r"(?<![\d,.])\d[\d.,]*%", text)
        for word in ("lewat batas", "terlambat", "belum mulai", "Unit dengan tugas"):
            assert word not in text.lower()
    client = _client(d.orang[Role.KETUA])
    asked = {"rencana": old.rencana.pk}
    text = _teks(client.get("/dasbor/pantauan/", asked))
    assert "tidak sedang berjalan" in text
    assert "tidak ditagih" in _teks(client.get("/dasbor/kerja/", asked))


def test_a_plan_closed_with_its_figures_keeps_them(d: SimpleNamespace) -> None:
    tutup_rencana(rencana_id=d.rencana.pk, by=_orang(d.orang[Role.ADMIN]))
    text = _teks(_client(d.orang[Role.KETUA]).get("/dasbor/", {"rencana": d.rencana.pk}))
    assert "Capaian terverifikasi 30% dari 5 indikator (2 terisi)" in text
    assert "lewat batas" not in text.lower()


def test_a_plan_being_drawn_up(d: SimpleNamespace) -> None:
    new = buat_roadmap(d.instansi, (d.satu, d.dua), tahun=d.r.tahun[0] + 3, jalan=False)
    text = _teks(_client(d.orang[Role.KETUA]).get("/dasbor/", {"rencana": new.rencana.pk}))
    assert "Rencana ini masih disusun." in text
    assert "0%" not in re.findall(r"(?<![\d,.])\d[\d.,]*%", text)


def test_the_dashboard_of_the_satgas_leads_to_it(d: SimpleNamespace) -> None:
    client = _client(d.orang[Role.KETUA])
    page = client.get("/dasbor/", {"rencana": d.satgas.pk}).content.decode()
    part = page[page.index('id="h-roadmap"') :]
    assert f'href="/dasbor/?rencana={d.rencana.pk}"' in part
    assert f'hx-get="/dasbor/pantauan/?rencana={d.rencana.pk}"' in part
    assert d.rencana.nama in part
    past = client.get("/dasbor/", {"rencana": d.satgas.pk, "per": str(timezone.localdate())})
    assert b'id="h-roadmap"' not in past.content
    tutup_rencana(rencana_id=d.rencana.pk, by=_orang(d.orang[Role.ADMIN]))
    closed = client.get("/dasbor/", {"rencana": d.satgas.pk})
    assert b'id="h-roadmap"' not in closed.content


def test_late_steps_and_problems_at_the_pleno(d: SimpleNamespace) -> None:
    """A step past its day stands on both dashboards, with the days by which it is late."""
    verif, ketua = _orang(d.orang[Role.VERIFIKATOR]), d.orang[Role.KETUA]
    rapat = rapat_terlaksana(d.rencana, verif, None)
    masalah = buat_masalah(rapat, verif, d.r.butir["A-001"].pk)
    tenggat = timezone.localdate() + timedelta(days=2)
    langkah = buat_langkah(masalah, verif, d.satu, tenggat)
    asked = {"rencana": d.rencana.pk}
    today = _teks(_client(ketua).get("/dasbor/pantauan/", asked))
    assert "Tidak ada langkah perbaikan yang lewat batas waktu." in today
    assert f"A-001 {masalah.uraian}" in today
    with time_machine.travel(timezone.now() + timedelta(days=7), tick=False):
        client = _client(_orang(ketua))
        for query in (asked, {}):
            part = client.get("/dasbor/pantauan/", query, headers=HTMX)
            assert b"<html" not in part.content
            assert f"A-001 {langkah.uraian} {d.satu}, lewat 5 hari" in _teks(part)
            assert f"/langkah/{langkah.pk}/".encode() in part.content
        per = {"rencana": d.rencana.pk, "per": str(tenggat)}
        before = _teks(client.get("/dasbor/pantauan/", per))
        assert "Tidak ada langkah perbaikan yang lewat batas waktu." in before


@pytest.mark.parametrize("nama", ["area", "periode", "cetak"])
def test_pages_of_the_satgas_asked_for_a_road_map(d: SimpleNamespace, nama: str) -> None:
    """They fall back on the plan of the Satgas and name it; without one they are not there."""
    client = _client(d.orang[Role.KETUA])
    answer = client.get(f"/dasbor/{nama}/", {"rencana": d.rencana.pk})
    assert answer.status_code == 200
    found = answer.context["rencana"] if nama != "cetak" else answer.context["r"].rencana
    assert found == d.satgas
    assert d.satgas.nama in _teks(answer)


@pytest.mark.parametrize("nama", ["area", "periode", "cetak"])
def test_pages_of_the_satgas_where_there_is_only_a_road_map(
    lain: SimpleNamespace, nama: str
) -> None:
    client = _client(lain.orang[Role.KETUA])
    assert client.get(f"/dasbor/{nama}/", {"rencana": lain.rencana.pk}).status_code == 404
    assert client.get(f"/dasbor/{nama}/").status_code == 404


@pytest.mark.parametrize("nama", ["kerja", "pantauan"])
def test_parts_of_a_road_map_asked_for_the_satgas(d: SimpleNamespace, nama: str) -> None:
    client = _client(d.orang[Role.KETUA])
    answer = client.get(f"/dasbor/{nama}/", {"rencana": d.satgas.pk})
    assert answer.status_code == 200
    assert answer.context["rencana"] == d.rencana


def test_documents_and_tasks_behind_the_figures(d: SimpleNamespace) -> None:
    """Groups are those of the Lampiran and of Bab III.B; the lists add up to the parts."""
    client = _client(d.orang[Role.KETUA])
    kerja = client.get("/dasbor/kerja/", {"rencana": d.rencana.pk}, headers=HTMX)
    assert kerja.status_code == 200
    assert b"<html" not in kerja.content
    counts = {r.kode: r.jumlah for r in kerja.context["ruas"]}
    for kode, count in counts.items():
        rows = client.get("/dasbor/dokumen/", {"rencana": d.rencana.pk, "status": kode})
        assert rows.status_code == 200
        assert rows.context["page_obj"].paginator.count == count, kode
    tasks = client.get("/dasbor/tugas/", {"rencana": d.rencana.pk})
    visible = Capaian.objects.visible_to(_orang(d.orang[Role.KETUA])).current()
    begun = visible.filter(butir__rencana=d.rencana, mulai__lte=timezone.localdate())
    assert tasks.context["page_obj"].paginator.count == begun.count()
    assert "B01" in _teks(tasks)


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
    client = _client(d.orang[peran])
    client.get("/profil/")  # the first request after a login stamps the session
    found = {}
    for name, (url, asked) in HALAMAN.items():
        query = {"rencana": str(d.rencana.pk), **asked}
        if asked:
            query["per"] = str(timezone.localdate() - timedelta(days=1))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, query).status_code == 200
        found[name] = len(queries)
    assert found == KUERI
    assert max(found.values()) <= BATAS


@pytest.mark.parametrize("peran", [Role.KETUA, Role.OPERATOR, Role.AUDITOR])
def test_other_institutions_never_leak(
    d: SimpleNamespace, lain: SimpleNamespace, peran: Role
) -> None:
    client = _client(d.orang[peran])
    for name in ("", "kerja/", "pantauan/", "dokumen/", "tugas/"):
        asked = client.get(f"/dasbor/{name}", {"rencana": lain.rencana.pk})
        assert asked.status_code == 404
        own = client.get(f"/dasbor/{name}", {"rencana": d.rencana.pk})
        assert own.status_code == 200
        assert lain.rencana.nama not in own.content.decode()
    before = _ringkas(d, d.orang[peran])
    buat_roadmap(lain.instansi, (lain.satu, lain.dua), tahun=d.r.tahun[0] - 5)
    after = _ringkas(d, d.orang[peran])
    assert (after.kelompok, after.program, after.tren) == (
        before.kelompok,
        before.program,
        before.tren,
    )


def test_who_may_not_read_a_dashboard(d: SimpleNamespace) -> None:
    client = _client(buat_user("platform.rm", Role.PLATFORM))
    for name in ("", "kerja/", "pantauan/"):
        assert client.get(f"/dasbor/{name}").status_code in (403, 404)


def test_the_day_ends_in_the_zone_of_the_institution(d: SimpleNamespace) -> None:
    """At 17:30 UTC it is tomorrow in Kupang: the year of the figures follows the institution."""
    new_year = datetime(d.r.tahun[2], 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Makassar"))
    with time_machine.travel(new_year, tick=False):
        answer = _client(_orang(d.orang[Role.KETUA])).get("/dasbor/", {"rencana": d.rencana.pk})
        assert answer.context["r"].tahun == d.r.tahun[2]
