"""The monthly monitoring report: figures by hand, those of the grid, in PDF and in the workbook."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from reports.datasets.pantauan_zi import BELUM_DIMULAI, TANPA_BULAN, bangun_pantauan
from reports.datasets.pantauan_zi_bentuk import HitungBulan, PantauanZI
from reports.pdf.pantauan_zi import cetak
from reports.xlsx.pantauan_zi import (
    BULAN_INI,
    KURVA,
    PERUBAHAN,
    RINGKASAN,
    TIM,
    TUNGGAKAN,
    tulis_pantauan,
)
from reports.xlsx.pantauan_zi import (
    TANPA_BULAN as LEMBAR_TANPA_BULAN,
)
from tests.integration.reports.dunia_pantauan_zi import KENDALA, bangun_pantauan_zi
from tests.integration.reports.dunia_roadmap import (
    halaman_pdf,
    lembar_kerja,
    pandang,
    tanpa_spasi,
    ukuran_pdf,
)
from tests.integration.zonaintegritas.jadwal.conftest import bangun_zi
from zonaintegritas.actions.jadwal import atur_bulan
from zonaintegritas.jadwal.kurva import kurva
from zonaintegritas.jadwal.petak import petak

HARI_INI = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)
JUNI = date(2026, 6, 1)


@pytest.fixture(scope="module")
def _zi(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Stand on 15 June 2026, 10.00 WITA; the plan is built once."""
    with (
        time_machine.travel(HARI_INI, tick=True),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield bangun_pantauan_zi("alfa")
        transaction.set_rollback(True)
    shutil.rmtree(Path(settings.DATA_DIR) / "berkas", ignore_errors=True)


@pytest.fixture
def zi(_zi: SimpleNamespace, db: None) -> SimpleNamespace:
    """The plan under test; what a test changes is rolled back after it."""
    return _zi


def _pantauan(
    d: SimpleNamespace, user: User, bulan: date = JUNI, hari: date | None = None
) -> PantauanZI:
    return bangun_pantauan(pandang(d.rencana, user, hari), bulan)


def _pdf(pantauan: PantauanZI, folder: Path) -> tuple[Path, list[str]]:
    target = folder / "p.pdf"
    cetak(pantauan, target, lambda page: None)
    return target, halaman_pdf(target)


def _isi(path: Path, nama: str) -> list[list[object]]:
    return [list(row) for row in lembar_kerja(path, nama).iter_rows(values_only=True)]


def test_figures_by_hand(zi: SimpleNamespace) -> None:
    found = _pantauan(zi, zi.verifikator)
    assert found.jumlah.sampai == HitungBulan(
        tugas=5,
        selesai=2,
        terlambat=1,
        perbaikan=1,
        menunggu=1,
        berjalan=0,
        tidak_berlaku=0,
        klaim=3,
        dikembalikan=1,
    )
    assert (found.jumlah.sampai.persen, found.jumlah.sampai.persen_klaim) == (
        Decimal(40),
        Decimal(60),
    )
    assert found.jumlah.bulan == HitungBulan(1, 0, 0, 1, 0, 0, 0, 0, 1)
    assert [(t.no, t.baris, t.tanpa_jadwal) for t in found.tim] == [(1, 3, 1), (2, 2, 1)]
    assert [(b.kode, b.masa, b.keadaan, b.jatuh_tempo) for b in found.baris] == [
        ("1.A.1", "Jun", "perlu perbaikan", True),
        ("1.A.2", "Mei sampai Jul", "berjalan", False),
    ]
    assert [(b.dokumen, b.disetujui, b.berkas) for b in found.baris] == [(1, 0, 1), (1, 0, 0)]
    assert [b.indikator for b in found.baris] == [
        ("Notulen rapat.",),
        ("Survei minimal 4 kali dalam setahun.",),
    ]
    assert [(b.kode, b.masa, b.keadaan, b.kendala) for b in found.tunggakan] == [
        ("1.A.1", "Apr", "terlambat", ""),  # a draft of the unit is not told
        ("2.A.1", "Apr", "menunggu verifikasi", KENDALA),
    ]
    assert [b.kode for b in found.berkendala] == ["2.A.1"]
    assert [(s.kode, s.perubahan, s.alasan) for s in found.geser] == [
        ("1.A.1", "Oktober digeser ke November", "Menunggu anggaran perubahan.")
    ]
    assert [(b.tim, b.kode) for b in found.tanpa_jadwal] == [(1, "1.B"), (2, "2.A.2")]
    assert found.ringkasan == (
        "Sampai akhir Juni 2026 direncanakan 5 tugas. Selesai dan terverifikasi 2 (40%); "
        "terlambat 1, perlu perbaikan 1, menunggu verifikasi 1, berjalan 0, tidak berlaku 0.",
        "Menurut klaim unit 3 dari 5 tugas sudah dikerjakan (60%).",
        "Pada Juni 2026 jatuh tempo 1 tugas: 0 selesai, 0 terlambat, 1 perlu perbaikan, 0 "
        "menunggu verifikasi, 0 berjalan, 0 tidak berlaku.",
        "2 dari 5 baris rencana aksi belum mempunyai bulan. 1 perubahan jadwal dicatat.",
    )
    assert (found.berakhir, found.tanda, found.ketua) == (False, "DRAF CONTOH", None)


def test_figures_are_those_of_the_grid(zi: SimpleNamespace, tmp_path: Path) -> None:
    found = _pantauan(zi, zi.verifikator)
    grid = petak(zi.rencana, zi.verifikator)
    assert [t.setahun for t in found.tim] == [t.jumlah.tugas for t in grid.tim]
    assert found.jumlah.setahun == grid.jumlah.tugas
    assert found.titik == kurva(grid)
    june = found.titik[5]
    assert found.jumlah.sampai is not None
    assert (june.rencana, june.selesai) == (found.jumlah.sampai.tugas, 2)
    target = tmp_path / "p.xlsx"
    tulis_pantauan(found, target)
    assert _isi(target, TIM)[1:] == [
        [1, "Tim 1", 3, 1, 4, 2, 50, 1, 1, 1, 0, 0, 0, 2, 50, 1, 0, 0, 6, 2],
        [2, "Tim 2", 2, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 100, 0, 0, 0, 2, 0],
        [None, "Semua tim", 5, 2, 5, 2, 40, 1, 1, 1, 1, 0, 0, 3, 60, 1, 0, 0, 8, 2],
    ]
    assert [row[:2] for row in _isi(target, RINGKASAN)[7:]] == [
        [f"Ringkasan {n}", text] for n, text in enumerate(found.ringkasan, start=1)
    ]
    assert [row[0] for row in _isi(target, BULAN_INI)[1:]] == ["1.A.1", "1.A.2"]
    assert [(row[0], row[5], row[11]) for row in _isi(target, TUNGGAKAN)[1:]] == [
        ("1.A.1", "terlambat", None),
        ("2.A.1", "menunggu verifikasi", KENDALA),
    ]
    assert [row[:4] for row in _isi(target, PERUBAHAN)[1:]] == [
        ["1.A.1", "Rapat tim", "Oktober digeser ke November", "Menunggu anggaran perubahan."]
    ]
    assert [row[1] for row in _isi(target, LEMBAR_TANPA_BULAN)[1:]] == ["1.B", "2.A.2"]
    assert [tuple(row[1:]) for row in _isi(target, KURVA)[1:]] == [
        (t.rencana, t.selesai) for t in kurva(grid)
    ]


def test_pdf_says_the_same_and_is_sound(zi: SimpleNamespace, tmp_path: Path) -> None:
    found = _pantauan(zi, zi.verifikator)
    path, pages = _pdf(found, tmp_path)
    text = "".join(pages)
    for sentence in found.ringkasan:
        assert tanpa_spasi(sentence) in text
    for words in (
        "Semuatim525240%11100360%82",
        "1.A.1RapattimNotulenrapat.Junperluperbaikan30Juni20260dari11",
        "OktoberdigeserkeNovember",
        "Narasumberberhalangan.",
        "KetuaTimKerjaZonaIntegritas,",
        "(nama)",
        "Dikembalikankepadaunit:1tugas",
    ):
        assert words in text
    assert "Drafunit" not in text
    assert all("DRAFCONTOH" in page for page in pages)
    assert ukuran_pdf(path) == {(215, 330), (330, 215)}
    qpdf = shutil.which("qpdf")
    assert qpdf is not None
    assert subprocess.run([qpdf, "--check", str(path)], check=False).returncode == 0


def test_past_day_and_past_month_are_those_of_the_grid_then(zi: SimpleNamespace) -> None:
    found = _pantauan(zi, zi.verifikator, date(2026, 5, 1), date(2026, 5, 31))
    grid = petak(zi.rencana, zi.verifikator, at=found.per_tanggal)
    assert found.jumlah.setahun == grid.jumlah.tugas
    assert found.jumlah.sampai == HitungBulan(4, 2, 2, 0, 0, 0, 0, 2, 0)
    assert found.geser == ()
    assert [(b.kode, b.keadaan, b.disetujui) for b in found.baris] == [
        ("1.A.1", "selesai", 1),
        ("1.A.2", "berjalan", 0),
    ]
    assert [(b.kode, b.keadaan, b.kendala) for b in found.tunggakan] == [
        ("1.A.1", "terlambat", ""),
        ("2.A.1", "terlambat", ""),
    ]
    assert (found.hari, found.berakhir) == (date(2026, 5, 31), False)


def test_month_that_never_was_asked_for_is_no_task(zi: SimpleNamespace) -> None:
    found = _pantauan(zi, zi.verifikator, date(2026, 1, 1))
    assert [(b.kode, b.keadaan, b.dokumen, b.berkas) for b in found.baris] == [
        ("1.A.1", "direncanakan, berakhir sebelum keputusan", None, None)
    ]
    assert found.jumlah.sampai is not None
    assert (found.jumlah.sampai.tugas, found.jumlah.sampai.persen) == (0, None)
    assert found.ringkasan[0] == "Sampai akhir Januari 2026 tidak ada tugas yang direncanakan."


def test_reader_of_one_unit_counts_only_its_team(zi: SimpleNamespace, tmp_path: Path) -> None:
    found = _pantauan(zi, zi.operator)
    assert found.cakupan == f"unit {zi.unit[0].nama}, termasuk yang didukungnya"
    assert ([t.sampai is None for t in found.tim], found.jumlah.nama) == (
        [False, True],
        "Tim yang terbaca",
    )
    assert found.jumlah.sampai == found.tim[0].sampai
    assert [b.kode for b in found.tunggakan] == ["1.A.1"]
    assert "Nara sumber" not in str(found)
    whole = _pantauan(zi, zi.verifikator, date(2026, 4, 1))
    part = _pantauan(zi, zi.operator, date(2026, 4, 1))
    assert [(b.kode, b.keadaan) for b in whole.baris] == [
        ("1.A.1", "terlambat"),
        ("2.A.1", "menunggu verifikasi"),
    ]
    assert [(b.kode, b.keadaan, b.berkas) for b in part.baris] == [
        ("1.A.1", "terlambat", 0),
        ("2.A.1", "tidak untuk Anda", None),
    ]
    text = "".join(_pdf(found, tmp_path)[1])
    assert "tidakuntukAnda" in text
    assert tanpa_spasi(found.cakupan) in text


def test_months_to_come_and_of_other_years_are_refused(zi: SimpleNamespace) -> None:
    for month in (date(2026, 7, 1), date(2025, 6, 1)):
        with pytest.raises(ValueError, match="no month of the plan"):
            _pantauan(zi, zi.verifikator, month)
    with pytest.raises(ValueError, match="no month of the plan"):
        _pantauan(zi, zi.verifikator, JUNI, date(2026, 5, 31))


def test_plan_without_months_and_plan_not_started_say_so(
    zi: SimpleNamespace, tmp_path: Path
) -> None:
    d = bangun_zi("beta")
    found = _pantauan(d, d.verifikator)
    assert (found.keterangan, found.titik) == (TANPA_BULAN, ())
    assert found.ringkasan == (TANPA_BULAN, "5 dari 5 baris rencana aksi belum mempunyai bulan.")
    text = "".join(_pdf(found, tmp_path)[1])
    assert tanpa_spasi(TANPA_BULAN) in text
    planned = bangun_zi("gama")
    atur_bulan(
        rencana_id=planned.rencana.pk, isi={planned.butir[0].pk: [6]}, by=planned.koordinator
    )
    found = _pantauan(planned, planned.verifikator)
    assert found.keterangan == BELUM_DIMULAI
    assert [(b.kode, b.keadaan) for b in found.baris] == [("1.A.1", "direncanakan")]


def test_costs_the_same_however_many_rows(zi: SimpleNamespace) -> None:
    view = pandang(zi.rencana, zi.verifikator)
    assert view.user.akses.grants  # read once a request
    with CaptureQueriesContext(connection) as few:
        bangun_pantauan(view, date(2026, 4, 1))
    with CaptureQueriesContext(connection) as many:
        bangun_pantauan(view, JUNI)
    assert len(few) == len(many) == 13
