"""Pages, seconds and peak memory of the progress report, beside one plain WeasyPrint document.

    .venv/bin/python -m bench.laporan_kemajuan [runs, default 1]

Three sizes from made-up figures of any size (tests/factories/potret.py): a few tasks, all 132
tasks of a decree with 500 files, and 1,000 tasks. Each way is made in a process of its own, in
turns, so that a busy moment of the machine meets both. The plain document is the same HTML, with
the same style sheets, already made when its time begins; the report's time counts its HTML too.
Memory is the highest sum of all processes of a way at one time. With other work on the machine
compare the CPU seconds.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.puncak import Puncak

if TYPE_CHECKING:
    from reports.potret.bentuk import IsiPotret

UKURAN = {"pendek": (12, 20), "132": (132, 500), "1000": (1000, 1000)}
"""Tasks and files."""
CARA = ("polos", "laporan", "xlsx")
_KODE = "K7QF2MXP9TAB34CDE6FG"


def main(runs: int) -> None:
    """Print one line for each size and way."""
    print(f"load before: {os.getloadavg()[0]:.2f} of {os.cpu_count()} cores; median of {runs}")
    print(
        f"{'tasks':8} {'way':8} {'pages':>5} {'KB':>7} {'s':>7} {'ratio':>6} {'CPU s':>6} "
        f"{'peak MB':>8}"
    )
    for ukuran in UKURAN:
        found: dict[str, list[dict[str, float]]] = {cara: [] for cara in CARA}
        for _ in range(runs):
            for cara in CARA:
                found[cara].append(_anak(ukuran, cara))
        plain = statistics.median(f["detik"] for f in found[CARA[0]])
        for cara, made in found.items():
            seconds, cpu = (statistics.median(f[k] for f in made) for k in ("detik", "cpu"))
            ratio = "" if cara == "xlsx" else f"{seconds / plain:.2f}"
            print(
                f"{ukuran:8} {cara:8} {made[0]['halaman'] or '':>5} "
                f"{made[0]['byte'] / 1024:7.0f} {seconds:7.2f} {ratio:>6} {cpu:6.1f} "
                f"{max(f['puncak'] for f in made):8.0f}",
                flush=True,
            )


def _anak(ukuran: str, cara: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.laporan_kemajuan", "--satu", ukuran, cara]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def satu(ukuran: str, cara: str) -> None:
    """Make one report in one way and print its measures as JSON."""
    with tempfile.TemporaryDirectory(prefix="pantas-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        sys.modules.setdefault("pytest", sys)  # the settings make their folder for a test run
        os.environ["PANTAS_TEST_ROOT"] = folder
        import django

        django.setup()
        from tests.factories.potret import isi_potret

        tugas, berkas = UKURAN[ukuran]
        print(json.dumps(_ukur(isi_potret(tugas, berkas), cara, Path(folder, "hasil"))))


def _ukur(isi: "IsiPotret", cara: str, target: Path) -> dict[str, float | None]:
    from reports.pdf.kemajuan import cetak_kemajuan
    from reports.pdf.kemajuan.cetak import dokumen_tunggal
    from reports.pdf.kemajuan.gaya import CSS, gaya
    from reports.potret.bentuk import kanonik, sidik
    from reports.xlsx.kemajuan import tulis_kemajuan
    from tests.factories.potret import parameter_kemajuan

    hashed, parameter = sidik(kanonik(isi)), parameter_kemajuan()
    html = dokumen_tunggal(isi, hashed, parameter, _KODE, None) if cara == "polos" else ""
    halaman = None
    with Puncak() as puncak:
        began, worked = time.perf_counter(), time.process_time()
        if cara == "polos":
            halaman = _polos(html, CSS, gaya(isi, parameter), target)
        elif cara == "laporan":
            halaman = cetak_kemajuan(isi, hashed, parameter, _KODE, None, target, lambda _: None)
        else:
            tulis_kemajuan(isi, hashed, parameter, _KODE, target)
        seconds = time.perf_counter() - began
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    cpu = sum(sum(resource.getrusage(one)[:2]) for one in who) - worked
    return {
        "halaman": halaman,
        "byte": target.stat().st_size,
        "detik": seconds,
        "cpu": cpu,
        "puncak": puncak.mb,
    }


def _polos(html: str, css: list[str], teks: str, target: Path) -> int:
    """Write a document the plain way, with defaults."""
    from reports.pdf.lukis import muat, tolak
    from reports.pdf.mesin import berkas_css

    weasyprint: Any = muat()
    sheets = [weasyprint.CSS(filename=name) for name in berkas_css(css)]
    sheets.append(weasyprint.CSS(string=teks, url_fetcher=tolak))
    options: dict[str, Any] = {"pdf_variant": "pdf/a-2a", "pdf_tags": True}
    document = weasyprint.HTML(string=html, url_fetcher=tolak).render(stylesheets=sheets, **options)
    document.write_pdf(target, **options)
    return len(document.pages)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--satu"]:
        satu(sys.argv[2], sys.argv[3])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
