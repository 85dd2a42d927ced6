"""The official files are complete and point only at rows that exist."""

from collections import Counter

from accounts.models import Unit
from satgas.models import CatatanSumber
from satgas.official.fixture import KPU, PEMPROV, decree, institution


def test_counts_of_the_decree() -> None:
    members = decree().anggota
    tasks = [task for member in members for task in member.tugas]
    assert (
        len(members),
        sum(bool(task.huruf) for task in tasks),
        sum(not task.huruf for task in tasks),
        sum(len(task.sub) for task in tasks),
    ) == (15, 127, 5, 43)
    assert Counter(part.jenis for part in decree().bagian) == {
        "menimbang": 3,
        "mengingat": 4,
        "memperhatikan": 1,
        "diktum": 7,
        "tembusan": 14,
    }


def test_letters_run_past_z() -> None:
    last = [task.huruf for task in decree().anggota[14].tugas[-4:]]
    assert last == ["y", "z", "aa", "bb"]


def test_notes_point_at_existing_rows() -> None:
    tasks = {task.kode for member in decree().anggota for task in member.tugas}
    notes = decree().catatan
    assert [note.kode for note in notes] == [f"S-{n:02d}" for n in range(1, 20)]
    assert {kode for note in notes for kode in note.butir} - tasks == set()
    assert {no for note in notes for no in note.anggota} <= set(range(1, 16))
    assert all(note.golongan in CatatanSumber.Golongan.values for note in notes)
    assert all(note.letak or note.butir or note.anggota for note in notes)


def test_quotations_in_notes_stand_in_the_decree() -> None:
    """A quoted misprint is quoted as printed (what only the OCR read is not in the decree)."""
    row = decree()
    printed = " ".join(
        [
            *(str(value) for value in row.kolom.values()),
            *(part.teks for part in row.bagian),
            *(teks for part in row.bagian for _, teks in part.butir),
            *(f"{m.jabatan} {m.kedudukan}" for m in row.anggota),
            *(task.teks for m in row.anggota for task in m.tugas),
            *(teks for m in row.anggota for task in m.tugas for teks in task.sub),
        ]
    )
    not_printed = {
        "Strategi",  # the word that is meant
        "Membentuk",  # the verb that is missing
        "h.n. GUBERNUR",  # readings of the OCR
        "ka.n. GUBERNUR",
        "f",
        "transparansi Informasi5.",
        "NAMA/JABATAN",  # head of the table
        "BKD",  # the abbreviation that would clash
    }
    quoted = {q for note in row.catatan for q in note.teks.split('"')[1::2]}
    assert {q for q in quoted if q not in printed} <= not_printed


def test_short_names_of_units_do_not_clash() -> None:
    units = institution(PEMPROV).unit
    assert len({unit.nama_pendek for unit in units}) == len(units) == 15
    assert "BKD" not in {unit.nama_pendek for unit in units}
    assert [unit.kode for unit in units if unit.inspektorat] == ["inspektorat"]
    assert {unit.jenis for unit in units} <= set(Unit.Jenis.values)
    assert {member.unit for member in decree().anggota} == {unit.kode for unit in units}
    assert [unit.kode for unit in institution(KPU).unit] == ["kpu"]
