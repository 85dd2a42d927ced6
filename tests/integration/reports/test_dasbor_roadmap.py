"""The dashboard of a Road Map: figures by hand, equal to matrix and table, for every reader."""

import io
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.permissions import Role
from reports.datasets.pandangan import Pandangan
from reports.datasets.roadmap import ringkasan_roadmap, tahun_baku
from roadmap.actions.historis import IsiHistoris, catat_historis, simpan_dokumen
from roadmap.matriks import matriks
from roadmap.nilai import Serapan
from roadmap.tabel import tabel
from tests.factories import pdf_kecil
from tests.factories.roadmap import angka_khusus
from tests.integration.reports.dunia_dasbor import (
    client,
    dengan_satgas,
    orang,
    rata,
    ringkas,
    teks,
)
from ukuran.capaian import RataCapaian

JUTA = Decimal(1_000_000)


@pytest.fixture
def d(peta: SimpleNamespace) -> SimpleNamespace:
    """The institution under test, with a plan of the Satgas beside its Road Map."""
    return dengan_satgas(peta)


def test_means_by_hand(d: SimpleNamespace) -> None:
    """B01 100, B02 40 of 80 = 50 (claimed 75), B03 15 of at most 15 = 100, claimed only."""
    r = ringkas(d, d.orang[Role.KETUA])
    assert [(k.kode, k.judul, k.indikator, k.rata, k.rata_klaim) for k in r.kelompok] == [
        ("K1", "A. Penguatan pengawasan", 3, rata(150, 2, 3), rata(275, 3, 3)),
        ("K2", "B. Penguatan pelayanan", 2, rata(None, 0, 2), rata(None, 0, 2)),
    ]
    assert (r.rata, r.rata_klaim) == (rata(150, 2, 5), rata(275, 3, 5))
    assert (r.rata.nilai, r.rata_klaim.nilai) == (Decimal(30), Decimal(55))
    # (18/18 + 9/18) / 2 = 75; six rows have a target this year, B-008 has money only.
    assert r.rata_kegiatan == rata(75, 1, 6)
    assert (r.sebagian, r.tercatat, r.tahun_semua) == (False, True, d.r.tahun)


def test_money_by_hand(d: SimpleNamespace) -> None:
    r = ringkas(d, d.orang[Role.KETUA])
    a = Serapan(Decimal("275.5") * JUTA, 100 * JUTA, 3, 1)  # 150.5 + 75 + 50
    b = Serapan(1030 * JUTA, Decimal(0), 2, 0)  # 1,000 + 30, nothing told
    assert [(p.huruf, p.nama, p.baris, p.anggaran, p.serapan) for p in r.program] == [
        ("A", "Program Penguatan Pengawasan", 5, Decimal("275.5") * JUTA, a),
        ("B", "", 2, 1030 * JUTA, b),
    ]
    assert [(p.rata, p.rata_klaim) for p in r.program] == [
        (rata(75, 1, 5), rata(75, 1, 5)),
        (rata(None, 0, 1), rata(None, 0, 1)),
    ]
    assert r.serapan == a + b
    assert r.serapan.persen == 100 * 100 * JUTA / (Decimal("1305.5") * JUTA)
    assert b.persen is None


def test_lowest_and_years_by_hand(d: SimpleNamespace) -> None:
    r = ringkas(d, d.orang[Role.KETUA])
    assert [(t.kode, t.uraian, t.sel.capaian) for t in r.terendah] == [
        ("B02", "Temuan yang ditindaklanjuti", Decimal(50)),
        ("A-001", "Terbentuknya tim SPIP", Decimal(75)),
    ]
    first, second, third = d.r.tahun
    assert [(t.tahun, t.rata, t.rata_klaim) for t in r.tren] == [
        (first, rata(None, 0, 5), rata(None, 0, 5)),
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
    user = orang(d.orang[peran])
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
    admin = orang(d.orang[Role.ADMIN])
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
    ketua = ringkas(d, d.orang[Role.KETUA], first)
    assert (ketua.rata, ketua.rata_kegiatan) == (rata(90, 1, 5), rata(100, 1, 4))
    assert ketua.serapan == Serapan(Decimal("1320.287") * JUTA, 60 * JUTA, 3, 1)
    other = ringkas(d, d.lain, first)
    assert (other.rata, other.rata_kegiatan) == (rata(90, 1, 3), rata(100, 1, 3))
    assert other.serapan == Serapan(Decimal("1320.287") * JUTA, 60 * JUTA, 3, 1)
    now = timezone.now()
    m = matriks(d.rencana, orang(d.lain), at=now)
    t = tabel(d.rencana, orang(d.lain), at=now)
    assert (m.rata[0], m.serapan[0]) == (other.rata, other.serapan)
    assert (t.total[0].rata, t.total[0].serapan) == (other.rata_kegiatan, other.serapan)


def _gabung(parts: list[RataCapaian]) -> RataCapaian:
    """Return the mean over all indikator of several sasaran."""
    dari, terisi = sum(p.jumlah for p in parts), sum(p.terisi for p in parts)
    total = sum(((p.nilai_eksak or Fraction(0)) * p.jumlah for p in parts), Fraction(0))
    return rata(total if terisi else None, terisi, dari)


@pytest.mark.parametrize(("hari", "ke"), [(-400, 0), (0, 1), (500, 2), (5000, 2)])
def test_the_year_unless_asked(d: SimpleNamespace, hari: int, ke: int) -> None:
    middle = date(d.tahun, 7, 1)
    assert tahun_baku(d.rencana, middle + timedelta(days=hari)) == d.r.tahun[ke]


def test_a_unit_sees_only_its_own_figures(d: SimpleNamespace) -> None:
    """Unit `dua` has B04, B05, A-004 to B-008; nothing of them was reported."""
    r = ringkas(d, d.lain)
    assert r.sebagian
    assert not r.tercatat
    assert r.terendah == ()
    assert (r.rata, r.rata_klaim) == (rata(None, 0, 2), rata(None, 0, 2))
    assert r.serapan == Serapan(1155 * JUTA, Decimal(0), 4, 0)
    text = teks(client(d.lain).get("/dasbor/", {"rencana": d.rencana.pk}))
    assert "Angka terverifikasi dan klaim hanya dari baris unit Anda; angka historis" in text
    assert "100.000.000" not in text
    assert "A. Penguatan pengawasan bukan unit Anda" in text
    for word in ("B01", "B02", "A-001"):
        assert word not in text
    own = ringkas(d, d.orang[Role.OPERATOR])
    assert own.sebagian
    assert (own.rata, own.rata_klaim) == (rata(150, 2, 3), rata(275, 3, 3))
    assert own.serapan == Serapan(Decimal("150.5") * JUTA, 100 * JUTA, 1, 1)
    assert [(k.indikator, k.terbaca) for k in own.kelompok] == [(3, 3), (2, 0)]
    assert [(p.baris, p.terbaca) for p in own.program] == [(5, 2), (2, 0)]
    # The budget of the plan is everybody's to read.
    assert [p.anggaran for p in own.program] == [Decimal("275.5") * JUTA, 1030 * JUTA]
