"""A year is played through; each day's figures can be read again later, and recomputed."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from evidence.keadaan import Riwayat, sekarang
from evidence.models import Capaian, Keputusan, Rencana
from evidence.workflow import Status
from reports.datasets.pandangan import Pandangan
from reports.datasets.ringkasan import RingkasanSatgas, ringkasan
from tests.factories import mulai, segar
from tests.integration.reports.dunia_tahun import (
    TAHUN,
    dunia_tahun,
    hitung_ulang,
    langkah,
    saat,
)

SEPULUH = [
    date(TAHUN, *day)
    for day in (
        (1, 20), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (8, 15), (9, 30), (11, 2), (12, 30)
    )
]  # fmt: skip


def _baca(d: SimpleNamespace, now: datetime, per: date | None = None) -> RingkasanSatgas:
    view = Pandangan(d.rencana, d.ketua, now, per)
    return ringkasan(d.rencana, d.ketua, now=now, pandangan=view)


def _angka(r: RingkasanSatgas) -> dict[str, Any]:
    """All figures of a dashboard, without its clock."""
    return {
        "total": r.total,
        "nilai": (
            r.nilai.hasil.mandiri.nilai_eksak,
            r.nilai.hasil.inspektorat.nilai_eksak,
            r.nilai.jumlah,
            r.nilai.terisi_mandiri,
            r.nilai.terisi_internal,
        ),
        "anggota": [
            (row.no, row.hitungan, row.nilai.mandiri, row.nilai.internal, row.terakhir,
             row.terlambat)
            for row in r.anggota
        ],
        "menunggu": r.menunggu,
        "batas": r.batas_terdekat,
        "terlambat": r.terlambat,
    }  # fmt: skip


@pytest.fixture
def tahun(db: None, data_folder: object) -> Iterator[SimpleNamespace]:
    """Play a year with a seeded dice; note each of the ten evenings while it is played."""
    d = dunia_tahun()
    dice = random.Random(20261122)  # a dice for a test, not a secret
    d.dicatat = {}
    with time_machine.travel(saat(date(TAHUN, 1, 2)), tick=False):
        mulai(d.rencana, by=d.admin)
        d.rencana = Rencana.objects.select_related("instansi").get(pk=d.rencana.pk)
    day = date(TAHUN, 1, 3)
    while day.year == TAHUN:
        with time_machine.travel(saat(day), tick=False) as clock:
            for name in ("verif", "ketua", "admin", "op"):
                setattr(d, name, segar(getattr(d, name)))
            begun = list(
                Capaian.objects.filter(butir__rencana=d.rencana, mulai__lte=day)
                .select_related("butir", "unit", "instansi")
                .order_by("pk")
            )
            for _ in range(2):
                clock.shift(timedelta(minutes=7))
                row = dice.choice(begun)
                row.refresh_from_db()
                langkah(d, row, dice)
            if day in SEPULUH:
                clock.move_to(saat(day) + timedelta(hours=11))
                now = saat(day) + timedelta(hours=11)
                d.dicatat[day] = _angka(_baca(d, now))
        day += timedelta(
            days=3 if not {day + timedelta(days=n) for n in (1, 2)} & set(SEPULUH) else 1
        )
    d.akhir = saat(date(TAHUN, 12, 31))
    with time_machine.travel(d.akhir, tick=False):
        yield d


def test_a_year_read_later(tahun: SimpleNamespace) -> None:
    """One year, four claims: playing it takes most of the time."""
    _worth_counting(tahun)
    _as_seen_then(tahun)
    _as_recomputed(tahun)
    now = tahun.akhir
    history = Riwayat(tahun.rencana, tahun.ketua).pada(now)
    assert sekarang(tahun.rencana, tahun.ketua, now) == history


def _as_seen_then(tahun: SimpleNamespace) -> None:
    """Each of the ten days reads later as it was seen on the day."""
    assert sorted(tahun.dicatat) == SEPULUH
    for day in SEPULUH:
        assert _angka(_baca(tahun, tahun.akhir, per=day)) == tahun.dicatat[day], day


def _as_recomputed(tahun: SimpleNamespace) -> None:
    """Each of the ten days equals a recomputation from the decisions."""
    for day in SEPULUH:
        total = _baca(tahun, tahun.akhir, per=day)
        assert hitung_ulang(tahun, day) == (
            total.total.diperlukan,
            total.total.diterima,
            total.total.diunggah,
            total.nilai.hasil.inspektorat.nilai_eksak,
        ), day


def _worth_counting(tahun: SimpleNamespace) -> None:
    """Every kind of state and step occurs, and the ten days differ."""
    assert set(Keputusan.objects.values_list("ke", flat=True)) == set(Status.values)
    assert len({repr(tahun.dicatat[day]) for day in SEPULUH}) == 10
    last = tahun.dicatat[SEPULUH[-1]]["total"]
    assert min(last.disetujui, last.belum) > 0
    lapsed = [r["total"].kedaluwarsa for r in tahun.dicatat.values()]
    assert max(lapsed) > 0
    assert max(r["total"].dikeluarkan for r in tahun.dicatat.values()) > 0
