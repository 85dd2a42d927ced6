"""`manage.py verify_files`: every stored file against its SHA-256."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from evidence.models import BuktiVersi, HalamanBukti
from jobs.models import Job

_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Simpanan:
    """One stored file as the database knows it."""

    sebutan: str
    jalur: str
    sha256: str


def stored_files() -> Iterator[Simpanan]:
    """Yield every file that the database knows: evidence, its page images, results of jobs."""
    versions = BuktiVersi.objects.order_by("pk").values_list("pk", "berkas", "sha256")
    for pk, path, sha256 in versions.iterator():
        yield Simpanan(f"bukti versi {pk}", path, sha256)
    pages = HalamanBukti.objects.order_by("pk").values_list("versi", "no", "berkas", "sha256")
    for versi, no, path, sha256 in pages.iterator():
        yield Simpanan(f"gambar halaman {no} bukti versi {versi}", path, sha256)
    jobs = Job.objects.exclude(hasil="").order_by("pk").values_list("pk", "hasil", "hasil_sha256")
    for pk, path, sha256 in jobs.iterator():
        yield Simpanan(f"hasil pekerjaan {pk}", path, sha256)


def fault(item: Simpanan) -> str:
    """Return what is wrong with a stored file in Indonesian, or an empty text."""
    if not item.jalur or not default_storage.exists(item.jalur):
        return "berkas hilang"
    found = hashlib.sha256()
    with default_storage.open(item.jalur) as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return "" if found.hexdigest() == item.sha256 else "isi berubah"


class Command(BaseCommand):
    """Verify all stored files; name each that is missing or changed."""

    help = (
        "Checks every stored file against its SHA-256; exit code 1 when one is missing or changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault and a closing line; raises CommandError when there was a fault."""
        count = faults = 0
        for item in stored_files():
            count += 1
            if reason := fault(item):
                faults += 1
                self.stderr.write(f"{item.sebutan} ({item.jalur or 'tanpa nama'}): {reason}")
        if faults:
            raise CommandError(f"{faults} dari {count} berkas hilang atau berubah")
        self.stdout.write(f"{count} berkas cocok dengan SHA-256-nya")
