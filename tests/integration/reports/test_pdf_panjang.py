"""Long reports in parts: one tagged file, the same bytes each time, nothing left behind."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from pikepdf import Name, Pdf
from pypdf import PdfReader

from jobs.registry import Dibatalkan, Gagal
from reports.pdf.mesin import TANPA_PANGO
from reports.pdf.panjang import Bagian, Dokumen, cetak_bagian
from reports.pdf.panjang.pelukis import MATI
from tests.periksa_pdf import periksa_pdfa, periksa_tag, tujuan

CSS = ["css/dokumen.css"]
DOKUMEN = Dokumen("Laporan <uji> & coba", subjek="Periode B06", kepala="Kota Alfa", kaki="Kode X1")
ROWS = 45


def _html(isi: str) -> str:
    return (
        '<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>Bagian</title></head>'
        f'<body><p class="dok-tanda">CONTOH</p>{isi}</body></html>'
    )


def _tabel(nama: str, rows: int) -> str:
    body = "".join(f'<tr><th scope="row">{nama}.{i}</th><td>nilai</td></tr>' for i in range(rows))
    return (
        '<table class="dok-t"><thead><tr><th scope="col">Kode</th><th scope="col">Isi</th></tr>'
        f"</thead><tbody>{body}</tbody></table>"
    )


def bagian() -> list[Bagian]:
    """Three parts: two pages with links out, landscape, and rows that go on without a heading."""
    tautan = '<a href="#dua">ke dua</a>, <a href="#satu">ke satu</a>, <a href="#tak">ke tak</a>'
    return [
        Bagian(_html(f'<h2 id="satu">Satu</h2><p>{tautan}</p>{_tabel("a", ROWS)}'), "Satu", ROWS),
        Bagian(
            _html(f'<section class="dok-mendatar"><h2 id="dua">Dua</h2>{_tabel("b", 3)}</section>'),
            "Dua",
        ),
        Bagian(_html(f'{_tabel("c", 2)}<p id="tiga"><a href="#isi">ke isi</a></p>'), "Dua"),
        Bagian(_html("<p>Penutup</p>"), "Penutup"),
    ]


def sampul(halaman: Mapping[str, int], total: int) -> Bagian:
    """A cover with contents: the pages of all ids and the total, as links."""
    baris = "".join(f'<p><a href="#{i}">{i} hlm. {h}</a></p>' for i, h in halaman.items())
    return Bagian(_html(f'<h1 id="isi">Laporan</h1>{baris}<p>{total} halaman</p>'), "Sampul")


def cetak(target: Path, **pilihan: Any) -> int:
    """Make the document of this module."""
    pilihan = {"sampul": sampul, "lapor": lambda page: None, "dokumen": DOKUMEN} | pilihan
    return cetak_bagian(
        bagian(), CSS, target, pilihan.pop("dokumen"), pilihan.pop("lapor"), **pilihan
    )


@dataclass
class Terbitan:
    path: Path
    halaman: int
    kabar: list[int | None]


@pytest.fixture(scope="module")
def terbitan(tmp_path_factory: pytest.TempPathFactory) -> Terbitan:
    folder = tmp_path_factory.mktemp("panjang")
    kabar: list[int | None] = []
    halaman = cetak(folder / "laporan.pdf", lapor=kabar.append)
    assert [path.name for path in folder.iterdir()] == ["laporan.pdf"]
    return Terbitan(folder / "laporan.pdf", halaman, kabar)


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _texts(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def test_file_is_sound_and_every_tag_leads_to_its_page(terbitan: Terbitan) -> None:
    assert "No syntax or stream encoding errors found" in _run(
        "qpdf", "--check", str(terbitan.path)
    )
    periksa_pdfa(terbitan.path)
    periksa_tag(terbitan.path)


def test_texts_are_tagged_once_and_in_reading_order(terbitan: Terbitan) -> None:
    said = _run("pdfinfo", "-struct-text", str(terbitan.path)).splitlines()
    texts = [line.strip().strip('"').strip() for line in said if line.strip().startswith('"')]
    head = ["Kode", "Isi"]

    def rows(nama: str, first: int, last: int) -> list[str]:
        return [text for i in range(first, last) for text in (f"{nama}.{i}", "nilai")]

    second = 1 + texts[texts.index("a.0") :].index("Kode") // 2  # where the table goes on
    assert [text for text in texts if text] == [
        "LAPORAN",
        *("satu hlm. 2", "dua hlm. 4", "tiga hlm. 5", "6 halaman"),
        *("Satu", "ke dua", ",", "ke satu", ",", "ke tak"),
        *(*head, *rows("a", 0, second - 1), *head, *rows("a", second - 1, ROWS)),
        *("Dua", *head, *rows("b", 0, 3)),
        *(*head, *rows("c", 0, 2), "ke isi"),
        "Penutup",
    ]


def test_every_page_but_the_cover_has_head_foot_and_number(terbitan: Terbitan) -> None:
    texts = _texts(terbitan.path)
    assert terbitan.halaman == len(texts) == 6
    stamps = [(f"Halaman {no} dari 6", "Kota Alfa", "Kode X1") for no in range(1, 7)]
    assert [[text.count(part) for part in s] for text, s in zip(texts, stamps, strict=True)] == [
        [0, 0, 0],
        *[[1, 1, 1]] * 5,
    ]
    assert [text.count("CONTOH") for text in texts] == [1] * 6
    assert "Halaman 1 dari" not in " ".join(texts)
    with Pdf.open(terbitan.path) as pdf:
        sizes = [tuple(float(side) > 700 for side in page.mediabox[2:]) for page in pdf.pages]
    assert sizes == [(False, True)] * 3 + [(True, False)] + [(False, True)] * 2


def test_links_lead_into_other_parts(terbitan: Terbitan) -> None:
    with Pdf.open(terbitan.path) as pdf:
        number = {page.obj.objgen: no for no, page in enumerate(pdf.pages, start=1)}
        found = [
            (no, str(link.Contents), number[tujuan(pdf, link)])
            for no, page in enumerate(pdf.pages, start=1)
            for link in page.obj.get(Name.Annots, ())
        ]
    assert found == [
        *((1, "satu", 2), (1, "dua", 4), (1, "tiga", 5)),
        *((2, "dua", 4), (2, "satu", 2)),  # "ke tak" leads nowhere and is text
        (5, "isi", 1),
    ]


def test_bookmarks_are_one_tree_and_a_part_without_heading_goes_on(terbitan: Terbitan) -> None:
    reader = PdfReader(terbitan.path)

    def tree(items: list[Any]) -> list[Any]:
        return [
            tree(item)
            if isinstance(item, list)
            else (item.title, (reader.get_destination_page_number(item) or 0) + 1)
            for item in items
        ]

    assert tree(reader.outline) == [("Laporan", 1), [("Satu", 2), ("Dua", 4), ("Penutup", 6)]]


def test_metadata_say_what_it_is_and_have_no_date_unless_given(
    terbitan: Terbitan, tmp_path: Path
) -> None:
    with Pdf.open(terbitan.path) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert "CreateDate" not in pdf.Root.Metadata.read_bytes().decode()
    made = info.pop("/Producer")
    assert info == {
        "/Title": "Laporan <uji> & coba",
        "/Subject": "Periode B06",
        "/Author": "Pantas",
        "/Creator": "Pantas",
    }
    waktu = datetime(2026, 11, 22, 18, 30, 15, tzinfo=UTC)
    bagian_pendek = [Bagian(_html("<h1>Pendek</h1>"), "Pendek")]
    cetak_bagian(
        bagian_pendek, CSS, tmp_path / "w.pdf", Dokumen("J", waktu=waktu), lambda page: None
    )
    with Pdf.open(tmp_path / "w.pdf") as pdf, pdf.open_metadata() as xmp:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261122183015+00'00'"
        found = {key: xmp[key] for key in ("dc:title", "xmp:CreateDate", "pdf:Producer")}
    assert found == {
        "dc:title": "J",
        "xmp:CreateDate": "2026-11-22T18:30:15+00:00",
        "pdf:Producer": made,
    }


def test_short_report_takes_the_same_path(tmp_path: Path) -> None:
    target = tmp_path / "pendek.pdf"
    dokumen = Dokumen("Pendek", kaki="Kaki", tanpa_kepala_di_sampul=False)
    assert cetak_bagian(bagian()[1:2], CSS, target, dokumen, lambda page: None) == 1
    periksa_pdfa(target)
    periksa_tag(target)
    (text,) = _texts(target)
    assert text.count("Halaman 1 dari 1") == text.count("Kaki") == 1


def test_progress_counts_pages_of_all_parts_upwards(terbitan: Terbitan) -> None:
    kabar = [page or 0 for page in terbitan.kabar]
    last = len(kabar) - kabar[::-1].index(5)  # the cover is drawn when the others are known
    assert kabar[:last] == sorted(kabar[:last])
    assert set(kabar[last:]) == {0}


def test_marks_behind_the_text_are_drawn_once(tmp_path: Path) -> None:
    svg = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><text y='9'>CAP</text></svg>"
    gaya = f'@page {{ background: url("{svg}") no-repeat; @bottom-center {{ content: "TENGAH" }} }}'
    dokumen = Dokumen("J", tanpa_kepala_di_sampul=False)
    target = tmp_path / "cap.pdf"
    cetak_bagian(bagian()[1:2], CSS, target, dokumen, lambda page: None, css_teks=gaya)
    (text,) = _texts(target)
    assert [text.count(part) for part in ("CAP", "TENGAH", "Halaman 1 dari 1")] == [1, 1, 1]
    periksa_tag(target)


def _sidik(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_bytes_depend_on_the_content_alone(terbitan: Terbitan, tmp_path: Path) -> None:
    cetak(tmp_path / "satu.pdf", proses=1)
    program = (
        "import sys, django; sys.path[:0] = [sys.argv[1]]; django.setup();"
        "from pathlib import Path;"
        "from tests.integration.reports.test_pdf_panjang import cetak;"
        "cetak(Path(sys.argv[2]))"
    )
    lain = {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Makassar",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    subprocess.run(
        [sys.executable, "-c", program, str(settings.BASE_DIR), str(tmp_path / "lain.pdf")],
        env={**os.environ, **lain},
        check=True,
    )
    made = [terbitan.path, tmp_path / "satu.pdf", tmp_path / "lain.pdf"]
    assert [_sidik(path) for path in made] == [_sidik(terbitan.path)] * 3


def _anak() -> set[int]:
    """Return the processes this one has started and that still run as workers."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            if b"pekerja" in Path("/proc", pid, "cmdline").read_bytes():
                found.add(int(pid))
    return found


def test_cancel_leaves_neither_process_nor_file(tmp_path: Path) -> None:
    seen: set[int] = set()

    def lapor(halaman: int | None) -> None:
        seen.update(_anak())
        if halaman is not None:
            raise Dibatalkan

    with pytest.raises(Dibatalkan):
        cetak(tmp_path / "batal.pdf", lapor=lapor)
    assert len(seen) == 2
    assert _anak() == set()
    assert list(tmp_path.iterdir()) == []


def test_worker_that_dies_is_a_clear_reason(tmp_path: Path) -> None:
    def lapor(halaman: int | None) -> None:
        for pid in _anak():
            os.kill(pid, SIGKILL)

    with pytest.raises(Gagal) as refused:
        cetak_bagian(bagian()[:1] * 3, CSS, tmp_path / "mati.pdf", DOKUMEN, lapor)
    assert str(refused.value) == MATI.format(judul="Satu")
    assert _anak() == set()
    assert list(tmp_path.iterdir()) == []


def test_template_that_loads_from_outside_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        cetak_bagian(bagian(), ["css/tidak-ada.css"], tmp_path / "x.pdf", DOKUMEN, lambda p: None)
    with pytest.raises(ValueError, match="at least one part"):
        cetak_bagian([], CSS, tmp_path / "x.pdf", DOKUMEN, lambda page: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("jumlah", [1, 2])
def test_without_pango_the_reason_is_clear(
    jumlah: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # what an import then does: it fails
    with pytest.raises(Gagal) as refused:
        cetak_bagian(bagian()[:jumlah], CSS, tmp_path / "x.pdf", DOKUMEN, lambda page: None)
    assert str(refused.value) == TANPA_PANGO


def test_contents_of_two_pages_name_the_right_pages_behind_the_cover(tmp_path: Path) -> None:
    def isi(halaman: Mapping[str, int], total: int) -> Bagian:
        kosong = "<p>.</p>" * 70
        nomor = " ".join(f"{nama}={no}" for nama, no in halaman.items())
        return Bagian(_html(f"<h2>Isi</h2>{kosong}<p>{nomor} dari {total}</p>"), "Isi")

    target = tmp_path / "isi.pdf"
    assert cetak(target, sampul=isi, isi_di=1, proses=1) == 7
    texts = _texts(target)
    assert "satu=1 dua=5 tiga=6 dari 7" in texts[3]
    assert ["Satu" in texts[0], "Dua" in texts[4], "c.1" in texts[5]] == [True] * 3


def test_checker_finds_a_plain_concatenation(terbitan: Terbitan, tmp_path: Path) -> None:
    joined = tmp_path / "biasa.pdf"
    with Pdf.open(terbitan.path) as pdf, Pdf.open(terbitan.path) as other:
        pdf.pages.append(other.pages[1])
        pdf.save(joined)
    with pytest.raises(AssertionError):
        periksa_tag(joined)
    with Pdf.open(terbitan.path) as pdf:
        pdf.pages[1].obj.StructParents, pdf.pages[2].obj.StructParents = 2, 1
        pdf.save(joined)
    with pytest.raises(AssertionError):
        periksa_tag(joined)
    with pikepdf.open(terbitan.path) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(joined)
    with pytest.raises(AttributeError):
        periksa_pdfa(joined)
