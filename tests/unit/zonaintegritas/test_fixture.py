"""The decree's official files are complete, point only at rows that exist, and hold together."""

from collections import Counter
from dataclasses import replace

import pytest

from accounts.models import Unit
from zonaintegritas.models import AnggotaTim, BagianKeputusan, CatatanSumber, Tim
from zonaintegritas.official.fixture import BarisRow, keputusan, pasangan, unit
from zonaintegritas.sumber import LETAK

SUMBER = keputusan()
TIM = [tim for tim in SUMBER.tim if tim.kegiatan]
KEGIATAN = {f"{tim.no_lampiran_2}.{row.huruf}": row for tim in TIM for row in tim.kegiatan}
CATATAN = {note.kode: note for note in SUMBER.catatan}


def rows() -> set[str]:
    """Every row that a source note may name."""
    found = {part.kunci for part in SUMBER.bagian}
    for tim in SUMBER.tim:
        found.add(f"tim.{tim.kode}")
        found |= {f"anggota.{tim.kode}.{one.no}" for one in tim.anggota}
        found |= {f"tugas.{tim.kode}.{no}" for no, _ in tim.tugas}
    for kode, row in KEGIATAN.items():
        found.add(f"kegiatan.{kode}")
        found |= {f"sub.{kode}.{n}" for n, _ in enumerate(row.sub, start=1)}
        found |= {f"indikator.{kode}.{n}" for n, _ in enumerate(row.indikator, start=1)}
    return found


def test_counts() -> None:
    assert Counter(part.jenis for part in SUMBER.bagian) == {
        "menimbang": 3,
        "mengingat": 12,
        "memperhatikan": 1,
        "menetapkan": 1,
        "diktum": 4,
    }
    assert set(BagianKeputusan.Jenis.values) == {part.jenis for part in SUMBER.bagian}
    members = [one for tim in SUMBER.tim for one in tim.anggota]
    assert Counter(one.kedudukan for one in members) == {
        "pengarah": 5,
        "ketua": 1,
        "koordinator": 6,
        "anggota": 24,
    }
    assert set(AnggotaTim.Kedudukan.values) == {one.kedudukan for one in members}
    assert [tim.jenis for tim in SUMBER.tim] == ["pengarah", "pelaksana", *["tim"] * 6]
    assert set(Tim.Jenis.values) == {tim.jenis for tim in SUMBER.tim}
    assert [len(tim.tugas) for tim in SUMBER.tim] == [2, 3, 3, 4, 5, 2, 3, 3]
    assert [
        (
            len(tim.kegiatan),
            sum(len(row.sub) for row in tim.kegiatan),
            sum(len(row.indikator) for row in tim.kegiatan),
        )
        for tim in TIM
    ] == [(6, 19, 13), (3, 5, 10), (6, 8, 14), (6, 5, 6), (4, 12, 13), (5, 19, 19)]
    assert sum(len(row.baris) for row in KEGIATAN.values()) == 74


def test_names_of_the_teams_in_both_annexes() -> None:
    assert [(tim.kode, tim.no_lampiran_2, tim.nama_lampiran_2) for tim in TIM] == [
        ("I", 1, "Manajemen Perubahan"),
        ("II", 2, "Penataan Tatalaksana"),
        ("III", 3, "Penataan Sistem Manajemen"),
        ("IV", 4, "Penguatan Akuntabilitas Kinerja"),
        ("V", 5, "Penguatan Pengawasan"),
        ("VI", 6, "Peningkatan Kualitas Pelayanan Publik"),
    ]
    differ = [tim.kode for tim in TIM if tim.nama != f"TIM {tim.nama_lampiran_2.upper()}"]
    assert differ == ["III"]  # source note Z-06


def test_month_heads_of_every_page() -> None:
    pages = SUMBER.kolom["halaman_lampiran_2"]
    assert [page["bulan"][7] for page in pages] == [
        *("Agu", "Agu", "Agus", "Agu", "Agus", "Agu", "Agus", "Agu", "Agus", "Agu", "Agu")
    ]
    assert {tuple(page["bulan"][:7]) for page in pages} == {
        ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul")
    }


def test_indikator_belong_to_sub_kegiatan_by_their_cells() -> None:
    for kode, row in KEGIATAN.items():
        stored = {n: one.sub for n, one in enumerate(row.indikator, start=1)}
        assert stored == pasangan(row.baris), kode
        places = set(range(1, len(row.sub) + 1))
        assert {place for one in stored.values() for place in one} == places, kode
        printed = [place for line in row.baris for place in line.sub]
        assert printed == sorted(places), kode
    shared = {
        f"{kode}.{n}": one.sub
        for kode, row in KEGIATAN.items()
        for n, one in enumerate(row.indikator, start=1)
        if len(one.sub) > 1
    }
    assert shared == {
        "1.A.3": (3, 4),
        "1.B.2": (2, 3),
        "1.C.1": (1, 2, 3),
        "1.E.1": (1, 2, 3, 4),
        "1.F.2": (2, 3),
        **{f"3.{huruf}.{n}": (1, 2) for huruf in "AB" for n in (1, 2, 3)},
    }
    assert [kode for kode, row in KEGIATAN.items() if not row.sub] == ["4.C"]


def test_pairs_of_rows() -> None:
    line = BarisRow(1, (1,), (1,), "")
    assert pasangan(()) == {}
    assert pasangan((line, replace(line, sub=(2,), indikator=()))) == {1: (1, 2)}
    assert pasangan((line, replace(line, sub=(), indikator=(2,)))) == {1: (1,), 2: (1,)}
    assert pasangan((replace(line, sub=(1, 2), indikator=(1, 2)),)) == {1: (1, 2), 2: (1, 2)}
    assert pasangan((replace(line, sub=()),)) == {1: ()}


def test_ket_stands_on_two_rows() -> None:
    found = {
        (kode, line.sub, line.baris_sumber): line.ket
        for kode, row in KEGIATAN.items()
        for line in row.baris
        if line.ket
    }
    assert found == {
        ("6.C", (1,), 299): "Konsultasi Pelayanan dilakukan di KPU Provinsi NTT",
        ("6.C", (2,), 300): "Terdapat unit pengelola khusus untuk konsultasi dan pengaduan",
    }


def test_notes_name_rows_that_exist() -> None:
    assert list(CATATAN) == [*(f"Z-{n:02d}" for n in range(1, 24)), "X-02"]
    known = rows()
    for note in CATATAN.values():
        assert set(note.baris) <= known, note.kode
        assert len(set(note.baris)) == len(note.baris), note.kode
        assert note.alasan
        assert note.golongan in CatatanSumber.Golongan.values
        assert note.baris or note.letak, note.kode
        assert note.letak in ("", *LETAK), note.kode
    assert {note.letak for note in CATATAN.values()} == {"", *LETAK}


def test_notes_on_structure_name_exactly_the_rows_with_it() -> None:
    differ = [
        f"kegiatan.{kode}" for kode, row in KEGIATAN.items() if len(row.sub) != len(row.indikator)
    ]
    assert differ == list(CATATAN["Z-12"].baris)
    assert len(differ) == 15
    single = [
        f"sub.{kode}.1" for kode, row in KEGIATAN.items() if len(row.sub) == 1 and not row.sub[0].no
    ]
    assert {*single, "kegiatan.4.C", "sub.1.D.1"} == set(CATATAN["Z-11"].baris)
    merged = [
        f"kegiatan.{kode}"
        for kode, row in KEGIATAN.items()
        if any(len(line.sub) > 1 for line in row.baris)
    ]
    assert merged == ["kegiatan.3.A", "kegiatan.3.B"]
    assert set(merged) <= set(CATATAN["Z-14"].baris)
    starts = [page["baris_sumber"] for page in SUMBER.kolom["halaman_lampiran_2"]]
    broken = {
        f"kegiatan.{kode}"
        for kode, row in KEGIATAN.items()
        for start in starts
        if row.baris[0].baris_sumber < start < row.baris[-1].baris_sumber
    }
    assert broken | {*merged, "kegiatan.3.D"} == set(CATATAN["Z-14"].baris)


@pytest.mark.parametrize("kode", ["Z-02", "Z-03", "Z-04", "Z-07", "Z-08", "Z-09", "Z-16", "Z-22"])
def test_quotations_stand_in_the_rows_they_concern(kode: str) -> None:
    note = CATATAN[kode]
    text = "\n".join(
        [
            *(part.teks for part in SUMBER.bagian),
            *(row.teks for row in KEGIATAN.values()),
            *(sub.teks for row in KEGIATAN.values() for sub in row.sub),
            *(one.teks for row in KEGIATAN.values() for one in row.indikator),
            *(line.ket for row in KEGIATAN.values() for line in row.baris),
        ]
    )
    quoted = note.mentah.split('"')[1::2]
    assert quoted
    assert [words for words in quoted if words not in text] == []


def test_units_are_the_six_teams() -> None:
    assert [row.kelompok for row in unit()] == [tim.kode for tim in TIM]
    assert [row.nama.upper() for row in unit()] == [tim.nama for tim in TIM]
    assert {(row.induk, row.jenis) for row in unit()} == {("kpu", Unit.Jenis.TIM)}
    assert len({row.nama_pendek for row in unit()}) == 6
