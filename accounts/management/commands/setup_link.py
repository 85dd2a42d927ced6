"""`setup_link`: the one-time link with which a new portal gets its institution and admin."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.links import setup_needed, setup_path


class Command(BaseCommand):
    """Print the link; print nothing once an institution has an admin."""

    help = "Print a link, valid for 24 hours, that makes the first institution and its admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the portal is reached."""
        parser.add_argument("--base", default="http://127.0.0.1:8000", help="address of the portal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the link to stdout, or say on stderr why there is none."""
        if not setup_needed():
            self.stderr.write("An institution has an admin already; no set-up link is needed.")
            return
        base = str(options["base"]).rstrip("/")
        self.stdout.write(
            f"Set up your institution (one-time link, 24 hours):\n{base}{setup_path()}"
        )
