"""`manage.py verify_files [--catat]`: every stored file against its SHA-256."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model, QuerySet

from audit.berkala import Catatan
from audit.models import Pemeriksaan
from evidence.models import BuktiVersi, HalamanBukti
from jobs.models import Job

_CHUNK = 1024 * 1024
_ROWS = 500  # rows are read in portions: one long read would keep SQLite's log from shrinking


@dataclass(frozen=True)
class Simpanan:
    """One stored file as the database knows it; `baris` is how to find its row again."""

    sebutan: str
    jalur: str
    sha256: str
    instansi: str
    baris: QuerySet[Any]

    def masih(self) -> bool:
        """Whether the database still knows it so: a row may have changed since it was read."""
        return self.baris.exists()


def stored_files() -> Iterator[Simpanan]:
    """Yield every file that the database knows: evidence, its page images, results of jobs."""
    for pk, path, sha256, kode in _rows(BuktiVersi, "berkas", "sha256", "instansi__kode"):
        row = BuktiVersi.objects.filter(pk=pk, berkas=path, sha256=sha256)
        yield Simpanan(f"bukti versi {pk}", path, sha256, kode, row)
    columns = ("berkas", "sha256", "versi__instansi__kode", "versi", "no")
    for pk, path, sha256, kode, versi, no in _rows(HalamanBukti, *columns):
        pages = HalamanBukti.objects.filter(pk=pk, berkas=path, sha256=sha256)
        name = f"gambar halaman {no} bukti versi {versi}"
        yield Simpanan(name, path, sha256, kode, pages)
    for pk, path, sha256, kode in _rows(Job, "hasil", "hasil_sha256", "instansi__kode"):
        if path:
            job = Job.objects.filter(pk=pk, hasil=path, hasil_sha256=sha256)
            yield Simpanan(f"hasil pekerjaan {pk}", path, sha256, kode, job)


def _rows(model: type[Model], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield key and columns of all rows in order of their keys, a portion at a time."""
    last = 0
    while True:
        rows = model._default_manager.filter(pk__gt=last).order_by("pk")
        portion = list(rows.values_list("pk", *columns)[:_ROWS])
        if not portion:
            return
        yield from portion
        last = portion[-1][0]


def fault(item: Simpanan) -> str:
    """Return what is wrong with a stored file in Indonesian, or an empty text."""
    try:
        if not item.jalur or not default_storage.exists(item.jalur):
            return "berkas hilang"
        found = hashlib.sha256()
        with default_storage.open(item.jalur) as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
    except FileNotFoundError:  # removed since it was looked for
        return "berkas hilang"
    except OSError:
        return "berkas tidak terbaca"
    return "" if found.hexdigest() == item.sha256 else "isi berubah"


class Command(BaseCommand):
    """Verify all stored files; name each that is missing or changed."""

    help = (
        "Checks every stored file against its SHA-256; exit code 1 when one is missing or changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the option."""
        parser.add_argument(
            "--catat",
            action="store_true",
            help="record the result as the nightly check that the admins' pages show",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault and a closing line; raises CommandError when there was a fault."""
        count, faults, catatan = 0, 0, Catatan()
        for item in stored_files():
            count += 1
            catatan.lihat(item.instansi)
            reason = fault(item)
            if reason and item.masih():
                faults += 1
                catatan.cacat(item.instansi, item.sebutan, reason)
                self.stderr.write(f"{item.sebutan} ({item.jalur or 'tanpa nama'}): {reason}")
        if options["catat"]:
            catatan.simpan(Pemeriksaan.Jenis.BERKAS)
        if faults:
            raise CommandError(f"{faults} dari {count} berkas hilang atau berubah")
        self.stdout.write(f"{count} berkas cocok dengan SHA-256-nya")
