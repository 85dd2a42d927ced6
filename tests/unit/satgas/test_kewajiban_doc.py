"""docs/kewajiban-satgas.md follows the fixtures; the cut-offs are counted by hand here."""

from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from satgas.official.kewajiban import potret


def _perintah(*arguments: str) -> str:
    out = StringIO()
    call_command("kewajiban_doc", *arguments, stdout=out)
    return out.getvalue()


def test_the_document_in_the_repository_is_in_step() -> None:
    assert _perintah("--check") == "docs/kewajiban-satgas.md is in step\n"


def test_every_task_has_a_line() -> None:
    text = (settings.BASE_DIR / "docs" / "kewajiban-satgas.md").read_text()
    rows = text.split("## Tasks")[1].splitlines()
    assert len([row for row in rows if row.startswith("| ")]) == 132 + 2


def test_a_changed_document_fails_the_check(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    _perintah("--check")  # the fixtures are read once, before the folder moves
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    with pytest.raises(CommandError, match="out of step"):
        _perintah("--check")
    _perintah()
    assert _perintah("--check") == "docs/kewajiban-satgas.md is in step\n"
    path = settings.BASE_DIR / "docs" / "kewajiban-satgas.md"
    path.write_text(path.read_text().replace("Triwulan", "Bulanan", 1))
    with pytest.raises(CommandError, match="out of step"):
        _perintah("--check")


def test_a_full_year_per_cut_off() -> None:
    """Counted by hand from the table of pola.

    131 scored tasks: 53 tahunan, 40 sekali, 12 triwulan, 11 terus, 9 kejadian, 6 semester. All
    have a window that begins on 1 January. The second quarter begins 12 more, the third 12 and
    the second semester 6, the fourth 12. The 131 tasks need 169 documents; triwulan and
    semester tasks need one each.
    """
    assert [
        (p.kode, p.capaian, p.pemenuhan) for p in potret(date(2026, 1, 1), date(2026, 12, 31))
    ] == [
        ("B03", 131, 169),
        ("B06", 131 + 12, 169 + 12),
        ("B09", 131 + 12 + 12 + 6, 169 + 12 + 12 + 6),
        ("B12", 131 + 12 + 12 + 6 + 12, 169 + 12 + 12 + 6 + 12),
    ]
