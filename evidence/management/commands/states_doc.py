"""`manage.py states_doc [--check]`: docs/states.md from the transition tables."""

import difflib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from evidence.workflow import FLOWS, Alur, Transition

_PATH = "docs/states.md"
_HEAD = """# States

Generated from `evidence/workflow.py` and the flows that apps register there by
`./portal manage states_doc`; do not edit. `./portal check` fails when the two differ.
"""


def states_text() -> str:
    """Return the whole document: of each flow its states with owner and tone, then its arrows."""
    parts = [_HEAD]
    for name, flow in FLOWS.items():
        parts += [f"## Flow `{name}`\n", f"{flow.keterangan}\n"]
        parts.append(_table(("State", "Label", "Acts next", "Tone", "Shape"), _states(flow)))
        head = ("From", "Action", "To", "Permission", "Roles", "Needs")
        parts.append(_table(head, [_arrow(arrow) for arrow in flow.panah]))
    return "\n".join(parts)


def _states(flow: Alur[Any, Any, Any]) -> list[tuple[str, ...]]:
    return [
        (f"`{s.value}`", str(s.label), sifat.owner.value, sifat.tone, f"`{sifat.ikon}`")
        for s, sifat in flow.sifat.items()
    ]


def _arrow(arrow: Transition[Any, Any, Any]) -> tuple[str, ...]:
    """Return the cells of one arrow; an appointment is of no role: it stands as it is."""
    roles = [r.value for r in Role if arrow.permission in ROLE_PERMISSIONS[r]]
    if not isinstance(arrow.permission, Permission):
        roles = ["by appointment"]
    needs = [
        word
        for word, wanted in (
            ("reason code", arrow.alasan_wajib),
            ("note", arrow.catatan_wajib),
            ("four eyes", arrow.empat_mata),
        )
        if wanted
    ]
    return (
        str(arrow.dari.label),
        f"`{arrow.aksi.value}`",
        str(arrow.ke.label),
        f"`{arrow.permission.value}`",
        ", ".join(roles),
        ", ".join(needs),
    )


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


class Command(BaseCommand):
    """Write docs/states.md, or compare it."""

    help = "Writes docs/states.md from evidence/workflow.py; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --check."""
        parser.add_argument("--check", action="store_true", help="fail when out of step")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare; raises CommandError when the file is out of step."""
        path, text = settings.BASE_DIR / _PATH, states_text()
        if not options["check"]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{_PATH} written")
            return
        found = path.read_text(encoding="utf-8") if path.is_file() else ""
        if found == text:
            self.stdout.write(f"{_PATH} is in step")
            return
        diff = difflib.unified_diff(
            found.splitlines(), text.splitlines(), _PATH, "evidence/workflow.py", lineterm=""
        )
        self.stdout.write("\n".join(diff))
        raise CommandError(f"{_PATH} is out of step. Run: ./portal manage states_doc")
