"""The page of the Lampiran: the figures of `tabel`, spans, filters, readers, size, queries."""

import gzip
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from accounts.permissions import Role
from evidence.models import Butir, Capaian, Rencana
from evidence.workflow import DI_UNIT, Status
from roadmap.models import (
    BarisAksi,
    CatatanSumber,
    RealisasiHistoris,
    RoadMap,
    TargetTahun,
    TotalTercetak,
)
from roadmap.rentang import rentang
from roadmap.tabel import tabel
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.roadmap import buat_roadmap, kirim_realisasi, verifikasi_realisasi
from tests.integration.roadmap.halaman import baris, teks

JUTA = 1_000_000
KUERI = 11  # session, user, memberships, plans and a menu count; the sheet; the rows
MAKS_BYTE = 40 * 1024


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """A-001 verified (18 and 9 of 18), A-004 claimed (80 of 100%), in the second year."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    pupr, dinkes = (buat_unit(instansi, kode, induk=akar) for kode in ("pupr", "dinkes"))
    uji = buat_roadmap(instansi, [pupr, dinkes])
    made = SimpleNamespace(
        uji=uji,
        rencana=uji.rencana,
        pupr=pupr,
        op_pupr=buat_user("op.pupr", Role.OPERATOR, pupr),
        op_dinkes=buat_user("op.dinkes", Role.OPERATOR, dinkes),
        verifikator=buat_user("ver", Role.VERIFIKATOR, itda),
        platform=buat_user("plat", "platform"),
    )
    sent = kirim_realisasi(
        uji.capaian("A-001"), made.op_pupr, [18, 9], pagu=150_500_000, anggaran=100 * JUTA
    )
    made.sebelum = timezone.now()
    verifikasi_realisasi(sent, made.verifikator)
    kirim_realisasi(uji.capaian("A-004"), made.op_dinkes, [80], pagu=75 * JUTA, anggaran=60 * JUTA)
    return made


def _buka(client: Client, user: User, **query: str | int) -> str:
    client.force_login(user)
    answer = client.get(reverse("roadmap_kegiatan"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def _kolom(html: str, kode: str) -> list[str]:
    """Return the cells of the row in which a code stands."""
    return next(row for row in baris(html) if any(cell.split()[:1] == [kode] for cell in row))


def test_the_figures_are_those_of_the_dataset(client: Client, dunia: SimpleNamespace) -> None:
    html = _buka(client, dunia.verifikator)
    first, second, third = dunia.uji.tahun
    unit = dunia.pupr
    assert _kolom(html, "A-001") == [
        "1",
        "Pembinaan SPIP",
        "A-001 Terbentuknya tim SPIP",
        "15 tim, 10 PD, 8 kab/kota, 5 kl pertemuan, tanpa data",
        "120.000 tanpa data",
        "18 kasus/18 laporan realisasi 18 kasus; 9 laporan 75% Sedang",
        "150.500 realisasi 100.000 serapan 66,4%",
        "1 rgn, 2 set, 16 unit",
        "200.000",
        f"{unit.nama} pelapor: {unit}",
    ]
    # A-002 shares the budget cells of A-001, and its kegiatan cell.
    assert _kolom(html, "A-002")[:4] == [
        "A-002 Laporan SPIP",
        "18 kasus/18 laporan tanpa data",
        "20 PD, 20 UPT/cabang Dns tanpa data",
        "5x",
    ]
    table = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    sums = [row for row in baris(html) if row[1:2] and row[1].startswith("Jumlah")]
    assert [row[1] for row in sums] == [
        "Jumlah program A dihitung portal, tidak tercetak",
        "Jumlah program B dihitung portal, tidak tercetak",
        "Jumlah semua baris dihitung portal, tidak tercetak",
    ]
    expected = [[s.anggaran_ribu for s in p.subtotal] for p in table.program]
    expected.append([s.anggaran_ribu for s in table.total])
    shown = [[int(row[n].split()[0].replace(".", "")) for n in (4, 6, 8)] for row in sums]
    assert shown == expected
    assert sums[0][5] == "15% 1 dari 5 terisi"
    # 100 of 150.5 + 75 + 50 million: A-004 is only claimed, A-005 has reported nothing.
    assert sums[0][6] == "275.500 realisasi 100.000 serapan 36,3%, 1 dari 3 terisi"
    printed = [row for row in baris(html) if row[1:2] == ["TOTAL tercetak"]]
    assert printed[0][4::2] == ["1.320.287", "1.305.501", "200.000"]
    difference = next(row for row in baris(html) if row[1:2] and row[1].startswith("Selisih"))
    assert difference[4::2] == ["0", "-1", "0"]
    assert (
        f"2 program, 3 kegiatan, 8 baris. TOTAL tercetak sama dengan jumlah terhitung pada {first} "
        f"dan {third}; pada {second} lebih besar Rp 1.000" in teks(html)
    )


def test_blank_dash_and_zero_stay_three_things(client: Client, dunia: SimpleNamespace) -> None:
    html = _buka(client, dunia.verifikator)
    assert _kolom(html, "A-005")[1:7] == [
        "-", "-", "Kep. Gub. Satgas SPIP Pemda tanpa data", "50.000 tanpa data", "0", "0"
    ]  # fmt: skip
    assert _kolom(html, "A-006")[1:7] == ["", "", "5x tanpa data", "", "", ""]
    assert _kolom(html, "A-004")[1:3] == ["100% tanpa data", "0"]
    # A heading asks nothing: one empty cell over all years.
    assert _kolom(html, "A-003") == ["2", "Penguatan kelembagaan", "A-003", "", ""]
    # Money without a target still owes a figure.
    assert _kolom(html, "B-008")[3:7] == ["", "", "", "30.000 tanpa data"]


def test_a_claim_stands_beside_what_is_verified(client: Client, dunia: SimpleNamespace) -> None:
    cells = _kolom(_buka(client, dunia.verifikator), "A-004")
    assert cells[3:5] == ["100% klaim 80%, 80%", "75.000 klaim 60.000"]
    past = _buka(client, dunia.verifikator, per="2026-01-01")
    assert "Keadaan pada akhir hari 1 Januari 2026" in teks(past)


def test_the_narrow_table_says_the_same_of_one_year(client: Client, dunia: SimpleNamespace) -> None:
    html = _buka(client, dunia.verifikator)
    narrow = teks(html[: html.index("<main")] + "<main" + html[html.index("rt-sempit") :])
    assert (
        "A-001 Terbentuknya tim SPIP Target 18 kasus/18 laporan realisasi 18 kasus; 9 laporan "
        "75% Sedang Rp.000 150.500 realisasi 100.000 serapan 66,4%" in narrow
    )
    assert "A-002 Laporan SPIP Target 20 PD, 20 UPT/cabang Dns tanpa data Rp.000 bersama A-001" in (
        narrow
    )
    assert "Target 5x tanpa data Rp.000 kosong" in narrow
    first = dunia.uji.tahun[0]
    other = _buka(client, dunia.verifikator, tahun=first)
    narrow = teks(other[: other.index("<main")] + "<main" + other[other.index("rt-sempit") :])
    assert "A-005 Keputusan tentang Satgas Target - Rp.000 -" in narrow


def test_a_unit_sees_targets_of_others_and_not_their_realisasi(
    client: Client, dunia: SimpleNamespace
) -> None:
    html = _buka(client, dunia.op_dinkes)
    said = (
        "Angka terverifikasi dan klaim hanya dari baris unit Anda; angka historis dari semua unit."
    )
    assert said in teks(html)
    cells = _kolom(html, "A-001")
    assert cells[5:7] == ["18 kasus/18 laporan unit lain", "150.500 unit lain"]
    assert "18 kasus; 9 laporan" not in html
    own = _kolom(html, "A-004")[1:5]
    assert own[2:] == ["100% klaim 80%, 80%", "75.000 klaim 60.000"]
    sums = next(row for row in baris(html) if row[1:2] and row[1].startswith("Jumlah program A"))
    assert sums[5:7] == ["0 dari 3 terisi", "275.500"]


def test_own_rows_are_written_in_place(client: Client, dunia: SimpleNamespace) -> None:
    def links(user: User, **query: str | int) -> set[str]:
        html = _buka(client, user, **query)
        rows = Capaian.objects.filter(butir__rencana=dunia.rencana)
        urls = {reverse("roadmap_isi", args=[c.pk]): c.butir.kode for c in rows}
        return {kode for url, kode in urls.items() if f'href="{url}?' in html}

    assert links(dunia.op_pupr) == {"A-001", "A-002"}
    assert links(dunia.op_dinkes) == {"A-004", "A-005", "A-006", "B-007", "B-008"}
    assert links(dunia.verifikator) == set()
    assert links(dunia.op_pupr, per=f"{dunia.uji.tahun[0]}-06-01") == set()


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({"program": "B"}, {"B-007", "B-008"}),
        ({"cari": "rapat"}, {"A-003", "A-006"}),
        ({"keadaan": "menunggu"}, {"A-003", "A-004"}),
        ({"keadaan": "bukan-keadaan"}, {f"A-00{n}" for n in range(1, 7)} | {"B-007", "B-008"}),
        ({"unit": "²"}, {f"A-00{n}" for n in range(1, 7)} | {"B-007", "B-008"}),
    ],
)
def test_filters_in_the_address(
    client: Client, dunia: SimpleNamespace, query: dict[str, str], rows: set[str]
) -> None:
    html = _buka(client, dunia.verifikator, **query)
    found = {
        cell.split()[0]
        for row in baris(html)
        for cell in row
        if cell.split()[:1]
        and cell.split()[0] in {"B-007", "B-008", *(f"A-00{n}" for n in range(9))}
    }
    assert found == rows
    hidden = len(rows) < 8
    assert ("TOTAL tercetak" in teks(html)) is not hidden
    assert ("dari baris yang tampil" in teks(html)) is hidden


def test_nothing_found_says_what_to_do(client: Client, dunia: SimpleNamespace) -> None:
    html = _buka(client, dunia.verifikator, cari="tidak ada kata ini", tahun=dunia.uji.tahun[0])
    assert "Tidak ada baris yang cocok" in teks(html)
    assert f'href="?rencana={dunia.rencana.pk}&amp;tahun={dunia.uji.tahun[0]}"' in html


def test_one_year(client: Client, dunia: SimpleNamespace) -> None:
    html = _buka(client, dunia.verifikator, tahun=dunia.uji.tahun[1])
    assert baris(html)[0] == [
        "No", "Program/Kegiatan", "Indikator", str(dunia.uji.tahun[1]), "Penanggung jawab"
    ]  # fmt: skip
    assert len(_kolom(html, "A-001")) == 6


def test_a_closed_plan_says_that_nothing_is_recorded(
    client: Client, dunia: SimpleNamespace
) -> None:
    Rencana.objects.filter(pk=dunia.rencana.pk).update(status=Rencana.Keadaan.DITUTUP)
    text = teks(_buka(client, dunia.verifikator))
    assert "Capaian tidak dicatat di Pantas" in text
    assert "tanpa data" not in text


def test_a_plan_without_printed_totals(client: Client, dunia: SimpleNamespace) -> None:
    TotalTercetak.objects.all().delete()
    text = teks(_buka(client, dunia.verifikator))
    assert "2 program, 3 kegiatan, 8 baris." in text
    assert "TOTAL tercetak" not in text
    assert "Selisih" not in text


def test_empty_plans_and_no_plan(client: Client, dunia: SimpleNamespace) -> None:
    TargetTahun.objects.all().delete()
    BarisAksi.objects.all().delete()
    assert "Program dan kegiatan belum ada" in teks(_buka(client, dunia.verifikator))
    other = buat_user("lain", Role.OPERATOR, buat_unit(buat_instansi("gama"), "satu"))
    assert "Belum ada" in teks(_buka(client, other))
    client.force_login(dunia.platform)
    assert client.get(reverse("roadmap_kegiatan")).status_code == 403


def test_a_plan_of_another_institution_is_not_there(client: Client, dunia: SimpleNamespace) -> None:
    other = buat_instansi("beta")
    akar = buat_unit(other, "akar", jenis="pimpinan")
    there = buat_roadmap(other, [akar, buat_unit(other, "satu", induk=akar)])
    client.force_login(dunia.verifikator)
    for name in ("roadmap_kegiatan", "roadmap_rekonsiliasi", "roadmap_naskah"):
        answer = client.get(reverse(name), {"rencana": there.rencana.pk})
        assert answer.status_code == 404
    assert client.get(reverse("roadmap_kegiatan"), {"per": "2026-02-30"}).status_code == 404


def test_spans(dunia: SimpleNamespace) -> None:
    table = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    found = {
        row.kode: (span.kegiatan, span.anggaran)
        for program in table.program
        for kegiatan in program.kegiatan
        for row, span in zip(kegiatan.baris, rentang(kegiatan.baris), strict=True)
    }
    assert found == {
        "A-001": (2, 2),
        "A-002": (0, 0),
        "A-003": (4, 1),
        "A-004": (0, 1),
        "A-005": (0, 1),
        "A-006": (0, 1),
        "B-007": (1, 1),
        "B-008": (1, 1),
    }


def test_spans_of_the_official_lampiran(resmi: RoadMap) -> None:
    user = buat_user("ketua.x", Role.KETUA, Unit.objects.filter(instansi__kode="pemprov-ntt")[0])
    table = tabel(resmi.rencana, user, at=timezone.now())
    spans = {
        row.kode: span
        for program in table.program
        for kegiatan in program.kegiatan
        for row, span in zip(kegiatan.baris, rentang(kegiatan.baris), strict=True)
    }
    # H.1 and H.3 print one budget beside two indikator, H.2 one above three.
    shared = {kode: span.anggaran for kode, span in spans.items() if span.anggaran > 1}
    assert shared == {"H-080": 2, "H-082": 4, "H-086": 2}
    # A kegiatan that the source prints twice (page break) stands twice.
    rows = ("E-033", "E-034", "E-035", "E-036")
    assert [spans[kode].kegiatan for kode in rows] == [1, 3, 0, 0]
    assert [spans[f"B-0{n}"].kegiatan for n in range(12, 17)] == [1] * 5


def _penuh(resmi: RoadMap) -> User:
    """Run the official plan, a figure in each cell, a task in each row; return the operator."""
    Rencana.objects.filter(pk=resmi.rencana_id).update(status=Rencana.Keadaan.BERJALAN)
    unit = Unit.objects.get(instansi=resmi.rencana.instansi_id, kode="inspektorat")
    operator = buat_user("op.penuh", Role.OPERATOR, unit)
    rows = TargetTahun.objects.filter(butir__rencana=resmi.rencana_id, butir__baris_aksi__gt=0)
    RealisasiHistoris.objects.bulk_create(
        RealisasiHistoris(
            instansi_id=resmi.rencana.instansi_id,
            butir_id=row.butir_id,
            tahun=row.tahun,
            komponen=[str(Decimal(k["jumlah"]) + n % 7) for k in row.komponen],
            anggaran=Decimal((row.anggaran_ribu or 0) * 997 + n * 1_234),
            rujukan=f"LKjIP {row.tahun}, halaman {n}",
            oleh=operator,
            dibuat=timezone.now(),
        )
        for n, row in enumerate(rows)
    )
    for butir in Butir.objects.filter(rencana=resmi.rencana_id, baris_aksi__gt=0):
        Capaian.objects.create(
            instansi_id=butir.instansi_id,
            butir=butir,
            unit=unit,
            mulai=resmi.rencana.mulai,
            selesai=resmi.rencana.selesai,
            batas=resmi.rencana.selesai,
        )
    return operator


def _ukur(client: Client, user: User, **query: str | int) -> tuple[int, int]:
    client.force_login(user)
    client.get(reverse("roadmap_kegiatan"), query)
    cache.clear()
    with CaptureQueriesContext(connection) as found:
        answer = client.get(reverse("roadmap_kegiatan"), query)
    assert answer.status_code == 200
    return len(found), len(gzip.compress(answer.content))


def test_ninety_rows_in_one_small_page(client: Client, resmi: RoadMap) -> None:
    operator = _penuh(resmi)
    assert BarisAksi.objects.filter(kegiatan__program__roadmap=resmi).count() == 90
    assert RealisasiHistoris.objects.count() == 88 * 5
    queries, size = _ukur(client, operator)
    assert queries == KUERI
    assert size <= MAKS_BYTE
    past, _ = _ukur(client, operator, per="2025-06-30")
    assert past == KUERI + 1  # the decisions of that day
    html = _buka(client, operator)
    # The continuation line of F.2 has no indikator of its own, and no money.
    assert _kolom(html, "F-050")[0] == "F-050 R-08 R-30 Isi realisasi 2022 F-050"
    assert html.count("Isi realisasi 2022") == 2 * 88  # once on wide screens, once on narrow ones


def test_queries_of_a_small_plan_are_the_same(client: Client, dunia: SimpleNamespace) -> None:
    assert _ukur(client, dunia.op_pupr)[0] == KUERI
    for n in range(40):
        note = CatatanSumber.objects.create(
            roadmap=dunia.uji.roadmap, kode=f"Z-{n:02}", golongan="C", alasan="Uji."
        )
        note.butir.set(dunia.uji.butir.values())
    assert _ukur(client, dunia.op_pupr)[0] == KUERI


def test_own_rows_that_were_sent_say_so(client: Client, dunia: SimpleNamespace) -> None:
    due = Capaian.objects.filter(
        butir=dunia.uji.butir["A-004"], mulai__lte=timezone.localdate(), gugur__isnull=True
    )
    for task in due.filter(status__in=DI_UNIT).order_by("mulai"):
        assert "Isi realisasi" in _kolom(_buka(client, dunia.op_dinkes), "A-004")[0]
        kirim_realisasi(task, dunia.op_dinkes, [80], pagu=75 * JUTA, anggaran=60 * JUTA)
    html = _buka(client, dunia.op_dinkes)
    assert (
        html.count("<small>menunggu verifikasi</small>") == 2
    )  # once on wide screens, once on narrow ones
    assert _kolom(html, "A-004")[0].endswith(" menunggu verifikasi")
    for task in due.filter(status=Status.MENUNGGU):
        verifikasi_realisasi(task, dunia.verifikator)
    html = _buka(client, dunia.op_dinkes)
    assert "<small>menunggu verifikasi</small>" not in html
    assert _kolom(html, "A-004")[0].endswith(" sudah disetujui")
    for other in (dunia.op_pupr, dunia.verifikator):
        assert "<small>sudah disetujui</small>" not in _buka(client, other)
