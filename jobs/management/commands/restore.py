"""`manage.py restore FILE`: bring a backup back, into SQLite or PostgreSQL."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from config.cadangan import CadanganGagal
from config.cadangan.pulihkan import pulihkan
from config.cadangan.sinyal import berhenti_bersih


class Command(BaseCommand):
    """Restore a backup."""

    help = "Brings database and stored files of a backup back. The portal must not run."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="an archive written by `backup`")
        parser.add_argument(
            "--force",
            action="store_true",
            help="over an installation that is there: SQLite is moved aside, PostgreSQL dropped",
        )
        parser.add_argument(
            "--keep-faulty",
            action="store_true",
            help="keep what was restored even when verify_audit or verify_files finds faults",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and say what was verified; raises CommandError with one line."""
        source = options["file"].absolute()
        try:
            with berhenti_bersih():
                done = pulihkan(
                    source,
                    self.stdout.write,
                    force=options["force"],
                    keep_faulty=options["keep_faulty"],
                )
        except (CadanganGagal, Error, OSError) as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"{reason} (nothing was changed)") from error
        if done.aside is not None:
            self.stdout.write(f"what was there before is in {done.aside}")
        manifest = done.manifest
        self.stdout.write(
            f"restored: {manifest.baris} rows, {len(manifest.berkas)} stored files, as of "
            f"{manifest.saat}. Everybody has to log in again."
        )
        if done.kesalahan:
            raise CommandError(f"restored with faults: {'; '.join(done.kesalahan)}")
