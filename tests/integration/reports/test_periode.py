"""Trend and members by cut-off: cumulative, and read as they stood."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from accounts.permissions import Role
from evidence.jadwal import batas_baku
from evidence.keadaan import Riwayat
from evidence.models import Butir, Capaian, Rencana
from reports.datasets import kelompok, periode
from reports.grafik import tren as grafik
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    disetujui,
    mulai,
    segar,
    terkirim,
)

TAHUN = 2026


def _saat(bulan: int, hari: int) -> datetime:
    return datetime(TAHUN, bulan, hari, 4, 0, tzinfo=UTC)


@pytest.fixture
def dunia(db: None, data_folder: object) -> Iterator[SimpleNamespace]:
    """Two units: 9.a yearly, approved in February; 9.b twice a year; 13.a sent in May."""
    d = SimpleNamespace(instansi=buat_instansi("alfa"))
    d.akar = buat_unit(d.instansi, "setda", jenis="pimpinan")
    d.itda = buat_unit(d.instansi, "itda", induk=d.akar, inspektorat=True)
    d.bkd, d.pupr = (buat_unit(d.instansi, k, induk=d.akar) for k in ("bkd", "pupr"))
    d.rencana = buat_rencana(d.instansi, tahun=TAHUN)
    buat_butir(d.rencana, d.bkd, "9.a")
    buat_butir(d.rencana, d.bkd, "9.b")
    buat_butir(d.rencana, d.pupr, "13.a", dokumen=2)
    Butir.objects.filter(kode="9.b").update(pola="semester")
    for row in batas_baku(d.rencana.mulai, d.rencana.selesai):
        row.rencana = d.rencana
        row.save()
    op = buat_user("op", Role.OPERATOR, d.akar)
    verif = buat_user("verif", Role.VERIFIKATOR, d.itda)
    d.ketua = buat_user("ketua", Role.KETUA, d.akar)
    with time_machine.travel(_saat(1, 5), tick=False):
        mulai(d.rencana)
    c = {
        (row.butir.kode, row.mulai.month): row
        for row in Capaian.objects.select_related("butir", "unit", "instansi")
    }
    with time_machine.travel(_saat(2, 10), tick=False):
        disetujui(c["9.a", 1], segar(op), segar(verif))
    with time_machine.travel(_saat(5, 20), tick=False):
        terkirim(c["13.a", 1], segar(op), dokumen=1)
    d.rencana = Rencana.objects.select_related("instansi").get(pk=d.rencana.pk)
    with time_machine.travel(_saat(8, 1), tick=False):
        d.ketua = segar(d.ketua)
        yield d


def _peta(d: SimpleNamespace, now: datetime) -> dict[int, list[tuple[int, int, int] | None]]:
    rows = periode.peta(
        d.rencana,
        Riwayat(d.rencana, d.ketua),
        kelompok.anggota(d.rencana, d.ketua),
        d.rencana.batas_set.all(),
        now,
    )
    return {
        row.anggota.no: [
            None
            if s.hitungan is None
            else (s.hitungan.diterima, s.hitungan.diunggah, s.hitungan.diperlukan)
            for s in row.sel
        ]
        for row in rows
    }


def test_accepted_once_it_counts_in_every_later_cut_off(dunia: SimpleNamespace) -> None:
    """Yearly 9.a is required and accepted in B03 already; 9.b's second half begins in B09."""
    assert _peta(dunia, _saat(8, 1)) == {
        9: [(1, 1, 2), (1, 1, 2), (1, 1, 3), None],
        13: [(0, 0, 2), (0, 1, 2), (0, 1, 2), None],
    }


def test_a_closed_cut_off_stays_as_it_was(dunia: SimpleNamespace) -> None:
    """What is sent after B03 was closed does not change B03."""
    assert _peta(dunia, _saat(8, 1))[13][0] == (0, 0, 2)
    cells = periode.peta(
        dunia.rencana,
        Riwayat(dunia.rencana, dunia.ketua),
        kelompok.anggota(dunia.rencana, dunia.ketua),
        dunia.rencana.batas_set.all(),
        _saat(8, 1),
    )[0].sel
    assert [(s.batas.kode, s.dibuka, s.berjalan) for s in cells] == [
        ("B03", True, False),
        ("B06", True, True),
        ("B09", True, True),
        ("B12", False, False),
    ]


def test_incomplete_is_at_most_blue_and_nothing_is_no_data(dunia: SimpleNamespace) -> None:
    rows = periode.peta(
        dunia.rencana,
        Riwayat(dunia.rencana, dunia.ketua),
        kelompok.anggota(dunia.rencana, dunia.ketua),
        dunia.rencana.batas_set.all(),
        _saat(8, 1),
    )
    assert [s.pita for s in rows[0].sel] == ["biru", "biru", "kuning", "none"]
    assert [s.pita for s in rows[1].sel] == ["merah", "merah", "merah", "none"]


def test_trend_begins_with_the_plan_and_tells_the_pace(dunia: SimpleNamespace) -> None:
    history = Riwayat(dunia.rencana, dunia.ketua)
    points = periode.tren(dunia.rencana, history, _saat(2, 20)).titik
    assert [p.hari for p in points] == [date(2026, 1, 9) + timedelta(weeks=n) for n in range(7)]
    assert [p.hitungan.diterima for p in points] == [0, 0, 0, 0, 0, 1, 1]
    found = periode.tren(dunia.rencana, history, _saat(2, 20))
    assert found.per_minggu == Decimal("0.25")  # one in the last four weeks
    chart = grafik(found.titik)
    assert chart is not None
    assert (chart.akhir_terverifikasi, chart.akhir_klaim) == (Decimal(25), Decimal(25))
    assert periode.tren(dunia.rencana, history, _saat(1, 6)).per_minggu is None
    assert grafik(periode.tren(dunia.rencana, history, _saat(1, 6)).titik) is None


def test_pages_read_another_day_and_cut_off(dunia: SimpleNamespace) -> None:
    client = Client()
    client.force_login(dunia.ketua)
    client.get("/")

    def total(query: str) -> tuple[int, int, int]:
        t = client.get(f"/dasbor/{query}").context["r"].total
        return t.diterima, t.diunggah, t.diperlukan

    assert total("") == (1, 2, 5)
    assert total("?batas=B03") == (1, 2, 4)
    assert total("?per=2026-02-09") == (0, 0, 4)  # the second half has not begun
    assert total("?per=2026-05-19&batas=B06") == (1, 1, 4)
    assert total("?per=2099-01-01") == (1, 2, 5)  # the future is now
    rows = client.get("/dasbor/dokumen/?per=2026-02-09&status=belum").context["page_obj"]
    assert rows.paginator.count == 4
    for query in ("?batas=B99", "?per=kemarin", "?per=2026-02-30", "?per=0001-01-01"):
        assert client.get(f"/dasbor/{query}").status_code == 404


def test_parts_of_the_page_have_no_frame(dunia: SimpleNamespace) -> None:
    client = Client()
    client.force_login(dunia.ketua)
    for url in ("/dasbor/periode/", "/dasbor/area/"):
        whole = client.get(url).content.decode()
        part = client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert "<html" in whole
        assert "<html" not in part
        assert "pn-side" not in part
