"""`add_platform_admin`: a person who manages institutions and reads no evidence."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import DataOrang, IsianKeliru, beri_platform
from audit.recorder import System


class Command(BaseCommand):
    """Add the person and print their one-time link."""

    help = "Add a platform admin and print the one-time link that sets the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and where the portal is reached."""
        parser.add_argument("username")
        parser.add_argument("nama")
        parser.add_argument("--base", default="http://127.0.0.1:8000", help="address of the portal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the name is taken or not allowed."""
        data = DataOrang(nama=options["nama"], username=options["username"])
        try:
            _, path = beri_platform(data=data, by=System())
        except IsianKeliru as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{str(options['base']).rstrip('/')}{path}")
