"""How often a task is due, read from its own words."""

import pytest

from evidence.models import Butir
from satgas.official.fixture import decree
from satgas.pola import pola_of

TEKS, PORTAL = Butir.SumberPola.TEKS, Butir.SumberPola.PORTAL


def test_the_decree_says_so_in_these_tasks_only() -> None:
    stated = {
        task.kode: pola_of(task.teks)[0]
        for member in decree().anggota
        for task in member.tugas
        if pola_of(task.teks)[1] is TEKS
    }
    assert stated == {
        "7.b": Butir.Pola.TERUS,
        "7.e": Butir.Pola.TERUS,
        "7.g": Butir.Pola.TAHUNAN,
        "7.h": Butir.Pola.TAHUNAN,
        "9.j": Butir.Pola.SEMESTER,
        "9.k": Butir.Pola.TAHUNAN,
        "12.m": Butir.Pola.TAHUNAN,
    }


@pytest.mark.parametrize(
    "teks",
    [
        "melakukan Reviu Atas Dokumen Anggaran Daerah Tahunan;",
        "memproses pengesahan APBD tepat waktu;",
        "menyusun Laporan;",
    ],
)
def test_a_name_with_the_word_in_it_says_nothing(teks: str) -> None:
    assert pola_of(teks) == (Butir.Pola.SEKALI, PORTAL)
