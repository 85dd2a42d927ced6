"""The chart and the words of the evaluation: no bar for what has no data."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from reports.datasets.evaluasi_bentuk import KelompokEvaluasi, Semester
from reports.pdf.roadmap_evaluasi import TINGGI_BATANG, batang
from reports.templatetags.lampiran import dalam_ribu, ribu_rupiah, ribuan
from ukuran.capaian import RataCapaian


def _kelompok(nilai: int | None, klaim: int | None, judul: str = "SDM") -> KelompokEvaluasi:
    def rata(n: int | None) -> RataCapaian:
        return RataCapaian(None if n is None else Fraction(n), int(n is not None), 1, n is not None)

    return KelompokEvaluasi("1.a", judul, (judul,), (), rata(nilai), rata(klaim))


def test_bars_stand_below_each_other_and_none_has_no_bar() -> None:
    found = batang([_kelompok(50, 75), _kelompok(None, None), _kelompok(0, 0), _kelompok(140, 140)])
    assert [b.y for b in found] == [0, TINGGI_BATANG, 2 * TINGGI_BATANG, 3 * TINGGI_BATANG]
    assert [(b.lebar_sah, b.lebar_klaim) for b in found] == [
        (Decimal(50), Decimal(75)),
        (None, None),
        (Decimal(0), Decimal(0)),
        (Decimal(100), Decimal(100)),
    ]
    assert found[3].sah == 140  # the figure is not cut with its bar


def test_a_long_name_is_cut_at_a_word() -> None:
    (bar,) = batang([_kelompok(1, 1, "Prioritas yang harus terus dipelihara dengan sungguh")])
    assert bar.nama == "1.a Prioritas yang harus terus dipelihara ..."


@pytest.mark.parametrize(
    ("semester", "nama", "mulai", "selesai"),
    [
        (Semester(2026, 1), "Semester I Tahun 2026", date(2026, 1, 1), date(2026, 6, 30)),
        (Semester(2026, 2), "Semester II Tahun 2026", date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_semester(semester: Semester, nama: str, mulai: date, selesai: date) -> None:
    assert (semester.nama, semester.mulai, semester.selesai) == (nama, mulai, selesai)


def test_budgets_are_written_as_printed_and_as_reports_write_them() -> None:
    assert [ribuan(n) for n in (1_200_287, 0, None, "")] == ["1,200,287", "0", "", ""]
    half = Decimal("150500500")
    assert [dalam_ribu(n) for n in (half, Decimal(0), None, "")] == ["150,501", "0", "", ""]
    assert ribu_rupiah(half) == "150.501"
