"""Seconds and peak memory of a long report: one plain document beside parts that are joined.

    .venv/bin/python -m bench.laporan_panjang [rows, default 4500] [runs, default 1]

The long report is a table of 12 columns (4,500 rows are about 290 pages), the short one looks
like a report of a few pages. Each way is made in a process of its own, in turns, so that a busy
moment of the machine meets all of them. Memory is the highest sum of all processes of a way at
one time. With other work on the machine compare the CPU seconds.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench.puncak import Puncak

if TYPE_CHECKING:
    from reports.pdf.panjang import Bagian

CARA = ("satu dokumen", "bagian, 1 pekerja", "bagian, 2 pekerja")
BARIS_BAGIAN = 250
CSS = ["css/dokumen.css"]
_KATA = (
    "Pengadaan barang dan jasa sesuai rencana umum",
    "Laporan hasil pemeriksaan kepatuhan",
    "Berita acara serah terima dokumen",
    "Ditindaklanjuti oleh perangkat daerah",
)
_KOLOM = (4, 7, 18, 8, 8, 8, 6, 6, 6, 15, 7, 7)


def main(rows: int, runs: int) -> None:
    """Print one line for each way: pages, seconds, peak memory, ratio to one document."""
    print(f"load before: {os.getloadavg()[0]:.2f} of {os.cpu_count()} cores; median of {runs}")
    print(
        f"{'report':10} {'way':18} {'pages':>5} {'KB':>7} {'s':>7} {'ratio':>6} "
        f"{'CPU s':>6} {'peak MB':>8}"
    )
    for nama, jumlah, kali in (("long", rows, runs), ("short", 0, max(runs, 5))):
        found: dict[str, list[dict[str, float]]] = {cara: [] for cara in CARA}
        for _ in range(kali):
            for cara in CARA:
                found[cara].append(_anak(cara, jumlah))
        plain = statistics.median(f["detik"] for f in found[CARA[0]])
        for cara, made in found.items():
            seconds, cpu = (statistics.median(f[k] for f in made) for k in ("detik", "cpu"))
            print(
                f"{nama:10} {cara:18} {made[0]['halaman']:5} {made[0]['byte'] / 1024:7.0f} "
                f"{seconds:7.2f} {seconds / plain:6.2f} {cpu:6.1f} "
                f"{max(f['puncak'] for f in made):8.0f}",
                flush=True,
            )


def _anak(cara: str, rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.laporan_panjang", "--satu", cara, str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def satu(cara: str, rows: int) -> None:
    """Make one report in one way and print its measures as JSON."""
    with tempfile.TemporaryDirectory(prefix="pantas-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        sys.modules.setdefault("pytest", sys)  # the settings make their folder for a test run
        os.environ["PANTAS_TEST_ROOT"] = folder
        import django

        django.setup()
        target = Path(folder, "hasil.pdf")
        with Puncak() as puncak:
            began, worked = time.perf_counter(), time.process_time()
            halaman = _buat(cara, rows, target)
            seconds = time.perf_counter() - began
        who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        cpu = sum(sum(resource.getrusage(one)[:2]) for one in who) - worked
        print(
            json.dumps(
                {
                    "halaman": halaman,
                    "byte": target.stat().st_size,
                    "detik": seconds,
                    "cpu": cpu,
                    "puncak": puncak.mb,
                }
            )
        )


def _buat(cara: str, rows: int, target: Path) -> int:
    from reports.pdf.mesin import render
    from reports.pdf.panjang import Bagian, Dokumen, cetak_bagian

    parts = list(_panjang(rows)) if rows else [Bagian(_pendek(), "Laporan")]
    if cara == CARA[0]:
        return render(_gabung([part.html for part in parts]), CSS, target, lambda _: None)
    return cetak_bagian(
        parts,
        CSS,
        target,
        Dokumen("Laporan panjang", kaki="Laporan uji"),
        lambda _: None,
        proses=2 if cara == CARA[2] else 1,
    )


def _panjang(rows: int) -> "Iterator[Bagian]":
    """Yield the table in parts."""
    from reports.pdf.panjang import Bagian

    for first in range(0, rows, BARIS_BAGIAN):
        last = min(first + BARIS_BAGIAN, rows)
        judul = f"Baris {first + 1} sampai {last}"
        yield Bagian(_dokumen(f"<h2>{judul}</h2>{_tabel(first, last)}"), judul, last - first)


def _tabel(first: int, last: int) -> str:
    cols = "".join(f'<col class="k{i}">' for i in range(12))
    head = "".join(f'<th scope="col">Kolom {i + 1}</th>' for i in range(12))
    body = "".join(
        f'<tr><th scope="row">{row + 1}</th>'
        + "".join(
            f"<td>{_KATA[(row + kolom) % 4] if kolom in (2, 9) else f'{kolom}.{row}'}</td>"
            for kolom in range(1, 12)
        )
        + "</tr>"
        for row in range(first, last)
    )
    return (
        f'<table class="dok-t"><colgroup>{cols}</colgroup><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _pendek() -> str:
    """Return a report of a few pages: cover, text, a table that runs over pages."""
    text = f"<p>{'. '.join(_KATA * 6)}.</p>" * 6
    return _dokumen(
        f'<section class="dok-sampul"><h1>Laporan kemajuan</h1><p>Periode B06</p></section>'
        f"<h2>1. Ringkasan</h2>{text}<h2>2. Rincian</h2>{_tabel(0, 60)}"
    )


def _dokumen(body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>Laporan uji</title>'
        "<style>@page { size: 330mm 215mm } td, th { font-size: 8.5pt }"
        + "".join(f".k{i} {{ width: {w}% }}" for i, w in enumerate(_KOLOM))
        + f"</style></head><body>{body}</body></html>"
    )


def _gabung(html: list[str]) -> str:
    """Return the same content as one document."""
    bodies = [part.partition("<body>")[2].removesuffix("</body></html>") for part in html]
    return _dokumen("".join(f'<section class="dok-baru">{body}</section>' for body in bodies))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--satu"]:
        satu(sys.argv[2], int(sys.argv[3]))
    else:
        main(*(int(arg) for arg in (sys.argv[1:3] + ["4500", "1"][len(sys.argv[1:3]) :])))
