"""`manage.py states_doc [--check]`: docs/states.md from the transition tables."""

from typing import Any

from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from evidence.generated_doc import DocCommand, table
from evidence.workflow import FLOWS, Alur, Transition

_HEAD = """# States

Generated from `evidence/workflow.py` and the flows that apps register there by
`./portal manage states_doc`; do not edit. `./portal check` fails when the two differ.
"""


def states_text() -> str:
    """Return the whole document: of each flow its states with owner and tone, then its arrows."""
    parts = [_HEAD]
    for name, flow in FLOWS.items():
        parts += [f"## Flow `{name}`\n", f"{flow.keterangan}\n"]
        parts.append(table(("State", "Label", "Acts next", "Tone", "Shape"), _states(flow)))
        head = ("From", "Action", "To", "Permission", "Roles", "Needs")
        parts.append(table(head, [_arrow(arrow) for arrow in flow.panah]))
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


class Command(DocCommand):
    """Write docs/states.md, or compare it."""

    help = "Writes docs/states.md from evidence/workflow.py; --check only compares."
    path = "docs/states.md"
    source = "evidence/workflow.py"

    def text(self) -> str:
        """Return what the document has to say."""
        return states_text()
