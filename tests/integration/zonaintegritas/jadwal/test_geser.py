"""Shifting a month: the old one stays with its reason and leads to the new one."""

from datetime import date
from types import SimpleNamespace

import pytest

from audit.models import Kejadian
from evidence.actions.errors import IsianKurang
from evidence.models import Capaian
from tests.factories import draf
from tests.integration.zonaintegritas.jadwal.test_atur import atur, bulan, jendela
from zonaintegritas.actions.jadwal import HasilJadwal, atur_bentuk, geser_bulan
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.models import BulanJadwal


def geser(
    dunia: SimpleNamespace,
    dari: int,
    ke: int,
    alasan: str = "Narasumber berhalangan.",
    **more: bool,
) -> HasilJadwal:
    """The coordinator shifts a month of the first row."""
    return geser_bulan(
        butir_id=dunia.butir[0].pk, dari=dari, ke=ke, alasan=alasan, by=dunia.koordinator, **more
    )


def test_the_capaian_is_superseded_by_that_of_the_new_month(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7)
    assert geser(jalan, 7, 9) == HasilJadwal(baris=1, ditambah=1, dicabut=1, dibuat=1, diganti=1)
    old = Capaian.objects.get(gugur__isnull=False)
    new = Capaian.objects.get(gugur__isnull=True)
    assert (old.mulai, new.mulai, old.digantikan_oleh) == (
        date(2026, 7, 1),
        date(2026, 9, 1),
        new,
    )
    rows = list(BulanJadwal.objects.order_by("pk"))
    assert [(r.bulan.month, r.alasan, r.digeser_ke) for r in rows] == [
        (7, "Narasumber berhalangan.", rows[1]),
        (9, "", None),
    ]
    event = Kejadian.objects.get(aksi="jadwal.geser")
    assert event.isi["baris"] == {
        "1.A.1": {"tambah": ["2026-09"], "cabut": ["2026-07"], "geser": [["2026-07", "2026-09"]]}
    }
    assert event.isi["alasan"] == "Narasumber berhalangan."


def test_the_grid_tells_the_shift_on_both_months(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7)
    geser(jalan, 7, 9)
    row = petak(jalan.rencana, jalan.verifikator).baris[0]
    (told,) = row.sel[6].riwayat
    assert (told.ke, told.oleh, told.alasan) == (
        date(2026, 9, 1),
        jalan.koordinator.nama,
        "Narasumber berhalangan.",
    )
    assert row.sel[8].digeser_dari == date(2026, 7, 1)
    assert row.bulan == (9,)
    # Taken out and planned again by hand, the month comes from nowhere.
    atur(jalan, 0, alasan="Batal.")
    atur(jalan, 0, 9)
    assert petak(jalan.rencana, jalan.verifikator).baris[0].sel[8].digeser_dari is None


def test_a_shift_is_kept_while_the_plan_is_drawn_up(zi: SimpleNamespace) -> None:
    atur(zi, 0, 7)
    geser(zi, 7, 9)
    assert [r.gugur is None for r in BulanJadwal.objects.order_by("pk")] == [False, True]
    atur(zi, 0, 3)  # the target of a shift is not deleted under it
    assert bulan(zi.butir[0]) == [3]
    kept = BulanJadwal.objects.filter(gugur__isnull=False).order_by("bulan")
    assert [(r.bulan.month, bool(r.alasan)) for r in kept] == [(7, True), (9, True)]


def test_a_run_moves_as_a_whole(jalan: SimpleNamespace) -> None:
    atur_bentuk(butir_id=jalan.butir[0].pk, bentuk="rentang", by=jalan.koordinator)
    atur(jalan, 0, 7, 8, 9, 12)
    geser(jalan, 8, 9, serentang=True)
    assert bulan(jalan.butir[0]) == [8, 9, 10, 12]
    assert jendela(jalan.butir[0]) == [
        (date(2026, 8, 1), date(2026, 10, 31)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ]
    old = Capaian.objects.get(gugur__isnull=False)
    assert old.digantikan_oleh is not None
    assert old.digantikan_oleh.mulai == date(2026, 8, 1)
    shifted = BulanJadwal.objects.filter(digeser_ke__isnull=False).order_by("bulan")
    assert [(r.bulan.month, r.digeser_ke.bulan.month) for r in shifted if r.digeser_ke] == [
        (7, 8),
        (8, 9),
        (9, 10),
    ]
    # Into the month that stays it can't go.
    with pytest.raises(IsianKurang) as caught:
        geser(jalan, 8, 10, serentang=True)
    assert caught.value.galat == {"ke": "Desember 2026 sudah direncanakan."}


def test_one_month_of_a_run_splits_it(jalan: SimpleNamespace) -> None:
    atur_bentuk(butir_id=jalan.butir[0].pk, bentuk="rentang", by=jalan.koordinator)
    atur(jalan, 0, 7, 8)
    geser(jalan, 8, 11)
    assert jendela(jalan.butir[0]) == [
        (date(2026, 7, 1), date(2026, 7, 31)),
        (date(2026, 11, 1), date(2026, 11, 30)),
    ]


@pytest.mark.parametrize(
    ("dari", "ke", "alasan", "galat"),
    [
        (7, 9, "  ", {"alasan": "Tulis alasan menggeser bulan ini."}),
        (8, 9, "x", {"dari": "Agustus 2026 tidak direncanakan."}),
        (7, 7, "x", {"ke": "Pilih bulan lain."}),
        (7, 10, "x", {"ke": "Oktober 2026 sudah direncanakan."}),
        (7, 13, "x", {"ke": "1.A.1: pilih bulan 1 sampai 12."}),
        (0, 9, "x", {"dari": "1.A.1: pilih bulan 1 sampai 12."}),
    ],
)
def test_what_a_shift_refuses(
    jalan: SimpleNamespace, dari: int, ke: int, alasan: str, galat: dict[str, str]
) -> None:
    atur(jalan, 0, 7, 10)
    with pytest.raises(IsianKurang) as caught:
        geser(jalan, dari, ke, alasan)
    assert caught.value.galat == galat
    assert bulan(jalan.butir[0]) == [7, 10]


def test_touched_work_is_not_shifted(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7)
    draf(Capaian.objects.get(), jalan.operator)
    with pytest.raises(IsianKurang) as caught:
        geser(jalan, 7, 9)
    assert "1.A.1, Juli 2026" in caught.value.galat[str(jalan.butir[0].pk)]
    assert bulan(jalan.butir[0]) == [7]
