"""The curve as a picture: where its lines run and what it says in words."""

from datetime import date

from zonaintegritas.gambar_kurva import gambar_kurva
from zonaintegritas.jadwal.kurva import Titik


def titik(rencana: list[int], selesai: list[int]) -> list[Titik]:
    done = [*selesai, *[None] * (12 - len(selesai))]
    return [
        Titik(date(2026, n, 1), plan, reached)
        for n, (plan, reached) in enumerate(zip(rencana, done, strict=True), 1)
    ]


def test_nothing_is_drawn_without_tasks() -> None:
    assert gambar_kurva([]) is None


def test_lines_run_over_the_twelve_months_on_one_scale() -> None:
    found = gambar_kurva(titik([0] * 5 + [2, 4, 6, 6, 8, 8, 10], [0] * 6 + [1]))
    assert found is not None
    assert [axis.teks for axis in found.sumbu] == ["0", "5", "10"]
    assert [axis.y for axis in found.sumbu] == ["143.0", "79.0", "15.0"]
    assert found.rencana.startswith("M42.0 143.0 L65.1 143.0")
    assert found.rencana.endswith("L296.0 15.0")
    assert found.rencana.count("L") == 11
    assert found.selesai.count("L") == 6
    assert found.selesai.endswith("L180.5 130.2")
    assert (
        found.uraian
        == "Sampai Juli direncanakan 4, selesai 1. Sampai Desember direncanakan 10 tugas."
    )
    assert [(row.bulan, row.rencana, row.selesai) for row in found.tabel[6:8]] == [
        ("Juli", 4, 1),
        ("Agustus", 6, None),
    ]


def test_an_odd_top_is_made_even_and_zero_keeps_a_scale() -> None:
    odd = gambar_kurva(titik([7] * 12, []))
    assert odd is not None
    assert [axis.teks for axis in odd.sumbu] == ["0", "4", "8"]
    assert odd.selesai == ""
    assert odd.ujung_selesai is None
    assert odd.uraian == "Sampai Desember direncanakan 7 tugas. Belum ada bulan yang dimulai."
    none = gambar_kurva(titik([0] * 12, [0]))
    assert none is not None
    assert [axis.teks for axis in none.sumbu] == ["0", "1", "2"]


def test_more_may_be_done_than_planned() -> None:
    found = gambar_kurva(titik([1] * 12, [4]))
    assert found is not None
    assert [axis.teks for axis in found.sumbu] == ["0", "2", "4"]
    assert found.ujung_selesai is not None
    assert found.ujung_selesai.teks == "selesai 4"
