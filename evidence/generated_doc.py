"""Documents in docs/ that are written from code or fixtures and held in step with them."""

import difflib
from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table; a bar in a cell is escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


class DocCommand(BaseCommand):
    """Writes one document, or with --check only compares it."""

    path: ClassVar[str]
    source: ClassVar[str]

    @abstractmethod
    def text(self) -> str:
        """Return what the document has to say."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --check."""
        parser.add_argument("--check", action="store_true", help="fail when out of step")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare; raises CommandError when the file is out of step."""
        path, text = settings.BASE_DIR / self.path, self.text()
        if not options["check"]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{self.path} written")
            return
        found = path.read_text(encoding="utf-8") if path.is_file() else ""
        if found == text:
            self.stdout.write(f"{self.path} is in step")
            return
        diff = difflib.unified_diff(
            found.splitlines(), text.splitlines(), self.path, self.source, lineterm=""
        )
        self.stdout.write("\n".join(diff))
        name = type(self).__module__.rpartition(".")[2]
        raise CommandError(f"{self.path} is out of step. Run: ./portal manage {name}")
