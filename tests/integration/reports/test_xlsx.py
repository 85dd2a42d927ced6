"""Workbooks: texts that stay texts, and the table of the screen as a download."""

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from accounts.permissions import Role
from audit.models import Kejadian
from reports.datasets.lampiran_roadmap import bangun_lampiran
from reports.xlsx.kegiatan import AWAL, KEPALA_BARIS, LEMBAR, TAHUNAN
from reports.xlsx.lampiran import LEMBAR as LAMPIRAN
from reports.xlsx.lampiran import tulis_lampiran
from roadmap.models import BarisAksi, TargetTahun
from roadmap.tabel import tabel
from tests.factories import buat_user, segar
from tests.integration.reports.dunia_roadmap import lembar_kerja, pandang

ALAMAT = "/roadmap/kegiatan/unduh/"
ROLES = [
    Role.OPERATOR,
    Role.VERIFIKATOR,
    Role.KETUA,
    Role.ADMIN,
    Role.AUDITOR,
    Role.AUDITOR_TUGAS,
]
FORMULA = '=HYPERLINK("http://jahat.example","klik")'


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _buku(response: Any) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(response.content))[LEMBAR]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def _baris(rows: list[list[Any]]) -> dict[str, list[Any]]:
    return {str(r[0]): r for r in rows[KEPALA_BARIS:] if r[0]}


@pytest.mark.parametrize("role", ROLES)
def test_download_is_the_table_of_the_screen(
    peta: SimpleNamespace, peta_lain: SimpleNamespace, role: Role
) -> None:
    user = peta.orang[role]
    client = _client(user)
    client.get("/")
    events = Kejadian.objects.count()
    response = client.get(ALAMAT)
    assert response.status_code == 200
    assert Kejadian.objects.count() == events
    assert re.fullmatch(
        r'attachment; filename="kegiatan-roadmap-alfa-\d{8}-\d{4}\.xlsx"',
        response["Content-Disposition"],
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    rows = _buku(response)
    table = tabel(peta.rencana, segar(user), at=timezone.now())
    found = _baris(rows)
    assert list(found) == [b.kode for b in table.baris]
    start = len(AWAL) + len(TAHUNAN)  # the second year
    for row in table.baris:
        if row.judul:
            continue
        cell, cells = row.sel[1], found[row.kode][start : start + len(TAHUNAN)]
        money = cell.baris.anggaran_mentah if cell.baris else ""
        assert cells[0] == (cell.target.mentah or None)
        assert ("" if cells[1] is None else f"{cells[1]:,}") == money
        assert cells[3] == (None if cell.capaian is None else float(cell.capaian)), row.kode
    heads = rows[KEPALA_BARIS - 1]
    assert heads[start : start + 2] == [
        f"Target {peta.tahun}",
        f"Anggaran {peta.tahun} (Rp.000)",
    ]
    total = next(r for r in rows if r[3] == "Jumlah menurut Pantas")
    assert total[start + 1] == table.total[1].anggaran_ribu
    printed = next(r for r in rows if r[3] == "TOTAL tercetak")
    assert printed[start + 1] == 1_305_501
    assert "beta" not in str(rows)


def test_download_follows_the_filters_and_the_day(peta: SimpleNamespace) -> None:
    client = _client(peta.orang[Role.KETUA])
    rows = _buku(client.get(ALAMAT, {"program": "B", "tahun": peta.tahun}))
    assert list(_baris(rows)) == ["B-007", "B-008"]
    assert len(rows[KEPALA_BARIS - 1]) == len(AWAL) + len(TAHUNAN) + 2
    assert "menurut saringan di layar" in str(rows[2][0])
    assert all(r[3] != "TOTAL tercetak" for r in rows)
    past = _baris(_buku(client.get(ALAMAT, {"per": f"{peta.tahun}-01-02"})))
    now = _baris(_buku(client.get(ALAMAT)))
    capaian = len(AWAL) + len(TAHUNAN) + 3
    assert (past["A-001"][capaian], now["A-001"][capaian]) == (None, 75)


def test_download_of_own_units_says_so(peta: SimpleNamespace) -> None:
    rows = _buku(_client(peta.lain).get(ALAMAT))
    found = _baris(rows)
    place = len(AWAL) + len(TAHUNAN)
    assert found["A-001"][place : place + 3] == ["18 kasus/18 laporan", 150_500, "unit lain"]
    assert (
        "angka terverifikasi dan klaim unit lain tidak dimuat; angka historis dari semua unit"
        in str(rows[2][0])
    )


def test_strangers_and_other_institutions_get_nothing(
    peta: SimpleNamespace, peta_lain: SimpleNamespace
) -> None:
    query = {"rencana": peta.rencana.pk}
    assert _client(peta_lain.orang[Role.ADMIN]).get(ALAMAT, query).status_code == 404
    assert _client(buat_user("platform", Role.PLATFORM)).get(ALAMAT, query).status_code == 404
    assert Client().get(ALAMAT).status_code == 302
    assert _client(peta.orang[Role.ADMIN]).post(ALAMAT).status_code == 405


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_download_costs_few_queries_however_many_rows(
    peta: SimpleNamespace, resmi: SimpleNamespace, role: Role
) -> None:
    def hitung(user: User) -> int:
        client = _client(user)
        client.get(ALAMAT)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(ALAMAT).status_code == 200
        return len(captured)

    small, large = hitung(peta.orang[role]), hitung(resmi.auditor)
    assert max(small, large) <= 12


def test_a_formula_in_the_plan_is_a_text_in_every_workbook(
    peta: SimpleNamespace, tmp_path: Path
) -> None:
    row = peta.r.baris["A-004"]
    BarisAksi.objects.filter(pk=row.pk).update(
        indikator=FORMULA, indikator_tercetak=FORMULA, penanggung_jawab="@SUM(1)\x0b"
    )
    TargetTahun.objects.filter(butir=row.butir_id, tahun=peta.tahun).update(
        target_mentah="=1+1", anggaran_mentah="=2+2", anggaran_jenis="tak_terbaca"
    )
    target = tmp_path / "l.xlsx"
    tulis_lampiran(bangun_lampiran(pandang(peta.rencana, peta.orang[Role.KETUA])), target)
    sheet = lembar_kerja(target, LAMPIRAN)
    cells = [c for line in sheet.iter_rows() for c in line if c.value is not None]
    assert {c.data_type for c in cells} == {"s", "n"}
    shown = {c.value: c for c in cells}
    for text in (FORMULA, "=1+1", "=2+2", "@SUM(1)"):
        assert (shown[text].data_type, shown[text].quotePrefix) == ("s", True), text
    response = _client(peta.orang[Role.KETUA]).get(ALAMAT)
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/")]
    assert sheets
    assert all(b"<f>" not in content for content in sheets)


def test_workbook_carries_the_moment_of_its_data(peta: SimpleNamespace, tmp_path: Path) -> None:
    lampiran = bangun_lampiran(pandang(peta.rencana, peta.orang[Role.KETUA]))
    target = tmp_path / "l.xlsx"
    tulis_lampiran(lampiran, target)
    about = load_workbook(target).properties
    moment = lampiran.per_tanggal.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    assert (about.created, about.modified) == (moment, moment)
    assert isinstance(about.created, datetime)
