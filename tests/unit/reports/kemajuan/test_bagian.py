"""Where a progress report is cut, and what its drawn signs are made of."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
import segno

from evidence.hitungan import Hitungan
from reports.grafik import LEBAR_DOKUMEN, SUMBU_DOKUMEN, batang_dokumen
from reports.pdf.kemajuan.bagian import (
    BARIS_BAGIAN,
    baris_tugas,
    kelompok,
    potong,
    potong_kelompok,
    terbelah,
)
from reports.pdf.kemajuan.gambar import cap_latar, qr
from tests.factories.potret import isi_potret


def test_groups_hold_every_task_once_in_its_order() -> None:
    isi = isi_potret(tugas=40, berkas=30, anggota=6)
    groups = kelompok(isi)
    assert [g.judul for g in groups] == [f"Anggota {m.no}. {m.jabatan}" for m in isi.anggota]
    assert [t.id for g in groups for t in g.tugas] == [t.id for t in isi.tugas]


def test_plan_without_members_goes_by_area_and_without_both_as_a_whole() -> None:
    by_area = kelompok(isi_potret(tugas=12, berkas=0, anggota=0, area=2))
    assert [(g.jangkar, g.judul) for g in by_area] == [
        ("area-1", "Perencanaan dan Penganggaran APBD"),
        ("area-2", "Pengadaan Barang dan Jasa"),
        ("area-3", "Lintas area"),
    ]
    whole = kelompok(isi_potret(tugas=3, berkas=0, anggota=0, area=0))
    assert [(g.judul, len(g.tugas)) for g in whole] == [("Seluruh rencana", 3)]


def test_long_groups_are_cut_between_tasks() -> None:
    isi = isi_potret(tugas=60, berkas=900, anggota=1)
    pieces = list(potong_kelompok(kelompok(isi)))
    assert [t.id for g, _ in pieces for t in g.tugas] == [t.id for t in isi.tugas]
    assert [g.lanjutan for g, _ in pieces] == [False] + [True] * (len(pieces) - 1)
    assert len(pieces) > 1
    assert all(weight <= BARIS_BAGIAN + 2 for _, weight in pieces)
    documents = [d for t in isi.tugas for c in t.capaian for d in c.dokumen]
    assert sum(map(baris_tugas, isi.tugas)) == 60 + len(documents) + 900


def test_rows_heavier_than_a_part_stand_alone() -> None:
    assert potong("abc", [300, 1, 1]) == [("a",), ("b", "c")]
    assert potong("", []) == []


@pytest.mark.parametrize(
    "teks", ["https://pantas.example.go.id/periksa/K7QF2MXP9TAB34CDE6FG/", "A"]
)
def test_qr_path_draws_exactly_the_dark_modules(teks: str) -> None:
    side, path = qr(teks)
    matrix = segno.make(teks, error="m", micro=False).matrix
    drawn = {
        (int(x) + i, int(y))
        for x, y, n, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path)
        for i in range(int(n))
        if n == back
    }
    dark = {(x + 4, y + 4) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}
    assert drawn == dark
    assert side == len(matrix) + 8


def test_mark_is_drawn_in_strokes_without_text() -> None:
    rule = cap_latar("DRAF CONTOH", 215, 330)
    assert rule.count("%3Cpath") == len("DRAFCONTOH")
    assert "text" not in rule
    assert "font" not in rule


def test_bars_split_what_is_required() -> None:
    (bar, empty) = batang_dokumen(
        [("Area", Hitungan(disetujui=3, menunggu=1, belum=4, dikeluarkan=9)), ("Lain", Hitungan())]
    )
    assert (bar.hitungan.diterima, bar.dalam_proses, bar.belum_diunggah) == (3, 1, 4)
    widths = [Decimal(bar.diterima), Decimal(bar.proses), Decimal(bar.belum)]
    assert sum(widths) == LEBAR_DOKUMEN
    assert Decimal(bar.x_proses) == SUMBU_DOKUMEN + widths[0]
    assert Decimal(bar.x_belum) == SUMBU_DOKUMEN + widths[0] + widths[1]
    assert (empty.diterima, empty.proses, empty.belum) == ("0.0", "0.0", "0.0")


def test_bars_of_long_names_keep_to_one_line() -> None:
    (bar,) = batang_dokumen([("Badan Perencanaan Pembangunan, Penelitian dan Lainnya", Hitungan())])
    assert bar.nama == "Badan Perencanaan Pembangunan ..."


def test_only_rows_that_may_be_tall_break_over_pages() -> None:
    short = isi_potret(tugas=1, berkas=2).tugas[0].capaian[0]
    assert not terbelah(short)
    assert terbelah(isi_potret(tugas=1, berkas=9).tugas[0].capaian[0])
    assert terbelah(replace(short, kendala="kata " * 200))
    assert terbelah(replace(short, narasi="baris\n" * 21))
