"""The table of the Lampiran: rows, spans, sums by hand, filters, readers, past days."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from roadmap.models import BarisAksi, CatatanSumber, RoadMap, TotalTercetak
from roadmap.nilai import Serapan
from roadmap.tabel import Tabel, tabel
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.roadmap import buat_roadmap, kirim_realisasi, verifikasi_realisasi

JUTA = 1_000_000


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The small Road Map: A-001 verified, A-004 claimed, both in the second year."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    pupr, dinkes = (buat_unit(instansi, kode, induk=akar) for kode in ("pupr", "dinkes"))
    uji = buat_roadmap(instansi, [pupr, dinkes])
    dunia = SimpleNamespace(
        uji=uji,
        rencana=uji.rencana,
        pupr=pupr,
        dinkes=dinkes,
        op_pupr=buat_user("op.pupr", Role.OPERATOR, pupr),
        op_dinkes=buat_user("op.dinkes", Role.OPERATOR, dinkes),
        verifikator=buat_user("ver", Role.VERIFIKATOR, itda),
    )
    sent = kirim_realisasi(
        uji.capaian("A-001"), dunia.op_pupr, [18, 9], pagu=150_500_000, anggaran=100 * JUTA
    )
    dunia.sebelum = timezone.now()
    verifikasi_realisasi(sent, dunia.verifikator)
    kirim_realisasi(uji.capaian("A-004"), dunia.op_dinkes, [80], pagu=75 * JUTA, anggaran=60 * JUTA)
    return dunia


def _susunan(table: Tabel) -> dict[str, list[str]]:
    return {
        f"{program.huruf}.{kegiatan.no}": [row.kode for row in kegiatan.baris]
        for program in table.program
        for kegiatan in program.kegiatan
    }


SEMUA = {
    "A.1": ["A-001", "A-002"],
    "A.2": ["A-003", "A-004", "A-005", "A-006"],
    "B.1": ["B-007", "B-008"],
}


def test_rows_stand_as_printed(dunia: SimpleNamespace) -> None:
    table = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    assert _susunan(table) == SEMUA
    assert table.tahun == dunia.uji.tahun
    rows = {row.kode: row for row in table.baris}
    heading = rows["A-003"]
    assert (heading.judul, heading.sel, heading.unit, heading.butir_id) == (True, (), "", None)
    assert {kode: row.berbagi for kode, row in rows.items() if row.berbagi} == {"A-002": "A-001"}
    assert {kode: row.catatan for kode, row in rows.items() if row.catatan} == {
        "A-004": ("R-01",),
        "B-007": ("R-02",),
    }
    raw = [(s.target.mentah, s.baris.anggaran_mentah) for s in rows["A-005"].sel if s.baris]
    assert raw == [("-", "-"), ("Kep. Gub. Satgas SPIP Pemda", "50,000"), ("0", "0")]
    assert [s.anggaran for s in rows["A-004"].sel] == [0, 75 * JUTA, None]
    assert table.program[1].nama == ""
    assert table.program[1].judul_tercetak == "B."


def test_notes_of_kegiatan_and_program_stand_on_them(dunia: SimpleNamespace) -> None:
    table = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    for kode in ("R-28", "R-03"):
        note = CatatanSumber.objects.create(
            roadmap=dunia.uji.roadmap, kode=kode, golongan="S", alasan="Nomor melompat."
        )
        note.program.add(table.program[1].program_id)
        note.kegiatan.add(table.program[0].kegiatan[1].kegiatan_id)
    again = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    assert [p.catatan for p in again.program] == [(), ("R-03", "R-28")]
    found = [k.catatan for p in again.program for k in p.kegiatan]
    assert found == [(), ("R-03", "R-28"), ()]
    assert [row.catatan for row in again.baris] == [row.catatan for row in table.baris]


def test_sums_by_hand(dunia: SimpleNamespace) -> None:
    table = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    budget = [[s.anggaran_ribu for s in program.subtotal] for program in table.program]
    assert budget == [[120_000, 275_500, 200_000], [1_200_287, 1_030_000, 0]]
    assert [s.anggaran_ribu for s in table.total] == [1_320_287, 1_305_500, 200_000]
    first, second, third = dunia.uji.tahun
    assert table.total_tercetak == {first: 1_320_287, second: 1_305_501, third: 200_000}
    assert table.sebagian is False
    assert table.disaring is False


def test_serapan_and_capaian_count_what_is_verified(dunia: SimpleNamespace) -> None:
    table = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    a, b = (program.subtotal[1] for program in table.program)
    # A-001 by its reported pagu, A-004 (only claimed) and A-005 by the plan.
    assert a.serapan == Serapan(275_500_000 * Decimal(1), Decimal(100 * JUTA), 3, 1)
    assert b.serapan == Serapan(Decimal(1030 * JUTA), Decimal(0), 2, 0)
    assert table.total[1].serapan == a.serapan + b.serapan
    # (18/18 + 9/18) / 2 = 75; are due and have nothing yet.
    assert (a.rata.nilai, a.rata.terisi, a.rata.jumlah) == (Decimal(15), 1, 5)
    # B-008 has money and no target: not due.
    assert (b.rata.nilai, b.rata.terisi, b.rata.jumlah) == (None, 0, 1)
    # The third year has not begun.
    assert [p.subtotal[2].rata.jumlah for p in table.program] == [0, 0]


def test_a_unit_reads_targets_of_others_and_not_their_realisasi(dunia: SimpleNamespace) -> None:
    whole = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    table = tabel(dunia.rencana, dunia.op_dinkes, at=timezone.now())
    assert table.sebagian is True
    assert [[s.target for s in r.sel] for r in table.baris] == [
        [s.target for s in r.sel] for r in whole.baris
    ]
    assert [s.anggaran_ribu for s in table.total] == [s.anggaran_ribu for s in whole.total]
    rows = {row.kode: row for row in table.baris}
    assert rows["A-001"].sel[1].angka is None
    assert rows["A-001"].sel[1].klaim is None
    assert rows["A-004"].sel[1].klaim is not None
    readable = [row.kode for row in table.baris if row.terbaca]
    assert readable == ["A-004", "A-005", "A-006", "B-007", "B-008"]
    a = table.program[0].subtotal[1]
    assert a.serapan == Serapan(Decimal(125 * JUTA), Decimal(0), 2, 0)
    assert (a.rata.nilai, a.rata.terisi, a.rata.jumlah) == (None, 0, 3)


def test_a_unit_writes_its_own_rows(dunia: SimpleNamespace) -> None:
    def tasks(user: User) -> dict[str, int]:
        table = tabel(dunia.rencana, user, at=timezone.now(), tugas=True)
        return {row.kode: row.tugas.tahun for row in table.baris if row.tugas}

    first, second, _ = dunia.uji.tahun
    # and B-008 are asked for in the second year only.
    assert tasks(dunia.op_dinkes) == {
        "A-004": first, "A-005": second, "A-006": second, "B-007": first, "B-008": second
    }  # fmt: skip
    assert tasks(dunia.op_pupr) == {"A-001": first, "A-002": first}
    assert tasks(dunia.verifikator) == {}


def test_a_past_day_knows_nothing_of_later_decisions(dunia: SimpleNamespace) -> None:
    table = tabel(dunia.rencana, dunia.verifikator, at=dunia.sebelum, lampau=True)
    cells = {row.kode: row.sel[1] for row in table.baris if not row.judul}
    assert cells["A-001"].klaim is not None
    assert cells["A-001"].verifikasi is None
    assert cells["A-004"].klaim is None
    assert (table.total[1].serapan.terisi, table.total[1].rata.terisi) == (0, 0)
    now = tabel(dunia.rencana, dunia.verifikator, at=timezone.now(), lampau=True)
    assert now.total == tabel(dunia.rencana, dunia.verifikator, at=timezone.now()).total


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"program": "B"}, ["B-007", "B-008"]),
        ({"program": "Z"}, []),
        ({"cari": "spip tim"}, ["A-001"]),
        ({"cari": "spip"}, ["A-001", "A-002"]),  # the name of the kegiatan counts
        ({"cari": "RAPAT"}, ["A-003", "A-006"]),  # a heading stays with its rows
        ({"cari": "a-005"}, ["A-003", "A-005"]),
        ({"keadaan": "rendah"}, ["A-001"]),
        ({"keadaan": "tercapai"}, []),
        ({"keadaan": "menunggu"}, ["A-003", "A-004"]),
        ({"keadaan": "bercatatan"}, ["A-003", "A-004", "B-007"]),
        # The current year is the second: B-008 has money and no target, and owes a report too.
        ({"keadaan": "tanpa_data"}, ["A-002", "A-003", "A-005", "A-006", "B-007", "B-008"]),
        ({"keadaan": "tanpa_target"}, []),
        ({"keadaan": "tidak ada"}, []),
    ],
)  # fmt: skip
def test_filters(dunia: SimpleNamespace, asked: dict[str, str], rows: list[str]) -> None:
    program, keadaan, cari = (asked.get(k, "") for k in ("program", "keadaan", "cari"))
    table = tabel(
        dunia.rencana,
        dunia.verifikator,
        at=timezone.now(),
        program=program,
        keadaan=keadaan,
        cari=cari,
    )
    assert [row.kode for row in table.baris] == rows
    assert table.disaring is True
    assert table.acuan == dunia.uji.tahun[1]
    assert [nama for _, nama in table.semua_program] == [
        "Program Penguatan Pengawasan",
        "(tanpa judul pada sumber)",
    ]
    assert table.semua_unit == tuple(
        sorted(
            ((u.pk, str(u)) for u in (dunia.pupr, dunia.dinkes)),
            key=lambda pair: pair[1],
        )
    )


def test_unit_and_year(dunia: SimpleNamespace) -> None:
    second = dunia.uji.tahun[1]
    table = tabel(
        dunia.rencana, dunia.verifikator, at=timezone.now(), unit=dunia.pupr.pk, tahun=second
    )
    assert _susunan(table) == {"A.1": ["A-001", "A-002"]}
    assert (table.tahun, [len(row.sel) for row in table.baris]) == ((second,), [1, 1])
    assert [s.anggaran_ribu for s in table.total] == [150_500]
    outside = tabel(dunia.rencana, dunia.verifikator, at=timezone.now(), tahun=1999)
    assert outside.tahun == dunia.uji.tahun


def test_a_plan_without_printed_totals_or_rows(dunia: SimpleNamespace) -> None:
    TotalTercetak.objects.all().delete()
    assert tabel(dunia.rencana, dunia.verifikator, at=timezone.now()).total_tercetak == {}
    BarisAksi.objects.all().delete()
    empty = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    assert (empty.program, empty.total_tercetak) == ((), {})
    assert [s.anggaran_ribu for s in empty.total] == [0, 0, 0]


def test_a_printed_total_that_is_no_figure(dunia: SimpleNamespace) -> None:
    first = dunia.uji.tahun[0]
    TotalTercetak.objects.filter(tahun=first).update(ribu=None, mentah="-")
    printed = tabel(dunia.rencana, dunia.verifikator, at=timezone.now()).total_tercetak
    assert printed[first] is None
    assert len(printed) == 3


def test_another_plan_changes_nothing(dunia: SimpleNamespace) -> None:
    before = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    other = buat_instansi("beta")
    akar = buat_unit(other, "akar", jenis="pimpinan")
    buat_roadmap(other, [akar, buat_unit(other, "satu", induk=akar)])
    assert RoadMap.objects.count() == 2
    after = tabel(dunia.rencana, dunia.verifikator, at=timezone.now())
    assert (after.program, after.total) == (before.program, before.total)
    assert after.total_tercetak == before.total_tercetak


def test_six_queries(dunia: SimpleNamespace) -> None:
    assert dunia.op_dinkes.akses  # memberships are read once a request
    assert dunia.rencana.instansi.zona_waktu
    with CaptureQueriesContext(connection) as found:
        tabel(dunia.rencana, dunia.op_dinkes, at=timezone.now(), tugas=True)
    assert len(found) == 6
