"""The matrix: one dataset for screen and reports, its page, and what it costs."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roadmap.keadaan import Keadaan, Saringan, keadaan_sel, klaim_berbeda, menunggu
from roadmap.matriks import Giliran, matriks
from tests.factories.roadmap import (
    RoadMapUji,
    buat_roadmap,
    kirim_realisasi,
    verifikasi_realisasi,
)
from tests.integration.evidence.conftest import bangun_dunia


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """An institution with a small Road Map: last year, this year and the next."""
    found = bangun_dunia("alfa")
    found.rm = buat_roadmap(found.instansi, [found.bkd, found.pupr])
    return found


def _terisi(dunia: SimpleNamespace) -> RoadMapUji:
    """B02 verified at 60 of 80%, B03 claimed."""
    rm: RoadMapUji = dunia.rm
    kirim_realisasi(rm.capaian("B02"), dunia.operator, [64])
    verifikasi_realisasi(rm.capaian("B02"), dunia.verifikator, [60], catatan="Menurut dokumen.")
    kirim_realisasi(rm.capaian("B03"), dunia.operator, [12])
    return rm


def test_rows_stand_as_printed(dunia: SimpleNamespace) -> None:
    found = matriks(dunia.rm.rencana, dunia.ketua, at=timezone.now())
    assert [
        (k.kode, [(s.teks, [i.kode for i in s.indikator]) for s in k.sasaran])
        for k in found.kelompok
    ] == [
        (
            "K1",
            [
                ("a. Meningkatnya akuntabilitas", ["B01", "B02"]),
                ("b. Menurunnya pengaduan", ["B03"]),
            ],
        ),
        ("K2", [("Meningkatnya integritas", ["B04", "B05"])]),
    ]
    assert found.tahun == dunia.rm.tahun
    assert found.acuan == dunia.rm.tahun[1]
    assert not found.sebagian
    assert found.semua == 5
    assert [s.target.mentah for s in found.baris[1].sel] == ["70% (rata-rata)", "80%", "90%"]


def test_means_count_verified_figures_over_what_is_due(dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    found = matriks(rm.rencana, dunia.ketua, at=timezone.now())
    first = found.kelompok[0].sasaran[0]
    assert [(r.terisi, r.jumlah) for r in first.rata] == [(0, 2), (1, 2), (0, 0)]
    assert [r.nilai for r in first.rata] == [None, Decimal("37.5"), None]
    assert [r.nilai for r in first.rata_klaim] == [None, Decimal(40), None]
    assert [(r.terisi, r.jumlah) for r in found.rata] == [(0, 5), (1, 5), (0, 0)]
    assert [(r.terisi, r.jumlah) for r in found.rata_klaim] == [(0, 5), (2, 5), (0, 0)]
    assert found.rata[1].nilai == Decimal(15)


def test_states_of_cells(dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    found = matriks(rm.rencana, dunia.ketua, at=timezone.now())
    states = {i.kode: [keadaan_sel(s, berjalan=True).value for s in i.sel] for i in found.baris}
    none, due, later = "ada", "tanpa_data", "belum_mulai"
    assert states == {
        "B01": [due, due, later],
        "B02": [due, none, later],
        "B03": [due, none, later],
        "B04": [due, due, later],
        "B05": [due, due, later],
    }
    cells = {i.kode: i.sel[1] for i in found.baris}
    assert [k for k, c in cells.items() if menunggu(c)] == ["B03"]
    assert [k for k, c in cells.items() if klaim_berbeda(c)] == ["B02", "B03"]


def test_a_closed_plan_was_not_recorded(dunia: SimpleNamespace) -> None:
    closed = buat_roadmap(dunia.instansi, [dunia.bkd, dunia.pupr], tahun=2018, jalan=False)
    closed.rencana.status = "ditutup"
    closed.rencana.save()
    found = matriks(closed.rencana, dunia.ketua, at=timezone.now(), tugas=True)
    states = {keadaan_sel(s, berjalan=False) for i in found.baris for s in i.sel}
    assert states == {Keadaan.TIDAK_DICATAT}
    assert [r.nilai for r in found.rata] == [None, None, None]
    assert found.giliran == Giliran()
    assert found.acuan == 2020


def test_an_operator_sees_the_plan_and_own_figures(dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    kirim_realisasi(rm.capaian("B05"), dunia.operator_pupr, [3])
    found = matriks(rm.rencana, dunia.operator, at=timezone.now(), tugas=True)
    assert found.sebagian
    assert {i.kode: i.terbaca for i in found.baris} == {
        "B01": True,
        "B02": True,
        "B03": True,
        "B04": False,
        "B05": False,
    }
    assert found.baris[4].sel[1].klaim is None
    assert [(r.terisi, r.jumlah) for r in found.rata_klaim] == [(0, 3), (2, 3), (0, 0)]
    assert [i.tugas is not None for i in found.baris] == [True, True, True, False, False]


def test_who_must_act(dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    before = matriks(rm.rencana, dunia.ketua, at=timezone.now(), tugas=True).giliran
    assert before is not None
    assert before.inspektorat == 1
    owner = matriks(rm.rencana, dunia.operator, at=timezone.now(), tugas=True).giliran
    assert owner is not None
    assert 0 < owner.unit < before.unit
    assert matriks(rm.rencana, dunia.ketua, at=timezone.now()).giliran is None


@pytest.mark.parametrize(
    ("saringan", "kode"),
    [
        ({"keadaan": Saringan.RENDAH}, ["B02"]),
        ({"keadaan": Saringan.TERCAPAI}, []),
        ({"keadaan": Saringan.MENUNGGU}, ["B03"]),
        ({"keadaan": Saringan.TANPA_DATA}, ["B01", "B04", "B05"]),
        ({"keadaan": "entah"}, []),
        ({"cari": "WBK unit"}, ["B05"]),
        ({"cari": "penguatan pengawasan opini"}, ["B01"]),
        ({"kelompok": "K2"}, ["B04", "B05"]),
        ({"kelompok": "entah"}, []),
    ],
)
def test_filters_hide_rows_and_change_no_figure(
    dunia: SimpleNamespace, saringan: dict[str, str], kode: list[str]
) -> None:
    rm = _terisi(dunia)
    whole = matriks(rm.rencana, dunia.ketua, at=timezone.now())
    found = matriks(rm.rencana, dunia.ketua, at=timezone.now(), **saringan)  # type: ignore[arg-type]
    assert [i.kode for i in found.baris] == kode
    assert found.rata == whole.rata
    assert found.semua == 5


def test_filter_by_unit(dunia: SimpleNamespace) -> None:
    found = matriks(dunia.rm.rencana, dunia.ketua, at=timezone.now(), unit=dunia.pupr.pk)
    assert [i.kode for i in found.baris] == ["B04", "B05"]
    assert [u for u, _ in found.pilihan_unit] == [dunia.bkd.pk, dunia.pupr.pk]


def test_the_dataset_costs_one_query_more_than_the_sheet(dunia: SimpleNamespace) -> None:
    assert dunia.rm.rencana.instansi is not None
    for user in (dunia.operator, dunia.ketua):
        user.akses  # noqa: B018  (read once per request)
        with CaptureQueriesContext(connection) as queries:
            matriks(dunia.rm.rencana, user, at=timezone.now(), tugas=True)
        assert len(queries) == 6
