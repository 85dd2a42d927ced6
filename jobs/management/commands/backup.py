"""`manage.py backup FILE`: database and stored files in one archive, while the portal runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from config.cadangan import CadanganGagal
from config.cadangan.buat import buat
from config.cadangan.saat import megabytes
from config.cadangan.sinyal import berhenti_bersih


class Command(BaseCommand):
    """Write a backup."""

    help = "Writes database and stored files into one archive. The portal may go on working."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="the archive to write; must not exist yet")
        parser.add_argument(
            "--with-key", action="store_true", help="put the secret key into the archive too"
        )
        parser.add_argument(
            "--allow-missing", action="store_true", help="leave out stored files that are missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the archive and say what is in it; raises CommandError with one line."""
        target = options["file"].absolute()
        try:
            with berhenti_bersih():
                done = buat(
                    target,
                    with_key=options["with_key"],
                    allow_missing=options["allow_missing"],
                )
        except (CadanganGagal, Error, OSError) as error:
            raise CommandError(" ".join(str(error).split())) from error
        manifest = done.manifest
        for line in done.peringatan:
            self.stderr.write(f"warning: {line}")
        self.stdout.write(
            f"{target}: {megabytes(done.ukuran)}, {manifest.baris} rows in "
            f"{len(manifest.tabel)} tables, {len(manifest.berkas)} stored files, "
            f"as of {manifest.saat}"
        )
        self.stdout.write(f"SHA-256 {done.sha256}")
        if options["with_key"]:
            self.stdout.write("The secret key is in it: whoever has the archive has the portal.")
        else:
            self.stdout.write(
                "The secret key is not in it. Keep it apart from the archive: SECRET_KEY, or "
                "secret_key in the data folder."
            )
