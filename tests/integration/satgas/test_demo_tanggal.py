"""The samples on awkward days of the year: the same history, other windows around it."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from audit.chain import chains, verify
from evidence.models import Batas, Capaian, Keputusan, Pemenuhan, SerahTerima
from evidence.workflow import Status
from reports.datasets.ringkas_potret import baca_ringkas
from reports.models import KeadaanPeriode, LangkahPeriode, Potret
from satgas.demo.password import password_file

PEMPROV = "pemprov-ntt-contoh"
Keadaan = SerahTerima.Keadaan

# One window each of 53 tahunan, 40 sekali, 11 terus and 9 kejadian tasks, besides these:
SETAHUN = {"tahunan": 53, "sekali": 40, "terus": 11, "kejadian": 9}
TERLAMBAT = {"4.c", "5.a", "9.c", "12.b", "13.a", "15.h"}  # tempo before today, nothing approved


@pytest.fixture
def hari(db: None, data_folder: Path, request: pytest.FixtureRequest) -> Iterator[date]:
    """A day on which the samples are made, at nine o'clock in Kupang."""
    day: date = request.param
    nine = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Makassar"))
    with time_machine.travel(nine, tick=False):
        call_command("make_demo", stdout=io.StringIO())
        yield day
    password_file().unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("hari", "batas", "triwulan", "semester", "terlambat"),
    [
        # The plan begins on 4 November: eight weeks of the old year are a quarter of their own
        # (12 tasks, 2 of them with work in it), and part of the first half year.
        (
            date(2027, 1, 3),
            ["26B12", "27B03", "27B06", "27B09", "27B12"],
            5,
            2,
            TERLAMBAT | {"3", "4.m", "4.z", "7.i", "7.k", "12.h", "12.o", "15.t", "15.w", "15.aa"},
        ),
        # Begins on 31 December: that day belongs to the first quarter.
        (date(2028, 2, 29), ["28B03", "28B06", "28B09", "28B12"], 4, 2, TERLAMBAT),
        (date(2026, 11, 22), ["B03", "B06", "B09", "B12"], 1, 1, TERLAMBAT),
        (date(2026, 12, 31), ["B03", "B06", "B09", "B12"], 1, 1, TERLAMBAT),
    ],
    indirect=["hari"],
)
def test_the_samples_on_any_day(
    hari: date, batas: list[str], triwulan: int, semester: int, terlambat: set[str]
) -> None:
    rows = Capaian.objects.filter(
        butir__rencana__jenis="satgas", butir__rencana__instansi__kode=PEMPROV
    )
    assert (
        list(Batas.objects.filter(rencana__jenis="satgas").values_list("kode", flat=True)) == batas
    )
    wanted = {**SETAHUN, "triwulan": 12 * triwulan, "semester": 6 * semester}
    assert Counter(rows.values_list("butir__pola", flat=True)) == wanted
    assert Counter(rows.exclude(status=Status.BELUM).values_list("status", flat=True)) == {
        Status.DISETUJUI: 10,
        Status.MENUNGGU: 4,
        Status.PERBAIKAN: 5,
        Status.DRAF: 2,
    }
    assert set(rows.late(hari).values_list("butir__kode", flat=True)) == terlambat
    assert rows.filter(mulai__lte=hari).count() >= 131
    _hand_overs()
    _renewal(hari)
    _periods(hari)
    assert not Keputusan.objects.filter(at__gt=timezone.now()).exists()
    assert [list(verify(chain)) for chain in chains()] == [[]] * len(chains())


def _hand_overs() -> None:
    """One done, one handed over and waiting for Terima, the others not yet."""
    found = {
        keadaan: [
            (serah.alur.dari.kode, serah.alur.ke.kode, serah.ke)
            for serah in SerahTerima.objects.filter(
                keadaan=keadaan, alur__rencana__jenis="satgas"
            ).select_related("alur__dari", "alur__ke", "ke__unit", "ke__pemegang")
        ]
        for keadaan in Keadaan
    }
    assert [row[:2] for row in found[Keadaan.DITERIMA]] == [("12.n", "4.d")]
    assert [row[:2] for row in found[Keadaan.DISERAHKAN]] == [("4.b", "8.g")]
    assert found[Keadaan.DIKEMBALIKAN] == []
    done = found[Keadaan.DITERIMA] + found[Keadaan.DISERAHKAN]
    assert [row[2].pemegang for row in done] == [None, None]
    held = {
        (dari, ke): (row.pemegang.kode if row.pemegang else None)
        for dari, ke, row in found[Keadaan.BELUM]
    }
    assert held["12.e", "4.o"] == "biro-pengadaan"
    assert held["4.f", "15.bb"] == "inspektorat"
    assert {dari for dari, _ in held} | {"12.n", "4.b"} == {
        *("4.a", "4.b", "4.c", "4.d", "4.e", "4.f", "12.e", "12.n")
    }


def _renewal(hari: date) -> None:
    """One continuous task was approved nearly two months ago, for two months."""
    row = Pemenuhan.objects.get(
        berlaku_sampai__isnull=False, capaian__butir__rencana__jenis="satgas"
    )
    assert (row.capaian.butir.kode, row.status) == ("15.p", Status.DISETUJUI)
    assert row.berlaku_sampai is not None
    assert timedelta(days=0) < row.berlaku_sampai - hari <= timedelta(days=14)


def _periods(hari: date) -> None:
    """The newest cut-off waits for the Ketua; the one before it, if any by then, is approved."""
    steps = LangkahPeriode.objects.filter(instansi__kode=PEMPROV).order_by("pk")
    state = dict(steps.values_list("batas__kode", "ke"))
    older = {"B09": KeadaanPeriode.DISETUJUI} if hari.year == 2026 else {}
    newest = {date(2027, 1, 3): "26B12", date(2028, 2, 29): "28B03"}.get(hari, "B12")
    assert state == {**older, newest: KeadaanPeriode.DIPOTRET}
    frozen = Potret.objects.filter(instansi__kode=PEMPROV)
    assert frozen.filter(at__lt=timezone.now()).count() == len(state)
    for isi in frozen.values_list("isi", flat=True):
        assert baca_ringkas(isi).hitungan.diunggah > 0
