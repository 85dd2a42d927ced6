"""The decree's obligations in the database: columns, hand-overs, and what a year asks for."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db.models import F

from accounts.models import Unit, User
from accounts.permissions import Role
from audit.models import Kejadian
from evidence.actions import mulai_rencana
from evidence.actions.batas import usulkan_batas
from evidence.models import AlurSerah, Butir, Capaian, Pemenuhan, Rencana, SerahTerima
from evidence.workflow import Status
from satgas.models import SuratKeputusan
from satgas.official import load
from satgas.official.decree import DecreeLoader
from satgas.official.fixture import PEMPROV, decree, institution
from satgas.official.institutions import load_institution
from tests.factories import buat_user, disetujui

Baca = Callable[[], dict[str, Any]]
TAHUN = 2026
PANAH = [
    ("4.a", "6"),
    ("4.b", "8.g"),
    ("4.c", "8.h"),
    ("4.d", "12.o"),
    ("4.e", "12.p"),
    ("4.f", "15.bb"),
    ("12.e", "4.o"),
    ("12.n", "4.d"),
]


def panah(rencana: Rencana) -> list[tuple[str, str]]:
    rows = AlurSerah.objects.filter(rencana=rencana)
    return list(rows.values_list("dari__kode", "ke__kode"))


def pola_lama(rencana: Rencana) -> None:
    """Put a plan back to what the portal made of it before it knew obligations."""
    AlurSerah.objects.filter(rencana=rencana).delete()
    rows = Butir.objects.filter(rencana=rencana)
    rows.update(kutipan_pola="", jatuh_tempo=None, masa_mutakhir=3)
    rows.filter(kode="8.i").update(pola="sekali", sumber_pola="portal")
    rows.filter(sumber_pola="portal").update(pola="sekali")


@pytest.fixture
def setahun(db: None, data_folder: object) -> Rencana:
    """The decree in a plan of a full year, with cut-offs, running."""
    instansi, units, _ = load_institution(
        replace(institution(PEMPROV), kode="pemprov-uji"), contoh=True
    )
    rencana = Rencana.objects.create(
        instansi=instansi,
        jenis="satgas",
        nama="Satgas setahun",
        tahun=TAHUN,
        mulai=date(TAHUN, 1, 1),
        selesai=date(TAHUN, 12, 31),
    )
    DecreeLoader(decree(), rencana, units).run()
    admin = buat_user("admin.uji", Role.ADMIN, units["gubernur"])
    usulkan_batas(rencana_id=rencana.pk, by=admin)
    start = datetime(TAHUN, 1, 1, tzinfo=UTC)
    mulai_rencana(rencana_id=rencana.pk, by=admin, at=start)
    rencana.refresh_from_db()
    return rencana


def test_columns_of_the_official_plan(resmi: SuratKeputusan) -> None:
    rows = Butir.objects.filter(rencana=resmi.rencana)
    stated = rows.filter(sumber_pola="teks").order_by("urut")
    assert list(stated.values_list("kode", "pola", "kutipan_pola", "jatuh_tempo")) == [
        ("7.b", "terus", "setiap saat", None),
        ("7.e", "terus", "setiap saat", None),
        ("7.g", "tahunan", "periodik dan tahunan", None),
        ("7.h", "tahunan", "periodik dan tahunan", None),
        ("8.i", "tahunan", "untuk tahun berjalan", None),
        ("9.j", "semester", "minimal tiap semester", None),
        ("9.k", "tahunan", "(tahunan)", None),
        ("12.m", "tahunan", "sebelum bulan Februari tahun berjalan", date(2021, 1, 31)),
    ]
    assert all(b.kutipan_pola in b.uraian for b in stated)
    assert not rows.filter(sumber_pola="portal").exclude(kutipan_pola="").exists()
    assert Counter(rows.values_list("pola", flat=True)) == {
        "tahunan": 53,
        "sekali": 40,
        "triwulan": 12,
        "terus": 12,  # with the Pengarah's, which is not scored
        "kejadian": 9,
        "semester": 6,
    }
    odd = rows.exclude(masa_mutakhir=3).order_by("urut").values_list("kode", "masa_mutakhir")
    assert list(odd) == [("15.l", 6), ("15.m", 6), ("15.n", 6), ("15.o", 12), ("15.x", 6)]


def test_hand_overs_of_the_official_plan(resmi: SuratKeputusan) -> None:
    assert panah(resmi.rencana) == PANAH
    assert set(AlurSerah.objects.values_list("sumber", flat=True)) == {"teks"}


def test_a_plan_from_before_gets_its_obligations_once(
    resmi: SuratKeputusan, semua_baris: Baca
) -> None:
    fresh = semua_baris()
    pola_lama(resmi.rencana)
    # 132 tasks without the 40 that are once a year by the portal; those kept their pola.
    changed = 132 - 40
    assert load() == [f"Satgas Pencegahan Korupsi 2021: {changed} pola, 8 alur serah"]
    again = semua_baris()
    assert again["evidence.Butir"] == fresh["evidence.Butir"]
    assert panah(resmi.rencana) == PANAH
    assert load() == []
    assert semua_baris() == again


def test_a_pola_that_a_person_chose_before_stays(resmi: SuratKeputusan) -> None:
    pola_lama(resmi.rencana)
    Butir.objects.filter(rencana=resmi.rencana, kode="4.m").update(pola="bulanan")
    load()
    assert Butir.objects.get(rencana=resmi.rencana, kode="4.m").pola == "bulanan"
    assert Butir.objects.get(rencana=resmi.rencana, kode="4.z").pola == "triwulan"


def test_what_a_person_chose_or_removed_afterwards_stays(
    resmi: SuratKeputusan, semua_baris: Baca
) -> None:
    rows = Butir.objects.filter(rencana=resmi.rencana)
    rows.filter(kode="4.m").update(pola="sekali")
    rows.filter(kode="9.j").update(pola="sekali", sumber_pola="portal", kutipan_pola="")
    rows.filter(kode="12.m").update(jatuh_tempo=None)
    AlurSerah.objects.get(dari__kode="4.e").delete()
    before = semua_baris()
    assert load() == []
    assert semua_baris() == before


def test_an_old_plan_with_work_keeps_its_pola(resmi: SuratKeputusan) -> None:
    plan = resmi.rencana
    pola_lama(plan)
    Rencana.objects.filter(pk=plan.pk).update(status="disusun")
    admin = buat_user("admin.resmi", Role.ADMIN, Unit.objects.get(kode="gubernur"))
    mulai_rencana(rencana_id=plan.pk, by=admin, batas=date(2021, 12, 31))
    events = Kejadian.objects.count()
    assert load() == []
    assert (panah(plan), Kejadian.objects.count()) == ([], events)
    assert Butir.objects.get(rencana=plan, kode="4.m").pola == "sekali"


def test_counts_per_cut_off(setahun: Rencana) -> None:
    """As counted by hand in tests/unit/satgas/test_kewajiban_doc.py, here from the rows.

    131 tasks have a window from 1 January on and need 169 documents; 12 quarterly tasks add one
    each in Q2, Q3 and Q4, and 6 half-yearly ones add one each in Q3.
    """
    rows = Capaian.objects.filter(butir__rencana=setahun).current()
    found = []
    for batas in setahun.batas_set.order_by("akhir"):
        begun = rows.in_cut_off(batas.akhir)
        documents = Pemenuhan.objects.filter(capaian__in=begun).count()
        found.append((batas.kode, begun.count(), documents))
    assert found == [
        ("B03", 131, 169),
        ("B06", 143, 181),
        ("B09", 161, 199),
        ("B12", 173, 211),
    ]


def test_deadlines_follow_the_cut_offs(setahun: Rencana) -> None:
    rows = Capaian.objects.filter(butir__rencana=setahun)
    due = {
        kode: list(rows.filter(butir__kode=kode).order_by("mulai").values_list("batas", flat=True))
        for kode in ("4.m", "9.j", "4.a", "15.p", "12.m")
    }
    ends = [date(TAHUN, 3, 31), date(TAHUN, 6, 30), date(TAHUN, 9, 30), date(TAHUN, 12, 31)]
    assert due == {
        "4.m": ends,
        "9.j": [ends[1], ends[3]],
        "4.a": [ends[3]],
        "15.p": [ends[0]],
        "12.m": [date(TAHUN, 1, 31)],
    }


def test_hand_overs_of_a_year(setahun: Rencana) -> None:
    """Six yearly arrows have one each, the two of the HPS one in each quarter."""
    rows = SerahTerima.objects.filter(alur__rencana=setahun)
    assert rows.count() == 6 + 2 * 4
    assert not rows.exclude(dari__mulai=F("ke__mulai")).exists()
    holders = {
        (s.ke.butir.kode, s.ke.pemegang.kode if s.ke.pemegang else "")
        for s in rows.select_related("ke__butir", "ke__pemegang")
    }
    assert holders == {
        ("6", "inspektorat"),
        ("8.g", "inspektorat"),
        ("8.h", "inspektorat"),
        ("12.o", "inspektorat"),
        ("12.p", "inspektorat"),
        ("15.bb", "inspektorat"),
        ("4.o", "biro-pengadaan"),
        ("4.d", "biro-pengadaan"),
    }


def test_a_document_accepted_in_b03_counts_in_every_later_cut_off(setahun: Rencana) -> None:
    """It is one row for the whole year: nobody is asked for it again."""
    units = {u.kode: u for u in Unit.objects.filter(instansi=setahun.instansi)}
    operator: User = buat_user("operator.uji", Role.OPERATOR, units["inspektorat"])
    verifikator: User = buat_user("verifikator.uji", Role.VERIFIKATOR, units["inspektorat"])
    (capaian,) = Capaian.objects.filter(butir__rencana=setahun, butir__kode="4.a")
    with time_machine.travel(datetime(TAHUN, 2, 10, 9, tzinfo=ZoneInfo("Asia/Makassar"))):
        disetujui(capaian, operator, verifikator)
    (document,) = Pemenuhan.objects.filter(capaian=capaian)
    found = {
        batas.kode: list(
            Pemenuhan.objects.filter(
                capaian__in=Capaian.objects.current()
                .in_cut_off(batas.akhir)
                .filter(butir=capaian.butir)
            ).values_list("pk", "status")
        )
        for batas in setahun.batas_set.all()
    }
    accepted = [(document.pk, Status.DISETUJUI)]
    assert found == {"B03": accepted, "B06": accepted, "B09": accepted, "B12": accepted}
    assert Capaian.objects.filter(butir=capaian.butir).count() == 1
    for day in (date(TAHUN, 4, 1), date(TAHUN, 12, 31), date(TAHUN + 1, 6, 1)):
        owed = Capaian.objects.filter(Capaian.objects.owing(day))
        assert not owed.filter(pk=capaian.pk).exists()
