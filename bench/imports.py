"""Seconds and memory of an import beside the stock way: rencana aksi of a Road Map.

    .venv/bin/python -m bench.imports [--rows 5000,50000] [--db sqlite,postgres] [--stock 5000]

A plan holds half of the rows; the file holds them all, every fifth of those that are there with
another target and budget. Each step runs in a process of its own, so that its memory is its own:
reading alone, analysis, apply, a second analysis (which must find nothing), and the import of
django-import-export as it comes (`bench/imports_stock.py`: a ModelResource with the same columns,
use_transactions, row by row), which is taken back. PostgreSQL is a cluster that goes away.

While the import is applied another process writes again and again; "waits" is the longest time
that it had to: on SQLite for the only writer, on PostgreSQL for the head of the audit chain,
which everybody's actions need.

Ends with 1 when a limit is passed: analysis and apply of 5,000 rows together 10 s and a tenth of
the stock way, 400 MB for 50,000 rows, 30 s of waiting (who waits longer on SQLite is refused),
changes found by the second analysis.
"""

import argparse
import contextlib
import itertools
import json
import os
import resource
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

DETIK, KALI, MEMORI, MENUNGGU = 10.0, 10.0, 400.0, 30.0
KECIL, BESAR = 5_000, 50_000
LANGKAH = ("baca", "analisis", "terapkan", "analisis lagi")
TAHUN = 2025

Hasil = dict[str, Any]


def main(rows: list[int], databases: list[str], *, stock: int) -> int:
    """Print one line for each step and return the exit code."""
    failed: list[str] = []
    print(f"load before: {os.getloadavg()[0]:.2f} of {os.cpu_count()} cores")
    print(
        f"{'database':10} {'rows':>6} {'step':16} {'s':>8} {'CPU s':>8} {'peak MB':>8} "
        f"{'waits':>6}  result"
    )
    for database in databases:
        for jumlah in rows:
            found: dict[str, Hasil] = {}
            steps = (*(["stok"] if jumlah <= stock else []), *LANGKAH)
            for nama, hasil in _ukur(database, jumlah, steps):
                found[nama] = hasil
                waits = f"{hasil['menunggu']:6.2f}" if "menunggu" in hasil else " " * 6
                print(
                    f"{database:10} {jumlah:6} {nama:16} {hasil['detik']:8.2f} {hasil['cpu']:8.2f} "
                    f"{hasil['puncak']:8.0f} {waits}  {hasil['isi']}",
                    flush=True,
                )
            failed += [f"{database}, {jumlah} rows: {text}" for text in _batas(jumlah, found)]
    for text in failed:
        print(f"LIMIT PASSED  {text}")
    return 1 if failed else 0


def _batas(jumlah: int, found: dict[str, Hasil]) -> Iterator[str]:
    """Yield which limits are passed."""
    both = found["analisis"]["detik"] + found["terapkan"]["detik"]
    if jumlah <= KECIL and both > DETIK:
        yield f"analysis and apply took {both:.1f} s, at most {DETIK:.0f}"
    if "stok" in found:
        ratio = found["stok"]["detik"] / both
        print(f"{'':18}stock / (analysis + apply) = {ratio:.1f}")
        if ratio < KALI:
            yield f"{ratio:.1f} times as fast as stock, at least {KALI:.0f}"
    peak = max(found[nama]["puncak"] for nama in LANGKAH)
    if peak >= MEMORI:
        yield f"{peak:.0f} MB, less than {MEMORI:.0f}"
    waits = found["terapkan"]["menunggu"]
    if waits >= MENUNGGU:
        yield f"others waited {waits:.1f} s to write, less than {MENUNGGU:.0f}"
    lama = jumlah // 2
    expected = [jumlah - lama, len(range(0, lama, 5)), lama - len(range(0, lama, 5)), 0]
    for nama, wanted in (("analisis", expected), ("analisis lagi", [0, 0, jumlah, 0])):
        if found[nama]["isi"] != wanted:
            yield f"{nama} counted {found[nama]['isi']}, not {wanted}"


def _ukur(database: str, jumlah: int, steps: tuple[str, ...]) -> Iterator[tuple[str, Hasil]]:
    with _tempat(database) as (url, folder):
        _anak(url, folder, "siapkan", jumlah)
        for nama in steps:
            if nama != "terapkan":
                yield nama, _anak(url, folder, nama, jumlah)
                continue
            with _penulis_lain(url, folder) as waited:
                hasil = _anak(url, folder, nama, jumlah)
            yield nama, hasil | {"menunggu": waited[0]}


@contextlib.contextmanager
def _tempat(database: str) -> Iterator[tuple[str, str]]:
    """Yield an empty database and a folder; both go away."""
    from launcher.servers import postgres

    with contextlib.ExitStack() as stack:
        made = tempfile.TemporaryDirectory(prefix="pantas-bench-", ignore_cleanup_errors=True)
        folder = stack.enter_context(made)
        if database == "postgres":
            own = tempfile.TemporaryDirectory(prefix="pantas-bench-", ignore_cleanup_errors=True)
            yield stack.enter_context(postgres(Path(stack.enter_context(own)))), folder
        else:
            yield f"sqlite:///{folder}/bench.sqlite3", folder


@contextlib.contextmanager
def _penulis_lain(url: str, folder: str) -> Iterator[list[float]]:
    """Let another process write until the block ends; its longest wait is then in the list."""
    waited: list[float] = []
    command, env = _perintah(url, folder, "menunggu", 0)
    with subprocess.Popen(
        command, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        try:
            other.stdout.readline()  # it has written once
            yield waited
        finally:
            other.stdin.close()
            last = other.stdout.readlines()[-1:]
    if other.returncode or not last:
        raise SystemExit("the other writer failed")
    waited.append(json.loads(last[0])["isi"])


def _perintah(url: str, folder: str, langkah: str, jumlah: int) -> tuple[list[str], dict[str, str]]:
    env = os.environ | {
        "DATABASE_URL": url,
        "PANTAS_TEST_ROOT": folder,
        "IMPORT_MAX_MB": "50",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    return [sys.executable, "-m", "bench.imports", "--step", langkah, folder, str(jumlah)], env


def _anak(url: str, folder: str, langkah: str, jumlah: int) -> Hasil:
    command, env = _perintah(url, folder, langkah, jumlah)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        raise SystemExit(f"{langkah} failed:\n{done.stdout}{done.stderr}")
    found: Hasil = json.loads(done.stdout.splitlines()[-1])
    return found


def satu(langkah: str, folder: Path, jumlah: int) -> None:
    """Carry out one step and print its measures as JSON."""
    sys.modules.setdefault("pytest", sys)  # the settings make their folder for a test run
    import django

    django.setup()
    work: dict[str, Callable[[Path, int], Any]] = {
        "siapkan": siapkan,
        "baca": baca,
        "analisis": analisis,
        "terapkan": terapkan,
        "analisis lagi": analisis,
        "stok": stok,
        "menunggu": menunggu,
    }
    begun, cpu = time.perf_counter(), time.process_time()
    isi = work[langkah](folder, jumlah)
    measures = {
        "detik": time.perf_counter() - begun,
        "cpu": time.process_time() - cpu,
        "puncak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "isi": isi,
    }
    print(json.dumps(measures))


def siapkan(folder: Path, jumlah: int) -> None:
    """Make the tables, the plan with half of the rows, and the file."""
    from django.core.management import call_command
    from django.db import transaction

    from imports.workbook import tulis_xlsx
    from sheets.resource import Perubahan
    from sheets.writes import Tulisan
    from tests.factories.impor import jenis_data

    call_command("migrate", verbosity=0)
    instansi, by, rencana = _dunia()
    rows = [_baris(n) for n in range(jumlah)]
    resource = jenis_data(instansi, by, "roadmap_aksi", rencana)
    tulisan = Tulisan(lambda _: None)
    with transaction.atomic():
        for first in range(0, jumlah // 2, 1000):
            piece = rows[first : min(first + 1000, jumlah // 2)]
            resource.tulis([Perubahan(n, isi, None) for n, isi in enumerate(piece)], tulisan)
            tulisan.simpan()
    for row in rows[: jumlah // 2 : 5]:
        row["target_3"], row["anggaran_3"] = "95%", "987,654"
    tulis_xlsx(resource, rows, folder / "berkas.xlsx")


def _dunia() -> Any:
    from datetime import date

    from accounts.permissions import Role
    from evidence.models import Rencana
    from roadmap.models import RoadMap
    from tests.factories.people import buat_instansi, buat_unit, buat_user

    instansi = buat_instansi("bench")
    root = buat_unit(instansi, "akar-bench")
    for n in range(20):
        buat_unit(instansi, f"unit-{n}", induk=root)
    by = buat_user("admin.bench", Role.ADMIN, root)
    rencana = Rencana.objects.create(
        instansi=instansi,
        jenis=Rencana.Jenis.ROADMAP,
        nama="Road Map bench",
        tahun=TAHUN,
        mulai=date(TAHUN, 1, 1),
        selesai=date(TAHUN + 4, 12, 31),
    )
    RoadMap.objects.create(rencana=rencana, judul="ROAD MAP BENCH")
    return instansi, by, rencana.pk


def _baris(n: int) -> dict[str, Any]:
    """Return one row: 40 programs, 50 rows a kegiatan."""
    kegiatan = n // 50
    program = kegiatan % 40
    row: dict[str, Any] = {
        "kode_baris": f"K-{n:06}",
        "tahun_pertama": TAHUN,
        "program_huruf": f"P{program}",
        "program": f"Program penguatan bidang {program}",
        "kegiatan_no": str(kegiatan),
        "kegiatan": f"Kegiatan {kegiatan}: pembinaan dan pengawasan perangkat daerah",
        "tipe": "indikator",
        "sub_kegiatan": f"Sub kegiatan {n % 50}",
        "indikator": f"Persentase perangkat daerah yang memenuhi kriteria nomor {n}",
        "penanggung_jawab": "Pokja Manajemen Perubahan dan Biro Organisasi",
        "unit": f"unit-{n % 20}",
        "pendukung": (f"unit-{(n + 1) % 20}",),
        "pola": "triwulan",
        "anggaran_bersama": None,
    }
    for ke in range(1, 6):
        row[f"target_{ke}"] = f"{60 + 5 * ke}%" if n % 3 else f"{ke + n % 7} dokumen"
        row[f"anggaran_{ke}"] = f"{100_000 + 10 * (n % 9_000) + ke:,}"
    return row


def _milik() -> Any:
    from accounts.models import Instansi, User
    from evidence.models import Rencana

    return (
        Instansi.objects.get(kode="bench"),
        User.objects.get(username="admin.bench"),
        Rencana.objects.get().pk,
    )


def baca(folder: Path, jumlah: int) -> int:
    """Read all cells of the file."""
    from django.conf import settings

    from imports.reading import buka

    with (folder / "berkas.xlsx").open("rb") as file:
        buku = buka(
            "berkas.xlsx",
            file,
            batas_byte=settings.IMPORT_MAX_BYTES,
            batas_baris=settings.IMPORT_MAX_ROWS,
        )
        return sum(1 for _ in buku.lembar[0].baris()) - 1


def analisis(folder: Path, jumlah: int) -> list[int]:
    """Bring the file in and compare it; return the four counts."""
    from tests.factories.impor import angka, impor

    instansi, by, rencana = _milik()
    batch = impor(instansi, by, "roadmap_aksi", folder / "berkas.xlsx", rencana)
    return list(angka(batch))


def terapkan(folder: Path, jumlah: int) -> str:
    """Apply the import that was analysed; return its state."""
    from imports.models import Batch
    from tests.factories.impor import terapkan_langsung

    _, by, _ = _milik()
    batch = terapkan_langsung(Batch.objects.get(), by, alasan="Bench", dasar="Bench")
    return batch.keadaan


def menunggu(folder: Path, jumlah: int) -> float:
    """Write until nobody listens any more; return the longest wait in seconds."""
    from django.conf import settings
    from django.db import connection, transaction

    from audit.models import Rantai

    if connection.vendor == "sqlite":  # to wait as long as it takes, not as long as a person may
        settings.DATABASES["default"]["OPTIONS"]["timeout"] = 600
    longest = 0.0
    for n in itertools.count():
        begun = time.perf_counter()
        with transaction.atomic():
            head = Rantai.objects.select_for_update().get(instansi="bench")
            head.save(update_fields=["hash"])
        longest = max(longest, time.perf_counter() - begun)
        if not n:
            print("wrote", flush=True)
        if select.select([sys.stdin], [], [], 0.05)[0]:
            break
    return longest


def stok(folder: Path, jumlah: int) -> dict[str, int]:
    """Import the same file in the way of django-import-export, and take it back.

    Returns its totals. The transaction around it spares it the commit.
    """
    from django.db import transaction

    from bench.imports_stock import impor_stok

    _, _, rencana = _milik()
    with transaction.atomic():
        totals = impor_stok(folder / "berkas.xlsx", rencana)
        transaction.set_rollback(True)
    return totals


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.imports")
    parser.add_argument("--rows", default=f"{KECIL},{BESAR}")
    parser.add_argument("--db", default="sqlite,postgres")
    parser.add_argument("--stock", type=int, default=KECIL, help="most rows of the stock way")
    parser.add_argument("--step", nargs=3)
    asked = parser.parse_args()
    if asked.step:
        satu(asked.step[0], Path(asked.step[1]), int(asked.step[2]))
    else:
        counts = [int(n) for n in asked.rows.split(",")]
        sys.exit(main(counts, asked.db.split(","), stock=asked.stock))
