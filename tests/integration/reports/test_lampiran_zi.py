"""Both annexes of the official decree: every printed cell, heads, pages, closing lines."""

import json
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit, User
from accounts.permissions import Role
from evidence.models import Rencana
from reports.datasets.lampiran_zi import bangun_lampiran_aksi, bangun_lampiran_tim
from reports.datasets.lampiran_zi_bentuk import LampiranAksi, LampiranTim
from reports.pdf.lampiran_zi import cetak_aksi, cetak_tim
from reports.xlsx.lampiran_zi import CATATAN, tulis_aksi, tulis_tim
from tests.factories import buat_user, segar
from tests.integration.reports.dunia_roadmap import (
    halaman_pdf,
    lembar_kerja,
    tanpa_spasi,
    ukuran_pdf,
)

KOLOM_2 = ("NO.", "TIMKERJA", "KEGIATAN", "SUBKEGIATAN", "INDIKATORKEBERHASILAN", "KET.")


@pytest.fixture
def zi(resmi: SimpleNamespace) -> SimpleNamespace:
    """The official plan of the Zona Integritas, its source, and a reader of its institution."""
    d = SimpleNamespace()
    d.rencana = Rencana.objects.select_related("instansi").get(jenis=Rencana.Jenis.ZI)
    unit = Unit.objects.filter(instansi=d.rencana.instansi).order_by("jalur")[0]
    d.auditor = buat_user("auditor.zi", Role.AUDITOR, unit)
    path = Path(settings.BASE_DIR) / "fixtures" / "official" / "zi.json"
    d.sumber = json.loads(path.read_text("utf-8"))
    return d


def _tim(d: SimpleNamespace) -> LampiranTim:
    return bangun_lampiran_tim(d.rencana, segar(d.auditor))


def _aksi(d: SimpleNamespace) -> LampiranAksi:
    return bangun_lampiran_aksi(d.rencana, segar(d.auditor))


def _cetak(lampiran: LampiranTim | LampiranAksi, folder: Path, nama: str = "l.pdf") -> Path:
    target = folder / nama
    if isinstance(lampiran, LampiranTim):
        cetak_tim(lampiran, target, lambda page: None)
    else:
        cetak_aksi(lampiran, target, lambda page: None)
    return target


def _penutup(d: SimpleNamespace, bagian: str) -> list[str]:
    (found,) = (one for one in d.sumber["penutup"] if one["bagian"] == bagian)
    signed = [*found["tempat_tanggal"], *found["jabatan"], found["tanda"], found["nama"]]
    return [*signed, *found["pengesahan"], found["pengesah"]]


def _sel_tim(d: SimpleNamespace) -> list[str]:
    """Every cell of Lampiran I as the source prints it."""
    cells: list[str] = []
    for group in d.sumber["lampiran_1"]["kelompok"]:
        cells.append(group["judul_tercetak"])
        for one in group["anggota"]:
            row = (one["no_tercetak"], one["nama"], one["jabatan"], one["kedudukan_tercetak"])
            cells += [cell for cell in row if cell]
        cells += [f"{task['no']}. {task['teks']}" for task in group["tugas"]]
    return cells


def _indikator(one: dict[str, Any]) -> str:
    return f"{one['huruf']}. {one['teks']}" if one["huruf"] else str(one["teks"])


def _baris_aksi(d: SimpleNamespace) -> list[tuple[str, ...]]:
    """Every row of Lampiran II as the source prints it, without months."""
    rows: list[tuple[str, ...]] = []
    for tim in d.sumber["lampiran_2"]["tim"]:
        head = (str(tim["no"]), tim["nama_tercetak"])
        for kegiatan in tim["kegiatan"]:
            name = f"{kegiatan['huruf']}. {kegiatan['teks']}"
            for row in kegiatan["baris"]:
                sub = [kegiatan["sub"][n - 1] for n in row["sub"]]
                proof = [kegiatan["indikator"][n - 1] for n in row["indikator"]]
                steps = "\n".join(f"{s['no']} {s['teks']}".strip() for s in sub)
                proofs = "\n".join(_indikator(one) for one in proof)
                rows.append((*head, name, steps, proofs, row["ket"]))
                head, name = ("", ""), ""
    return rows


def test_every_printed_cell_of_lampiran_1_is_found(zi: SimpleNamespace, tmp_path: Path) -> None:
    lampiran = _tim(zi)
    cells = _sel_tim(zi)
    assert sum(len(k.orang) for k in lampiran.kelompok) == 36
    assert sum(len(k.tugas) for k in lampiran.kelompok) == 25
    text = "".join(halaman_pdf(_cetak(lampiran, tmp_path)))
    source = zi.sumber["lampiran_1"]
    heads = [*source["kepala"], *source["judul"], *source["kolom"], *_penutup(zi, "lampiran_1")]
    assert [cell for cell in (*cells, *heads) if tanpa_spasi(cell) not in text] == []
    target = tmp_path / "l.xlsx"
    tulis_tim(lampiran, target)
    sheet = lembar_kerja(target, "Lampiran I")
    found = [str(c.value) for row in sheet.iter_rows(max_col=5) for c in row if c.value is not None]
    first = found.index("PENGARAH")
    last = len(found) - len(_penutup(zi, "lampiran_1"))
    assert sorted(found[first:last]) == sorted(cells)
    assert found[last:] == _penutup(zi, "lampiran_1")
    assert found[:first] == [
        "SALINAN",
        *source["kepala"],
        *source["judul"],
        *source["kolom"],
        *source["nomor_kolom"],
    ]


def test_every_printed_cell_of_lampiran_2_is_found(zi: SimpleNamespace, tmp_path: Path) -> None:
    lampiran = _aksi(zi)
    rows = _baris_aksi(zi)
    assert len(rows) == 74
    assert [
        (
            "" if b.atas.tim else b.no,
            "" if b.atas.tim else b.tim,
            "" if b.atas.kegiatan else str(b.kegiatan),
            "\n".join(map(str, b.sub)),
            "\n".join(map(str, b.indikator)),
            b.ket,
        )
        for b in lampiran.baris
    ] == rows
    assert sum(len(b.sub) for b in lampiran.baris) == 68
    assert sum(len(b.indikator) for b in lampiran.baris) == 75
    text = "".join(halaman_pdf(_cetak(lampiran, tmp_path)))
    source = zi.sumber["lampiran_2"]
    heads = [*source["kepala"], *source["judul"], *source["kolom"], *_penutup(zi, "lampiran_2")]
    cells = [line for row in rows for cell in row for line in cell.split("\n") if line]
    assert [cell for cell in (*cells, *heads) if tanpa_spasi(cell) not in text] == []


def test_workbook_of_lampiran_2_has_the_printed_rows_and_spans(
    zi: SimpleNamespace, tmp_path: Path
) -> None:
    target = tmp_path / "l.xlsx"
    tulis_aksi(_aksi(zi), target)
    sheet = lembar_kerja(target, "Lampiran II")
    top = next(r for r in range(1, 40) if sheet.cell(r, 1).value == "NO.")
    heads = [
        [c for c in row if c is not None] for row in sheet.iter_rows(top, top + 2, 1, 18, True)
    ]
    source = zi.sumber["lampiran_2"]
    assert heads == [
        source["kolom"],
        source["halaman"][0]["bulan"],
        [int(n) for n in source["nomor_kolom"]],
    ]
    body = list(sheet.iter_rows(top + 3, top + 2 + 74, 1, 18, True))
    assert [
        tuple("" if row[n] is None else str(row[n]) for n in (0, 1, 2, 3, 4, 17)) for row in body
    ] == _baris_aksi(zi)
    assert {cell for row in body for cell in row[5:17]} == {None}
    spans = {str(r) for r in sheet.merged_cells.ranges}
    assert {f"F{top}:Q{top}", f"A{top}:A{top + 1}", f"R{top}:R{top + 1}"} <= spans
    assert {f"A{top + 3}:A{top + 23}", f"C{top + 3}:C{top + 6}"} <= spans  # team 1; kegiatan A
    assert (sheet.print_title_rows, sheet.freeze_panes) == (
        f"${top}:${top + 2}",
        f"A{top + 3}",
    )
    tail = [str(v) for row in sheet.iter_rows(top + 77, values_only=True) for v in row if v]
    assert tail == _penutup(zi, "lampiran_2")
    notes = lembar_kerja(target, CATATAN)
    codes = [row[0] for row in notes.iter_rows(min_row=2, values_only=True)]
    assert codes == [note.kode for note in _aksi(zi).naskah.catatan]


def test_pages_carry_heads_marks_and_numbers(zi: SimpleNamespace, tmp_path: Path) -> None:
    for lampiran, size, heads, last_row in (
        (_tim(zi), (215, 330), ("KEDUDUKANDALAMTIM", "TUGASDALAMTIM"), "S.AnedoPradiptaNugroho"),
        (_aksi(zi), (330, 215), KOLOM_2, "Perbaikandilakukansecaraterus-menerus."),
    ):
        target = _cetak(lampiran, tmp_path)
        pages = halaman_pdf(target)
        assert ukuran_pdf(target) == {size}
        total = len(pages)
        assert [f"Halaman{n}dari{total}" in p for n, p in enumerate(pages, 1)] == [True] * total
        assert all("SALINAN" in page for page in pages)
        assert "CONTOH" not in "".join(pages)
        (last,) = (n for n, page in enumerate(pages) if last_row in page)
        assert [all(head in page for head in heads) for page in pages] == [
            n <= last for n in range(total)
        ]
        assert "Salinansesuaidenganaslinya" in pages[last]  # no closing lines without a row
        text = "".join(pages)
        notes = lampiran.naskah.catatan
        assert [note.kode for note in notes if tanpa_spasi(note.alasan) not in text] == []


def test_official_months_are_blank_and_said_to_be_so(zi: SimpleNamespace, tmp_path: Path) -> None:
    lampiran = _aksi(zi)
    assert lampiran.terencana is False
    assert {b.sel_bulan for b in lampiran.baris} == {(False,) * 12}
    assert list(lampiran.bulan) == zi.sumber["lampiran_2"]["halaman"][0]["bulan"]
    text = "".join(halaman_pdf(_cetak(lampiran, tmp_path)))
    assert "Bulanyangdiarsir" not in text
    assert "Keduabelaskolombulankosong" in text  # source note Z-01


def test_files_are_tagged_archivable_and_repeat(zi: SimpleNamespace, tmp_path: Path) -> None:
    both: tuple[LampiranTim | LampiranAksi, ...] = (_tim(zi), _aksi(zi))
    for nomor, lampiran in enumerate(both):
        one = _cetak(lampiran, tmp_path, f"{nomor}a.pdf")
        assert one.read_bytes() == _cetak(lampiran, tmp_path, f"{nomor}b.pdf").read_bytes()
        with pikepdf.open(one) as pdf:
            assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("id", True)
            with pdf.open_metadata() as meta:
                assert meta.pdfa_status == "2A"
        qpdf = shutil.which("qpdf")
        if qpdf:  # where it is installed, it finds nothing
            done = subprocess.run([qpdf, "--check", one], capture_output=True, text=True)
            assert done.returncode == 0, done.stdout
    tulis_tim(_tim(zi), tmp_path / "a.xlsx")
    books = []
    lampiran_2 = _aksi(zi)
    for nama in ("b.xlsx", "c.xlsx"):
        tulis_aksi(lampiran_2, tmp_path / nama)
        books.append((tmp_path / nama).read_bytes())
    assert books[0] == books[1]


def test_renderers_never_query_and_datasets_little(zi: SimpleNamespace, tmp_path: Path) -> None:
    user: User = segar(zi.auditor)
    with CaptureQueriesContext(connection) as first:
        lampiran_1 = bangun_lampiran_tim(zi.rencana, user)
    with CaptureQueriesContext(connection) as second:
        lampiran_2 = bangun_lampiran_aksi(zi.rencana, user)
    assert (len(first), len(second)) == (5, 8)
    with CaptureQueriesContext(connection) as none:
        _cetak(lampiran_1, tmp_path)
        _cetak(lampiran_2, tmp_path)
        tulis_tim(lampiran_1, tmp_path / "a.xlsx")
        tulis_aksi(lampiran_2, tmp_path / "b.xlsx")
    assert len(none) == 0
