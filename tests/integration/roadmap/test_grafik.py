"""Charts of the Road Map: pictures and tables with the figures of the datasets."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from roadmap.gambar import tren_butir
from roadmap.lembar import lembar
from tests.factories.roadmap import buat_roadmap, kirim_realisasi, verifikasi_realisasi
from tests.integration.evidence.conftest import bangun_dunia


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """An institution with a small Road Map and some verified figures of this year."""
    found = bangun_dunia("alfa")
    rm = found.rm = buat_roadmap(found.instansi, [found.bkd, found.pupr])
    kirim_realisasi(rm.capaian("B02"), found.operator, [60])
    verifikasi_realisasi(rm.capaian("B02"), found.verifikator)
    kirim_realisasi(
        rm.capaian("A-001"), found.operator, [9, 9], pagu=150_500_000, anggaran=75_250_000
    )
    verifikasi_realisasi(rm.capaian("A-001"), found.verifikator)
    return found


def _halaman(client: Client, dunia: SimpleNamespace, user: User, **query: str | int) -> str:
    client.force_login(user)
    asked = {"rencana": dunia.rm.rencana.pk, **query}
    answer = client.get(reverse("roadmap_grafik"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def _svg(page: str) -> list[ElementTree.Element]:
    """Return the pictures, which must be well-formed XML."""
    found = re.findall(r'<svg class="pn-ch.*?</svg>', page, re.DOTALL)
    return [ElementTree.fromstring(s) for s in found]


def _tabel(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(c.split()) for c in row] for row in cells]


def _kotak(svg: ElementTree.Element, kelas: str) -> list[str | None]:
    return [r.get("width") for r in svg.iter() if (r.get("class") or "").startswith(kelas)]


def test_capaian_per_sasaran(client: Client, dunia: SimpleNamespace) -> None:
    page = _halaman(client, dunia, dunia.ketua)
    (svg,) = _svg(page)
    assert _kotak(svg, "isi") == ["120"]  # 37.5% of 320; no bar where there is no data
    assert _tabel(page) == [
        ["Sasaran", "Capaian", "Pita", "Terisi"],
        ["a. Meningkatnya akuntabilitas", "37,5%", "Sangat rendah", "1 dari 2"],
        ["b. Menurunnya pengaduan", "tanpa data", "", "0 dari 1"],
        ["Meningkatnya integritas", "tanpa data", "", "0 dari 2"],
    ]


def test_budget_and_serapan_per_program_and_year(client: Client, dunia: SimpleNamespace) -> None:
    page = _halaman(client, dunia, dunia.ketua, bagian="anggaran")
    programs, years = _svg(page)
    assert len(_kotak(programs, "luar")) == 2
    assert len(_kotak(programs, "isi")) == 1
    assert len(_kotak(years, "luar")) == 3
    table = _tabel(page)
    assert table[1] == [
        "A. Program Penguatan Pengawasan",
        "Rp 275.500.000",
        "Rp 275.500.000",
        "Rp 75.250.000",
        "27,3%",
    ]
    assert table[2] == ["B.", "Rp 1.030.000.000", "Rp 1.030.000.000", "tanpa data", "tanpa data"]
    this_year = str(dunia.rm.tahun[1])
    assert [row for row in table if row[0] == this_year] == [
        [this_year, "Rp 1.305.500.000", "Rp 1.305.500.000", "Rp 75.250.000", "5,8%"]
    ]


def test_trend_of_one_indikator(client: Client, dunia: SimpleNamespace) -> None:
    page = _halaman(client, dunia, dunia.ketua, bagian="tren", butir=dunia.rm.butir["B02"].pk)
    (svg,) = _svg(page)
    words = [t.text for t in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert words[-4:] == ["70%", "80%", "90%", "60%"]
    first, second, third = (str(t) for t in dunia.rm.tahun)
    assert _tabel(page) == [
        ["Tahun", "Target", "Realisasi", "Capaian"],
        [first, "70% (rata-rata)", "tanpa data", "tanpa data"],
        [second, "80%", "60%", "75%"],
        [third, "90%", "tanpa data", "tanpa data"],
    ]


def test_what_has_no_common_axis_is_drawn_as_capaian(dunia: SimpleNamespace) -> None:
    sheet = lembar(dunia.rm.rencana, dunia.ketua, at=timezone.now())
    compound = tren_butir(sheet.baris(dunia.rm.butir["A-001"].pk))
    assert compound.satuan == "capaian dalam persen"
    assert compound.gambar is not None
    assert [[p.teks for p in d.simpul] for d in compound.gambar.deret] == [["50%"]]
    assert tren_butir(sheet.baris(dunia.rm.butir["B01"].pk)).gambar is None
    counted = tren_butir(sheet.baris(dunia.rm.butir["B03"].pk))
    assert counted.satuan == "kasus"
    assert counted.gambar is not None
    assert [len(d.simpul) for d in counted.gambar.deret] == [3, 0]


def test_pictures_need_no_style_sheet(client: Client, dunia: SimpleNamespace) -> None:
    for part in ("sasaran", "anggaran", "tren"):
        for svg in _svg(_halaman(client, dunia, dunia.ketua, bagian=part)):
            assert svg.get("font-family")
            assert svg.get("role") == "img"
            assert svg.get("aria-label")
            for shape in svg:
                name = shape.tag.rpartition("}")[2]
                assert shape.get("stroke" if name == "line" else "fill") is not None


@pytest.mark.parametrize(
    "query",
    [
        {"bagian": "entah"},
        {"tahun": "1"},
        {"tahun": "99999999999999999999"},
        {"bagian": "tren", "butir": "0"},
        {"bagian": "tren", "butir": "²"},
        {"bagian": "anggaran", "tahun": "9999"},
    ],
)
def test_odd_addresses_show_something(
    client: Client, dunia: SimpleNamespace, query: dict[str, str]
) -> None:
    assert "<svg" in _halaman(client, dunia, dunia.operator, **query)


def test_restricted_readers_see_budgets_and_own_realisasi(
    client: Client, dunia: SimpleNamespace
) -> None:
    page = _halaman(client, dunia, dunia.operator_pupr, bagian="anggaran")
    assert "Angka terverifikasi dan klaim hanya dari baris unit Anda; angka historis" in page
    assert "Rp 75.250.000" not in page
    assert "Rp 275.500.000" in page
    assert "Rp 75.250.000" in _halaman(client, dunia, dunia.operator, bagian="anggaran")


def test_a_closed_plan_draws_its_budget_only(client: Client, dunia: SimpleNamespace) -> None:
    closed = buat_roadmap(dunia.instansi, [dunia.bkd, dunia.pupr], tahun=2018, jalan=False)
    closed.rencana.status = "ditutup"
    closed.rencana.save()
    asked = {"rencana": closed.rencana.pk}
    page = _halaman(client, dunia, dunia.ketua, **asked)
    assert "Capaian tidak dicatat di Pantas" in page
    assert [_kotak(svg, "isi") for svg in _svg(page)] == [[]]
    page = _halaman(client, dunia, dunia.ketua, bagian="anggaran", **asked)
    assert [(len(_kotak(s, "luar")), _kotak(s, "isi")) for s in _svg(page)] == [(2, []), (3, [])]


@pytest.mark.parametrize(("bagian", "kueri"), [("sasaran", 11), ("anggaran", 11), ("tren", 11)])
def test_queries(client: Client, dunia: SimpleNamespace, bagian: str, kueri: int) -> None:
    _halaman(client, dunia, dunia.operator, bagian=bagian)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("roadmap_grafik"), {"rencana": dunia.rm.rencana.pk, "bagian": bagian})
    assert len(queries) == kueri
