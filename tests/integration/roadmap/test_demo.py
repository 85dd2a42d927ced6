"""The sample Road Map: made on any day, twice changes nothing, gone without a trace."""

import io
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import User
from audit.chain import chains, verify
from audit.models import Kejadian
from audit.recorder import audited
from evidence.models import BuktiVersi, Butir, Capaian, Keputusan, Rencana
from evidence.workflow import Status
from roadmap.demo import make
from roadmap.demo.fixture import history
from roadmap.matriks import matriks
from roadmap.models import Masalah, Rapat, RealisasiHistoris, RealisasiTercatat, TargetTahun
from roadmap.official import reconcile
from roadmap.pantauan import pantauan
from roadmap.tabel import tabel
from satgas.demo.fixture import institutions
from satgas.demo.password import password_file
from satgas.demo.people import make_accounts
from satgas.official.institutions import load_institution

Isi = dict[str, list[tuple[Any, ...]]]
Baca = Callable[[], Isi]
PEMPROV = "pemprov-ntt-contoh"
ZONA = ZoneInfo("Asia/Makassar")
TERLAMBAT = {"B03", "D-024", "E-041", "F-066"}  # own deadlines before today, nothing sent


def _rencana() -> Rencana:
    return Rencana.objects.select_related("instansi").get(
        instansi__kode=PEMPROV, jenis=Rencana.Jenis.ROADMAP
    )


def _orang(username: str) -> User:
    return User.objects.get(username=username)


# --- on awkward days ----------------------------------------------------------------------------


@pytest.fixture
def hari(db: None, data_folder: Path, request: pytest.FixtureRequest) -> Iterator[date]:
    """A day on which the sample is made, at nine o'clock in Kupang, without the Satgas' history."""
    day: date = request.param
    nine = datetime.combine(day, time(9), tzinfo=ZONA)
    with time_machine.travel(nine, tick=False):
        with audited():
            units = {}
            for row in institutions():
                _, units[row.instansi.kode], _ = load_institution(row.instansi, contoh=True)
            make_accounts(units, dict.fromkeys(units, nine - timedelta(days=90)))
        assert len(make()) == 1
        yield day
    password_file().unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("hari", "terlambat"),
    [
        # A window begins today: no deadline lies in it and before today.
        (date(2027, 1, 1), set()),
        (date(2028, 2, 29), TERLAMBAT),
        (date(2027, 6, 30), TERLAMBAT),
        (date(2027, 7, 1), set()),
        (date(2026, 12, 31), TERLAMBAT),
    ],
    indirect=["hari"],
)
def test_the_sample_on_any_day(hari: date, terlambat: set[str]) -> None:
    rencana = _rencana()
    assert (rencana.mulai, rencana.selesai, rencana.status) == (
        date(hari.year - 2, 1, 1),
        date(hari.year + 2, 12, 31),
        "berjalan",
    )
    rows = Capaian.objects.filter(butir__rencana=rencana)
    begun = rows.exclude(status=Status.BELUM)
    assert Counter(begun.values_list("status", flat=True)) == {
        Status.DISETUJUI: 24,
        Status.MENUNGGU: 4,
        Status.PERBAIKAN: 2,
    }
    worked = set(begun.values_list("butir__kode", flat=True))
    assert worked == set(history().tugas) - {"D-021"}  # only figures were saved there
    assert begun.filter(mulai__lte=hari, selesai__gte=hari).count() == len(worked)
    assert not rows.filter(selesai__lt=hari).exists()
    assert set(rows.late(hari).values_list("butir__kode", flat=True)) == terlambat
    _figures(rencana, hari, worked)
    _meetings(rencana, hari)
    now = timezone.now()
    assert not Keputusan.objects.filter(at__gt=now).exists()
    assert not RealisasiTercatat.objects.filter(at__gt=now).exists()
    assert not RealisasiHistoris.objects.filter(dibuat__gt=now).exists()
    assert [list(verify(chain)) for chain in chains()] == [[]] * len(chains())


def _figures(rencana: Rencana, hari: date, worked: set[str]) -> None:
    """The same figures stand in this year, whatever day it is."""
    sekda = _orang("sekda")
    m = matriks(rencana, sekda, at=timezone.now())
    t = tabel(rencana, sekda, at=timezone.now())
    n = m.tahun.index(hari.year)
    cells = {row.kode: row.sel[n] for row in m.baris}
    cells |= {row.kode: row.sel[n] for row in t.baris if row.sel}
    assert {kode for kode, sel in cells.items() if sel.klaim} == worked
    lowered = {
        kode: [[str(k) for k in told.realisasi.komponen] for told in (sel.klaim, sel.verifikasi)]
        for kode, sel in cells.items()
        if sel.klaim and sel.verifikasi and sel.klaim.realisasi != sel.verifikasi.realisasi
    }
    assert lowered == {
        "B02": [["90"], ["84"]],
        "A-010": [["14", "10", "8", "4"], ["12", "10", "8", "4"]],
    }
    # 14 tim, 10 PD, 8 kab/kota, 5 pertemuan: claimed (1 + 1 + 1 + 4/5) / 4, verified 12 tim.
    a010 = cells["A-010"]
    assert a010.capaian_klaim == Decimal(95)
    assert a010.hasil.terbatas_eksak == 100 * (Fraction(12, 14) + 2 + Fraction(4, 5)) / 4
    # 97 7/9 + 93 1/3 + 97.5 + 78 8/9 + 100 + 85 + 100 + 100 + 0 (B of BB) + 97 + 60.
    assert (m.rata[n].nilai_eksak, m.rata[n].terisi, m.rata[n].jumlah) == (
        Fraction(9095, 10) / 40,
        11,
        40,
    )
    money = t.total[n].serapan
    # The printed budget less the shift of A-010; the spending of the 13 verified rows.
    assert (money.pagu, money.realisasi, money.terisi) == (
        Decimal(10_663_211_000 - 25_000_000),
        Decimal(2_276_380_000),
        13,
    )
    assert [t.total[k].serapan.terisi for k in (n - 2, n - 1, n + 1)] == [6, 9, 0]
    assert [m.rata[k].terisi for k in (n - 2, n - 1, n + 1)] == [13, 13, 0]


def _meetings(rencana: Rencana, hari: date) -> None:
    """One problem at the pleno, whose step is four days late; one meeting to come."""
    p = pantauan(rencana, _orang("sekda"), hari)
    assert [m.butir for m in p.masalah_pleno] == ["D-022"]
    assert [(s.butir, s.unit, s.hari_lewat, s.dilaporkan) for s in p.langkah_lewat] == [
        ("D-022", "Biro Hukum", 4, False)
    ]
    rows = Rapat.objects.filter(rencana=rencana)
    planned = rows.filter(keadaan=Rapat.Keadaan.DIJADWALKAN).values_list("dijadwalkan", flat=True)
    assert list(planned) == [hari + timedelta(days=6)]
    held = rows.filter(keadaan=Rapat.Keadaan.DILAKSANAKAN, dilaksanakan__lt=hari)
    assert held.count() == rows.count() - 1 == len(history().rapat) - 1


# --- beside the official plan -------------------------------------------------------------------


@pytest.fixture(scope="module")
def sebelum(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Isi]:
    """The official documents with the samples; gives the rows before there were samples."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_official", stdout=io.StringIO())
        rows = isi_portal()
        call_command("make_demo", stdout=io.StringIO())
        yield rows
        transaction.set_rollback(True)
    password_file().unlink(missing_ok=True)
    shutil.rmtree(Path(settings.DATA_DIR) / "berkas", ignore_errors=True)


def isi_portal() -> Isi:
    """Return every row of the tables that samples are made in, but for the log."""
    labels = ("accounts", "ukuran", "evidence", "satgas", "roadmap", "jobs")
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for label in labels
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def test_the_sample_is_the_official_plan_in_other_years(sebelum: Isi, db: None) -> None:
    shift = timezone.localdate().year - 2020
    official = Rencana.objects.get(instansi__kode="pemprov-ntt", jenis="roadmap")
    cells = [
        TargetTahun.objects.filter(butir__rencana=plan).order_by("butir__urut", "tahun")
        for plan in (official, _rencana())
    ]
    columns = ("butir__kode", "target_mentah", "anggaran_mentah", "versi")
    printed, sample = ([*rows.values_list(*columns, "tahun")] for rows in cells)
    assert sample == [(*row[:-1], row[-1] + shift) for row in printed]
    assert len(sample) == (40 + 88) * 5


def test_the_official_plan_is_untouched(sebelum: Isi, db: None) -> None:
    (document,) = reconcile()
    assert (document["selaras"], document["jumlah"]["baris"]) == (True, 90)
    now = isi_portal()
    for label, rows in sebelum.items():
        assert [row for row in rows if row not in now[label]] == [], label
    ids = set(Butir.objects.filter(rencana__instansi__kode="pemprov-ntt").values_list("pk"))
    kinds = (RealisasiHistoris, RealisasiTercatat, Masalah)
    for model in kinds:
        assert not ids & set(model.objects.values_list(model_butir(model)))


def model_butir(model: type[Any]) -> str:
    """Return the way from a row to its Butir."""
    return "capaian__butir" if model is RealisasiTercatat else "butir"


def test_twice_changes_nothing(sebelum: Isi, db: None, semua_baris: Baca) -> None:
    before, out = semua_baris(), io.StringIO()
    call_command("make_demo", stdout=out)
    assert semua_baris() == before
    assert out.getvalue() == "Institusi CONTOH sudah ada; tidak ada yang diubah.\n"
    assert make() == []


def test_pages_of_the_sample_cost_as_little_as_those_of_a_small_plan(
    sebelum: Isi, db: None
) -> None:
    """With all 128 rows, for one operator and for the Sekda."""
    plan = str(_rencana().pk)
    pages = {
        "dasbor": 11,
        "dasbor_kerja": 8,
        "dasbor_pantauan": 8,
        "roadmap": 11,
        "roadmap_kegiatan": 11,
    }
    for username in ("operator.organisasi", "sekda"):
        client = Client()
        client.force_login(_orang(username))
        client.get(reverse("profil"))  # the first request after a login stamps the session
        found = {}
        for name in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(name), {"rencana": plan}).status_code == 200
            found[name] = len(queries)
        assert found == pages, username
        assert max(found.values()) <= 12


def test_files_say_contoh(sebelum: Isi, db: None) -> None:
    rows = BuktiVersi.objects.filter(
        Q(taut_set__pemenuhan__capaian__butir__rencana=_rencana())
        | Q(notula_set__rapat__rencana=_rencana())
        | Q(historis_set__butir__rencana=_rencana())
    ).distinct()
    assert rows.count() == 30 + 3 + 2
    for row in rows:
        with row.berkas.open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
            assert b"CONTOH" in pdf.pages[0].Contents.read_bytes()


def test_four_eyes_and_whole_chains(sebelum: Isi, db: None) -> None:
    for row in Capaian.objects.filter(butir__rencana=_rencana(), putaran__gt=0):
        steps = row.keputusan_set.order_by("id")
        decided = {s.oleh_id for s in steps if s.aksi in ("setujui", "minta_perbaikan")}
        assert not decided & set(row.penulis.values_list("pk", flat=True))
    assert [list(verify(chain)) for chain in chains()] == [[]] * len(chains())
    events = Kejadian.objects.filter(instansi=PEMPROV).order_by("no")
    assert [e.at for e in events] == sorted(e.at for e in events)


def test_removal_leaves_nothing(sebelum: Isi, db: None) -> None:
    before = reconcile()
    call_command("remove_demo", stdout=io.StringIO())
    assert isi_portal() == sebelum
    assert reconcile() == before
    assert set(chains()) == {"kpu-ntt", "pemprov-ntt", "sistem"}
    assert [list(verify(chain)) for chain in chains()] == [[]] * 3
