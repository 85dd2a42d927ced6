"""Pieces of long reports that need no drawing: bookmarks, stamps, metadata, the worker's words."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from django.conf import settings
from pikepdf import Pdf

from reports.pdf.lukis import Lukisan, Penanda
from reports.pdf.panjang.cap import css_bagian, css_cap, html_cap
from reports.pdf.panjang.dokumen import Dokumen
from reports.pdf.panjang.keterangan import informasi, xmp
from reports.pdf.panjang.penanda import kumpulkan, tulis_penanda
from reports.pdf.pekerja import MEMORI

TEGAK = (600.0, 900.0, 50.0, 50.0, 50.0, 70.0)
REBAH = (900.0, 600.0, 50.0, 50.0, 50.0, 50.0)


def _lukisan(judul: str, halaman: int, penanda: list[Penanda]) -> Lukisan:
    return Lukisan(judul, "", [TEGAK] * halaman, {}, penanda)


def test_bookmarks_move_behind_the_pages_before_and_titles_stand_in() -> None:
    bagian = [
        _lukisan("A", 2, [(1, "Laporan", 0, 1.0, 2.0), (2, "Satu", 1, 3.0, 4.0)]),
        _lukisan("Tabel", 3, []),
        _lukisan("Tabel", 1, []),  # goes on
        _lukisan("B", 1, [(2, "Dua", 0, 5.0, 6.0)]),
    ]
    assert kumpulkan(bagian) == [
        (1, "Laporan", 0, 1.0, 2.0),
        (2, "Satu", 1, 3.0, 4.0),
        (2, "Tabel", 2, 0.0, 900.0),
        (2, "Dua", 6, 5.0, 6.0),
    ]


def test_bookmarks_hang_below_the_nearest_higher_one() -> None:
    levels = [2, 1, 3, 2, 2, 1]
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        tulis_penanda(pdf, [(level, f"{i}", 0, 0.0, 0.0) for i, level in enumerate(levels)])
        with pdf.open_outline() as outline:
            found = [(top.title, [sub.title for sub in top.children]) for top in outline.root]
        assert int(pdf.Root.Outlines.Count) == 6
    assert found == [("0", []), ("1", ["2", "3", "4"]), ("5", [])]


def test_no_bookmarks_no_tree() -> None:
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        tulis_penanda(pdf, [])
        assert "/Outlines" not in pdf.Root


def test_parts_give_up_the_margins_that_are_stamped_and_no_other() -> None:
    boxes = ("top-left", "top-right", "bottom-left", "bottom-right")

    def freed(dokumen: Dokumen) -> list[str]:
        return [box for box in boxes if f"@{box} {{ content: none" in css_bagian(dokumen)]

    assert freed(Dokumen("J")) == ["bottom-right"]
    assert freed(Dokumen("J", kepala="K", kaki="L")) == ["top-left", "bottom-left", "bottom-right"]


def test_stamps_have_a_page_for_each_page_and_a_rule_for_each_paper() -> None:
    dokumen = Dokumen("J", kepala="<b>A</b> & B")
    kertas = [TEGAK, REBAH, TEGAK]
    html, css = html_cap(dokumen, kertas), css_cap(dokumen, kertas)
    assert [html.count(f'class="cap k{nomor}"') for nomor in range(3)] == [2, 1, 0]
    assert "&lt;b&gt;A&lt;/b&gt; &amp; B" in html
    size = "size: 600.0pt 900.0pt; margin: 50.0pt 50.0pt 50.0pt 70.0pt; }"
    assert f"@page pantascap0 {{ {size}" in css
    assert css.count("{ size:") == 2
    assert css.count(":first") == 1
    assert ":first" not in css_cap(Dokumen("J", tanpa_kepala_di_sampul=False), kertas)


@pytest.mark.parametrize(
    ("zona", "tulis"),
    [
        (UTC, "D:20261122233015+00'00'"),
        (timezone(timedelta(hours=8)), "D:20261122233015+08'00'"),
        (timezone(-timedelta(hours=3, minutes=30)), "D:20261122233015-03'30'"),
    ],
)
def test_time_is_the_same_in_both_metadata(zona: timezone, tulis: str) -> None:
    dokumen = Dokumen("J", waktu=datetime(2026, 11, 22, 23, 30, 15, 999, tzinfo=zona))
    assert informasi(dokumen)["/CreationDate"] == informasi(dokumen)["/ModDate"] == tulis
    moment = f"2026-11-22T23:30:15{tulis[-7:-1].replace(chr(39), ':')}"
    assert [xmp(dokumen).decode().count(moment), "xmp:ModifyDate" in xmp(dokumen).decode()] == [
        2,
        True,
    ]


def test_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        Dokumen("J", waktu=datetime(2026, 11, 22))


def test_texts_of_metadata_stay_texts() -> None:
    dokumen = Dokumen("A < B & {isi}", subjek="</rdf:RDF>", penyusun="Dinas & Co")
    root = fromstring(xmp(dokumen).decode().lstrip("\ufeff"))
    texts = [text for element in root.iter() if (text := (element.text or "").strip())]
    assert [dokumen.judul in texts, dokumen.subjek in texts, dokumen.penyusun in texts] == [
        True,
        True,
        True,
    ]


def _jawab(awal: str, tugas: dict[str, object]) -> dict[str, object]:
    """Start a worker with a line before it, give it one piece of work, return its last answer."""
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path[:0] = [sys.argv[1]]; {awal};"
            "from reports.pdf.pekerja import main; main()",
            str(settings.BASE_DIR),
        ],
        input=json.dumps(tugas) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_worker_says_why_it_drew_nothing(tmp_path: Path) -> None:
    html = tmp_path / "1.html"
    html.write_text('<html lang="id"><p>x</p></html>')
    tugas: dict[str, object] = {
        "judul": "J",
        "baris": 0,
        "html": str(html),
        "css": [],
        "css_teks": "",
        "target": str(tmp_path / "1.pdf"),
        "nomor": 1,
        "bertag": True,
    }
    (code,) = _jawab("sys.modules['weasyprint'] = None", tugas)
    assert code == "tanpa_pango"
    (code,) = _jawab("pass", {**tugas, "html": str(tmp_path / "tidak-ada.html")})
    assert code == "galat"
    with html.open("wb") as file:
        file.truncate(2 * MEMORI)  # a hole: takes no room on the disk
    assert _jawab("pass", tugas) == {"memori": True}
