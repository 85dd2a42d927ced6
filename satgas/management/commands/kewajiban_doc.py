"""`manage.py kewajiban_doc [--check]`: docs/kewajiban-satgas.md from the fixtures."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from evidence.generated_doc import DocCommand, table
from evidence.jadwal import POLA_KALENDER
from evidence.models import Butir
from satgas.official.fixture import TAHUN, TugasRow, decree
from satgas.official.kewajiban import Potret, alur, kewajiban, potret
from satgas.pola import tempo_tertulis
from ukuran.format import tanggal

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
            table(("Pola", "Teks", "Portal", "Tasks", "Documents"), _figures(tasks)),
            "## Capaian and Pemenuhan per cut-off\n",
            _CUT_OFFS,
            "A plan of a full year:\n",
            table(head, _photographs(full)),
            f"The decree's own plan of {TAHUN}, in force since {since} (its first three weeks join "
            "the second quarter):\n",
            table(head, _photographs(decreed)),
            "## Hand-overs\n",
            table(("From", "To", "What", "Words of the giver", "Words of the receiver"), _arrows()),
            "## Tasks\n",
            table(
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


class Command(DocCommand):
    """Write docs/kewajiban-satgas.md, or compare it."""

    help = "Writes docs/kewajiban-satgas.md from the fixtures; --check only compares."
    path = "docs/kewajiban-satgas.md"
    source = "fixtures/official"

    def text(self) -> str:
        """Return what the document has to say."""
        return kewajiban_text()
