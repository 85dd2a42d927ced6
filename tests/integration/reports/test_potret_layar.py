"""The page of a Potret: what was frozen, whole and untouched, for those who may read it."""

import json
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Role
from audit.models import Kejadian
from reports.actions.periode import buat_amandemen, setujui_periode
from reports.datasets.ringkas_potret import baca_ringkas, ringkas
from reports.models import Potret
from reports.potret.bentuk import baca, kanonik, sidik
from tests.factories import segar
from tests.factories.potret import isi_potret
from tests.integration.reports.dunia_dasbor import client, teks
from tests.integration.reports.dunia_periode import berbatas, dipotret, setujui_satu

PEMBACA = (Role.VERIFIKATOR, Role.KETUA, Role.ADMIN, Role.AUDITOR)


@pytest.fixture
def d(dunia: SimpleNamespace) -> SimpleNamespace:
    """The institution under test with one Potret."""
    d = berbatas(dunia)
    d.potret = dipotret(d)
    return d


def _besar(d: SimpleNamespace, tugas: int) -> Potret:
    """Store a Potret of any size: the figures are made up, the row is real."""
    isi = replace(
        isi_potret(tugas, tugas * 2, amandemen=2, perubahan=10),
        rencana=d.rencana.nama,
        instansi=d.instansi.nama,
    )
    text = kanonik(isi)
    now = timezone.now()
    return Potret.objects.create(
        instansi=d.instansi,
        batas=d.batas["B03"],
        no=1,
        at=now,
        dibuat=now,
        isi=text,
        sha256=sidik(text),
    )


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.PLATFORM, Role.KOORDINATOR)])
def test_who_reads_a_potret(d: SimpleNamespace, lain: SimpleNamespace, role: Role) -> None:
    other = dipotret(berbatas(lain))
    browser = client(d.orang[role])
    wanted = 200 if role in PEMBACA else 404
    for nama in ("potret_rinci", "potret_unduh"):
        assert browser.get(reverse(nama, args=[d.potret.pk])).status_code == wanted
        assert browser.get(reverse(nama, args=[other.pk])).status_code == 404
        assert browser.post(reverse(nama, args=[other.pk])).status_code == 405
    told = Kejadian.objects.filter(aksi="potret.unduh")
    assert [e.objek_id for e in told] == ([str(d.potret.pk)] if role in PEMBACA else [])


def test_the_page_shows_what_was_frozen_and_stays_so(d: SimpleNamespace) -> None:
    isi = baca(d.potret.isi)
    browser, url = client(d.orang[Role.AUDITOR]), reverse("potret_rinci", args=[d.potret.pk])
    before = teks(browser.get(url))
    assert "3 dari 14 dokumen diterima, 21,4%" in before
    assert d.potret.sha256 in before
    assert "Cocok dengan isinya" in before
    assert "DRAF" in before
    for member in isi.anggota:
        assert f"{member.no}. {member.jabatan}" in before
    links = [c.id for t in isi.tugas for c in t.capaian]
    page = browser.get(url).content.decode()
    assert [pk for pk in links if reverse("tugas", args=[pk]) not in page] == []
    setujui_satu(d)
    after = teks(browser.get(url))
    assert after == before


def test_a_replaced_potret_says_so(d: SimpleNamespace) -> None:
    setujui_periode(batas_id=d.batas["B06"].pk, potret_id=d.potret.pk, by=d.ketua)
    browser = client(d.orang[Role.AUDITOR])
    first = reverse("potret_rinci", args=[d.potret.pk])
    page = teks(browser.get(first))
    assert "Disetujui Ketua Nama ketua.alfa" in page
    assert "Digantikan" not in page
    from reports.actions.periode import buka_periode

    buka_periode(
        batas_id=d.batas["B06"].pk, potret_id=d.potret.pk, alasan="Salah.", by=segar(d.ketua)
    )
    setujui_satu(d)
    second = buat_amandemen(
        batas_id=d.batas["B06"].pk, potret_id=d.potret.pk, alasan="9.b terlambat.", by=d.ketua
    )
    page = teks(browser.get(first))
    assert "Digantikan Potret 2" in page
    assert "Persetujuan hanya berlaku bagi potret yang terakhir." in page
    newer = teks(browser.get(reverse("potret_rinci", args=[second.pk])))
    assert "9.b terlambat." in newer
    assert "Digantikan" not in newer


def test_the_download_is_the_hashed_text(d: SimpleNamespace) -> None:
    browser = client(d.orang[Role.VERIFIKATOR])
    answer = browser.get(reverse("potret_unduh", args=[d.potret.pk]))
    assert sidik(answer.content.decode()) == d.potret.sha256
    assert json.loads(answer.content)["no"] == 1
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="potret-alfa-b06-1.json"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    told = Kejadian.objects.get(aksi="potret.unduh")
    assert (told.isi, told.aktor_nama) == (
        {"sha256": d.potret.sha256},
        d.orang[Role.VERIFIKATOR].nama,
    )
    assert browser.get(reverse("potret_rinci", args=[d.potret.pk])).status_code == 200
    assert Kejadian.objects.filter(aksi="potret.unduh").count() == 1  # reading is not fetching


def test_tasks_are_filtered_and_paged(d: SimpleNamespace) -> None:
    potret = _besar(d, 132)
    isi = baca(potret.isi)
    browser, url = client(d.orang[Role.AUDITOR]), reverse("potret_rinci", args=[potret.pk])
    page = browser.get(url)
    assert page.context["page_obj"].paginator.count == isi.capaian == 132
    assert len(page.context["page_obj"]) == 50
    member = browser.get(url, {"anggota": "4"}).context["page_obj"]
    own = [t.kode for t in isi.tugas if t.anggota == 4 or 4 in t.bersama]
    assert [b.tugas.kode for b in member] == own != []
    area = browser.get(url, {"area": "A2", "anggota": "4"}).context["page_obj"]
    assert [b.tugas.kode for b in area] == [
        t.kode for t in isi.tugas if t.area == "A2" and t.kode in own
    ]
    for wrong in ({"anggota": "99"}, {"area": "x"}, {"anggota": "9" * 20}):
        assert browser.get(url, wrong).status_code == 404
    assert browser.get(url, {"page": "9" * 20}).status_code == 200


def test_totals_alone_are_read_from_the_same_text() -> None:
    isi = isi_potret(60, 100)
    found = baca_ringkas(kanonik(isi))
    for name in ("per", "tugas_ditagih", "jumlah_tugas", "capaian", "terlambat", "kpk_per"):
        assert getattr(found, name) == getattr(isi, name)
    assert (found.hitungan, found.nilai) == (isi.hitungan, isi.nilai)


def test_a_potret_of_a_thousand_tasks(d: SimpleNamespace) -> None:
    """Lists don't read what they don't show; the page of the Potret itself stays quick."""
    potret = _besar(d, 1000)
    size = len(potret.isi)
    assert size > 1_000_000
    browser = client(d.orang[Role.AUDITOR])
    url = reverse("potret_rinci", args=[potret.pk])
    browser.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    assert len(queries) <= 12
    begin = time.perf_counter()
    assert ringkas([potret.pk])[potret.pk].capaian == 1000
    assert time.perf_counter() - begin < 0.5
    heavy = ['"isi"', '"reports_potret"."isi"']
    for page in (reverse("periode_rinci", args=[d.batas["B03"].pk]), reverse("periode")):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        loads = [q["sql"] for q in queries if heavy[1] in q["sql"]]
        assert len(loads) == 1, page  # the totals of the few that are shown
