"""How often a task is due: its own words first, the portal's classification for the rest."""

from datetime import date

import pytest

from evidence.models import AlurSerah, Butir
from satgas.official.fixture import TugasRow, decree
from satgas.official.kewajiban import alur, kewajiban, klasifikasi, kolom_pola
from satgas.pola import PolaTertulis, pola_tertulis, tempo_tertulis

TASKS: dict[str, TugasRow] = {task.kode: task for m in decree().anggota for task in m.tugas}


def test_the_decree_says_so_in_these_tasks_only() -> None:
    stated = {kode: pola_tertulis(task.teks) for kode, task in TASKS.items()}
    assert {kode: found for kode, found in stated.items() if found} == {
        "7.b": PolaTertulis(Butir.Pola.TERUS, "setiap saat"),
        "7.e": PolaTertulis(Butir.Pola.TERUS, "setiap saat"),
        "7.g": PolaTertulis(Butir.Pola.TAHUNAN, "periodik dan tahunan"),
        "7.h": PolaTertulis(Butir.Pola.TAHUNAN, "periodik dan tahunan"),
        "8.i": PolaTertulis(Butir.Pola.TAHUNAN, "untuk tahun berjalan"),
        "9.j": PolaTertulis(Butir.Pola.SEMESTER, "minimal tiap semester"),
        "9.k": PolaTertulis(Butir.Pola.TAHUNAN, "(tahunan)"),
        "12.m": PolaTertulis(Butir.Pola.TAHUNAN, "sebelum bulan Februari tahun berjalan"),
    }


@pytest.mark.parametrize(
    "teks",
    [
        "melakukan Reviu Atas Dokumen Anggaran Daerah Tahunan;",
        "memproses pengesahan APBD tepat waktu;",
        "menyusun Laporan;",
        "penagihan piutang pajak tahun-tahun sebelumnya dan melaporkan;",
        "mengunggah sebelum bulan depan;",
    ],
)
def test_a_name_with_the_word_in_it_says_nothing(teks: str) -> None:
    assert pola_tertulis(teks) is None


def test_words_and_classification_cover_every_task_once() -> None:
    stated = {kode for kode, task in TASKS.items() if pola_tertulis(task.teks)}
    assert len(TASKS) == 132
    assert stated.isdisjoint(klasifikasi())
    assert stated | klasifikasi().keys() == TASKS.keys()
    assert (len(stated), len(klasifikasi())) == (8, 124)


def test_every_pola_is_quoted_or_has_a_reason() -> None:
    for task in TASKS.values():
        row = kewajiban(task)
        assert (row.sumber == Butir.SumberPola.TEKS) == bool(row.kutipan) != bool(row.alasan)
        assert row.kutipan in task.teks
        assert len(row.kutipan) <= 200
        assert row.alasan == row.alasan.strip()
        assert 1 <= row.masa_mutakhir <= 24
    odd = {k for k, row in klasifikasi().items() if row.masa_mutakhir != 3}
    assert {klasifikasi()[kode].pola for kode in odd} == {Butir.Pola.TERUS}


@pytest.mark.parametrize(
    ("teks", "wanted"),
    [
        ("(sebelum bulan Februari tahun berjalan)", date(2024, 1, 31)),
        ("sebelum bulan Maret tahun berjalan", date(2024, 2, 29)),
        ("sebelum bulan Januari tahun berjalan", date(2023, 12, 31)),
        ("setiap saat", None),
    ],
)
def test_a_deadline_in_words(teks: str, wanted: date | None) -> None:
    assert tempo_tertulis(teks, 2024) == wanted


def test_only_one_task_names_a_deadline() -> None:
    due = {kode: kolom_pola(task, 2026)["jatuh_tempo"] for kode, task in TASKS.items()}
    assert {k: d for k, d in due.items() if d} == {"12.m": date(2026, 1, 31)}


def test_hand_overs_stand_in_the_words_of_both_tasks() -> None:
    assert [(row.dari, row.ke) for row in alur()] == [
        ("4.a", "6"),
        ("4.b", "8.g"),
        ("4.c", "8.h"),
        ("4.d", "12.o"),
        ("4.e", "12.p"),
        ("4.f", "15.bb"),
        ("12.e", "4.o"),
        ("12.n", "4.d"),
    ]
    for row in alur():
        assert row.kata_dari in TASKS[row.dari].teks
        assert row.kata_ke in TASKS[row.ke].teks
        assert row.sumber == AlurSerah.Sumber.TEKS
        assert 0 < len(row.uraian) <= 300


def test_both_ends_of_a_hand_over_are_due_alike() -> None:
    for row in alur():
        assert kewajiban(TASKS[row.dari]).pola == kewajiban(TASKS[row.ke]).pola
