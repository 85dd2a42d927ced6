"""Pages, seconds and peak memory of the Road Map's reports, from the official plan.

    .venv/bin/python -m bench.lampiran [runs, default 3]

Runs on a database of its own (SQLite in a folder that goes away). Each report is made in a process
of its own, so that its peak memory is its own; reading (dataset) and rendering are timed apart.
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

LAPORAN = (
    "lampiran pdf",
    "lampiran+realisasi pdf",
    "lampiran xlsx",
    "evaluasi pdf",
    "evaluasi xlsx",
)
TAHUN = 2019


def main(runs: int) -> None:
    """Print one line for each report: pages, size, seconds of both steps, peak memory."""
    with tempfile.TemporaryDirectory(prefix="pantas-bench-", ignore_cleanup_errors=True) as folder:
        print(f"official Road Map, median of {runs} runs")
        print(
            f"{'report':24} {'pages':>5} {'KB':>6} {'read s':>7} {'render s':>9} "
            f"{'CPU s':>6} {'peak MB':>8}"
        )
        for nama in LAPORAN:
            found = [_anak(nama, folder) for _ in range(runs)]
            read, made, cpu = (
                statistics.median(f[k] for f in found) for k in ("baca", "buat", "cpu")
            )
            peak = max(f["puncak"] for f in found)
            pages = found[0]["halaman"] or ""
            size = found[0]["byte"] / 1024
            print(
                f"{nama:24} {pages:>5} {size:6.0f} {read:7.2f} {made:9.2f} {cpu:6.2f} {peak:8.0f}",
                flush=True,
            )


def _anak(nama: str, folder: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.lampiran", nama, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def satu(nama: str, folder: str) -> None:
    """Make one report and print its measures as JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    sys.modules.setdefault("pytest", sys)  # the settings make their folder for a test run
    os.environ["PANTAS_TEST_ROOT"] = folder
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("load_official", verbosity=0)
        print(json.dumps(_ukur(nama, Path(folder))))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _ukur(nama: str, folder: Path) -> dict[str, float | None]:
    from django.utils import timezone

    from accounts.models import Unit
    from accounts.permissions import Role
    from evidence.models import Rencana
    from reports.datasets.evaluasi_bentuk import Semester
    from reports.datasets.evaluasi_roadmap import bangun_evaluasi
    from reports.datasets.lampiran_roadmap import bangun_lampiran
    from reports.datasets.pandangan import Pandangan
    from reports.pdf import roadmap_evaluasi, roadmap_lampiran
    from reports.xlsx.evaluasi import tulis_evaluasi
    from reports.xlsx.lampiran import tulis_lampiran
    from tests.factories import buat_user

    plan = Rencana.objects.select_related("instansi").get(jenis=Rencana.Jenis.ROADMAP)
    unit = Unit.objects.filter(instansi=plan.instansi).order_by("jalur")[0]
    view = Pandangan(plan, buat_user("auditor", Role.AUDITOR, unit), timezone.now())
    kind, bentuk = nama.split()
    target = folder / f"hasil.{bentuk}"
    halaman = None
    began, worked = time.perf_counter(), time.process_time()
    if kind == "evaluasi":
        evaluasi = bangun_evaluasi(view, Semester(TAHUN, 2))
        read = time.perf_counter()
        if bentuk == "pdf":
            halaman = roadmap_evaluasi.cetak(evaluasi, target, lambda page: None)
        else:
            tulis_evaluasi(evaluasi, target)
    else:
        lampiran = bangun_lampiran(view, tahun_nilai=TAHUN if "+" in kind else None)
        read = time.perf_counter()
        if bentuk == "pdf":
            halaman = roadmap_lampiran.cetak(lampiran, target, lambda page: None)
        else:
            tulis_lampiran(lampiran, target)
    ended = time.perf_counter()
    return {
        "halaman": halaman,
        "byte": target.stat().st_size,
        "baca": read - began,
        "buat": ended - read,
        "cpu": time.process_time() - worked,
        "puncak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    if len(sys.argv) == 3:
        satu(sys.argv[1], sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
