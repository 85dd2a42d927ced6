"""The Road Map's official files are complete, point only at rows that exist, and hold together."""

from collections import Counter
from itertools import pairwise

from accounts.models import Unit
from roadmap.models import BarisAksi, CatatanSumber, Senarai
from roadmap.official.fixture import BarisRow, read, roadmap
from roadmap.official.penanggung import (
    aturan,
    kosong,
    penanggung_baris,
    penanggung_indikator,
    sebutan,
    unit,
)
from roadmap.rekonsiliasi import LETAK_TOTAL

BARIS = {row.kode: row for row in roadmap().baris}
BERISI = {row.kode: row for row in roadmap().baris if not row.judul}
INDIKATOR = {row.kode: row for row in roadmap().indikator}
CATATAN = {note.kode: note for note in roadmap().catatan}

PEMPROV = {row["kode"]: row for row in read("unit_pemprov.json")["unit"]}


def jenis(mentah: str) -> str:
    """The kind of a printed cell, read without the portal's parser."""
    return {"": "kosong", "-": "strip", "0": "nol"}.get(mentah, "isi")


def test_counts_of_the_document() -> None:
    source = roadmap()
    tables = [group for group in source.kelompok if group.kepala_tahun]
    assert (
        len(tables),
        sum(len(group.sasaran) for group in source.kelompok),
        len(source.indikator),
        len(source.program),
        sum(len(program.kegiatan) for program in source.program),
        len(source.baris),
        len(BERISI),
    ) == (21, 28, 40, 8, 48, 90, 88)
    assert Counter(row.tipe for row in source.baris) == {
        "indikator": 86,
        "judul": 2,
        "lanjutan": 1,
        "kegiatan": 1,
    }
    assert set(BarisAksi.Tipe.values) == {row.tipe for row in source.baris}
    assert source.tahun == (2018, 2019, 2020, 2021, 2022)
    assert [row.kode for row in source.indikator] == [f"B{n:02d}" for n in range(1, 41)]


def test_counts_of_the_cells() -> None:
    cells = [sel for row in BERISI.values() for sel in row.sel]
    assert len(cells) == 440
    assert Counter(jenis(sel.anggaran or "") for sel in cells) == {
        "isi": 229,
        "nol": 30,
        "strip": 35,
        "kosong": 146,
    }
    assert Counter(jenis(sel.target) for sel in cells) == {
        "isi": 288,
        "nol": 1,
        "strip": 29,
        "kosong": 122,
    }
    headings = [row for row in BARIS.values() if row.judul]
    assert {(sel.target, sel.anggaran) for row in headings for sel in row.sel} == {("", "")}
    blank = [(r.kode, s.tahun) for r in INDIKATOR.values() for s in r.sel if not s.target]
    assert blank == [("B23", 2022)]


def test_counts_of_the_lists() -> None:
    lists = roadmap().senarai
    found = {
        kelompok: (
            sum(1 for row in lists if row.kelompok == kelompok),
            sum(1 for row in lists if row.kelompok == kelompok for one in row.isi),
        )
        for kelompok in Senarai.Kelompok.values
    }
    headings = sum(1 for row in lists for one in row.isi if one.sumber.get("judul"))
    # 6 programs and number 7 beside the table; 133 lines under 9 headings;
    # 42 lists with 242 lines, and the two of title and contents with 3 and 5
    assert found == {"iii_c": (21, 161), "iii_c_tabel": (7, 133 + 9), "daftar": (42 + 2, 250)}
    assert headings == 9
    assert len({row.kunci for row in lists}) == len(lists)


def test_cells_stand_where_the_ocr_put_them() -> None:
    """Ten cells alternate target and budget; two rows are read elsewhere, two have one '-' more."""
    moved = {row.kode for row in BARIS.values() if row.sel[0].posisi_ocr is not None}
    assert moved == {"F-053", "F-064"}
    for row in BARIS.values():
        cells = [s.posisi_ocr or (s.target, s.anggaran) for s in row.sel]
        printed = [text for pair in cells for text in pair]
        if row.kode in {"E-035", "E-036"}:
            assert row.sel_ocr[10] == "-"
            assert Counter(printed) + Counter("-") == Counter(row.sel_ocr[:11])
        else:
            assert printed == list(row.sel_ocr[:10])
        assert [text for text in row.sel_ocr[10:] if text not in ("", "-")] == (
            [row.penanggung_jawab] if row.penanggung_jawab else []
        )
        assert row.jumlah_kolom_ocr == len(row.sel_ocr) + 3


def test_the_total_row_is_shifted_in_the_ocr() -> None:
    source = roadmap()
    cells = source.kolom["sel_total"]
    assert [cells[n] for n in (6, 8, 10, 12, 14)] == [mentah for _, mentah in source.total]
    assert dict(source.total) == {
        2018: "7,535,604",
        2019: "204,990,918",
        2020: "10,663,211",
        2021: "11,375,515",
        2022: "10,146,551",
    }


def test_rows_that_share_a_budget_have_none() -> None:
    shared = {row.kode: row.anggaran_pada for row in BARIS.values() if row.anggaran_pada}
    assert shared == {
        "H-081": "H-080",
        "H-083": "H-082",
        "H-084": "H-082",
        "H-085": "H-082",
        "H-087": "H-086",
    }
    assert {s.anggaran for kode in shared for s in BARIS[kode].sel} == {""}


def test_every_anomaly_is_a_note() -> None:
    assert list(CATATAN) == [*(f"R-{n:02d}" for n in range(1, 74)), "X-01"]
    assert Counter(note.golongan for note in CATATAN.values()) == {
        "C": 33,
        "E": 21,
        "S": 12,
        "O": 8,
    }
    assert set(CatatanSumber.Golongan.values) >= {n.golongan for n in CATATAN.values()}
    assert all(note.mentah and note.alasan for note in CATATAN.values())
    assert all(note.letak or note.baris for note in CATATAN.values())
    assert max(len(note.letak) for note in CATATAN.values()) <= 120
    assert [n.kode for n in CATATAN.values() if n.letak == LETAK_TOTAL] == ["R-03", "R-04"]


def test_notes_point_at_existing_rows() -> None:
    source = roadmap()
    known = BERISI.keys() | INDIKATOR.keys() | {program.huruf for program in source.program}
    known |= {f"{p.huruf}.{k.no}" for p in source.program for k in p.kegiatan}
    for note in CATATAN.values():
        assert set(note.baris) - known == set(), note.kode
        assert len(set(note.baris)) == len(note.baris), note.kode


def test_proposed_readings() -> None:
    found = [
        (note.kode, one.baris, one.tahun, one.target, one.anggaran_ribu)
        for note in CATATAN.values()
        for one in note.usulan_baca
    ]
    assert found == [("R-05", "A-006", 2019, "", 190_000), ("R-39", "B31", 2019, "90%", None)]
    assert next(s for s in BARIS["A-006"].sel if s.tahun == 2019).anggaran == "190,000,000"
    assert next(s for s in INDIKATOR["B31"].sel if s.tahun == 2019).target == "900%"


def test_what_the_printed_total_includes() -> None:
    included = [note.kode for note in CATATAN.values() if note.dalam_total]
    assert included == ["R-01", "R-02", "R-05", "R-06", "R-07", "R-09", "R-11", "R-12", "R-31"]
    assert {note.dalam_total for note in CATATAN.values()} == {True, None}


def test_targets_without_money_are_noted() -> None:
    """R-08 names every row with a target and no amount in a year; A.7 has a note of its own."""
    without = {
        row.kode
        for row in BERISI.values()
        for sel in row.sel
        if jenis(sel.target) == "isi" and jenis(sel.anggaran or "") != "isi"
    }
    assert without == {*CATATAN["R-08"].baris, "A-007"}
    assert "A-007" in CATATAN["R-06"].baris
    zeros = [
        (row.kode, sel.tahun)
        for row in BERISI.values()
        for sel in row.sel
        if jenis(sel.target) == "isi" and sel.anggaran == "0"
    ]
    assert len(zeros) == 28
    assert {kode[0] for kode, _ in zeros} == {"G"}


def test_money_without_a_target_is_noted() -> None:
    without = {
        row.kode for row in BERISI.values() for sel in row.sel if not sel.target and sel.anggaran
    }
    assert without == set(CATATAN["R-09"].baris)


def test_notes_on_wording_name_exactly_the_rows_with_it() -> None:
    words = {
        "R-35": ["dan Pokja Organisasi"],
        "R-36": [
            "Pokja SDM",
            "Pokja Akuntabilitas dan Pengawasan",
            "POKJA Akuntabilitas",
            "Pokja Pengawasan",
            "Inspektur Daerah",
            "Inspektorat",
            "Pokja Organisasi",
        ],
    }
    for kode, wanted in words.items():
        found = [r.kode for r in BARIS.values() if any(w in r.penanggung_jawab for w in wanted)]
        assert found == list(CATATAN[kode].baris), kode
    typos = (
        "Terlaksanananya",
        "Tersediannya",
        "tata naska dinas",
        "Instansi Pemerintah Pemerintah Provinsi",
        "agent perubahan",
        "Pemrov",
        "Penyelarasan, kebijakan",
    )
    found = [
        row.kode
        for row in BARIS.values()
        if any(t in f"{row.kegiatan_tercetak} {row.indikator_tercetak}" for t in typos)
    ]
    assert found == list(CATATAN["R-38"].baris)
    cut = {"F-048", "H-082"}  # a separator or a word is missing
    assert {*kosong(), *cut} == set(CATATAN["R-34"].baris)


def test_quotations_stand_in_the_document() -> None:
    """What a note quotes as printed is printed (what only the prose has is not in these files)."""
    source = roadmap()
    printed = "\n".join(
        [
            *(str(value) for value in source.kolom.values()),
            *(mentah for _, mentah in source.total),
            *(text for g in source.kelompok for text in (*g.jalur, *g.kepala_tahun, g.teks)),
            *(s.teks for g in source.kelompok for s in g.sasaran),
            *(text for r in INDIKATOR.values() for text in (r.teks, *(s.target for s in r.sel))),
            *(p.judul_tercetak for p in source.program),
            *(k.no for p in source.program for k in p.kegiatan),
            *(
                text
                for r in BARIS.values()
                for text in (
                    r.kegiatan_tercetak,
                    r.indikator_tercetak,
                    r.penanggung_jawab,
                    *r.sel_ocr,
                )
            ),
            *(
                text
                for lst in source.senarai
                for text in (
                    lst.judul,
                    lst.pengantar,
                    str(lst.sumber.get("label", "")),
                    *(one.teks for one in lst.isi),
                )
            ),
        ]
    )
    only_in_prose = {
        "fokus perubahan untuk Prioritas Pembinaan Manajemen Pemerintah Daerah, Prioritas yang "
        "harus terus dipelihara, dan Prioritas yang terkait dengan peningkatan kualitas pelayanan",
        "empat fokus perubahan",
        "5 (lima) aspek",
        "Tahai II",
        "Tahap I periode 2013-2018",
        "1. Media Monitoring",
        "2. Mekanisme monitoring.",
        "1. Media Evaluasi",
        "b. Mekanisme evaluasi dilakukan sebagai berikut:",
        "Bab II",
        "Bab IV",
        "l.",
        "74,84%",
        "4,39%",
        "20,83%",
        "47.931,54 km²",
        "(1) Pulau Flores",
        "(2) Pulau Timor",
        "(3) Pulau Sumba",
    }
    quoted = {q for note in CATATAN.values() for q in note.mentah.split('"')[1::2]}
    assert {q for q in quoted if q not in printed} == only_in_prose


def test_units_do_not_clash_with_those_of_the_decree() -> None:
    rows = unit()
    assert [row.kode for row in rows] == [
        "pokja-mental-aparatur",
        "pokja-peraturan",
        "pokja-organisasi",
        "pokja-tatalaksana",
        "pokja-sdm-aparatur",
        "pokja-akuntabilitas-pengawasan",
        "pokja-pelayanan-publik",
        "pokja-monev",
        "upg",
        "satgas-spip-pemda",
        "satgas-spip-pd",
    ]
    short = {row.nama_pendek for row in rows}
    assert len(short) == 11
    assert not short & {row["nama_pendek"] for row in PEMPROV.values()}
    assert not {row.kode for row in rows} & PEMPROV.keys()
    assert {row.induk for row in rows} == {"setda", "inspektorat"}
    assert {row.jenis for row in rows} <= set(Unit.Jenis.values)


def named(text: str) -> list[str]:
    """Units that a string names, in its order: at each place the longest name counts."""
    names = sorted(sebutan().items(), key=lambda item: -len(item[0]))
    found: list[str] = []
    while text:
        for nama, kode in names:
            if text.startswith(nama):
                found += [kode] if kode not in found else []
                text = text[len(nama) :]
                break
        else:
            text = text[1:]
    return found


def test_every_string_of_the_source_is_resolved_in_its_order() -> None:
    strings = {row.penanggung_jawab: row for row in BERISI.values() if row.penanggung_jawab}
    assert len(strings) == 18
    for text, row in strings.items():
        who = penanggung_baris(row, BARIS)
        assert list(who.unit) == named(text), text
        offices = [kode for kode in who.unit if kode in PEMPROV]
        assert who.pelapor == (offices or list(who.unit))[0], text
        assert who.alasan
    rest = {text: penanggung_baris(row, BARIS).teks for text, row in strings.items()}
    assert {text: teks for text, teks in rest.items() if teks} == {
        "Pokja Peraturan Perundang-Undangan, Biro Hukum Setda Prov. NTT dan PD terkait": (
            "PD terkait"
        )
    }


def test_blank_cells_are_answered_by_the_first_row_of_their_kegiatan() -> None:
    blank = [row.kode for row in BERISI.values() if not row.penanggung_jawab]
    assert blank == list(kosong())
    first: dict[str, BarisRow] = {}
    for program in roadmap().program:
        for kegiatan in program.kegiatan:
            first |= dict.fromkeys((row.kode for row in kegiatan.baris), kegiatan.baris[0])
    for kode in blank:
        assert kosong()[kode][0] == first[kode].kode
        who = penanggung_baris(BARIS[kode], BARIS)
        assert who.pelapor == penanggung_baris(first[kode], BARIS).pelapor


def test_every_indikator_has_a_unit_and_a_reason() -> None:
    who = {kode: penanggung_indikator(row) for kode, row in INDIKATOR.items()}
    assert {one.pelapor for one in who.values()} <= PEMPROV.keys()
    assert all(one.alasan and one.unit == (one.pelapor,) for one in who.values())
    assert Counter(one.pelapor for one in who.values()) == {
        "biro-organisasi": 16,
        "badan-kepegawaian": 8,
        "inspektorat": 5,
        "badan-keuangan": 4,
        "dinas-kominfo": 2,
        "dpmptsp": 2,
        "dinas-pupr": 1,
        "bappelitbangda": 1,
        "badan-pendapatan-aset": 1,
    }


def test_rules() -> None:
    every = {kode: aturan(kode) for kode in [*INDIKATOR, *BERISI]}
    assert [kode for kode, rule in every.items() if rule.arah == "min"] == ["B10"]
    assert {rule.sifat for rule in every.values()} == {"tahunan"}
    assert {kode: rule.skala for kode, rule in every.items() if rule.skala} == {
        "B18": "opini-bpk",
        "B26": "sakip",
        "B27": "kepatuhan",
    }
    assert "R-44" in every["B10"].alasan
    assert all(rule.alasan for rule in every.values())


def test_the_only_falling_series_is_the_one_to_minimise() -> None:
    """Apart from the slip "900%" (R-39)."""
    falling = set()
    for row in INDIKATOR.values():
        numbers = [int(s.target.split("%")[0]) for s in row.sel if s.target.split("%")[0].isdigit()]
        if any(a > b for a, b in pairwise(numbers)):
            falling.add(row.kode)
    assert falling == {"B10", "B31"}
