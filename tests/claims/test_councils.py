"""Statements that councils have made, in other words, beside the figures that were published.

The figures are those of DfE, LAIT and the statements themselves; each row is one of 32 statements,
said as it was (with the verdict that published figures give) and as it would be true.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cypt_analysis.claims import Evidence, check_text, gather
from cypt_analysis.known import Known
from tests.claims.councils.project import councils

_FOLDER = Path(__file__).parent / "councils"
with (_FOLDER / "statements.csv").open(encoding="utf-8", newline="") as _file:
    STATEMENTS = list(csv.DictReader(_file))
TRUE, FALSE = "borne out", "not borne out"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    return councils(tmp_path_factory.mktemp("councils") / "project")


def _outcome(row: dict[str, str], known: Known, evidence: Evidence) -> str:
    text = f"## Summary\n\n{row['sentence']}\n"
    found = {each.outcome for each in check_text(text, "a.md", row["indicator"], evidence)}
    return next((each for each in (FALSE, "for a person", TRUE) if each in found), "silent")


def test_what_councils_said_is_judged_as_published_figures_judge_it(known: Known) -> None:
    evidence = gather(known)
    told = [
        (row["expected"], _outcome(row, known, evidence), row["sentence"]) for row in STATEMENTS
    ]
    true = [each for each in told if each[0] == TRUE]
    rest = [each for each in told if each[0] != TRUE]
    passed = [each for each in rest if each[1] in (TRUE, "silent")]
    refused = [each for each in true if each[1] == FALSE]
    assert (len(true), len(rest)) == (22, 32)
    assert len(passed) <= 3, passed
    assert len(refused) <= 2, refused
    assert sum(each[1] == TRUE for each in true) >= 18, true
    assert sum(each[1] == FALSE for each in rest) >= 16, rest
