"""The sheet: scores of three stages, evidence, rights, in a constant number of queries."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import segar
from tests.factories.lke import ISI, NILAI_ISI, LKEUji, isi_semua, majukan
from ukuran.lke.instrumen import Predikat
from zonaintegritas.lke.lembar import lembar, nilai_lke
from zonaintegritas.models import LKE, PertanyaanLKE, StatusLKE, Tahap


def test_an_empty_sheet_has_no_score_and_says_so(dunia: LKEUji) -> None:
    page = lembar(dunia.segar(), dunia.operator)
    hasil = page.nilai[Tahap.MANDIRI]
    assert hasil.nilai is None
    assert (hasil.terjawab, hasil.jumlah) == (0, 8)
    assert page.belum_dijawab(Tahap.MANDIRI) == tuple(ISI)
    assert [b.lama for b in page.baris()] == [""] * 8


def test_scores_of_a_full_sheet_are_those_worked_out_by_hand(dunia: LKEUji) -> None:
    isi_semua(dunia, dunia.operator)
    page = lembar(dunia.segar(), dunia.operator)
    hasil = page.nilai[Tahap.MANDIRI]
    assert hasil.nilai == NILAI_ISI
    assert hasil.predikat is Predikat.WBBM
    assert page.nilai[Tahap.EVALUATOR].nilai is None
    by_code = {b.komponen.kode: b.nilai[Tahap.MANDIRI].nilai for b in page.bagian}
    assert by_code == {
        "P": Decimal("52.5"),
        "A": Decimal("25"),
        "A.I": Decimal("7.5"),
        "A.II": Decimal("17.5"),
        "B": Decimal("27.5"),
        "B.I": Decimal("7.5"),
        "B.II": Decimal("20"),
        "H": Decimal("37.5"),
        "H.I": Decimal("22.5"),
        "H.II": Decimal("15"),
    }
    assert [(b.komponen.kode, b.kedalaman) for b in page.bagian] == [
        ("P", 0),
        ("A", 1),
        ("A.I", 2),
        ("A.II", 2),
        ("B", 1),
        ("B.I", 2),
        ("B.II", 2),
        ("H", 0),
        ("H.I", 1),
        ("H.II", 1),
    ]
    row = page.dari("A.II.2")
    assert row is not None
    assert row.nilai[Tahap.MANDIRI] == Decimal("0.75")
    assert row.sebut(Tahap.MANDIRI) == "45 dari 60"
    assert row.tanpa_bukti
    assert nilai_lke(dunia.segar()) == page.nilai


@pytest.mark.parametrize("siapa", ["operator", "verifikator", "tpi_anggota", "auditor"])
def test_queries_do_not_grow_with_the_questions(dunia: LKEUji, siapa: str) -> None:
    isi_semua(dunia, dunia.operator)
    for n in range(60):
        PertanyaanLKE.objects.create(
            instrumen=dunia.instrumen,
            komponen=dunia.pertanyaan["A.I.1"].komponen,
            kode=f"X.{n}",
            urut=100 + n,
            teks="Tambahan",
            skala=dunia.pertanyaan["A.I.1"].skala,
        )
    user = segar(getattr(dunia, siapa))
    lke = (
        LKE.objects.visible_to(user)
        .select_related("instansi", "unit", "instrumen")
        .get(pk=dunia.lke.pk)
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = lembar(lke, user)
        for row in page.baris():
            row.sebut(Tahap.MANDIRI)
            for jawaban in row.jawaban.values():
                assert jawaban.oleh.nama
            assert row.pertanyaan.skala.nama
    assert len(list(page.baris())) == 68
    assert len(queries) == 7


def test_the_mark_of_the_form_follows_the_stage(dunia: LKEUji) -> None:
    isi_semua(dunia, dunia.operator)
    page = lembar(dunia.segar(), dunia.operator)
    assert all(b.isi is Tahap.MANDIRI and b.lama for b in page.baris())
    majukan(dunia, StatusLKE.EVALUASI)
    page = lembar(dunia.segar(), dunia.verifikator)
    assert {(b.isi, b.lama) for b in page.baris()} == {(Tahap.EVALUATOR, "")}
    page = lembar(dunia.segar(), dunia.operator)
    assert {(b.isi, b.lama) for b in page.baris()} == {(None, "")}
