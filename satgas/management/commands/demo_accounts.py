"""`demo_accounts`: the sample accounts that exist, one a line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from satgas.demo.password import kept_password
from satgas.demo.people import listing


class Command(BaseCommand):
    """Nothing is printed when there are none."""

    help = "Mencetak akun CONTOH: nama pengguna dan peran."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--sandi` adds the one password of all of them."""
        parser.add_argument("--sandi", action="store_true", help="cetak juga kata sandinya")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print "name  role, unit" lines; the password stands last, only when asked for.

        Without --sandi the output can be kept; the password has its own protected file.
        """
        rows = listing()
        for row in rows:
            self.stdout.write(f"{row.username:<22}{row.peran}")
        if rows and options["sandi"]:
            self.stdout.write(f"{'kata sandi':<22}{kept_password()}")
