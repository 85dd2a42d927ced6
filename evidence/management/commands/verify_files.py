"""`manage.py verify_files [--catat]`: every stored file against its SHA-256."""

import hashlib
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.berkala import Catatan
from audit.models import Pemeriksaan
from evidence.simpanan import Simpanan, stored_files

_CHUNK = 1024 * 1024


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
