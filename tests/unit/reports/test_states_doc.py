"""docs/states.md and the tag follow the transition table."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.template import Context, Template

from evidence.workflow import FLOWS, SIFAT, Status


def _perintah(*arguments: str) -> str:
    out = StringIO()
    call_command("states_doc", *arguments, stdout=out)
    return out.getvalue()


def test_the_document_in_the_repository_is_in_step() -> None:
    assert _perintah("--check") == "docs/states.md is in step\n"


def test_a_changed_document_fails_the_check_until_it_is_written_again(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    with pytest.raises(CommandError, match="out of step"):
        _perintah("--check")
    _perintah()
    path = settings.BASE_DIR / "docs" / "states.md"
    path.write_text(path.read_text().replace("four eyes", "two eyes", 1))
    with pytest.raises(CommandError, match="out of step"):
        _perintah("--check")
    _perintah()
    assert _perintah("--check") == "docs/states.md is in step\n"


def test_every_state_and_arrow_has_a_line() -> None:
    text = (settings.BASE_DIR / "docs" / "states.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    heads = 2 * len(FLOWS)
    states = sum(len(flow.sifat) for flow in FLOWS.values())
    assert len(rows) == heads + states + sum(len(flow.panah) for flow in FLOWS.values())


def test_all_flows_are_registered_and_every_state_of_each_is_described() -> None:
    assert list(FLOWS) == ["umum", "lke", "impor", "periode"]
    assert set(FLOWS["umum"].sifat) == set(Status)


@pytest.mark.parametrize("state", list(Status))
def test_tag_shows_tone_shape_and_word(state: Status) -> None:
    html = Template("{% load status %}{% status nilai %}").render(Context({"nilai": state.value}))
    assert f'class="pn-st {SIFAT[state].tone}"' in html
    assert f"#{SIFAT[state].ikon}" in html
    assert str(state.label) in html


def test_tag_refuses_what_is_no_state() -> None:
    with pytest.raises(ValueError, match="lunas"):
        Template("{% load status %}{% status 'lunas' %}").render(Context())
