"""Amounts in thousands and millions are never read for rupiah in silence."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from imports.analysis.satuan import beda_satuan, kali_uang
from imports.reading import Lembar, buka
from sheets.columns import Desimal, Kolom, Teks, Uang
from sheets.resource import Tingkat

KOLOM = {
    "nama": Kolom("Nama", Teks()),
    "pagu": Kolom("Pagu (Rp)", Desimal(0)),
    "tercetak": Kolom("Anggaran (Rp.000)", Teks()),
    "uang": Kolom("Biaya", Uang()),
}
LETAK = {nama: ke for ke, nama in enumerate(KOLOM, start=1)}


@pytest.mark.parametrize(
    ("judul", "kali"),
    [
        ("Pagu (Rp)", 1),
        ("Pagu dalam rupiah", 1),
        ("Anggaran (Rp.000)", 10**3),
        ("Anggaran (Rp. 000,-)", 10**3),
        ("Anggaran (dalam ribuan)", 10**3),
        ("Anggaran (Rp ribu)", 10**3),
        ("Anggaran (x1.000)", 10**3),
        ("Anggaran ('000)", 10**3),
        ("Rp (juta)", 10**6),
        ("Pagu Rp.000.000", 10**6),
        ("dalam jutaan rupiah", 10**6),
        ("Nilai (miliar Rp)", 10**9),
        ("Nilai (Rp milyar)", 10**9),
        ("Nilai (Rp triliun)", 10**12),
        ("Pagu (Rp jt)", 10**6),
        ("Pagu (jt Rp)", 10**6),
        ("Pagu (Rp M)", 10**9),
        ("Pagu (Rp rb)", 10**3),
        ("Pagu (dalam Rp 1.000)", 10**3),
        ("Pagu (dalam Rp. 1.000,-)", 10**3),
        ("Pagu (Rp1.000)", 10**3),
        ("Pagu (Rp 1.000.000)", 10**6),
        ("Sejuta pohon", None),
        ("Pagu", None),
        ("Target 2.000", None),
    ],
)
def test_the_unit_of_a_heading(judul: str, kali: int | None) -> None:
    assert kali_uang(judul) == kali


def lembar(*rows: list[Any]) -> Lembar:
    """The sheet of these rows."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return buka("a.xlsx", io.BytesIO(out.getvalue()), batas_byte=10**6, batas_baris=100).lembar[0]


def temuan(*rows: list[Any], judul: int = 1) -> dict[str, tuple[int, int]]:
    """Columns with a finding, and the cell that it is about."""
    return {t.kolom: letak for letak, t in beda_satuan(lembar(*rows), judul, LETAK, KOLOM)}


ISI = ["a", 1, 2, 3]


def test_headings_of_the_kind_itself_are_right() -> None:
    assert temuan([k.judul for k in KOLOM.values()], ISI) == {}
    assert temuan(["Nama", "Pagu", "Anggaran", "Biaya"], ISI) == {}


def test_a_heading_of_another_unit_is_named() -> None:
    head = ["Nama", "Pagu (juta)", "Anggaran (Rp)", "Biaya (dalam ribuan)"]
    assert temuan(head, ISI) == {"pagu": (1, 2), "tercetak": (1, 3), "uang": (1, 4)}
    found = next(iter(beda_satuan(lembar(head, ISI), 1, LETAK, KOLOM)))[1]
    assert (found.pesan, found.saran) == (
        "“Pagu (juta)” menyebut jutaan rupiah, sedangkan kolom Pagu (Rp) dibaca dalam rupiah "
        "penuh.",
        "Ubah angkanya menjadi rupiah penuh, lalu ganti judul kolomnya menjadi Pagu (Rp).",
    )


def test_a_row_of_units_and_a_note_above_count_too() -> None:
    plain = ["Nama", "Pagu", "Anggaran", "Biaya"]
    assert temuan(plain, [None, "Rp (juta)", "Rp (ribu)", "Rp"], ISI) == {"pagu": (2, 2)}
    amounts = ["a", "Rp 1.000", "Rp 150.000", "Rp 7"]
    assert temuan(plain, amounts) == {}
    assert temuan(plain, ["a", "Rp -", "Rp. 0,-", "Rp –"]) == {}
    note = ["(dalam ribuan rupiah)"]
    assert temuan(note, plain, ISI, judul=2) == {"pagu": (1, 1), "uang": (1, 1)}
    named = ["Nama", "Pagu (Rp)", "Anggaran", "Biaya (Rp)"]
    found = [t for _, t in beda_satuan(lembar(note, named, ISI), 2, LETAK, KOLOM)]
    assert [(t.kolom, t.tingkat) for t in found] == [
        ("pagu", Tingkat.PERINGATAN),
        ("uang", Tingkat.PERINGATAN),
    ]
    title = ["Realisasi rencana aksi dalam Program 3 Juta Rumah"]
    assert temuan(title, plain, ISI, judul=2) == {}
    for short in ("(dalam Rp 1.000)", "(dalam Rp jt)", "Satuan: juta"):
        assert set(temuan([short], plain, ISI, judul=2)) >= {"pagu", "uang"}
    assert temuan(["PROGRAM SEPULUH JUTA POHON"], plain, ISI, judul=2) == {}
