"""What words propose: table by table, and for every row of the official action plan."""

import json

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from zonaintegritas.jadwal.usulan import Usulan, sebaran, usulan

TRIWULAN, SEMESTER, SEMUA = (3, 6, 9, 12), (6, 12), tuple(range(1, 13))


@pytest.mark.parametrize(
    ("teks", "kutipan", "bulan"),
    [
        ("Pelaporan Gratifikasi dilakukan setiap triwulan;", "setiap triwulan", TRIWULAN),
        ("Laporan triwulanan", "triwulanan", TRIWULAN),
        ("dilaporkan tiap triwulan", "tiap triwulan", TRIWULAN),
        (
            "Survei dilakukan minimal 4 kali dalam setahun.",
            "minimal 4 kali dalam setahun",
            TRIWULAN,
        ),
        ("paling sedikit empat kali setahun", "paling sedikit empat kali setahun", TRIWULAN),
        ("6 (enam) kali dalam 1 tahun", "6 (enam) kali dalam 1 tahun", (2, 4, 6, 8, 10, 12)),
        ("dua kali dalam satu tahun", "dua kali dalam satu tahun", SEMESTER),
        ("Penilaian secara periodik (semesteran)", "semesteran", SEMESTER),
        ("setiap semester", "setiap semester", SEMESTER),
        ("Rapat setiap bulan", "setiap bulan", SEMUA),
        ("laporan bulanan", "bulanan", SEMUA),
        ("15 kali setahun", "15 kali setahun", SEMUA),
        ("Laporan tahunan", "tahunan", (12,)),
        ("sekali dalam setahun", "sekali dalam setahun", (12,)),
        ("Dilakukan SEPANJANG TAHUN", "SEPANJANG TAHUN", SEMUA),
        ("Perbaikan dilakukan secara terus-menerus.", "terus-menerus", SEMUA),
        ("perbaikan secara terus menerus", "terus menerus", SEMUA),
    ],
)
def test_words_that_name_a_number_of_times(teks: str, kutipan: str, bulan: tuple[int, ...]) -> None:
    assert usulan(teks) == Usulan("berulang", bulan, kutipan)


@pytest.mark.parametrize(
    "teks",
    [
        "",
        "Public campaign dilakukan secara berkala",
        "diterapkan secara rutin/berkelanjutan",
        "Menerapkan SOP dalam pekerjaan sehari-hari",
        "pada setiap komponen perubahan",
        "Revisi Renstra Tahun 2022",
        "rencana lima tahunan",
        "rencana 5 tahunan",
        "0 kali setahun",
        "4 kali pertemuan",
        "pertriwulanannya",
    ],
)
def test_words_that_name_none(teks: str) -> None:
    assert usulan(teks) is None


def test_of_several_the_highest_counts_and_of_equals_the_first() -> None:
    assert usulan("tahunan", "setiap triwulan, semesteran") == Usulan(
        "berulang", TRIWULAN, "setiap triwulan"
    )
    assert usulan("triwulanan", "4 kali setahun") == Usulan("berulang", TRIWULAN, "triwulanan")


@given(kali=st.integers(1, 40))
def test_months_are_spread_over_the_year(kali: int) -> None:
    months = sebaran(kali)
    assert len(months) == len(set(months)) == min(kali, 12)
    assert months[-1] == 12
    gaps = {b - a for a, b in zip((0, *months), months, strict=False)}
    assert max(gaps) - min(gaps) <= 1


def test_every_row_of_the_official_action_plan() -> None:
    path = settings.BASE_DIR / "fixtures" / "official" / "zi.json"
    found = {}
    for tim in json.loads(path.read_text(encoding="utf-8"))["lampiran_2"]["tim"]:
        for kegiatan in tim["kegiatan"]:
            for kind in ("sub", "indikator"):
                for urut, one in enumerate(kegiatan[kind], start=1):
                    proposed = usulan(one["teks"])
                    if proposed:
                        place = f"{tim['no']}.{kegiatan['huruf']} {kind} {urut}"
                        found[place] = (proposed.kutipan, len(proposed.bulan))
    assert found == {
        "3.D sub 1": ("semesteran", 2),
        "5.A indikator 2": ("setiap triwulan", 4),
        "6.D indikator 1": ("minimal 4 kali dalam setahun", 4),
        "6.E sub 3": ("terus menerus", 12),
        "6.E indikator 3": ("terus-menerus", 12),
    }
