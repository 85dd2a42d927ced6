"""`manage.py roadmap_doc [--check]`: docs/kewajiban-roadmap.md from the fixtures."""

from evidence.generated_doc import DocCommand, table
from roadmap.official.fixture import roadmap
from roadmap.official.penanggung import (
    Penanggung,
    aturan,
    penanggung_baris,
    penanggung_indikator,
    pola,
    unit,
)

_HEAD = """# Obligations of the Road Map

Generated from `fixtures/official/*roadmap*.json` by `./portal manage roadmap_doc`; do not edit.
`./portal check` fails when they differ.

The Road Map says what is aimed at in each year and names bodies in the Lampiran, but neither how
often a unit reports nor who reports an indikator of Bab III.B. What its words do not settle is
the portal's classification ("klasifikasi portal") with its reason: a proposal that an admin
edits in the plan.
"""
_WHO = """The unit that reports is the first Perangkat Daerah that the string names, else the first
body; the others support it. A blank cell is answered by the first row of its kegiatan. "PD
terkait" names no unit and stays text.
"""
_RULE = """The common rule: arah {arah}, sifat {sifat}. {alasan}

Only these have their own:
"""


def roadmap_text() -> str:
    """Return the whole document: pola, units, who reports each row, each indikator, rules."""
    source = roadmap()
    baris = {row.kode: row for row in source.baris}
    umum = aturan("")
    asked = [row for row in source.baris if not row.judul]
    return "\n".join(
        [
            _HEAD,
            "## Pola\n",
            table(
                ("What", "Butir", "Pola"),
                [
                    ("Indikator of Bab III.B", str(len(source.indikator)), _pola("indikator")),
                    ("Row of the Lampiran", str(len(asked)), _pola("baris")),
                ],
            ),
            "## Units that the Road Map names\n",
            table(
                ("Unit", "Kind", "Under (susunan portal)", "Names as printed"),
                [(u.nama, u.jenis, u.induk, "; ".join(u.sebutan)) for u in unit()],
            ),
            "## Rows of the Lampiran\n",
            _WHO,
            table(
                ("Row", "Printed", "Reports", "Supports", "Reason"),
                [
                    (
                        row.kode,
                        row.penanggung_jawab or "(blank)",
                        *_who(penanggung_baris(row, baris)),
                    )
                    for row in asked
                ],
            ),
            "## Indikator of Bab III.B\n",
            table(
                ("Indikator", "Text", "Reports (klasifikasi portal)", "Reason"),
                [
                    (row.kode, row.teks, who.pelapor, who.alasan)
                    for row in source.indikator
                    for who in [penanggung_indikator(row)]
                ],
            ),
            "## Rules\n",
            _RULE.format(arah=umum.arah.value, sifat=umum.sifat.value, alasan=umum.alasan),
            table(
                ("Indikator", "Arah", "Sifat", "Skala", "Reason"),
                [
                    (row.kode, rule.arah.value, rule.sifat.value, rule.skala or "-", rule.alasan)
                    for row in source.indikator
                    for rule in [aturan(row.kode)]
                    if rule != umum
                ],
            ),
        ]
    )


def _pola(jenis: str) -> str:
    return str(pola(jenis).label)


def _who(who: Penanggung) -> tuple[str, str, str]:
    others = [*who.pendukung, *([f'"{who.teks}"'] if who.teks else [])]
    return who.pelapor, ", ".join(others) or "-", who.alasan


class Command(DocCommand):
    """Write docs/kewajiban-roadmap.md, or compare it."""

    help = "Writes docs/kewajiban-roadmap.md from the fixtures; --check only compares."
    path = "docs/kewajiban-roadmap.md"
    source = "fixtures/official"

    def text(self) -> str:
        """Return what the document has to say."""
        return roadmap_text()
