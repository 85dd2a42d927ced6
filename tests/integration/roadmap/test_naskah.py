"""The document as a page: raw cells and lists as printed, notes, search, the same for all."""

import html
import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Unit, User
from accounts.permissions import Role
from roadmap.models import CatatanSumber, KelompokSasaran, RoadMap, Senarai
from roadmap.naskah import cari, senarai, tabel_sasaran
from roadmap.views.naskah import BAGIAN
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.roadmap import buat_roadmap
from tests.integration.roadmap.halaman import teks

BATAS = 12


@pytest.fixture
def operator(resmi: RoadMap) -> User:
    """A restricted reader of the official plan."""
    unit = Unit.objects.get(instansi=resmi.rencana.instansi, kode="inspektorat")
    return buat_user("op.uji", Role.OPERATOR, unit)


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The small Road Map."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    pupr, dinkes = (buat_unit(instansi, kode, induk=akar) for kode in ("pupr", "dinkes"))
    uji = buat_roadmap(instansi, [pupr, dinkes])
    return SimpleNamespace(uji=uji, operator=buat_user("op", Role.OPERATOR, pupr))


def _sumber(nama: str) -> dict[str, Any]:
    path = Path(settings.BASE_DIR) / "fixtures" / "official" / nama
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _buka(client: Client, user: User, **query: str | int) -> str:
    client.force_login(user)
    answer = client.get(reverse("roadmap_naskah"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_cell_of_bab_iii_b(resmi: RoadMap) -> None:
    printed = _sumber("roadmap.json")["sasaran"]["tabel"]
    tables = [table for table in tabel_sasaran(resmi) if table.baris]
    assert len(tables) == len(printed) == 21
    for shown, source in zip(tables, printed, strict=True):
        assert (shown.jalur, shown.kepala) == (
            tuple(source["jalur"]),
            tuple(source["kepala_tahun"]),
        )
        rows = [row for aim in source["sasaran"] for row in aim["indikator"]]
        assert [row.target for row in shown.baris] == [tuple(row["target"]) for row in rows]
        spans = [row.rentang for row in shown.baris if row.rentang]
        assert spans == [len(aim["indikator"]) for aim in source["sasaran"]]
    wrong = {table.kepala for table in tables if table.kepala_berbeda}
    assert wrong == {
        ("2014", "2015", "2016", "2017", "2018"),
        ("2018", "2019", "2016", "2017", "2018"),
    }


def test_the_page_prints_cells_and_wrong_heads(
    client: Client, resmi: RoadMap, operator: User
) -> None:
    page = _buka(client, operator, rencana=resmi.rencana_id)
    text = teks(page)
    assert "Kepala tahun tercetak 2014, 2015, 2016, 2017, 2018" in text
    for table in tabel_sasaran(resmi):
        for row in table.baris:
            assert html.escape(row.indikator) in page
            for cell in row.target:
                assert cell in text
    assert page.count('class="n kosong"') == sum(
        cell == "" for table in tabel_sasaran(resmi) for row in table.baris for cell in row.target
    )
    # The group without a table keeps its text.
    bare = KelompokSasaran.objects.get(roadmap=resmi, sasaran_set=None)
    assert bare.teks in text


@pytest.mark.parametrize("bagian", ["kegiatan", "program", "monev", "daftar"])
def test_every_line_of_the_lists(
    client: Client, resmi: RoadMap, operator: User, bagian: str
) -> None:
    lists = senarai(resmi, bagian)
    text = teks(_buka(client, operator, rencana=resmi.rencana_id, bagian=bagian))
    for one in lists:
        for line in (
            one.judul,
            one.pengantar,
            *(part for row in one.isi for part in row.teks.split("\n")),
        ):
            assert " ".join(line.split()) in text


def test_all_lists_stand_in_one_part(resmi: RoadMap) -> None:
    parts = ("kegiatan", "program", "monev", "daftar")
    found = [one.pk for part in parts for one in senarai(resmi, part)]
    assert sorted(found) == sorted(Senarai.objects.values_list("pk", flat=True))
    assert {one.bagian[:6] for one in senarai(resmi, "monev")} == {"Bab IV"}


def test_the_rhythm_of_bab_iv_is_quoted(client: Client, resmi: RoadMap, operator: User) -> None:
    text = teks(_buka(client, operator, rencana=resmi.rencana_id, bagian="monev"))
    head = text[: text.index("Bab IV.A.1")]
    for words in ("dua minggu sekali", "satu kali dalam sebulan", "enam bulan sekali"):
        assert words in head


def test_notes_by_golongan(client: Client, resmi: RoadMap, operator: User) -> None:
    counts = Counter(CatatanSumber.objects.values_list("golongan", flat=True))
    page = _buka(client, operator, rencana=resmi.rencana_id, bagian="catatan")
    assert page.count('id="cs-') == sum(counts.values()) == 74
    for kind, count in counts.items():
        some = _buka(client, operator, rencana=resmi.rencana_id, bagian="catatan", golongan=kind)
        assert some.count('id="cs-') == count
    text = teks(page)
    first = text[text.index("R-05 ") : text.index("R-06 ")]
    assert "Termasuk dalam TOTAL tercetak." in first
    assert "Berlaku pada A-006" in first
    assert "Letak: Lampiran, kepala." in text


def test_lampiran_shows_what_stands_around_the_table(
    client: Client, resmi: RoadMap, operator: User
) -> None:
    text = teks(_buka(client, operator, rencana=resmi.rencana_id, bagian="lampiran"))
    for words in ("NOMOR : 2018", "2019: 204,990,918", "DRs. FRANS LEBU RAYA"):
        assert words in text


def test_search(client: Client, resmi: RoadMap, operator: User) -> None:
    found = cari(resmi, "zona INTEGRITAS")
    assert {one.bagian for one in found} >= {"sasaran", "kegiatan", "lampiran", "catatan"}
    page = _buka(client, operator, rencana=resmi.rencana_id, cari="zona integritas")
    assert f"{len(found)} tempat" in teks(page)
    butir = next(one.butir_id for one in found if one.bagian == "lampiran" and one.butir_id)
    assert reverse("roadmap_butir", args=[butir]) in page
    assert cari(resmi, "  ") == ()
    nothing = teks(_buka(client, operator, rencana=resmi.rencana_id, cari="<b>tiada</b>"))
    assert "Tidak ditemukan" in nothing
    assert "0 tempat" in nothing


def test_the_same_for_every_reader(client: Client, resmi: RoadMap, operator: User) -> None:
    root = Unit.objects.filter(instansi=resmi.rencana.instansi, induk=None)[0]
    ketua = buat_user("ketua.uji", Role.KETUA, root)
    for part in BAGIAN:
        query: dict[str, str | int] = {"rencana": resmi.rencana_id, "bagian": part}
        assert teks(_buka(client, operator, **query)) == teks(_buka(client, ketua, **query))


def test_an_own_plan(client: Client, dunia: SimpleNamespace) -> None:
    text = teks(_buka(client, dunia.operator))
    assert "70% (rata-rata)" in text
    assert "Kepala tahun tercetak" not in text
    assert "Pembinaan SPIP" in teks(_buka(client, dunia.operator, bagian="kegiatan"))
    assert "Bagian ini belum ada" in teks(_buka(client, dunia.operator, bagian="monev"))
    CatatanSumber.objects.all().delete()
    assert "Tidak ada catatan sumber" in teks(_buka(client, dunia.operator, bagian="catatan"))
    client.force_login(dunia.operator)
    assert client.get(reverse("roadmap_naskah"), {"bagian": "x"}).status_code == 404
    dunia.uji.roadmap.delete()
    assert "Naskah belum ada" in teks(_buka(client, dunia.operator))


def test_queries(client: Client, resmi: RoadMap, operator: User) -> None:
    client.force_login(operator)
    found = {}
    for query in (*({"bagian": part} for part in BAGIAN), {"cari": "laporan"}):
        client.get(reverse("roadmap_naskah"), query)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("roadmap_naskah"), query)
        found[" ".join(query.values())] = len(queries)
    assert found == {
        "sasaran": 10,
        "kegiatan": 8,
        "program": 8,
        "monev": 8,
        "lampiran": 7,
        "daftar": 8,
        "catatan": 11,
        "laporan": 10,
    }
    assert max(found.values()) <= BATAS
