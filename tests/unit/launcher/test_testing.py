"""The closing line of `portal test`, which people and CI read."""

from pathlib import Path

import pytest

from launcher.testing import Outcome, close, counts

RESULTS = """<?xml version="1.0"?><testsuites><testsuite tests="5">
<testcase name="a"/><testcase name="b"><failure message="no">x</failure></testcase>
<testcase name="c"><error message="no">x</error></testcase>
<testcase name="d"><skipped message="why"/></testcase><testcase name="e"/>
</testsuite></testsuites>"""


def test_counts_of_a_results_file(tmp_path: Path) -> None:
    file = tmp_path / "results.xml"
    file.write_text(RESULTS)
    assert counts(file) == (2, 2, 1)
    assert counts(tmp_path / "none.xml") == (0, 0, 0)


@pytest.mark.parametrize(
    ("outcomes", "ci", "line", "code"),
    [
        ([(3, 0, 0, 0), (2, 0, 0, 0)], "", "5 passed, 0 failed, 0 skipped", 0),
        ([(3, 0, 0, 0), (2, 1, 0, 1)], "", "5 passed, 1 failed, 0 skipped", 1),
        ([(3, 0, 1, 0)], "", "3 passed, 0 failed, 1 skipped", 0),
        ([(3, 0, 1, 0)], "true", "3 passed, 0 failed, 1 skipped", 1),
        ([(3, 0, 0, 0), (0, 0, 0, 5)], "", "3 passed, 0 failed, 0 skipped", 1),
        ([(0, 0, 0, 3)], "", "0 passed, 0 failed, 0 skipped", 1),
    ],
)
def test_closing_line_and_exit_code(
    outcomes: list[tuple[int, int, int, int]],
    ci: str,
    line: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CI", ci)
    assert close([Outcome("run", *values, seconds=1.0) for values in outcomes]) == code
    assert capsys.readouterr().out.splitlines()[-1] == line
