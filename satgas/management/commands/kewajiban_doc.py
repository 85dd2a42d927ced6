"""`manage.py kewajiban_doc [--check]`: docs/kewajiban-satgas.md from the fixtures."""

import difflib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from evidence.jadwal import POLA_KALENDER
from evidence.models import Butir
from satgas.official.fixture import TAHUN, TugasRow, decree
from satgas.official.kewajiban import Potret, alur, kewajiban, potret
from satgas.pola import tempo_tertulis
from ukuran.format import tanggal

_PATH = "docs/kewajiban-satgas.md"
_HEAD = """# Obligations of the Governor's decree

Generated from `fixtures/official/satgas.json` and `fixtures/official/kewajiban_satgas.json` by
`./portal manage kewajiban_doc`; do not edit. `./portal check` fails when they differ.

Pola is how often a task is due. Source "teks" quotes the decree; "portal" is the portal's own
classification with its reason, a proposal that an admin edits in the plan. "Mutakhir" is how
long an approval of a continuous task (terus-menerus) counts. Documents are the numbered items
under a task, or one proof of its execution.
"""
_CUT_OFFS = """A cut-off is cumulative: it counts every window begun by its last day, so a yearly
document accepted in B03 counts in all later ones. One Capaian is one task in one due window, one
Pemenuhan one document in it. The Pengarah's task is not scored and has none.
"""


def kewajiban_text() -> str:
    """Return the whole document: figures, cut-offs, hand-overs, then all tasks."""
    tasks = [task for member in decree().anggota for task in member.tugas]
    full = potret(date(TAHUN, 1, 1), date(TAHUN, 12, 31))
    decreed = potret(decree().tanggal, date(TAHUN, 12, 31))
    since = tanggal(decree().tanggal)
    head = ("Cut-off", "Last day", "Capaian", "Pemenuhan")
    return "\n".join(
        [
            _HEAD,
            "## Pola\n",
            _table(("Pola", "Teks", "Portal", "Tasks", "Documents"), _figures(tasks)),
            "## Capaian and Pemenuhan per cut-off\n",
            _CUT_OFFS,
            "A plan of a full year:\n",
            _table(head, _photographs(full)),
            f"The decree's own plan of {TAHUN}, in force since {since} (its first three weeks join "
            "the second quarter):\n",
            _table(head, _photographs(decreed)),
            "## Hand-overs\n",
            _table(
                ("From", "To", "What", "Words of the giver", "Words of the receiver"), _arrows()
            ),
            "## Tasks\n",
            _table(
                ("Task", "Text", "Pola", "Source", "Words or reason", "Documents", "Hand-overs"),
                [_task(task) for task in tasks],
            ),
        ]
    )


def _documents(task: TugasRow) -> int:
    return len(task.sub) or 1


def _figures(tasks: list[TugasRow]) -> Iterable[tuple[str, ...]]:
    found: Counter[tuple[str, str]] = Counter()
    documents: Counter[str] = Counter()
    for task in tasks:
        row = kewajiban(task)
        found[row.pola, row.sumber] += 1
        documents[row.pola] += _documents(task)
    for pola in map(Butir.Pola, POLA_KALENDER):
        teks = found[pola, Butir.SumberPola.TEKS]
        portal = found[pola, Butir.SumberPola.PORTAL]
        figures = (teks, portal, teks + portal, documents[pola])
        yield (str(pola.label), *map(str, figures))
    teks, portal = (
        sum(n for (_, sumber), n in found.items() if sumber == wanted)
        for wanted in (Butir.SumberPola.TEKS, Butir.SumberPola.PORTAL)
    )
    yield "All", *map(str, (teks, portal, len(tasks), documents.total()))


def _photographs(rows: Iterable[Potret]) -> list[tuple[str, ...]]:
    return [(p.kode, tanggal(p.akhir), str(p.capaian), str(p.pemenuhan)) for p in rows]


def _arrows() -> list[tuple[str, ...]]:
    return [(a.dari, a.ke, a.uraian, f'"{a.kata_dari}"', f'"{a.kata_ke}"') for a in alur()]


def _task(task: TugasRow) -> tuple[str, ...]:
    row = kewajiban(task)
    pola = str(row.pola.label)
    if row.pola is Butir.Pola.TERUS:
        pola += f" (mutakhir {row.masa_mutakhir} bulan)"
    due = tempo_tertulis(task.teks, TAHUN)
    why = f'"{row.kutipan}"' if row.kutipan else row.alasan
    if due:
        why += f" (jatuh tempo {due.day}/{due.month})"
    gives = [f"> {a.ke}" for a in alur() if a.dari == task.kode]
    takes = [f"< {a.dari}" for a in alur() if a.ke == task.kode]
    return (
        task.kode,
        task.teks,
        pola if not task.bersama else f"{pola}, tidak dinilai",
        row.sumber.value,
        why,
        "; ".join(f"{no}. {teks.strip(' .')}" for no, teks in enumerate(task.sub, 1)) or "1",
        ", ".join([*takes, *gives]),
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


class Command(BaseCommand):
    """Write docs/kewajiban-satgas.md, or compare it."""

    help = "Writes docs/kewajiban-satgas.md from the fixtures; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --check."""
        parser.add_argument("--check", action="store_true", help="fail when out of step")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare; raises CommandError when the file is out of step."""
        path, text = settings.BASE_DIR / _PATH, kewajiban_text()
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
            found.splitlines(), text.splitlines(), _PATH, "fixtures/official", lineterm=""
        )
        self.stdout.write("\n".join(diff))
        raise CommandError(f"{_PATH} is out of step. Run: ./portal manage kewajiban_doc")
