"""cypt gate: findings and exit code 1, or one line; without a browser one loud sentence."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from cypt_analysis.cli import main
from cypt_analysis.gate import count_rules
from cypt_analysis.ground.project import Project

LOUD = (
    "NOT CHECKED IN A BROWSER: CYPT_BROWSER is set to nothing, so layout, keyboard and axe were "
    "left out; the other checks stand.\n"
)


@pytest.fixture(autouse=True)
def all_but_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cypt_analysis.gate.browser.find_spec", lambda name: name)
    monkeypatch.setenv("CYPT_BROWSER", "")


@pytest.fixture
def gate(gate_project: Project, good_q1: str, good_q2: str, known_q1, known_q2):
    """Runs the command on pages as they are given, for both quarters."""

    def run(*quarters: str, q2: str = good_q2):
        for known, page in ((known_q1, good_q1), (known_q2, q2)):
            folder = gate_project.report(known.quarter)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
        root = str(gate_project.root)
        return CliRunner().invoke(main, ["--root", root, "gate", *quarters])

    return run


def test_good_pages_pass_with_one_line_each(gate):
    result = gate("2009-10-Q1", "2009-10-Q2")
    assert result.exit_code == 0, result.output
    number = count_rules(browser=False)
    assert result.stdout == "".join(
        f"{quarter}: reports/{quarter}/report.html and the files beside it keep all {number} rules.\n"
        for quarter in ("2009-10-Q1", "2009-10-Q2")
    )
    assert result.stderr.startswith(f"{LOUD * 2}Next: ")


def test_a_fault_is_printed_with_its_rule_and_the_exit_code_is_1(gate, good_q2):
    result = gate(q2=good_q2.replace('lang="en-GB"', 'lang="en-US"', 1))
    assert result.exit_code == 1
    assert result.stderr.removeprefix(LOUD) == (
        "reports/2009-10-Q2/report.html has 1 error. Do not send it.\n\n"
        "  file    language: The page's language is not said rightly: <html>. Write "
        'lang="en-GB".\n'
    )


def test_a_quarter_without_a_report_says_how_to_make_it(gate, gate_project):
    gate()
    (gate_project.report(gate_project.quarters()[0]) / "report.html").unlink()
    result = CliRunner().invoke(main, ["--root", str(gate_project.root), "gate", "2009-10-Q1"])
    assert (result.exit_code, result.stderr) == (
        1,
        "2009-10-Q1 has no report yet. Make it with cypt run 2009-10-Q1.\n",
    )
