"""The page of the reconciliation: its figures, its sentences, own plans, queries."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Unit, User
from accounts.permissions import Role
from roadmap.kalimat_rekonsiliasi import kalimat
from roadmap.models import BarisAksi, RoadMap, TotalTercetak
from roadmap.rekonsiliasi import rekonsiliasi
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.roadmap import buat_roadmap
from tests.integration.roadmap.halaman import baris, teks

KUERI = 12  # session, user, memberships, plans, a menu count, the Road Map, six for the sums


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The small Road Map and an operator of its first unit."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    pupr, dinkes = (buat_unit(instansi, kode, induk=akar) for kode in ("pupr", "dinkes"))
    uji = buat_roadmap(instansi, [pupr, dinkes])
    return SimpleNamespace(uji=uji, operator=buat_user("op", Role.OPERATOR, pupr))


@pytest.fixture
def ketua(resmi: RoadMap) -> User:
    """Somebody who reads the official plan."""
    root = Unit.objects.filter(instansi=resmi.rencana.instansi, induk=None)[0]
    return buat_user("ketua.uji", Role.KETUA, root)


def _buka(client: Client, user: User, **query: str | int) -> str:
    client.force_login(user)
    answer = client.get(reverse("roadmap_rekonsiliasi"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_official_figures(client: Client, resmi: RoadMap, ketua: User) -> None:
    html = _buka(client, ketua, rencana=resmi.rencana_id)
    assert baris(html)[1:] == [
        ["2018", "30", "7.535.604", "0", "7.535.604", "0", "7.535.604", ""],
        ["2019", "59", "204.985.917", "-5.001", "204.990.917", "-1", "204.990.918", "R-02 R-03"],
        ["2020", "49", "10.550.711", "-112.500", "10.663.211", "0", "10.663.211", "R-01"],
        ["2021", "48", "11.263.015", "-112.500", "11.375.515", "0", "11.375.515", "R-01"],
        ["2022", "43", "10.034.050", "-112.501", "10.146.550", "-1", "10.146.551", "R-01 R-03"],
    ]
    text = teks(html)
    assert "TOTAL tercetak berbeda dari jumlah sel anggaran pada 2019 dan 2022" in text
    assert (
        "TOTAL tercetak 2019 lebih besar Rp 1.000 daripada jumlah 59 sel anggaran (tercetak "
        "Rp 204.990.918.000, terhitung Rp 204.990.917.000). Menurut letak sel dalam pembacaan, "
        "jumlah 2019 adalah Rp 204.985.917.000; menempatkan kembali baris F-064 menambah "
        "Rp 5.000.000 (R-02). Selisih Rp 1.000 pada 2019 dicatat pada R-03." in text
    )
    assert "F-053 : menurut letak pembacaan 0, setelah ditempatkan kembali 112.500" in text
    # concern the TOTAL row and the heading, no row of the table.
    assert "Catatan sumber tentang TOTAL dan kepala Lampiran" in text
    notes = html[html.index('id="h-catatan"') :]
    assert [code for code in ("R-03", "R-04", "R-37", "R-05") if f"#cs-{code}" in notes] == [
        "R-03", "R-04", "R-37"
    ]  # fmt: skip


def test_with_the_proposed_readings(client: Client, resmi: RoadMap, ketua: User) -> None:
    html = _buka(client, ketua, rencana=resmi.rencana_id, usulan=1)
    assert baris(html)[2] == [
        "2019", "59", "204.985.917", "-5.001", "204.990.917", "-1", "15.180.917", "-189.810.001",
        "204.990.918", "R-02 R-03 R-05",
    ]  # fmt: skip
    text = teks(html)
    assert (
        "Dengan usulan pembacaan baris A-006 (R-05), jumlah 2019 menjadi Rp 15.180.917.000; "
        "TOTAL tercetak lebih besar Rp 189.810.001.000." in text
    )
    assert "A-006 : tercetak 190.000.000, diusulkan 190.000" in text
    assert "15.180.917" not in _buka(client, ketua, rencana=resmi.rencana_id)


def test_official_subtotals_and_cells(client: Client, resmi: RoadMap, ketua: User) -> None:
    html = _buka(client, ketua, rencana=resmi.rencana_id)
    programs = baris(html[html.index('id="h-program"') :])
    assert [row[1:] for row in programs[1:9]] == [
        ["200.000", "191.145.000", "1.200.000", "1.577.000", "1.379.200"],
        ["450.000", "495.000", "525.000", "543.000", "597.000"],
        ["1.117.452", "928.726", "614.598", "676.058", "0"],
        ["300.000", "1.905.000", "1.135.500", "1.324.050", "797.225"],
        ["3.526.966", "8.266.572", "4.909.994", "5.248.163", "5.330.881"],
        ["877.883", "1.168.119", "1.550.619", "1.250.619", "1.285.619"],
        ["513.303", "280.000", "0", "0", "0"],
        ["550.000", "802.500", "727.500", "756.625", "756.625"],
    ]
    assert programs[8][0] == "H. (tanpa judul pada sumber)"
    cells = baris(html[html.index('id="h-sel"') :])
    assert [(row[0], row[-1]) for row in cells[1:]] == [
        ("berisi jumlah", "229"),
        ("berisi angka 0", "30"),
        ("berisi tanda -", "35"),
        ("kosong", "146"),
    ]
    assert cells[1][1:6] == ["30", "59", "49", "48", "43"]
    assert "440 sel" in teks(html)


def test_a_small_plan_by_hand(client: Client, dunia: SimpleNamespace) -> None:
    first, second, third = map(str, dunia.uji.tahun)
    rows = baris(_buka(client, dunia.operator))
    # No cell was moved, so there is no column for the place of cells.
    assert rows[1:] == [
        [first, "2", "1.320.287", "0", "1.320.287", ""],
        [second, "5", "1.305.500", "-1", "1.305.501", "belum dijelaskan"],
        [third, "1", "200.000", "0", "200.000", ""],
    ]
    rows = baris(_buka(client, dunia.operator, usulan=1))
    assert rows[2] == [
        second, "5", "1.305.500", "-1", "405.500", "-900.001", "1.305.501",
        "R-02 belum dijelaskan",
    ]  # fmt: skip


def test_a_plan_without_printed_totals_has_sums_only(
    client: Client, dunia: SimpleNamespace
) -> None:
    TotalTercetak.objects.all().delete()
    html = _buka(client, dunia.operator)
    assert baris(html)[0] == ["Tahun", "Sel berjumlah", "Jumlah"]
    assert baris(html)[2] == [str(dunia.uji.tahun[1]), "5", "1.305.500"]
    text = teks(html)
    assert "Sumber tidak mencetak TOTAL; yang tampil adalah jumlah yang dihitung portal." in text
    assert "TOTAL tercetak" not in text
    second = dunia.uji.tahun[1]
    assert (
        f"Jumlah 5 sel anggaran {second} adalah Rp 1.305.500.000; sumber tidak mencetak TOTAL "
        "yang dapat dibaca." in text
    )


def test_sentences(dunia: SimpleNamespace) -> None:
    first, second, third = dunia.uji.tahun
    TotalTercetak.objects.filter(tahun=first).update(ribu=1_320_000)
    TotalTercetak.objects.filter(tahun=third).update(ribu=None, mentah="dua ratus")
    years = rekonsiliasi(dunia.uji.roadmap).tahun
    assert kalimat(years[0]) == (
        f"TOTAL tercetak {first} lebih kecil Rp 287.000 daripada jumlah 2 sel anggaran (tercetak "
        "Rp 1.320.000.000, terhitung Rp 1.320.287.000).",
        f"Selisih {first} itu belum dijelaskan oleh catatan sumber.",
    )
    assert kalimat(years[1], usulan=True)[2:] == (
        f"Dengan usulan pembacaan baris B-007 (R-02), jumlah {second} menjadi Rp 405.500.000; "
        "TOTAL tercetak lebih besar Rp 900.001.000.",
    )
    assert kalimat(years[2], usulan=True) == (
        f"Jumlah 1 sel anggaran {third} adalah Rp 200.000.000; sumber tidak mencetak TOTAL yang "
        'dapat dibaca (tercetak "dua ratus").',
    )


def test_a_plan_without_budget_rows(client: Client, dunia: SimpleNamespace) -> None:
    BarisAksi.objects.all().delete()
    assert "Belum ada anggaran untuk dijumlahkan" in teks(_buka(client, dunia.operator))


def _kueri(client: Client, user: User, **query: str | int) -> int:
    _buka(client, user, **query)
    cache.clear()
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("roadmap_rekonsiliasi"), query)
    return len(found)


def test_twelve_queries(client: Client, resmi: RoadMap) -> None:
    unit = Unit.objects.get(instansi=resmi.rencana.instansi, kode="inspektorat")
    operator = buat_user("op.uji", Role.OPERATOR, unit)
    assert _kueri(client, operator, rencana=resmi.rencana_id) == KUERI
    assert _kueri(client, operator, rencana=resmi.rencana_id, usulan=1) == KUERI
