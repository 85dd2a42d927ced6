"""docs/kewajiban-roadmap.md follows the fixtures."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command


def _perintah(*arguments: str) -> str:
    out = StringIO()
    call_command("roadmap_doc", *arguments, stdout=out)
    return out.getvalue()


def test_the_document_in_the_repository_is_in_step() -> None:
    assert _perintah("--check") == "docs/kewajiban-roadmap.md is in step\n"


def test_every_row_and_indikator_has_a_line() -> None:
    text = (settings.BASE_DIR / "docs" / "kewajiban-roadmap.md").read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in text.split("\n## ")[1:])
    lines = {
        name: sum(line.startswith("| ") for line in body.splitlines()) - 2
        for name, body in sections.items()
    }
    assert lines == {
        "Pola": 2,
        "Units that the Road Map names": 11,
        "Rows of the Lampiran": 88,
        "Indikator of Bab III.B": 40,
        "Rules": 6,
    }


def test_a_changed_document_fails_the_check(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    _perintah("--check")  # the fixtures are read once, before the folder moves
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    with pytest.raises(CommandError, match="out of step"):
        _perintah("--check")
    _perintah()
    assert _perintah("--check") == "docs/kewajiban-roadmap.md is in step\n"
    path = settings.BASE_DIR / "docs" / "kewajiban-roadmap.md"
    path.write_text(path.read_text().replace("Semester", "Bulanan", 1))
    with pytest.raises(CommandError, match="out of step"):
        _perintah("--check")
